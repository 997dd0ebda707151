"""Levers: for every assumption the nearest value at which the answer changes, and what can be done by somebody.

A threshold is found by solving again. It is reported with the plausible range of its assumption, so that an impossible
lever is not sold as advice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.assumptions import Assumption, assumptions, numbers, value_of
from ripeness.case.changes import LIMITS, changed, places, plausible, unit_of, with_link, with_now, with_number
from ripeness.case.game import Game, game
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile, When
from ripeness.errors import RipenessError
from ripeness.outlook.reasons import Question, slack_of
from ripeness.outlook.worth import written

STEPS = 30  # halvings of an interval at most
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


@dataclass(frozen=True, slots=True)
class Levers:
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

    Numbers that the question does not depend on are not tried: who proposes, for the zone; stakes of others.
    """
    made = game(case)
    base = slack_of(case, agenda, question, made.space)
    known = places(case)
    asked = [each for each in assumptions(case) if _counts(case, known[each.name][0], agenda, question)]
    found: list[Lever] = []
    for done, each in enumerate(asked):
        loc = known[each.name][0]
        found.append(_lever(case, made, agenda, question, each, loc, base))
        if progress:
            progress(done + 1, len(asked))
    moving = [lever for lever in found if lever.threshold is not None or lever.effect > NO_EFFECT]
    moving.sort(key=lambda each: (not each.within, each.threshold is None, -each.effect))
    steps = sorted(_steps(case, agenda, question, base), key=lambda step: -(step.change or float("-inf")))
    return Levers(question, base, tuple(moving), tuple(steps), _narrate(question, base, moving))


def _touches_stakes(each: Assumption) -> bool:
    return any(name.startswith("preferences.") for name in (each.name, *each.used_by))


def _counts(case: CaseFile, loc: Loc, agenda: str, question: Question) -> bool:
    """Whether the answer can depend on a number at all."""
    if question == "now" or loc[0] == "assumptions":
        return True
    consent = {p for key, track in case.tracks.items() if agenda in (key, track.linked_to) for p in track.consent}
    if loc[0] in ("tracks", "deals", "actions") or loc[-1] == "precision":
        return False
    if loc[0] in ("parties", "preferences", "beliefs"):
        return loc[1] in consent
    if loc[:2] == ("situation", "flows"):
        return case.situation.flows[int(loc[2])].party in consent
    return loc[-1] in consent if loc[:2] == ("situation", "ends") else True


def _lever(
    case: CaseFile, made: Game, agenda: str, question: Question, each: Assumption, loc: Loc, base: float | None
) -> Lever:
    value = each.number.point
    space = None if _touches_stakes(each) else made.space
    known = plausible(case, loc)
    searched = _search_range(case, loc, each.name, value, known)

    def slack_at(amount: float) -> float | None:
        other = with_number(case, loc, amount)
        # a chance that is 0 on one side only may put other states in reach; any other number leaves them as they are
        same = "chance" not in each.unit or (amount > 0) == (value > 0)
        return slack_of(other, agenda, question, space, made.kept if same else None)

    low, high = known or searched
    ends = {point: slack_at(point) for point in dict.fromkeys((low, high, *searched))}
    threshold = _nearest(slack_at, value, base, ends)
    within = threshold is not None and known is not None and low <= threshold <= high
    said = _narrate_lever(each, value, known, threshold, within, _open(base))
    return Lever(each, value, known, searched, threshold, within, ends[low], ends[high], said)


def _search_range(
    case: CaseFile, loc: Loc, name: str, value: float, known: tuple[float, float] | None
) -> tuple[float, float]:
    """Where a threshold is looked for: all that the unit allows, or three times the value and the plausible range."""
    if loc[-1] == "discount":
        return 0.5, 0.999
    unit = unit_of(case, loc)
    if unit == "chance" or "chance" in unit:
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
            if _open(ends[point]) != _open(base):
                found.append(_halved(probe, inner, point, _open(base)))
                break
            inner = point
    return min(found, key=lambda each: abs(each - value), default=None)


def _halved(probe: Probe, same: float, other: float, was: bool) -> float:
    """Halve the interval between a value with the old answer and one with the other; the last with the other."""
    width = abs(other - same)
    for _ in range(STEPS):
        if abs(other - same) <= PRECISION * width:
            break
        middle = (same + other) / 2
        same, other = (middle, other) if _open(probe(middle)) == was else (same, middle)
    return other


def _open(slack: float | None) -> bool:
    return slack is not None and slack >= -TOLERANCE


def _steps(case: CaseFile, agenda: str, question: Question, base: float | None) -> Iterator[Step]:
    """What the parties' actions, one move of each variable, and links between tracks would do to slack."""
    variables = case.situation.variables
    today = {name: variable.now for name, variable in variables.items()}
    done: list[dict[str, str]] = []  # what an action does need not be said again as something that happens
    for action in case.actions:
        put = {name: _stepped(case, name, to) for name, to in action.changes.items()}
        if put and put != {name: today[name] for name in put}:
            done.append(put)
            who = case.parties[action.party].name
            yield _step(case, agenda, question, base, f"{who}: {action.name}", action.kind, action.party, put)
    for name, variable in variables.items():
        values = list(variable.values)
        at = values.index(variable.now)
        near = [at - 1, at + 1] if variable.ordered else [k for k in range(len(values)) if k != at]
        for place in near:
            if 0 <= place < len(values) and {name: values[place]} not in done:
                title = f"{variable.name}: {variable.values[values[place]]}"
                yield _step(case, agenda, question, base, title, "situation", None, {name: values[place]})
    for name, track in case.tracks.items():
        apart = track.linked_to is not None
        try:
            other, _ = changed(case, {f"tracks.{name}.linked_to": "none"}) if apart else (None, None)
        except RipenessError:
            other = None
        if other is not None:
            title = f"{track.name} is decided by itself"
            yield _told(title, "linkage", None, base, slack_of(other, agenda, question))
        elif not apart and name != agenda and not any(o.linked_to == name for o in case.tracks.values()):
            title = f"{track.name} is decided together with {case.tracks[agenda].name}"
            yield _told(title, "linkage", None, base, slack_of(with_link(case, name, agenda), agenda, question))


def _stepped(case: CaseFile, name: str, to: str) -> str:
    values = list(case.situation.variables[name].values)
    if to not in ("up", "down"):
        return to
    place = values.index(case.situation.variables[name].now) + (1 if to == "up" else -1)
    return values[min(max(place, 0), len(values) - 1)]


def _step(
    case: CaseFile,
    agenda: str,
    question: Question,
    base: float | None,
    title: str,
    kind: str,
    party: str | None,
    put: dict[str, str],
) -> Step:
    moved = with_now(case, put)
    if any(_holds(moved, end.when) for end in case.situation.ends):
        return Step(title, kind, party, None, None, f"{title}: that is an end of the fighting.")
    return _told(title, kind, party, base, slack_of(moved, agenda, question))


def _holds(case: CaseFile, when: When) -> bool:
    return all(condition.met(case.situation.variables[name].now) for name, condition in when.items())


def _told(title: str, kind: str, party: str | None, base: float | None, found: float | None) -> Step:
    change = None if base is None or found is None else found - base
    if found is None:
        said = f"{title}: every deal would be firmly refused by somebody."
    else:
        opened = _open(found) != _open(base)
        what = (" and would open the zone" if _open(found) else " and would close the zone") if opened else ""
        by = "" if change is None else f", {'+' if change >= 0 else ''}{written(change)} against today"
        said = f"{title}: slack would be {written(found)}{by}{what}."
    return Step(title, kind, party, found, change, said)


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
    turn = "close" if _open(base) else "open"
    within = [lever for lever in found if lever.within]
    beyond = [lever for lever in found if lever.threshold is not None and not lever.within]
    if not within and not beyond:
        return f"No single assumption, at any value that was searched, would {turn} {what}."
    if not within:
        return (
            f"No single assumption within its plausible range would {turn} {what}; {len(beyond)} would at values "
            "outside it, or have no range."
        )
    names = "; ".join(f"{lever.assumption.label} at {lever.threshold:.3g}" for lever in within[:3])
    return f"{len(within)} assumptions would {turn} {what} within their plausible ranges, among them: {names}."
