"""Stretches of a text, kept so that a question about one place costs little however many there are.

A hostile report of 200,000 characters holds tens of thousands of quotation marks or names of outlets: whatever asks
for each of them about all the others takes minutes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

Span = tuple[int, int]  # code points, end exclusive


class Spans:
    """Stretches in any order, which may overlap each other."""

    def __init__(self, spans: Iterable[Span]) -> None:
        rows = sorted(spans)
        self._starts = [start for start, _ in rows]
        self._reach = list(accumulate((end for _, end in rows), max))  # the furthest end of each and those before it

    def overlap(self, start: int, end: int) -> bool:
        """Whether any of them shares a code point with ``start``..``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and start < self._reach[before - 1]
