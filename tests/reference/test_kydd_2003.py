"""Rows outside the class of the solver, as they have private information or simultaneous moves: closed forms only.

Kydd 2003 (AJPS 47), Hoerner, Morelli and Squintani 2015 (Review of Economic Studies 82), and a war of attrition
(Hendricks, Weiss and Wilson 1988, International Economic Review 29) in rounds. Each is held against brute force.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics.attrition import attrition
from ripeness.bargaining.classics.mediation import honest_bias, pooling_peace
from tests.reference.vectors import vector


def test_which_mediators_are_honest() -> None:
    bias = honest_bias(0.05, 0.3, 0.2, 0.3, 0.7)
    assert bias == pytest.approx((0.375, 3.5), abs=1e-12)
    table = vector("kydd_type_bias_interval", "cL=.05;cH=.3;k=.2;qw=.3;qt=.7", "[beta_lo,beta_hi]")
    assert bias == pytest.approx(table, abs=1e-6)


def test_honesty_by_comparing_both_messages() -> None:
    def worth(bias: float, tough: float, demand_high: bool) -> float:
        """To the mediator, with p = .5: told 'weak' A demands p + .3, else p + .05; war costs the mediator .2."""
        if not demand_high:
            return bias * 0.55
        return (1 - tough) * bias * 0.8 + tough * (bias * 0.5 - 0.2)

    honest = [
        bias
        for bias in np.linspace(0, 5, 5001)
        if worth(bias, 0.3, True) >= worth(bias, 0.3, False) - 1e-12
        and worth(bias, 0.7, False) >= worth(bias, 0.7, True) - 1e-12
    ]
    assert (min(honest), max(honest)) == pytest.approx((0.375, 3.5), abs=1e-3)


def test_when_an_equal_split_keeps_the_peace() -> None:
    pooling = pooling_peace(0.8, 0.9)
    assert pooling == pytest.approx((2.2, 0.6875), abs=1e-12)
    q = pooling.chance
    assert q * 0.8 / 2 + (1 - q) * 0.9 * 0.8 == pytest.approx(0.5)
    assert pooling == pytest.approx(vector("hms_pooling_peace", "theta=.8;p=.9", "gamma; q*"), abs=1e-6)


def test_a_war_of_attrition() -> None:
    found = attrition(1, 2, 0.1, 0.3)
    assert found == pytest.approx((0.130434783, 0.090909091, 3.773584906), abs=1e-9)
    assert found.second_concedes * 1 == pytest.approx((1 - found.second_concedes) * 0.1)  # the first is indifferent
    assert found.first_concedes * 2 == pytest.approx((1 - found.first_concedes) * 0.3)
    stay = (1 - found.first_concedes) * (1 - found.second_concedes)
    assert found.costly_rounds == pytest.approx(sum(k * stay**k * (1 - stay) for k in range(2000)))
    table = vector("war_of_attrition_simult", "V=1,2;c=.1,.3", "q1,q2,E[costly rounds]")
    assert found == pytest.approx(table, abs=1e-6)


def test_impossible_numbers_are_errors() -> None:
    for build in (
        lambda: attrition(0, 1, 0.1, 0.1),
        lambda: pooling_peace(1.2, 0.9),
        lambda: honest_bias(0.05, 0.3, 0.2, 0.7, 0.3),
    ):
        with pytest.raises(BargainingError):
            build()
