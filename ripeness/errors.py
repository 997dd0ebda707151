"""The errors that Ripeness raises on purpose.

RipenessError
├── ReportError     a report cannot be read (empty, binary, too large, not text)
├── CaseError       a case is not valid; carries every problem found, not only the first
├── RecordError     readings or decisions are not valid; carries every problem found
├── SolveError      a valid case is too large to be solved within the bounds
├── StoreError      the store (case.db) cannot be opened, read or written
│   ├── ReadOnlyStoreError  it cannot be written, because the file or its folder is read-only
│   └── ConflictError   somebody else has changed the same thing since: nothing was written
├── InferenceError  preferences cannot be fitted: a package is missing, or the chains did not converge
├── BulkError       bulk lineage cannot be run: a package, a cluster or room for its answer is missing
├── StudyError      a study cannot be made: a package or a cluster is missing, or there is nothing to draw
├── ReaderError     a language model cannot be asked: its address, its key, the library or the model itself
└── ModelError      an optional model cannot be read, run or installed
    └── MissingModelError   it is not there, or a library that runs it is not: what needs no model can still be done

The engine stands alone and has its own: ripeness.bargaining.BargainingError, a ValueError for arrays
that do not make a game. The rooms above turn it into a problem of the case or into a SolveError.

Every message says what was seen, where, which rule it breaks and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class RipenessError(Exception):
    """Root of all errors that a user can do something about."""


class ReportError(RipenessError):
    """One report cannot be read. The others are read all the same."""

    def __init__(self, file: str, seen: str, rule: str, fix: str) -> None:
        self.file, self.seen, self.rule, self.fix = file, seen, rule, fix
        super().__init__(f"{file}: {seen}. {rule} {fix}")


class SolveError(RipenessError):
    """A valid case is too large to be solved exactly within the bounds; no answer was computed."""


class StoreError(RipenessError):
    """The store cannot be opened, read or written; what was in it is as it was."""


class ReadOnlyStoreError(StoreError):
    """The store or its folder cannot be written: what needs no writing can still be done."""


class ConflictError(StoreError):
    """Somebody has changed the same thing since it was looked at; nothing was written.

    ``names`` are what was changed: ids of readings, or the name of a file.
    """

    def __init__(self, names: Sequence[str], message: str) -> None:
        self.names = tuple(names)
        super().__init__(message)


class InferenceError(RipenessError):
    """Preferences cannot be fitted, or the fit cannot be trusted; no number of it is shown."""

    def __init__(self, seen: str, fix: str) -> None:
        self.seen, self.fix = seen, fix
        super().__init__(f"{seen}. {fix}")


class BulkError(RipenessError):
    """Bulk lineage cannot be run, or did not end; the reports are as they were."""

    def __init__(self, seen: str, fix: str) -> None:
        self.seen, self.fix = seen, fix
        super().__init__(f"{seen}. {fix}")


class StudyError(RipenessError):
    """A study cannot be made or did not end; the draws that were finished are kept."""

    def __init__(self, seen: str, fix: str) -> None:
        self.seen, self.fix = seen, fix
        super().__init__(f"{seen}. {fix}")


class ReaderError(RipenessError):
    """A language model cannot be asked, or no further; what it answered before is kept."""

    def __init__(self, seen: str, fix: str) -> None:
        self.seen, self.fix = seen, fix
        super().__init__(f"{seen}. {fix}")


class ModelError(RipenessError):
    """An optional model cannot be read, run or installed; no half of it was written or used."""

    def __init__(self, where: str, seen: str, rule: str, fix: str) -> None:
        self.where, self.seen, self.rule, self.fix = where, seen, rule, fix
        super().__init__(f"{where}: {seen}. {rule} {fix}")


class MissingModelError(ModelError):
    """The model or a library that runs it is not on this machine: what needs no model can still be done."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a case: where it is, what was seen, the rule, and the fix."""

    file: str
    line: int | None
    where: str  # dotted path inside the file, e.g. "parties.russia.discount"
    seen: str
    rule: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.where}: {self.seen}\n    rule: {self.rule}\n    fix:  {self.fix}"


class CaseError(RipenessError):
    """A case is not valid. ``problems`` holds every fault, in the order of the file."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_listed("in the case", self.problems))


class RecordError(RipenessError):
    """Readings or decisions are not valid; nothing of them was kept. ``problems`` holds every fault."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(_listed("with the record", self.problems))


def _listed(where: str, problems: Sequence[Problem]) -> str:
    count = len(problems)
    return "\n".join([f"{count} problem{'s' if count != 1 else ''} {where}", *map(str, problems)])
