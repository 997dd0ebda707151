"""Random proposers, unanimity, unequal patience, flows: Binmore 1987, "Perfect equilibria in bargaining models"."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import random_proposer
from tests.reference.vectors import vector

CHANCE, DISCOUNT, FLOW = (0.5, 0.3, 0.2), (0.9, 0.8, 0.95), (0.01, -0.02, 0.005)


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    plain = random_proposer.values(CHANCE, DISCOUNT)
    np.testing.assert_allclose(plain, [0.476190476, 0.142857143, 0.380952381], atol=1e-9)
    fighting = random_proposer.values(CHANCE, DISCOUNT, FLOW)
    np.testing.assert_allclose(fighting, [0.528571429, 0.028571429, 0.442857143], atol=1e-9)


def test_the_table_of_checked_values() -> None:
    table = vector("random_proposer_unanimity", "pi=.5,.3,.2;d=.9,.8,.95", "v")
    np.testing.assert_allclose(random_proposer.values(CHANCE, DISCOUNT), table, atol=1e-6)
    table = vector("random_proposer_unanimity_fight_flow", "pi=.5,.3,.2;d=.9,.8,.95;f=.01,-.02,.005", "v")
    np.testing.assert_allclose(random_proposer.values(CHANCE, DISCOUNT, FLOW), table, atol=1e-6)


@pytest.mark.parametrize("flow", [None, FLOW])
def test_the_solver_comes_to_it_as_the_pie_is_cut_finer(flow) -> None:
    """Three ways in parts of 1/50 to 1/400: within the width of the parts over one less the largest discount."""
    expected = random_proposer.values(CHANCE, DISCOUNT, flow)
    for parts in (50, 100, 200, 400):
        value = random_proposer.talks(parts, CHANCE, DISCOUNT, flow).stationary(starts=1).value[0]
        assert value.sum() == pytest.approx(1.0)
        np.testing.assert_allclose(value, expected, atol=1 / parts / (1 - 0.95))


def test_two_parties_on_a_fine_pie() -> None:
    expected = random_proposer.values((0.7, 0.3), (0.9, 0.8))
    value = random_proposer.talks(50_000, (0.7, 0.3), (0.9, 0.8)).stationary(starts=1).value[0]
    np.testing.assert_allclose(value, expected, atol=1 / 50_000 / 0.1)
