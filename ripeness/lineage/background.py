"""How many stories of a growing pile hold each term: what many hold is its background and says less.

Terms are counted by copy group, so that a report which fifty sites carried does not turn its own
words into background, and adding a copy changes no weight.
"""

from __future__ import annotations

import numpy as np

from ripeness.lineage.pile import Column, Pile
from ripeness.lineage.prose import background_level, background_weight
from ripeness.lineage.sharing import stands_in


class Background:
    """The level of each term (``background_level``), kept up as reports come and copy groups change."""

    def __init__(self) -> None:
        self._keys = np.empty(0, dtype=np.uint64)  # every term, rising
        self._number = np.empty(0, dtype=np.int32)  # of each of ``_keys``, in the order of its coming
        self._stories = np.empty(0, dtype=np.int64)  # [number]: copy groups that hold it
        self._level = np.empty(0, dtype=np.int8)  # [number]
        self._numbers = Column(np.int32)  # of each term of each report, as the pile has them
        self._group = np.empty(0, dtype=np.int64)  # copy group of each report, when last counted

    def update(self, pile: Pile, group: np.ndarray) -> np.ndarray:
        """Count again where reports came or ``group[report]`` changed, and weigh the pile.

        Returns which reports hold a term whose level changed: bool[report]. Groups are numbered from 0.
        """
        self._number_terms(pile["key"][len(self._numbers.values) :])
        numbers, begin = self._numbers.values, pile.begin("terms")
        gone, come = _changed(self._group, group)
        self._stories -= _holders(self._group, gone, numbers, begin, len(self._stories))
        self._stories += _holders(group, come, numbers, begin, len(self._stories))
        self._group = group
        level = background_level(self._stories)
        moved = level != self._level
        self._level = level
        pile.weight = pile["base"] * background_weight(level)[numbers]
        from ripeness.lineage.kernels import any_of

        return any_of(moved, numbers, begin)

    def _number_terms(self, keys: np.ndarray) -> None:
        fresh = np.unique(keys[~stands_in(keys, self._keys)])
        place = np.searchsorted(self._keys, fresh)
        count = len(self._keys)
        self._keys = np.insert(self._keys, place, fresh)
        self._number = np.insert(self._number, place, np.arange(count, count + len(fresh), dtype=np.int32))
        self._stories = np.append(self._stories, np.zeros(len(fresh), dtype=np.int64))
        self._level = np.append(self._level, np.zeros(len(fresh), dtype=np.int8))
        self._numbers.extend(self._number[np.searchsorted(self._keys, keys)])


def _changed(before: np.ndarray, after: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which reports were in a group that is no more, and which are in one that was not: two bool[report]."""
    old, size = len(before), np.bincount(after)
    was = np.concatenate([before, np.full(len(after) - old, -1)])
    low, high = np.full(len(size), len(after)), np.full(len(size), -1)
    np.minimum.at(low, after, was)
    np.maximum.at(high, after, was)
    same = (low == high) & (low >= 0)
    same[same] = size[same] == np.bincount(before)[low[same]]
    come = ~same[after]
    return come[:old], come


def _holders(group: np.ndarray, which: np.ndarray, numbers: np.ndarray, begin: np.ndarray, terms: int) -> np.ndarray:
    """How many groups among the reports ``which`` hold each term: int64[term]."""
    alone = np.bincount(group, minlength=1)[group] == 1
    sizes = np.diff(begin)[: len(which)]
    held = numbers[: begin[len(which)]]
    found = np.bincount(held[np.repeat(which & alone, sizes)], minlength=terms)
    several = np.repeat(which & ~alone, sizes)
    if several.any():
        both = (np.repeat(group, sizes)[several] << 32) | held[several]
        found += np.bincount(np.unique(both) & 0xFFFFFFFF, minlength=terms)
    return found
