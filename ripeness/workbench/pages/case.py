"""The case file: edited as text, checked as one types, saved only over what one has seen."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import PurePath

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from ripeness.errors import CaseError, Problem
from ripeness.workbench.desk import CaseConflictError, digest_of
from ripeness.workbench.seat import Analyst, Form, Reader, Seat

router = APIRouter()

DIFF_MOST = 1500  # lines that a conflict shows


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: of theirs, of yours, of both, or what stands between two places."""

    of: str  # 'theirs', 'yours', 'both', 'gap'
    text: str


@router.get("/case")
def case(seat: Reader) -> Response:
    """The text as it stands on the disk."""
    text = seat.desk.text()
    return _editor(seat, text, digest_of(text), _problems(seat, text))


@router.post("/case/check")
def check(seat: Analyst, form: Form) -> Response:
    """The faults of a text, for the live checks of the editor."""
    return JSONResponse({"problems": [_data(each) for each in _problems(seat, form.one("text"))]})


@router.post("/case/look")
def look(seat: Analyst, form: Form) -> Response:
    """The editor with the faults of its text, where no script checks it live."""
    text = form.one("text")
    return _editor(seat, text, form.one("digest"), _problems(seat, text))


@router.post("/case/save")
def save(seat: Analyst, form: Form) -> Response:
    """Write the text if it has no fault, and if the file still is what was loaded."""
    text, digest = form.one("text"), form.one("digest")
    try:
        seat.desk.save(text, digest, seat.name)
    except CaseError as error:
        return _editor(seat, text, digest, error.problems, 400)
    except CaseConflictError as error:
        return seat.page(
            "case_conflict.html", 409, text=str(error), theirs=error.theirs, yours=text,
            digest=digest_of(error.theirs), lines=_differences(error.theirs, text),
        )  # fmt: skip
    return seat.back("/case", "Saved. What is computed from now on is computed from it.")


def _editor(seat: Seat, text: str, digest: str, problems: tuple[Problem, ...], status: int = 200) -> Response:
    return seat.page("case.html", status, text=text, digest=digest, problems=[_data(each) for each in problems])


def _problems(seat: Seat, text: str) -> tuple[Problem, ...]:
    try:
        seat.desk.check(text)
    except CaseError as error:
        return error.problems
    return ()


def _data(problem: Problem) -> dict[str, str | int | None]:
    return {
        "file": PurePath(problem.file).name,
        "line": problem.line,
        "where": problem.where,
        "seen": problem.seen,
        "rule": problem.rule,
        "fix": problem.fix,
    }


def _differences(theirs: str, yours: str) -> list[Line]:
    """Both texts line by line, with three lines around each difference."""
    kinds = {"-": "theirs", "+": "yours", " ": "both", "@": "gap"}
    found = difflib.unified_diff(theirs.splitlines(), yours.splitlines(), lineterm="")
    lines = [Line(kinds[each[0]], each[1:] if each[0] != "@" else "…") for each in list(found)[2:]]
    return lines[:DIFF_MOST]
