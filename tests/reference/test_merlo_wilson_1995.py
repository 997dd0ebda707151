"""Merlo and Wilson 1995, Econometrica 63, and Eraslan and Merlo 2002, JET 103: a pie of changing size.

The sums do not depend on how finely the pie is cut, as all of it is shared out: they come out to 1e-6. Shares come
out to the width of the parts.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import merlo_wilson
from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.talks import NOTHING
from tests.reference.vectors import vector

EVEN = [[0.5, 0.5], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("drift", "row", "keyed"),
    [
        (EVEN, ("merlo_wilson_iid", "cL=1;cH=2;pH=.5;d=.9"), 1.6363636363636362),
        ([[0.8, 0.2], [0.3, 0.7]], ("merlo_wilson_markov", "P=[[.8,.2],[.3,.7]];c=1,2;d=.9"), 1.2857142857142856),
    ],
)
def test_they_wait_for_the_large_pie(drift: list[list[float]], row: tuple[str, str], keyed: float) -> None:
    expected = merlo_wilson.efficient_delay([1, 2], drift, 0.9)
    assert expected.total[0] == pytest.approx(keyed, abs=1e-12)
    assert expected.agree.tolist() == [False, True]
    solved = merlo_wilson.talks(splits(2, 500), 2, 0.9, [1, 2], drift, EVEN).stationary(starts=1)
    assert (solved.offer[:2] == NOTHING).all()
    assert (np.diag(solved.offer[2:]) != NOTHING).all()
    total = merlo_wilson.before_recognition(solved.value, EVEN).sum(axis=1)
    np.testing.assert_allclose(total, [keyed, 2.0], atol=1e-6)
    assert vector(*row, "w_L (delay)")[0] == pytest.approx(keyed, abs=1e-6)


def test_who_proposes_while_they_wait_does_not_matter() -> None:
    keyed = [1.145454545, 0.490909091]
    for named in ([[0.0, 1.0], [0.7, 0.3]], [[1.0, 0.0], [0.7, 0.3]]):
        solved = merlo_wilson.talks(splits(2, 4000), 2, 0.9, [1, 2], EVEN, named).stationary(starts=1)
        value = merlo_wilson.before_recognition(solved.value, named)[0]
        np.testing.assert_allclose(value, keyed, atol=2 / 4000 / (1 - 0.9))
        assert value.sum() == pytest.approx(1.6363636363636362, abs=1e-6)
    table = vector("merlo_wilson_recognition", "pi(L)=(0,1);pi(H)=(.7,.3);iid;d=.9", "v(L)")
    np.testing.assert_allclose(table, keyed, atol=1e-6)


@pytest.mark.parametrize(("quorum", "rule", "keyed"), [(3, "unanimity", 1.8181818181818181), (2, "majority", 1.6)])
def test_a_majority_agrees_too_soon(quorum: int, rule: str, keyed: float) -> None:
    named = np.full((2, 3), 1 / 3)
    solved = merlo_wilson.talks(splits(3, 60), quorum, 0.9, [1.2, 2], EVEN, named).stationary(starts=1)
    total = merlo_wilson.before_recognition(solved.value, named).sum(axis=1).mean()
    assert total == pytest.approx(keyed, abs=1e-6)
    table = vector("eraslan_merlo", f"n=3;cL=1.2;cH=2;d=.9;{rule}", "ex-ante sum")
    assert table[0] == pytest.approx(keyed, abs=1e-6)
