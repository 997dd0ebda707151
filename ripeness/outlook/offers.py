"""The named final offers today, with the talks solved: what they cost their givers, and who would take them now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda
from ripeness.outlook.solved import SolvedTalks
from ripeness.outlook.worth import value_deal, written
from ripeness.outlook.zone import named


@dataclass(frozen=True, slots=True)
class Offer:
    """One named final deal: ``gain[party]`` over not agreeing now, in swings, and who would refuse it now.

    ``cost`` is what the offer costs each party that makes it, in its swings: what not agreeing is worth less what the
    deal is; at or below 0 the offer is ``free``: its giver prefers it to going on anyway.
    """

    key: str
    gain: Mapping[str, float]
    refusing: tuple[str, ...]
    cost: Mapping[str, float]
    free: tuple[str, ...]
    narration: str


def offers(solved: SolvedTalks, agenda: Agenda) -> tuple[Offer, ...]:
    """Every final deal of the case that belongs to the agenda, in the order of the file."""
    case = solved.case
    return tuple(
        _offer(solved, agenda, key)
        for key, deal in case.deals.items()
        if deal.kind == "final" and deal.track in agenda.tracks
    )


def _offer(solved: SolvedTalks, agenda: Agenda, key: str) -> Offer:
    case, game = solved.case, solved.game
    given = case.deals[key]
    terms = {name: given.terms.get(name) or str(issue.status_quo) for name, issue in case.issues.items()}
    value = value_deal(game, solved.worth, Deal({**terms, **agenda.fixed}), agenda)
    crossed = {line.party for line in value.crosses}
    refusing = tuple(p for p in agenda.consent if p in crossed or value.gain[p] < -TOLERANCE)
    going_on = solved.by_party(solved.continuation[game.now])
    cost = {party: going_on[party] - value.value[party] for party in given.offered_by if party in game.parties}
    free = tuple(party for party, amount in cost.items() if amount <= TOLERANCE)
    said = [f"‘{given.name}’ would be refused now by {named(case, refusing)}."] if refusing else []
    if not refusing:
        said = [f"Nobody whose consent counts would refuse ‘{given.name}’ now."]
    if free:
        by = " and ".join(f"{case.parties[party].name} ({written(-cost[party])})" for party in free)
        said.append(f"It costs those who offer it nothing: they prefer it to going on, {by}.")
    dear = {party: amount for party, amount in cost.items() if party not in free}
    if dear:
        by = " and ".join(
            f"{case.parties[party].name} {written(amount)} of its swing" for party, amount in dear.items()
        )
        said.append(f"It would cost {by} against going on.")
    return Offer(key, value.gain, refusing, cost, free, " ".join(said))
