"""Files and folders to reports: one bad file is reported with its reason, and the rest goes on."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ripeness.errors import ReportError
from ripeness.reports.clean import source_spans, tidy, without_furniture
from ripeness.reports.decode import decoded
from ripeness.reports.identify import renamed, slug, unique_id
from ripeness.reports.markdown import plain
from ripeness.reports.metadata import Metadata, from_text, take_front_matter, take_header
from ripeness.reports.model import Dropped, Report
from ripeness.reports.webpage import has_elements, looks_like_html, read_page

# News reports are kilobytes, saved pages a few megabytes; beyond this it is something else.
MAX_BYTES = 20 * 1024 * 1024
TEXT_SUFFIXES = frozenset({".txt", ".text"})
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
REPORT_SUFFIXES = TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading files: reports in order, failures with reasons, what was assumed or passed over."""

    reports: tuple[Report, ...]
    failures: tuple[ReportError, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Pile:
    """What has been read so far."""

    reports: list[Report] = field(default_factory=list)
    failures: list[ReportError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_paths(paths: Iterable[str | Path], progress: Progress | None = None) -> Reading:
    """Read report files and folders of them (recursively, in order of name).

    A file named in ``paths`` is always tried; in a folder only files with the suffix of a report are,
    and of a case folder only what lies in its ``reports``. ``progress(done, total, name)`` is called
    after each file. Never raises for a bad file: see ``Reading.failures``. A folder that holds no report
    gives a note; a path that does not exist is a failure.
    """
    pile = _Pile()
    files = list(_files([Path(path) for path in paths], pile))
    for done, file in enumerate(files, 1):
        try:
            report, notes = read_report(file)
        except ReportError as error:
            pile.failures.append(error)
        else:
            pile.notes += notes
            _put(report, pile)
        if progress is not None:
            progress(done, len(files), file.name)
    return Reading(tuple(pile.reports), tuple(pile.failures), tuple(pile.notes))


def read_report(file: Path) -> tuple[Report, tuple[str, ...]]:
    """The report in ``file`` and notes on what had to be assumed. Raises ReportError where it cannot be read."""
    return report_from_bytes(_bytes(file), str(file))


def report_from_bytes(raw: bytes, file: str) -> tuple[Report, tuple[str, ...]]:
    """The report whose raw bytes are ``raw``; ``file`` gives its id and, by its suffix, its format."""
    if len(raw) > MAX_BYTES:
        raise _too_large(file, len(raw))
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
    clean = without_furniture(text)
    if not clean.text.strip():
        raise ReportError(
            file, "only page furniture, no prose", "A report needs text.", "Save the article itself, not its frame."
        )
    return _report(clean.text, (*dropped, *clean.dropped), known, raw, file), source.notes


def _report(text: str, dropped: tuple[Dropped, ...], known: Metadata, raw: bytes, file: str) -> Report:
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
        dropped=dropped,
    )
    lines = tuple(report.passage(start, end) for start, end in source_spans(text))
    return replace(report, source_lines=lines)


def _put(report: Report, pile: _Pile) -> None:
    """Add ``report`` under an id of its own, unless the same bytes came under the same name."""
    for other in pile.reports:
        if other.sha256 == report.sha256 and slug(other.file) == report.id:
            pile.notes.append(f"{report.file}: the same name and bytes as {other.file}; read once")
            return
    own = unique_id(report.id, report.sha256, {other.id for other in pile.reports})
    pile.reports.append(report if own == report.id else renamed(report, own))


def _files(paths: list[Path], pile: _Pile) -> Iterator[Path]:
    """Every file to be tried, each once."""
    seen: set[str] = set()
    for path in paths:
        if path.is_dir():
            members = list(_in_folder(path, pile))
            if not members:
                pile.notes.append(
                    f"{path}: a folder without reports; a report in a folder ends in one of "
                    f"{', '.join(sorted(REPORT_SUFFIXES))}"
                )
        else:
            members = [path]
        for member in members:
            real = os.path.realpath(member) if "\0" not in str(member) else str(member)
            if real in seen:
                pile.notes.append(f"{member}: named more than once; read once")
                continue
            seen.add(real)
            yield member


def _in_folder(folder: Path, pile: _Pile) -> Iterator[Path]:
    """Report files below ``folder``; files of other kinds and symbolic links are passed over with a note."""
    passed: list[str] = []
    if (folder / "case.yaml").is_file():
        folder = folder / "reports"
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if "case.yaml" in names:
            folders[:] = [name for name in folders if name == "reports"]
            continue
        for name in sorted(names):
            path = Path(place, name)
            if _never_a_report(name):
                continue
            if path.suffix.lower() not in REPORT_SUFFIXES or path.is_symlink():
                passed.append(str(path.relative_to(folder)))
            else:
                yield path
    if passed:
        shown = ", ".join(passed[:5]) + (", ..." if len(passed) > 5 else "")
        pile.notes.append(
            f"{folder}: {len(passed)} file(s) of other kinds passed over ({shown}); name one to have it tried"
        )


def _never_a_report(name: str) -> bool:
    """Hidden files, settings, databases and read-me files: not even worth a note."""
    lower = name.lower()
    return lower.startswith((".", "readme")) or lower.endswith((".yaml", ".yml")) or ".db" in lower


def _bytes(file: Path) -> bytes:
    """The raw bytes, read only where the size allows it."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReportError(str(file), "not a regular file", "A report is a file.", "Name a file.")
        if status.st_size > MAX_BYTES:
            raise _too_large(str(file), status.st_size)
        with file.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ReportError(str(file), "no such file or folder", "A path must exist.", "Check its spelling.") from error
    except (OSError, ValueError) as error:
        seen = getattr(error, "strerror", None) or str(error)
        raise ReportError(
            str(file),
            f"it cannot be read ({seen})",
            "A report must be readable.",
            "Check the path and its permissions.",
        ) from error
    if len(raw) > MAX_BYTES:
        raise _too_large(str(file), len(raw))
    return raw


def _too_large(file: str, size: int) -> ReportError:
    return ReportError(
        file,
        f"{size / 1024**2:.0f} MB",
        f"A report has at most {MAX_BYTES // 1024**2} MB.",
        "Save the article alone, or split the file into one report each.",
    )
