"""Power that shifts once: Fearon 1995 (International Organization 49) and Powell 2006 (International Organization 60).

A division lasts one period, so it is an interim deal and V depends on it: on a pie in parts the stationary offers
alternate between two neighbouring parts (a cycle, reported as such), so the long finite game is solved, which is exact.
"""

from __future__ import annotations

import pytest

from ripeness.bargaining.classics import shifting_power
from ripeness.bargaining.talks import NOTHING
from tests.reference.vectors import vector

DISCOUNT, COST_A, COST_B = 0.9, 0.3, 0.4
CASES = [
    (1.0, "powell_shift_TILI_A", 0.004),
    (0.0, "powell_shift_TILI_B", 0.067),
    (0.5, "powell_shift_random_half", 0.0355),
]


@pytest.mark.parametrize(("a_proposes", "model", "keyed"), CASES)
def test_the_threshold(a_proposes: float, model: str, keyed: float) -> None:
    threshold = shifting_power.threshold(DISCOUNT, COST_A, COST_B, a_proposes)
    assert threshold == pytest.approx(keyed, abs=1e-12)
    assert threshold == pytest.approx(vector(model, "d=.9;cA=.3;cB=.4", "war iff d*p2-p1 >")[0], abs=1e-6)


@pytest.mark.parametrize(("a_proposes", "model", "keyed"), CASES)
def test_war_comes_beyond_it_and_not_below(a_proposes: float, model: str, keyed: float) -> None:
    for parts, margin in ((100, 0.02), (1000, 0.003)):
        for beyond in (-margin, margin):
            after = (0.4 + keyed + beyond) / DISCOUNT
            talks = shifting_power.talks(parts, 0.4, after, DISCOUNT, COST_A, COST_B, a_proposes)
            offers = talks.finite(120).offer[0]
            named = talks.recognition[0] > 0
            assert ((offers[0, named] == NOTHING) == (beyond > 0)).all(), (model, parts, beyond)
            assert (offers[1, named] != NOTHING).all()  # once power has shifted there is peace
