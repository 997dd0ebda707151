"""Binmore, Shaked and Sutton 1989, "An outside option experiment", QJE 104: deal me out."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import rubinstein
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
