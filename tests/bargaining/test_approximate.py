"""Past the budget: what is refused, what is answered, and what the answer guarantees."""

from __future__ import annotations

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue
from ripeness.bargaining.points import Exact, single


def spread_out(parties: str, issues: int, options: int, ties: int = 0, seed: int = 0) -> DealSpace:
    rng = np.random.default_rng(seed)
    worlds = [Issue(f"i{k}", tuple(f"o{n}" for n in range(options))) for k in range(issues)]
    factors = [Factor(p, [world.name], rng.random(options)) for p in parties for world in worlds]
    factors += [Factor(p, [f"i{k}", f"i{k + 1}"], rng.random((options,) * 2)) for p in parties for k in range(ties)]
    return DealSpace(parties, worlds, factors)


def missed(space: DealSpace, found) -> float:
    """The most that an undominated deal gives some party over the listed point nearest to it."""
    exact = space.frontier()
    return max(float(np.maximum(0, row - found.value).max(axis=1).min()) for row in exact.value)


@pytest.mark.parametrize("space", [spread_out("AB", 30, 4), spread_out("ABC", 10, 4), spread_out("ABC", 10, 4, ties=9)])
def test_the_guarantee_holds_and_more_budget_means_less_missed(space: DealSpace) -> None:
    exact = space.frontier()
    tolerances = []
    for budget in (10, 50, 1_000_000):
        found = space.frontier(budget=budget, on_budget="approximate")
        assert len(found) <= budget
        assert missed(space, found) <= found.tolerance + 1e-12
        assert found.exact == found.counted == (budget == 1_000_000)
        tolerances.append(found.tolerance)
    assert tolerances == sorted(tolerances, reverse=True)
    assert tolerances[-1] == 0
    assert len(exact) > 50


def test_a_tolerance_is_kept_or_refused() -> None:
    space = spread_out("AB", 30, 4)
    found = space.frontier(budget=200, on_budget="approximate", tolerance=0.1)
    assert 0 < found.tolerance <= 0.1
    with pytest.raises(BargainingError, match=r"may be off by .* the tolerance is 1e-06\. Raise the budget"):
        space.frontier(budget=200, on_budget="approximate", tolerance=1e-6)
    with pytest.raises(BargainingError, match=r"budget is 200.*on_budget='approximate'"):
        space.frontier(budget=200)


def test_floors_narrow_what_the_budget_is_spent_on() -> None:
    space = spread_out("AB", 30, 4)
    floor = [0.7, 0.7]
    wide = space.frontier(budget=60, on_budget="approximate")
    found = space.frontier(budget=60, on_budget="approximate", floor=floor)
    exact = space.frontier(floor=floor)
    assert found.tolerance <= wide.tolerance
    for row in exact.value:
        assert (found.value >= row - found.tolerance - 1e-12).all(axis=1).any()


def test_a_dominated_point_of_an_approximate_frontier_lists_no_deals() -> None:
    space = spread_out("AB", 30, 4)
    found = space.frontier(budget=10, on_budget="approximate")
    exact = {tuple(row) for row in space.frontier().value.tolist()}
    told = [tuple(row) in exact for row in found.value.tolist()]
    assert not all(told)
    for point, undominated in enumerate(told):
        if undominated:
            assert found.deals[point] in found.ties(point)
        else:
            with pytest.raises(BargainingError, match="dominated by a deal worth"):
                found.ties(point)


def test_terms_that_contradict_each_other_are_refused() -> None:
    space = spread_out("AB", 2, 2)
    for terms, said in [
        ({"tolerance": 0.1}, "say on_budget='approximate'"),
        ({"tolerance": 0.0, "on_budget": "approximate"}, "positive"),
        ({"budget": 0}, "one point at least"),
        ({"on_budget": "guess"}, "'error' or 'approximate'"),
        ({"method": "magic"}, "'elimination' or 'integer'"),
        ({"seconds": 3.0}, "integer programs only"),
    ]:
        with pytest.raises(BargainingError, match=said):
            space.frontier(**terms)


def test_the_exact_limit_names_the_issue() -> None:
    with pytest.raises(BargainingError, match="when it comes to 'gas'"):
        Exact(0, "gas").hold(single(np.zeros(2, dtype=np.int64)), 0)
