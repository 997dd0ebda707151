"""Files and folders to reports: one bad file is reported with its reason, and the rest goes on."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

from ripeness.errors import ReportError
from ripeness.reports.build import (
    HTML_SUFFIXES,
    MARKDOWN_SUFFIXES,
    MAX_BYTES,
    TEXT_SUFFIXES,
    report_from_bytes,
    report_from_entry,
    too_large,
)
from ripeness.reports.entries import MAX_BAD_ENTRIES, Entries, EntryNotes
from ripeness.reports.feed import FEED_SUFFIXES, feed_entries, looks_like_feed
from ripeness.reports.identify import renamed, slug, unique_id
from ripeness.reports.json_lines import JSON_LINES_SUFFIXES, json_entries
from ripeness.reports.model import Report
from ripeness.reports.web_archive import MAX_ARCHIVE_BYTES, archive_entries, is_archive

# A file of several reports is read into memory as a whole: some 50,000 articles.
MAX_COLLECTION_BYTES = 200 * 1024 * 1024
REPORT_SUFFIXES = TEXT_SUFFIXES | MARKDOWN_SUFFIXES | HTML_SUFFIXES | JSON_LINES_SUFFIXES | FEED_SUFFIXES

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading files: reports in order, failures with reasons, what was assumed or passed over."""

    reports: tuple[Report, ...]
    failures: tuple[ReportError, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Seen:
    """What has been read so far, without the reports themselves."""

    ids: set[str] = field(default_factory=set)
    places: dict[tuple[str, str], str] = field(default_factory=dict)  # by digest and the file's slug


def read_paths(paths: Iterable[str | Path], progress: Progress | None = None) -> Reading:
    """Read report files and folders of them (recursively, in order of name).

    A feed, a JSON lines file or a web archive gives a report for each of its entries. A file named in
    ``paths`` is always tried; in a folder only files with the suffix of a report are (and .xml files that
    begin as a feed does), and of a case folder only what lies in its ``reports``. ``progress(done, total,
    name)`` is called after each file. Never raises for a bad file: see ``Reading.failures``. A folder that
    holds no report gives a note; a path that does not exist is a failure.
    """
    reports: list[Report] = []
    failures: list[ReportError] = []
    notes: list[str] = []
    for found in each_report(paths, progress):
        if isinstance(found, ReportError):
            failures.append(found)
        elif isinstance(found, str):
            notes.append(found)
        else:
            reports.append(found)
    return Reading(tuple(reports), tuple(failures), tuple(notes))


def each_report(paths: Iterable[str | Path], progress: Progress | None = None) -> Iterator[Report | ReportError | str]:
    """What ``read_paths`` reads, one after the other: reports with ids of their own, failures and notes.

    No text is held: for a pile that does not fit in memory.
    """
    seen_first: list[ReportError | str] = []  # notes and folders that cannot be looked into
    files = list(_files([Path(path) for path in paths], seen_first))
    yield from seen_first
    seen = _Seen()
    for done, file in enumerate(files, 1):
        try:
            for found in read_file(file):
                yield _once(found, seen) if isinstance(found, Report) else found
        except ReportError as error:
            yield error
        if progress is not None:
            progress(done, len(files), file.name)


def read_file(file: Path) -> Iterator[Report | ReportError | str]:
    """The reports in ``file``, its bad entries, and notes on what had to be assumed.

    Raises ReportError where the file as a whole cannot be read.
    """
    if file.suffix.lower() in JSON_LINES_SUFFIXES:
        raw = _bytes(file, MAX_COLLECTION_BYTES)
        yield from _from_entries(json_entries(raw, str(file)), str(file), hashlib.sha256(raw).hexdigest())
        return
    if is_archive(file):
        whole = _digest(file)
        with _opened(file, MAX_ARCHIVE_BYTES) as stream:
            yield from _from_entries(archive_entries(stream, str(file)), str(file), whole)
        return
    raw = _bytes(file, MAX_BYTES)
    if file.suffix.lower() in FEED_SUFFIXES or looks_like_feed(raw):
        yield from _from_entries(feed_entries(raw, str(file)), str(file), hashlib.sha256(raw).hexdigest())
        return
    report, notes = report_from_bytes(raw, str(file))
    yield report
    yield from notes


def _from_entries(entries: Entries, file: str, whole: str) -> Iterator[Report | ReportError | str]:
    """A report for each good entry, an error for each bad one, and then the notes on all of them."""
    notes = EntryNotes(file)
    good = bad = 0
    for entry in entries:
        if isinstance(entry, ReportError):
            found: Report | ReportError = entry
        else:
            try:
                found = report_from_entry(entry, file, whole)
            except ReportError as error:
                found = error
            else:
                for note in entry.notes:
                    notes.add(entry.number, note)
        bad += isinstance(found, ReportError)
        good += isinstance(found, Report)
        yield found
        if bad >= MAX_BAD_ENTRIES:
            yield ReportError(
                file,
                f"{bad:,} bad entries",
                "A file with so many is not read further.",
                "Check that it is what its name says.",
            )
            break
    if not good and not bad:
        yield ReportError(file, "no entries", "A file of several reports holds at least one.", "Leave it out.")
    yield from notes.lines()


def _once(found: Report, seen: _Seen) -> Report | str:
    """The report under an id of its own; a note instead where the same bytes came under the same name before."""
    key = found.sha256, slug(found.file)
    if (twin := seen.places.get(key)) is not None:
        return f"{_place(found)}: the same name and bytes as {twin}; read once"
    own = unique_id(found.id, found.sha256, seen.ids)
    seen.ids.add(own)
    seen.places[key] = _place(found)
    return found if own == found.id else renamed(found, own)


def _place(report: Report) -> str:
    return f"{report.file}, entry {report.part.number}" if report.part else report.file


def _files(paths: list[Path], notes: list[ReportError | str]) -> Iterator[Path]:
    """Every file to be tried, each once."""
    seen: set[str] = set()
    for path in paths:
        if _is_folder(path):
            members = list(_in_folder(path, notes))
            if not members:
                notes.append(
                    f"{path}: a folder without reports; a report in a folder ends in one of "
                    f"{', '.join(sorted(REPORT_SUFFIXES))}"
                )
        else:
            members = [path]
        for member in members:
            real = os.path.realpath(member) if "\0" not in str(member) else str(member)
            if real in seen:
                notes.append(f"{member}: named more than once; read once")
                continue
            seen.add(real)
            yield member


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no file can have: to be told when it is opened
        return False


def _in_folder(folder: Path, notes: list[ReportError | str]) -> Iterator[Path]:
    """Report files below ``folder``; files of other kinds and symbolic links are passed over with a note."""
    passed: list[str] = []
    if (folder / "case.yaml").is_file():
        folder = folder / "reports"
    for place, folders, names in os.walk(folder, onerror=lambda error: notes.append(_unread(folder, error))):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if "case.yaml" in names:
            folders[:] = [name for name in folders if name == "reports"]
            continue
        for name in sorted(names):
            path = Path(place, name)
            if _never_a_report(name):
                continue
            if path.is_symlink() or not _may_hold_reports(path):
                passed.append(str(path.relative_to(folder)))
            else:
                yield path
    if passed:
        shown = ", ".join(passed[:5]) + (", ..." if len(passed) > 5 else "")
        notes.append(f"{folder}: {len(passed)} file(s) of other kinds passed over ({shown}); name one to have it tried")


def _may_hold_reports(path: Path) -> bool:
    return path.suffix.lower() in REPORT_SUFFIXES or is_archive(path) or _is_xml_feed(path)


def _is_xml_feed(path: Path) -> bool:
    if path.suffix.lower() != ".xml" or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return looks_like_feed(stream.read(8000))
    except OSError:
        return False


def _never_a_report(name: str) -> bool:
    """Hidden files, settings, databases and read-me files: not even worth a note."""
    lower = name.lower()
    return (
        lower.startswith(".")
        or lower.partition(".")[0] == "readme"
        or lower.endswith((".yaml", ".yml", ".db", ".db-wal", ".db-shm", ".db-journal"))
    )


def _digest(file: Path) -> str:
    """The digest of a file that is too large to be held, where its size allows it to be read."""
    with _opened(file, MAX_ARCHIVE_BYTES) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _bytes(file: Path, most: int) -> bytes:
    """The raw bytes, read only where the size allows it."""
    with _opened(file, most) as stream:
        raw = stream.read(most + 1)
    if len(raw) > most:
        raise too_large(str(file), len(raw), most)
    return raw


@contextmanager
def _opened(file: Path, most: int) -> Iterator[BufferedReader]:
    """``file`` open for reading, if it is a regular file of at most ``most`` bytes. Raises ReportError."""
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ReportError(str(file), "not a regular file", "A report is a file.", "Name a file.")
        if status.st_size > most:
            raise too_large(str(file), status.st_size, most)
        with file.open("rb") as stream:
            yield stream
    except FileNotFoundError as error:
        raise ReportError(str(file), "no such file or folder", "A path must exist.", "Check its spelling.") from error
    except (OSError, ValueError) as error:
        raise _unread(file, error) from error


def _unread(path: Path, error: OSError | ValueError) -> ReportError:
    """The file or folder that cannot be read, which an error of the system may name."""
    name = getattr(error, "filename", None) or path
    seen = getattr(error, "strerror", None) or str(error)
    return ReportError(
        str(name), f"it cannot be read ({seen})", "A report must be readable.", "Check the path and its permissions."
    )
