"""What given offers are worth if they are made for ever, or in turn for ever: linear equations, no iteration.

With the offers of every state fixed, the value of talks is the solution of V = r + A V, where A holds the
discounted moves of fighting on and of interim items, and the weight of the talks after a break. Offers that take turns
with period p, as in a cycle of a damped iteration, give p such equations, each about the value after the one before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]


def lasting_values(talks: Talks, rounds: Sequence[Round], damping: float = 1.0) -> list[Floats]:
    """Solve for the values before each of the rounds if they take turns for ever, ``[state, party]`` each.

    x[t+1] = (1 - damping) x[t] + damping (r[t] + A[t] x[t]), and after the last comes the first. For a single
    round that is its stationary value, whatever the damping.
    """
    from scipy.sparse import block_array, csc_array, eye_array
    from scipy.sparse.linalg import splu

    states, parties = talks.situation.flow.shape
    weights = [_weights(talks, each) for each in rounds]
    sure = [_sure(talks, each, fighting) for each, (_, fighting) in zip(rounds, weights, strict=True)]
    solution = np.empty((len(rounds), states, parties))
    for party, discount in enumerate(talks.situation.discount):
        moves = [
            discount * (chosen @ talks.moves[party]) + _resuming(talks, each, party)
            for each, (chosen, _) in zip(rounds, weights, strict=True)
        ]
        if len(rounds) == 1:
            solution[0, :, party] = splu(csc_array(eye_array(states) - moves[0])).solve(sure[0][:, party])
            continue
        blocks: list[list[Any]] = [[None] * len(rounds) for _ in rounds]
        for turn, move in enumerate(moves):
            following = (turn + 1) % len(rounds)
            blocks[following][following] = eye_array(states)
            blocks[following][turn] = -((1 - damping) * eye_array(states) + damping * move)
        before = [damping * sure[turn - 1][:, party] for turn in range(len(rounds))]
        system = csc_array(block_array(blocks))
        solution[:, :, party] = splu(system).solve(np.concatenate(before)).reshape(len(rounds), states)
    return list(solution)


def shares(talks: Talks, held: Round) -> tuple[Floats, Floats]:
    """How a round ends: chance ``[state, proposer]`` that the offer is struck, and ``[state]`` that it is fought on."""
    struck = talks.recognition * held.chance * (held.offer != NOTHING)
    fighting = 1 - struck.sum(axis=1)
    if held.leave is not None:
        fighting -= (talks.recognition[:, :, None] * held.leave).sum(axis=(1, 2))
    return struck, np.where(talks.situation.ends, 0.0, fighting)


def _weights(talks: Talks, held: Round) -> tuple[csr_array, Floats]:
    """The chance of each move, ``[state, move and state]`` as in ``talks.moves``, and that of fighting on."""
    from scipy.sparse import csr_array

    struck, fighting = shares(talks, held)
    states = len(fighting)
    at, proposer = np.nonzero(held.offer >= talks.finals)
    move = 1 + held.offer[at, proposer] - talks.finals
    chance = np.concatenate((fighting, struck[at, proposer]))
    rows, columns = np.concatenate((np.arange(states), at)), np.concatenate((np.arange(states), move * states + at))
    return csr_array((chance, (rows, columns)), shape=(states, states * (1 + len(talks.interim)))), fighting


def _resuming(talks: Talks, held: Round, party: int) -> csr_array:
    """The weight, for a party, of the talks that follow a break of what the round strikes, ``[state, next_state]``."""
    from scipy.sparse import csr_array

    struck, _ = shares(talks, held)
    at, proposer = np.nonzero((held.offer != NOTHING) & (held.offer < talks.finals))
    broken = talks.breaks[held.offer[at, proposer]]
    weight = struck[at, proposer] * talks.durability.resumed[broken, at, party]
    states = len(struck)
    return csr_array((weight, (at, talks.durability.after[broken, at])), shape=(states, states))


def _sure(talks: Talks, held: Round, fighting: Floats) -> Floats:
    """What a round pays by itself: flows, lumps, exits, ends, ``[state, party]``."""
    situation = talks.situation
    struck, _ = shares(talks, held)
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
