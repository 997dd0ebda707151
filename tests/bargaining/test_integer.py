"""Integer programs where elimination would need too wide a bucket."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue


def all_tied(issues: int, options: int, seed: int = 0, real: bool = False, **more) -> DealSpace:
    """Every pair of issues matters jointly to one of the two parties."""
    rng = np.random.default_rng(seed)
    worlds = [Issue(f"i{k}", tuple(f"o{n}" for n in range(options))) for k in range(issues)]
    factors = [Factor(p, [w.name], rng.permutation(options) * 10) for p in "AB" for w in worlds]
    for a in range(issues):
        for b in range(a):
            table = rng.random((options,) * 2) if real else rng.integers(0, 2, (options,) * 2)
            factors.append(Factor("AB"[rng.integers(2)], [f"i{a}", f"i{b}"], table))
    return DealSpace("AB", worlds, factors, **more)


def test_a_space_too_wide_for_elimination() -> None:
    """Nine issues of five options, all tied: 5^9 settings at once are refused; the program does it."""
    with pytest.raises(BargainingError, match="tied together"):
        all_tied(9, 5)
    space = all_tied(9, 5, method="integer")
    found = space.frontier(floor=[0.8, 0.8])
    assert found.exact
    assert found.method == "integer"
    rng = np.random.default_rng(1)
    for _ in range(400):  # no deal that is tried, random or next to a listed one, beats what is listed
        start = dict(found.deals[rng.integers(len(found))])
        for issue in rng.choice(9, size=rng.integers(1, 3), replace=False):
            start[f"i{issue}"] = f"o{rng.integers(5)}"
        worth = space.value(start)
        if (worth >= 0.8).all():
            assert (found.value >= worth - 1e-12).all(axis=1).any()


def test_values_too_fine_need_a_tolerance() -> None:
    space = all_tied(4, 3, real=True)
    with pytest.raises(BargainingError, match=r"too fine for integer programs.*Allow a tolerance of 0\.0001"):
        space.frontier(method="integer")
    with pytest.raises(BargainingError, match=r"can keep 0\.0001"):
        space.frontier(method="integer", tolerance=1e-7)
    whole = space.frontier()
    found = space.frontier(method="integer", tolerance=0.01)
    assert not found.exact
    assert found.tolerance <= 0.01
    for row in whole.value:
        assert (found.value >= row - found.tolerance).all(axis=1).any()


def test_a_search_that_is_stopped_errs_or_says_what_it_may_have_missed() -> None:
    space = all_tied(4, 3)
    whole = space.frontier()
    assert len(whole) > 3
    with pytest.raises(BargainingError, match=r"stopped with 2 points found \(budget 2 points\)"):
        space.frontier(method="integer", budget=2)
    found = space.frontier(method="integer", budget=2, on_budget="approximate")
    assert not found.exact
    for row in whole.value:
        assert (found.value >= row - found.tolerance - 1e-12).all(axis=1).any()


def test_no_deal_allowed_is_the_same_error() -> None:
    with pytest.raises(BargainingError, match="no deal is allowed: the 1 forbidden"):
        all_tied(3, 2, method="integer", forbidden=[{"i0": ["o0", "o1"]}])


def test_the_scale_has_its_own_time_limit() -> None:
    rng = np.random.default_rng(4)
    issues = [Issue(f"i{k}", tuple("abcde")) for k in range(14)]
    pairs = [(f"i{a}", f"i{b}") for a in range(14) for b in range(a)]
    factors = [Factor(p, pair, rng.random((5, 5))) for p in "AB" for pair in pairs]
    with pytest.raises(BargainingError, match=r"best and worst deals were not found in 0\.01 seconds"):
        DealSpace("AB", issues, factors, method="integer", seconds=0.01)
