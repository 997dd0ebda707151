"""Powell 2004, "Bargaining and learning while fighting", American Journal of Political Science 48: war without memory.

Each round A wins with chance w and loses with chance l; else it goes on at a cost c. Fighting to the finish is
worth (d w - c) / (1 - d (1 - w - l)).
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import Situation, fight_to_finish
from tests.reference.vectors import vector


def memoryless(win: float, lose: float, cost: float, discount: float) -> np.ndarray:
    drift = [[0, 0, 0], [lose, 1 - win - lose, win], [0, 0, 0]]
    war = Situation(
        states=["A lost", "war", "A won"],
        drift=[drift, drift],
        reference=drift,
        flow=[[0, 0], [-cost, -cost], [0, 0]],
        discount=[discount, discount],
        end_value=[[0, 1], [0, 0], [1, 0]],
        ends=[True, False, True],
    )
    return fight_to_finish(war)[1]


def test_the_value_of_war_without_memory() -> None:
    assert memoryless(0.1, 0.05, 0.02, 0.95)[0] == pytest.approx(0.38961038961038963)  # keyed from the table
    assert memoryless(0.1, 0.05, 0.02, 0.95)[0] == pytest.approx(
        vector("memoryless_war", "w=.1;l=.05;c=.02;d=.95", "W")[0]
    )


def test_the_price_of_a_truce_for_the_side_with_momentum() -> None:
    """The least transfer for which A, winning, accepts a truce that makes the war even: W(M) - d W(N)."""
    momentum, even = memoryless(0.3, 0.05, 0.02, 0.9), memoryless(0.1, 0.1, 0.02, 0.9)
    assert momentum == pytest.approx([0.602409639, 0.060240964], abs=1e-9)
    assert momentum[0] - 0.9 * even[0] == pytest.approx(0.377409639, abs=1e-9)
    table = vector(
        "truce_momentum", "d=.9;c=.02;M:(w,l)=(.3,.05);N:(.1,.1)", "W_M;v_M;price(war-only),price(settle both)"
    )
    assert momentum == pytest.approx(table[:2], abs=1e-9)
    assert momentum[0] - 0.9 * even[0] == pytest.approx(table[4], abs=1e-9)
