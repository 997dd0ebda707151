"""Which points are undominated: sorting for two parties, a sweep over halves for three and more.

A point dominates another if it is at least as good for every party and better for one. Values are
integers (see ``deals``), so comparisons are exact and do not depend on the order of sums.

Source: Kung, Luccio, Preparata 1975, "On finding the maxima of a set of vectors", Journal of the ACM 22.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# Pairs compared at once before halving further. Measured at 3-5 parties and 10^4-10^5 points, most of them
# undominated: least time within a fifth between 2^14 and 2^16; twice that at 2^10 and at 2^20.
PAIRS_AT_ONCE = 1 << 15

Values = NDArray[np.int64] | NDArray[np.float64]
Positions = NDArray[np.intp]


def undominated(value: Values) -> tuple[Positions, Positions, Positions]:
    """Find the distinct undominated rows of ``value[point, party]``.

    Returns ``(order, first, kept)``: ``order`` sorts the points, best for the first party first;
    ``first`` are the places in that order where a new distinct row begins; ``kept`` are the indices
    into ``first`` of the undominated ones. Equal rows form one group, its earliest point first.
    """
    order = np.lexsort(tuple(-value[:, party] for party in range(value.shape[1] - 1, -1, -1)))
    ranked = value[order]
    new = np.ones(len(ranked), dtype=np.bool_)
    if len(ranked) > 1:
        new[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    first = np.flatnonzero(new)
    return order, first, _kept(ranked[first])


def _kept(ranked: Values) -> Positions:
    """Undominated rows of distinct rows in descending lexicographic order (nobody is dominated by a later one)."""
    points, parties = ranked.shape
    if points == 0:
        return np.arange(0)
    if parties == 1:
        return np.arange(1)
    if parties == 2:
        second = ranked[:, 1]
        best = np.maximum.accumulate(second)
        return np.flatnonzero(np.concatenate(([True], second[1:] > best[:-1])))
    return _kept_by_halves(ranked, np.arange(points))


def _kept_by_halves(ranked: Values, rows: Positions) -> Positions:
    if len(rows) ** 2 <= PAIRS_AT_ONCE:
        # A row stands behind all rows before it in the first party already.
        rest = ranked[rows, 1:]
        beaten = np.tri(len(rows), k=-1, dtype=np.bool_)
        for party in range(rest.shape[1]):
            beaten &= rest[None, :, party] >= rest[:, None, party]
        return rows[~beaten.any(axis=1)]
    half = len(rows) // 2
    ahead = _kept_by_halves(ranked, rows[:half])
    behind = rows[half:]
    behind = behind[~_covered(ranked[behind, 1:], ranked[ahead, 1:])]
    return np.concatenate((ahead, _kept_by_halves(ranked, behind)))


def _covered(row: Values, by: Values) -> NDArray[np.bool_]:
    """For each of ``row[point, party]``: is a row of ``by`` at least as good for every party?"""
    covered = np.zeros(len(row), dtype=np.bool_)
    if not len(row) or not len(by):
        return covered
    if row.shape[1] == 1:
        return np.asarray(row[:, 0] <= by[:, 0].max())
    if row.shape[1] == 2:
        return _covered_by_staircase(row, by)
    if by[:, 0].min() >= row[:, 0].max():
        return _covered(row[:, 1:], by[:, 1:])
    if len(row) * len(by) <= PAIRS_AT_ONCE:
        inside = np.ones((len(row), len(by)), dtype=np.bool_)
        for party in range(row.shape[1]):
            inside &= by[None, :, party] >= row[:, None, party]
        return np.asarray(inside.any(axis=1))
    return _covered_by_halves(row, by, covered)


def _covered_by_halves(row: Values, by: Values, covered: NDArray[np.bool_]) -> NDArray[np.bool_]:
    both = np.concatenate((row[:, 0], by[:, 0]))
    pivot = np.partition(both, len(both) // 2)[len(both) // 2]
    lowest = both.min()
    if pivot == lowest:
        pivot = both[both > lowest].min()  # there is one: else the caller had dropped this party
    low, strong = np.flatnonzero(row[:, 0] < pivot), by[:, 0] >= pivot
    covered[row[:, 0] >= pivot] = _covered(row[row[:, 0] >= pivot], by[strong])
    covered[low] = _covered(row[low, 1:], by[strong, 1:])
    low = low[~covered[low]]
    covered[low] = _covered(row[low], by[~strong])
    return covered


def _covered_by_staircase(row: Values, by: Values) -> NDArray[np.bool_]:
    order = np.argsort(by[:, 0])
    height = by[order, 0]
    best = np.maximum.accumulate(by[order[::-1], 1])[::-1]  # best second value at this height or above
    at = np.searchsorted(height, row[:, 0], side="left")
    covered = at < len(height)
    covered[covered] = best[at[covered]] >= row[covered, 1]
    return covered
