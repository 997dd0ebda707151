"""Word shingles: how much of one report stands word for word in another.

Containment, not Jaccard: an abridgement of a third of its original has a Jaccard of at most a
third, but all of its shingles stand in the original.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ripeness.lineage.prose import Prose

SHINGLE_WORDS = 4  # for copies and abridgements
# Piles up to this size are compared pair by pair; larger ones through an index.
ALL_PAIRS_REPORTS = 40
# A telling word in more reports than this finds no candidates.
TERM_REPORTS_MOST = 30

Shingle = tuple[str, ...]


def shingles(prose: Prose, words: int = SHINGLE_WORDS, own: bool = True) -> frozenset[Shingle]:
    """The distinct runs of ``words`` words inside sentences; ``own``: outside quotations only."""
    found: set[Shingle] = set()
    for sentence in prose.sentences:
        line = sentence.own if own else sentence.words
        found.update(line[i : i + words] for i in range(len(line) - words + 1))
    return frozenset(found)


def containment(part: frozenset[Shingle], whole: frozenset[Shingle]) -> float:
    """The share of ``part`` that stands in ``whole``: 0..1, and 0 where ``part`` is empty."""
    return len(part & whole) / len(part) if part else 0.0


def sharing_pairs(keys: Sequence[Iterable[object]], most_reports: int, least_shared: int) -> dict[tuple[int, int], int]:
    """Pairs of positions that share at least ``least_shared`` keys, with how many they share.

    An inverted index; a key in more than ``most_reports`` reports is skipped, for it says nothing
    and would cost the square of their number.
    """
    index: dict[object, list[int]] = defaultdict(list)
    for position, own in enumerate(keys):
        for key in own:
            index[key].append(position)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for holders in index.values():
        if 1 < len(holders) <= most_reports:
            for i, a in enumerate(holders):
                for b in holders[i + 1 :]:
                    shared[a, b] += 1
    return {pair: count for pair, count in shared.items() if count >= least_shared}
