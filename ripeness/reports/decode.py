"""From bytes to text, and never to mojibake without a word: what was assumed is said."""

from __future__ import annotations

import codecs
import re
from array import array
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

from ripeness.errors import ReportError

# Control characters that no text needs, beyond one in five hundred, mean that it is not text. A
# stray form feed or bell from an old wire stays below that in anything longer than a paragraph.
MAX_CONTROL_SHARE = 1 / 500
# A UTF-8 text with a few damaged places keeps its encoding while the sound multi-byte characters
# outnumber the damaged ones by this factor; else it never was UTF-8.
SOUND_TO_DAMAGED = 3
# How far into an HTML page its character set may be declared (the HTML standard says 1024 bytes).
CHARSET_WINDOW = 2048

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

# The HTML standard reads these labels as windows-1252, because the pages that use them mean it.
_MEANS_1252 = frozenset({"iso8859-1", "ascii", "latin-1", "iso-8859-1", "us-ascii"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, what had to be assumed for it, and the bytes of the mark before it."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()
    mark: int = 0


def decoded(raw: bytes, file: str, label: str | None = None) -> Decoded:
    """The text in ``raw``; ``file`` names it in errors and notes, ``label`` is the character set that its server named.

    A byte order mark decides, then escapes to Japanese or Korean, then UTF-8, then the label, then a declared HTML
    character set, then detection (which is noted). Raises ReportError for what is empty or not text.
    """
    if not raw:
        raise ReportError(file, "the file is empty (0 bytes)", "A report needs text.", "Save the report again.")
    _refuse_binary(raw, file)
    found = (
        _by_mark(raw, file)
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
    text, body = source.text, raw[source.mark :]
    if _is_single_byte(source.encoding) or (source.encoding == "utf-8" and len(text) == len(body)):
        return [source.mark + place for place in places] if len(text) == len(body) else None
    try:
        regular = text.encode(source.encoding) == body
    except UnicodeEncodeError:
        regular = False
    if not regular:
        starts = _starts(source, body)
        return None if starts is None else [source.mark + starts[place] for place in places]
    found: list[int] = []
    at = source.mark
    for before, place in pairwise((0, *places)):
        at += len(text[before:place].encode(source.encoding))
        found.append(at)
    return found


def _is_single_byte(encoding: str) -> bool:
    return codecs.lookup(encoding).name != "utf-8" and len(bytes(range(256)).decode(encoding, "replace")) == 256


def _starts(source: Decoded, body: bytes) -> array[int] | None:
    """The byte at which each character begins, and the end: for damaged text, and codes that write one in two ways."""
    decoder = codecs.getincrementaldecoder(source.encoding)("replace")
    starts, text = array("I"), []
    end = 0
    for at in range(len(body) + 1):
        found = decoder.decode(body[at : at + 1], final=at == len(body))
        if found:
            text.append(found)
            starts.append(end)
            if len(found) == 2:  # the end of a damaged one is seen by what follows it
                starts.append(at)
            end = min(at + 1, len(body)) - len(decoder.getstate()[0])  # without what is begun and not ended
    starts.append(end)
    return starts if "".join(text) == source.text and len(starts) == len(source.text) + 1 else None


def _not_text(file: str, seen: str) -> ReportError:
    return ReportError(
        file, seen, "A report is text, Markdown or HTML, not binary.", "Save it as plain text or HTML and read that."
    )


def _refuse_binary(raw: bytes, file: str) -> None:
    for magic, name in _KNOWN_BINARY:
        if raw.startswith(magic):
            raise _not_text(file, f"it is {name}")
    marked = any(raw.startswith(mark) for mark, _ in _BOMS)
    if not marked and (at := raw.find(b"\0")) >= 0:
        raise _not_text(file, f"a NUL byte at byte {at}")


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
    label = label.lower()
    try:
        encoding = "cp1252" if label in _MEANS_1252 else codecs.lookup(label).name
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
