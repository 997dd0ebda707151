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
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.equilibrium import Stationary
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.evaluation import after_leaving
from ripeness.bargaining.rounds import (
    Board,
    Round,
    Shelf,
    changed,
    first_best,
    others_sum,
    prepared,
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
    shelf = _one_shelf(board.steady, changed(board, value, coming), len(continuation))
    otherwise = np.fmax(continuation, talks.exits)
    logit = _logistic(precision * (shelf.worth - otherwise[:, None, :]))
    answers = np.where(shelf.consent, logit, 1.0)
    states, parties = continuation.shape
    offer, chance = np.full((states, parties), NOTHING, dtype=np.intp), np.zeros((states, parties))
    leave = np.zeros((states, parties, parties)) if _would_leave(talks) else None
    now = continuation.copy()
    for proposer in np.flatnonzero(talks.recognition.any(axis=0)).tolist() if len(shelf.items) else []:
        replies = _replies(talks, shelf, answers, continuation, proposer)
        gain = _gains(talks, shelf, replies, continuation)
        place, made = _best_offer(talks, shelf, gain, proposer)
        at = np.arange(states)
        offer[:, proposer] = np.where(made, shelf.items[place], NOTHING)
        chance[:, proposer] = np.where(made, replies.accept[at, place], 0.0)
        if leave is not None and replies.leave is not None:
            leave[:, proposer] = np.where(made[:, None], replies.leave[at, place], 0.0)
        now += (talks.recognition[:, proposer] * made)[:, None] * gain[at, place]
    ends = talks.situation.ends
    now[ends] = talks.situation.end_value[ends]
    return Round(now, continuation, offer, chance, leave)


def _would_leave(talks: Talks) -> bool:
    return bool(np.isfinite(talks.exits[~talks.situation.ends]).any())


def _one_shelf(steady: Shelf, changing: Shelf, states: int) -> Shelf:
    """All items side by side, each worth something in each state."""
    common = np.broadcast_to(steady.worth, (states, *steady.worth.shape[1:]))
    listed = [
        np.ones((states, len(shelf.items)), dtype=np.bool_) if shelf.listed is None else shelf.listed
        for shelf in (steady, changing)
    ]
    items = np.concatenate((steady.items, changing.items))
    by_number = np.argsort(items)  # of items that tie, the first is offered
    return replace(
        steady,
        items=items[by_number],
        worth=np.concatenate((common, changing.worth), axis=1)[:, by_number],
        listed=np.concatenate(listed, axis=1)[:, by_number],
        consent=np.concatenate((steady.consent, changing.consent))[by_number],
        quorum=np.concatenate((steady.quorum, changing.quorum))[by_number],
        proposers=np.concatenate((steady.proposers, changing.proposers))[by_number],
        order=None,
    )


def _logistic(exponent: Floats) -> Floats:
    return 0.5 * (1 + np.tanh(exponent / 2))


def _replies(talks: Talks, shelf: Shelf, answers: Floats, continuation: Floats, proposer: int) -> Replies:
    """Chances of acceptance and of departures, ``answers[state, item, party]`` given; the proposer does not answer."""
    answers = answers.copy()
    answers[:, :, proposer] = 1.0
    if (shelf.quorum < shelf.consent.sum(axis=1)).any():
        return Replies(_enough(shelf, answers), None)
    reached: Floats = np.multiply.accumulate(answers, axis=2)
    if not _would_leave(talks):
        return Replies(reached[:, :, -1], None)
    before = np.concatenate((np.ones_like(reached[:, :, :1]), reached[:, :, :-1]), axis=2)
    leaving = talks.exits > continuation  # False where there is no exit
    return Replies(reached[:, :, -1], before * (1 - answers) * leaving[:, None, :])


def _enough(shelf: Shelf, answers: Floats) -> Floats:
    """Chance that at least the quorum accepts, ``[state, item]``: party by party, the chance of each count."""
    states, items, parties = answers.shape
    count = np.zeros((parties + 1, states, items))
    count[0] = 1.0
    for party in range(parties):
        yes = np.where(shelf.consent[:, party], answers[:, :, party], 0.0)  # who is not asked adds no vote
        count[1:] = count[1:] * (1 - yes) + count[:-1] * yes
        count[0] *= 1 - yes
    return np.where(np.arange(parties + 1)[:, None, None] >= shelf.quorum, count, 0.0).sum(axis=0)


def _gains(talks: Talks, shelf: Shelf, replies: Replies, continuation: Floats) -> Floats:
    """What offering each item is expected to add to going on, ``[state, item, party]``."""
    gain = replies.accept[:, :, None] * (shelf.worth - continuation[:, None, :])
    if replies.leave is None:
        return gain
    for leaver in range(continuation.shape[1]):
        change = np.nan_to_num(after_leaving(talks, leaver) - continuation)
        gain += replies.leave[:, :, leaver, None] * change[:, None, :]
    return gain


def _best_offer(talks: Talks, shelf: Shelf, gain: Floats, proposer: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """The offer that promises the proposer most, ``[state]`` places, and whether it is better than offering nothing."""
    allowed = np.broadcast_to(shelf.proposers[:, proposer], gain.shape[:2])
    allowed = allowed if shelf.listed is None else allowed & shelf.listed
    own, others = gain[:, :, proposer].round(DECIMALS), others_sum(gain, proposer)
    place = first_best(own, others, allowed)
    at = np.arange(len(place))
    promised, shared = own[at, place], others[at, place]
    better = (promised > 0) | ((promised == 0) & (shared > 0))
    return place, better & allowed[at, place] & (talks.recognition[:, proposer] > 0)
