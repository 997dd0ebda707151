from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.bargaining import elimination
from ripeness.bargaining.elimination import NEVER, best_below, best_beside, count_deals, elimination_order, make_buckets


def widest(sizes: list[int], scopes: list[tuple[int, ...]]) -> int:
    ones = [(scope, np.ones([sizes[k] for k in scope] + [1], dtype=np.int64)) for scope in scopes]
    names = [str(k) for k in range(len(sizes))]
    return max(len(bucket.axes) for bucket in make_buckets(sizes, ones, [], 1, names))


def test_min_fill_keeps_trees_narrow_and_rings_near() -> None:
    assert sorted(elimination_order([2] * 5, [])) == [0, 1, 2, 3, 4]
    chain = [(k, k + 1) for k in range(9)]
    star = [(0, k) for k in range(1, 10)]
    assert widest([3] * 10, chain) == 2
    assert widest([3] * 10, star) == 2
    assert widest([3] * 10, [*chain, (0, 9)]) == 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=5), st.integers(0, 2**32 - 1))
def test_best_completions_equal_enumeration(sizes: list[int], seed: int) -> None:
    """Below plus beside a bucket is the best whole deal for each setting of its neighbours."""
    rng = np.random.default_rng(seed)
    issues = range(len(sizes))
    draws = [tuple(sorted(rng.permutation(len(sizes))[: rng.integers(1, 4)].tolist())) for _ in range(4)]
    values = [(scope, rng.integers(-9, 10, [*(sizes[k] for k in scope), 2])) for scope in draws]
    rules = [(scope, rng.random([sizes[k] for k in scope]) < 0.8) for scope in draws[:2]]
    buckets = make_buckets(sizes, values, rules, 2, [str(k) for k in issues])
    below = best_below(buckets)
    beside = best_beside(buckets, below)
    deals = {}
    for deal in product(*(range(size) for size in sizes)):
        at = [tuple(deal[k] for k in scope) for scope in draws]
        if all(cells[at[k]] for k, (_, cells) in enumerate(rules)):
            deals[deal] = sum((cells[at[k]] for k, (_, cells) in enumerate(values)), np.zeros(2, dtype=np.int64))
    assert count_deals(buckets) == len(deals)
    for bucket, sent, rest in zip(buckets, below.message, beside, strict=True):
        for setting in product(*(range(sizes[k]) for k in bucket.scope)):
            fits = [v for d, v in deals.items() if tuple(d[k] for k in bucket.scope) == setting]
            total = sent[setting] + rest[setting]
            if fits:
                np.testing.assert_array_equal(total, np.max(fits, axis=0))
            else:
                assert (total < NEVER // 2).all()


def test_no_allowed_deal_is_told_apart_from_a_bad_one() -> None:
    none = [((0,), np.zeros(2, dtype=bool))]
    assert (best_below(make_buckets([2], [], none, 1, ["x"])).total == NEVER).all()


def test_a_bucket_over_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elimination, "CELL_LIMIT", 10)
    with pytest.raises(ValueError, match=r"gas, truce are tied together.*the limit is 5 for 2"):
        make_buckets([4, 4], [], [((0, 1), np.ones((4, 4), dtype=bool))], 2, ["truce", "gas"])
