"""Outside options (Binmore, Shaked, Sutton 1989, QJE 104); breakdown (Binmore, Rubinstein, Wolinsky 1986, RAND 17)."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import Situation
from ripeness.bargaining.classics import rubinstein
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.talks import Talks
from tests.reference.vectors import vector


@pytest.mark.parametrize(("exit_value", "share"), [(0.45, 0.5263157894736842), (0.6, 0.4)])
def test_deal_me_out(exit_value: float, share: float) -> None:
    """An exit below the share is no threat; above it, it is the share."""
    assert rubinstein.outside_option(0.9, exit_value) == pytest.approx(share, abs=1e-12)
    for parts in (1000, 10_000):
        solved = rubinstein.talks(parts, (0.9, 0.9), exits=(np.nan, exit_value)).stationary(starts=1)
        assert solved.value[0, 0] == pytest.approx(share, abs=1 / parts / (1 - 0.81))
    table = vector("outside_option_deal_me_out", f"d=.9;b2={exit_value:g}".replace("0.", "."), "share_1")
    assert table[0] == pytest.approx(share, abs=1e-6)


def test_the_same_number_as_a_flow_would_be_another_game() -> None:
    """The classic mistake: an exit of .45 written as a flow of .45 (1 - d) moves the share, as an exit it does not."""
    as_flow = rubinstein.proposer_shares((0.9, 0.9), (0.0, 0.045))[0]
    assert as_flow < rubinstein.outside_option(0.9, 0.45) - 0.1


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
