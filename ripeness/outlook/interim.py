"""Interim deals today: who would take them, the price of a truce, offers that cost their giver nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.case.game import Game
from ripeness.case.model import CaseDeal, CaseFile
from ripeness.case.modes import interim_flow, landing, periods
from ripeness.case.states import matrix
from ripeness.outlook.solved import SolvedTalks
from ripeness.outlook.words import listed, written
from ripeness.outlook.zone import named

ITSELF = "the period itself"
TOGETHER = "together"
INDIFFERENT = 5e-5  # swings: less than is written, so that nobody refuses for want of a payment of 0


@dataclass(frozen=True, slots=True)
class InterimAnswer:
    """One interim deal of the case, as of today.

    ``possible``: whether it can be struck today. ``gain[party]``: what striking it now is worth over not agreeing now
    (going on, or leaving where that is better), in swings; ``gain_at_war`` the same where no final deal ever comes.
    ``price[party]`` of those asked: the least that it would have to be paid in the period to accept, 0 where it would
    accept anyway. ``parts[party]``: how the gain over going on comes about: what the period pays, what each variable
    does that the deal changes (against leaving that one as it is), and what they do only together; empty for deals
    that run longer than a period. ``free``: givers whom the offer costs nothing; where nobody is said to have offered
    it, those asked whom it costs nothing.
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
    """Every interim deal of the case in its order; those that cannot be struck today are marked so, and why."""
    numbers = {item.key: number for number, item in enumerate(solved.talks.items) if item.kind == "interim"}
    return tuple(
        _answer(solved, key, numbers.get(key)) for key, deal in solved.case.deals.items() if deal.kind == "interim"
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


def _answer(solved: SolvedTalks, key: str, number: int | None) -> InterimAnswer:
    case, game, talks = solved.case, solved.game, solved.talks
    deal = case.deals[key]
    if number is None:  # left out of the talks: too many of those asked firmly refuse it
        return InterimAnswer(key, False, {}, {}, {}, {}, (), (), _refused(case, game, deal))
    if not talks.talks.menu[talks.now, number]:
        return InterimAnswer(key, False, {}, {}, {}, {}, (), (), _impossible(case, deal, game))
    track = case.tracks[deal.track]
    asked = talks.talks.consent[number]
    gain = solved.by_party(solved.item_worth(talks.now)[number] - solved.threshold(talks.now))
    own = solved.by_party(solved.item_worth(talks.now)[number] - solved.continuation[talks.now])
    price = {p: max(0.0, -gain[p]) if asked[talks.column(p)] else float("inf") for p in track.consent}
    refusing = tuple(party for party in track.consent if price[party] > INDIFFERENT)
    givers = deal.offered_by or track.consent
    free = tuple(p for p in givers if p in game.parties and own[p] >= -INDIFFERENT)
    parts = _parts(solved, deal) if periods(case, deal) == 1 else {}
    said = _narrate(case, deal, price, refusing, parts)
    if free:
        gains = listed([f"{case.parties[p].name} prefers it to going on by {written(own[p])}" for p in free])
        said = f"{said} {'The offer' if deal.offered_by else 'It'} costs {named(case, free)} nothing: {gains}."
    return InterimAnswer(key, True, gain, _gain_at_war(solved, number), price, parts, refusing, free, said)


def _gain_at_war(solved: SolvedTalks, number: int) -> dict[str, float]:
    """The gain where no final deal ever comes: the interim deal once, then fighting to the finish."""
    engine, now = solved.talks.talks, solved.talks.now
    place = number - engine.finals
    worth = engine.flow[place, now] + engine.coming(engine.war)[1 + place, now]
    return solved.by_party(worth - engine.war[now])


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
    why = f" (today, {'; '.join(unmet)})" if unmet else ""
    return f"‘{deal.name}’ is not possible in today's situation{why}."


def _refused(case: CaseFile, game: Game, deal: CaseDeal) -> str:
    who = dict.fromkeys(line.party for line in game.firm if deal.terms.get(line.issue) in line.options)
    asked = [party for party in who if party in case.tracks[deal.track].consent]
    return f"‘{deal.name}’ contains what is firmly refused by {named(case, asked)}."


def _narrate(
    case: CaseFile,
    deal: CaseDeal,
    price: Mapping[str, float],
    refusing: tuple[str, ...],
    parts: Mapping[str, Mapping[str, float]],
) -> str:
    quorum = case.tracks[deal.track].quorum
    agreeing = [party for party in price if party not in refusing]
    said = []
    if agreeing:
        said.append(f"{named(case, agreeing)} would agree to ‘{deal.name}’.")
    for party in refusing:
        who = case.parties[party].name
        if np.isinf(price[party]):
            said.append(f"It contains what is firmly refused by {who}.")
        else:
            least = written(price[party])
            said.append(f"{who} would agree to ‘{deal.name}’ only for a payment of {least} of its swing.")
    if quorum:
        said.append(f"It needs {quorum} of them.")
    said += [_why(case, party, parts[party]) for party in (refusing or tuple(price)) if party in parts]
    return " ".join(each for each in said if each)


def _why(case: CaseFile, party: str, parts: Mapping[str, float]) -> str:
    """Where a party's gain comes from, where it comes from more than one thing, the costs first."""
    variables = case.situation.variables
    telling = {name: amount for name, amount in parts.items() if name != TOGETHER and abs(amount) >= 5e-4}
    if len(telling) < 2:
        return ""
    labels = {ITSELF: f"what the {case.period} pays"} | {key: f"‘{each.name}’" for key, each in variables.items()}
    bad = [f"{labels[name]} ({written(amount)})" for name, amount in telling.items() if amount < 0]
    good = [f"{labels[name]} (+{written(amount)})" for name, amount in telling.items() if amount > 0]
    who = case.parties[party].name
    if bad and good:
        return f"{who} loses by {' and '.join(bad)} and gains by {' and '.join(good)}."
    return ""
