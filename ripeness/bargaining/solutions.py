"""Fair points of a frontier: Nash, Kalai-Smorodinsky, egalitarian and utilitarian, from their definitions.

All look only at the points that give every party its disagreement value (*individually rational*), wherever
that lies: below every deal, above some, or above all of them, when the answer is that there is none. All
maximisers among the undominated points are listed; ``lottery=True`` adds the best mixture of two points.

Sources: Nash 1950, "The bargaining problem", Econometrica 18; Kalai and Smorodinsky 1975, "Other solutions to
Nash's bargaining problem", Econometrica 43; Kalai 1977, "Proportional solutions to bargaining situations",
Econometrica 45. On finite sets: Caragiannis, Kurokawa, Moulin, Procaccia, Shah, Wang 2019, "The unreasonable
fairness of maximum Nash welfare", ACM Transactions on Economics and Computation 7.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TIE, TOLERANCE, acceptable
from ripeness.bargaining.deals import Deal, DealSpace
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.frontier import Frontier
from ripeness.bargaining.lotteries import Lottery, mix_for_nash, mix_for_the_least, mix_for_the_sum

Concept = Literal["nash", "kalai-smorodinsky", "egalitarian", "utilitarian"]
Numbers = Mapping[str, float] | Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Solution:
    """What a concept picks: all points that maximise its objective, or none where no point suits everybody.

    ``points`` are rows of ``frontier``; ``value[maximiser, party]`` in swings, ``deals`` a witness for each
    (``frontier.ties(point)`` lists the rest). ``objective`` is the concept's own (see its function), None where
    there is no point; points within 1e-12 swings of the best are as good. ``lottery`` is the best mixture where
    one was asked for and there is any. ``exact`` and ``tolerance`` are those of the frontier: what is listed is
    exact about it.
    """

    concept: Concept
    parties: tuple[str, ...]
    disagreement: NDArray[np.float64]
    points: tuple[int, ...]
    value: NDArray[np.float64]
    objective: float | None
    lottery: Lottery | None
    narration: str
    frontier: Frontier = field(repr=False)

    @property
    def deals(self) -> tuple[Deal, ...]:
        """One witness deal per maximising point."""
        return tuple(self.frontier.deals[point] for point in self.points)

    @property
    def gains(self) -> NDArray[np.float64]:
        """What each maximiser gives over disagreement, ``[maximiser, party]`` in swings."""
        return self.value - self.disagreement

    @property
    def exact(self) -> bool:
        """Whether no undominated point was missing."""
        return self.frontier.exact

    @property
    def tolerance(self) -> float:
        """Swings by which an undominated deal may give each party more than some point that was looked at."""
        return self.frontier.tolerance


def nash(
    frontier: Frontier | DealSpace, disagreement: Numbers, weights: Numbers | None = None, lottery: bool = False
) -> Solution:
    """Maximise the product of gains over disagreement, each to the power of the party's weight (default 1).

    Where no point lets all parties gain (more than 1e-9 swings), the points that let most parties gain are
    compared, by the product over those who do: so a party that cannot gain does not make all points equal. A party
    with the weight 0 need not gain.
    The objective is that product. Raises BargainingError for weights that are negative or all 0.
    """
    table = _Table.of(frontier, disagreement, lottery)
    weight = _weights(weights, table.frontier.parties)
    who = "the product of the gains" + ("" if weights is None else ", by their weights,")
    if not len(table.points):
        mixed = mix_for_nash(table.frontier, table.disagreement, weight) if lottery else None
        return table.solution("nash", [], None, mixed, who)
    gaining = (table.gain > TOLERANCE) & (weight > 0)  # a party without weight need not gain
    logs = np.where(gaining, np.log(np.where(gaining, table.gain, 1.0)), 0.0) @ weight
    most = gaining.sum(axis=1).max()
    mean = np.where(gaining.sum(axis=1) == most, np.exp(logs / weight.sum()), -np.inf)
    best = _largest(mean)
    counting = int((weight > 0).sum())
    if 0 < most < counting:
        who = f"the product of the gains of {most} of {counting} parties, the most that gain at once,"
    mixed = mix_for_nash(table.frontier, table.disagreement, weight) if lottery else None
    return table.solution("nash", best, float(np.exp(logs[best].max())) if most else 0.0, mixed, who)


def kalai_smorodinsky(
    frontier: Frontier | DealSpace, disagreement: Numbers, leximin: bool = False, lottery: bool = False
) -> Solution:
    """Maximise the smallest gain as a share of the party's ideal gain: the most it gets at a rational point.

    A party whose ideal gain is 0 (to 1e-9 swings) gets the same at every rational point and is left out; if
    that is everybody, all of them have their ideal and every rational point is listed, with the objective 1.
    ``leximin`` breaks ties by the second smallest share, then the third, and so on. With a lottery the ideal
    of the lottery is the most that a rational mixture of two points gives.
    """
    table = _Table.of(frontier, disagreement, lottery)
    mixed = mix_for_the_least(table.frontier, table.disagreement, of_ideal=True) if lottery else None
    who = "the smallest share of the ideal gain"
    if not len(table.points):
        return table.solution("kalai-smorodinsky", [], None, mixed, who)
    ideal = table.gain.max(axis=0)
    open_to = ideal > TOLERANCE
    share = table.gain[:, open_to] / ideal[open_to] if open_to.any() else np.ones((len(table.gain), 1))
    best = _maximin(share, leximin)
    return table.solution("kalai-smorodinsky", best, float(share[best].min(axis=1).max()), mixed, who)


def egalitarian(
    frontier: Frontier | DealSpace, disagreement: Numbers, leximin: bool = False, lottery: bool = False
) -> Solution:
    """Maximise the smallest gain, in swings.

    ``leximin`` breaks ties by the second smallest gain, then the third, and so on.
    """
    table = _Table.of(frontier, disagreement, lottery)
    mixed = mix_for_the_least(table.frontier, table.disagreement, of_ideal=False) if lottery else None
    who = "the smallest gain"
    if not len(table.points):
        return table.solution("egalitarian", [], None, mixed, who)
    best = _maximin(table.gain, leximin)
    return table.solution("egalitarian", best, float(table.gain[best].min(axis=1).max()), mixed, who)


def utilitarian(
    frontier: Frontier | DealSpace, disagreement: Numbers, weights: Numbers | None = None, lottery: bool = False
) -> Solution:
    """Maximise the sum of gains, weighted (default 1 each), among the rational points.

    Adding up swings of different parties is a judgement of its own: the weights say at what rate. A mixture
    can only help here where it makes points usable that are not rational by themselves.
    """
    table = _Table.of(frontier, disagreement, lottery)
    weight = _weights(weights, table.frontier.parties)
    who = "the sum of the gains" + ("" if weights is None else ", by their weights,")
    mixed = mix_for_the_sum(table.frontier, table.disagreement, weight) if lottery else None
    if not len(table.points):
        return table.solution("utilitarian", [], None, mixed, who)
    total = table.gain @ weight
    best = _largest(total)
    return table.solution("utilitarian", best, float(total.max()), mixed, who)


@dataclass(frozen=True, slots=True)
class _Table:
    """The individually rational points of a frontier; ``gain[point, party]``, never below 0."""

    frontier: Frontier
    disagreement: NDArray[np.float64]
    points: NDArray[np.intp]
    gain: NDArray[np.float64]

    @staticmethod
    def of(given: Frontier | DealSpace, disagreement: Numbers, lottery: bool) -> _Table:
        """A space gives its frontier at or above disagreement, all of it for lotteries: these may mix in the rest."""
        parties = given.parties
        point = _numbers("disagreement", disagreement, parties)
        if isinstance(given, DealSpace):
            frontier = given.frontier(floor=None if lottery else point)
        else:
            frontier = given
            _check_floor(frontier, point, lottery)
        rational = np.flatnonzero(acceptable(frontier.value, point, TOLERANCE))
        return _Table(frontier, point, rational, np.maximum(0.0, frontier.value[rational] - point))

    def solution(
        self, concept: Concept, best: Sequence[int], objective: float | None, lottery: Lottery | None, who: str
    ) -> Solution:
        points = tuple(self.points[list(best)].tolist())
        said = _narration(self, points, objective, who)
        if lottery is not None:
            said += f" {lottery.narration}"
        parties, value = self.frontier.parties, self.frontier.value[list(points)]
        return Solution(concept, parties, self.disagreement, points, value, objective, lottery, said, self.frontier)


def _largest(score: NDArray[np.float64]) -> list[int]:
    return np.flatnonzero(score >= score.max() - TIE).tolist()


def _maximin(score: NDArray[np.float64], leximin: bool) -> list[int]:
    """Rows with the largest minimum of ``score[point, party]``; with leximin, of those the largest next, and so on."""
    ranked = np.sort(score, axis=1)
    rows = np.arange(len(score))
    for place in range(ranked.shape[1] if leximin else 1):
        rows = rows[ranked[rows, place] >= ranked[rows, place].max() - TIE]
    return rows.tolist()


def _narration(table: _Table, points: tuple[int, ...], objective: float | None, who: str) -> str:
    frontier = table.frontier
    past = "" if frontier.exact else f" The frontier is approximate, to {frontier.tolerance:.3g} swings."
    if objective is None:
        wanting = [
            name for name, least in zip(frontier.parties, table.disagreement, strict=True) if least > 1 + TOLERANCE
        ]
        alone = f" Even the best of all deals would not do so for {' and '.join(wanting)}." if wanting else ""
        return f"No single deal gives every party its disagreement value.{alone}{past}"
    gain = (frontier.value[points[0]] - table.disagreement).tolist()
    each = ", ".join(f"{name} {amount:+.3g}" for name, amount in zip(frontier.parties, gain, strict=True))
    ways = "One point has" if len(points) == 1 else f"{len(points)} points have"
    first = "it gains" if len(points) == 1 else "the first gains"
    return (
        f"{ways} the largest value, {objective:.4g}, of {who} among the {len(table.points)} undominated points that "
        f"give every party its disagreement value; {first}, in swings: {each}.{past}"
    )


def _numbers(name: str, given: Numbers, parties: Sequence[str]) -> NDArray[np.float64]:
    if isinstance(given, Mapping):
        if set(given) != set(parties):
            raise BargainingError(f"{name} names {', '.join(given)}: give one number for each of {', '.join(parties)}.")
        given = [given[party] for party in parties]
    numbers = np.array(given, dtype=np.float64)
    if numbers.shape != (len(parties),) or not np.isfinite(numbers).all():
        raise BargainingError(f"{name} is {given!r}: give one finite number for each of {', '.join(parties)}.")
    return numbers


def _weights(given: Numbers | None, parties: Sequence[str]) -> NDArray[np.float64]:
    weight = np.ones(len(parties)) if given is None else _numbers("weights", given, parties)
    if (weight < 0).any() or not weight.any():
        raise BargainingError(f"weights are {weight.tolist()}: none may be negative, and one must be positive.")
    return weight


def _check_floor(frontier: Frontier, disagreement: NDArray[np.float64], lottery: bool) -> None:
    if lottery and np.isfinite(frontier.floor).any():
        raise BargainingError(
            f"the frontier has floors ({frontier.floor.tolist()}): a lottery may mix in points below them. "
            "Compute the frontier without floors."
        )
    if (frontier.floor > disagreement + TOLERANCE).any():
        raise BargainingError(
            f"the frontier leaves out points below its floors ({frontier.floor.tolist()}), and disagreement "
            f"({disagreement.tolist()}) is lower. Compute the frontier with floors at or below disagreement."
        )
