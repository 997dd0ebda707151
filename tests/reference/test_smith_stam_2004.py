"""Smith and Stam 2004, "Bargaining and the nature of war", Journal of Conflict Resolution 48: a gambler's ruin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, absorption, discounted_absorption, fight_to_finish
from ripeness.bargaining.classics import ruin
from tests.reference.vectors import vector


def line(forts: int, win: float) -> tuple[np.ndarray, np.ndarray]:
    """The general description of the same war: drift and ends over 0..N forts held."""
    drift = np.zeros((forts + 1, forts + 1))
    inner = np.arange(1, forts)
    drift[inner, inner + 1], drift[inner, inner - 1] = win, 1 - win
    return drift, np.isin(np.arange(forts + 1), [0, forts])


def test_numbers_keyed_from_the_table_of_checked_values() -> None:
    """N = 4, p = .6, discount .9: solved there as linear equations."""
    assert ruin.win_chance(4, 0.6)[1:4] == pytest.approx([0.415384615, 0.692307692, 0.876923077], abs=1e-9)
    assert ruin.expected_length(4, 0.6)[1:4] == pytest.approx([3.307692308, 3.846153846, 2.538461538], abs=1e-9)
    assert ruin.discounted_win(4, 0.6, 0.9)[1:4] == pytest.approx([0.257630890, 0.477094241, 0.711753927], abs=1e-9)
    assert ruin.discounted_loss(4, 0.6, 0.9)[1:4] == pytest.approx([0.474502618, 0.212041885, 0.076335079], abs=1e-9)
    assert ruin.war_value(4, 0.6, 0.9, 0.05)[1:4] == pytest.approx([0.123697644, 0.321662304, 0.605798429], abs=1e-9)


@pytest.mark.parametrize(
    ("model", "parameters", "quantity", "values"),
    [
        ("gambler_ruin", "N=4;p=.6", "W(1..3)", lambda: ruin.win_chance(4, 0.6)),
        ("gambler_ruin", "N=4;p=.6", "T(1..3)", lambda: ruin.expected_length(4, 0.6)),
        ("gambler_ruin_discounted", "N=4;p=.6;d=.9", "G_win(1..3)", lambda: ruin.discounted_win(4, 0.6, 0.9)),
        ("gambler_ruin_discounted", "N=4;p=.6;d=.9", "L_lose(1..3)", lambda: ruin.discounted_loss(4, 0.6, 0.9)),
        ("war_to_finish", "N=4;p=.6;d=.9;cA=.05", "W_A(1..3)", lambda: ruin.war_value(4, 0.6, 0.9, 0.05)),
    ],
)
def test_the_table_of_checked_values(model: str, parameters: str, quantity: str, values) -> None:
    np.testing.assert_allclose(values()[1:4], vector(model, parameters, quantity), atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 30), st.floats(0.05, 0.95), st.floats(0.2, 0.99))
def test_the_general_code_gives_the_closed_forms(forts: int, win: float, discount: float) -> None:
    drift, ends = line(forts, win)
    found = absorption(drift, ends)
    np.testing.assert_allclose(found.chance[:, 1], ruin.win_chance(forts, win), atol=1e-8)
    np.testing.assert_allclose(found.length, ruin.expected_length(forts, win), rtol=1e-5, atol=1e-8)
    priced = discounted_absorption(drift, ends, discount)
    np.testing.assert_allclose(priced[:, 1], ruin.discounted_win(forts, win, discount), atol=1e-9)
    np.testing.assert_allclose(priced[:, 0], ruin.discounted_loss(forts, win, discount), atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 20), st.floats(0.1, 0.9), st.floats(0.2, 0.98), st.floats(0, 0.3), st.floats(0, 0.3))
def test_fighting_to_the_finish_is_worth_the_closed_form(
    forts: int, win: float, discount: float, cost_a: float, cost_b: float
) -> None:
    worth = fight_to_finish(ruin.situation(forts, win, discount, cost_a, cost_b))
    np.testing.assert_allclose(worth[:, 0], ruin.war_value(forts, win, discount, cost_a), atol=1e-9)
    # B stands where A would stand with the forts and chances exchanged.
    np.testing.assert_allclose(worth[:, 1], ruin.war_value(forts, 1 - win, discount, cost_b)[::-1], atol=1e-9)


def test_wars_that_dice_decide() -> None:
    """By playing 20,000 wars from 2 of 4 forts, with no formula."""
    rng = np.random.default_rng(0)
    held, length, worth = np.full(20_000, 2), np.zeros(20_000), np.zeros(20_000)
    for period in range(400):
        going = (held > 0) & (held < 4)
        worth[going] -= 0.05 * 0.9**period
        length[going] += 1
        held[going] += np.where(rng.random(going.sum()) < 0.6, 1, -1)
        worth[going & (held == 4)] += 0.9 ** (period + 1)
    assert (held == 4).mean() == pytest.approx(ruin.win_chance(4, 0.6)[2], abs=0.01)
    assert length.mean() == pytest.approx(ruin.expected_length(4, 0.6)[2], abs=0.06)
    assert worth.mean() == pytest.approx(ruin.war_value(4, 0.6, 0.9, 0.05)[2], abs=0.01)


def test_even_and_lopsided_wars_do_not_cancel_or_overflow() -> None:
    np.testing.assert_allclose(ruin.win_chance(10, 0.5), np.arange(11) / 10)
    np.testing.assert_allclose(ruin.expected_length(10, 0.5), np.arange(11) * np.arange(10, -1, -1))
    np.testing.assert_allclose(ruin.win_chance(10, 0.5 + 1e-7), np.arange(11) / 10, atol=1e-5)
    long = ruin.win_chance(5000, 0.1)
    assert (long[:-1] < 1e-3).sum() == 4997
    assert long[-1] == 1
    assert np.isfinite(ruin.discounted_win(5000, 0.1, 0.5)).all()
    assert np.isfinite(ruin.discounted_loss(5000, 0.9, 0.5)).all()


def test_impossible_wars_are_errors() -> None:
    for build in (
        lambda: ruin.win_chance(0, 0.5),
        lambda: ruin.win_chance(4, 1.0),
        lambda: ruin.discounted_win(4, 0.5, 1.0),
    ):
        with pytest.raises(BargainingError):
            build()
