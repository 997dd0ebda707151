"""A case put together from what the record tells, with a named default wherever it tells nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ripeness.case.assumptions import Assumption
from ripeness.case.model import CaseFile
from ripeness.drafting.cast import cast
from ripeness.drafting.course import Course
from ripeness.drafting.grounds import Grounds
from ripeness.drafting.stakes import Stakes, stakes
from ripeness.drafting.table import Table, truces

# Who stands behind a number that nobody has judged yet.
DRAFTER = "Ripeness, a draft that nobody has judged yet"


def unjudged(case: CaseFile) -> bool:
    """Whether nobody has put a name to a drafted case yet."""
    return case.judgement is not None and case.judgement.analyst == DRAFTER


def defaults_left(every: Sequence[Assumption]) -> int:
    """How many of a case's numbers still are named defaults of a draft, whoever has put a name to it."""
    return sum((each.because.reason or "").startswith("Default '") for each in every)


@dataclass(frozen=True)
class Draft:
    """A drafted case as plain values, or why there is none.

    ``values`` are those of a ``case.yaml``; None where the record is too ``thin`` for a case, with the reason.
    ``notes`` say what was left out, and what the reader should look at first.
    """

    values: dict[str, Any] | None
    thin: str
    notes: tuple[str, ...]


def draft(grounds: Grounds, as_of: str | None = None) -> Draft:
    """Draft a case from a record. ``as_of`` (ISO): the day that the situation is described at; else the last report's.

    Where the record shows no two sides, or no issue on which a side stands anywhere, there is no case: it says so.
    """
    day = as_of or _last_day(grounds)
    found = cast(grounds, day)
    if len(found.sides) < 2:
        seen = ", ".join(grounds.names(found.sides)) or "nobody"
        return Draft(
            None,
            "The record is too thin for a case: it takes two sides that fight or bargain with each other, and the "
            f"reports show {seen} as such. Add reports, or write the case by hand (ripeness new).",
            (),
        )
    made = stakes(found)
    if not made.settlement:
        names = " and ".join(grounds.names(found.sides))
        return Draft(
            None,
            f"The record is too thin for a case: on no issue of a settlement is it told what {names} ask for or "
            "refuse. Add reports, or write the case by hand (ripeness new).",
            _notes(made),
        )
    table = Table(found, made, truces(found))
    course = Course(found, made, bool(table.truces))
    sides = " and ".join(grounds.names(found.sides))
    values: dict[str, Any] = {
        "schema": 1,
        "name": f"{sides}: a case drafted from {len(grounds.reports)} reports",
        "question": f"Is there a settlement that {sides} would each take over fighting on?",
        "as_of": day,
        "period": "month",
        "judgement": {
            "analyst": DRAFTER,
            "date": day,
            "note": "Numbers with passages rest on them; every other one is a wide default under its name. Edit them.",
        },
        "parties": found.parties(),
        "issues": made.issues(),
        "tracks": table.tracks(),
        "preferences": made.preferences(),
        "positions": list(made.positions()),
        "answers": list(table.answers()),
        "situation": course.situation(),
        "beliefs": course.beliefs(),
        "assumptions": course.assumptions(),
        "durability": course.durability(),
        "deals": table.deals(),
        "actions": list(table.actions(course)),
    }
    return Draft({key: value for key, value in values.items() if value not in ({}, [])}, "", _notes(made))


def _last_day(grounds: Grounds) -> str:
    dated = [report.published.value[:10] for report in grounds.reports if report.published is not None]
    return max(dated, default=datetime.datetime.now(datetime.UTC).date().isoformat())


def _notes(made: Stakes) -> tuple[str, ...]:
    grounds, found = made.cast.grounds, made.cast
    notes = []
    if found.left_out:
        notes.append(f"Told of, but not in the case: {', '.join(grounds.names(found.left_out))}.")
    if made.left_out:
        notes.append(f"Spoken of, but not in the case: {'; '.join(made.left_out)}.")
    quiet = [
        grounds.parties[side].name
        for side in found.sides
        if not any((side, t.id) in made.stands for t in made.settlement)
    ]
    if quiet:
        notes.append(
            f"On no issue of the settlement is it told where {', '.join(quiet)} stands: its stakes are defaults."
        )
    return tuple(notes)
