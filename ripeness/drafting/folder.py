"""A draft in its folder: ``case.yaml`` to edit, and ``draft.yaml``, the case as it was drafted last."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ripeness.case.checks import check
from ripeness.case.files import CASE_FILE, Source, parse, plain, read_source, round_trip, write_text
from ripeness.drafting.merging import Difference, merge
from ripeness.drafting.writing import case_text
from ripeness.errors import CaseError, Problem
from ripeness.reports import Report

DRAFT_FILE = "draft.yaml"
_NOTE = """# The case as 'ripeness draft' made it last. Your changes are told from the record's by it: leave it.
"""


@dataclass(frozen=True)
class Redraft:
    """A case drafted again: what is different, and the text that the case file would have."""

    source: Source
    differences: tuple[Difference, ...]
    text: str
    drafted: str
    was: bytes  # the case file as it was compared
    notes: tuple[str, ...] = ()  # what the record has and a case has no place for

    @property
    def changes(self) -> tuple[Difference, ...]:
        """What the case file would change."""
        return tuple(each for each in self.differences if each.kind != "kept")

    def write(self) -> None:
        """Write the case and the draft beside it.

        Raises CaseError where that cannot be done, or where somebody has changed the case since it was compared.
        """
        if self.source.path.read_bytes() != self.was:
            rule = "A case is drafted again from what stands in it."
            raise CaseError([self.source.problem((), "changed by somebody else meanwhile", rule, "Draft it again.")])
        _write(self.source.path, self.text)
        _write(self.source.path.parent / DRAFT_FILE, self.drafted)


def prepare(folder: Path) -> None:
    """Make a folder that a case can be drafted into. Raises CaseError where a case is there already."""
    file = folder / CASE_FILE
    if file.exists() or (folder.exists() and not folder.is_dir()):
        seen = "a case is already there" if file.exists() else "not a folder"
        fix = f"Draft it again with 'ripeness draft {folder}', or choose another name."
        raise CaseError([Problem(str(folder), None, "(the folder)", seen, "Nothing is overwritten.", fix)])
    try:
        (folder / "reports").mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def start(folder: Path, values: Mapping[str, Any]) -> Path:
    """Write a draft into a folder that was prepared; returns its case file. Raises CaseError as ``prepare``.

    The case file comes last: once it is there, all of the case is.
    """
    prepare(folder)
    text, file = case_text(values), folder / CASE_FILE
    _write(folder / DRAFT_FILE, _NOTE + text)
    _write(file, text)
    return file


def drafted_parties(folder: Path) -> dict[str, str]:
    """The parties (key -> name) that the last draft of the case in this folder had; none where it was not drafted.

    The reader finds these by itself, with all their other names; only those of a person have to be told to it.
    """
    before = folder / DRAFT_FILE
    if not before.exists():
        return {}
    parties = plain(read_source(before)).get("parties") or {}
    return {key: str(party["name"]) for key, party in parties.items()}


def drafted_day(folder: Path) -> str | None:
    """The day at which the last draft of the case in this folder stands; None where it was not drafted."""
    before = folder / DRAFT_FILE
    return str(plain(read_source(before)).get("as_of")) if before.exists() else None


def redraft(path: Path, values: Mapping[str, Any], reports: Sequence[Report], notes: Sequence[str] = ()) -> Redraft:
    """Compare a fresh draft with the case as it stands and as it was drafted; nothing is written yet.

    Raises CaseError where the case was not made by a draft, and where both together would make no valid case.
    """
    was, source = path.read_bytes(), read_source(path)
    before = source.path.parent / DRAFT_FILE
    if not before.exists():
        rule = "A case is drafted again by comparing it with its last draft."
        fix = "Draft into a new folder with 'ripeness draft REPORTS --case FOLDER' and take over what you want."
        raise CaseError([source.problem((), f"no {DRAFT_FILE} beside it", rule, fix)])
    base = plain(read_source(before))
    differences = merge(base, source.root, values)
    out = io.StringIO()
    round_trip().dump(source.root, out)
    problems = check(parse(source), source, reports)
    if problems:
        raise CaseError(problems)
    return Redraft(source, differences, out.getvalue(), _NOTE + case_text(values), was, tuple(notes))


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> CaseError:
    rule = "A case is a folder that you can write to."
    seen = f"cannot be written ({error.strerror})"
    return CaseError([Problem(str(path), None, "(the folder)", seen, rule, "Choose another place.")])
