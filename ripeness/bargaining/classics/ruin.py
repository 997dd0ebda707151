"""War as a gambler's ruin: forts change hands one by one until a side holds all of them.

A holds k of N forts and takes the next with chance p each period, else loses one. Results are arrays over
k = 0..N. ``situation`` sets up the same war for the general code: ``absorption`` for chances and lengths,
``discounted_absorption`` and ``fight_to_finish`` for worths.

Source: Smith and Stam 2004, "Bargaining and the nature of war", Journal of Conflict Resolution 48; the closed
forms are those of Feller 1968, "An introduction to probability theory and its applications", chapter 14.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.situation import Situation

# Below this p - q counts as 0: the formulas for an uneven war cancel there, and the even one is off by no more.
EVEN = 1e-8


def win_chance(forts: int, win: float) -> NDArray[np.float64]:
    """Chance that A takes all forts: (1 - r^k) / (1 - r^N) with r = (1 - p) / p; k / N for an even war."""
    held = _check(forts, win)
    if abs(2 * win - 1) < EVEN:
        return held / forts
    log_r = np.log((1 - win) / win)
    if log_r < 0:
        return np.expm1(held * log_r) / np.expm1(forts * log_r)
    # The same, divided through by r^N, so that no power overflows.
    return np.exp((held - forts) * log_r) * np.expm1(-held * log_r) / np.expm1(-forts * log_r)


def expected_length(forts: int, win: float) -> NDArray[np.float64]:
    """Expected periods until the war is over: (k - N W_k) / (q - p); k (N - k) for an even war."""
    held = _check(forts, win)
    if abs(2 * win - 1) < EVEN:
        return held * (forts - held)
    return (held - forts * win_chance(forts, win)) / (1 - 2 * win)


def discounted_win(forts: int, win: float, discount: float) -> NDArray[np.float64]:
    """Expected discount ** periods over the wars that A wins: what a swing on victory is worth now."""
    held = _check(forts, win)
    large, ratio = _roots(win, discount)
    return large ** (held - forts) * (1 - ratio**held) / (1 - ratio**forts)


def discounted_loss(forts: int, win: float, discount: float) -> NDArray[np.float64]:
    """Expected discount ** periods over the wars that A loses."""
    held = _check(forts, win)
    large, ratio = _roots(win, discount)
    return (ratio * large) ** held * (1 - ratio ** (forts - held)) / (1 - ratio**forts)


def war_value(forts: int, win: float, discount: float, cost: float) -> NDArray[np.float64]:
    """Worth to A of fighting to the finish at ``cost`` per period: G - c (1 - G - L) / (1 - discount)."""
    won, lost = discounted_win(forts, win, discount), discounted_loss(forts, win, discount)
    return won - cost * (1 - won - lost) / (1 - discount)


def situation(forts: int, win: float, discount: float, cost_a: float, cost_b: float) -> Situation:
    """Set up the war: states 0..N forts held by A, a pie of 1 for whoever holds all."""
    held = _check(forts, win)
    drift = front(forts, win)
    return Situation(
        states=[f"A holds {k:g}" for k in held],
        drift=[drift, drift],
        reference=drift,
        flow=np.tile([-cost_a, -cost_b], (forts + 1, 1)),
        discount=[discount, discount],
        end_value=np.stack([held == forts, held == 0], axis=1),
        ends=(held == forts) | (held == 0),
        parties=["A", "B"],
    )


def front(forts: int, win: float) -> NDArray[np.float64]:
    """How the front moves, ``[forts held, forts held next]``; where all are held by one side it is over: no row."""
    ahead = np.zeros((forts + 1, forts + 1))
    inner = np.arange(1, forts)
    ahead[inner, inner + 1], ahead[inner, inner - 1] = win, 1 - win
    return ahead


def _roots(win: float, discount: float) -> tuple[float, float]:
    """The larger root of p d x^2 - x + (1 - p) d = 0, and the smaller as a share of it."""
    if not 0 < discount < 1:
        raise BargainingError(f"discount is {discount}: give a number between 0 and 1, both excluded.")
    spread = np.sqrt(1 - 4 * win * (1 - win) * discount**2)
    large = (1 + spread) / (2 * win * discount)
    return float(large), float((1 - spread) / (1 + spread))


def _check(forts: int, win: float) -> NDArray[np.float64]:
    if forts < 1 or not 0 < win < 1:
        raise BargainingError(f"{forts} forts, chance {win} of taking one: give at least 1 fort and 0 < chance < 1.")
    return np.arange(forts + 1, dtype=np.float64)
