"""A text that knows where it came from: what is cut, joined and replaced keeps its places in the source.

Places are code points, end exclusive. What was put in (a line end between joined lines) has no place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

# Start and end in the text, start and end in its source. A piece as long as what it stands for is the same
# words and may be cut; another (an entity, an escape) is whole or nothing.
Piece = tuple[int, int, int, int]
# A part of a new text: a span of the old one, a span that now reads otherwise, or something made up.
Part = tuple[int, int] | tuple[int, int, str] | str

# A report of 100,000 words with a mark in each of its lines has some 10,000 pieces. Beyond this many the rest
# of a text has no places, so that a hostile file cannot fill the memory with them.
MAX_PIECES = 200_000


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and the pieces of it that stand in its source: in order, and none over another."""

    text: str
    pieces: tuple[Piece, ...]

    def cut(self, parts: Iterable[Part]) -> Traced:
        """The text made of ``parts`` of this one, which must be in their order."""
        return _assembled(self.text, parts).through(self.pieces)

    def sub(self, pattern: re.Pattern[str], become: Callable[[re.Match[str]], Iterable[Part]]) -> Traced:
        """This text with each match of ``pattern`` become the parts that ``become`` makes of it."""
        first = pattern.search(self.text)
        return self if first is None else self.cut(_replaced(self.text, pattern, become))

    def through(self, earlier: tuple[Piece, ...]) -> Traced:
        """This text with its places not in its source, but in the source of that, of which it has ``earlier``."""
        pieces: list[Piece] = []
        ends = [piece[1] for piece in earlier]
        for start, end, a, b in self.pieces:
            at = bisect_right(ends, a)
            if end - start == b - a:
                while at < len(earlier) and earlier[at][0] < b and len(pieces) < MAX_PIECES:
                    if (part := clipped(earlier[at], a, b)) is not None:
                        pieces.append((part[0] - a + start, part[1] - a + start, part[2], part[3]))
                    at += 1
            elif (span := _whole(earlier, at, a, b)) is not None and len(pieces) < MAX_PIECES:
                pieces.append((start, end, *span))
        return Traced(self.text, tuple(pieces))


def traced(text: str) -> Traced:
    """``text`` as its own source."""
    return Traced(text, ((0, len(text), 0, len(text)),) if text else ())


def clipped(piece: Piece, start: int, end: int) -> Piece | None:
    """What of ``piece`` lies in ``start``..``end`` of the text; None where it would have to be cut and cannot."""
    first, last, a, b = piece
    if start <= first and last <= end:
        return piece
    if last - first != b - a:
        return None
    low, high = max(first, start), min(last, end)
    return (low, high, a + low - first, a + high - first) if low < high else None


def each_line(text: str) -> Iterator[tuple[int, str]]:
    """Where each line of ``text`` begins, and the line without its end."""
    at = 0
    for line in text.split("\n"):
        yield at, line
        at += len(line) + 1


def _replaced(text: str, pattern: re.Pattern[str], become: Callable[[re.Match[str]], Iterable[Part]]) -> Iterator[Part]:
    at = 0
    for match in pattern.finditer(text):
        yield at, match.start()
        yield from become(match)
        at = match.end()
    yield at, len(text)


def _assembled(text: str, parts: Iterable[Part]) -> Traced:
    """The text made of ``parts`` of ``text``, with its places there."""
    written: list[str] = []
    pieces: list[Piece] = []
    at = 0
    for part in parts:
        if isinstance(part, str):
            written.append(part)
            at += len(part)
            continue
        start, end = part[:2]
        words = part[2] if len(part) == 3 else text[start:end]
        if not words:
            continue
        written.append(words)
        here = (at, at + len(words), start, end)
        at = here[1]
        if len(part) == 2 and pieces and _continues(pieces[-1], here):
            pieces[-1] = (pieces[-1][0], at, pieces[-1][2], end)
        elif len(pieces) < MAX_PIECES:
            pieces.append(here)
    return Traced("".join(written), tuple(pieces))


def _continues(piece: Piece, here: Piece) -> bool:
    """Whether ``here`` follows ``piece`` in the text and in the source, both the same words as there."""
    return piece[1] == here[0] and piece[3] == here[2] and piece[1] - piece[0] == piece[3] - piece[2]


def _whole(earlier: tuple[Piece, ...], at: int, a: int, b: int) -> tuple[int, int] | None:
    """Where all of ``a``..``b`` stands in the source, or None where a part of it has no place there."""
    first: int | None = None
    last, reached = 0, a
    while reached < b:
        part = clipped(earlier[at], a, b) if at < len(earlier) and earlier[at][0] < b else None
        if part is None or part[0] != reached:
            return None
        first = part[2] if first is None else first
        reached, last = part[1], part[3]
        at += 1
    return None if first is None else (first, last)
