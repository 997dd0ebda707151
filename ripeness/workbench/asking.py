"""What if: the numbers of a case that can be moved, and the answers with some of them moved beside today's.

Answers are quick, so that they can follow a slider: deals are compared with war exactly, and the talks are solved from
today's answer on. That finds the equilibrium that comes from it; others are left to ``ripeness whatif``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.case import Assumption
from ripeness.case.changes import LIMITS, Setting, changed
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.dossier import Dossier
from ripeness.errors import SolveError
from ripeness.outlook import TalksAnswers, Verdict, Worth, Zone, verdicts, what_if, worth, zones

STEPS = 200  # of a slider between its ends


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be moved: where it stands, between which ends, and what moves it there."""

    name: str
    label: str
    unit: str
    value: str  # as asked for, or the case's
    own: str  # the case's
    low: str
    high: str
    step: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that is one of several: a variable of the situation today, or the link of a track."""

    name: str
    label: str
    value: str
    own: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Side:
    """The answers of one case: against war, and with the talks solved or None where they could not be."""

    case: CaseFile
    zones: tuple[Zone, ...]
    verdicts: tuple[Verdict, ...]
    talks: TalksAnswers | None


@dataclass(frozen=True, eq=False)
class Answer:
    """Two sides of one question, what was changed, and how long it took in milliseconds."""

    settings: tuple[Setting, ...]
    before: Side
    after: Side
    narration: str
    took: float


def written_number(value: float) -> str:
    """A number as a form has it."""
    return f"{value:.6g}"


def ranged(dossier: Dossier, given: Mapping[str, str]) -> list[Number]:
    """The numbers that the case gives a range, as sliders."""
    return [
        _number(each, *each.number.span, given)
        for each in dossier.assumptions()
        if each.number.span[0] < each.number.span[1]
    ]


def single(dossier: Dossier, names: list[str], given: Mapping[str, str]) -> list[Number]:
    """Numbers that the case gives one value, with the ends that their unit sets, or twice their size to both sides."""
    found = []
    for each in dossier.assumptions():
        if each.name in names and each.number.span[0] == each.number.span[1]:
            point = each.number.point
            low, high = LIMITS.get(each.unit, (min(0.0, 2 * point), max(1.0, 2 * point)))
            if each.name.endswith("discount"):
                low, high = 0.5, 0.999
            found.append(_number(each, min(low, point), max(min(high, max(1.0, 2 * point)), point), given))
    return found


def _number(assumption: Assumption, low: float, high: float, given: Mapping[str, str]) -> Number:
    own = written_number(assumption.number.point)
    return Number(
        assumption.name,
        assumption.label,
        assumption.unit,
        given.get(assumption.name, own),
        own,
        written_number(low),
        written_number(high),
        written_number((high - low) / STEPS) if assumption.unit != "periods" else "1",
    )


def situation(case: CaseFile, given: Mapping[str, str]) -> list[Choice]:
    """Where each variable of the situation stands today."""
    return [
        Choice(f"now.{name}", each.name, given.get(f"now.{name}", each.now), each.now, tuple(each.values.items()))
        for name, each in case.situation.variables.items()
    ]


def links(case: CaseFile, given: Mapping[str, str]) -> list[Choice]:
    """With which track each is decided, where there are several."""
    found = []
    for name, track in case.tracks.items():
        others = [(key, other.name) for key, other in case.tracks.items() if key != name and not other.linked_to]
        leads = any(other.linked_to == name for other in case.tracks.values())
        if others and not leads:
            own, key = track.linked_to or "none", f"tracks.{name}.linked_to"
            found.append(Choice(key, track.name, given.get(key, own), own, (("none", "by itself"), *others)))
    return found


def moved(numbers: list[Number], chosen: list[Choice]) -> dict[str, str]:
    """What is asked for otherwise than the case has it."""
    return {each.name: each.value for each in (*numbers, *chosen) if each.value != each.own}


def today(dossier: Dossier) -> Side:
    """The answers of the case as it stands."""
    try:
        talks = dossier.talks()
    except SolveError:
        talks = None
    return Side(dossier.case, dossier.zones(), dossier.verdicts(), talks)


def ask(dossier: Dossier, settings: Mapping[str, str]) -> Answer:
    """The answers with settings changed, beside today's. Raises RipenessError for what cannot be."""
    started = time.perf_counter()
    before = today(dossier)
    if before.talks is not None:
        found = what_if(dossier.case, settings, before.talks, before.talks.forecast.periods, quick=True)
        after, narration, made = _side(found.after.case, found.after.war, found.after), found.narration, found.settings
    else:
        other, made = changed(dossier.case, settings)
        after, narration = _side(other, None, None), ""
    return Answer(made, before, after, narration, 1000 * (time.perf_counter() - started))


def _side(case: CaseFile, war: Worth | None, talks: TalksAnswers | None) -> Side:
    made = talks.solved.game if talks else game(case)
    values = war or worth(made)
    if talks is not None:  # the zones of the talks are those against war
        by_name = {each.agenda.name: each.zone for each in talks.standings} | {z.agenda.name: z for z in talks.sides}
        found = tuple(by_name[agenda.name] for agenda in made.agendas)
    else:
        found = zones(case, made, values)
    said = tuple(each for agenda in made.agendas for each in verdicts(case, made, agenda, values, near=False))
    return Side(case, found, said, talks)
