"""Mutual optimism in one-shot war (Fearon 1995; beliefs known to differ as in Yildiz 2003, Econometrica 71)."""

from __future__ import annotations

import pytest

from ripeness.bargaining.classics import optimism
from ripeness.bargaining.talks import NOTHING


@pytest.mark.parametrize(("a_thinks", "opens"), [(0.5, True), (0.69, True), (0.71, False), (0.9, False)])
def test_the_zone_is_empty_iff_optimism_exceeds_the_costs_of_war(a_thinks: float, opens: bool) -> None:
    """B thinks that A wins with .4, costs are .1 and .2: the zone closes at .4 + .3."""
    assert (optimism.zone(a_thinks, 0.4, 0.1, 0.2) is not None) == opens
    solved = optimism.talks(1000, a_thinks, 0.4, 0.1, 0.2).stationary()
    assert solved.converged
    assert (solved.offer[0] != NOTHING).all() == opens
    if opens:
        low, high = optimism.zone(a_thinks, 0.4, 0.1, 0.2) or (0.0, 0.0)
        shares = solved.talks.value[solved.offer[0], 0]
        assert shares == pytest.approx([high, low], abs=1e-3)  # each proposer takes all of the zone


def test_one_belief_opens_it() -> None:
    assert optimism.zone(0.9, 0.4, 0.1, 0.2) is None
    assert optimism.zone(0.65, 0.65, 0.1, 0.2) == pytest.approx((0.55, 0.85))
