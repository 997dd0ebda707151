"""Bargaining while fighting for forts: the war of Smith and Stam 2004 (JCR 48), with talks."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import line
from tests.reference.vectors import vector

WAR = (4, 0.6, 0.9, 0.05, 0.08)
RANDOM = [0.431744110, 0.679155759, 0.849496073]
A_PROPOSES = [0.536583770, 0.697971204, 0.957722513]
B_PROPOSES = [0.326904450, 0.660340314, 0.741269634]


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    np.testing.assert_allclose(line.random_proposer(*WAR, 0.5)[1:4], RANDOM, atol=1e-9)
    a, b = line.alternating(*WAR)
    np.testing.assert_allclose(a[1:4], A_PROPOSES, atol=1e-9)
    np.testing.assert_allclose(b[1:4], B_PROPOSES, atol=1e-9)


def test_the_table_of_checked_values() -> None:
    table = vector("bargain_while_fighting_random", "N=4;p=.6;d=.9;cA=.05;cB=.08;piA=.5", "v_A(1..3)")
    np.testing.assert_allclose(line.random_proposer(*WAR, 0.5)[1:4], table, atol=1e-6)
    for found, quantity in zip(
        line.alternating(*WAR), ("A proposes (1..3)", "B proposes: A payoff (1..3)"), strict=True
    ):
        table = vector("bargain_while_fighting_alternating", "N=4;p=.6;d=.9;cA=.05;cB=.08", quantity)
        np.testing.assert_allclose(found[1:4], table, atol=1e-6)


@pytest.mark.parametrize("parts", [100, 1000, 10_000])
def test_the_solver_comes_to_it_as_the_pie_is_cut_finer(parts: int) -> None:
    value = line.talks(parts, *WAR, a_proposes=0.5).finite(400).value[0, :, 0]
    np.testing.assert_allclose(value[1:4], RANDOM, atol=1 / parts / (1 - 0.9))
    taking_turns = line.talks(parts, *WAR, a_proposes=None).finite(400).value[0, :, 0].reshape(2, 5)
    np.testing.assert_allclose(taking_turns[0, 1:4], A_PROPOSES, atol=1 / parts / (1 - 0.9))
    np.testing.assert_allclose(taking_turns[1, 1:4], B_PROPOSES, atol=1 / parts / (1 - 0.9))


def test_longer_lines_and_other_chances() -> None:
    for forts, win, a_proposes in ((7, 0.45, 0.45), (6, 0.5, 0.5)):
        expected = line.random_proposer(forts, win, 0.9, 0.05, 0.08, a_proposes)
        value = line.talks(5000, forts, win, 0.9, 0.05, 0.08, a_proposes).finite(400).value[0, :, 0]
        np.testing.assert_allclose(value[1:-1], expected[1:-1], atol=1 / 5000 / (1 - 0.9))
