"""JSON lines: one report a line, as crawlers and archives hand them on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ripeness.errors import ReportError
from ripeness.reports.decode import Decoded
from ripeness.reports.entries import (
    MAX_ENTRIES,
    MAX_ENTRY_BYTES,
    Entries,
    Entry,
    bad_entry,
    entry_too_large,
    too_many_entries,
)
from ripeness.reports.metadata import Metadata, primary_language
from ripeness.reports.model import Found
from ripeness.reports.published import iso_date
from ripeness.reports.traced import Part, Traced, traced
from ripeness.reports.webpage import is_page, looks_like_html

JSON_LINES_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonlines"})
# Objects and lists within one another; an article's record has two or three levels.
MAX_NESTING = 20
MAX_VALUE = 500  # characters of a piece of metadata

_TEXTS = ("text", "body", "content", "maintext")
_TITLES = ("title", "headline")
_ADDRESSES = ("url", "link")
_OUTLETS = ("outlet", "source", "publisher")
_AUTHORS = ("author", "authors", "byline")
_DATES = ("published", "date", "date_publish", "publication_date")
_LANGUAGES = ("language", "lang")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BOM = b"\xef\xbb\xbf"
_KEYS = f"A line is one JSON object with the text of a report under one of {', '.join(_TEXTS)}."


def json_entries(raw: bytes, file: str) -> Entries:
    """The entries of a JSON lines file, one for each line that is not blank."""
    for number, (start, end) in enumerate(_lines(raw), 1):
        if number > MAX_ENTRIES:
            yield too_many_entries(file, MAX_ENTRIES)
            return
        try:
            yield _entry(raw, start, end, number, file)
        except ReportError as error:
            yield error


def _lines(raw: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of each line without its line end and the spaces around it."""
    at = len(_BOM) if raw.startswith(_BOM) else 0
    while at < len(raw):
        stop = raw.find(b"\n", at)
        stop = len(raw) if stop < 0 else stop
        line = raw[at:stop]
        if body := line.strip(b" \t\r"):
            start = at + line.index(body[:1])
            yield start, start + len(body)
        at = stop + 1


def _entry(raw: bytes, start: int, end: int, number: int, file: str) -> Entry:
    if end - start > MAX_ENTRY_BYTES:
        raise entry_too_large(file, number, end - start)
    line = raw[start:end]
    written, record = _record(line, number, file)
    notes: list[str] = []
    text, key = _first(record, _TEXTS)
    if not isinstance(text, str) or not text.strip():
        held = ", ".join(list(record)[:8])[:MAX_VALUE] or "none"
        raise bad_entry(file, number, f"no text in it (its keys: {held})", _KEYS, "Name the text so.")
    if _SURROGATES.search(text):
        text = _SURROGATES.sub("\ufffd", text)
        notes.append("half characters (lone surrogates) are shown as '\ufffd'")
    form = ("page" if is_page(text) else "fragment") if looks_like_html(text) else "plain"
    source = Decoded(written, "utf-8")
    return Entry(
        number, start, end, line, text, source, _string(written, key), form, _metadata(record, notes), tuple(notes)
    )


def _record(line: bytes, number: int, file: str) -> tuple[str, dict[str, Any]]:
    """The line as text and as an object, its keys in lower case."""
    try:
        written = line.decode("utf-8")
        if _deeper(written, MAX_NESTING):
            raise ValueError(f"nested deeper than {MAX_NESTING}")
        record = json.loads(written)
    except (ValueError, RecursionError) as error:
        seen = f"no JSON that can be read ({error})"
        raise bad_entry(file, number, seen, _KEYS, "Write the line again, in UTF-8.") from error
    if not isinstance(record, dict):
        raise bad_entry(file, number, f"JSON, but no object: {line[:40]!r}", _KEYS, "Write one object a line.")
    return written, {key.strip().lower(): value for key, value in record.items()}


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def _deeper(written: str, most: int) -> bool:
    """Whether objects and lists in JSON ``written`` stand deeper than ``most``."""
    depth = 0
    for match in _BRACKETS.finditer(written):
        if match[0] in "[{":
            depth += 1
            if depth > most:
                return True
        elif match[0] in "]}":
            depth -= 1
    return False


_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]|[:,]', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)

_SHORT = {f"\\{letter}": json.loads(f'"\\{letter}"') for letter in '"\\/bfnrt'}


def _string(written: str, key: str) -> Traced:
    """The string that ``key`` of the object ``written`` holds, the last if there are several, with its escapes read."""
    depth, name, span = 0, "", (0, 0)
    expected = False
    for match in _STRING.finditer(written):
        found = match[0]
        if found in "[{":
            depth += 1
        elif found in "]}":
            depth -= 1
        elif depth != 1:
            continue
        elif found == ":":
            expected = True
        elif found == ",":
            expected = False
        elif not expected:
            name = json.loads(found).strip().lower()
        elif name == key:
            span = match.start() + 1, match.end() - 1
    return traced(written).cut([span]).sub(_ESCAPE, _unescaped)


def _unescaped(escape: re.Match[str]) -> tuple[Part]:
    written = escape[0]
    meant = _SHORT.get(written) or _SURROGATES.sub("\ufffd", json.loads(f'"{written}"'))
    return ((*escape.span(), meant),)


def _metadata(record: dict[str, Any], notes: list[str]) -> Metadata:
    published = _named(record, _DATES)
    if published:
        day = iso_date(published.value)
        if day is None:
            notes.append("its date is no full date or could mean two days; it was left out")
        published = Found(day, published.where) if day else None
    language = _named(record, _LANGUAGES)
    tag = primary_language(language.value) if language else None
    return Metadata(
        title=_named(record, _TITLES),
        outlet=_named(record, _OUTLETS),
        author=_named(record, _AUTHORS),
        published=published,
        language=Found(tag, language.where) if language and tag else None,
        address=_named(record, _ADDRESSES),
    )


def _first(record: dict[str, Any], keys: tuple[str, ...]) -> tuple[Any, str]:
    """The first value that is there and not empty, and its key."""
    return next(((record[key], key) for key in keys if record.get(key)), (None, ""))


def _named(record: dict[str, Any], keys: tuple[str, ...]) -> Found | None:
    """The first of ``keys`` that holds words: a string, an object with a name or title, or a list of these."""
    for key in keys:
        value = record.get(key)
        several = value if isinstance(value, list) else [value]
        names = [each.get("name") or each.get("title") if isinstance(each, dict) else each for each in several[:10]]
        words = [" ".join(_SURROGATES.sub("\ufffd", name).split()) for name in names if isinstance(name, str)]
        if joined := ", ".join(word for word in words if word)[:MAX_VALUE]:
            return Found(joined, f"JSON key {key}")
    return None
