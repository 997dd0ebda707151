"""Frontiers past the budget: one point per box, and how far that can be off, added up exactly.

Each set that outgrows its share of the budget is cut into boxes: as wide, in swings, for every party, with
corners on multiples of the width, so that the boxes of doubled width are made of whole boxes. Only boxes
that no other box beats are kept, one point in each. A dropped sum lies in the box of a kept point or in one
that it beats, so it is better by less than the width for any party, however often the set is cut while it
grows; and doubling the width keeps that true. Errors of merged sets add, those of alternatives do not.

Sources: Papadimitriou and Yannakakis 2000, "On the approximability of trade-offs and optimal access of web
sources", FOCS (boxes); Laumanns, Thiele, Deb, Zitzler 2002, "Combining convergence and diversity in
evolutionary multiobjective optimization", Evolutionary Computation 10 (why boxes may be cut in a stream).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.points import Points

NARROWEST = -24  # as a power of two, of a swing: the first width tried
WIDEST = 60  # as a power of two, of a step of the grid: one box of this width, from ORIGIN on, holds all sums
ORIGIN = -(2**58)  # where boxes begin: below every sum (elimination.REACH), so that none straddles a corner


class TooCoarseError(BargainingError):
    """What was kept may be off by more than the caller allows."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """At most ``budget`` points at once, by widening boxes until so many are left.

    ``swing[party]`` on the grid; ``allowed``: swings that may be lost in all, infinity for any.
    """

    budget: int
    swing: NDArray[np.int64]
    allowed: float
    name: str

    def over(self, cells: int) -> Boxes:
        """An equal share of the budget for each setting."""
        return replace(self, budget=max(1, self.budget // cells))

    def hold(self, points: Points, shift: int) -> tuple[Points, int]:
        """Widen the boxes, ``shift - 1`` times doubled so far, to the least width that leaves half the budget.

        Half, so that the next sums find room and the set is not cut again at once.
        """
        if len(points) <= self.budget:
            return points, shift
        low, high = max(shift, 1), max(shift, 1)
        kept = self._cut(points, high)
        while len(kept) > max(1, self.budget // 2):
            low, high = high + 1, high + 4
            kept = self._cut(points, high)
        while low < high:
            middle = (low + high) // 2
            finer = self._cut(points, middle)
            if len(finer) <= max(1, self.budget // 2):
                kept, high = finer, middle
            else:
                low = middle + 1
        return kept, high

    def charged(self, points: Points, shift: int) -> Points:
        """Add what a dropped point may be better by than the one kept for it; past ``allowed``, TooCoarseError."""
        error = points.error + (self._width(shift) - 1 if shift else 0)
        lost = float((error / self.swing).max())
        if lost > self.allowed:
            raise TooCoarseError(
                f"with {self.budget} points at once the frontier may be off by {lost:.3g} swings when it comes to "
                f"{self.name!r}; the tolerance is {self.allowed:g}. Raise the budget or the tolerance, hold issues to "
                "fewer options with where, or give floors."
            )
        return replace(points, error=error)

    def check(self, points: int) -> None:
        """Each set of a message keeps to its share already."""

    def _width(self, shift: int) -> NDArray[np.int64]:
        first = np.maximum(0, np.floor(np.log2(self.swing)).astype(np.int64) + NARROWEST)
        return np.int64(1) << np.minimum(first + (shift - 1), WIDEST)

    def _cut(self, points: Points, shift: int) -> Points:
        """Keep the boxes that no other box beats, and in each the point with the largest sum of swings."""
        best_first = np.argsort(-(points.value / self.swing).sum(axis=1), kind="stable")
        order, first, kept = undominated((points.value[best_first] - ORIGIN) // self._width(shift))
        return points.take(np.sort(best_first[order[first[kept]]]))
