"""A truce costs the side with momentum its momentum: what it must be paid to stop.

War without memory: each period A wins with chance w, loses with chance l, and it costs both c.

Sources: Powell 2004, "Bargaining and learning while fighting", American Journal of Political Science 48 (the war);
the price of a truce follows from the value equations of this package's model.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Interim, Talks

Odds = tuple[float, float]  # of A's winning and losing in a period


def war_value(odds: Odds, cost: float, discount: float) -> NDArray[np.float64]:
    """Fighting to the finish, ``[A, B]``: (d w - c) / (1 - d (1 - w - l)), and the same for B."""
    going_on = 1 - discount * (1 - sum(odds))
    return np.array([(discount * chance - cost) / going_on for chance in odds])


def talks_value(odds: Odds, cost: float, discount: float) -> NDArray[np.float64]:
    """With talks, either side proposing half the time, each gets its war and half of what peace saves, ``[A, B]``."""
    war = war_value(odds, cost, discount)
    return war + (1 - war.sum()) / 2


def price(momentum: Odds, even: Odds, cost: float, discount: float, settling: bool = True) -> float:
    """The least that A, with ``momentum``, must get in the period for a truce after which the war would be ``even``.

    Where talks could settle the war before and after (``settling``): -c + d (w + (1 - w - l) v(M)) - d v(N); where
    there is only war, W(M) - d W(N).
    """
    if not settling:
        before, after = (war_value(odds, cost, discount)[0] for odds in (momentum, even))
        return float(before - discount * after)
    before, after = (talks_value(odds, cost, discount)[0] for odds in (momentum, even))
    win, lose = momentum
    return float(-cost + discount * (win + (1 - win - lose) * before) - discount * after)


def talks(
    parts: int,
    momentum: Odds,
    even: Odds,
    cost: float,
    discount: float,
    transfers: Sequence[float] = (),
    settling: bool = True,
) -> Talks:
    """Set up the game: a settlement in either state, and with momentum a truce for each transfer from B to A.

    Without ``settling`` there is nothing on the menu but truces, and war around them.
    """
    states = ["momentum", "even", "A won", "B won"]
    drift = np.zeros((4, 4))
    for state, (win, lose) in enumerate((momentum, even)):
        drift[state, [state, 2, 3]] = 1 - win - lose, win, lose
    quiet = np.zeros((4, 4))
    quiet[0, 1] = 1.0
    settlements = splits(2, parts) if settling else np.zeros((0, 2))
    menu = np.ones((4, len(settlements) + len(transfers)), dtype=bool)
    menu[1, len(settlements) :] = False
    situation = Situation(
        states=states,
        drift=[drift, drift],
        reference=drift,
        flow=np.full((4, 2), -cost),
        discount=[discount, discount],
        end_value=[[0, 0], [0, 0], [1, 0], [0, 1]],
        ends=[False, False, True, True],
        parties=["A", "B"],
    )
    truces = [Interim([paid, -paid], quiet, name=f"truce for {paid:g}") for paid in transfers]
    return Talks(situation, settlements, recognition=[0.5, 0.5], interim=truces, menu=menu)
