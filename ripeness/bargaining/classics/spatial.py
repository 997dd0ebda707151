"""Positions on one line, each with capability and salience: the compromise model, and who would win a vote.

Source: Bueno de Mesquita 1994, "Political forecasting: an expected utility method", in: European Community
decision making; van den Bos 1991 and Achen 2006 for the mean as a forecast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from ripeness.bargaining.errors import BargainingError


def weighted_mean(position: ArrayLike, capability: ArrayLike, salience: ArrayLike) -> float:
    """The compromise model: the mean of ``position[actor]``, weighted by capability times salience."""
    at, weight = weights(position, capability, salience)
    return float((weight * at).sum() / weight.sum())


def weighted_median(position: ArrayLike, capability: ArrayLike, salience: ArrayLike) -> float:
    """The position that beats every other in a vote weighted by capability times salience (the lower of two)."""
    at, weight = weights(position, capability, salience)
    order = np.argsort(at, kind="stable")
    upto = np.cumsum(weight[order])
    return float(at[order][np.searchsorted(upto, upto[-1] / 2 - 1e-12 * upto[-1])])


def weights(position: ArrayLike, capability: ArrayLike, salience: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Positions and weights as arrays ``[actor]``. Raises BargainingError where they do not fit or weigh nothing."""
    at, power, care = (np.asarray(given, dtype=np.float64) for given in (position, capability, salience))
    fits = at.ndim == 1 and at.shape == power.shape == care.shape
    weight = power * care if fits else np.zeros(0)
    if not fits or not (power >= 0).all() or not (care >= 0).all() or not weight.sum() > 0:
        raise BargainingError(
            f"positions {at.shape}, capabilities {power.shape}, saliences {care.shape}: give one of each per actor, "
            "weights not negative and not all 0."
        )
    return at, weight
