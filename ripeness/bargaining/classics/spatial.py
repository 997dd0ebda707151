"""Positions on one line, each with capability and salience: the compromise model, and who would win a vote.

Source: Bueno de Mesquita 1994, "Political forecasting: an expected utility method", in: European Community
decision making; van den Bos 1991 and Achen 2006 for the mean as a forecast.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from ripeness.bargaining.errors import BargainingError


class Actor(NamedTuple):
    """An actor of a spatial model; ``position`` in the unit of the line, ``salience`` in 0..1."""

    name: str
    position: float
    capability: float
    salience: float


# In how many years emission standards should bind, as ten members of the European Community would have it: the worked
# example of Bueno de Mesquita 1994.
EMISSION_STANDARDS = (
    Actor("Netherlands", 4.0, 0.08, 0.8),
    Actor("Belgium", 7.0, 0.08, 0.4),
    Actor("Luxembourg", 4.0, 0.03, 0.2),
    Actor("Germany", 4.0, 0.16, 0.8),
    Actor("France", 10.0, 0.16, 0.6),
    Actor("Italy", 10.0, 0.16, 0.6),
    Actor("UK", 10.0, 0.16, 0.9),
    Actor("Ireland", 7.0, 0.05, 0.1),
    Actor("Denmark", 4.0, 0.05, 1.0),
    Actor("Greece", 7.0, 0.08, 0.7),
)


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
