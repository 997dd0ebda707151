"""Two parties share a pie of 1 by alternating offers, with what may hang over them: flows, an exit, a breakdown.

Sources: Rubinstein 1982, "Perfect equilibrium in a bargaining model", Econometrica 50; Binmore, Rubinstein,
Wolinsky 1986, "The Nash bargaining solution in economic modelling", RAND Journal of Economics 17 (breakdown);
Binmore, Shaked, Sutton 1989, "An outside option experiment", Quarterly Journal of Economics 104. The closed
forms hold where all shares lie inside the pie.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks

Pair = tuple[float, float]


def proposer_shares(discount: Sequence[float], flow: Sequence[float] = (0.0, 0.0)) -> Pair:
    """What party 1 gets where it proposes first, and party 2 where that does, flows of bargaining included.

    With W = f / (1 - d) from bargaining for ever: W_1 + (1 - W_1 - W_2) (1 - d_2) / (1 - d_1 d_2), and the same for 2.
    """
    (d1, d2), (f1, f2) = discount, flow
    forever = f1 / (1 - d1), f2 / (1 - d2)
    surplus = 1 - sum(forever)
    return (
        forever[0] + surplus * (1 - d2) / (1 - d1 * d2),
        forever[1] + surplus * (1 - d1) / (1 - d1 * d2),
    )


def outside_option(discount: float, exit_value: float) -> float:
    """What the proposer keeps where the other may leave for ``exit_value``: 1 - max(b, d / (1 + d)).

    The exit matters only where it is better than the share without it: it is an action, not a flow.
    """
    return 1 - max(exit_value, discount / (1 + discount))


def breakdown(risk: float, after: Sequence[float]) -> float:
    """What the proposer gets where talks break down with chance ``risk`` after each refusal, worth ``after[party]``.

    b_1 + (1 - b_1 - b_2) / (2 - q), without discounting.
    """
    return after[0] + (1 - after[0] - after[1]) / (2 - risk)


def talks(
    parts: int,
    discount: Sequence[float],
    flow: Sequence[float] = (0.0, 0.0),
    exits: Sequence[float] = (np.nan, np.nan),
) -> Talks:
    """Set up alternating offers on a pie in so many parts; the state says who proposes."""
    turns = np.array([[0.0, 1.0], [1.0, 0.0]])
    situation = Situation(
        states=["1 proposes", "2 proposes"],
        drift=[turns, turns],
        reference=turns,
        flow=[flow, flow],
        discount=discount,
        end_value=np.zeros((2, 2)),
        ends=[False, False],
        parties=["1", "2"],
    )
    return Talks(situation, splits(2, parts), recognition=np.eye(2), exits=[exits, exits])


def talks_that_may_break_down(parts: int, risk: float, after: Sequence[float]) -> Talks:
    """Set up talks that a refusal ends with chance ``risk``.

    A refusal is worth q b + (1 - q) V: the same as a flow of q b with discount 1 - q, and it is written so.
    """
    return talks(parts, [1 - risk] * 2, flow=[risk * after[0], risk * after[1]])
