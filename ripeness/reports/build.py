"""One document to one report: decoded, its text told from its markup, cleaned, with its metadata."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, fields, replace
from pathlib import Path

from ripeness.errors import ReportError
from ripeness.reports.clean import furniture_beside, line_ends, plain_characters, source_spans, tidy, without_furniture
from ripeness.reports.decode import Decoded, decoded
from ripeness.reports.entries import Entry, bad_entry
from ripeness.reports.identify import entry_slug, slug
from ripeness.reports.markdown import plain
from ripeness.reports.markup import page_words
from ripeness.reports.metadata import Metadata, from_text, take_front_matter, take_header
from ripeness.reports.model import Dropped, Found, Part, Report
from ripeness.reports.placed import placed
from ripeness.reports.raw import RawMap, raw_map
from ripeness.reports.traced import Traced, traced
from ripeness.reports.webpage import fragment_text, has_elements, looks_like_html, read_page

# News reports are kilobytes, saved pages a few megabytes; beyond this it is something else.
MAX_BYTES = 20 * 1024 * 1024
# 20 MB of prose, broken as in old wires, have some 300,000 lines.
MAX_LINES = 400_000
TEXT_SUFFIXES = frozenset({".txt", ".text"})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


def report_from_bytes(raw: bytes, file: str) -> tuple[Report, tuple[str, ...]]:
    """The report whose raw bytes are ``raw``; ``file`` gives its id and, by its suffix, its format.

    Raises ReportError where it cannot be read.
    """
    if len(raw) > MAX_BYTES:
        raise too_large(file, len(raw), MAX_BYTES)
    source = decoded(raw, file)
    if not source.text.strip():
        raise ReportError(file, "nothing but white space", "A report needs text.", "Save the report again.")
    suffix = Path(file).suffix.lower()
    known = Metadata()
    dropped: tuple[Dropped, ...] = ()
    whole, markup = traced(source.text), None
    if suffix in HTML_SUFFIXES or looks_like_html(source.text):
        if not has_elements(source.text):
            raise ReportError(
                file, f"named {suffix}, but no HTML element in it", "An HTML report needs HTML.", "Rename it to .txt."
            )
        page = read_page(source.text, file)
        known, text = page.metadata, _tidy(traced(page.text), file)
        markup = page_words(whole)
    else:
        text = _tidy(whole, file)
        head = take_front_matter(text) if suffix in MARKDOWN_SUFFIXES else take_header(text)
        known, text, dropped = head.metadata, head.text, head.dropped
        if suffix in MARKDOWN_SUFFIXES:
            words = plain(text)
            known, text = known.filled(Metadata(title=words.title)), tidy(words.text)
    return _report(text, _Origin(raw, source, markup), dropped, known, file), source.notes


def report_from_entry(entry: Entry, file: str, whole: str) -> Report:
    """The report that ``entry`` of ``file`` holds; ``whole`` is the digest of the file.

    Raises ReportError, naming the entry, where there is none.
    """
    try:
        known, text, markup = entry.known, traced(entry.text), entry.source
        if entry.form == "page":
            page = read_page(entry.text, file)
            known, text = page.metadata.filled(known), traced(page.text)
        elif entry.form == "fragment":
            text = traced(fragment_text(entry.text, file))
        if entry.form != "plain":
            markup = page_words(markup)
        elif markup.text == entry.text:
            text, markup = markup, None
        report = _report(_tidy(text, file), _Origin(entry.raw, entry.written, markup), (), known, file)
    except ReportError as error:
        raise bad_entry(file, entry.number, error.seen, error.rule, error.fix) from error
    part = Part(entry.number, entry.start, entry.end, whole)
    own = entry_slug(file, entry.number)
    lines = tuple(replace(line, report=own) for line in report.source_lines)
    return replace(report, id=own, part=part, source_lines=lines)


def _plain(known: Metadata) -> Metadata:
    """``known`` without invisible marks, as in the text: names are compared with it."""
    kept: dict[str, Found | None] = {}
    for name, found in ((each.name, getattr(known, each.name)) for each in fields(known)):
        value = tidy(traced(found.value)).text.strip() if found else ""
        kept[name] = Found(value, found.where) if found and value else None
    return Metadata(**kept)


def _tidy(text: Traced, file: str) -> Traced:
    """``text`` tidied. Raises ReportError where it has too many lines to work through."""
    if (count := line_ends(text.text)) > MAX_LINES:
        raise ReportError(file, f"{count:,} lines", f"A report has at most {MAX_LINES:,}.", "Save the article alone.")
    return tidy(text)


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a text was read from: raw bytes, the same decoded, and for markup the words that stand in it.

    Without ``markup``, the text itself knows its places in what was decoded.
    """

    raw: bytes
    source: Decoded
    markup: Traced | None

    def map(self, text: Traced) -> RawMap | None:
        """The way from the stored ``text`` back to the bytes."""
        pieces = text.pieces if self.markup is None else placed(text.text, plain_characters(self.markup))
        return raw_map(text.text, pieces, self.source, self.raw)


def _report(made: Traced, origin: _Origin, dropped: tuple[Dropped, ...], known: Metadata, file: str) -> Report:
    """A report from the tidy text ``made``, without its furniture. Raises ReportError where nothing is left."""
    clean = without_furniture(made)
    text = clean.text.text
    if not text.strip():
        raise ReportError(
            file, "only page furniture, no prose", "A report needs text.", "Save the article itself, not its frame."
        )
    known = _plain(known)
    found = known.filled(from_text(text, known.published.value if known.published else None))
    left_out = (*dropped, *clean.dropped)
    if origin.markup is not None:
        left_out += furniture_beside(origin.markup.text, left_out)
    report = Report(
        id=slug(file),
        file=file,
        sha256=hashlib.sha256(origin.raw).hexdigest(),
        text=text,
        title=found.title,
        outlet=found.outlet,
        author=found.author,
        published=found.published,
        language=found.language,
        dropped=left_out,
        address=found.address,
        raw=origin.map(clean.text),
    )
    lines = tuple(report.passage(start, end) for start, end in source_spans(text))
    return replace(report, source_lines=lines)


def too_large(file: str, size: int, most: int) -> ReportError:
    """``file`` has ``size`` bytes, more than ``most``."""
    return ReportError(
        file,
        f"{size / 1024**2:.0f} MB",
        f"A file of this kind has at most {most // 1024**2} MB.",
        "Save the article alone, or split the file.",
    )
