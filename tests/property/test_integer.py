"""Integer programs against elimination, on random small spaces of few values."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import DealSpace, Factor, Issue


@st.composite
def tied_spaces(draw: st.DrawFn) -> dict:
    """Two or three parties, three or four issues, each pair with a factor of whole numbers; rules of both kinds."""
    parties = "ABC"[: draw(st.integers(2, 3))]
    sizes = draw(st.lists(st.integers(1, 3), min_size=3, max_size=4))
    sizes[0] = 3
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    issues = [Issue(f"i{k}", tuple(f"o{n}" for n in range(size))) for k, size in enumerate(sizes)]
    factors = [Factor(p, ["i0"], rng.permutation(3) * 9) for p in parties]
    factors += [
        Factor(p, [f"i{a}", f"i{b}"], rng.integers(-3, 4, (sizes[a], sizes[b])))
        for p in parties
        for a in range(len(sizes))
        for b in range(a)
        if rng.random() < 0.8
    ]
    forbidden = [{"i0": "o1", "i1": "o0"}] if draw(st.booleans()) else []
    required = [({"i2": "o0"}, {"i0": ["o0", "o2"]})] if draw(st.booleans()) else []
    return {"parties": parties, "issues": issues, "factors": factors, "forbidden": forbidden, "required": required}


few = settings(max_examples=12, deadline=None)


@few
@given(tied_spaces())
def test_integer_programs_equal_elimination(given_space: dict) -> None:
    space, other = DealSpace(**given_space), DealSpace(**given_space, method="integer")
    np.testing.assert_array_equal(space.worst, other.worst)
    np.testing.assert_array_equal(space.best, other.best)
    expected, found = space.frontier(), other.frontier()
    assert found.exact
    assert not found.counted
    np.testing.assert_array_equal(found.value, expected.value)
    for row, deal in zip(found.value, found.deals, strict=True):
        assert space.allowed(deal)
        assert (space.value(deal) == row).all()
    assert set(found.ties(0)) == set(expected.ties(0))


@few
@given(tied_spaces(), st.data())
def test_integer_programs_keep_their_guarantee(given_space: dict, data: st.DataObject) -> None:
    space = DealSpace(**given_space)
    whole = space.frontier()
    floor = whole.value[data.draw(st.integers(0, len(whole) - 1))] - data.draw(st.sampled_from([0.0, 0.25]))
    exact = space.frontier(floor=floor, method="integer")
    np.testing.assert_array_equal(exact.value, space.frontier(floor=floor).value)
    coarse = space.frontier(tolerance=0.15, method="integer")
    assert not coarse.exact
    assert coarse.tolerance <= 0.15
    stopped = space.frontier(budget=1, on_budget="approximate", method="integer")
    assert len(stopped) == 1
    for found in (coarse, stopped):
        for row in whole.value:
            assert (found.value >= row - found.tolerance - 1e-9).all(axis=1).any()
