"""What each party would say to a given deal, by how much, what costs it most, and the nearest deals all would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from ripeness.bargaining import Deal, nearest_deals
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.outlook.points import acceptable_classes
from ripeness.outlook.words import written
from ripeness.outlook.worth import DealValue, Worth, alternative, least_utility, value_deal
from ripeness.shown import Shown

NEAR_SHOWN = 3  # nearest deals that a verdict lists
NEAR_SOUGHT = 500  # of each class; beyond so many at the same distance the best of them may be another


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an issue's term costs a party: the most it would gain by changing that issue alone, and to which option."""

    amount: float
    instead: str | None  # None where no allowed change of the issue alone is better for the party


@dataclass(frozen=True, slots=True)
class Verdict(Shown):
    """One named deal against fighting on, for every party whose consent counts.

    ``shortfall[party][issue]`` is taken with the rest of the deal as it is, in the party's swings, joint factors and
    the chance of breaking included. ``nearest`` are deals that all would take with the fewest options changed
    (``distance`` of them; None where there is no such deal), at most a few of those found, best for whoever gains
    least first. ``allowed`` is false for a deal with a combination that the case forbids.
    """

    key: str
    name: str
    value: DealValue
    refusing: tuple[str, ...]
    shortfall: Mapping[str, Mapping[str, Shortfall]]
    distance: int | None
    nearest: tuple[DealValue, ...]
    allowed: bool
    narration: str
    case: CaseFile = field(repr=False, compare=False)  # whose words it is told in


def verdicts(case: CaseFile, game: Game, agenda: Agenda, values: Worth, near: bool = True) -> tuple[Verdict, ...]:
    """A verdict for every final deal of the case that belongs to the agenda, in the order of the file."""
    found = []
    for key, deal in case.deals.items():
        if deal.kind == "final" and deal.track in agenda.tracks:
            terms = {name: deal.terms.get(name) or str(issue.status_quo) for name, issue in case.issues.items()}
            found.append(judge(case, game, agenda, values, key, Deal({**terms, **agenda.fixed}), near=near))
    return tuple(found)


def judge(
    case: CaseFile,
    game: Game,
    agenda: Agenda,
    values: Worth,
    key: str,
    deal: Deal,
    name: str | None = None,
    near: bool = True,
) -> Verdict:
    """The verdict on one deal that names an option for every issue.

    ``key`` is that of a deal of the case; for any other deal ``name`` says what it is called. Without ``near`` the
    nearest deals are not looked for, which takes most of the time.
    """
    value = value_deal(game, values, deal, agenda)
    crossed = {line.party for line in value.crosses}
    refusing = tuple(p for p in agenda.consent if p in crossed or value.gain[p] < -TOLERANCE)
    shortfall = _shortfall(game, agenda, values, value)
    distance, nearest = _nearest(game, agenda, values, deal) if near else (None, ())
    name = case.deals[key].name if name is None else name
    narration = _narrate(case, agenda, name, value, refusing, shortfall, alternative(values, agenda))
    allowed = game.space.allowed(deal)
    if not allowed:
        narration = f"‘{name}’ contains a combination that the case forbids. As to its worth: {narration}"
    if near and (refusing or not allowed):
        narration += _narrate_nearest(case, agenda, value, distance, nearest)
    shut = [f"‘{case.issues[k].options[o]}’" for k, o in deal.items() if o not in game.options(agenda)[k]]
    if shut:
        narration += f" In today's situation {' and '.join(shut)} cannot be agreed on."
    named = case.deals[key].terms if key in case.deals else {}
    left_out = [case.issues[k].name for k, o in named.items() if deal[k] != o]
    if left_out:
        narration += f" Judged on ‘{agenda.title}’ alone: its terms on {' and '.join(left_out)} are left out."
    return Verdict(key, name, value, refusing, shortfall, distance, nearest, allowed, narration, case)


def _shortfall(game: Game, agenda: Agenda, values: Worth, value: DealValue) -> dict[str, dict[str, Shortfall]]:
    found: dict[str, dict[str, Shortfall]] = {party: {} for party in agenda.consent}
    open_to = game.options(agenda)
    for issue in game.space.issues:
        if issue.name in agenda.fixed:
            continue
        others = [
            Deal({**value.deal, issue.name: option})
            for option in open_to[issue.name]
            if option != value.deal[issue.name]
        ]
        worths = [value_deal(game, values, other, agenda) for other in others if game.space.allowed(other)]
        for party in agenda.consent:
            best = max(worths, key=lambda other: other.value[party], default=value)
            more = best.value[party] - value.value[party]
            better = more > TOLERANCE
            found[party][issue.name] = Shortfall(more if better else 0.0, best.deal[issue.name] if better else None)
    return found


def _nearest(game: Game, agenda: Agenda, values: Worth, deal: Deal) -> tuple[int | None, tuple[DealValue, ...]]:
    """The deals that all would take with the fewest changes, over all ways of breaking; none is sought for a quorum."""
    if agenda.quorum:
        return None, ()
    distance: int | None = None
    nearest: list[Deal] = []
    for each in acceptable_classes(game, agenda):
        least = least_utility(game, values, agenda, game.breaks(each.terms))
        found = nearest_deals(game.space, deal, np.array(least), agenda.consent, each.where, limit=NEAR_SOUGHT)
        if found.distance is None or (distance is not None and found.distance > distance):
            continue
        nearest = [*(nearest if found.distance == distance else []), *found.deals]
        distance = found.distance
    worths = [value_deal(game, values, other, agenda) for other in nearest]
    worths.sort(key=lambda other: (len(other.counting_on_a_break()), -min(other.gain[p] for p in agenda.consent)))
    return distance, tuple(worths[:NEAR_SHOWN])


def _narrate(
    case: CaseFile,
    agenda: Agenda,
    name: str,
    value: DealValue,
    refusing: tuple[str, ...],
    shortfall: Mapping[str, Mapping[str, Shortfall]],
    instead: str,
) -> str:
    if not refusing:
        return f"Nobody whose consent counts would refuse ‘{name}’."
    enough = agenda.quorum is not None and len(agenda.consent) - len(refusing) >= agenda.quorum
    sentences = [f"‘{name}’ has the consent of the {agenda.quorum} that it needs."] if enough else []
    for party in refusing:
        title = case.parties[party].name
        lines = [line for line in value.crosses if line.party == party]
        if value.gain[party] < -TOLERANCE:
            sentences.append(
                f"{title} would refuse ‘{name}’: it is worth {written(-value.gain[party])} of its swing less than "
                f"{instead}."
            )
            issue, cost = max(shortfall[party].items(), key=lambda item: item[1].amount)
            if cost.instead is not None:
                named = case.issues[issue]
                sentences.append(
                    f"‘{named.name}’ costs it most: ‘{named.options[cost.instead]}’ instead would be worth "
                    f"{written(cost.amount)} more to it."
                )
        for line in lines:
            option = case.issues[line.issue].options[value.deal[line.issue]]
            sentences.append(f"{title} has firmly refused ‘{option}’ on ‘{case.issues[line.issue].name}’.")
    return " ".join(sentences)


def _narrate_nearest(
    case: CaseFile, agenda: Agenda, value: DealValue, distance: int | None, nearest: tuple[DealValue, ...]
) -> str:
    if agenda.quorum:
        return ""
    if distance is None:
        return " No change of its terms makes a deal that all would take."
    best = nearest[0].deal
    changes = [
        f"‘{issue.options[best[name]]}’ on ‘{issue.name}’"
        for name, issue in case.issues.items()
        if best[name] != value.deal[name]
    ]
    many = "one change" if distance == 1 else f"{distance} changes"
    waiting = [case.parties[p].name for p in nearest[0].counting_on_a_break() if p in agenda.consent]
    aside = f" ({' and '.join(waiting)} only because it may break)" if waiting else ""
    return f" With {many} all would take it: {' and '.join(changes)}{aside}."
