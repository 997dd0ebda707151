"""Truces, momentum and pressure: closed forms from the value equations (war of Powell 2004, AJPS 48); the solver."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import pressure, truce
from tests.reference.vectors import vector

MOMENTUM, EVEN, COST, DISCOUNT = (0.3, 0.05), (0.1, 0.1), 0.02, 0.9
STICK = ((0.5, 0.5), 0.9, (-0.02, -0.05), (0.03, 0.01), 0.25)


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    assert truce.war_value(MOMENTUM, COST, DISCOUNT) == pytest.approx([0.602409639, 0.060240964], abs=1e-9)
    assert truce.talks_value(MOMENTUM, COST, DISCOUNT) == pytest.approx([0.771084337, 0.228915663], abs=1e-9)
    assert truce.price(MOMENTUM, EVEN, COST, DISCOUNT, settling=False) == pytest.approx(0.377409639, abs=1e-9)
    assert truce.price(MOMENTUM, EVEN, COST, DISCOUNT) == pytest.approx(0.251084337, abs=1e-9)
    free, pressed = pressure.values(*STICK)
    assert free == pytest.approx([0.65, 0.35], abs=1e-9)
    assert pressed == pytest.approx([0.619230769, 0.380769231], abs=1e-9)


def test_the_table_of_checked_values() -> None:
    quantity = "W_M;v_M;price(war-only),price(settle both)"
    table = vector("truce_momentum", "d=.9;c=.02;M:(w,l)=(.3,.05);N:(.1,.1)", quantity)
    mine = [
        *truce.war_value(MOMENTUM, COST, DISCOUNT),
        *truce.talks_value(MOMENTUM, COST, DISCOUNT),
        truce.price(MOMENTUM, EVEN, COST, DISCOUNT, settling=False),
        truce.price(MOMENTUM, EVEN, COST, DISCOUNT),
    ]
    np.testing.assert_allclose(mine, table, atol=1e-6)
    table = vector("pressure_state", "d=.9;f=-.02,-.05;m=.03,.01;pi=.5;h=.25", "v_unpressed; v_pressed")
    np.testing.assert_allclose(np.concatenate(pressure.values(*STICK)), table, atol=1e-6)


def test_the_memoryless_war_row() -> None:
    table = vector("memoryless_war", "w=.1;l=.05;c=.02;d=.95", "W")
    assert truce.war_value((0.1, 0.05), 0.02, 0.95)[0] == pytest.approx(table[0], abs=1e-6)


@pytest.mark.parametrize("parts", [1000, 10_000])
def test_the_solver_comes_to_both_as_the_pie_is_cut_finer(parts: int) -> None:
    solved = truce.talks(parts, MOMENTUM, EVEN, COST, DISCOUNT).stationary(starts=1)
    assert solved.value[0] == pytest.approx([0.771084337, 0.228915663], abs=1 / parts / (1 - DISCOUNT))
    found = pressure.talks(parts, *STICK).stationary(starts=1).value
    np.testing.assert_allclose(found, pressure.values(*STICK), atol=1 / parts / (1 - 0.9))


@pytest.mark.parametrize("settling", [True, False])
@pytest.mark.parametrize("parts", [100, 1000])
def test_the_truce_is_taken_at_its_price_and_not_below(settling: bool, parts: int) -> None:
    """The least transfer, on a grid, at which the side with momentum takes an offered truce."""
    grid = np.arange(parts + 1) / parts
    talks = truce.talks(5000, MOMENTUM, EVEN, COST, DISCOUNT, grid.tolist(), settling)
    solved = talks.finite(200)
    takes = solved.accepts(0, 0)[talks.finals :, 0]
    assert (np.diff(takes.astype(int)) >= 0).all()  # taken from some transfer on
    price = truce.price(MOMENTUM, EVEN, COST, DISCOUNT, settling)
    assert grid[takes.argmax()] == pytest.approx(price, abs=1 / parts + 1 / 5000 / (1 - DISCOUNT))
    assert (solved.offer[0, 0] < talks.finals).all()  # and nobody buys one: it costs more than it is worth


def test_momentum_raises_the_price() -> None:
    prices = [truce.price((win, 0.05), EVEN, COST, DISCOUNT) for win in (0.1, 0.2, 0.3, 0.4)]
    assert prices == sorted(prices)
    assert prices[-1] - prices[0] > 0.1


def test_pressure_moves_the_terms_not_the_fact_of_agreement() -> None:
    solved = pressure.talks(1000, *STICK).stationary(starts=1)
    assert (solved.offer >= 0).all()
    free, pressed = pressure.values(*STICK)
    assert pressed[0] < free[0]  # the stick hurts the first more
