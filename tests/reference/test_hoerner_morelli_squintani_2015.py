"""Hoerner, Morelli and Squintani 2015, "Mediation and peace", Review of Economic Studies 82: an equal split for all.

Outside the class of the solver: each side knows only its own strength. The closed form is held against brute force.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics.mediation import pooling_peace
from tests.reference.vectors import vector


def test_when_an_equal_split_keeps_the_peace() -> None:
    pooling = pooling_peace(0.8, 0.9)
    assert pooling == pytest.approx((2.2, 0.6875), abs=1e-12)
    q = pooling.chance
    assert q * 0.8 / 2 + (1 - q) * 0.9 * 0.8 == pytest.approx(0.5)
    assert pooling == pytest.approx(vector("hms_pooling_peace", "theta=.8;p=.9", "gamma; q*"), abs=1e-6)


def test_the_least_chance_by_trying_chances_and_drawing_wars() -> None:
    """A strong side that expects a strong opponent with chance q, on a grid of q: half, or fight as the dice fall."""
    rng = np.random.default_rng(0)
    opponent, luck = rng.random(400_000), rng.random(400_000)
    keeps = []
    for q in np.linspace(0.6, 0.8, 41):
        wins = luck < np.where(opponent < q, 0.5, 0.9)
        keeps.append((q, 0.8 * wins.mean() <= 0.5))
    assert min(q for q, peace in keeps if peace) == pytest.approx(0.6875, abs=0.01)
    assert sorted(peace for _, peace in keeps) == [peace for _, peace in keeps]


def test_impossible_numbers_are_errors() -> None:
    with pytest.raises(BargainingError, match="remains"):
        pooling_peace(1.2, 0.9)
