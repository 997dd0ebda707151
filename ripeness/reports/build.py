"""One document to one report: decoded, its text told from its markup, cleaned, with its metadata."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ripeness.errors import ReportError
from ripeness.reports.clean import source_spans, tidy, without_furniture
from ripeness.reports.decode import decoded
from ripeness.reports.entries import Entry, bad_entry
from ripeness.reports.identify import entry_slug, slug
from ripeness.reports.markdown import plain
from ripeness.reports.metadata import Metadata, from_text, take_front_matter, take_header
from ripeness.reports.model import Dropped, Part, Report
from ripeness.reports.webpage import fragment_text, has_elements, looks_like_html, read_page

# News reports are kilobytes, saved pages a few megabytes; beyond this it is something else.
MAX_BYTES = 20 * 1024 * 1024
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
    if suffix in HTML_SUFFIXES or looks_like_html(source.text):
        if not has_elements(source.text):
            raise ReportError(
                file, f"named {suffix}, but no HTML element in it", "An HTML report needs HTML.", "Rename it to .txt."
            )
        page = read_page(source.text, file)
        known, text = page.metadata, tidy(page.text)
    else:
        text = tidy(source.text)
        head = take_front_matter(text) if suffix in MARKDOWN_SUFFIXES else take_header(text)
        known, text, dropped = head.metadata, head.text, head.dropped
        if suffix in MARKDOWN_SUFFIXES:
            words = plain(text)
            known, text = known.filled(Metadata(title=words.title)), tidy(words.text)
    return _report(text, dropped, known, raw, file), source.notes


def report_from_entry(entry: Entry, file: str, whole: str) -> Report:
    """The report that ``entry`` of ``file`` holds; ``whole`` is the digest of the file.

    Raises ReportError, naming the entry, where there is none.
    """
    try:
        known, text = entry.known, entry.text
        if entry.form == "page":
            page = read_page(text, file)
            known, text = page.metadata.filled(known), page.text
        elif entry.form == "fragment":
            text = fragment_text(text, file)
        report = _report(tidy(text), (), known, entry.raw, file)
    except ReportError as error:
        raise bad_entry(file, entry.number, error.seen, error.rule, error.fix) from error
    part = Part(entry.number, entry.start, entry.end, whole)
    own = entry_slug(file, entry.number)
    lines = tuple(replace(line, report=own) for line in report.source_lines)
    return replace(report, id=own, part=part, source_lines=lines)


def _report(text: str, dropped: tuple[Dropped, ...], known: Metadata, raw: bytes, file: str) -> Report:
    """A report from tidy ``text``, without its furniture. Raises ReportError where nothing is left."""
    clean = without_furniture(text)
    text = clean.text
    if not text.strip():
        raise ReportError(
            file, "only page furniture, no prose", "A report needs text.", "Save the article itself, not its frame."
        )
    found = known.filled(from_text(text, known.published.value if known.published else None))
    report = Report(
        id=slug(file),
        file=file,
        sha256=hashlib.sha256(raw).hexdigest(),
        text=text,
        title=found.title,
        outlet=found.outlet,
        author=found.author,
        published=found.published,
        language=found.language,
        dropped=(*dropped, *clean.dropped),
        address=found.address,
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
