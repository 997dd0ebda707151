"""RSS and Atom feeds: one report for each entry. Nothing that a feed points to is fetched.

Entries are told apart in the bytes and read one by one, so that each has its place and its digest, and a
broken one does not spoil the rest.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ripeness.errors import ReportError
from ripeness.reports.decode import Decoded, decoded
from ripeness.reports.entries import (
    MAX_ENTRY_BYTES,
    Entries,
    Entry,
    bad_entry,
    entry_too_large,
    too_many_entries,
)
from ripeness.reports.markup import entry_words
from ripeness.reports.metadata import Metadata, primary_language
from ripeness.reports.model import Found
from ripeness.reports.published import iso_date
from ripeness.reports.traced import traced
from ripeness.reports.webpage import fragment_text, has_elements

FEED_SUFFIXES = frozenset({".rss", ".atom"})
MAX_FEED_ENTRIES = 10_000
# What stands before the first entry: the feed's own title and language, and in RSS 1.0 a list of its entries.
MAX_FRAME = 200_000
# Elements of an entry and how deep they stand in one another, markup inside its text not counted where it is quoted.
MAX_TAGS = 20_000
MAX_DEPTH = 100
# An entry that is not well-formed is read by a parser that takes seconds for a megabyte of hostile tags.
MAX_BROKEN = 200_000
MAX_VALUE = 500  # characters of a piece of metadata

_ROOT = re.compile(rb"<((?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|RDF))(?=[\s>])")
_BEFORE_ROOT = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s++|<\?[^>]{0,500}\?>|<!--.{0,2000}?-->|<!DOCTYPE[^<>\[\]]{0,500}(?:\[[^\]]{0,4000}\]\s{0,20})?>)*+"
    rb"<(?:[A-Za-z][\w.-]{0,30}:)?(?:rss|feed|RDF)[\s>]",
    re.DOTALL,
)
_OPAQUE = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]{0,5000}?(/?)>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
# Hostile entries reach odd corners of the parser: that entry fails, and the others are read.
_PARSER_ERRORS = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_WHAT = "A feed is RSS or Atom."


def looks_like_feed(raw: bytes) -> bool:
    """Whether ``raw`` begins as RSS or Atom does, whatever its file is called."""
    return _BEFORE_ROOT.match(raw[:8000]) is not None


def feed_entries(raw: bytes, file: str) -> Entries:
    """The entries of a feed, in its order. Raises ReportError where it is no feed.

    Entities that the feed defines are not expanded: its document type is not read.
    """
    whole = decoded(raw, file)
    frame = _frame(raw, whole, file)
    for number, (start, end) in enumerate(_places(raw, frame), 1):
        if number > MAX_FEED_ENTRIES:
            yield too_many_entries(file, MAX_FEED_ENTRIES)
            return
        try:
            yield _entry(raw, start, end, number, frame, file)
        except ReportError as error:
            yield error


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands around the entries: the root's start tag, the entries' tag, the encoding, the feed's own metadata."""

    root: str
    name: str
    tag: str
    encoding: str
    begins: int
    outlet: Found | None
    language: Found | None


def _frame(raw: bytes, whole: Decoded, file: str) -> _Frame:
    if whole.encoding.startswith(("utf-16", "utf-32")):
        raise ReportError(file, f"a feed in {whole.encoding}", "A feed is read in UTF-8.", "Save it in UTF-8.")
    match = _ROOT.search(raw[:MAX_FRAME])
    close = raw.find(b">", match.end()) if match else -1
    if match is None or close < 0 or not looks_like_feed(raw):
        raise ReportError(file, "no RSS or Atom in it", _WHAT, "Give the file the ending that it needs.")
    name = match[1].decode("ascii")
    prefix, _, kind = name.rpartition(":")
    tag = (f"{prefix}:" if prefix else "") + "entry" if kind == "feed" else "item"
    root = raw[match.start() : close + 1].decode(whole.encoding, errors="replace").removesuffix("/>").rstrip(">") + ">"
    frame = _Frame(root, name, tag, whole.encoding, match.start(), None, None)
    first = next(_places(raw, frame), (len(raw), 0))[0]
    if first - close > MAX_FRAME:
        raise ReportError(file, f"{first:,} bytes before its first entry", f"At most {MAX_FRAME:,}.", "Shorten it.")
    own = raw[close + 1 : first].decode(whole.encoding, errors="replace")
    closed = kind != "rss" and "</channel>" in own
    try:
        feed = _parsed(frame, own + ("</channel>" if kind == "rss" or ("<channel" in own and not closed) else "")).feed
    except _PARSER_ERRORS as error:
        seen = f"what stands before its entries cannot be parsed ({type(error).__name__}: {error})"
        raise ReportError(file, seen, _WHAT, "Save the articles as .txt.") from error
    return _Frame(
        root,
        name,
        tag,
        whole.encoding,
        match.start(),
        _plain(feed.get("title"), "feed title"),
        _language(feed.get("language"), "feed language")
        or _language(_detail(feed, "title").get("language"), "feed xml:lang"),
    )


def _places(raw: bytes, frame: _Frame) -> Iterator[tuple[int, int]]:
    """Start and end of each entry, found by its tags outside comments and quoted text.

    An entry that is not closed ends where the next begins.
    """
    mark = re.compile(rb"<!--|<!\[CDATA\[|<(/?)" + re.escape(frame.tag.encode()) + rb"(?=[\s/>])")
    at, start = frame.begins, None
    unclosed: set[bytes] = set()  # marks whose end does not come any more: not searched for again
    while match := mark.search(raw, at):
        at = match.end()
        if stop := _OPAQUE.get(match[0]):
            close = -1 if match[0] in unclosed else raw.find(stop, at)
            at = close + len(stop) if close >= 0 else at
            if close < 0:
                unclosed.add(match[0])
        elif not match[1]:
            if start is not None:
                yield start, match.start()
            start = match.start()
        elif start is not None:
            close = raw.find(b">", at)
            at = close + 1 if close >= 0 else len(raw)
            yield start, at
            start = None
    if start is not None:
        yield start, len(raw)


def _parsed(frame: _Frame, inside: str) -> Any:
    """What feedparser makes of ``inside`` within the feed's root element. Given bytes, it fetches nothing.

    Raises ValueError where it is not well-formed, and too large or too broken to be read all the same.
    """
    import feedparser

    for start, end in (("<!--", "-->"), ("<![CDATA[", "]]>")):
        if inside.rfind(start) > inside.rfind(end):  # the lenient parser would search to the end from each of them
            raise ValueError(f"a {start} that is not closed")
    document = f'<?xml version="1.0" encoding="utf-8"?>{frame.root}{inside}</{frame.name}>'.encode(errors="replace")
    if len(inside) > MAX_BROKEN and not _well_formed(document):
        raise ValueError(f"not well-formed, and longer than {MAX_BROKEN:,} characters")
    return feedparser.parse(io.BytesIO(document), sanitize_html=False, resolve_relative_uris=False)


def _well_formed(document: bytes) -> bool:
    from xml.parsers import expat  # given no document type, it has nothing to expand

    try:
        expat.ParserCreate(namespace_separator=" ").Parse(document, True)
    except expat.ExpatError:
        return False
    return True


def _entry(raw: bytes, start: int, end: int, number: int, frame: _Frame, file: str) -> Entry:
    if end - start > MAX_ENTRY_BYTES:
        raise entry_too_large(file, number, end - start)
    own = raw[start:end]
    written = own.decode(frame.encoding, errors="replace")
    _check_nesting(written, number, file)
    inside = f"<channel>{written}</channel>" if frame.tag == "item" and frame.name == "rss" else written
    try:
        parsed = _parsed(frame, inside)
    except _PARSER_ERRORS as error:
        seen = f"it cannot be parsed ({type(error).__name__}: {error})"
        raise bad_entry(file, number, seen, _WHAT, "Save the article as .txt.") from error
    if not parsed.entries:
        raise bad_entry(file, number, "nothing in it can be read", _WHAT, "Save the article as .txt.")
    item = parsed.entries[0]
    notes: list[str] = []
    if parsed.bozo:
        notes.append("not well-formed XML; read as far as it goes")
    text, form = _text(item, notes)
    if not text.strip():
        raise bad_entry(
            file,
            number,
            "no text in it",
            "An entry holds its text or a summary of it; links are not followed.",
            "Open the page, copy the article and save it as .txt.",
        )
    source = Decoded(written, frame.encoding)
    known = _metadata(item, frame, notes)
    return Entry(number, start, end, own, text, source, entry_words(traced(written)), form, known, tuple(notes))


def _check_nesting(written: str, number: int, file: str) -> None:
    """Refuse an entry with too many or too deep elements. Raises ReportError."""
    depth = deepest = 0
    for count, match in enumerate(_TAG.finditer(written), 1):
        if match[1]:
            depth -= 1
        elif not match[2]:
            depth += 1
            deepest = max(deepest, depth)
        if count > MAX_TAGS or deepest > MAX_DEPTH:
            seen = f"more than {MAX_TAGS:,} tags" if count > MAX_TAGS else f"elements nested deeper than {MAX_DEPTH}"
            raise bad_entry(file, number, seen, "An entry is an article.", "Save the article as .txt.")


def _text(item: Any, notes: list[str]) -> tuple[str, Any]:
    """The entry's content, the longest if there are several, else its summary."""
    contents = [each for each in item.get("content") or [] if (each.get("value") or "").strip()]
    best = max(contents, key=lambda each: len(each["value"]), default=None)
    if best is None:
        best = _detail(item, "summary")
        notes.append("it has a summary and no full text; the page that it points to was not fetched")
    value = best.get("value") or ""
    markup = has_elements(value) or (best.get("type") != "text/plain" and ("</" in value or _ENTITY.search(value)))
    return value, "fragment" if markup else "plain"


def _metadata(item: Any, frame: _Frame, notes: list[str]) -> Metadata:
    return Metadata(
        title=_plain(item.get("title"), "entry title"),
        outlet=_plain((item.get("source") or {}).get("title"), "entry source") or frame.outlet,
        author=_author(item),
        published=_published(item, notes),
        language=_language(_detail(item, "title").get("language"), "xml:lang") or frame.language,
        address=_plain(item.get("link"), "entry link"),
    )


def _published(item: Any, notes: list[str]) -> Found | None:
    for key in ("published", "updated"):
        if written := item.get(key):
            if day := iso_date(written):
                return Found(day, f"entry {key} date")
            notes.append("its date is no full date or could mean two days; it was left out")
            return None
    return None


def _author(item: Any) -> Found | None:
    names = [each.get("name") or "" for each in (item.get("authors") or [])[:10]]
    joined = ", ".join(name for name in names if name)
    return _plain(joined or _detail(item, "author").get("name") or item.get("author"), "entry author")


def _detail(item: Any, name: str) -> Any:
    return item.get(f"{name}_detail") or {}


def _language(tag: Any, where: str) -> Found | None:
    found = primary_language(tag) if isinstance(tag, str) else None
    return Found(found, where) if found else None


def _plain(value: Any, where: str) -> Found | None:
    """Words without markup, on one line."""
    if not isinstance(value, str) or not value.strip():
        return None
    if _TAG.search(value) or _ENTITY.search(value):
        value = fragment_text(value[: 10 * MAX_VALUE], where)
    words = " ".join(value.split())[:MAX_VALUE]
    return Found(words, where) if words else None
