"""Pressure that may end: a mediator's stick costs the parties something each period, until it is put away.

It moves the terms of agreement, not whether there is one: both agree at once, pressed or not. The closed form
follows from the value equations of this package's model with a random proposer; shares must lie inside the pie.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.classics import random_proposer
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]


def values(
    recognition: Sequence[float], discount: float, flow: Sequence[float], stick: Sequence[float], hazard: float
) -> tuple[Floats, Floats]:
    """What each party expects without pressure and under it, ``[party]`` each.

    ``stick[party]``: its cost per period of pressure, which ends with the chance ``hazard`` per period. Pressed:
    (f - m + pi S + d h v) / (1 - d (1 - h)), with S = 1 - sum of (f - m) - d.
    """
    free = random_proposer.values(recognition, [discount] * len(recognition), flow)
    burden = np.asarray(flow, dtype=np.float64) - np.asarray(stick, dtype=np.float64)
    surplus = 1 - burden.sum() - discount
    shared = burden + np.asarray(recognition, dtype=np.float64) * surplus + discount * hazard * free
    return free, shared / (1 - discount * (1 - hazard))


def talks(
    parts: int,
    recognition: Sequence[float],
    discount: float,
    flow: Sequence[float],
    stick: Sequence[float],
    hazard: float,
) -> Talks:
    """Set up the game: state 0 without pressure, state 1 under it."""
    ease = [[1.0, 0.0], [hazard, 1 - hazard]]
    parties = len(recognition)
    situation = Situation(
        states=["free", "pressed"],
        drift=[ease] * parties,
        reference=ease,
        flow=[list(flow), (np.asarray(flow) - np.asarray(stick)).tolist()],
        discount=[discount] * parties,
        end_value=np.zeros((2, parties)),
        ends=[False, False],
    )
    return Talks(situation, splits(parties, parts), recognition=recognition)
