"""One round of talks: who would accept which item, what each proposer offers, and what that makes of a state.

Beforehand the items are freed of what nobody would ever offer and put in each proposer's order; the round itself is a
compiled loop (see ``kernels``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.talks import DECIMALS, NOTHING

if TYPE_CHECKING:
    from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Marks = NDArray[np.bool_]


class Table(NamedTuple):
    """The talks as the compiled loops of a round want them: arrays, C-ordered and writable, of fixed types.

    ``items``: numbers of those that somebody might offer, the final ones first; ``place`` is a position among them.
    ``order[party, position]``: places, run by run, where ``runs`` begin and the last ends; within a run from the
    party's best to its worst, whatever the talks to come are worth. Final items keep to the first positions:
    ``ranked[party, state, position, party]`` is their value in that order (one entry for all proposers, or for all
    states, where it is the same), ``way[place]`` how they break. ``paid[interim item, state, party]``.
    ``spare[place]``: how many may refuse. The rest as in ``Talks``, ``Situation`` and ``Durability``.
    """

    items: Positions
    ranked: Floats
    way: Positions
    kept: Floats
    resumed: Floats
    after: Positions
    paid: Floats
    listed: Marks
    consent: Marks
    spare: Positions
    proposers: Marks
    order: Positions
    runs: Positions
    flow: Floats
    ends: Marks
    end_value: Floats
    recognition: Floats
    exits: Floats
    tolerance: float


@dataclass(frozen=True, eq=False)
class Board:
    """The talks, prepared for rounds: the table of the loops, and the values of its final items.

    ``lump[state, place, party]``, with one state where they are the same in all.
    """

    talks: Talks
    table: Table
    lump: Floats


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
    """Put the items of the talks on a board; ``thinned``: leave out what nobody would ever offer."""
    lump = talks.value if talks.value.ndim == 3 else talks.value[None]
    finals = np.arange(talks.finals)
    if thinned:
        finals = _undominated(talks, lump, finals)
    lump = lump[:, finals]
    items = np.concatenate((finals, np.arange(talks.finals, len(talks.items))))
    situation, lasts = talks.situation, talks.durability
    way, consent = talks.breaks[finals] % len(lasts.chance), talks.consent[items]
    order, runs = _runs(lump, way, len(items))
    table = Table(
        items=items,
        ranked=lump[None] if len(lump) > 1 else lump[0][order[:, : len(finals)]][:, None],
        way=way,
        kept=lasts.kept,
        resumed=lasts.resumed,
        after=lasts.after,
        paid=talks.flow,
        listed=talks.menu[:, items],
        consent=consent,
        spare=consent.sum(axis=1) - talks.quorum[items],
        proposers=talks.proposers[items],
        order=order,
        runs=runs,
        flow=situation.flow,
        ends=situation.ends,
        end_value=situation.end_value,
        recognition=talks.recognition,
        exits=talks.exits,
        tolerance=talks.tolerance,
    )
    return Board(talks, Table(*map(_laid_out, table)), lump)


def _laid_out(part: Any) -> Any:
    """A part of the table as the loops want it: for an array that is read-only or strided they would compile anew."""
    return np.array(part, order="C") if isinstance(part, np.ndarray) else part


def hold_round(board: Board, value: Floats) -> Round:
    """Hold one round, given the value of the next period ``[state, party]``: accept, offer, add up."""
    from ripeness.bargaining.kernels import offers

    value = np.array(value, dtype=np.float64, order="C")
    now, continuation, offer = offers(board.table, value, board.talks.coming(value))
    return Round(now, continuation, offer, (offer != NOTHING).astype(np.float64))


def worths(board: Board, value: Floats, coming: Floats) -> Floats:
    """What each item on the board is worth if it is agreed on, ``[state, item, party]``, all at once.

    ``value[state, party]`` and ``coming[move, state, party]`` of the next period.
    """
    table = board.table
    resumed = table.resumed[table.way] * value[table.after[table.way]]
    final = table.kept[table.way] * board.lump.transpose(1, 0, 2) + resumed
    return np.concatenate((final, table.paid + coming[1:])).round(DECIMALS).transpose(1, 0, 2)


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


def _runs(lump: Floats, way: Positions, count: int) -> tuple[Positions, Positions]:
    """The order of each proposer, run by run, ``[party, place]``, and where the runs begin.

    Final items that break in the same way stand in one run if their value is the same in every state: what a
    proposer keeps of it grows with it. Others stand alone.
    """
    parties = lump.shape[2]
    if len(lump) > 1:
        return np.tile(np.arange(count), (parties, 1)), np.arange(count + 1)
    groups = [np.flatnonzero(way == each) for each in np.unique(way)]
    order = [[group[best_first(lump[0, group], party)] for group in groups] for party in range(parties)]
    alone = np.arange(len(way), count)
    begins = np.cumsum([0, *map(len, groups)])
    return np.array([np.concatenate((*each, alone)) for each in order]), np.concatenate((begins, alone + 1))


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
    if (rights == rights[0]).all():
        return [items]
    _, group = np.unique(rights, axis=0, return_inverse=True)
    order = np.argsort(group.ravel(), kind="stable")
    starts = np.flatnonzero(np.diff(group.ravel()[order])) + 1
    return np.split(items[order], starts)
