"""Power shifts once in A's favour: is there a division now that keeps B from fighting while it can still win?

A pie of 1 is divided anew in each period; war is for good and worth M_A = p / (1 - d) - c_A and M_B = (1 - p) /
(1 - d) - c_B. A's chance p rises from p1 to p2 after the first period. A proposes with chance pi.

Sources: Fearon 1995, "Rationalist explanations for war", International Organization 49; Powell 2006, "War as a
commitment problem", International Organization 60.
"""

from __future__ import annotations

import numpy as np

from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Interim, Talks


def threshold(discount: float, cost_a: float, cost_b: float, a_proposes: float) -> float:
    """War comes in the first period iff d p2 - p1 exceeds c_B (1 - d)^2 + d (1 - d) (1 - pi) (c_A + c_B)."""
    late = discount * (1 - discount) * (1 - a_proposes) * (cost_a + cost_b)
    return cost_b * (1 - discount) ** 2 + late


def talks(
    parts: int, before: float, after: float, discount: float, cost_a: float, cost_b: float, a_proposes: float
) -> Talks:
    """Set up the game: states before, after, war before, war after. A division lasts one period: it is an interim deal.

    A refusal means war, whose lump is paid on arrival and therefore raised by 1 / d.
    """
    war = np.array([[p / (1 - discount) - cost_a, (1 - p) / (1 - discount) - cost_b] for p in (before, after)])
    fight = np.zeros((4, 4))
    fight[0, 2] = fight[1, 3] = 1.0
    situation = Situation(
        states=["before the shift", "after the shift", "war before", "war after"],
        drift=[fight, fight],
        reference=fight,
        flow=np.zeros((4, 2)),
        discount=[discount, discount],
        end_value=np.vstack((np.zeros((2, 2)), war / discount)),
        ends=[False, False, True, True],
        parties=["A", "B"],
    )
    peace = np.zeros((4, 4))
    peace[:2, 1] = 1.0
    divisions = [Interim([part / parts, 1 - part / parts], peace, name=f"A {part}") for part in range(parts + 1)]
    return Talks(situation, np.zeros((0, 2)), recognition=[a_proposes, 1 - a_proposes], interim=divisions)
