"""Where the words of an extracted text stand in the words of its page: the same words in the same order.

What extracts an article from a page tells no places. So runs of words that stand once in both are paired
first, and grown as far as the words agree; then what lies between two such runs is looked at by itself, with
shorter runs. Words are equal or not: none is placed for being alike, and one that is not found has no place.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from unicodedata import normalize

from ripeness.reports.traced import MAX_PIECES, Piece, Traced

# Runs that are paired where they stand once in both, the longest first. On 181 pages five words in a row stand
# seldom anywhere else on a page.
RUNS = (16, 6, 3, 1)
# Single words are paired only in a stretch of the page of at most this many: in a longer one, a word that the
# extractor made or moved might be found by chance.
NEAR = 200
# Words beyond this many, of the text or of its page, are not placed.
MAX_WORDS = 600_000

_WORD = re.compile(r"(?:\w[\u0300-\u036f]*+)++|[^\w\s]")

Gap = tuple[int, int, int, int]  # start and end among the words of the text, and among those of the page


def placed(text: str, page: Traced) -> tuple[Piece, ...]:
    """The pieces of ``text`` that stand in ``page``, with their places in the source of ``page``."""
    known: dict[str, int] = {}
    own, own_starts, own_ends = _words(text, known)
    its, its_starts, its_ends = _words(page.text, known)
    pieces: list[Piece] = []
    same = False  # whether the last piece reads the same in both: in one normal form words may, and letters not
    for i, j in enumerate(matched(own, its)):
        if j < 0:
            continue
        start, end, a, b = own_starts[i], own_ends[i], its_starts[j], its_ends[j]
        before = same
        same = text[start:end] == page.text[a:b]
        if pieces and before and same and text[pieces[-1][1] : start] == page.text[pieces[-1][3] : a]:
            pieces[-1] = (pieces[-1][0], end, pieces[-1][2], b)
        elif len(pieces) < MAX_PIECES:
            pieces.append((start, end, a, b))
        else:
            break
    return Traced(text, tuple(pieces)).through(page.pieces).pieces


def _words(text: str, known: dict[str, int]) -> tuple[array[int], array[int], array[int]]:
    """Each word and mark as a number that ``known`` gives it, and where it starts and ends."""
    numbers, starts, ends = array("I"), array("I"), array("I")
    for match in islice(_WORD.finditer(text), MAX_WORDS):
        word = match[0] if match[0].isascii() else normalize("NFC", match[0])
        numbers.append(known.setdefault(word, len(known)))
        starts.append(match.start())
        ends.append(match.end())
    return numbers, starts, ends


def matched(own: Sequence[int], its: Sequence[int]) -> array[int]:
    """For each of ``own``, its place in ``its`` or -1: equal numbers, places rising. Time about linear in both.

    What stands several times in a stretch of the page is taken where it stands last: next to what follows.
    """
    found = array("q", [-1]) * len(own)
    gaps: list[Gap] = [(0, len(own), 0, len(its))]
    for run in RUNS:
        for pairs in (_single, _last):
            gaps = [rest for gap in gaps for rest in _grown(own, its, gap, pairs(own, its, gap, run), found)]
    return found


def _grown(
    own: Sequence[int], its: Sequence[int], gap: Gap, pairs: Iterable[tuple[int, int]], found: array[int]
) -> Iterator[Gap]:
    """Put each of ``pairs`` (rising in both) into ``found``, grown as far as both sides agree; the rest is left."""
    i, end, j, stop = gap
    for start, at in pairs:
        if start < i or at < j:
            continue  # a run before it grew over it
        first, a = start, at
        while first > i and a > j and own[first - 1] == its[a - 1]:
            first, a = first - 1, a - 1
        if first > i and a > j:
            yield i, first, j, a
        last, b = start, at
        while last < end and b < stop and own[last] == its[b]:
            last, b = last + 1, b + 1
        found[first:last] = array("q", range(a, b))
        i, j = last, b
    if i < end and j < stop:
        yield i, end, j, stop


def _runs(words: Sequence[int], start: int, end: int, length: int) -> Iterator[tuple[int, ...]]:
    """Each run of ``length`` words between ``start`` and ``end``, in order."""
    return zip(*(islice(words, start + k, end) for k in range(length)), strict=False)


def _single(own: Sequence[int], its: Sequence[int], gap: Gap, length: int) -> Iterable[tuple[int, int]]:
    """Runs that stand once on either side, as many as rise in both."""
    i, end, j, stop = gap
    if length == 1 and stop - j > NEAR:
        return ()
    places: dict[tuple[int, ...], int] = {}
    for at, run in enumerate(_runs(own, i, end, length), i):
        places[run] = -1 if run in places else at
    opposite: dict[int, int] = {}
    for at, run in enumerate(_runs(its, j, stop, length), j):
        if (place := places.get(run, -1)) >= 0:
            opposite[place] = -1 if place in opposite else at
    return _rising([(place, at) for place, at in sorted(opposite.items()) if at >= 0])


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The most of ``pairs`` (sorted by their first number) whose second numbers rise: by patience sorting."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, at) in enumerate(pairs):
        pile = bisect_left(tops, at)
        before.append(top_pairs[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [at]
        top_pairs[pile : pile + 1] = [number]
    chosen: list[tuple[int, int]] = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _last(own: Sequence[int], its: Sequence[int], gap: Gap, length: int) -> Iterable[tuple[int, int]]:
    """Runs from the last to the first, each where it stands last before the one behind it."""
    i, end, j, stop = gap
    if length == 1 and stop - j > NEAR:
        return ()
    wanted = set(_runs(own, i, end, length))
    places: dict[tuple[int, ...], list[int]] = {}
    for at, run in enumerate(_runs(its, j, stop, length), j):
        if run in wanted:
            places.setdefault(run, []).append(at)
    chosen: list[tuple[int, int]] = []
    bound = stop
    for at in range(end - length, i - 1, -1):
        here = places.get(tuple(own[at : at + length]), [])
        if k := bisect_right(here, bound - length):
            bound = here[k - 1]
            chosen.append((at, bound))
    return chosen[::-1]
