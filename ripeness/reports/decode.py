"""From bytes to text, and never to mojibake without a word: what was assumed is said."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ripeness.errors import ReportError

# Control characters that no text needs, beyond one in five hundred, mean that it is not text. A
# stray form feed or bell from an old wire stays below that in anything longer than a paragraph.
MAX_CONTROL_SHARE = 1 / 500
# A UTF-8 text with a few damaged places keeps its encoding while the sound multi-byte characters
# outnumber the damaged ones by this factor; else it never was UTF-8.
SOUND_TO_DAMAGED = 3
# How far into an HTML page its character set may be declared (the HTML standard says 1024 bytes).
CHARSET_WINDOW = 2048

# Bytes that are decoded at a time to find places; more than any one character has.
MAX_PIECE = 4096

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KNOWN_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive (.docx, .odt, .xlsx and .epub files are such)"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_ESCAPES = re.compile(rb"\x1b\$(?:[@AB]|\([CD]|\)C)")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f]")  # all but tab, line ends and NEL
_TWICE_ENCODED = re.compile(r"â€[™œ“”˜\x9d\x99]|Ã[©¨¼¶¤±]")

# Encodings in which a byte's meaning hangs on escapes before it.
_WITH_STATE = ("iso2022", "hz", "utf-7", "utf_7")

# The HTML standard reads these character sets as larger ones, because the pages that name them mean those.
_MEANS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ksx1001": "cp949",
    "big5": "big5hkscs",
}
_ALIASES = {"windows-31j": "cp932", "windows-874": "cp874"}
# What no page is written in whose bytes could name it: not ASCII, or not a character set at all.
_NOT_NAMED = ("utf-16", "utf-32", "utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna")
# Of a text in UTF-16 without its mark, at least this share of one half of the bytes is NUL (Latin letters), of the
# other half none. Not calibrated: a text in another script has a mark or is refused.
NUL_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, what had to be assumed for it, and the bytes of the mark before it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    mark: int = 0


def decoded(raw: bytes, file: str, label: str | None = None) -> Decoded:
    """The text in ``raw``; ``file`` names it in errors and notes, ``label`` is the character set that its server named.

    A byte order mark decides, then what only UTF-16 or Japanese and Korean in seven bits look like, then UTF-8, then
    the label, then a declared HTML character set, then detection (which is noted). Raises ReportError for what is
    empty or not text.
    """
    if not raw:
        raise ReportError(file, "the file is empty (0 bytes)", "A report needs text.", "Save the report again.")
    _refuse_binary(raw, file)
    found = (
        _by_mark(raw, file)
        or _by_nuls(raw, file)
        or _by_escapes(raw)
        or _by_utf8(raw)
        or _by_label(raw, label)
        or _by_declaration(raw)
        or _by_detection(raw, file)
    )
    controls = len(_CONTROL.findall(found.text))
    if controls > len(found.text) * MAX_CONTROL_SHARE:
        raise _not_text(file, f"{controls} control characters among {len(found.text)}")
    notes = list(found.notes)
    if controls:
        notes.append(f"{file}: {controls} control character(s) were left out")
    if len(_TWICE_ENCODED.findall(found.text)) > 1:
        notes.append(f"{file}: looks as if it had been encoded twice ('â€™' and the like); its words were left so")
    return Decoded(found.text, found.encoding, tuple(notes), found.mark)


def byte_places(source: Decoded, raw: bytes, places: Sequence[int]) -> list[int] | None:
    """Where each of ``places`` (code points of the text, rising) stands in ``raw``, the bytes it was decoded from.

    None where the encoding has no such places: where bytes mean what earlier ones said that they mean.
    """
    if source.encoding.startswith(_WITH_STATE):
        return None
    found: list[int] = []
    begin, at = 0, source.mark
    for text, size in _pieces(raw[source.mark :], source.encoding):
        if not source.text.startswith(text, begin):
            return None
        while len(found) < len(places) and places[len(found)] < begin + len(text):
            found.append(at + len(text[: places[len(found)] - begin].encode(source.encoding, "replace")))
        begin, at = begin + len(text), at + size
    return found + [at] * (len(places) - len(found)) if begin == len(source.text) else None


def _pieces(raw: bytes, encoding: str) -> Iterator[tuple[str, int]]:
    """What ``raw`` says, piece by piece, each with its size in bytes; '\ufffd' stands for each damaged place."""
    at = 0
    while at < len(raw):
        piece = raw[at : at + MAX_PIECE]
        try:
            text, size = piece.decode(encoding), len(piece)
        except UnicodeDecodeError as error:  # damaged, or cut where this piece ends: then the next begins there
            size = error.start or error.end
            text = piece[:size].decode(encoding) if error.start else "\ufffd"
        yield text, size
        at += size


def _not_text(file: str, seen: str) -> ReportError:
    return ReportError(
        file, seen, "A report is text, Markdown or HTML, not binary.", "Save it as plain text or HTML and read that."
    )


def _refuse_binary(raw: bytes, file: str) -> None:
    for magic, name in _KNOWN_BINARY:
        if raw.startswith(magic):
            raise _not_text(file, f"it is {name}")


def _by_mark(raw: bytes, file: str) -> Decoded | None:
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            try:
                return Decoded(raw[len(mark) :].decode(encoding), encoding, mark=len(mark))
            except UnicodeDecodeError as error:
                if encoding == "utf-8":
                    damaged = _damaged_utf8(raw[len(mark) :], file)
                    return damaged and replace(damaged, mark=len(mark))
                seen = f"its byte order mark says {encoding}, but byte {error.start} does not fit"
                raise _not_text(file, seen) from error
    return None


def _by_nuls(raw: bytes, file: str) -> Decoded | None:
    """UTF-16 without its mark, told by the NUL bytes beside Latin letters. Raises ReportError for other NUL bytes."""
    if (at := raw.find(b"\0")) < 0:
        return None
    for encoding, full, empty in (("utf-16-le", raw[::2], raw[1::2]), ("utf-16-be", raw[1::2], raw[::2])):
        if b"\0" in full or empty.count(b"\0") < NUL_SHARE * len(empty):
            continue
        with suppress(UnicodeDecodeError):
            note = f"{file}: read as {encoding}, which was detected: it has no byte order mark"
            return Decoded(raw.decode(encoding), encoding, (note,))
    raise _not_text(file, f"a NUL byte at byte {at}")


def _by_escapes(raw: bytes) -> Decoded | None:
    """Japanese or Korean in seven bits: each such text is UTF-8 too, but reads as nonsense there."""
    if _ESCAPES.search(raw) is None:
        return None
    for encoding in ("iso2022_jp_2", "iso2022_kr"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if _CONTROL.search(text) is None:
                return Decoded(text, encoding)
    return None


def _by_utf8(raw: bytes) -> Decoded | None:
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _by_declaration(raw: bytes) -> Decoded | None:
    """A character set that the page or the XML declaration names, where the bytes bear it out."""
    head = raw[:CHARSET_WINDOW]
    if b"<" not in head or (match := _CHARSET.search(head)) is None:
        return None
    return _by_label(raw, match.group(1).decode("ascii"))


def _by_label(raw: bytes, label: str | None) -> Decoded | None:
    """``raw`` in the character set that ``label`` names, where the bytes bear it out."""
    if not label:
        return None
    try:
        label = label.lower().removeprefix("x-").removesuffix("-i")
        encoding = codecs.lookup(_ALIASES.get(label, label)).name
        if encoding.startswith(_NOT_NAMED):
            return None
        encoding = _MEANS.get(encoding, encoding)
        text = raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    return None if not isinstance(text, str) or _CONTROL.search(text) else Decoded(text, encoding)


def _by_detection(raw: bytes, file: str) -> Decoded:
    if (damaged := _damaged_utf8(raw, file)) is not None:
        return damaged
    from charset_normalizer import from_bytes

    best = from_bytes(raw).best()
    if best is not None:
        # Several single-byte sets can give the very same text: then the commonest name is the one to show.
        encoding = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
        note = f"{file}: not UTF-8; read as {encoding}, which was detected, not declared"
        return Decoded(str(best), encoding, (note,))
    text = raw.decode("cp1252", errors="replace")
    note = f"{file}: not UTF-8 and no encoding could be detected; read as windows-1252 ({text.count('�')} places lost)"
    return Decoded(text, "cp1252", (note,))


def _damaged_utf8(raw: bytes, file: str) -> Decoded | None:
    """UTF-8 with a few broken places (a file cut in the middle of a character), or None if it never was UTF-8."""
    text = raw.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - damaged
    if sound < SOUND_TO_DAMAGED * damaged:
        return None
    return Decoded(text, "utf-8", (f"{file}: UTF-8 with {damaged} damaged place(s), shown as '\ufffd'",))
