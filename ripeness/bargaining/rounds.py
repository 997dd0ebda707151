"""One round of talks: who would accept which item, what each proposer offers, and what that makes of a state.

Items that are worth the same in every state stand on one shelf, freed of what is dominated and put in each
proposer's order beforehand; those whose worth depends on the state or on the talks to come (final deals that may
break, interim deals) on another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.breaking import FOR_EVER
from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.talks import DECIMALS, NOTHING

if TYPE_CHECKING:
    from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Marks = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Shelf:
    """Some items of the menu with what decides about them.

    ``worth[state, item, party]``, with one state where it is the same in all. ``listed`` is None where all
    items are on the menu of every state; ``order[party, item]``, best first for each proposer, is None
    where the worth changes from round to round.
    """

    items: Positions
    worth: Floats
    listed: Marks | None
    consent: Marks
    quorum: Positions
    proposers: Marks
    order: Positions | None

    @cached_property
    def simple(self) -> bool:
        """Everybody may offer every item and all must agree to it."""
        return bool(self.consent.all() and self.proposers.all() and (self.quorum == self.consent.shape[1]).all())


@dataclass(frozen=True, eq=False)
class Board:
    """The talks, prepared for rounds: items on shelves.

    The worth on the changing shelf is what its final items keep of their value; the rest is added round by round.
    """

    talks: Talks
    steady: Shelf
    changing: Shelf


@dataclass(frozen=True, eq=False)
class Answers:
    """What a responder must be given: ``least[state, party]``; the proposer itself: ``own[state, party]``."""

    least: Floats
    own: Floats
    exits: bool


@dataclass(frozen=True, eq=False)
class Round:
    """A round before which the next period was worth ``value``: arrays over states, in swings.

    ``value[state, party]`` now, ``continuation[state, party]``, ``offer[state, proposer]`` (items, or NOTHING),
    ``chance[state, proposer]`` that the offer is accepted, ``leave[state, proposer, responder]`` that it
    makes a responder leave for good (None where nobody does).
    """

    value: Floats
    continuation: Floats
    offer: Positions
    chance: Floats
    leave: Floats | None = None


def prepared(talks: Talks, thinned: bool = True) -> Board:
    """Put the items of the talks on shelves; ``thinned``: leave out what nobody would ever offer."""
    common = np.full(talks.finals, talks.value.ndim == 2)
    lasting = np.flatnonzero(common & (talks.breaks == FOR_EVER))
    breaking = np.flatnonzero(~common | (talks.breaks != FOR_EVER))
    lump = talks.value if talks.value.ndim == 3 else talks.value[None]
    if thinned:
        lasting, breaking = _undominated(talks, lump, lasting), _undominated(talks, lump, breaking)
    value = lump[0, lasting]
    order = np.array([best_first(value, party) for party in range(value.shape[1])], dtype=np.intp)
    kept = lump[:, breaking] * talks.durability.kept[talks.breaks[breaking]].transpose(1, 0, 2)
    changing = _shelf(talks, np.concatenate((breaking, np.arange(talks.finals, len(talks.items)))), kept)
    return Board(talks, replace(_shelf(talks, lasting, value[None]), order=order), changing)


def hold_round(board: Board, value: Floats) -> Round:
    """Hold one round, given the value of the next period ``[state, party]``: accept, offer, add up."""
    talks = board.talks
    coming = talks.coming(value)
    continuation = talks.situation.flow + coming[0]
    shelves = [shelf for shelf in (board.steady, changed(board, value, coming)) if len(shelf.items)]
    answers = thresholds(talks, continuation)
    proposing = np.flatnonzero(talks.recognition.any(axis=0)).tolist()
    agreed = [agreements(shelf, answers, proposing) for shelf in shelves]
    offer = np.full(continuation.shape, NOTHING, dtype=np.intp)
    now = continuation.copy()
    for proposer in proposing:
        best = [_best(shelf, marks[proposer], proposer) for shelf, marks in zip(shelves, agreed, strict=True)]
        if best:
            item, worth = best[0] if len(best) == 1 else _better(best[0], best[1], proposer)
            offer[:, proposer] = item
            made = talks.recognition[:, proposer] * (item != NOTHING)
            now += made[:, None] * (worth - continuation)
    ends = talks.situation.ends
    now[ends] = talks.situation.end_value[ends]
    offer[talks.recognition == 0] = NOTHING
    return Round(now, continuation, offer, (offer != NOTHING).astype(np.float64))


def thresholds(talks: Talks, continuation: Floats) -> Answers:
    """What each party must be given: to accept, no less than going on or than leaving, whichever is better."""
    least = np.fmax(continuation, talks.exits) - talks.tolerance
    return Answers(least, continuation - talks.tolerance, bool(np.isfinite(talks.exits).any()))


def changed(board: Board, value: Floats, coming: Floats) -> Shelf:
    """The changing shelf with what its items are worth this time: after a break it is ``value[state, party]``."""
    talks, shelf = board.talks, board.changing
    finals = shelf.items[: shelf.worth.shape[1]]
    broken = talks.breaks[finals]
    resumed = talks.durability.resumed[broken] * value[talks.durability.after[broken]]
    interim = (talks.flow + coming[1:]).transpose(1, 0, 2)
    worth = np.concatenate((shelf.worth + resumed.transpose(1, 0, 2), interim), axis=1)
    return replace(shelf, worth=worth.round(DECIMALS))


def agreements(shelf: Shelf, answers: Answers, proposing: list[int]) -> dict[int, Marks]:
    """Which items would be agreed on if this proposer offered them, ``[state, item]`` for each.

    The proposer must want the item itself; it need not answer its own offer.
    """
    parties = shelf.worth.shape[2]
    if shelf.simple and not answers.exits:
        common = _takes(shelf, answers.own, 0)
        for party in range(1, parties):
            common &= _takes(shelf, answers.own, party)
        return dict.fromkeys(proposing, common if shelf.listed is None else common & shelf.listed)
    yes = [_takes(shelf, answers.least, party) for party in range(parties)]
    return {proposer: _agreement(shelf, answers, yes, proposer) for proposer in proposing}


def _agreement(shelf: Shelf, answers: Answers, yes: list[Marks], proposer: int) -> Marks:
    votes = np.zeros(yes[0].shape, dtype=np.int8)
    for party, answer in enumerate(yes):
        counted = shelf.consent[:, party]
        votes += counted if party == proposer else counted & answer
    agreed = (votes >= shelf.quorum) & shelf.proposers[:, proposer] & _takes(shelf, answers.own, proposer)
    return agreed if shelf.listed is None else agreed & shelf.listed


def _best(shelf: Shelf, agreed: Marks, proposer: int) -> tuple[Positions, Floats]:
    """The agreed item that the proposer likes best, ``[state]``, and its worth ``[state, party]``; or NOTHING."""
    states = np.arange(len(agreed))
    if shelf.order is None:
        place = first_best(shelf.worth[:, :, proposer], others_sum(shelf.worth, proposer), agreed)
    else:
        order = shelf.order[proposer]
        place = order[agreed[:, order].argmax(axis=1)]
    item = np.where(agreed[states, place], shelf.items[place], NOTHING)
    return item, shelf.worth[0, place] if len(shelf.worth) == 1 else shelf.worth[states, place]


def _better(
    first: tuple[Positions, Floats], second: tuple[Positions, Floats], proposer: int
) -> tuple[Positions, Floats]:
    """Of the best items of two shelves the better; where they tie, the one with the lower number."""
    (item, worth), (other, instead) = first, second
    gain = instead[:, proposer] - worth[:, proposer]
    more = others_sum(instead, proposer) - others_sum(worth, proposer)
    tied = (gain == 0) & ((more > 0) | ((more == 0) & (other < item)))
    wins = (other != NOTHING) & ((item == NOTHING) | (gain > 0) | tied)
    return np.where(wins, other, item), np.where(wins[:, None], instead, worth)


def first_best(own: Floats, others: Floats, allowed: Marks) -> Positions:
    """Best for the proposer, then for the others together, then first: ``[state]`` places among those allowed.

    ``own[state, item]``, ``others[state, item]``, or one row for all states.
    """
    best = np.where(allowed, own, -np.inf)
    tied = best == best.max(axis=1, keepdims=True)
    return np.where(tied & allowed, others, -np.inf).argmax(axis=1)


def best_first(value: Floats, proposer: int) -> Positions:
    """Places of ``value[item, party]`` from the proposer's best to its worst, by the same order."""
    return np.lexsort((-others_sum(value, proposer), -value[:, proposer]))


def others_sum(worth: Floats, proposer: int) -> Floats:
    """What all but the proposer get together, ``[..., item]``, rounded like a single worth."""
    others = [party for party in range(worth.shape[-1]) if party != proposer]
    return worth[..., others].sum(axis=-1).round(DECIMALS)


def _takes(shelf: Shelf, least: Floats, party: int) -> Marks:
    return shelf.worth[:, :, party] >= least[:, party, None]


def _shelf(talks: Talks, items: Positions, worth: Floats) -> Shelf:
    listed = talks.menu[:, items]
    going = ~talks.situation.ends
    return Shelf(
        items=items,
        worth=worth,
        listed=None if listed[going].all() else listed,
        consent=talks.consent[items],
        quorum=talks.quorum[items],
        proposers=talks.proposers[items],
        order=None,
    )


def _undominated(talks: Talks, lump: Floats, items: Positions) -> Positions:
    """Leave out items that another beats wherever both may be offered, by the same people to the same people.

    Beaten means: no better for any party, worse for one, and breaking in the same way, so that it stays so whatever
    comes after a break. Whoever accepts such an item accepts the other, and no proposer prefers it. Of equal items the
    first is kept, as it would be offered. Items whose ``lump[state, item, party]`` differs by state are all kept.
    """
    if len(lump) > 1 or not len(items):
        return items
    kept: list[Positions] = []
    for group in _alike(talks, items):
        order, first, best = undominated(lump[0, group])
        kept.append(group[order[first[best]]])
    return np.sort(np.concatenate(kept))


def _alike(talks: Talks, items: Positions) -> list[Positions]:
    """Groups of final items with the same consent, quorum, proposers, place on the menus and way of breaking."""
    rights = np.column_stack(
        (talks.consent[items], talks.quorum[items], talks.proposers[items], talks.breaks[items])
    ).astype(np.int64)
    rights = np.column_stack((rights, np.packbits(talks.menu[~talks.situation.ends][:, items], axis=0).T))
    _, group = np.unique(rights, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    starts = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    return np.split(items[order], starts)
