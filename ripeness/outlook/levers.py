"""Levers: for every assumption the nearest value at which the answer changes, and what can be done by somebody.

A threshold is found by solving again. It is reported with the plausible range of its assumption, so that an impossible
lever is not sold as advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import DealSpace
from ripeness.case.assumptions import Assumption, assumptions, numbers, value_of
from ripeness.case.changes import (
    LIMITS,
    changed,
    ends_today,
    places,
    plausible,
    unit_of,
    with_link,
    with_now,
    with_number,
)
from ripeness.case.game import Game, game
from ripeness.case.labels import Loc
from ripeness.case.model import STEPS, CaseFile
from ripeness.case.states import Positions
from ripeness.errors import RipenessError
from ripeness.outlook.reasons import Question, agenda_of, slack_in, slack_of
from ripeness.outlook.solved import SolvedTalks, solve_talks
from ripeness.outlook.words import listed, written
from ripeness.outlook.zone import is_open
from ripeness.shown import Shown

HALVINGS = 30  # halvings of an interval at most
PRECISION = 1e-4  # of the interval searched: thresholds are found to so much
NO_EFFECT = 1e-12  # swings of slack that count as none: rounding
Probe = Callable[[float], float | None]


@dataclass(frozen=True, slots=True)
class Lever:
    """One assumption and the value at which the answer changes.

    ``value`` as it stands, ``range`` the plausible one (None where the case gives a single value), ``threshold`` the
    nearest value at which the answer changes, None where none was found between ``searched``. ``within``: whether it
    lies in the plausible range. ``slack_low`` and ``slack_high``: at the ends of the plausible range, or of the search
    where there is none, in swings (None: no deal that is not firmly refused).
    """

    assumption: Assumption
    value: float
    range: tuple[float, float] | None
    searched: tuple[float, float]
    threshold: float | None
    within: bool
    slack_low: float | None
    slack_high: float | None
    narration: str

    @property
    def effect(self) -> float:
        """How much slack differs between the two ends, in swings; infinite where one end has no deal at all."""
        if self.slack_low is None or self.slack_high is None:
            return 0.0 if self.slack_low is self.slack_high else float("inf")
        return abs(self.slack_high - self.slack_low)


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody could do or that could happen: slack if it had, and its change, in swings."""

    name: str
    kind: str  # the kind of an action; 'situation' or 'linkage'
    party: str | None
    slack: float | None
    change: float | None
    narration: str

    @property
    def opens(self) -> bool:
        """Whether there would be a deal: slack is not below 0 then."""
        return is_open(self.slack)


@dataclass(frozen=True, slots=True)
class Levers(Shown):
    """All levers of a case, those within their plausible range first, then by what they do."""

    question: Question
    slack: float | None
    levers: tuple[Lever, ...]
    steps: tuple[Step, ...]
    narration: str


def levers(
    case: CaseFile, agenda: str, question: Question = "zone", progress: Callable[[int, int], None] | None = None
) -> Levers:
    """Find the levers of an agenda, for its zone or for agreement now (slower: the talks are solved anew each time).

    Numbers that the question does not depend on are not tried: who proposes, for the zone; stakes of others. For
    agreement now the search for strategies begins at those of the case, so that of several answers to the talks the
    one nearest to today's is followed.
    """
    made = game(case)
    solved = solve_talks(case, made) if question == "now" else None
    ask = _asked(case, made, agenda, question, solved)
    known = places(case)
    consent = agenda_of(made, agenda).consent
    tried = [each for each in assumptions(case) if counts(case, known[each.name][0], consent, question)]
    found: list[Lever] = []
    for done, each in enumerate(tried):
        found.append(_lever(ask, each, known[each.name][0]))
        if progress:
            progress(done + 1, len(tried))
    moving = [lever for lever in found if lever.threshold is not None or lever.effect > NO_EFFECT]
    moving.sort(key=lambda each: (not each.within, each.threshold is None, -each.effect))
    return Levers(question, ask.slack, tuple(moving), _best_first(_steps(ask)), _narrate(question, ask.slack, moving))


def steps(case: CaseFile, agenda: str, question: Question, solved: SolvedTalks | None = None) -> tuple[Step, ...]:
    """What somebody could do, or what could happen, by itself: best first. ``solved``: the talks, for a deal now."""
    return _best_first(_steps(_asked(case, game(case), agenda, question, solved)))


@dataclass(frozen=True, eq=False)
class _Question:
    """What is asked of every changed case, and what is kept from the case as it stands."""

    case: CaseFile
    game: Game
    agenda: str
    question: Question
    slack: float | None
    start: NDArray[np.float64] | None

    def of(self, case: CaseFile, space: DealSpace | None = None, kept: Positions | None = None) -> float | None:
        """Slack of a changed case."""
        return slack_of(case, self.agenda, self.question, space, kept, self.start)


def _asked(case: CaseFile, made: Game, agenda: str, question: Question, solved: SolvedTalks | None) -> _Question:
    slack = slack_in(made, agenda_of(made, agenda), solved)
    return _Question(case, made, agenda, question, slack, None if solved is None else solved.value)


def _is_used(each: Assumption, where: str) -> bool:
    """Whether a number stands, or is used by name, in a part of the case."""
    return any(name.startswith(where) for name in (each.name, *each.used_by))


def counts(case: CaseFile, loc: Loc, consent: Sequence[str], question: Question) -> bool:
    """Whether the answer can depend on a number at all, if these must consent."""
    if loc[-1] in ("precision", "lasts"):
        return False  # answers are exact here; and half a period is none
    if question == "now" or loc[0] == "assumptions":
        return True
    if loc[0] in ("tracks", "deals", "actions"):
        return False
    if loc[0] in ("parties", "preferences", "beliefs"):
        return loc[1] in consent
    if loc[:2] == ("situation", "flows"):
        return case.situation.flows[int(loc[2])].party in consent
    return loc[-1] in consent if loc[:2] == ("situation", "ends") else True


def _lever(ask: _Question, each: Assumption, loc: Loc) -> Lever:
    case, value = ask.case, each.number.point
    known = plausible(case, loc)
    searched = _search_range(case, loc, each.name, value, known)
    space = None if _is_used(each, "preferences.") else ask.game.space
    moving = _is_used(each, "situation.drift.") or _is_used(each, "beliefs.") or _is_used(each, "actions.")
    kept = None if moving else ask.game.kept  # only numbers that move the situation can put other states in reach

    def slack_at(amount: float) -> float | None:
        return ask.of(with_number(case, loc, amount), space, kept)

    low, high = known or searched
    ends: dict[float, float | None] = {}
    for point in dict.fromkeys((low, high, *searched)):
        with suppress(RipenessError):  # there the case makes no game: nothing is said of it
            ends[point] = slack_at(point)
    threshold = _nearest(slack_at, value, ask.slack, ends)
    within = threshold is not None and known is not None and low <= threshold <= high
    said = _narrate_lever(each, value, known, threshold, within, is_open(ask.slack))
    tried = (min(ends, default=value), max(ends, default=value))
    return Lever(each, value, known, tried, threshold, within, ends.get(low), ends.get(high), said)


def _search_range(
    case: CaseFile, loc: Loc, name: str, value: float, known: tuple[float, float] | None
) -> tuple[float, float]:
    """Where a threshold is looked for: all that the unit allows, or three times the value and the plausible range."""
    if loc[-1] == "discount":
        return 0.5, 0.999
    unit = unit_of(case, loc)
    if "chance" in unit:
        return 0.0, max(value, _room(case, name))
    if unit == "0 to 100":
        return LIMITS[unit]
    low, high = known or (value, value)
    wide = 2 * max(abs(value), abs(low), abs(high), 0.01)
    least = 0.0 if unit in ("weight points", "per swing") else low - wide
    return least, high + wide


def _room(case: CaseFile, name: str) -> float:
    """The most that a chance may be: what the other chances of every rule that has it leave of 1."""
    rules: dict[Loc, list[tuple[str, float]]] = {}
    for at, number, _, unit in numbers(case):
        if unit == "chance per period":
            own = number.use or ".".join(map(str, at))
            group = at[:3] if at[0] in ("situation", "beliefs") or at[2:3] == ("recognition",) else at[:5]
            rules.setdefault(group, []).append((own, value_of(case, number)))
    rooms = []
    for chances in rules.values():
        times = sum(own == name for own, _ in chances)
        if times:
            rooms.append((1.0 - sum(chance for own, chance in chances if own != name)) / times)
    return min(rooms, default=1.0)


def _nearest(probe: Probe, value: float, base: float | None, ends: dict[float, float | None]) -> float | None:
    """The value nearest to ``value`` at which the answer is no longer that of ``base``; None if at no end it is."""
    found = []
    for side in (sorted(p for p in ends if p > value), sorted((p for p in ends if p < value), reverse=True)):
        inner = value
        for point in side:
            if is_open(ends[point]) != is_open(base):
                found.append(_halved(probe, inner, point, is_open(base)))
                break
            inner = point
    return min(found, key=lambda each: abs(each - value), default=None)


def _halved(probe: Probe, same: float, other: float, was: bool) -> float:
    """Halve the interval between a value with the old answer and one with the other; the last with the other."""
    width = abs(other - same)
    for _ in range(HALVINGS):
        if abs(other - same) <= PRECISION * width:
            break
        for share in (0.5, 0.43, 0.61):  # where the case makes no game at a point, a point near it is tried
            with suppress(RipenessError):
                middle = same + share * (other - same)
                same, other = (middle, other) if is_open(probe(middle)) == was else (same, middle)
                break
        else:
            break  # no game anywhere in between: the threshold is known no better
    return other


def _best_first(steps: Iterable[Step]) -> tuple[Step, ...]:
    """By what they change; those that leave nothing to compare last."""
    return tuple(sorted(steps, key=lambda step: float("inf") if step.change is None else -step.change))


def _steps(ask: _Question) -> Iterator[Step]:
    """What deeds would do to slack."""
    for deed in deeds(ask.case, ask.agenda):
        other = deed.of(ask.case)
        if ends_today(other) is not None:
            said = f"{deed.name}: that is an end of the fighting."
            yield Step(deed.name, deed.kind, deed.party, None, None, said)
        else:
            yield _told(ask, deed, ask.of(other))


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody could do or that could happen, by what it changes.

    ``put``: variables of the situation with their values; ``link``: a track with the one that it is decided with (None:
    by itself). ``cost`` in swings of its author, where it is somebody's action.
    """

    name: str
    kind: str  # as in ``Step``
    party: str | None
    put: Mapping[str, str]
    link: tuple[str, str | None] | None = None
    cost: float | None = None

    def of(self, case: CaseFile) -> CaseFile:
        """The case in which it has been done, or has happened."""
        return with_now(case, self.put) if self.link is None else with_link(case, *self.link)


def deeds(case: CaseFile, agenda: str) -> Iterator[Deed]:
    """The parties' actions, one move of each variable, and links between tracks.

    An action counts as if it works, and without its cost: asked about is the situation that it brings.
    """
    variables = case.situation.variables
    today = {name: variable.now for name, variable in variables.items()}
    done: list[dict[str, str]] = []  # what an action does need not be said again as something that happens
    for action in case.actions:
        put = {name: _stepped(case, name, to) for name, to in action.changes.items()}
        if put and put != {name: today[name] for name in put}:
            done.append(put)
            cost = value_of(case, action.cost) if action.cost else 0.0
            title = f"{case.parties[action.party].name}: {action.name}"
            yield Deed(title, action.kind, action.party, put, cost=cost)
    for name, variable in variables.items():
        values = list(variable.values)
        at = values.index(variable.now)
        near = [at - 1, at + 1] if variable.ordered else [k for k in range(len(values)) if k != at]
        for place in near:
            if 0 <= place < len(values) and {name: values[place]} not in done:
                title = f"{variable.name}: {variable.values[values[place]]}"
                yield Deed(title, "situation", None, {name: values[place]})
    yield from _linkages(case, agenda)


def _linkages(case: CaseFile, agenda: str) -> Iterator[Deed]:
    """Each linked track by itself, each track that stands alone with the one that is asked about; where that can be."""
    for name, track in case.tracks.items():
        if track.linked_to is None and (name == agenda or any(o.linked_to == name for o in case.tracks.values())):
            continue
        with suppress(RipenessError):  # no status quo, or a quorum: it cannot be otherwise
            changed(case, {f"tracks.{name}.linked_to": "none" if track.linked_to else agenda})
            beside = "by itself" if track.linked_to else f"together with {case.tracks[agenda].name}"
            link = (name, None if track.linked_to else agenda)
            yield Deed(f"{track.name} is decided {beside}", "linkage", None, {}, link)


def _stepped(case: CaseFile, name: str, to: str) -> str:
    values = list(case.situation.variables[name].values)
    if to not in STEPS:
        return to
    place = values.index(case.situation.variables[name].now) + (1 if to == "up" else -1)
    return values[min(max(place, 0), len(values) - 1)]


def _told(ask: _Question, deed: Deed, found: float | None) -> Step:
    base, title = ask.slack, deed.name
    change = None if base is None or found is None else found - base
    if found is None:
        said = f"{title}: every deal would be firmly refused by somebody."
    else:
        what, ends = ("a zone would be open", "there would be no zone")
        if ask.question == "now":
            what, ends = ("there would be a deal now", "there would be no deal now")
        turn = f"; {what if is_open(found) else ends}" if is_open(found) != is_open(base) else ""
        by = "" if change is None else f", {'+' if change >= 0 else ''}{written(change)} against today"
        if change is not None and written(change) == "0":
            by = ", as today"
        said = f"{title}: slack would be {written(found)}{by}{turn}."
    return Step(title, deed.kind, deed.party, found, change, said)


def _narrate_lever(
    each: Assumption,
    value: float,
    known: tuple[float, float] | None,
    threshold: float | None,
    within: bool,
    was_open: bool,
) -> str:
    if threshold is None:
        return f"No value of ‘{each.label}’ that was searched changes the answer."
    turn = "closes" if was_open else "opens"
    way = "below" if threshold < value else "above"
    span = "the case gives no range" if known is None else f"plausible: {known[0]:g} to {known[1]:g}"
    aside = "" if within or known is None else "; outside the plausible range"
    return f"‘{each.label}’ {turn} it {way} {threshold:.3g} (now {value:g}; {span}{aside})."


def _narrate(question: Question, base: float | None, found: list[Lever]) -> str:
    what = "the zone" if question == "zone" else "agreement now"
    turn = f"would {'close' if is_open(base) else 'open'} {what}"
    within = [lever for lever in found if lever.within]
    beyond = [lever for lever in found if lever.threshold is not None and not lever.within]
    if not within and not beyond:
        return f"No single assumption, at any value that was searched, {turn}."
    if not within:
        return (
            f"No single assumption within its plausible range {turn}; beyond it, or where the case gives no range, "
            f"{len(beyond)} of them would."
        )
    names = listed([f"{lever.assumption.label} at {lever.threshold:.3g}" for lever in within[:3]])
    if len(within) == 1:
        return f"One assumption {turn} within its plausible range: {names}."
    some = ", among them" if len(within) > 3 else ":"
    return f"Each alone, {len(within)} assumptions {turn} within their plausible ranges{some} {names}."
