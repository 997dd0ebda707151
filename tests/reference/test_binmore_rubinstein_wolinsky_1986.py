"""Binmore, Rubinstein and Wolinsky 1986, "The Nash bargaining solution in economic modelling", RAND 17: breakdown."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import Situation
from ripeness.bargaining.classics import rubinstein
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.talks import Talks
from tests.reference.vectors import vector


def test_breakdown() -> None:
    expected = 0.5684210526315789
    assert rubinstein.breakdown(0.1, (0.2, 0.1)) == pytest.approx(expected, abs=1e-12)
    for parts in (1000, 10_000):
        solved = rubinstein.talks_that_may_break_down(parts, 0.1, (0.2, 0.1)).stationary(starts=1)
        assert solved.value[0, 0] == pytest.approx(expected, abs=1 / parts / (1 - 0.81))
    table = vector("breakdown_risk", "q=.1;b1=.2;b2=.1;no discount", "share_1_proposing")
    assert expected == pytest.approx(table[0], abs=1e-6)


def test_breakdown_as_an_end_of_the_talks_is_the_same_game() -> None:
    """With the breakdown as a state of its own and patience of almost 1."""
    drift = np.array([[0.0, 0.9, 0.1], [0.9, 0.0, 0.1], [0.0, 0.0, 0.0]])
    situation = Situation(
        states=["1 proposes", "2 proposes", "broken down"],
        drift=[drift, drift],
        reference=drift,
        flow=np.zeros((3, 2)),
        discount=[1 - 1e-7] * 2,
        end_value=[[0, 0], [0, 0], [0.2, 0.1]],
        ends=[False, False, True],
    )
    talks = Talks(situation, splits(2, 10_000), recognition=[[1, 0], [0, 1], [0, 0]])
    assert talks.stationary(starts=1).value[0, 0] == pytest.approx(0.5684210526315789, abs=1e-4 / 0.19)
