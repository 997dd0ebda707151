"""Which reports share many keys (four-word runs, telling words): an inverted index that grows.

The index is a few lists of (key, report), each sorted by key, the older the longer: a new batch becomes a list of its
own, and lists of like length are merged, so that a report is moved a few times in all however large the pile grows.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

# Piles up to this size are compared pair by pair; larger ones through an index.
ALL_PAIRS_REPORTS = 40
# A key in more reports than this costs the square of their number. A run then pairs the first report that has it with
# each of the others, for a text that hundreds of sites carry is one story; a telling word says nothing any more.
RUN_REPORTS_MOST = 150
TERM_REPORTS_MOST = 30

SIDE = 32  # bits for the later report of a pair
_Chunk = tuple[np.ndarray, np.ndarray]  # keys, rising; the report that has each


def codes_of(pairs: np.ndarray) -> np.ndarray:
    """The first two of each row of ``pairs`` as one number, int64: rising with the first, then with the second."""
    return (pairs[:, 0].astype(np.int64) << SIDE) | pairs[:, 1]


def pairs_of(codes: np.ndarray) -> np.ndarray:
    """The pairs of ``codes_of``: int32[pair, 2]."""
    return np.stack([codes >> SIDE, codes & ((1 << SIDE) - 1)], axis=1).astype(np.int32)


def stands_in(values: np.ndarray, rising: np.ndarray) -> np.ndarray:
    """Which of ``values`` are among ``rising``: bool[value]."""
    if not len(rising):
        return np.zeros(len(values), dtype=np.bool_)
    return rising[np.minimum(np.searchsorted(rising, values), len(rising) - 1)] == values


def united(*codes: np.ndarray) -> np.ndarray:
    """All of some lists of codes, rising, each once."""
    found = np.sort(np.concatenate(codes))
    return found[np.concatenate((found[:1] == found[:1], found[1:] != found[:-1]))]


class SharedKeys:
    """Pairs of reports that share at least ``least`` keys.

    A key that more than ``most`` reports have counts for no pair; with ``stars`` it counts for the pairs of the first
    report that has it. After each `add` the pairs are those that an index over all reports would give at once.
    """

    def __init__(self, most: int, least: int, stars: bool = False) -> None:
        self._most, self._least, self._stars = most, least, stars
        self._chunks: list[_Chunk] = []
        self._reports = 0
        self.codes = np.empty(0, dtype=np.int64)  # the pairs, rising, as `codes_of` numbers them
        self.shared = np.empty(0, dtype=np.int32)  # how many keys each shares

    def add(self, keys: np.ndarray, sizes: np.ndarray) -> np.ndarray:
        """Add reports and return the new pairs, as rising codes.

        ``keys`` (uint64) are the distinct keys of one report after another, ``sizes[report]`` how many each has.
        """
        first, self._reports = self._reports, self._reports + len(sizes)
        order = np.argsort(keys, kind="stable")
        holders = np.repeat(np.arange(first, self._reports, dtype=np.int32), sizes)
        chunk = keys[order], holders[order]
        if not len(chunk[0]):
            return np.empty(0, dtype=np.int64)
        at = np.flatnonzero(np.concatenate(([True], chunk[0][1:] != chunk[0][:-1])))
        distinct, bounds = chunk[0][at], np.append(at, len(chunk[0]))
        before = [(holders, *_range(own, distinct)) for own, holders in self._chunks]
        own = (chunk[1], bounds[:-1], bounds[1:])
        old = sum((high - low for _, low, high in before), np.zeros(len(distinct), dtype=np.int64))
        total = old + bounds[1:] - bounds[:-1]
        many = total > self._most
        self._forget(before, (old > 1) & (old <= self._most) & many)
        if self._stars:
            before = _first_alone(before, many)
            total = np.where(many, np.minimum(old, 1) + bounds[1:] - bounds[:-1], total)
        codes, shared = self._find([*before, own], (total > 1) & (self._stars | ~many), total, many, first)
        place = np.searchsorted(self.codes, codes)
        self.codes, self.shared = np.insert(self.codes, place, codes), np.insert(self.shared, place, shared)
        self._keep(chunk)
        return codes

    def _find(
        self,
        lists: Sequence[tuple[np.ndarray, ...]],
        which: np.ndarray,
        total: np.ndarray,
        star: np.ndarray,
        first: int,
    ) -> tuple[np.ndarray, np.ndarray]:
        """The pairs with a report from ``first`` on, rising, and how many keys each shares."""
        from ripeness.lineage.kernels import inverted, sharing

        begin, holder = _holders(lists, which, total)
        own_begin, own_key = inverted(begin, holder, first, self._reports - first)
        found = sharing(begin, holder, own_begin, own_key, star[which], first, self._least)
        codes = codes_of(found)
        order = np.argsort(codes)
        return codes[order], found[order, 2]

    def _forget(self, lists: Sequence[tuple[np.ndarray, ...]], which: np.ndarray) -> None:
        """Keys that came into too many reports count no more for the pairs that had them, but for those of stars."""
        if not which.any() or not len(self.codes):
            return
        from ripeness.lineage.kernels import common_of_all, inverted

        old = sum((high - low for _, low, high in lists), np.zeros(len(which), dtype=np.int64))
        begin, holder = _holders(lists, which, old)
        if self._stars:
            holder = np.delete(holder, begin[:-1])
            begin = begin - np.arange(len(begin))
        own_begin, own_key = inverted(begin, holder, 0, self._reports)
        self.shared -= common_of_all(own_key, own_begin, pairs_of(self.codes)).astype(np.int32)
        enough = self.shared >= self._least
        self.codes, self.shared = self.codes[enough], self.shared[enough]

    def _keep(self, chunk: _Chunk) -> None:
        from ripeness.lineage.kernels import merged

        while self._chunks and len(self._chunks[-1][0]) <= len(chunk[0]):
            chunk = merged(*self._chunks.pop(), *chunk)
        self._chunks.append(chunk)


def sharing_pairs(
    keys: Sequence[np.ndarray], most_reports: int, least_shared: int, stars: bool = False
) -> dict[tuple[int, int], int]:
    """Pairs of positions that share at least ``least_shared`` keys (uint64), with how many they share.

    A key in more than ``most_reports`` reports is skipped; with ``stars`` it counts for the pairs of its first report.
    """
    index = SharedKeys(most_reports, least_shared, stars)
    flat = np.concatenate([np.empty(0, dtype=np.uint64), *keys])
    index.add(flat, np.array([len(own) for own in keys], dtype=np.int64))
    return {(i, j): count for (i, j), count in zip(pairs_of(index.codes).tolist(), index.shared.tolist(), strict=True)}


def _range(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.searchsorted(keys, wanted, "left"), np.searchsorted(keys, wanted, "right")


def _first_alone(lists: Sequence[tuple[np.ndarray, ...]], which: np.ndarray) -> list[tuple[np.ndarray, ...]]:
    """The lists with nothing but the first report of each key of ``which``."""
    found, seen = [], np.zeros(len(which), dtype=np.bool_)
    for holders, low, high in lists:
        found.append((holders, low, np.where(which, np.where(seen, low, np.minimum(low + 1, high)), high)))
        seen |= high > low
    return found


def _holders(
    lists: Sequence[tuple[np.ndarray, ...]], which: np.ndarray, total: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The reports that have each key of ``which``, rising: ``(begin[key + 1], holder)``."""
    from ripeness.lineage.kernels import gather

    begin = np.concatenate(([0], np.cumsum(total[which], dtype=np.int64)))
    holder, end = np.empty(begin[-1], dtype=np.int32), begin[:-1].copy()
    for holders, low, high in lists:
        gather(holders, low[which], high[which], end, holder)
    return begin, holder
