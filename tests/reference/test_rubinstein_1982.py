"""Rubinstein 1982, "Perfect equilibrium in a bargaining model", Econometrica 50; also with flows while bargaining.

The pie of the solver has parts; its shares may be off by one part / (1 - d1 d2), less the finer it is cut.
"""

from __future__ import annotations

import pytest

from ripeness.bargaining.classics import rubinstein
from tests.reference.vectors import vector

DISCOUNT = (0.9, 0.8)
FLOW = (0.02, -0.01)


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    assert rubinstein.proposer_shares(DISCOUNT) == pytest.approx((0.7142857142857141, 0.35714285714285704), abs=1e-12)
    with_flows = rubinstein.proposer_shares(DISCOUNT, FLOW)
    assert with_flows == pytest.approx((0.8071428571428572, 0.2535714285714286), abs=1e-12)


@pytest.mark.parametrize(
    ("model", "parameters", "quantities", "flow"),
    [
        ("rubinstein", "d1=.9;d2=.8", ("share_1_when_1_proposes", "share_2_when_2_proposes"), (0.0, 0.0)),
        (
            "rubinstein_inside_option",
            "d1=.9;d2=.8;f1=.02;f2=-.01",
            ("payoff_1_when_1_proposes", "payoff_2_when_2_proposes"),
            FLOW,
        ),
    ],
)
def test_the_table_of_checked_values(model: str, parameters: str, quantities: tuple[str, str], flow) -> None:
    table = [float(vector(model, parameters, quantity)[0]) for quantity in quantities]
    assert rubinstein.proposer_shares(DISCOUNT, flow) == pytest.approx(table, abs=1e-6)


@pytest.mark.parametrize("flow", [(0.0, 0.0), FLOW])
def test_the_solver_comes_to_it_as_the_pie_is_cut_finer(flow: tuple[float, float]) -> None:
    expected = rubinstein.proposer_shares(DISCOUNT, flow)
    for parts in (100, 1000, 10_000, 50_000):
        value = rubinstein.talks(parts, DISCOUNT, flow).stationary(starts=1).value
        width = 1 / parts / (1 - 0.9 * 0.8)
        assert value[0, 0] == pytest.approx(expected[0], abs=width)
        assert value[1, 1] == pytest.approx(expected[1], abs=width)


def test_a_long_finite_game_comes_to_it_too() -> None:
    solved = rubinstein.talks(10_000, DISCOUNT).finite(80)
    assert solved.value[0, 0, 0] == pytest.approx(0.7142857142857141, abs=4e-4)


def test_a_coarse_pie_has_several_equilibria_and_all_are_within_its_width() -> None:
    found = rubinstein.talks(100, DISCOUNT).stationary(starts=8)
    assert len(found.equilibria) > 1
    for each in found.equilibria:
        assert each.value[0, 0] == pytest.approx(0.7142857142857141, abs=0.01 / (1 - 0.72))
