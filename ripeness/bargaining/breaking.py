"""Final deals that may break: how likely that is, where fighting then resumes, and what such a deal is worth.

While it holds, a deal worth u (if it held for ever) pays (1 - delta) u a period. At the close of each period, that
in which it is struck included, it breaks with the chance h; the talks then resume in a state that the break leaves
behind, from the next period on. With V(after) the value of the talks there:

    a = ((1 - delta) u + delta h V(after)) / (1 - delta (1 - h)) = kept u + resumed V(after),  kept + resumed = 1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.situation import Situation

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

FOR_EVER = -1  # in an array of breaks: the item never breaks


@dataclass(frozen=True, eq=False)
class Breaking:
    """How some final items break.

    ``chance`` per period, in [0, 1], and ``after``, the position of the state in which fighting (and talks) resume;
    each one number, or ``[state]``, one per state in which the deal is struck.
    """

    chance: ArrayLike
    after: ArrayLike
    name: str | None = None


@dataclass(frozen=True, eq=False)
class Durability:
    """What the ways of breaking come to, class by class; the last class is that of items that hold for ever.

    ``chance[class, state]`` of a break per period, ``after[class, state]`` where it leads, and what makes the worth
    of a deal struck in the state: ``kept[class, state, party]`` times its own value and ``resumed[class, state,
    party]`` times that of the talks after the break.
    """

    chance: Floats
    after: Positions
    kept: Floats
    resumed: Floats


def durability(situation: Situation, breaking: Sequence[Breaking]) -> Durability:
    """Check the ways of breaking and work out what they come to. Raises BargainingError."""
    states = len(situation.states)
    chance, after = np.zeros((len(breaking) + 1, states)), np.zeros((len(breaking) + 1, states), dtype=np.intp)
    for number, each in enumerate(breaking):
        called = f"breaking {each.name or number}"
        chance[number] = _chances(each.chance, called, states)
        after[number] = _states(each.after, called, situation.states)
    discount = situation.discount
    lasting = 1 - discount * (1 - chance[:, :, None])
    return Durability(chance, after, (1 - discount) / lasting, discount * chance[:, :, None] / lasting)


def classes(given: ArrayLike | None, breaking: Sequence[Breaking], finals: int) -> Positions:
    """The class of each final item, ``[item]``: a position in ``breaking``, or FOR_EVER. Raises BargainingError."""
    if given is None:
        if breaking:
            raise BargainingError(
                f"breaking gives {len(breaking)} ways to break, breaks is missing: give for each of the {finals} final "
                "items the position of its way, or -1 if it holds for ever."
            )
        return np.full(finals, FOR_EVER, dtype=np.intp)
    breaks = np.array(given)
    if breaks.size == 0:
        breaks = breaks.astype(np.intp)
    if breaks.shape != (finals,) or not np.issubdtype(breaks.dtype, np.integer):
        raise BargainingError(
            f"breaks is a {breaks.dtype} array of shape {breaks.shape}: give one whole number for each of the {finals} "
            "final items (interim items end by their own transition)."
        )
    wrong = np.flatnonzero((breaks < FOR_EVER) | (breaks >= len(breaking)))
    if len(wrong):
        raise BargainingError(
            f"item {wrong[0]} breaks in way {breaks[wrong[0]]}, and breaking gives {len(breaking)}: give a position "
            "in breaking, or -1 for an item that holds for ever."
        )
    return breaks.astype(np.intp)


def _chances(given: ArrayLike, called: str, states: int) -> Floats:
    chance = np.array(given, dtype=np.float64)
    if chance.shape not in ((), (states,)):
        raise BargainingError(f"{called}: chance has the shape {chance.shape}: give one number, or {states} (states).")
    if not ((chance >= 0) & (chance <= 1)).all():
        raise BargainingError(f"{called}: chance is {chance.tolist()}: give chances per period between 0 and 1.")
    return np.broadcast_to(chance, (states,))


def _states(given: ArrayLike, called: str, labels: Sequence[Any]) -> Positions:
    after = np.array(given)
    if after.shape not in ((), (len(labels),)) or not np.issubdtype(after.dtype, np.integer):
        raise BargainingError(
            f"{called}: after is a {after.dtype} array of shape {after.shape}: give the position of one state, or "
            f"{len(labels)} positions, one per state in which the deal is struck."
        )
    if ((after < 0) | (after >= len(labels))).any():
        raise BargainingError(
            f"{called}: after is {after.tolist()}: fighting resumes in one of the states 0 to {len(labels) - 1}."
        )
    return np.broadcast_to(after.astype(np.intp), (len(labels),))
