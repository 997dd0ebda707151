"""All deals that attain one point of a frontier, one after another, without looking at any other deal.

The sets of undominated partial sums are built again with the point itself as the floor, which leaves next to
nothing else; every deal of the point is a way of adding its value up from them, and no way is a dead end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.elimination import best_below, best_beside
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.merging import Merged, child_cells, merge_buckets
from ripeness.bargaining.points import Exact, Points, merged, single

if TYPE_CHECKING:
    from ripeness.bargaining.deals import Deal
    from ripeness.bargaining.frontier import Frontier

BUDGET = 1_000_000  # partial sums that may have to be held at once to list one point

Task = tuple[int, int, int]  # a bucket, a setting of its neighbours, a row of its message


def tied(frontier: Frontier, point: int, limit: int | None) -> tuple[Deal, ...]:
    """List the deals of a point: see ``Frontier.ties``."""
    space, chosen = frontier.space, frontier.space.party_positions(frontier.parties)
    settings = space.settings(frontier.where)
    total = space.total(frontier.choice[[point]], chosen)[0]
    if frontier.method == "integer":
        from ripeness.bargaining.integer import list_at

        choice = list_at(space, chosen, settings, total, limit)
    else:
        buckets = space.buckets(settings, chosen)
        beside = best_beside(buckets, best_below(buckets))
        found = merge_buckets(buckets, beside, total, lambda _: Exact(BUDGET, f"the deals of point {point}"))
        if found.points.value.tolist() != [total.tolist()]:
            raise BargainingError(
                f"point {point} of this approximate frontier is dominated by a deal worth "
                f"{space.in_swings(found.points.value, chosen)[0].tolist()}: only undominated points list their deals."
            )
        listed = list(islice(_deals(found, total, settings), limit))
        choice = np.array(listed, dtype=np.intp).reshape(-1, len(settings))
    return space.named(choice)


def _deals(found: Merged, total: NDArray[np.int64], settings: Sequence[NDArray[np.intp]]) -> Iterator[tuple[int, ...]]:
    """Add ``total`` up in all ways: positions of options, per issue."""
    messages = found.messages
    buckets = [message.bucket for message in messages]
    cells = [[child_cells(buckets[child], bucket) for child in bucket.children] for bucket in buckets]

    @cache
    def ways(task: Task) -> list[tuple[int, list[int], Splits]]:
        """How a partial sum comes about: the bucket's option, and how its children may add up to the rest."""
        position, cell, row = task
        bucket, wanted = buckets[position], messages[position].points.value[row]
        value = bucket.value.reshape(-1, *bucket.value.shape[-2:])[cell]
        said: list[tuple[int, list[int], Splits]] = []
        for option in np.flatnonzero(bucket.open.reshape(-1, len(value))[cell]).tolist():
            at = [int(of[cell, option]) for of in cells[position]]
            parts = [messages[child].at(k) for child, k in zip(bucket.children, at, strict=True)]
            said.append((option, at, Splits(parts, wanted - value[option])))
        return said

    def settle(tasks: list[Task], choice: tuple[tuple[int, int], ...]) -> Iterator[tuple[tuple[int, int], ...]]:
        if not tasks:
            yield choice
            return
        bucket = buckets[tasks[-1][0]]
        for option, at, split in ways(tasks[-1]):
            for rows in split:
                below = list(zip(bucket.children, at, rows, strict=True))
                yield from settle(tasks[:-1] + below, (*choice, (bucket.issue, option)))

    for rows in Splits([messages[root].at(0) for root in found.roots], total):
        start = [(root, 0, row) for root, row in zip(found.roots, rows, strict=True)]
        for choice in settle(start, ()):
            options = dict(choice)
            yield tuple(int(settings[issue][options[issue]]) for issue in range(len(settings)))


class Splits:
    """All ways to choose one point of each part so that they add up to ``total``: the row of each, as its trace says.

    What the first parts can sum up to is worked out first, so that going back from the last part never fails.
    """

    def __init__(self, parts: Sequence[Points], total: NDArray[np.int64]) -> None:
        self.total = tuple(total.tolist())
        self.parts = [list(zip(part.trace[:, 0].tolist(), part.value.tolist(), strict=True)) for part in parts]
        sums = [single(np.zeros_like(total))]
        if all(map(len, parts)):
            most = [part.value.max(axis=0) for part in parts]
            for done, part in enumerate(parts):
                least = total - sum(most[done + 1 :], np.zeros_like(total))
                sums.append(merged(sums[-1], part, least, Exact(BUDGET, "the sums of one point")))
        self.reached = [{tuple(row) for row in each.value.tolist()} for each in sums]

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        if len(self.reached) > len(self.parts) and self.total in self.reached[-1]:
            yield from self._back(len(self.parts), self.total)

    def _back(self, done: int, wanted: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        if done == 0:
            yield ()
            return
        for row, value in self.parts[done - 1]:
            before = tuple(a - b for a, b in zip(wanted, value, strict=True))
            if before in self.reached[done - 1]:
                yield from ((*rest, row) for rest in self._back(done - 1, before))
