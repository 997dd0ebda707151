"""The challenge model: actors on a line threaten each other, and those who see no better way move.

A baseline that forecasters expect to find, kept as its replication states it; Ripeness's own forecasts do not use it.

Sources: Bueno de Mesquita 1994, "Political forecasting: an expected utility method", in: European Community
decision making; the equations as read by Scholz, Calbert and Smith 2011, "Unravelling Bueno de Mesquita's group
decision model", Journal of Theoretical Politics 23, with the status quo kept for certain where nobody challenges.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.classics.spatial import weighted_mean, weighted_median, weights
from ripeness.bargaining.errors import BargainingError

Floats = NDArray[np.float64]
TOGETHER = 1e-9  # positions closer than this, all of them, leave nothing to challenge


@dataclass(frozen=True, eq=False)
class Challenge:
    """A run: ``position[round, actor]``, ``risk[round, actor]`` (exponents), ``median[round]``, ``mean[round]``.

    Round 0 is the start. The run stops where all stand together, so it may have fewer rounds than asked for.
    """

    position: Floats
    risk: Floats
    median: Floats
    mean: Floats


def challenge(position: ArrayLike, capability: ArrayLike, salience: ArrayLike, rounds: int) -> Challenge:
    """Let the actors, arrays ``[actor]``, challenge each other for so many rounds. ``salience`` lies in 0..1."""
    at, weight = weights(position, capability, salience)
    care = np.asarray(salience, dtype=np.float64)
    if rounds < 0 or (care > 1).any():
        raise BargainingError(f"{rounds} rounds, salience up to {care.max():g}: give 0 or more, and salience in 0..1.")
    path = [at]
    while len(path) <= rounds and np.ptp(path[-1]) > TOGETHER:
        path.append(moved(path[-1], weight, care))
    return Challenge(
        position=np.array(path),
        risk=np.array([risk_exponents(now, weight, care) for now in path]),
        median=np.array([weighted_median(now, capability, salience) for now in path]),
        mean=np.array([weighted_mean(now, capability, salience) for now in path]),
    )


def winning_chance(position: Floats, weight: Floats) -> Floats:
    """Chance ``[i, j]`` that i beats j: the share, among those who care, of the weight that prefers i's position."""
    apart = np.abs(position[:, None] - position)
    votes = weight * (apart[None, :, :] - apart[:, None, :])  # [i, j, voter]: above 0 where i's position is nearer
    cast = np.abs(votes).sum(axis=2)
    won = np.where(votes > 0, votes, 0.0).sum(axis=2)
    return np.divide(won, cast, out=np.zeros_like(won), where=cast > 0)


def expected_gain(position: Floats, weight: Floats, salience: Floats, exponent: Floats) -> Floats:
    """What i expects of challenging j over leaving things as they are, ``[i, j]``, with i's ``exponent[i]``.

    j resists with a chance equal to its salience; then i wins or loses by the votes, else it wins at once.
    """
    spread = np.ptp(position)
    apart = np.abs(position[:, None] - position) / spread if spread > 0 else np.zeros((len(position),) * 2)
    power = exponent[:, None]
    success = 2 - 4 * (0.5 - 0.5 * apart) ** power
    failure = 2 - 4 * (0.5 + 0.5 * apart) ** power
    as_is = 2 - 4 * 0.5**power
    chance = winning_chance(position, weight)
    return salience * (chance * success + (1 - chance) * failure) + (1 - salience) * success - as_is


def risk_exponents(position: Floats, weight: Floats, salience: Floats) -> Floats:
    """How much risk each actor takes, ``[actor]`` in 1/2..2, read off how exposed its position is to challenges."""
    gain = expected_gain(position, weight, salience, np.ones(len(position)))
    np.fill_diagonal(gain, 0.0)
    exposed = gain.sum(axis=0)
    span = np.ptp(exposed)
    scaled = (2 * exposed - exposed.max() - exposed.min()) / span if span > 0 else np.zeros(len(exposed))
    return (1 - scaled / 3) / (1 + scaled / 3)


def moved(position: Floats, weight: Floats, salience: Floats) -> Floats:
    """Positions after one round: each goes towards who has most to gain from it and cannot be challenged back.

    It gives way wholly where it fears more than the other gains, else in proportion; of equal challenges
    it takes the one that moves it least.
    """
    gain = expected_gain(position, weight, salience, risk_exponents(position, weight, salience))
    after = position.copy()
    for actor, stands in enumerate(position):
        demands: list[tuple[float, float, float]] = []
        for other, wants in enumerate(position):
            mine, theirs = float(gain[actor, other]), float(gain[other, actor])
            if wants == stands or theirs <= 0 or mine >= 0:
                continue
            goes = stands + (wants - stands) * min(1.0, abs(mine / theirs))
            demands.append((-theirs, abs(goes - stands), float(goes)))
        if demands:
            after[actor] = min(demands)[2]
    return after
