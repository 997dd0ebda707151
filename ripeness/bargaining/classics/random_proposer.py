"""Any number of parties share a pie of 1; chance says who proposes, and all must agree.

Source: the stationary equilibrium of Binmore 1987, "Perfect equilibria in bargaining models", in: The economics
of bargaining, with unequal patience and flows while bargaining. Shares must lie inside the pie.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks


def values(
    recognition: Sequence[float], discount: Sequence[float], flow: Sequence[float] | None = None
) -> NDArray[np.float64]:
    """What each party expects before the proposer is drawn, ``[party]``.

    v = W + (1 - sum of W) w / (sum of w), where W = f / (1 - d) and w = recognition / (1 - d): patience is power.
    """
    patience = 1 - np.asarray(discount, dtype=np.float64)
    forever = np.zeros(len(patience)) if flow is None else np.asarray(flow, dtype=np.float64) / patience
    power = np.asarray(recognition, dtype=np.float64) / patience
    return forever + (1 - forever.sum()) * power / power.sum()


def talks(
    parts: int, recognition: Sequence[float], discount: Sequence[float], flow: Sequence[float] | None = None
) -> Talks:
    """Set up the game in one state, on a pie in so many parts."""
    parties = len(recognition)
    situation = Situation(
        states=["bargaining"],
        drift=[[[1.0]]] * parties,
        reference=[[1.0]],
        flow=[[0.0] * parties if flow is None else flow],
        discount=discount,
        end_value=np.zeros((1, parties)),
        ends=[False],
    )
    return Talks(situation, splits(parties, parts), recognition=recognition)
