"""Fearon 1995, "Rationalist explanations for war", International Organization 49, 379-414: range and risk of war."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue, acceptable, blockers, slack
from ripeness.bargaining.classics.fearon import bargaining_range, best_demand, risk_threshold, talks
from tests.reference.vectors import vector

GRID = 1000


def the_good() -> DealSpace:
    """A good of size 1 in shares of 1/1000: what A does not get, B gets."""
    share = np.arange(GRID + 1)
    good = Issue("share of A", tuple(str(k) for k in share))
    return DealSpace("AB", [good], [Factor("A", [good.name], share), Factor("B", [good.name], GRID - share)])


def by_search(win: float, cost_a: float, low: float, high: float) -> tuple[float, float, float]:
    """A's best demand on a fine grid, from B's chance of accepting each."""
    share = np.linspace(0, 1, 20_001)
    accept = np.clip((high - (share - win)) / (high - low), 0, 1)
    worth = accept * share + (1 - accept) * (win - cost_a)
    best = int(worth.argmax())
    return share[best], 1 - accept[best], worth[best]


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    assert best_demand(0.5, 0.1, 0.0, 0.4) == pytest.approx((0.65, 0.375, 0.55625))
    assert best_demand(0.5, 0.1, 0.1, 0.4)[:2] == pytest.approx((0.65, 1 / 6))
    assert risk_threshold(0.1, 0.05, 0.3) == pytest.approx(0.625)


def test_the_table_of_checked_values() -> None:
    checked = vector("fearon_tili_uniform", "p=.5;cA=.1;c~U[0,.4]", "x*,Pwar,EU_A")
    assert best_demand(0.5, 0.1, 0.0, 0.4) == pytest.approx(tuple(checked), abs=1e-9)
    checked = vector("fearon_tili_uniform", "p=.5;cA=.1;c~U[.1,.4]", "x*,Pwar")
    assert best_demand(0.5, 0.1, 0.1, 0.4)[:2] == pytest.approx(tuple(checked), abs=1e-9)
    checked = vector("fearon_two_type", "cL=.05;cH=.3;cA=.1", "max q(tough) for risky offer")
    assert risk_threshold(0.1, 0.05, 0.3) == pytest.approx(checked[0], abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.3), st.floats(0.01, 0.5))
def test_the_closed_form_of_the_demand_is_the_best_on_a_grid(p: float, cost_a: float, low: float, width: float) -> None:
    demand = best_demand(p, cost_a, low, low + width)
    _, _, worth = by_search(p, cost_a, low, low + width)
    assert demand.value == pytest.approx(worth, abs=1e-3)
    assert demand.value >= worth - 1e-9
    if demand.share < 1:
        assert demand.war == pytest.approx(max(0.0, (width + low - cost_a - 2 * low) / (2 * width)), abs=1e-9)


@pytest.mark.parametrize(
    ("p", "cost_a", "cost_b"), [(0.5, 0.1, 0.2), (0.7, 0.05, 0.0), (0.9, 0.2, 0.3), (0.05, 0.1, 0.1)]
)
def test_the_zone_of_a_finely_divided_good_is_the_range(p: float, cost_a: float, cost_b: float) -> None:
    frontier = the_good().frontier()
    reservation = [p - cost_a, 1 - p - cost_b]
    zone = frontier.value[acceptable(frontier.value, reservation), 0]
    low, high = bargaining_range(p, cost_a, cost_b)
    assert zone.min() == pytest.approx(low, abs=1 / GRID)
    assert zone.max() == pytest.approx(high, abs=1 / GRID)
    assert len(zone) == pytest.approx((high - low) * GRID + 1, abs=1)
    if low > 0 and high < 1:  # the surplus c_A + c_B, halved
        assert slack(frontier.value, reservation).amount == pytest.approx((cost_a + cost_b) / 2, abs=1 / GRID)


def test_the_risk_threshold_by_comparing_both_demands() -> None:
    """B is tough (cost .05) with chance q, else weak (.3). A asks for p + .3, which the tough refuse, or p + .05."""
    for q in np.linspace(0, 1, 401):
        risky = (1 - q) * (0.5 + 0.3) + q * (0.5 - 0.1)
        assert (risky > 0.5 + 0.05) == (q < risk_threshold(0.1, 0.05, 0.3) - 1e-9)


@pytest.mark.parametrize("parts", [100, 1000])
def test_in_the_talks_who_makes_the_offer_takes_all_of_the_range(parts: int) -> None:
    for p, cost_a, cost_b in ((0.5, 0.1, 0.1234), (0.7, 0.0567, 0.0), (0.9, 0.2, 0.3)):
        solved = talks(parts, p, cost_a, cost_b).stationary(starts=1)
        taken = solved.talks.value[solved.offer[0], 0]
        low, high = bargaining_range(p, cost_a, cost_b)
        assert taken == pytest.approx([high, low], abs=1 / parts)


def test_optimism_on_both_sides_closes_the_zone_beyond_the_costs_of_war() -> None:
    """A believes p_A, B believes p_B: there is a share for both iff p_A - p_B <= c_A + c_B."""
    frontier = the_good().frontier()
    for p_a, opens in ((0.69, True), (0.71, False)):
        reservation = [p_a - 0.1, 1 - 0.4 - 0.2]
        assert acceptable(frontier.value, reservation).any() == opens
        assert (blockers(frontier.value, reservation) == ()) == opens
    short = blockers(frontier.value, [0.8 - 0.1, 0.4], ["Aldova", "Kestria"])
    assert [(blocker.parties, pytest.approx(0.1)) for blocker in short] == [((0,), 0.1), ((1,), 0.1)]
    assert [blocker.shortfall[0] for blocker in short] == pytest.approx([0.1, 0.1])


def test_impossible_costs_and_chances_are_errors() -> None:
    for build in (
        lambda: bargaining_range(1.2, 0.1, 0.1),
        lambda: bargaining_range(0.5, -0.1, 0.1),
        lambda: best_demand(0.5, 0.1, 0.4, 0.1),
        lambda: risk_threshold(0.1, 0.3, 0.3),
    ):
        with pytest.raises(BargainingError):
            build()
    assert best_demand(0.5, 0.1, 0.2, 0.2) == pytest.approx((0.7, 0.0, 0.7))
