"""Hendricks, Weiss and Wilson 1988, "The war of attrition", International Economic Review 29; here in rounds.

Outside the class of the solver: both move at once, and mix. The closed form is held against brute force.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics.attrition import attrition
from tests.reference.vectors import vector


def test_a_war_of_attrition() -> None:
    found = attrition(1, 2, 0.1, 0.3)
    assert found == pytest.approx((0.130434783, 0.090909091, 3.773584906), abs=1e-9)
    assert found.second_concedes * 1 == pytest.approx((1 - found.second_concedes) * 0.1)  # the first is indifferent
    assert found.first_concedes * 2 == pytest.approx((1 - found.first_concedes) * 0.3)
    stay = (1 - found.first_concedes) * (1 - found.second_concedes)
    assert found.costly_rounds == pytest.approx(sum(k * stay**k * (1 - stay) for k in range(2000)))
    table = vector("war_of_attrition_simult", "V=1,2;c=.1,.3", "q1,q2,E[costly rounds]")
    assert found == pytest.approx(table, abs=1e-6)


def test_neither_gains_by_staying_any_number_of_rounds() -> None:
    """By playing it: to stay for k rounds and then concede is worth 0 to either side, whatever k."""
    chances = attrition(1, 2, 0.1, 0.3)
    for prize, cost, other in ((1, 0.1, chances.second_concedes), (2, 0.3, chances.first_concedes)):
        rounds = np.random.default_rng(1).geometric(other, 200_000)  # the one in which the other concedes
        for stays in (1, 5, 40):
            worth = np.where(rounds <= stays, prize - cost * (rounds - 1), -cost * stays)
            assert worth.mean() == pytest.approx(0, abs=0.01)


def test_what_costs_nothing_or_wins_nothing_is_an_error() -> None:
    for wrong in ((0, 1, 0.1, 0.1), (1, 1, 0.0, 0.1)):
        with pytest.raises(BargainingError, match="above 0"):
            attrition(*wrong)
