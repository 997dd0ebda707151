"""What given offers are worth if they are made for ever, or in turn for ever: linear equations, no iteration.

With the offers of every state fixed, the value of talks is the solution of V = r + A V, where A holds the
discounted moves of fighting on and of interim items, and the weight of the talks after a break. Offers that take turns
with period p, as in a cycle of a damped iteration, give p such equations, each about the value after the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

Floats = NDArray[np.float64]

ROUNDING = 1e-15  # chances that sum to 1 but for the order of their sum: a zero keeps the equations sparse


class Turns(NamedTuple):
    """Rounds that take turns: ``offer[round, state, proposer]``, how likely each is struck, and ``fighting``."""

    offer: NDArray[np.int64]
    struck: Floats
    fighting: Floats


class Lasting(NamedTuple):
    """How final items last: how many there are, the way of each, and after each way what follows, as ``Durability``."""

    finals: int
    way: NDArray[np.int64]
    after: NDArray[np.int64]
    resumed: Floats


def lasting_values(talks: Talks, rounds: Sequence[Round], damping: float = 1.0) -> list[Floats]:
    """Solve for the values before each of the rounds if they take turns for ever, ``[state, party]`` each.

    x[t+1] = (1 - damping) x[t] + damping (r[t] + A[t] x[t]), and after the last comes the first. For a single
    round that is its stationary value, whatever the damping.
    """
    from scipy.sparse import csc_array
    from scipy.sparse.linalg import splu

    from ripeness.bargaining.kernels import equations

    states, parties = talks.situation.flow.shape
    ended = [shares(talks, each) for each in rounds]
    sure = [_sure(talks, each, *end) for each, end in zip(rounds, ended, strict=True)]
    right = damping * np.roll(sure, 1, axis=0).reshape(-1, parties)
    turns = Turns(
        np.array([each.offer for each in rounds], dtype=np.int64),
        np.array([struck for struck, _ in ended]),
        np.array([fighting for _, fighting in ended]),
    )
    lasts = talks.durability
    lasting = Lasting(talks.finals, talks.breaks % len(lasts.chance), lasts.after, lasts.resumed)
    solution = np.empty((len(rounds), states, parties))
    for party, discount in enumerate(talks.situation.discount.tolist()):
        begin, column, weight = equations(talks.chains, party, discount, lasting, turns, damping)
        rows = csc_array((weight, column, begin), shape=(len(right), len(right)))  # of the transposed system
        solution[:, :, party] = splu(rows).solve(right[:, party], trans="T").reshape(len(rounds), states)
    return list(solution)


def shares(talks: Talks, held: Round) -> tuple[Floats, Floats]:
    """How a round ends: chance ``[state, proposer]`` that the offer is struck, and ``[state]`` that it is fought on."""
    struck = talks.recognition * held.chance * (held.offer != NOTHING)
    fighting = 1 - struck.sum(axis=1)
    if held.leave is not None:
        fighting -= (talks.recognition[:, :, None] * held.leave).sum(axis=(1, 2))
    return struck, np.where(talks.situation.ends | (np.abs(fighting) < ROUNDING), 0.0, fighting)


def _sure(talks: Talks, held: Round, struck: Floats, fighting: Floats) -> Floats:
    """What a round pays by itself: flows, lumps, exits, ends, ``[state, party]``."""
    situation = talks.situation
    paid = fighting[:, None] * situation.flow
    for proposer in range(struck.shape[1]):
        paid += struck[:, proposer, None] * paid_by(talks, held.offer[:, proposer])
    if held.leave is not None:
        paid += _paid_on_leaving(talks, held.leave)
    return np.where(situation.ends[:, None], situation.end_value, paid)


def paid_by(talks: Talks, item: NDArray[np.intp]) -> Floats:
    """Lump (what a break leaves of it) or flow of one item per state, ``[state, party]``; 0 where it is NOTHING."""
    states = np.arange(len(item))
    paid = np.zeros((len(item), talks.value.shape[-1]))
    final = states[(item != NOTHING) & (item < talks.finals)]
    paid[final] = talks.value[item[final]] if talks.value.ndim == 2 else talks.value[final, item[final]]
    paid[final] *= talks.durability.kept[talks.breaks[item[final]], final]
    interim = states[item >= talks.finals]
    paid[interim] = talks.flow[item[interim] - talks.finals, interim]
    return paid


def _paid_on_leaving(talks: Talks, leave: Floats) -> Floats:
    """What departures pay, weighted by their chances ``leave[state, proposer, responder]``, ``[state, party]``."""
    paid = np.zeros(talks.recognition.shape)
    for leaver in range(leave.shape[2]):
        chance = (talks.recognition * leave[:, :, leaver]).sum(axis=1, keepdims=True)
        paid += chance * np.where(chance > 0, after_leaving(talks, leaver), 0.0)
    return paid


def after_leaving(talks: Talks, leaver: int) -> Floats:
    """What everybody gets once this party has left, ``[state, party]``: its exit, for the others war to the finish."""
    worth = talks.war.copy()
    worth[:, leaver] = talks.exits[:, leaver]
    return worth
