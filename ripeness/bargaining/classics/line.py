"""Bargaining while fighting on a line of forts: at any time the parties may share out the pie instead of fighting on.

A holds k of N forts; each period of fighting costs both and moves the front by one fort, towards A's victory with
chance p; all forts win the pie of 1. See ``ruin`` for the war alone.

Source: Smith and Stam 2004, "Bargaining and the nature of war", Journal of Conflict Resolution 48. Arrays run
over k = 0..N; the closed forms hold where all shares lie inside the pie.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.classics.ruin import discounted_loss, discounted_win, front, situation
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]


def random_proposer(forts: int, win: float, discount: float, cost_a: float, cost_b: float, a_proposes: float) -> Floats:
    """A's value where chance names the proposer: G + (pi (1 - d + c_A + c_B) - c_A) (1 - G - L) / (1 - d)."""
    won, lost = discounted_win(forts, win, discount), discounted_loss(forts, win, discount)
    each_period = a_proposes * (1 - discount + cost_a + cost_b) - cost_a
    return won + each_period * (1 - won - lost) / (1 - discount)


def alternating(forts: int, win: float, discount: float, cost_a: float, cost_b: float) -> tuple[Floats, Floats]:
    """A's value where it proposes, and where B does, if they take turns: the linear equations of indifference.

    a = 1 + c_B - d + d E b', since B is left with fighting on and proposing next; b = -c_A + d E a'.
    """
    ahead = front(forts, win)
    inner = np.diag((ahead.sum(axis=1) > 0).astype(float))
    held = np.arange(forts + 1) == forts
    count = forts + 1
    system = np.block([[np.eye(count), -discount * ahead], [-discount * ahead, np.eye(count)]])
    paid = np.concatenate(
        (inner @ np.full(count, 1 + cost_b - discount) + held, inner @ np.full(count, -cost_a) + held)
    )
    value = np.linalg.solve(system, paid)
    return value[:count], value[count:]


def talks(
    parts: int, forts: int, win: float, discount: float, cost_a: float, cost_b: float, a_proposes: float | None
) -> Talks:
    """Set up the game on a pie in so many parts. ``a_proposes`` None: they take turns, A's states first, then B's."""
    war = situation(forts, win, discount, cost_a, cost_b)
    menu = splits(2, parts)
    if a_proposes is not None:
        return Talks(war, menu, recognition=[a_proposes, 1 - a_proposes])
    moves = np.kron([[0.0, 1.0], [1.0, 0.0]], front(forts, win))
    in_turns = Situation(
        states=[f"{state}, {who} proposes" for who in "AB" for state in war.states],
        drift=[moves, moves],
        reference=moves,
        flow=np.tile(war.flow, (2, 1)),
        discount=war.discount,
        end_value=np.tile(war.end_value, (2, 1)),
        ends=np.tile(war.ends, 2),
        parties=war.parties,
    )
    return Talks(in_turns, menu, recognition=np.repeat([[1.0, 0.0], [0.0, 1.0]], forts + 1, axis=0))
