"""Both sides believe that they would win: when optimism closes the zone of agreement.

Sources: Fearon 1995, "Rationalist explanations for war", International Organization 49 (the range); Yildiz 2003,
"Bargaining without a common prior: an immediate agreement theorem", Econometrica 71 (beliefs that are known to differ).
"""

from __future__ import annotations

import numpy as np

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks


def zone(a_thinks: float, b_thinks: float, cost_a: float, cost_b: float) -> tuple[float, float] | None:
    """Shares of A that both take over a one-shot war, or None: it is empty iff p_A - p_B > c_A + c_B.

    ``a_thinks`` and ``b_thinks`` are the chances that A wins, as each of them sees it.
    """
    low, high = max(0.0, a_thinks - cost_a), min(1.0, b_thinks + cost_b)
    return None if a_thinks > closes_at(b_thinks, cost_a, cost_b) else (low, high)


def closes_at(b_thinks: float, cost_a: float, cost_b: float) -> float:
    """The largest chance that A may give itself before the zone closes: p_B + c_A + c_B."""
    return b_thinks + cost_a + cost_b


def talks(parts: int, a_thinks: float, b_thinks: float, cost_a: float, cost_b: float, discount: float = 0.9) -> Talks:
    """Set up one chance to agree before a war that is decided at once, under each side's own belief.

    The prize is paid a period later and therefore raised by 1 / d.
    """

    def war(win: float) -> list[list[float]]:
        return [[0.0, win, 1 - win], [0.0] * 3, [0.0] * 3]

    situation = Situation(
        states=["talks", "A won", "B won"],
        drift=[war(a_thinks), war(b_thinks)],
        reference=war((a_thinks + b_thinks) / 2),
        flow=np.tile([-cost_a, -cost_b], (3, 1)),
        discount=[discount, discount],
        end_value=np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]) / discount,
        ends=[False, True, True],
        parties=["A", "B"],
    )
    return Talks(situation, splits(2, parts), recognition=[0.5, 0.5])
