"""Interim deals today: who would take them, the price of a truce, offers that cost their giver nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.bargaining import fight_to_finish
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Game
from ripeness.case.menu import Item
from ripeness.case.model import CaseDeal, CaseFile
from ripeness.case.modes import interim_flow, landing, periods
from ripeness.case.states import matrix
from ripeness.outlook.solved import SolvedTalks
from ripeness.outlook.worth import written
from ripeness.outlook.zone import named

ITSELF = "the period itself"
TOGETHER = "together"


@dataclass(frozen=True, slots=True)
class InterimAnswer:
    """One interim deal of the case, as of today.

    ``possible``: whether it is on the menu today. ``gain[party]``: what striking it now is worth over not agreeing now,
    in swings; ``gain_at_war`` the same where no final deal ever comes. ``price[party]`` of those asked: the least that
    it would have to be paid in the period to accept, 0 where it would accept anyway. ``parts[party]``: how the gain
    comes about: what the period pays, what each variable does that the deal changes (against leaving that one as it
    is), and what they do only together; empty for deals that run longer than a period. ``free``: givers whom the offer
    costs nothing.
    """

    key: str
    possible: bool
    gain: Mapping[str, float]
    gain_at_war: Mapping[str, float]
    price: Mapping[str, float]
    parts: Mapping[str, Mapping[str, float]]
    refusing: tuple[str, ...]
    free: tuple[str, ...]
    narration: str


def interim_answers(solved: SolvedTalks) -> tuple[InterimAnswer, ...]:
    """Every interim deal of the case in its order; those that are not on the menu today are marked so."""
    return tuple(
        _answer(solved, number, item) for number, item in enumerate(solved.talks.items) if item.kind == "interim"
    )


def price_of(solved: SolvedTalks, key: str, party: str, state: int | None = None) -> float:
    """The least that a party must be paid in the period to accept an interim deal in a state (today), in swings.

    0 or below: it would accept for nothing. Raises KeyError where the deal is not on the menu there.
    """
    place = solved.talks.now if state is None else state
    for number, item in enumerate(solved.talks.items):
        if item.key == key and item.kind == "interim" and solved.talks.talks.menu[place, number]:
            column = solved.talks.column(party)
            return float(solved.threshold(place)[column] - solved.item_worth(place)[number, column])
    raise KeyError(key)


def _answer(solved: SolvedTalks, number: int, item: Item) -> InterimAnswer:
    case, game, talks = solved.case, solved.game, solved.talks
    key = str(item.key)
    deal = case.deals[key]
    consent = case.tracks[deal.track].consent
    possible = bool(talks.talks.menu[talks.now, number])
    if not possible:
        return InterimAnswer(key, False, {}, {}, {}, {}, (), (), _impossible(case, deal, game))
    gain = solved.by_party(solved.item_worth(talks.now)[number] - solved.threshold(talks.now))
    at_war = _gain_at_war(solved, key)
    price = {party: max(0.0, -gain[party]) if party not in item.crossed else float("inf") for party in consent}
    refusing = tuple(party for party in consent if price[party] > TOLERANCE)
    givers = [party for party in deal.offered_by if party in game.parties]
    free = tuple(party for party in givers if _own_gain(solved, number, party) >= -TOLERANCE)
    parts = _parts(solved, deal) if periods(case, deal) == 1 else {}
    narration = _narrate(case, deal, consent, gain, price, refusing, free, parts)
    return InterimAnswer(key, True, gain, at_war, price, parts, refusing, free, narration)


def _own_gain(solved: SolvedTalks, number: int, party: str) -> float:
    """What a deal is worth to the party that offers it, over not offering it: a giver need not leave the talks."""
    column, now = solved.talks.column(party), solved.talks.now
    return float(solved.item_worth(now)[number, column] - solved.continuation[now, column])


def _gain_at_war(solved: SolvedTalks, key: str) -> dict[str, float]:
    """The gain where no final deal ever comes: the interim deal once, then fighting to the finish."""
    talks, game = solved.talks, solved.game
    war = fight_to_finish(talks.talks.situation)
    number = next(k for k, item in enumerate(talks.items) if item.key == key and item.kind == "interim")
    place = number - talks.talks.finals
    worth = talks.talks.flow[place] + talks.talks.coming(war)[1 + place]
    return solved.by_party((worth - war)[game.now])


def _parts(solved: SolvedTalks, deal: CaseDeal) -> dict[str, dict[str, float]]:
    """The gain over going on by where it comes from, for each party, in swings."""
    case, game = solved.case, solved.game
    now = game.kept[game.now]
    pays = interim_flow(case, game, deal, game.product.moved(deal.changes)[[now]])[0] - game.pays[now]
    whole = _coming(solved, deal.changes, deal.afterwards)
    total = pays + whole - _coming(solved, {}, {})
    parts: dict[str, dict[str, float]] = {party: {ITSELF: float(pays[k])} for k, party in enumerate(game.parties)}
    for variable in deal.changes:
        rest = {name: value for name, value in deal.changes.items() if name != variable}
        share = whole - _coming(solved, rest, deal.afterwards)
        for k, party in enumerate(game.parties):
            parts[party][variable] = float(share[k])
    for k, party in enumerate(game.parties):
        parts[party][TOGETHER] = float(total[k] - sum(parts[party].values()))
    return parts


def _coming(solved: SolvedTalks, changes: Mapping[str, str], afterwards: Mapping[str, str]) -> np.ndarray:
    """Discounted worth of the next period if ``changes`` move today's situation and hold it for the period, [party]."""
    game = solved.game
    start = game.product.moved(changes)[game.kept[[game.now]]]
    lands = landing(game, afterwards)
    worth = np.zeros(len(game.parties))
    for party in range(len(game.parties)):
        lead = matrix(game.product, game.kept, game.chances[party], start, set(changes))
        following = solved.following[: len(game.states), party][lands]
        worth[party] = game.situation.discount[party] * (lead @ following)[0]
    return worth


def _impossible(case: CaseFile, deal: CaseDeal, game: Game) -> str:
    today = dict(zip(game.product.values, game.states[game.now], strict=True))
    variables = case.situation.variables
    unmet = [
        f"{variables[name].name}: {variables[name].values[today[name]]}"
        for name, condition in deal.only_if.items()
        if not condition.met(today[name])
    ]
    why = f" ({', '.join(unmet)} today)" if unmet else ""
    return f"‘{deal.name}’ is not possible in today's situation{why}."


def _narrate(
    case: CaseFile,
    deal: CaseDeal,
    consent: tuple[str, ...],
    gain: Mapping[str, float],
    price: Mapping[str, float],
    refusing: tuple[str, ...],
    free: tuple[str, ...],
    parts: Mapping[str, Mapping[str, float]],
) -> str:
    name = f"‘{deal.name}’"
    if not refusing:
        said = [f"{named(case, consent)} would agree to {name}."]
    else:
        said = []
        for party in refusing:
            who = case.parties[party].name
            if np.isinf(price[party]):
                said.append(f"{who} has firmly refused what {name} contains.")
            else:
                least = written(price[party])
                said.append(f"{who} would refuse {name} unless it were paid {least} of its swing for the period.")
    said += [_why(case, party, parts[party]) for party in (refusing or consent) if party in parts]
    if free:
        said.append(
            f"The offer costs {named(case, free)} nothing: "
            + " and ".join(f"{case.parties[p].name} prefers it to going on by {written(gain[p])}" for p in free)
            + "."
        )
    return " ".join(each for each in said if each)


def _why(case: CaseFile, party: str, parts: Mapping[str, float]) -> str:
    """Where a party's gain comes from, where it comes from more than one thing, the costs first."""
    variables = case.situation.variables
    telling = {name: amount for name, amount in parts.items() if name != TOGETHER and abs(amount) >= 5e-4}
    if len(telling) < 2:
        return ""
    labels = {ITSELF: f"the {case.period} itself"} | {key: f"‘{each.name}’" for key, each in variables.items()}
    bad = [f"{labels[name]} ({written(amount)})" for name, amount in telling.items() if amount < 0]
    good = [f"{labels[name]} (+{written(amount)})" for name, amount in telling.items() if amount > 0]
    who = case.parties[party].name
    if bad and good:
        return f"To {who} it costs by {' and '.join(bad)} and gains by {' and '.join(good)}."
    return ""
