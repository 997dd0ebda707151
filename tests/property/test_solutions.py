"""Fair points, lotteries, ties and approximate frontiers against the slow obvious way, on random small spaces."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import DealSpace, Frontier, egalitarian, kalai_smorodinsky, nash, utilitarian
from tests.property.strategies import deal_spaces, enumerated, undominated_by_comparing

many = settings(max_examples=60, deadline=None)
NEAR = 1e-9  # a party that falls short by less accepts; a smaller gain is none
TIED = 1e-12


@st.composite
def disagreements(draw: st.DrawFn, space: DealSpace) -> np.ndarray:
    """Below every deal, above some, above everything, or on the very value of a deal."""
    _, value = enumerated(space)
    like = value[draw(st.integers(0, len(value) - 1))]
    kind = draw(st.sampled_from(["on a deal", "below all", "above all", "near a deal", "mixed"]))
    if kind == "below all":
        return np.full(len(like), -0.7)
    if kind == "above all":
        return np.full(len(like), 1.2)
    shift = {"on a deal": [0.0], "near a deal": [0.0, -0.05, 0.05], "mixed": [-2.0, 0.0, -0.3, 0.01]}[kind]
    return like + np.array(draw(st.lists(st.sampled_from(shift), min_size=len(like), max_size=len(like))))


def rational(space: DealSpace, disagreement: np.ndarray) -> np.ndarray:
    """Distinct undominated values of all deals that give everybody its disagreement value, ``[point, party]``."""
    _, value = enumerated(space)
    inside = value[(value >= disagreement - NEAR).all(axis=1)]
    return np.unique(inside[undominated_by_comparing(inside)], axis=0) if len(inside) else inside


def product(gains: np.ndarray, weights: np.ndarray) -> tuple[int, float]:
    """How many gain, then the weighted product over those who do: compared in this order."""
    counted = [k for k, gain in enumerate(gains) if gain > NEAR and weights[k] > 0]
    total = 1.0
    for k in counted:
        total *= gains[k] ** (weights[k] / weights.sum())
    return len(counted), total


def assert_maximisers(solution, points: np.ndarray, scores: list[tuple[float, ...]]) -> None:
    """The points listed are those whose score is lexicographically largest, to 1e-12 in each place."""
    best = list(range(len(points)))
    for place in range(len(scores[0]) if scores else 0):
        top = max(scores[k][place] for k in best)
        best = [k for k in best if scores[k][place] >= top - TIED]
    expected = sorted(map(tuple, points[best].tolist())) if len(points) else []
    assert sorted(map(tuple, solution.value.tolist())) == expected
    for point, deal, value in zip(solution.points, solution.deals, solution.value, strict=True):
        assert (solution.frontier.value[point] == value).all()
        assert (solution.frontier.space.value(deal) == value).all()
    if len(points):
        assert solution.objective is not None
    else:
        assert solution.objective is None
        assert "No single deal" in solution.narration


@many
@given(deal_spaces(), st.data())
def test_nash_equals_comparing_all_deals(space: DealSpace, data: st.DataObject) -> None:
    disagreement = data.draw(disagreements(space))
    weights = np.array(data.draw(st.lists(st.sampled_from([1.0, 2.0, 0.5, 0.0]), min_size=5, max_size=5)))
    weights = weights[: len(space.parties)]
    weights[0] = max(weights[0], 0.5)
    points = rational(space, disagreement)
    gains = np.maximum(0.0, points - disagreement)
    for given_weights, used in ((None, np.ones(len(weights))), (weights, weights)):
        solution = nash(space, disagreement, given_weights)
        assert_maximisers(solution, points, [product(row, used) for row in gains])
        if len(points) and (solution.gains > NEAR).all():
            expected = np.prod(solution.gains[0] ** used)
            assert solution.objective == pytest.approx(expected, rel=1e-9, abs=1e-12)


@many
@given(deal_spaces(), st.data())
def test_kalai_smorodinsky_equals_comparing_all_deals(space: DealSpace, data: st.DataObject) -> None:
    disagreement = data.draw(disagreements(space))
    points = rational(space, disagreement)
    gains = np.maximum(0.0, points - disagreement)
    ideal = gains.max(axis=0, initial=0.0)
    counted = ideal > NEAR
    share = gains[:, counted] / ideal[counted] if counted.any() else np.ones((len(gains), 1))
    least = [(row.min(),) for row in share]
    solution = kalai_smorodinsky(space, disagreement)
    assert_maximisers(solution, points, least)
    if len(points):
        assert solution.objective == pytest.approx(max(least)[0], abs=1e-12)
    assert_maximisers(kalai_smorodinsky(space, disagreement, leximin=True), points, [tuple(sorted(r)) for r in share])


@many
@given(deal_spaces(), st.data())
def test_egalitarian_and_utilitarian_equal_comparing_all_deals(space: DealSpace, data: st.DataObject) -> None:
    disagreement = data.draw(disagreements(space))
    weights = np.array([1.0, 0.5, 2.0, 0.0, 3.0])[: len(space.parties)]
    points = rational(space, disagreement)
    gains = np.maximum(0.0, points - disagreement)
    assert_maximisers(egalitarian(space, disagreement), points, [(row.min(),) for row in gains])
    leximin = egalitarian(space, disagreement, leximin=True)
    assert_maximisers(leximin, points, [tuple(sorted(row)) for row in gains])
    assert_maximisers(utilitarian(space, disagreement), points, [(row.sum(),) for row in gains])
    assert_maximisers(utilitarian(space, disagreement, weights), points, [(row @ weights,) for row in gains])


@many
@given(deal_spaces(), st.data())
def test_a_frontier_may_hold_more_than_is_rational(space: DealSpace, data: st.DataObject) -> None:
    """The whole frontier gives the same answers as the part at or above disagreement."""
    disagreement = data.draw(disagreements(space))
    whole = space.frontier()
    for solve in (nash, kalai_smorodinsky, egalitarian, utilitarian):
        a, b = solve(space, disagreement), solve(whole, dict(zip(space.parties, disagreement, strict=True)))
        np.testing.assert_array_equal(a.value, b.value)
        assert a.objective == b.objective


def mixtures(value: np.ndarray, disagreement: np.ndarray, steps: int = 60) -> np.ndarray:
    """Gains of many mixtures of each pair that are rational, ``[mixture, party]``."""
    pairs = list(combinations(range(len(value)), 2)) or [(0, 0)]
    t = np.linspace(0, 1, steps + 1)[:, None]
    tried = np.concatenate([(1 - t) * value[a] + t * value[b] for a, b in pairs]) - disagreement
    return np.maximum(0.0, tried[(tried >= -NEAR).all(axis=1)])


@many
@given(deal_spaces(max_parties=4), st.data())
def test_no_mixture_of_two_deals_beats_the_lottery(space: DealSpace, data: st.DataObject) -> None:
    disagreement = data.draw(disagreements(space))
    frontier = space.frontier()
    tried = mixtures(frontier.value[:12], disagreement)  # of a larger frontier, some: each must still be beaten
    parties = len(space.parties)
    lotteries = {
        solve: solve(frontier, disagreement, lottery=True).lottery
        for solve in (nash, egalitarian, utilitarian, kalai_smorodinsky)
    }
    for solve, lottery in lotteries.items():
        if lottery is None:
            assert not len(tried)
            assert solve(frontier, disagreement).points == ()
            continue
        (first, second), chances = lottery.points, lottery.chances
        mixed = chances[0] * frontier.value[first] + chances[1] * frontier.value[second]
        np.testing.assert_allclose(lottery.value, mixed, atol=1e-12)
        assert sum(chances) == pytest.approx(1)
        assert min(chances) >= 0
        assert (lottery.value >= disagreement - 2 * NEAR).all()
        assert lottery.overall == (parties == 2)
    if not len(tried) or lotteries[nash] is None:
        return
    gain = {solve: np.maximum(0.0, lottery.value - disagreement) for solve, lottery in lotteries.items() if lottery}
    assert gain[egalitarian].min() >= tried.min(axis=1).max() - 1e-9
    assert gain[utilitarian].sum() >= tried.sum(axis=1).max() - 1e-8
    ones = np.ones(parties)
    assert product(gain[nash], ones) >= max((n, value * (1 - 1e-7)) for n, value in (product(r, ones) for r in tried))


@many
@given(deal_spaces(max_parties=2), st.data())
def test_for_two_parties_no_lottery_at_all_beats_it(space: DealSpace, data: st.DataObject) -> None:
    """Any lottery over any deals, here random ones over up to four, has no larger product, least gain or share."""
    disagreement = data.draw(disagreements(space))
    _, value = enumerated(space)
    rng = np.random.default_rng(data.draw(st.integers(0, 2**32 - 1)))
    chance = rng.dirichlet(np.full(4, 0.4), 2000)
    tried = (chance[..., None] * value[rng.integers(0, len(value), (2000, 4))]).sum(axis=1) - disagreement
    tried = tried[(tried >= 0).all(axis=1)]
    if not len(tried):
        return
    equal = egalitarian(space, disagreement, lottery=True).lottery
    fair = nash(space, disagreement, lottery=True).lottery
    shared = kalai_smorodinsky(space, disagreement, lottery=True).lottery
    assert equal is not None
    assert fair is not None
    assert shared is not None
    assert equal.objective >= tried.min(axis=1).max() - 1e-9
    assert np.prod(np.maximum(0, fair.value - disagreement)) >= tried.prod(axis=1).max() - 1e-9
    gain = shared.value - disagreement
    if (gain > 1e-6).all() and shared.objective < 1 - 1e-9:
        # The same share for both, of ideals that no lottery exceeds: the definition for two parties.
        ideal = gain / shared.objective
        assert (tried <= ideal + 1e-7).all()


@many
@given(deal_spaces(), st.data())
def test_ties_are_the_deals_of_a_point(space: DealSpace, data: st.DataObject) -> None:
    deals, value = enumerated(space)
    floor = value.mean(axis=0) - 0.2 if data.draw(st.booleans()) else None
    frontier = space.frontier(floor=floor)
    for point, row in enumerate(frontier.value[:15]):
        expected = {deal for deal, worth in zip(deals, value, strict=True) if (worth == row).all()}
        listed = frontier.ties(point)
        assert len(listed) == len(set(listed)) == frontier.count[point]
        assert set(listed) == expected
        assert frontier.ties(point, limit=2) == listed[:2]


def assert_covers(frontier: Frontier, value: np.ndarray, columns: list[int] | None = None) -> None:
    """The guarantee, one deal at a time; and what is listed are deals that are worth what is said."""
    for row in value:
        assert (frontier.value >= row - frontier.tolerance - 1e-12).all(axis=1).any()
    assert len(undominated_by_comparing(frontier.value)) == len(frontier)
    for row, deal in zip(frontier.value, frontier.deals, strict=True):
        assert frontier.space.allowed(deal)
        assert (frontier.space.value(deal) == row).all()


@many
@given(deal_spaces(), st.integers(1, 12), st.data())
def test_an_approximate_frontier_keeps_its_guarantee(space: DealSpace, budget: int, data: st.DataObject) -> None:
    _, value = enumerated(space)
    frontier = space.frontier(budget=budget, on_budget="approximate")
    assert len(frontier) <= budget
    assert frontier.exact == (frontier.tolerance == 0)
    assert_covers(frontier, value)
    if frontier.exact:
        assert len(frontier) == len(space.frontier())
    floor = value[data.draw(st.integers(0, len(value) - 1))] - data.draw(st.sampled_from([0.0, 0.1]))
    held = space.frontier(budget=budget, on_budget="approximate", floor=floor)
    assert_covers(held, value[(value >= floor - NEAR).all(axis=1)])
    assert (held.value >= floor - held.tolerance - 2 * NEAR).all()
