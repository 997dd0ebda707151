"""From the stored text back to the raw bytes: which bytes of the original a passage was read from."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice

from ripeness.reports.decode import Decoded, byte_places
from ripeness.reports.traced import MAX_PIECES, Piece

# A longer piece is kept as several, so that a place within one is found by encoding no more than this.
MAX_PIECE = 4096

# Pieces begin and end with what can be seen. A character that stands for damaged bytes has any number of them.
_SEEN = re.compile("\ufffd|[^\ufffd\\s](?:[^\ufffd]*[^\ufffd\\s])?")


@dataclass(frozen=True, slots=True)
class RawMap:
    """Pieces of a stored text and the bytes that each was read from, in order; what lies between them has none.

    ``encoding`` is that of the bytes. ``table`` packs the pieces: the starts of all of them in the text (code
    points), then the ends, then the starts and the ends in the bytes, as native unsigned integers of 32 bits.
    """

    encoding: str
    table: bytes

    def span(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """The bytes of the words at ``start``..``end`` of ``text``, end exclusive, from its first to its last.

        They hold all that stands between these too: markup, lines that were left out. None where a letter or
        a digit of the passage was not found in the bytes.
        """
        words = text[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        starts, ends, _, _ = self._columns()
        first = bisect_right(ends, start)
        last, reached = first, start
        while last < len(starts) and starts[last] < end:
            if _has_words(text[reached : starts[last]]):
                return None
            reached = ends[last]
            last += 1
        if last == first or not words.strip() or _has_words(text[reached:end]):
            return None
        return self._byte(text, first, max(start, starts[first]), 0), self._byte(text, last - 1, min(end, reached), 1)

    def numbers(self) -> list[int]:
        """The pieces as small numbers, for keeping: of each the gap before it and its length, in text and bytes."""
        starts, ends, a, b = self._columns()
        before = zip([0, *ends], [0, *b], starts, ends, a, b, strict=False)
        return [number for p, q, s, e, x, y in before for number in (s - p, e - s, x - q, y - x)]

    @staticmethod
    def from_numbers(encoding: str, numbers: Sequence[int]) -> RawMap:
        """The map that gave ``numbers``."""
        text = list(accumulate(chain.from_iterable(zip(numbers[::4], numbers[1::4], strict=True))))
        raw = list(accumulate(chain.from_iterable(zip(numbers[2::4], numbers[3::4], strict=True))))
        return _packed(encoding, [text[::2], text[1::2], raw[::2], raw[1::2]])

    def _columns(self) -> tuple[memoryview[int], ...]:
        table = memoryview(self.table).cast("I")
        count = len(table) // 4
        return tuple(table[k * count : (k + 1) * count] for k in range(4))

    def _byte(self, text: str, number: int, place: int, outer: int) -> int:
        """The byte of ``place`` in a piece; of one that cannot be cut, its start (``outer`` 0) or its end (1)."""
        start, end, a, b = (column[number] for column in self._columns())
        if place in {start, end}:
            return a if place == start else b
        try:
            if len(text[start:end].encode(self.encoding)) == b - a:
                return a + len(text[start:place].encode(self.encoding))
        except UnicodeEncodeError:  # letters of one normal form in the text, of another in the bytes
            pass
        return (a, b)[outer]


def raw_map(text: str, pieces: Iterable[Piece], source: Decoded, raw: bytes) -> RawMap | None:
    """The map of ``text``, whose ``pieces`` stand in ``source``, ``raw`` decoded; None where that keeps no places."""
    shown = tuple(islice(_shown(text, pieces), MAX_PIECES))
    places = byte_places(source, raw, [place for piece in shown for place in piece[2:]])
    if places is None:
        return None
    columns = [piece[0] for piece in shown], [piece[1] for piece in shown], places[::2], places[1::2]
    return _packed(source.encoding, columns)


def _has_words(text: str) -> bool:
    return any(map(str.isalnum, text))


def _packed(encoding: str, columns: Sequence[Iterable[int]]) -> RawMap:
    return RawMap(encoding, b"".join(array("I", column).tobytes() for column in columns))


def _shown(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """``pieces`` of ``text`` without white space at their ends, parted where bytes were damaged, and none too long."""
    for start, end, a, b in pieces:
        if end - start != b - a:
            if not text[start:end].isspace():
                yield start, end, a, b
            continue
        for match in _SEEN.finditer(text, start, end):
            for first in range(match.start(), match.end(), MAX_PIECE):
                last = min(first + MAX_PIECE, match.end())
                yield first, last, a + first - start, a + last - start
