"""The engine against the slow obvious way, on random small spaces."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import BargainingError, DealSpace, Factor, Issue, acceptable
from tests.property.strategies import deal_spaces, enumerated, restrictions, undominated_by_comparing

many = settings(max_examples=60, deadline=None)


def matches(deal: Mapping[str, str], entries: Mapping[str, object]) -> bool:
    return all(deal[k] == v if isinstance(v, str) else deal[k] in v for k, v in entries.items())  # type: ignore[operator]


def raw_value(space: DealSpace, deal: Mapping[str, str]) -> np.ndarray:
    total = np.zeros(len(space.parties))
    options = {issue.name: issue.options for issue in space.issues}
    for factor in space.factors:
        cell = factor.table[tuple(options[name].index(deal[name]) for name in factor.issues)]
        total[space.parties.index(factor.party)] += cell
    return total


def expected_points(value: np.ndarray) -> list[tuple[tuple[float, ...], int]]:
    """Frontier points, best for the first party first, with the number of deals at each."""
    if not len(value):
        return []
    kept = undominated_by_comparing(value)
    return sorted(Counter(tuple(value[k].tolist()) for k in kept).items(), reverse=True)


def assert_same(frontier, value: np.ndarray) -> None:
    expected = expected_points(value)
    assert [tuple(row) for row in frontier.value.tolist()] == [point for point, _ in expected]
    assert list(frontier.count) == [count for _, count in expected]


@many
@given(deal_spaces())
def test_count_and_allowed_deals(space: DealSpace) -> None:
    deals, _ = enumerated(space)
    assert space.count() == len(deals)
    for deal in deals:
        assert space.allowed(deal)
        assert not any(matches(deal, entries) for entries in space.forbidden)


@many
@given(deal_spaces())
def test_scaling_is_that_of_the_allowed_deals(space: DealSpace) -> None:
    deals, value = enumerated(space)
    raw = np.array([raw_value(space, deal) for deal in deals])
    np.testing.assert_allclose(space.worst, raw.min(axis=0), atol=1e-10)
    np.testing.assert_allclose(space.best, raw.max(axis=0), atol=1e-10)
    np.testing.assert_allclose(value, (raw - raw.min(axis=0)) / (raw.max(axis=0) - raw.min(axis=0)), atol=1e-10)
    assert (value.min(axis=0) == 0).all()
    assert (value.max(axis=0) == 1).all()


@many
@given(deal_spaces())
def test_frontier_equals_enumeration(space: DealSpace) -> None:
    frontier = space.frontier()
    assert_same(frontier, enumerated(space)[1])
    for row, deal in zip(frontier.value, frontier.deals, strict=True):
        assert space.allowed(deal)
        assert (space.value(deal) == row).all()


@many
@given(deal_spaces(), st.data())
def test_floors_equal_filtering_afterwards(space: DealSpace, data: st.DataObject) -> None:
    deals, value = enumerated(space)
    like = value[data.draw(st.integers(0, len(deals) - 1))]  # floors on the very value of a deal are the hard ones
    floor = like - np.array(
        data.draw(st.lists(st.sampled_from([0.0, 0.1, -0.1, 9.0]), min_size=len(like), max_size=len(like)))
    )
    frontier = space.frontier(floor=floor)
    assert_same(frontier, value[acceptable(value, floor)])
    for row, deal in zip(frontier.value, frontier.deals, strict=True):
        assert (space.value(deal) == row).all()


@many
@given(deal_spaces(), st.data())
def test_where_and_fewer_parties_equal_filtering(space: DealSpace, data: st.DataObject) -> None:
    where = data.draw(restrictions(space))
    names = data.draw(st.lists(st.sampled_from(space.parties), min_size=1, unique=True))
    columns = [space.parties.index(name) for name in names]
    deals, value = enumerated(space)
    inside = [k for k, deal in enumerate(deals) if matches(deal, where)]
    frontier = space.frontier(parties=names, where=where)
    assert frontier.parties == tuple(names)
    assert_same(frontier, value[inside][:, columns])
    for row, deal in zip(frontier.value, frontier.deals, strict=True):
        assert matches(deal, where)
        assert space.allowed(deal)
        assert (space.value(deal)[columns] == row).all()


@many
@given(deal_spaces(max_parties=3), st.data())
def test_over_budget_is_an_error_and_never_a_shorter_answer(space: DealSpace, data: st.DataObject) -> None:
    budget = data.draw(st.integers(1, 10))
    try:
        frontier = space.frontier(budget=budget)
    except BargainingError as error:
        assert f"the budget is {budget}" in str(error)
    else:
        assert_same(frontier, enumerated(space)[1])


def test_an_impossible_where_gives_an_empty_frontier() -> None:
    yes_no = ("yes", "no")
    space = DealSpace(
        ["Aldova", "Norrland"],
        [Issue("truce", yes_no), Issue("observers", yes_no)],
        [Factor("Aldova", "truce", [1, 0]), Factor("Norrland", "observers", [0, 1])],
        [{"truce": "yes", "observers": "no"}],
    )
    empty = space.frontier(where={"truce": "yes", "observers": ["no"]}, floor=[0, 0])
    assert len(empty) == 0
    assert empty.value.shape == (0, 2)
    assert empty.deals == ()
    with pytest.raises(BargainingError, match="no option of 'truce'"):
        space.frontier(where={"truce": "perhaps"})
