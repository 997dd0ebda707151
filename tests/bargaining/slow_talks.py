"""The rules of the talks once more, in plain Python, one state, item and party at a time: the oracle of the solver.

Nothing here is shared with the package but the description of the game.
"""

from __future__ import annotations

import math
from itertools import product
from typing import NamedTuple

import numpy as np

from ripeness.bargaining.talks import NOTHING, Talks


class SlowRound(NamedTuple):
    """Lists over states; ``options[state][proposer]``: every item with what it promises each party."""

    value: list[list[float]]
    continuation: list[list[float]]
    offer: list[list[int]]


def dense_moves(talks: Talks, number: int, party: int | None) -> list[list[float]]:
    """Move 0 is fighting on, then the interim items; for a party's belief or, with None, the reference."""
    states = len(talks.situation.states)
    whole = (talks.reference if party is None else talks.moves[party]).toarray()
    return whole[number * states : (number + 1) * states].tolist()


def expected(talks: Talks, number: int, state: int, party: int, value: list[list[float]]) -> float:
    """Discounted worth of the next period after a move."""
    chances = dense_moves(talks, number, party)[state]
    return float(talks.situation.discount[party]) * sum(p * row[party] for p, row in zip(chances, value, strict=True))


def agreement(talks: Talks, item: int, state: int, party: int, value: list[list[float]]) -> float:
    if item < talks.finals:
        lump = float(talks.value[item, party] if talks.value.ndim == 2 else talks.value[state, item, party])
        h, after = break_of(talks, item, state)
        d = float(talks.situation.discount[party])
        return float(np.round(((1 - d) * lump + d * h * value[after][party]) / (1 - d * (1 - h)), 12)) if h else lump
    interim = item - talks.finals
    flow = np.broadcast_to(np.asarray(talks.interim[interim].flow, float), talks.situation.flow.shape)
    return float(np.round(flow[state, party] + expected(talks, 1 + interim, state, party, value), 12))


def break_of(talks: Talks, item: int, state: int) -> tuple[float, int]:
    """Chance per period that the final item breaks if it is struck in the state, and the state after that."""
    if talks.breaks[item] == NOTHING:
        return 0.0, state
    way = talks.breaking[talks.breaks[item]]
    states = len(talks.situation.states)
    return float(np.broadcast_to(way.chance, states)[state]), int(np.broadcast_to(way.after, states)[state])


def slow_round(talks: Talks, value: list[list[float]]) -> SlowRound:
    situation = talks.situation
    states, parties = range(len(situation.states)), range(len(situation.parties))
    now, going_on, offers = [], [], []
    for state in states:
        c = [float(situation.flow[state, i]) + expected(talks, 0, state, i, value) for i in parties]
        going_on.append(c)
        made = [NOTHING] * len(parties)
        worth = list(c)
        if situation.ends[state]:
            now.append([float(x) for x in situation.end_value[state]])
            offers.append(made)
            continue
        for j in parties:
            chance = float(talks.recognition[state, j])
            if chance == 0:
                continue
            best = None
            for item in range(len(talks.items)):
                if not talks.menu[state, item] or not talks.proposers[item, j]:
                    continue
                a = [agreement(talks, item, state, i, value) for i in parties]
                if not passes(talks, item, state, j, a, c):
                    continue
                others = float(np.round(sum(a[i] for i in parties if i != j), 12))
                if best is None or (a[j], others) > best[0]:
                    best = ((a[j], others), item, a)
            if best is not None:
                made[j] = best[1]
                for i in parties:
                    worth[i] += chance * (best[2][i] - c[i])
        now.append(worth)
        offers.append(made)
    return SlowRound(now, going_on, offers)


def passes(talks: Talks, item: int, state: int, proposer: int, a: list[float], c: list[float]) -> bool:
    """The proposer wants it, and enough of those whose consent counts take it rather than go on or leave."""
    if a[proposer] < c[proposer] - talks.tolerance:
        return False
    votes = 0
    for k in range(len(a)):
        if not talks.consent[item, k]:
            continue
        least = c[k]
        if k != proposer and not math.isnan(talks.exits[state, k]):
            least = max(least, float(talks.exits[state, k]))
        votes += k == proposer or a[k] >= least - talks.tolerance
    return votes >= talks.quorum[item]


def slow_finite(talks: Talks, horizon: int) -> tuple[list[list[list[float]]], list[list[list[int]]]]:
    """Values of every period and, last, of having had no deal; offers of every period."""
    values = [talks.war.tolist()]
    offers: list[list[list[int]]] = []
    for _ in range(horizon):
        held = slow_round(talks, values[0])
        values.insert(0, held.value)
        offers.insert(0, held.offer)
    return values, offers


def slow_quantal_round(talks: Talks, value: list[list[float]], precision: list[float]) -> list[list[float]]:
    """Every offer and every way of answering it, each with its chance."""
    situation = talks.situation
    parties = range(len(situation.parties))
    now = []
    for state in range(len(situation.states)):
        if situation.ends[state]:
            now.append([float(x) for x in situation.end_value[state]])
            continue
        c = [float(situation.flow[state, i]) + expected(talks, 0, state, i, value) for i in parties]
        worth = list(c)
        for j in parties:
            best, promised = (0.0, 0.0), [0.0 for _ in parties]
            for item in range(len(talks.items)):
                if not talks.menu[state, item] or not talks.proposers[item, j]:
                    continue
                gain = slow_promise(talks, item, state, j, value, c, precision)
                others = float(np.round(sum(gain[i] for i in parties if i != j), 12))
                key = (float(np.round(gain[j], 12)), others)
                if key > best:
                    best, promised = key, gain
            for i in parties:
                worth[i] += float(talks.recognition[state, j]) * promised[i]
        now.append(worth)
    return now


def slow_promise(talks, item, state, proposer, value, c, precision) -> list[float]:
    """What an offer is expected to add to going on, for each party, by listing all answers."""
    parties = range(len(c))
    a = [agreement(talks, item, state, i, value) for i in parties]
    asked = [k for k in parties if talks.consent[item, k] and k != proposer]
    needed = int(talks.quorum[item]) - bool(talks.consent[item, proposer])
    exits = [float(x) for x in talks.exits[state]]
    least = [max(c[k], exits[k]) if not math.isnan(exits[k]) else c[k] for k in parties]
    gain = [0.0 for _ in parties]
    for answers in product((True, False), repeat=len(asked)):
        chance = 1.0
        for k, yes in zip(asked, answers, strict=True):
            accept = 1 / (1 + math.exp(-precision[k] * (a[k] - least[k])))
            chance *= accept if yes else 1 - accept
        outcome = c
        if sum(answers) >= needed:
            outcome = a
        else:
            first = next(k for k, yes in zip(asked, answers, strict=True) if not yes)
            if not math.isnan(exits[first]) and exits[first] > c[first]:
                outcome = [exits[first] if i == first else float(talks.war[state, i]) for i in parties]
        for i in parties:
            gain[i] += chance * (outcome[i] - c[i])
    return gain


def slow_outlook(talks: Talks, offer: np.ndarray, state: int, periods: int) -> dict[tuple[int, int, int], float]:
    """Chance of each (period, item, proposer) under exact acceptance, by following every branch."""
    struck: dict[tuple[int, int, int], float] = {}
    now = {state: 1.0}
    for period in range(periods):
        after: dict[int, float] = {}
        for at, chance in now.items():
            if talks.situation.ends[at]:
                continue
            rest = 1.0
            for j, drawn in enumerate(talks.recognition[at]):
                item = int(offer[at, j])
                if item == NOTHING or drawn == 0:
                    continue
                rest -= drawn
                key = (period, item, j)
                struck[key] = struck.get(key, 0.0) + chance * drawn
                if item >= talks.finals:
                    for to, p in enumerate(dense_moves(talks, 1 + item - talks.finals, None)[at]):
                        after[to] = after.get(to, 0.0) + chance * drawn * p
            for to, p in enumerate(dense_moves(talks, 0, None)[at]):
                after[to] = after.get(to, 0.0) + chance * rest * p
        now = after
    return struck


def slow_holding(talks: Talks, offer: np.ndarray, state: int, periods: int) -> list[float]:
    """Chance that a final deal stands at the close of each period, deal by deal and break by break."""
    holding = []
    now, standing = {state: 1.0}, {}
    for _ in range(periods):
        after: dict[int, float] = {}
        for at, chance in now.items():
            if talks.situation.ends[at]:
                continue
            rest = 1.0
            for j, drawn in enumerate(talks.recognition[at]):
                item = int(offer[at, j])
                if item == NOTHING or drawn == 0:
                    continue
                rest -= drawn
                if item < talks.finals:
                    standing[at, item] = standing.get((at, item), 0.0) + chance * drawn
                    continue
                for to, p in enumerate(dense_moves(talks, 1 + item - talks.finals, None)[at]):
                    after[to] = after.get(to, 0.0) + chance * drawn * p
            for to, p in enumerate(dense_moves(talks, 0, None)[at]):
                after[to] = after.get(to, 0.0) + chance * rest * p
        for (at, item), chance in standing.items():
            h, to = break_of(talks, item, at)
            standing[at, item] = chance * (1 - h)
            after[to] = after.get(to, 0.0) + chance * h
        holding.append(sum(standing.values()))
        now = after
    return holding
