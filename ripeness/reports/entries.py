"""Entries: what feeds, JSON lines and web archives have in common, files that hold several reports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from ripeness.errors import ReportError
from ripeness.reports.decode import Decoded
from ripeness.reports.metadata import Metadata
from ripeness.reports.traced import Traced

# An article of 20,000 words has some 120 kB, with its markup perhaps ten times that.
MAX_ENTRY_BYTES = 5 * 1024 * 1024
# Beyond this many entries a file is work for bulk reading.
MAX_ENTRIES = 100_000
# A file with more bad entries is of another kind than its name says.
MAX_BAD_ENTRIES = 1000
# How many entry numbers a note names.
NAMED = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """One report in a file of several, not yet cleaned: its place and bytes, and what stands beside its text.

    ``start`` and ``end`` are bytes of the (unpacked) file. ``form`` says what ``text`` is: a whole page of
    HTML, a piece of one, or plain text. ``written`` is ``raw`` decoded, and ``source`` the part of that in which
    ``text`` stands, with the places there: plain text itself, or its markup. ``notes`` say what was
    assumed, without the file's name.
    """

    number: int
    start: int
    end: int
    raw: bytes = field(repr=False)
    text: str = field(repr=False)
    written: Decoded = field(repr=False)
    source: Traced = field(repr=False)
    form: Literal["page", "fragment", "plain"]
    known: Metadata
    notes: tuple[str, ...] = ()


Entries = Iterator[Entry | ReportError]


def bad_entry(file: str, number: int, seen: str, rule: str, fix: str) -> ReportError:
    """Entry ``number`` of ``file`` cannot be read; the others can."""
    return ReportError(file, f"entry {number}: {seen}", rule, fix)


def entry_too_large(file: str, number: int, size: int) -> ReportError:
    """Entry ``number`` has ``size`` bytes, beyond MAX_ENTRY_BYTES."""
    return bad_entry(
        file,
        number,
        f"{size / 1024**2:.1f} MB",
        f"An entry has at most {MAX_ENTRY_BYTES // 1024**2} MB.",
        "Save the article alone.",
    )


def too_many_entries(file: str, most: int) -> ReportError:
    """``file`` has more entries than ``most``; those before were read."""
    return ReportError(
        file,
        f"more than {most:,} entries",
        f"The first {most:,} were read; a file has no more.",
        "Split the file.",
    )


class EntryNotes:
    """What was assumed in reading entries, each thing said once with the numbers of the entries."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._numbers: dict[str, list[int]] = {}

    def add(self, number: int, note: str) -> None:
        """Entry ``number`` was read with ``note``."""
        self._numbers.setdefault(note, []).append(number)

    def lines(self) -> tuple[str, ...]:
        """One line for each thing."""
        return tuple(f"{self._file}: {_named(numbers)}: {note}" for note, numbers in self._numbers.items())


def _named(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:NAMED]))
    if len(numbers) > NAMED:
        return f"{len(numbers)} entries ({shown}, ...)"
    return f"{'entry' if len(numbers) == 1 else 'entries'} {shown}"
