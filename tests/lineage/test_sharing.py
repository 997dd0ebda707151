"""The index that finds candidates: the pairs that counting finds, at once or as reports come."""

from __future__ import annotations

from itertools import combinations, pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.lineage.sharing import SharedKeys, codes_of, pairs_of, sharing_pairs

sets = st.lists(st.frozensets(st.integers(0, 12), max_size=6), max_size=12)


def arrays(keys: list[frozenset[int]]) -> list[np.ndarray]:
    return [np.array(sorted(own), dtype=np.uint64) for own in keys]


def counted(keys: list[frozenset[int]], most: int, least: int, stars: bool) -> dict[tuple[int, int], int]:
    """Every pair, by looking at every key."""
    holders = {key: [at for at, other in enumerate(keys) if key in other] for own in keys for key in own}
    shared = {
        (i, j): sum(len(holders[key]) <= most or (stars and holders[key][0] == i) for key in keys[i] & keys[j])
        for i, j in combinations(range(len(keys)), 2)
    }
    return {pair: count for pair, count in shared.items() if count >= least}


@settings(deadline=None)
@given(sets, st.integers(1, 6), st.integers(1, 3), st.booleans())
def test_the_index_finds_the_pairs_that_counting_finds(
    keys: list[frozenset[int]], most: int, least: int, stars: bool
) -> None:
    assert sharing_pairs(arrays(keys), most, least, stars) == counted(keys, most, least, stars)


@settings(deadline=None)
@given(sets, st.integers(1, 6), st.integers(1, 3), st.lists(st.integers(0, 12), max_size=5), st.booleans())
def test_in_batches_it_finds_the_same(
    keys: list[frozenset[int]], most: int, least: int, cuts: list[int], stars: bool
) -> None:
    index = SharedKeys(most, least, stars)
    bounds = sorted({0, len(keys), *(min(cut, len(keys)) for cut in cuts)})
    for start, end in pairwise(bounds):
        batch = arrays(keys[start:end])
        before = set(index.codes.tolist())
        flat = np.concatenate([np.empty(0, dtype=np.uint64), *batch])
        fresh = index.add(flat, np.array([len(own) for own in batch], dtype=np.int64))
        assert set(index.codes.tolist()) - before == set(fresh.tolist())
        pairs = dict(zip(map(tuple, pairs_of(index.codes).tolist()), index.shared.tolist(), strict=True))
        assert pairs == counted(keys[:end], most, least, stars)
        assert (np.diff(index.codes) > 0).all()


def test_a_key_in_too_many_reports_is_skipped() -> None:
    assert sharing_pairs(arrays([frozenset({1, 2}), frozenset({1, 2}), frozenset({1})]), 2, 1) == {(0, 1): 1}


def test_a_star_joins_each_report_with_the_first_that_has_the_key() -> None:
    keys = arrays([frozenset({9}), *[frozenset({1, 2})] * 4])
    assert sharing_pairs(keys, 3, 2, stars=True) == {(1, 2): 2, (1, 3): 2, (1, 4): 2}


def test_pairs_are_numbered_and_found_again() -> None:
    pairs = np.array([[0, 1], [3, 2_000_000_000], [70_000, 80_000]])
    assert (pairs_of(codes_of(pairs)) == pairs).all()
