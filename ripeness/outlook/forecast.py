"""What is to be expected from today's situation, under the analyst's reference belief: exact chances, nothing drawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from ripeness.bargaining import Deal
from ripeness.bargaining import Outlook as Course
from ripeness.case.menu import Item
from ripeness.case.model import CaseFile
from ripeness.outlook.solved import SolvedTalks
from ripeness.shown import Shown

PERIODS = 24
RARE = 5e-4  # chances below it are left out of the narration
TOLD = 0.005  # and ends of the war below this one, which would read as 0 %


@dataclass(frozen=True, slots=True)
class Expected:
    """One final deal with the chance that it is the first to be struck within the periods looked at."""

    item: Item
    chance: float


@dataclass(frozen=True, slots=True)
class Rival:
    """What another equilibrium of the talks says: the chance of a deal in all periods, and its likeliest deal."""

    chance: float
    likeliest: Expected | None


@dataclass(frozen=True, slots=True)
class Forecast(Shown):
    """The outlook for so many periods. All chances are conditional on the case.

    ``deal_by[period]``: of a deal that ends the fighting by the close of the period (the first is today's); ``low`` and
    ``high`` over all equilibria found, and ``rivals`` what the others say; ``holding[period]``: that one stands then,
    breaks and later deals counted; ``truce_by[period]``: of the first agreement of any kind. ``deals``: which comes
    first, most likely first; ``terms`` the same by issue and option. ``interim``: how many times each interim deal or
    own move is expected; ``sides``: chance that each side agenda is settled while the fighting goes on.
    ``proposers``: chance that the deal is this party's proposal. ``ends``: chance of each end of the fighting without
    a deal. ``delay``: expected periods until the deal, if any comes in time.
    """

    periods: int
    deal_by: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    holding: tuple[float, ...]
    truce_by: tuple[float, ...]
    deals: tuple[Expected, ...]
    terms: Mapping[str, Mapping[str, float]]
    rivals: tuple[Rival, ...]
    interim: Mapping[str, float]
    sides: Mapping[str, float]
    proposers: Mapping[str, float]
    ends: Mapping[str, float]
    delay: float | None
    method: str
    finite: bool
    narration: str
    case: CaseFile = field(repr=False, compare=False)  # whose words it is told in

    def beside(self) -> tuple[str, ...]:
        """What other equilibria say, a sentence each; those in which the same deal is the likeliest in one."""
        own = self.deals[0].item.title if self.deals else None
        alike = [rival for rival in self.rivals if rival.likeliest and rival.likeliest.item.title == own]
        said = []
        if self.finite:
            alike_only = "the same deal is" if len(alike) == len(self.rivals) else "another deal may be"
            return (f"With fewer periods of talks {alike_only} the likeliest.",) if self.rivals else ()
        if alike:
            many = "another equilibrium" if len(alike) == 1 else f"{len(alike)} other equilibria"
            said.append(f"In {many} that were found the same deal is the likeliest.")
        for rival in self.rivals:
            if rival not in alike:
                first = rival.likeliest
                likeliest = f"; the likeliest ({first.chance:.0%}): {first.item.title}" if first else ""
                said.append(f"In another equilibrium a deal comes with a chance of {rival.chance:.0%}{likeliest}.")
        return tuple(said)


def forecast(case: CaseFile, solved: SolvedTalks, periods: int = PERIODS) -> Forecast:
    """Look so many periods ahead from today. ``solved`` may be the talks with answers that err."""
    talks = solved.talks
    courses = [each.course(periods) for each in solved.every]
    course = courses[0]
    every = [each.deal_by() for each in courses]
    deals = first_deals(solved, course)
    interim: dict[str, float] = {}
    sides = {agenda.name: 0.0 for agenda in solved.game.agendas if not agenda.ends_fighting}
    for place, times in zip(course.items, course.struck.sum(axis=(0, 2)).tolist(), strict=True):
        item = talks.items[place]
        if item.kind == "side":
            sides[str(item.agenda)] += times
        elif item.kind != "final":
            interim[item.title] = interim.get(item.title, 0.0) + times
    delay = course.expected_delay()
    closing = course.struck[:, course.closing].sum(axis=(0, 1)).tolist()
    proposers = dict(zip(talks.parties, closing, strict=True))
    ends = dict(_ends(case, solved, course))
    by = course.deal_by()
    return Forecast(
        periods=periods,
        deal_by=tuple(by.tolist()),
        low=tuple(np.min(every, axis=0).tolist()),
        high=tuple(np.max(every, axis=0).tolist()),
        holding=tuple(course.lasting_by().tolist()),
        truce_by=tuple(solved.course(periods, "any").deal_by().tolist()),
        deals=deals,
        terms=terms_of(solved, deals),
        rivals=tuple(
            _rival(other, other_course) for other, other_course in zip(solved.others, courses[1:], strict=True)
        ),
        interim=dict(sorted(interim.items(), key=lambda each: -each[1])),
        sides=sides,
        proposers={party: chance for party, chance in proposers.items() if chance > 0},
        ends=ends,
        delay=None if np.isnan(delay) else float(delay),
        method=solved.narration,
        finite=solved.method == "finite",
        narration=_narrate(
            case, [float(each[-1]) for each in every], periods, deals, delay, ends, solved.method == "finite"
        ),
        case=case,
    )


def first_deals(solved: SolvedTalks, course: Course) -> tuple[Expected, ...]:
    """The final deals that may come first, the likeliest first; whatever side agendas are settled by then."""
    found: dict[tuple[str | None, Deal | None], Expected] = {}
    for place, chance in zip(course.items, course.struck.sum(axis=(0, 2)).tolist(), strict=True):
        item = solved.talks.items[place]
        if item.kind == "final":
            key = (item.agenda, item.deal)
            found[key] = Expected(item, chance + (found[key].chance if key in found else 0.0))
    return tuple(sorted(found.values(), key=lambda each: -each.chance))


def _rival(solved: SolvedTalks, course: Course) -> Rival:
    deals = first_deals(solved, course)
    return Rival(float(course.deal_by()[-1]), deals[0] if deals else None)


def terms_of(solved: SolvedTalks, deals: tuple[Expected, ...]) -> dict[str, dict[str, float]]:
    """By issue, the chance of each option in the first deal: of the issues that its agenda settles."""
    issues = {agenda.name: agenda.issues for agenda in solved.game.agendas}
    found: dict[str, dict[str, float]] = {}
    for each in deals:
        for issue in issues[str(each.item.agenda)]:
            options = found.setdefault(issue, {})
            option = (each.item.deal or {})[issue]
            options[option] = options.get(option, 0.0) + each.chance
    return {issue: dict(sorted(o.items(), key=lambda pair: -pair[1])) for issue, o in found.items()}


def _ends(case: CaseFile, solved: SolvedTalks, course: Course) -> Iterator[tuple[str, float]]:
    """The chance of each end of the fighting by the close of the last period, none of them by a deal."""
    game, places = solved.game, solved.talks.places
    open_to = np.ones(len(game.states), dtype=np.bool_)
    chances: dict[str, float] = {}
    for end in reversed(case.situation.ends):  # where two hold, the later one says what it is worth
        there = game.product.met(end.when)[game.kept] & open_to
        open_to &= ~there
        at = np.array([there[state] for _, state in places])
        chances[end.name] = float(course.ended[-1][at].sum())
    yield from reversed(chances.items())


def _narrate(
    case: CaseFile,
    chances: list[float],
    periods: int,
    deals: tuple[Expected, ...],
    delay: float,
    ends: Mapping[str, float],
    finite: bool,
) -> str:
    low, high = (f"{each:.0%}" for each in (min(chances), max(chances)))
    span = f"a deal that ends the fighting comes within {periods} {case.period}s"
    said = [f"If the case holds, {span} with a chance of {chances[0]:.0%}."]
    if low != high:
        by = "with how long the talks may last" if finite else "by which equilibrium of the talks is played"
        first = "for the longest" if finite else "in the first"
        said = [f"If the case holds, {span} with a chance of {low} to {high}, {by}; {first} it is {chances[0]:.0%}."]
    if deals and deals[0].chance > RARE:
        said.append(f"The likeliest ({deals[0].chance:.0%}): {deals[0].item.title}.")
        said.append(f"If one comes, it does so after {delay:.1f} {case.period}s on average.")
    said += [f"‘{name}’ comes first with a chance of {share:.0%}." for name, share in ends.items() if share >= TOLD]
    open_still = 1 - chances[0] - sum(ends.values())
    if open_still >= TOLD and chances[0] < 1:
        said.append(f"With {open_still:.0%} the fighting still goes on then.")
    return " ".join(said)
