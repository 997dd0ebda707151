from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import dominance


def beaten_by_comparing(value: np.ndarray) -> np.ndarray:
    return np.array([((value >= row).all(axis=1) & (value > row).any(axis=1)).any() for row in value], dtype=bool)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 5), st.integers(0, 300), st.integers(1, 60), st.integers(0, 2**32 - 1))
def test_undominated_equals_comparing_pairs(parties: int, points: int, top: int, seed: int) -> None:
    """With few pairs at once, so that the halving is used on small sets too."""
    value = np.random.default_rng(seed).integers(0, top, (points, parties))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dominance, "PAIRS_AT_ONCE", 20)
        order, first, kept = dominance.undominated(value)
    expected = np.unique(value[~beaten_by_comparing(value)], axis=0)[::-1]
    np.testing.assert_array_equal(value[order[first[kept]]], expected)
    assert len(first) == len(np.unique(value, axis=0))


@pytest.mark.parametrize("parties", [3, 4])
def test_sets_larger_than_one_block(parties: int) -> None:
    value = np.random.default_rng(parties).integers(0, 500, (3000, parties))
    order, first, kept = dominance.undominated(value)
    np.testing.assert_array_equal(
        value[order[first[kept]]], np.unique(value[~beaten_by_comparing(value)], axis=0)[::-1]
    )


def test_equal_points_keep_the_earliest() -> None:
    value = np.array([[1, 2], [2, 1], [1, 2], [2, 1], [0, 0]])
    order, first, kept = dominance.undominated(value)
    assert order[first[kept]].tolist() == [1, 0]
