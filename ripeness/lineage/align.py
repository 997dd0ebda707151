"""Align two reports sentence by sentence, in order, by the words that they share.

A retelling keeps the sequence of its original and, sentence by sentence, its names, numbers and
telling words. Two reporters at one event share names and the subject's vocabulary, but not the
sequence. So a pair is scored by the best *monotone* alignment of the shorter to the longer report
(one sentence to one, one to two, two to one, or none), and every shared term is worth less the
more sentences of the two reports hold it: nothing is looked up in the pile, so a pair's score never
depends on which other reports are present, but for the weight of background (``prose.in_pile``).

The loops are in `kernels`; the thresholds stand here and in `edges`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ripeness.lineage.prose import Prose

if TYPE_CHECKING:
    from ripeness.lineage.kernels import Side

# A term in n sentences of a report (the larger n of the two) keeps n ** -RARITY of its weight: the
# subject's vocabulary runs through a whole report, the words of one sentence do not.
RARITY = 0.75
# A bead below this score is no alignment: two sentences on one subject reach it by chance.
BEAD_LEAST = 0.18
# A sentence with less weight than this part of its report's median is scored as if it had it, so that
# one shared word in a very short sentence is not a match.
MASS_LEAST = 0.4
# The heaviest that a sentence may count, in medians of its report.
MASS_MOST = 1.5
# A bead of two sentences to one has more chances to fit; it must be better by this factor.
MERGE_DISCOUNT = 0.92
# A bead of this score aligns well.
SHARE_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class Bead:
    """One step of an alignment: sentence indices (first, end) in each report and how well they agree."""

    a: tuple[int, int]
    b: tuple[int, int]
    score: float  # 0..1: cosine of the weighted terms
    mass: float  # weight of the shorter report's side


@dataclass(frozen=True, slots=True)
class Alignment:
    """The best monotone alignment of ``a`` (the shorter report) to ``b``.

    ``coverage`` is the mean score over all of ``a``, by weight, unaligned sentences counting zero.
    ``unordered`` is the same with every sentence free to choose its best match, and so what the
    order costs. ``share`` is the part of ``a``, by weight, in beads of score >= SHARE_SCORE.
    """

    beads: tuple[Bead, ...]
    coverage: float
    unordered: float
    share: float
    total: float


def shorter_first(a: Prose, b: Prose) -> tuple[Prose, Prose]:
    """The pair with the shorter report first; of equally long ones, by their words, never by id."""
    return (a, b) if is_shorter(a.words, a.report.text, b.words, b.report.text) else (b, a)


def is_shorter(words_a: int, text_a: str, words_b: int, text_b: str) -> bool:
    """Whether the first of two reports is the shorter, or else the first by its words, or the same."""
    return words_a < words_b or (words_a == words_b and text_a <= text_b)


def side_of(own: Prose) -> Side:
    """One report for the loops."""
    from ripeness.lineage.kernels import Side

    return Side(len(own.length), own.length, own.word, own.key, own.base, own.weight, own.count, own.place, own.runs)


def beads_of(bead: np.ndarray, merit: np.ndarray) -> tuple[Bead, ...]:
    """Beads from the rows that the loops give: ``bead[bead, 4]`` and ``merit[bead, 2]``."""
    rows = zip(bead.tolist(), merit.tolist(), strict=True)
    return tuple(Bead((a, a_end), (b, b_end), score, mass) for (a, a_end, b, b_end), (score, mass) in rows)
