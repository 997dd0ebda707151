"""War as a failure to agree: the bargaining range, and the risk of an offer under one-sided uncertainty.

Two sides divide a good of size 1. War gives A the chance p of winning it all and costs A and B c_A and c_B.
All values are in shares of the good, which is one swing for either side. The demand under uncertainty is outside the
class of ``Talks``, as A does not know whom it faces: closed form only. Shifting power has a module of its own.

Source: Fearon 1995, "Rationalist explanations for war", International Organization 49.
"""

from __future__ import annotations

from typing import NamedTuple

from ripeness.bargaining.classics import optimism
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.talks import Talks


class Range(NamedTuple):
    """Shares of A that both sides take over war."""

    low: float
    high: float


class Demand(NamedTuple):
    """A's best take-it-or-leave-it demand, the chance that it means war, and its worth to A."""

    share: float
    war: float
    value: float


def bargaining_range(win: float, cost_a: float, cost_b: float) -> Range:
    """The shares [p - c_A, p + c_B] of A that both prefer to war, as far as they exist (0..1)."""
    _check_chance(win)
    _check_costs(cost_a, cost_b)
    return Range(max(0.0, win - cost_a), min(1.0, win + cost_b))


def best_demand(win: float, cost_a: float, cost_b_low: float, cost_b_high: float) -> Demand:
    """A's demand where it knows only that B's cost of war is uniform on [cost_b_low, cost_b_high].

    x* = min{1, max(p + lo, p + (hi - c_A) / 2)}; B fights if its cost is below x* - p, which for x* < 1 is
    Pr(war) = max(0, (hi - c_A - 2 lo) / (2 (hi - lo))).
    """
    _check_chance(win)
    _check_costs(cost_a, cost_b_low, cost_b_high)
    if cost_b_high < cost_b_low:
        raise BargainingError(f"B's cost runs from {cost_b_low} to {cost_b_high}: give the lower end first.")
    share = min(1.0, win + max(cost_b_low, (cost_b_high - cost_a) / 2))
    width = cost_b_high - cost_b_low
    war = max(0.0, (share - win - cost_b_low) / width) if width > 0 else 0.0
    return Demand(share, war, (1 - war) * share + war * (win - cost_a))


def risk_threshold(cost_a: float, cost_b_low: float, cost_b_high: float) -> float:
    """The largest chance of facing the tough type (low cost of war) at which A still demands p + c_high.

    With two types: (c_high - c_low) / (c_high + c_A). Above it A makes the safe demand p + c_low.
    """
    _check_costs(cost_a, cost_b_low, cost_b_high)
    if cost_b_high <= max(cost_b_low, 0.0):
        raise BargainingError(f"costs of the two types are {cost_b_low} and {cost_b_high}: the second must be larger.")
    return (cost_b_high - cost_b_low) / (cost_b_high + cost_a)


def talks(parts: int, win: float, cost_a: float, cost_b: float) -> Talks:
    """Set up one offer before a war, on a good in so many parts: who makes it takes all of the range."""
    _check_chance(win)
    _check_costs(cost_a, cost_b)
    return optimism.talks(parts, win, win, cost_a, cost_b)


def _check_chance(win: float) -> None:
    if not 0 <= win <= 1:
        raise BargainingError(f"the chance of winning is {win}: give a number between 0 and 1.")


def _check_costs(*costs: float) -> None:
    if not all(cost >= 0 for cost in costs):
        raise BargainingError(f"costs of war are {', '.join(map(str, costs))}: none may be negative.")
