"""A case is a folder: ``case.yaml``, ``reports/``, ``case.db`` and ``briefs/``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path

from ripeness.bargaining import BargainingError
from ripeness.case.checks import check
from ripeness.case.evidence import every_because, locate
from ripeness.case.files import (
    CASE_FILE,
    Loc,
    Source,
    case_path,
    parse_but_unknown_keys,
    read_source,
    write_text,
    write_values,
)
from ripeness.case.game import MAX_PRODUCT, MAX_STATES, Game, game, states_of
from ripeness.case.model import CaseFile
from ripeness.errors import CaseError, Problem
from ripeness.reports import Passage, Report

TEMPLATE = "template.yaml"
RUNS = "runs"  # what was computed from the case and is kept: fits of preferences, studies


@dataclass(frozen=True, slots=True)
class CaseFolder:
    """A case as read from its folder: the checked case, its arrays, and the file that it was read from."""

    path: Path
    source: Source
    case: CaseFile
    game: Game


def open_folder(path: Path, reports: Sequence[Report] | None = None) -> CaseFolder:
    """Read and check the case at ``path`` (its folder, or the case file itself).

    With ``reports`` the passages are checked too. Raises CaseError with every problem found.
    """
    return checked(read_source(path), reports)


def checked(source: Source, reports: Sequence[Report] | None = None) -> CaseFolder:
    """Check a case file that was read; see ``open_folder``."""
    case, problems = parse_but_unknown_keys(source)
    if case is None:
        raise CaseError(problems)
    problems = sorted([*problems, *check(case, source, reports)], key=lambda problem: problem.line or 0)
    if problems:
        raise CaseError(problems)
    return CaseFolder(source.path.parent, source, case, _compiled(case, source))


def _compiled(case: CaseFile, source: Source) -> Game:
    """The arrays. Raises CaseError for what only shows now: too many situations, no allowed deal, no stake."""
    fault = partial(source.problem, ("situation", "variables"))
    fix = "Use fewer variables or fewer values."
    if (product := states_of(case)) > MAX_PRODUCT:
        rule = f"The variables of a case have at most {MAX_PRODUCT:,} combinations."
        raise CaseError([fault(f"{product:,} combinations of values", rule, fix)])
    try:
        made = game(case)
    except BargainingError as error:
        rule, fix = "The parts of a case make a game.", "Correct the preferences and the combinations of options."
        raise CaseError([source.problem(("preferences",), str(error), rule, fix)]) from error
    if (states := len(made.states)) > MAX_STATES:
        rule = f"A case has at most {MAX_STATES:,} situations that can be reached from today's."
        raise CaseError([fault(f"{states:,} situations", rule, fix)])
    return made


def new_case(path: Path) -> Path:
    """Make a case folder with a commented example to edit; returns its case file.

    Raises CaseError where the folder already holds a case: nothing is overwritten.
    """
    file = path / CASE_FILE
    if path.exists() and (not path.is_dir() or file.exists()):
        seen = "a case is already there" if file.exists() else "not a folder"
        raise CaseError(
            [Problem(str(path), None, "(the folder)", seen, "Nothing is overwritten.", "Choose another name.")]
        )
    text = resources.files("ripeness.case").joinpath(TEMPLATE).read_text(encoding="utf-8")
    try:
        (path / "reports").mkdir(parents=True, exist_ok=True)
        write_text(file, text)
    except OSError as error:
        seen = f"cannot be written ({error.strerror})"
        rule = "A case is a folder that you can write to."
        raise CaseError([Problem(str(path), None, "(the folder)", seen, rule, "Choose another place.")]) from error
    return file


def pin(folder: CaseFolder, reports: Sequence[Report]) -> int:
    """Write start and end beside every passage that gives only its words; returns how many were pinned.

    The case must have been checked with the same reports: each of its passages stands in one place.
    """
    by_id = {report.id: report for report in reports}
    changes: dict[Loc, object] = {}
    for loc, because in every_because(folder.case):
        for i, evidence in enumerate(because.passages):
            found = locate(evidence, by_id)
            if evidence.start is None and isinstance(found, Passage):
                changes[(*loc, "passages", i, "start")] = found.start
                changes[(*loc, "passages", i, "end")] = found.end
    try:
        if changes:
            write_values(folder.source, changes)
    except OSError as error:
        raise CaseError(
            [
                folder.source.problem(
                    (), f"cannot be written ({error.strerror})", "Pinning writes the case file.", "Make it writable."
                )
            ]
        ) from error
    return len(changes) // 2


__all__ = ["CaseFolder", "case_path", "checked", "new_case", "open_folder", "pin"]
