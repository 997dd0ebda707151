"""Lotteries over two points of a frontier: the best mixture, judged by what each party expects from it.

For two parties the points that matter are the corners of the upper hull, and those to mix are neighbours on
it: no lottery over any number of deals does better. For more parties the best mixture of any *pair* is found;
a lottery over three or more points may do better still. A mixture counts if its *expected* worth gives every
party its disagreement value, even where one of its two points does not.

Along a segment a + t (b - a) each gain is linear in t. The smallest gain is therefore largest at an end or
where two of them cross; the product is largest where the derivative of its logarithm, which only falls, is 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TIE, TOLERANCE
from ripeness.bargaining.errors import BargainingError

if TYPE_CHECKING:
    from ripeness.bargaining.deals import Deal
    from ripeness.bargaining.frontier import Frontier

PAIRS_AT_MOST = 20_000_000  # mixtures compared for three and more parties: 6,324 points
PAIRS_AT_ONCE = 200_000
HALVINGS = 60  # of the segment, when the best product of three and more gains is looked for: to 1e-18 of it


@dataclass(frozen=True, slots=True)
class Lottery:
    """The first of two points with chance ``chances[0]``, else the second: rows of the frontier, with a deal each.

    ``value[party]`` is what each party expects, in swings; ``objective`` the concept's own of that.
    ``overall`` tells that no lottery over any number of deals does better.
    """

    points: tuple[int, int]
    deals: tuple[Deal, Deal]
    chances: tuple[float, float]
    value: NDArray[np.float64]
    objective: float
    overall: bool
    narration: str


@dataclass(frozen=True, slots=True)
class _Segments:
    """Pairs of points, cut to where everybody gets its disagreement value.

    ``pair[segment, 2]`` rows of the frontier; gains are ``start[segment, party] + t slope`` for t in
    ``low[segment]..high[segment]``.
    """

    pair: NDArray[np.intp]
    start: NDArray[np.float64]
    slope: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def gain(self, t: NDArray[np.float64]) -> NDArray[np.float64]:
        """Gains ``[segment, party]`` at one t per segment, never below 0."""
        return np.maximum(0.0, self.start + t[:, None] * self.slope)

    def take(self, rows: NDArray[np.bool_]) -> _Segments:
        return _Segments(self.pair[rows], self.start[rows], self.slope[rows], self.low[rows], self.high[rows])


Chosen = tuple[NDArray[np.float64], NDArray[np.float64]]  # per segment: t, score (minus infinity: not in the running)


def mix_for_nash(frontier: Frontier, disagreement: NDArray[np.float64], weight: NDArray[np.float64]) -> Lottery | None:
    """The mixture with the largest product of expected gains to the power of ``weight[party]``.

    Over the mixtures at which most parties gain at once, by the product over those who do.
    """
    blocks = _segments(frontier, disagreement)
    counting = weight > 0  # a party without weight need not gain
    most = max((int((_gaining(block) & counting).sum(axis=1).max()) for block in blocks), default=0)

    def choose(segments: _Segments) -> Chosen:
        gaining = _gaining(segments) & counting
        shares = np.where(gaining, weight, 0.0)
        t = _best_product(segments, shares)
        gain = np.where(gaining, segments.gain(t), 1.0)
        score = np.exp((shares * np.log(np.maximum(gain, np.finfo(float).tiny))).sum(axis=1) / weight.sum())
        return t, np.where(gaining.sum(axis=1) == most, score if most else 0.0, -np.inf)

    return _best(frontier, disagreement, blocks, choose, lambda score: score ** float(weight.sum()))


def mix_for_the_least(frontier: Frontier, disagreement: NDArray[np.float64], of_ideal: bool) -> Lottery | None:
    """The mixture with the largest smallest gain; ``of_ideal``: as a share of the most of a rational mixture of two."""
    blocks = _segments(frontier, disagreement)
    ideal = np.ones(len(disagreement))
    if of_ideal and blocks:
        ideal = np.max([np.maximum(b.gain(b.low), b.gain(b.high)).max(axis=0) for b in blocks], axis=0)
    counted = np.flatnonzero(ideal > TOLERANCE)

    def choose(segments: _Segments) -> Chosen:
        if not len(counted):
            return segments.low, np.ones(len(segments.low))
        start, slope = segments.start[:, counted] / ideal[counted], segments.slope[:, counted] / ideal[counted]
        tried = [segments.low, segments.high]
        for i in range(len(counted)):
            for j in range(i):
                apart, closing = start[:, i] - start[:, j], slope[:, j] - slope[:, i]
                crossing = np.divide(apart, closing, out=segments.low.copy(), where=closing != 0)
                tried.append(np.clip(crossing, segments.low, segments.high))
        t = np.array(tried)
        least = np.maximum(0.0, start + t[..., None] * slope).min(axis=2)  # [tried, segment]
        best = least.argmax(axis=0)
        across = np.arange(len(best))
        return t[best, across], least[best, across]

    return _best(frontier, disagreement, blocks, choose, lambda score: score)


def mix_for_the_sum(
    frontier: Frontier, disagreement: NDArray[np.float64], weight: NDArray[np.float64]
) -> Lottery | None:
    """The mixture with the largest sum of weighted expected gains: at an end of what is rational of a segment."""

    def choose(segments: _Segments) -> Chosen:
        t = np.where(segments.slope @ weight > 0, segments.high, segments.low)
        return t, segments.gain(t) @ weight

    return _best(frontier, disagreement, _segments(frontier, disagreement), choose, lambda score: score)


def upper_hull(value: NDArray[np.float64]) -> NDArray[np.intp]:
    """Corners of the upper hull of a two-party frontier (best for the first party first): rows of ``value``.

    Source: Andrew 1979, "Another efficient algorithm for convex hulls in two dimensions".
    """
    corners: list[int] = []
    for row, (x, y) in enumerate(value.tolist()):
        while len(corners) > 1:
            (ax, ay), (bx, by) = value[corners[-2]].tolist(), value[corners[-1]].tolist()
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0:
                break  # a left turn, as the rows go from right to left: b is a corner so far
            corners.pop()
        corners.append(row)
    return np.array(corners, dtype=np.intp)


def _segments(frontier: Frontier, disagreement: NDArray[np.float64]) -> list[_Segments]:
    """The segments to compare, in blocks; without those that give somebody less than disagreement throughout."""
    points = len(frontier)
    if points == 0:
        return []
    if points == 1:
        first, second = np.zeros(1, dtype=np.intp), np.zeros(1, dtype=np.intp)
    elif len(disagreement) == 2:
        corners = upper_hull(frontier.value)
        first, second = (corners[:-1], corners[1:]) if len(corners) > 1 else (corners, corners)
    elif points * (points - 1) // 2 > PAIRS_AT_MOST:
        raise BargainingError(
            f"{points} points make more than {PAIRS_AT_MOST} pairs to mix, which is the limit. Hold issues "
            "to fewer options with where, or take an approximate frontier."
        )
    else:
        first, second = np.triu_indices(points, 1)
    blocks: list[_Segments] = []
    for begin in range(0, len(first), PAIRS_AT_ONCE):
        pair = np.stack((first[begin : begin + PAIRS_AT_ONCE], second[begin : begin + PAIRS_AT_ONCE]), axis=1)
        block = _cut(frontier.value[pair[:, 0]], frontier.value[pair[:, 1]], pair, disagreement)
        if len(block.pair):
            blocks.append(block)
    return blocks


def _cut(
    a: NDArray[np.float64], b: NDArray[np.float64], pair: NDArray[np.intp], disagreement: NDArray[np.float64]
) -> _Segments:
    """Keep of each segment the t at which no gain is below 0 by more than 1e-9."""
    start, slope = a - disagreement, b - a
    root = np.divide(-TOLERANCE - start, slope, out=np.zeros_like(start), where=slope != 0)
    low = np.clip(np.where(slope > 0, root, 0.0).max(axis=1), 0.0, None)
    high = np.clip(np.where(slope < 0, root, 1.0).min(axis=1), None, 1.0)
    never = ((slope == 0) & (start < -TOLERANCE)).any(axis=1)
    return _Segments(pair, start, slope, low, high).take((low <= high) & ~never)


def _gaining(segments: _Segments) -> NDArray[np.bool_]:
    """Which parties gain somewhere on the segment; away from its ends all of them do so at once."""
    return np.maximum(segments.gain(segments.low), segments.gain(segments.high)) > TOLERANCE


def _best_product(segments: _Segments, shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """The t of the largest product of gains to the power of ``shares[segment, party]``.

    For two parties the derivative of the logarithm is 0 at one t, which is written down; for more it is
    found by halving, as the derivative only falls.
    """
    start, slope = segments.start, segments.slope
    if start.shape[1] == 2:
        up = -(shares * slope * start[:, ::-1]).sum(axis=1)
        down = shares.sum(axis=1) * slope[:, 0] * slope[:, 1]
        flat = np.where((shares * slope).sum(axis=1) > 0, segments.high, segments.low)
        one_only = (shares == 0).any(axis=1) | (down >= 0)
        t = np.where(one_only, flat, np.divide(up, down, out=np.zeros_like(up), where=down != 0))
        return np.clip(t, segments.low, segments.high)
    low, high = segments.low.copy(), segments.high.copy()
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        gain = np.maximum(start + middle[:, None] * slope, np.finfo(float).tiny)
        rising = (shares * slope / gain).sum(axis=1) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    return (low + high) / 2


def _best(
    frontier: Frontier,
    disagreement: NDArray[np.float64],
    blocks: list[_Segments],
    choose: Callable[[_Segments], Chosen],
    objective: Callable[[float], float],
) -> Lottery | None:
    """The first segment with the best score (to 1e-12), as a lottery."""
    top: tuple[float, float, tuple[int, int]] | None = None
    for block in blocks:
        t, score = choose(block)
        at = int(np.flatnonzero(score >= score.max() - TIE)[0])
        if top is None or score[at] > top[0] + TIE:
            top = (float(score[at]), float(t[at]), (int(block.pair[at, 0]), int(block.pair[at, 1])))
    if top is None:
        return None
    score, t, (first, second) = top
    value = (1 - t) * frontier.value[first] + t * frontier.value[second]
    overall = frontier.exact and len(disagreement) <= 2
    gains = zip(frontier.parties, (value - disagreement).tolist(), strict=True)
    said = ", ".join(f"{name} {amount:+.3g}" for name, amount in gains)
    kind = "lottery" if overall else "mixture of two listed points"
    certain = first if t <= TIE else second if t >= 1 - TIE else None
    takes = f"takes point {first} with chance {1 - t:.3g} and point {second} with chance {t:.3g}; expected gains"
    takes = takes if certain is None else f"is point {certain} for certain; gains"
    narration = f"The best {kind} {takes}, in swings: {said}."
    deals = (frontier.deals[first], frontier.deals[second])
    return Lottery((first, second), deals, (1 - t, t), value, objective(score), overall, narration)
