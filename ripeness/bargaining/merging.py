"""Multi-objective bucket elimination: sets of undominated partial sums, sent along the buckets.

Issues are eliminated one after another; for each setting of an issue's remaining neighbours only the
undominated partial sums are kept (a partial sum that is beaten under the same setting is beaten in every
completion). With additive worths every bucket is one issue, and this is merging issue after issue.

Source: Rollon and Larrosa 2006, "Bucket elimination for multiobjective optimization problems", Journal of
Heuristics 12. Time and memory: the partial frontiers of the widest bucket, which the limit holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.elimination import Bucket, spread
from ripeness.bargaining.points import Limit, Points, merged, none, numbered, settled, single, together


@dataclass(frozen=True, slots=True)
class Message:
    """What a bucket sends on: for each setting of its neighbours (flat) the rows start[k]:start[k + 1] of points.

    ``points.trace`` is the bucket's own option, then a row in the message of each of its children;
    ``error[cell, party]`` is the error of each setting's set.
    """

    bucket: Bucket
    points: Points
    start: NDArray[np.intp]
    error: NDArray[np.int64]

    def at(self, cell: int) -> Points:
        """The set of one setting; its trace is the row in this message."""
        rows = np.arange(self.start[cell], self.start[cell + 1])
        return Points(self.points.value[rows], self.points.count[rows], rows[:, None], self.error[cell])


@dataclass(frozen=True, slots=True)
class Merged:
    """All messages, and the parts of the space that nothing ties together (``roots``) merged into ``points``.

    ``steps``, one per root, hold ``[point, (row before, row in the root's message)]``.
    """

    messages: tuple[Message, ...]
    roots: tuple[int, ...]
    steps: tuple[NDArray[np.intp], ...]
    points: Points


def merge_buckets(
    buckets: Sequence[Bucket],
    beside: Sequence[NDArray[np.int64]],
    least: NDArray[np.int64],
    limit: Callable[[Bucket], Limit],
) -> Merged:
    """Find the undominated sums that come to ``least[party]``, with pointers back to a deal for each.

    ``beside`` is that of ``elimination.best_beside``, by which partial sums are pruned.
    """
    messages: list[Message] = []
    for bucket, rest in zip(buckets, beside, strict=True):
        messages.append(_message(bucket, [messages[child] for child in bucket.children], least - rest, limit(bucket)))
    roots = _widest_first(messages)
    points = single(np.zeros_like(least))
    if not roots:
        return Merged(tuple(messages), (), (), none(len(least), 1))
    most = {root: messages[root].points.value.max(axis=0) for root in roots}
    steps: list[NDArray[np.intp]] = []
    for done, root in enumerate(roots):
        to_come = sum((most[k] for k in roots[done + 1 :]), np.zeros_like(least))
        part = messages[root].at(0)
        points = merged(numbered(points), part, least - to_come, limit(messages[root].bucket))
        steps.append(points.trace)
    return Merged(tuple(messages), tuple(roots), tuple(steps), numbered(points))


def decode(found: Merged, rows: NDArray[np.intp], settings: Sequence[NDArray[np.intp]]) -> NDArray[np.intp]:
    """Follow the back-pointers of many points at once: positions of options, ``[point, issue]``."""
    choice = np.zeros((len(rows), len(settings)), dtype=np.intp)
    waiting: list[tuple[int, NDArray[np.intp]]] = []
    for root, trace in zip(reversed(found.roots), reversed(found.steps), strict=True):
        waiting.append((root, trace[rows, 1]))
        rows = trace[rows, 0]
    while waiting:
        position, at = waiting.pop()
        bucket, trace = found.messages[position].bucket, found.messages[position].points.trace
        if bucket.issue < len(settings):  # the rest only tell whether a combination matches so far
            choice[:, bucket.issue] = settings[bucket.issue][trace[at, 0]]
        waiting.extend((child, trace[at, 1 + k]) for k, child in enumerate(bucket.children))
    return choice


def child_cells(child: Bucket, bucket: Bucket) -> NDArray[np.intp]:
    """Which setting of the child's message each (setting, option) of the bucket reads: ``[cell, option]``."""
    shape = child.value.shape[:-2]
    cells = np.arange(int(np.prod(shape))).reshape(shape)
    whole = np.broadcast_to(spread(cells, child.scope, bucket.axes), bucket.open.shape)
    return whole.reshape(-1, whole.shape[-1])


def _message(bucket: Bucket, children: Sequence[Message], least: NDArray[np.int64], limit: Limit) -> Message:
    """Eliminate one issue. ``least[*scope, party]`` is what a partial sum needs to come to the floor at best."""
    parties, options = bucket.value.shape[-1], bucket.value.shape[-2]
    value = bucket.value.reshape(-1, options, parties)
    allowed = bucket.open.reshape(-1, options)
    least = least.reshape(-1, parties)
    below = [(child, child_cells(child.bucket, bucket)) for child in children]
    one = limit.over(len(value))
    found: list[Points] = []
    for cell in range(len(value)):
        parts = [
            _option_sums(option, value[cell, option], [child.at(at[cell, option]) for child, at in below], one)
            for option in np.flatnonzero(allowed[cell]).tolist()
        ]
        kept, shift = one.hold(settled(together([none(parties, 1 + len(children)), *parts]), least[cell]), 0)
        found.append(one.charged(kept, shift))
        limit.check(sum(map(len, found)))
    start = np.concatenate(([0], np.cumsum([len(part) for part in found])))
    return Message(bucket, together(found), start, np.array([part.error for part in found]))


def _option_sums(option: int, value: NDArray[np.int64], sent: Sequence[Points], limit: Limit) -> Points:
    """Sum up one option of the issue, under one setting of its neighbours, with what its children sent."""
    points = single(value, (option,))
    for part in sent:
        points = merged(points, part, None, limit)
    return points


def _widest_first(messages: Sequence[Message]) -> list[int]:
    """Order the parts by how far they move worths: what is left then hides least from the floor.

    None if a part has no point, as then no whole deal has one. Measured on the additive rows of
    benchmarks/deals.py, it takes 5-30 % less time than smallest sets first, with floors and without.
    """
    roots = [k for k, message in enumerate(messages) if not message.bucket.scope]
    if any(not len(messages[k].points) for k in roots):
        return []
    reach = np.array([np.ptp(messages[k].points.value, axis=0) for k in roots], dtype=np.float64)
    share = (reach / np.maximum(reach.sum(axis=0), 1.0)).sum(axis=1)
    return [roots[k] for k in np.argsort(-share, kind="stable")]
