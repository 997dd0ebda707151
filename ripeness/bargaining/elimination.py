"""Bucket elimination: a sum of tables over few issues is optimised or counted without enumerating deals.

The issues are taken out one after another. Taking out an issue joins the tables that mention it (its
*bucket*) and leaves a message over its neighbours. The work grows with the widest bucket, not with the
number of deals. Here the messages are plain numbers (best value, number of deals); ``frontier`` sends
sets of undominated points over the same buckets.

Source: Dechter 1999, "Bucket elimination: a unifying framework for reasoning", Artificial Intelligence 113.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.errors import BargainingError

T = TypeVar("T")
Scope = tuple[int, ...]  # positions of issues
Scoped = tuple[Scope, np.ndarray]  # a table, one axis per issue of its scope (then, for values, one for parties)

CELL_LIMIT = 2_000_000  # settings of one bucket; beyond it a table over its issues would not fit in memory
REACH = 10**17  # no sum of values may exceed it, so that NEVER stays apart from every sum in 64 bits
NEVER = -(2**60)  # value of a setting that no allowed deal completes


@dataclass(frozen=True, slots=True)
class Bucket:
    """One issue with all that mentions it and was not taken out before.

    ``value[*scope, option, party]`` is the sum of the factors of this bucket, ``open[*scope, option]``
    tells what its forbidden combinations leave, ``children`` are the positions of the buckets whose
    messages come here. ``scope`` are the neighbours over which it sends its own message.
    """

    issue: int
    scope: Scope
    value: NDArray[np.int64]
    open: NDArray[np.bool_]
    children: tuple[int, ...]

    @property
    def axes(self) -> Scope:
        """The issues of the bucket's table, its own last."""
        return (*self.scope, self.issue)


def elimination_order(sizes: Sequence[int], scopes: Sequence[Scope]) -> list[int]:
    """Order issues by min-fill: next the one whose neighbours are nearest to being tied already.

    Ties go to the smaller bucket (in settings), then to the lower position.
    """
    neighbours: dict[int, set[int]] = {issue: set() for issue in range(len(sizes))}
    for scope in scopes:
        for issue in scope:
            neighbours[issue].update(other for other in scope if other != issue)
    order: list[int] = []
    while neighbours:
        issue = min(neighbours, key=lambda k: (_fill(neighbours, k), prod(sizes[n] for n in neighbours[k]), k))
        around = neighbours.pop(issue)
        for near in around:
            neighbours[near] |= around - {near}
            neighbours[near].discard(issue)
        order.append(issue)
    return order


def _fill(neighbours: dict[int, set[int]], issue: int) -> int:
    around = neighbours[issue]
    return sum(len(around - neighbours[near]) - 1 for near in around)


def make_buckets(
    sizes: Sequence[int], values: Sequence[Scoped], rules: Sequence[Scoped], parties: int, names: Sequence[str]
) -> tuple[Bucket, ...]:
    """Sort the tables into buckets, in the order of elimination.

    ``sizes[issue]`` options, ``values`` with a trailing party axis, ``rules`` true where allowed.
    Raises BargainingError where a bucket has more than CELL_LIMIT settings, naming its issues.
    """
    scopes = [scope for scope, _ in (*values, *rules)]
    order = elimination_order(sizes, scopes)
    waiting_values, waiting_rules = list(values), list(rules)
    messages: list[tuple[Scope, int]] = []  # sent and not yet received: scope, position of the sender
    buckets: list[Bucket] = []
    for issue in order:
        own_values, waiting_values = _split(waiting_values, issue)
        own_rules, waiting_rules = _split(waiting_rules, issue)
        received, messages = _split(messages, issue)
        mentioned = {k for scope, _ in (*own_values, *own_rules, *received) for k in scope}
        scope = tuple(sorted(mentioned - {issue}))
        axes = (*scope, issue)
        shape = tuple(sizes[k] for k in axes)
        if prod(shape) * parties > CELL_LIMIT:
            raise BargainingError(
                f"the issues {', '.join(names[k] for k in axes)} are tied together by factors and forbidden "
                f"combinations: {prod(shape)} settings at once, the limit is {CELL_LIMIT // parties} for {parties} "
                "parties. Give factors over fewer issues, or forbid smaller combinations."
            )
        value = np.zeros((*shape, parties), dtype=np.int64)
        for own, cells in own_values:
            value += spread(cells, own, axes)
        allowed = np.ones(shape, dtype=np.bool_)
        for own, cells in own_rules:
            allowed &= spread(cells, own, axes)
        buckets.append(Bucket(issue, scope, value, allowed, tuple(sender for _, sender in received)))
        if scope:
            messages.append((scope, len(buckets) - 1))
    return tuple(buckets)


def _split(tables: list[tuple[Scope, T]], issue: int) -> tuple[list[tuple[Scope, T]], list[tuple[Scope, T]]]:
    return [t for t in tables if issue in t[0]], [t for t in tables if issue not in t[0]]


def spread(cells: np.ndarray, scope: Scope, axes: Scope) -> np.ndarray:
    """View a table over ``scope`` as one over ``axes`` (a superset, any order), ready to broadcast.

    Axes of ``cells`` beyond its scope (the parties) stay last.
    """
    present = [scope.index(k) for k in axes if k in scope]
    turned = cells.transpose(*present, *range(len(scope), cells.ndim))
    lengths = iter(turned.shape)
    shape = [next(lengths) if k in scope else 1 for k in axes]
    return turned.reshape(*shape, *lengths)


@dataclass(frozen=True, slots=True)
class Best:
    """Best sums below each bucket: ``message[bucket][*scope, party]``, and ``total[party]`` over all issues."""

    message: tuple[NDArray[np.int64], ...]
    total: NDArray[np.int64]  # NEVER where no deal is allowed


def best_below(buckets: Sequence[Bucket]) -> Best:
    """Maximise every party's sum by itself, over what lies below each bucket and over everything."""
    message: list[NDArray[np.int64]] = []
    for bucket in buckets:
        message.append(_joined(bucket, buckets, message, skip=None).max(axis=-2))
    total = np.zeros(buckets[0].value.shape[-1], dtype=np.int64)
    for bucket, sent in zip(buckets, message, strict=True):
        if not bucket.scope:
            total = _plus(total, sent)
    return Best(tuple(message), total)


def best_beside(buckets: Sequence[Bucket], below: Best) -> tuple[NDArray[np.int64], ...]:
    """Maximise every party's sum over what is *not* below a bucket, for each setting of its neighbours.

    A partial sum of the bucket plus this is the most that any completion gives (``[*scope, party]`` each).
    """
    beside: list[NDArray[np.int64]] = [below.total] * len(buckets)
    roots = [k for k, bucket in enumerate(buckets) if not bucket.scope]
    for root in roots:
        rest = np.zeros_like(below.total)
        for other in roots:
            if other != root:
                rest = _plus(rest, below.message[other])
        beside[root] = rest
    for position in range(len(buckets) - 1, -1, -1):
        bucket = buckets[position]
        for child in bucket.children:
            joined = _joined(bucket, buckets, below.message, skip=child)
            joined = _plus(joined, beside[position][..., None, :])
            gone = tuple(at for at, issue in enumerate(bucket.axes) if issue not in buckets[child].scope)
            left = tuple(issue for issue in bucket.axes if issue in buckets[child].scope)
            beside[child] = spread(joined.max(axis=gone), left, buckets[child].scope)
    return tuple(beside)


def _joined(
    bucket: Bucket, buckets: Sequence[Bucket], message: Sequence[NDArray[np.int64]], skip: int | None
) -> NDArray[np.int64]:
    joined = np.where(bucket.open[..., None], bucket.value, NEVER)
    for child in bucket.children:
        if child != skip:
            joined = _plus(joined, spread(message[child], buckets[child].scope, bucket.axes))
    return joined


def _plus(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    total = a + b
    return np.where(total < NEVER // 2, NEVER, total)


def count_deals(buckets: Sequence[Bucket]) -> int:
    """Count the allowed deals exactly, as a Python integer of any size."""
    most = prod(bucket.open.shape[-1] for bucket in buckets)
    dtype = np.int64 if most < 2**62 else object
    message: list[np.ndarray] = []
    total = 1
    for bucket in buckets:
        ways = bucket.open.astype(dtype)
        for child in bucket.children:
            ways = ways * spread(message[child], buckets[child].scope, bucket.axes)
        message.append(np.asarray(ways.sum(axis=-1), dtype=dtype))
        if not bucket.scope:
            total *= int(message[-1].item())
    return total
