"""Sets of partial sums: merged, floored, freed of what is dominated, and held to a limit.

What is kept past the limit is decided by a :class:`Limit`: an error (exact), or boxes (see ``epsilon``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.errors import BargainingError

PAIRS_IN_MEMORY = 1_000_000  # sums formed at once when two sets are merged; larger merges go slab by slab
COUNT_LIMIT = 2**62  # above it counts are Python integers, slower and of any size


class OverBudgetError(BargainingError):
    """The exact set of points is larger than the caller allowed."""


@dataclass(frozen=True, slots=True)
class Points:
    """Partial sums on the grid, how many partial deals attain each, and where each came from.

    ``error[party]``: for each partial sum that was ever dropped, some point here is at least as good for every
    party up to so many grid steps. All zeros where only dominated sums were dropped.
    """

    value: NDArray[np.int64]  # [point, party]
    count: np.ndarray  # [point] int64, or Python integers where these may not do
    trace: NDArray[np.intp]  # [point, step]: back-pointers, read by whoever built the set
    error: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.value)

    def take(self, index: NDArray[np.intp]) -> Points:
        """Keep some rows, with the error of the set."""
        return Points(self.value[index], self.count[index], self.trace[index], self.error)


class Limit(Protocol):
    """How many points may be kept at once, and what happens to more."""

    def over(self, cells: int) -> Limit:
        """The limit of one set, where a message has one for each of so many settings."""
        ...

    def hold(self, points: Points, shift: int) -> tuple[Points, int]:
        """Hold a set to the limit. ``shift`` is that of the last call for the same set, 0 at first."""
        ...

    def charged(self, points: Points, shift: int) -> Points:
        """Add to the set's error what holding it to the limit has cost."""
        ...

    def check(self, points: int) -> None:
        """Look at the size of a whole message."""
        ...


@dataclass(frozen=True, slots=True)
class Exact:
    """More than ``budget`` points at once are an error; ``name`` is the issue that the search has come to."""

    budget: int
    name: str

    def over(self, cells: int) -> Exact:
        """The same: what is checked in the end is the whole message."""
        return self

    def hold(self, points: Points, shift: int) -> tuple[Points, int]:
        """Keep all or raise."""
        self.check(len(points))
        return points, 0

    def charged(self, points: Points, shift: int) -> Points:
        """Nothing was lost."""
        return points

    def check(self, points: int) -> None:
        """Raise OverBudgetError past the budget."""
        if points > self.budget:
            raise OverBudgetError(
                f"the exact frontier keeps {points} points at once when it comes to {self.name!r}, the budget is "
                f"{self.budget}. Hold issues to fewer options with where, give floors (reservation values) to prune "
                "by, ask for fewer parties, raise the budget, or take an approximate frontier with its guarantee "
                "(on_budget='approximate')."
            )


def single(value: NDArray[np.int64], trace: Sequence[int] = (0,)) -> Points:
    """A set of one partial sum, ``value[party]``."""
    steps = np.array([trace], dtype=np.intp)
    return Points(value[None, :], np.ones(1, dtype=np.int64), steps, np.zeros(len(value), dtype=np.int64))


def none(parties: int, width: int) -> Points:
    """The set without points, whose traces would have ``width`` steps."""
    empty = np.zeros((0, parties), np.int64)
    return Points(empty, np.zeros(0, np.int64), np.zeros((0, width), np.intp), np.zeros(parties, np.int64))


def merged(a: Points, b: Points, least: NDArray[np.int64] | None, limit: Limit) -> Points:
    """Form all sums of one point of each, settled, never holding more than PAIRS_IN_MEMORY sums at once.

    ``least[party]``: sums below it are dropped.
    """
    if len(a) == 1 and least is None:  # a shift keeps the order: nothing to settle
        return limit.charged(_all_sums(a, b), 0)
    slab = max(1, PAIRS_IN_MEMORY // max(1, len(b)))
    kept = replace(none(a.value.shape[1], a.trace.shape[1] + b.trace.shape[1]), error=a.error + b.error)
    shift = 0
    for begin in range(0, len(a), slab):
        sums = _all_sums(a.take(np.arange(begin, min(begin + slab, len(a)))), b)
        kept, shift = limit.hold(settled(together([kept, sums]), least), shift)
    return limit.charged(kept, shift)


def together(parts: Sequence[Points]) -> Points:
    """Put sets side by side; the error of the whole is the largest of any."""
    filled = [part for part in parts if len(part)]
    error = np.maximum.reduce([part.error for part in parts])
    if len(filled) < 2:
        return replace((filled or parts)[0], error=error)
    return Points(
        np.concatenate([part.value for part in filled]),
        np.concatenate([part.count for part in filled]),
        np.concatenate([part.trace for part in filled]),
        error,
    )


def settled(points: Points, least: NDArray[np.int64] | None) -> Points:
    """Drop what cannot come to the floor, then what is dominated; equal points become one, their counts added."""
    if least is not None:
        reaching = (points.value >= least).all(axis=1)
        if not reaching.all():
            points = points.take(np.flatnonzero(reaching))
    if not len(points):
        return points
    order, first, kept = undominated(points.value)
    at = order[first[kept]]
    if len(first) == len(order):
        return points.take(at)
    count = points.count[order]
    if int(count.max()) * len(count) >= COUNT_LIMIT:
        count = count.astype(object)
    return Points(points.value[at], np.add.reduceat(count, first)[kept], points.trace[at], points.error)


def numbered(points: Points) -> Points:
    """Forget where the points came from; number them instead."""
    return replace(points, trace=np.arange(len(points))[:, None])


def _all_sums(a: Points, b: Points) -> Points:
    left, right = np.divmod(np.arange(len(a) * len(b)), max(1, len(b)))
    most = int(a.count.max(initial=1)) * int(b.count.max(initial=1))
    first = a.count[left] if most < COUNT_LIMIT else a.count[left].astype(object)
    return Points(
        a.value[left] + b.value[right],
        first * b.count[right],
        np.hstack((a.trace[left], b.trace[right])),
        a.error + b.error,
    )
