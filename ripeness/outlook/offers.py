"""The named final offers today, with the talks solved: what they cost their givers, and who would take them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda, met
from ripeness.outlook.solved import SolvedTalks
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import Worth, value_deal
from ripeness.outlook.zone import named


@dataclass(frozen=True, slots=True)
class Offer:
    """One named final deal: ``gain[party]`` over not agreeing now, in swings, and who would hold out against it now.

    ``possible``: whether today's situation and the case's rules allow its terms. ``cost`` is what the offer costs each
    party that makes it, in its swings: what not agreeing is worth less what the deal is; at or below 0 the offer is
    ``free``: its giver prefers it to going on anyway.
    """

    key: str
    possible: bool
    gain: Mapping[str, float]
    refusing: tuple[str, ...]
    cost: Mapping[str, float]
    free: tuple[str, ...]
    narration: str


def offers(solved: SolvedTalks, agenda: Agenda, war: Worth) -> tuple[Offer, ...]:
    """Every final deal of the case that belongs to the agenda, in the order of the file."""
    case = solved.case
    return tuple(
        _offer(solved, agenda, war, key)
        for key, deal in case.deals.items()
        if deal.kind == "final" and deal.track in agenda.tracks
    )


def _offer(solved: SolvedTalks, agenda: Agenda, war: Worth, key: str) -> Offer:
    case, game = solved.case, solved.game
    given = case.deals[key]
    terms = {name: given.terms.get(name) or str(issue.status_quo) for name, issue in case.issues.items()}
    deal = Deal({**terms, **agenda.fixed})
    value, at_war = (value_deal(game, values, deal, agenda) for values in (solved.worth, war))
    crossed = {line.party for line in value.crosses}
    refusing = tuple(p for p in agenda.consent if p in crossed or value.gain[p] < -TOLERANCE)
    going_on = solved.by_party(solved.continuation[game.now])
    cost = {party: going_on[party] - value.value[party] for party in given.offered_by if party in game.parties}
    free = tuple(party for party, amount in cost.items() if amount <= TOLERANCE)
    open_to = game.options(agenda)
    today = dict(zip(game.product.values, game.states[game.now], strict=True))
    possible = (
        game.space.allowed(deal) and all(deal[issue] in open_to[issue] for issue in deal) and met(given.only_if, today)
    )
    said = [f"Nobody whose consent counts would hold out against ‘{given.name}’ now."]
    if refusing:
        waiting = [p for p in refusing if p not in crossed and at_war.gain[p] >= -TOLERANCE]
        aside = f" ({named(case, waiting)} only for a better one later: it beats the war)" if waiting else ""
        said = [f"Against ‘{given.name}’ would hold out now: {named(case, refusing)}{aside}."]
    if not possible:
        said.append("Today's situation or the rules of the case do not allow it.")
    if free:
        by = listed([f"{case.parties[party].name} by {written(-cost[party])}" for party in free])
        said.append(f"It costs those who offer it nothing: they prefer it to going on, {by}.")
    dear = [f"{case.parties[party].name} {written(cost[party])}" for party in cost if party not in free]
    if dear:
        said.append(f"Against going on it would cost, in swings: {listed(dear)}.")
    return Offer(key, possible, value.gain, refusing, cost, free, " ".join(said))
