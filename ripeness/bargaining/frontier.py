"""The frontier: the deals that nobody can improve on without a loss to somebody, exactly, without listing deals.

Issues are eliminated one after another; for each setting of an issue's remaining neighbours only the
undominated partial sums are kept (a partial sum that is beaten under the same setting is beaten in every
completion). With additive worths every bucket is one issue, and this is merging issue after issue.

Source: Rollon and Larrosa 2006, "Bucket elimination for multiobjective optimization problems", Journal of
Heuristics 12. Time and memory: the partial frontiers of the widest bucket, which ``budget`` limits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE, acceptable
from ripeness.bargaining.deals import Deal, DealSpace, Issue, Where
from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.elimination import Bucket, best_below, best_beside, spread
from ripeness.bargaining.errors import BargainingError

PAIRS_IN_MEMORY = 1_000_000  # sums formed at once when two sets are merged; larger merges go slab by slab
COUNT_LIMIT = 2**62  # above it counts are Python integers, slower and of any size

Floor = Sequence[float] | Mapping[str, float] | NDArray[np.float64]


@dataclass(frozen=True)
class Frontier:
    """Undominated points in swings, best for the first party first, each with a deal and the number of its deals.

    ``value[point, party]``; ``choice[point, issue]`` positions of the options of one witness deal;
    ``count[point]`` how many allowed deals attain exactly that point (to the grid of ``deals``, at most
    1e-12 swings). ``exact`` and ``tolerance`` tell what is guaranteed: every point, and no others.
    """

    parties: tuple[str, ...]
    value: NDArray[np.float64]
    choice: NDArray[np.intp]
    count: tuple[int, ...]
    issues: tuple[Issue, ...] = field(repr=False)
    exact: bool = True
    tolerance: float = 0.0

    def __len__(self) -> int:
        return len(self.value)

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        """One witness deal per point."""
        names = [issue.name for issue in self.issues]
        options = [issue.options for issue in self.issues]
        return tuple(
            Deal(zip(names, (of[at] for of, at in zip(options, row, strict=True)), strict=True))
            for row in self.choice.tolist()
        )


@dataclass(frozen=True, slots=True)
class _Points:
    """Partial sums on the grid, how many partial deals attain each, and where each came from."""

    value: NDArray[np.int64]  # [point, party]
    count: np.ndarray  # [point] int64, or Python integers where these may not do
    trace: NDArray[np.intp]  # [point, step]: back-pointers, read by whoever built the set

    def take(self, index: NDArray[np.intp]) -> _Points:
        return _Points(self.value[index], self.count[index], self.trace[index])


@dataclass(frozen=True, slots=True)
class _Message:
    """What a bucket sends on: for each setting of its neighbours (flat) the rows start[k]:start[k + 1] of points.

    ``points.trace`` is the bucket's own option, then a row in the message of each of its children.
    """

    bucket: Bucket
    points: _Points
    start: NDArray[np.intp]


def frontier(
    space: DealSpace,
    parties: Sequence[str] | None = None,
    where: Where | None = None,
    floor: Floor | None = None,
    budget: int = 200_000,
) -> Frontier:
    """Find the undominated allowed deals among ``parties`` (default: all).

    ``where`` holds issues to an option or options; the scale stays that of the whole space. ``floor``
    (in swings, per party in the order of ``parties`` or by name; -inf for none) leaves out points that
    give a party less than its floor by more than 1e-9, and prunes on the way: nothing above is lost.
    An empty frontier is an answer. Raises BargainingError where more than ``budget`` points at once would be kept.
    """
    chosen = space.party_positions(parties)
    names = tuple(space.parties[k] for k in chosen)
    bound = _bound(floor, names)
    settings = space.settings(where)
    buckets = space.buckets(settings, chosen)
    below = best_below(buckets)
    # Two grid points lower than asked: the last word on the floor is spoken on the scaled values below.
    least = space.on_grid(np.clip(bound - TOLERANCE, -1.0, 2.0), chosen) - 2
    messages = _messages(space, buckets, [least - rest for rest in best_beside(buckets, below)], budget)
    points, steps = _join_roots(space, messages, least, budget)
    value = space.in_swings(points.value, chosen)
    inside = acceptable(value, bound, TOLERANCE)
    choice = _decode(messages, points.trace[inside, 0], steps, settings)
    return Frontier(names, value[inside], choice, tuple(int(n) for n in points.count[inside]), space.issues)


def _bound(floor: Floor | None, names: tuple[str, ...]) -> NDArray[np.float64]:
    if floor is None:
        return np.full(len(names), -np.inf)
    if isinstance(floor, Mapping):
        strangers = [name for name in floor if name not in names]
        if strangers:
            raise BargainingError(
                f"floor for {', '.join(strangers)}: not among the parties of this frontier ({', '.join(names)}). "
                "A floor holds only for parties whose gains are compared: add them to parties."
            )
        floor = [floor.get(name, -np.inf) for name in names]
    bound = np.asarray(floor, dtype=np.float64)
    if bound.shape != (len(names),) or np.isnan(bound).any():
        raise BargainingError(f"floor is {floor!r}: give one number for each of {', '.join(names)} (-inf for none).")
    return bound


def _messages(
    space: DealSpace, buckets: Sequence[Bucket], least: Sequence[NDArray[np.int64]], budget: int
) -> tuple[_Message, ...]:
    messages: list[_Message] = []
    for bucket, need in zip(buckets, least, strict=True):
        children = [messages[child] for child in bucket.children]
        messages.append(_message(bucket, children, need, budget, _name(space, bucket)))
    return tuple(messages)


def _message(
    bucket: Bucket, children: Sequence[_Message], least: NDArray[np.int64], budget: int, name: str
) -> _Message:
    """Eliminate one issue. ``least[*scope, party]`` is what a partial sum needs to come to the floor at best."""
    parties, options = bucket.value.shape[-1], bucket.value.shape[-2]
    value = bucket.value.reshape(-1, options, parties)
    allowed = bucket.open.reshape(-1, options)
    least = least.reshape(-1, parties)
    rows = [_rows(child, bucket) for child in children]
    found: list[_Points] = []
    total = 0
    for cell in range(len(value)):
        parts = [
            _option_sums(option, value[cell, option], children, [at[cell, option] for at in rows], budget, name)
            for option in np.flatnonzero(allowed[cell]).tolist()
        ]
        found.append(_settled(_together(parts, parties, 1 + len(children)), least[cell]))
        total += len(found[-1].value)
        _check_budget(total, budget, name)
    start = np.concatenate(([0], np.cumsum([len(part.value) for part in found])))
    return _Message(bucket, _together(found, parties, 1 + len(children)), start)


def _rows(child: _Message, bucket: Bucket) -> NDArray[np.intp]:
    """Which setting of the child's message each (setting, option) of the bucket reads: ``[cell, option]``."""
    shape = child.bucket.value.shape[:-2]
    cells = np.arange(int(np.prod(shape))).reshape(shape)
    whole = np.broadcast_to(spread(cells, child.bucket.scope, bucket.axes), bucket.open.shape)
    return whole.reshape(-1, whole.shape[-1])


def _option_sums(
    option: int,
    value: NDArray[np.int64],
    children: Sequence[_Message],
    cells: Sequence[int],
    budget: int,
    name: str,
) -> _Points:
    """Sum up one option of the issue, under one setting of its neighbours, with what its children sent."""
    points = _Points(value[None, :], np.ones(1, dtype=np.int64), np.array([[option]], dtype=np.intp))
    for child, cell in zip(children, cells, strict=True):
        rows = np.arange(child.start[cell], child.start[cell + 1])
        sent = child.points.take(rows)
        points = _merged(points, _Points(sent.value, sent.count, rows[:, None]), None, budget, name)
    return points


def _merged(a: _Points, b: _Points, least: NDArray[np.int64] | None, budget: int, name: str) -> _Points:
    """Form all sums of one point of each, settled, never holding more than PAIRS_IN_MEMORY sums at once."""
    if len(a.value) == 1 and least is None:  # a shift keeps the order: nothing to settle
        return _all_sums(a, b)
    slab = max(1, PAIRS_IN_MEMORY // max(1, len(b.value)))
    width = a.trace.shape[1] + b.trace.shape[1]
    kept = _together([], a.value.shape[1], width)
    for begin in range(0, len(a.value), slab):
        sums = _all_sums(a.take(np.arange(begin, min(begin + slab, len(a.value)))), b)
        kept = _settled(_together([kept, sums], a.value.shape[1], width), least)
        _check_budget(len(kept.value), budget, name)
    return kept


def _all_sums(a: _Points, b: _Points) -> _Points:
    left, right = np.divmod(np.arange(len(a.value) * len(b.value)), max(1, len(b.value)))
    first, second = a.take(left), b.take(right)
    most = int(a.count.max(initial=1)) * int(b.count.max(initial=1))
    ways = first.count * second.count if most < COUNT_LIMIT else first.count.astype(object) * second.count
    return _Points(first.value + second.value, ways, np.hstack((first.trace, second.trace)))


def _settled(points: _Points, least: NDArray[np.int64] | None) -> _Points:
    """Drop what cannot come to the floor, then what is dominated; equal points become one, their counts added."""
    if least is not None:
        points = points.take(np.flatnonzero((points.value >= least).all(axis=1)))
    if not len(points.value):
        return points
    order, first, kept = undominated(points.value)
    count = points.count[order]
    if len(first) < len(count):
        if int(count.max()) * len(count) >= COUNT_LIMIT:
            count = count.astype(object)
        count = np.add.reduceat(count, first)
    settled = points.take(order[first[kept]])
    return _Points(settled.value, count[kept], settled.trace)


def _together(parts: Sequence[_Points], parties: int, width: int) -> _Points:
    if not parts:
        return _Points(np.zeros((0, parties), np.int64), np.zeros(0, np.int64), np.zeros((0, width), np.intp))
    if len(parts) == 1:
        return parts[0]
    return _Points(
        np.concatenate([part.value for part in parts]),
        np.concatenate([part.count for part in parts]),
        np.concatenate([part.trace for part in parts]),
    )


def _join_roots(
    space: DealSpace, messages: Sequence[_Message], least: NDArray[np.int64], budget: int
) -> tuple[_Points, list[tuple[int, NDArray[np.intp]]]]:
    """Merge the parts of the space that nothing ties together, pruning by the floor.

    Returns the points, and per step the part merged in with ``[point, (row before, row in the part)]``.
    """
    roots = _widest_first(messages)
    if not roots:
        return _together([], len(least), 1), []
    most = {root: messages[root].points.value.max(axis=0) for root in roots}
    points = _Points(np.zeros((1, len(least)), np.int64), np.ones(1, np.int64), np.zeros((1, 1), np.intp))
    steps: list[tuple[int, NDArray[np.intp]]] = []
    for done, root in enumerate(roots):
        part = messages[root].points
        name = _name(space, messages[root].bucket)
        to_come = sum((most[k] for k in roots[done + 1 :]), np.zeros_like(least))
        points = _merged(_numbered(points), _numbered(part), least - to_come, budget, name)
        steps.append((root, points.trace))
    return _numbered(points), steps


def _widest_first(messages: Sequence[_Message]) -> list[int]:
    """Order the parts by how far they move worths: what is left then hides least from the floor.

    None if a part has no point, as then no whole deal has one. Measured on the additive rows of
    benchmarks/deals.py, it takes 5-30 % less time than smallest sets first, with floors and without.
    """
    roots = [k for k, message in enumerate(messages) if not message.bucket.scope]
    if any(not len(messages[k].points.value) for k in roots):
        return []
    reach = np.array([np.ptp(messages[k].points.value, axis=0) for k in roots], dtype=np.float64)
    share = (reach / np.maximum(reach.sum(axis=0), 1.0)).sum(axis=1)
    return [roots[k] for k in np.argsort(-share, kind="stable")]


def _numbered(points: _Points) -> _Points:
    """Forget where the points came from; number them instead."""
    return _Points(points.value, points.count, np.arange(len(points.value))[:, None])


def _name(space: DealSpace, bucket: Bucket) -> str:
    added = bucket.issue >= len(space.issues)
    return "a wide forbidden combination" if added else space.issues[bucket.issue].name


def _check_budget(points: int, budget: int, name: str) -> None:
    if points > budget:
        raise BargainingError(
            f"the exact frontier keeps {points} points at once when it comes to {name!r}, the budget is {budget}. "
            "Hold issues to fewer options with where, give floors (reservation values) to prune by, ask for fewer "
            "parties, or raise the budget."
        )


def _decode(
    messages: Sequence[_Message],
    rows: NDArray[np.intp],
    steps: Sequence[tuple[int, NDArray[np.intp]]],
    settings: Sequence[NDArray[np.intp]],
) -> NDArray[np.intp]:
    """Follow the back-pointers of many points at once: positions of options, ``[point, issue]``."""
    choice = np.zeros((len(rows), len(settings)), dtype=np.intp)
    waiting: list[tuple[int, NDArray[np.intp]]] = []
    for root, trace in reversed(steps):
        waiting.append((root, trace[rows, 1]))
        rows = trace[rows, 0]
    while waiting:
        position, at = waiting.pop()
        bucket, trace = messages[position].bucket, messages[position].points.trace
        if bucket.issue < len(settings):  # the rest only tell whether a combination matches so far
            choice[:, bucket.issue] = settings[bucket.issue][trace[at, 0]]
        waiting.extend((child, trace[at, 1 + k]) for k, child in enumerate(bucket.children))
    return choice
