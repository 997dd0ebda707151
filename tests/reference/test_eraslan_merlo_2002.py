"""Eraslan and Merlo 2002, "Majority rule in a stochastic model of bargaining", JET 103: agreement too soon.

The sums do not depend on how finely the pie is cut, as all of it is shared out: they come out to 1e-6.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError
from ripeness.bargaining.classics import merlo_wilson
from tests.reference.vectors import vector

EVEN = [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(("quorum", "rule", "keyed"), [(3, "unanimity", 1.8181818181818181), (2, "majority", 1.6)])
def test_a_majority_agrees_too_soon(quorum: int, rule: str, keyed: float) -> None:
    (closed,) = merlo_wilson.symmetric([1.2, 2], EVEN, 0.9, 3, quorum)
    assert closed.total.mean() == pytest.approx(keyed, abs=1e-12)
    assert closed.agree.tolist() == [quorum == 2, True]
    named = np.full((2, 3), 1 / 3)
    solved = merlo_wilson.talks(60, quorum, 0.9, [1.2, 2], EVEN, named).stationary(starts=1)
    total = merlo_wilson.before_recognition(solved.value, named).sum(axis=1).mean()
    assert total == pytest.approx(keyed, abs=1e-6)
    table = vector("eraslan_merlo", f"n=3;cL=1.2;cH=2;d=.9;{rule}", "ex-ante sum")
    assert table[0] == pytest.approx(keyed, abs=1e-6)


def test_unanimity_waits_as_is_best_for_all_together() -> None:
    for seed in range(30):
        rng = np.random.default_rng(seed)
        pie, drift = rng.uniform(0.5, 2, 4), rng.dirichlet(np.ones(4), 4)
        (found,) = merlo_wilson.symmetric(pie, drift, 0.9, 3, 3)
        best = merlo_wilson.efficient_delay(pie, drift, 0.9)
        np.testing.assert_allclose(found.total, best.total)
        assert (found.agree == best.agree).all()


def test_by_majority_they_may_wait_or_not_if_all_expect_it() -> None:
    """A small pie of 1: if all expect to agree on it, waiting is worth too little to wait, and the other way round."""
    soon, late = merlo_wilson.symmetric([1, 2], EVEN, 0.9, 3, 2)
    assert (soon.agree.tolist(), late.agree.tolist()) == ([True, True], [False, True])
    named = np.full((2, 3), 1 / 3)
    talks = merlo_wilson.talks(60, 2, 0.9, [1, 2], EVEN, named)
    share = 0.9 * late.total.mean() / 3  # what waiting is worth to each where they wait for the large pie
    expecting_to_wait = np.full((6, 3), share)
    for proposer in range(3):
        expecting_to_wait[3 + proposer, [proposer, (proposer + 2) % 3]] = 2 - share, 0
    for expected, start in ((soon, None), (late, expecting_to_wait)):
        value = talks.finite(200, start).value[0]
        total = merlo_wilson.before_recognition(value, named).sum(axis=1)
        np.testing.assert_allclose(total, expected.total, atol=1e-6)


def test_impossible_quorums_are_errors() -> None:
    with pytest.raises(BargainingError, match="quorum"):
        merlo_wilson.symmetric([1, 2], EVEN, 0.9, 3, 4)
