"""Merlo and Wilson 1995, "A stochastic model of sequential bargaining", Econometrica 63: a pie of changing size.

The sums do not depend on how finely the pie is cut, as all of it is shared out: they come out to 1e-6. Shares come
out to the width of the parts.
"""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining.classics import merlo_wilson
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
    solved = merlo_wilson.talks(500, 2, 0.9, [1, 2], drift, EVEN).stationary(starts=1)
    assert (solved.offer[:2] == NOTHING).all()
    assert (np.diag(solved.offer[2:]) != NOTHING).all()
    total = merlo_wilson.before_recognition(solved.value, EVEN).sum(axis=1)
    np.testing.assert_allclose(total, [keyed, 2.0], atol=1e-6)
    assert vector(*row, "w_L (delay)")[0] == pytest.approx(keyed, abs=1e-6)


def test_who_proposes_while_they_wait_does_not_matter() -> None:
    keyed = [1.145454545, 0.490909091]
    for named in ([[0.0, 1.0], [0.7, 0.3]], [[1.0, 0.0], [0.7, 0.3]]):
        closed = merlo_wilson.while_waiting([1, 2], EVEN, 0.9, named)
        np.testing.assert_allclose(closed[0], keyed, atol=1e-9)
        for parts in (400, 4000):
            solved = merlo_wilson.talks(parts, 2, 0.9, [1, 2], EVEN, named).stationary(starts=1)
            value = merlo_wilson.before_recognition(solved.value, named)
            np.testing.assert_allclose(value, closed, atol=2 / parts / (1 - 0.9))
            assert value[0].sum() == pytest.approx(1.6363636363636362, abs=1e-6)
    table = vector("merlo_wilson_recognition", "pi(L)=(0,1);pi(H)=(.7,.3);iid;d=.9", "v(L)")
    np.testing.assert_allclose(table, keyed, atol=1e-6)
