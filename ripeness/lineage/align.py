"""Align two reports sentence by sentence, in order, by the words that they share.

A retelling keeps the sequence of its original and, sentence by sentence, its names, numbers and
telling words. Two reporters at one event share names and the subject's vocabulary, but not the
sequence. So a pair is scored by the best *monotone* alignment of the shorter to the longer report
(one sentence to one, one to two, two to one, or none), and every shared term is worth less the
more sentences of the two reports hold it: nothing is looked up in the pile, so a pair's score never
depends on which other reports are present.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ripeness.lineage.prose import Prose

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
    order costs. ``share`` is the part of ``a``, by weight, in beads of score >= .3.
    """

    beads: tuple[Bead, ...]
    coverage: float
    unordered: float
    share: float
    total: float


def shorter_first(a: Prose, b: Prose) -> tuple[Prose, Prose]:
    """The pair with the shorter report first; of equally long ones, by their words, never by id."""
    key_a, key_b = (a.words, a.report.text), (b.words, b.report.text)
    return (a, b) if key_a <= key_b else (b, a)


def align(a: Prose, b: Prose) -> Alignment:
    """Align ``a`` to ``b`` (``a`` the shorter). Neither changes with the rest of the pile."""
    grids = _grids(a, b)
    if grids is None:
        return Alignment((), 0.0, 0.0, 0.0, 0.0)
    single, a_single, b_pair, a_pair, a_double = grids
    a_single, a_double = _capped(a_single, a_double)
    grids = single, a_single, b_pair, a_pair, a_double
    mass = a_single[:, None]
    total = float(a_single.sum())
    beads = _best_path(single * mass, b_pair * mass, a_pair * a_double[:, None], grids)
    free = np.maximum(single.max(axis=1), b_pair.max(axis=1, initial=0.0))
    return Alignment(
        beads,
        sum(bead.score * bead.mass for bead in beads) / total,
        float((free * a_single).sum()) / total,
        sum(bead.mass for bead in beads if bead.score >= 0.3) / total,
        total,
    )


_Grids = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def _grids(a: Prose, b: Prose) -> _Grids | None:
    """Scores of all beads: one-one, mass of a's sentences, one-two, two-one, mass of a's couples."""
    if not a.sentences or not b.sentences:
        return None
    column_b = {term: index for index, term in enumerate(b.terms)}
    shared = [(i, column_b[term]) for i, term in enumerate(a.terms) if term in column_b]
    if not shared:
        return None
    in_a, in_b = (np.array(side) for side in zip(*shared, strict=True))
    frequency = np.maximum(a.count[in_a], b.count[in_b])
    weight = np.minimum(a.weight[in_a], b.weight[in_b]) * frequency**-RARITY
    weight_a, weight_b = a.weight * a.count**-RARITY, b.weight * b.count**-RARITY
    weight_a[in_a], weight_b[in_b] = weight, weight
    if not (a.holds @ weight_a).any() or not (b.holds @ weight_b).any():
        return None
    a_two, b_two = _couples(a.holds), _couples(b.holds)
    mass_a, mass_b = a.holds @ weight_a, b.holds @ weight_b
    mass_a2, mass_b2 = a_two @ weight_a, b_two @ weight_b
    rows, columns = a.holds[:, in_a] * weight, b.holds[:, in_b]
    one_one = _scores(rows @ columns.T, mass_a, mass_b)
    one_two = _scores(rows @ b_two[:, in_b].T, mass_a, mass_b2) * MERGE_DISCOUNT
    two_one = _scores((a_two[:, in_a] * weight) @ columns.T, mass_a2, mass_b) * MERGE_DISCOUNT
    return one_one, mass_a, one_two, two_one, mass_a2


def _capped(single: np.ndarray, double: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """No sentence counts for more than ``MASS_MOST`` medians: one shared background line is no retelling."""
    most = MASS_MOST * float(np.median(single[single > 0]))
    single = np.minimum(single, most)
    return single, np.minimum(double, single[:-1] + single[1:])


def _couples(holds: np.ndarray) -> np.ndarray:
    """The terms of each two neighbouring sentences together."""
    return np.maximum(holds[:-1], holds[1:])


def _scores(overlap: np.ndarray, mass_a: np.ndarray, mass_b: np.ndarray) -> np.ndarray:
    size = np.sqrt(_floored(mass_a)[:, None] * _floored(mass_b)[None, :])
    scores = np.minimum(overlap / size, 1.0)
    return np.where(scores >= BEAD_LEAST, scores, 0.0)


def _floored(mass: np.ndarray) -> np.ndarray:
    some = mass[mass > 0]
    return np.maximum(mass, MASS_LEAST * float(np.median(some)) if some.size else 1.0)


def _best_path(one_one: np.ndarray, one_two: np.ndarray, two_one: np.ndarray, grids: _Grids) -> tuple[Bead, ...]:
    """Dynamic programme over both sentence sequences; gains are score times mass."""
    rows, columns = one_one.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(1, rows + 1):
        line = best[i - 1].copy()
        line[1:] = np.maximum(line[1:], best[i - 1, :-1] + one_one[i - 1])
        if columns > 1:
            line[2:] = np.maximum(line[2:], best[i - 1, :-2] + one_two[i - 1])
        if i > 1:
            line[1:] = np.maximum(line[1:], best[i - 2, :-1] + two_one[i - 2])
        best[i] = np.maximum.accumulate(line)
    beads: list[Bead] = []
    i, j = rows, columns
    while i and j:
        here = best[i, j]
        if here == best[i - 1, j]:
            i -= 1
        elif here == best[i, j - 1]:
            j -= 1
        elif here == best[i - 1, j - 1] + one_one[i - 1, j - 1]:
            beads.append(Bead((i - 1, i), (j - 1, j), float(grids[0][i - 1, j - 1]), float(grids[1][i - 1])))
            i, j = i - 1, j - 1
        elif j > 1 and here == best[i - 1, j - 2] + one_two[i - 1, j - 2]:
            beads.append(Bead((i - 1, i), (j - 2, j), float(grids[2][i - 1, j - 2]), float(grids[1][i - 1])))
            i, j = i - 1, j - 2
        else:
            beads.append(Bead((i - 2, i), (j - 1, j), float(grids[3][i - 2, j - 1]), float(grids[4][i - 2])))
            i, j = i - 2, j - 1
    return tuple(reversed(beads))
