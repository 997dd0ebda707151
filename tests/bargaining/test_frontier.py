from __future__ import annotations

import math

import numpy as np
import pytest

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue, acceptable
from tests.property.strategies import enumerated, undominated_by_comparing


def two_sided(rows: list[tuple[float, float]]) -> DealSpace:
    """One issue per row: its first option is worth row[0] to A, its second row[1] to B, else nothing."""
    issues = [Issue(f"i{k}", ("mine", "yours")) for k in range(len(rows))]
    factors = [Factor("A", [f"i{k}"], [a, 0]) for k, (a, _) in enumerate(rows)]
    factors += [Factor("B", [f"i{k}"], [0, b]) for k, (_, b) in enumerate(rows)]
    return DealSpace("AB", issues, factors)


def test_a_frontier_may_be_all_deals() -> None:
    """Powers of two: every one of 2^12 deals is undominated (worth 4,096 different sums that add to 4,095)."""
    frontier = two_sided([(2**k, 2**k) for k in range(12)]).frontier()
    assert len(frontier) == 4096
    assert set(frontier.count) == {1}
    np.testing.assert_array_equal(frontier.value[:, 0] * 4095, np.arange(4095, -1, -1))
    np.testing.assert_allclose(frontier.value.sum(axis=1), 1.0, atol=1e-12)
    assert len(set(frontier.deals)) == 4096


def test_ties_are_counted_and_not_dropped() -> None:
    """Equal issues: the 12 choose k deals with k issues to A are one point."""
    frontier = two_sided([(1, 1)] * 12).frontier()
    assert frontier.count == (1, 12, 66, 220, 495, 792, 924, 792, 495, 220, 66, 12, 1)
    assert sum(frontier.count) == 2**12


def test_counts_of_ties_are_exact_beyond_64_bits() -> None:
    frontier = two_sided([(1, 1)] * 70).frontier()
    assert frontier.count == tuple(math.comb(70, k) for k in range(71))
    idle = [Issue(f"idle{k}", tuple("abcdefghij")) for k in range(30)]
    space = two_sided([(1, 1)])
    wide = DealSpace(space.parties, [*space.issues, *idle], space.factors)
    assert wide.frontier().count == (10**30, 10**30)


def test_a_chain_of_joint_factors_with_more_deals_than_can_be_listed() -> None:
    """30 issues, worth something to a party only where two neighbours are settled its way."""
    issues = [Issue(f"i{k}", ("a", "b")) for k in range(30)]
    factors = [
        Factor(party, [f"i{k}", f"i{k + 1}"], table)
        for party, table in (("A", [[1, 0], [0, 0]]), ("B", [[0, 0], [0, 1]]))
        for k in range(29)
    ]
    frontier = DealSpace("AB", issues, factors).frontier()
    # All 29 pairs are A's or B's; or one change of sides costs a pair: A has 1..27 of 28, from either end.
    assert len(frontier) == 29
    assert frontier.count[0] == frontier.count[-1] == 1
    assert set(frontier.count[1:-1]) == {2}
    np.testing.assert_allclose(frontier.value[1:-1].sum(axis=1), 28 / 29)


def test_floors_prune_while_merging() -> None:
    """A budget too small for the whole frontier is enough for the part above the floors."""
    space = two_sided([(2**k, 2**k) for k in range(12)])
    with pytest.raises(BargainingError, match=r"budget is 500.*floors"):
        space.frontier(budget=500)
    found = space.frontier(floor=[0.45, 0.45], budget=500)
    whole = space.frontier()
    np.testing.assert_array_equal(found.value, whole.value[acceptable(whole.value, [0.45, 0.45])])
    assert len(found) > 300


def test_floors_see_what_joint_factors_rule_out() -> None:
    """The bound is the best completion given the neighbours, so a floor prunes inside a chain as well."""
    rng = np.random.default_rng(5)
    issues = [Issue(f"i{k}", ("a", "b", "c")) for k in range(6)]
    factors = [Factor(party, [f"i{k}", f"i{k + 1}"], rng.integers(0, 6, (3, 3))) for party in "ABC" for k in range(5)]
    space = DealSpace("ABC", issues, factors, [{"i2": "a", "i3": ["b", "c"]}])
    _, value = enumerated(space)
    for floor in ([0.6, 0.5, 0.5], [0.0, 0.8, -np.inf], [np.inf, 0, 0], {"B": 0.7}):
        bound = [floor.get(p, -np.inf) for p in "ABC"] if isinstance(floor, dict) else floor
        kept = value[acceptable(value, bound)]
        expected = sorted({tuple(kept[k].tolist()) for k in undominated_by_comparing(kept)}, reverse=True)
        assert [tuple(row) for row in space.frontier(floor=floor).value.tolist()] == expected


def test_a_floor_on_the_value_of_a_deal_keeps_it() -> None:
    """Reservation values that come out of arithmetic miss a deal's worth by rounding; 1e-9 forgives it."""
    space = two_sided([(1, 1)] * 3)
    third = 1 - 2 / 3  # a hair above one third
    assert third > space.value({"i0": "mine", "i1": "yours", "i2": "yours"})[0]
    assert len(space.frontier(floor=[third, third])) == 2
    assert len(space.frontier(floor=[third + 5e-10, third])) == 2
    assert len(space.frontier(floor=[third + 1e-8, third])) == 1


def test_one_party_has_one_best_point() -> None:
    space = two_sided([(1, 1), (0, 1), (3, 2)])
    frontier = space.frontier(parties=["A"])
    assert frontier.value.tolist() == [[1.0]]
    assert frontier.count == (2,)
    assert frontier.deals[0]["i0"] == frontier.deals[0]["i2"] == "mine"


def test_five_parties_with_ties_equal_enumeration() -> None:
    rng = np.random.default_rng(11)
    issues = [Issue(f"i{k}", tuple("abcd")) for k in range(6)]
    factors = [Factor(p, [issue.name], rng.integers(0, 9, 4)) for p in "ABCDE" for issue in issues]
    space = DealSpace("ABCDE", issues, factors)
    _, value = enumerated(space)
    points, ways = np.unique(value, axis=0, return_counts=True)
    beaten = np.array([((points >= row).all(axis=1) & (points > row).any(axis=1)).any() for row in points])
    frontier = space.frontier()
    np.testing.assert_array_equal(frontier.value, points[~beaten][::-1])
    assert list(frontier.count) == ways[~beaten][::-1].tolist()
