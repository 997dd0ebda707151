"""Kydd 2003, "Which side are you on? Bias, credibility, and mediation", AJPS 47.

Outside the class of the solver: the mediator knows what A does not. The closed form is held against brute force.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics.mediation import honest_bias
from tests.reference.vectors import vector


def test_which_mediators_are_honest() -> None:
    bias = honest_bias(0.05, 0.3, 0.2, 0.3, 0.7)
    assert bias == pytest.approx((0.375, 3.5), abs=1e-12)
    table = vector("kydd_type_bias_interval", "cL=.05;cH=.3;k=.2;qw=.3;qt=.7", "[beta_lo,beta_hi]")
    assert bias == pytest.approx(table, abs=1e-6)


def test_honesty_by_comparing_both_messages() -> None:
    def worth(bias: float, tough: float, demand_high: bool) -> float:
        """To the mediator, with p = .5: told 'weak' A demands p + .3, else p + .05; war costs the mediator .2."""
        if not demand_high:
            return bias * 0.55
        return (1 - tough) * bias * 0.8 + tough * (bias * 0.5 - 0.2)

    honest = [
        bias
        for bias in np.linspace(0, 5, 5001)
        if worth(bias, 0.3, True) >= worth(bias, 0.3, False) - 1e-12
        and worth(bias, 0.7, False) >= worth(bias, 0.7, True) - 1e-12
    ]
    assert (min(honest), max(honest)) == pytest.approx((0.375, 3.5), abs=1e-3)


def test_messages_that_mean_the_opposite_are_errors() -> None:
    with pytest.raises(BargainingError, match="likelier"):
        honest_bias(0.05, 0.3, 0.2, 0.7, 0.3)
