"""Talks whose responders err: each accepts with a logit chance, the proposer best-replies to those chances.

A responder that is offered a, and has the better of going on and leaving at r, accepts with the chance
1 / (1 + exp(-precision (a - r))). Responders answer in the order of the parties; one that refuses leaves for
good if leaving is worth more to it than going on. The proposer weighs each item by these chances. As the
precision grows, answers become exact, except at indifference, where the chance stays one half.

Source: McKelvey and Palfrey 1998, "Quantal response equilibria for extensive form games", Experimental
Economics 1 (here with errors of responders only).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.equilibrium import Stationary
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.evaluation import after_leaving
from ripeness.bargaining.rounds import (
    Board,
    Round,
    Table,
    first_best,
    others_sum,
    prepared,
    worths,
)
from ripeness.bargaining.talks import DECIMALS, NOTHING, Talks
from ripeness.bargaining.talks_stationary import DAMPING, search_from

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Replies:
    """How responders answer each item if one party proposes it: chances ``[state, item]``.

    ``leave[state, item, responder]`` is None where nobody would leave.
    """

    accept: Floats
    leave: Floats | None


def quantal(
    talks: Talks,
    precision: ArrayLike,
    starts: int = 5,
    seed: int = 0,
    tolerance: float = 1e-9,
    sweeps: int = 1000,
    damping: Sequence[float] = DAMPING,
    start: ArrayLike | None = None,
) -> Stationary:
    """Search for stationary strategies with logit acceptance.

    ``precision``: per swing, one number or ``[party]``. The search, its starts and its honesty are those of
    :func:`ripeness.bargaining.talks_stationary.stationary`. Raises BargainingError where an item needs only a
    quorum while somebody may leave: who then leaves is not defined.
    """
    parties = talks.recognition.shape[1]
    sharp = np.array(np.broadcast_to(np.asarray(precision, dtype=np.float64), (parties,)))
    if not np.isfinite(sharp).all() or (sharp < 0).any():
        raise BargainingError(f"precision is {sharp.tolist()}: give finite numbers per swing, 0 or more.")
    exits = _would_leave(talks)
    if exits and (talks.quorum < talks.consent.sum(axis=1)).any():
        raise BargainingError(
            "some items need only a quorum, and some party may leave: quantal answers are defined for one or the "
            "other. Drop the exits or ask for everybody's consent."
        )
    board = prepared(talks, thinned=not exits)  # an offer may be made to be refused where somebody then leaves

    def step(value: Floats) -> Round:
        return hold_quantal_round(board, value, sharp)

    return search_from(talks, step, starts, seed, tolerance, sweeps, damping, start, precision=sharp)


def hold_quantal_round(board: Board, value: Floats, precision: Floats) -> Round:
    """Hold one round with logit answers, given the value of the next period ``[state, party]``."""
    talks = board.talks
    coming = talks.coming(value)
    continuation = talks.situation.flow + coming[0]
    worth = worths(board, value, coming)
    otherwise = np.fmax(continuation, talks.exits)
    logit = _logistic(precision * (worth - otherwise[:, None, :]))
    answers = np.where(board.table.consent, logit, 1.0)
    states, parties = continuation.shape
    offer, chance = np.full((states, parties), NOTHING, dtype=np.intp), np.zeros((states, parties))
    leave = np.zeros((states, parties, parties)) if _would_leave(talks) else None
    now = continuation.copy()
    for proposer in np.flatnonzero(talks.recognition.any(axis=0)).tolist() if len(board.table.items) else []:
        replies = _replies(board, answers, continuation, proposer)
        gain = _gains(talks, worth, replies, continuation)
        place, made = _best_offer(board, gain, proposer)
        at = np.arange(states)
        offer[:, proposer] = np.where(made, board.table.items[place], NOTHING)
        chance[:, proposer] = np.where(made, replies.accept[at, place], 0.0)
        if leave is not None and replies.leave is not None:
            leave[:, proposer] = np.where(made[:, None], replies.leave[at, place], 0.0)
        now += (talks.recognition[:, proposer] * made)[:, None] * gain[at, place]
    ends = talks.situation.ends
    now[ends] = talks.situation.end_value[ends]
    return Round(now, continuation, offer, chance, leave)


def _would_leave(talks: Talks) -> bool:
    return bool(np.isfinite(talks.exits[~talks.situation.ends]).any())


def _logistic(exponent: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(exponent / 2))


def _replies(board: Board, answers: Floats, continuation: Floats, proposer: int) -> Replies:
    """Chances of acceptance and of departures, ``answers[state, item, party]`` given; the proposer does not answer."""
    answers = answers.copy()
    answers[:, :, proposer] = 1.0
    if board.table.spare.any():
        return Replies(_enough(board.table, answers), None)
    reached: Floats = np.multiply.accumulate(answers, axis=2)
    talks = board.talks
    if not _would_leave(talks):
        return Replies(reached[:, :, -1], None)
    before = np.concatenate((np.ones_like(reached[:, :, :1]), reached[:, :, :-1]), axis=2)
    leaving = talks.exits > continuation  # False where there is no exit
    return Replies(reached[:, :, -1], before * (1 - answers) * leaving[:, None, :])


def _enough(table: Table, answers: Floats) -> Floats:
    """Chance that at least the quorum accepts, ``[state, item]``: party by party, the chance of each count."""
    states, items, parties = answers.shape
    count = np.zeros((parties + 1, states, items))
    count[0] = 1.0
    for party in range(parties):
        yes = np.where(table.consent[:, party], answers[:, :, party], 0.0)  # who is not asked adds no vote
        count[1:] = count[1:] * (1 - yes) + count[:-1] * yes
        count[0] *= 1 - yes
    quorum = table.consent.sum(axis=1) - table.spare
    return np.where(np.arange(parties + 1)[:, None, None] >= quorum, count, 0.0).sum(axis=0)


def _gains(talks: Talks, worth: Floats, replies: Replies, continuation: Floats) -> Floats:
    """What offering each item is expected to add to going on, ``[state, item, party]``."""
    gain = replies.accept[:, :, None] * (worth - continuation[:, None, :])
    if replies.leave is None:
        return gain
    for leaver in range(continuation.shape[1]):
        change = np.nan_to_num(after_leaving(talks, leaver) - continuation)
        gain += replies.leave[:, :, leaver, None] * change[:, None, :]
    return gain


def _best_offer(board: Board, gain: Floats, proposer: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The offer that promises the proposer most, ``[state]`` places, and whether it is better than offering nothing."""
    allowed = board.table.proposers[:, proposer] & board.table.listed
    own, others = gain[:, :, proposer].round(DECIMALS), others_sum(gain, proposer)
    place = first_best(own, others, allowed)
    at = np.arange(len(place))
    promised, shared = own[at, place], others[at, place]
    better = (promised > 0) | ((promised == 0) & (shared > 0))
    return place, better & allowed[at, place] & (board.table.recognition[:, proposer] > 0)
