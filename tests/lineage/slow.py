"""The comparison of two reports as it is defined, slowly: sets of words, dense matrices, every path tried.

The oracle for the loops of `ripeness.lineage.kernels`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ripeness.lineage.align import BEAD_LEAST, MASS_LEAST, MASS_MOST, MERGE_DISCOUNT, RARITY
from ripeness.lineage.prose import Prose
from ripeness.lineage.shingles import SHINGLE_WORDS, TRANSCRIPT, VERBATIM_LEAST


def runs(own: Prose) -> frozenset[tuple[str, ...]]:
    """Four-word runs outside quotations, or all of them where it is nearly all quotation."""

    def of(lines: list[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        return frozenset(line[i : i + SHINGLE_WORDS] for line in lines for i in range(len(line) - SHINGLE_WORDS + 1))

    outside, everything = of([s.own for s in own.sentences]), of([s.words for s in own.sentences])
    enough = len(outside) >= VERBATIM_LEAST or len(outside) >= TRANSCRIPT * len(everything)
    return outside if enough else everything


def contained(a: Prose, b: Prose) -> float:
    """The part of a's runs that stands in b."""
    if a.sentences and [s.words for s in a.sentences] == [s.words for s in b.sentences]:
        return 1.0
    ours = runs(a)
    return len(ours & runs(b)) / len(ours) if len(ours) >= VERBATIM_LEAST else 0.0


@dataclass
class Slow:
    """The alignment of ``a``, the shorter, to ``b``, from dense matrices."""

    a: Prose
    b: Prose

    def __post_init__(self) -> None:
        terms = sorted({*self.a.terms, *self.b.terms})
        self.holds_a, self.holds_b = self._holds(self.a, terms), self._holds(self.b, terms)
        count_a, count_b = self.holds_a.sum(axis=0), self.holds_b.sum(axis=0)
        worth_a, worth_b = self._worth(self.a, terms), self._worth(self.b, terms)
        shared = (count_a > 0) & (count_b > 0)
        both = np.minimum(worth_a, worth_b) * np.maximum(np.maximum(count_a, count_b), 1) ** -RARITY
        self.shared = shared
        self.weight_a = np.where(shared, both, worth_a * np.maximum(count_a, 1) ** -RARITY)
        self.weight_b = np.where(shared, both, worth_b * np.maximum(count_b, 1) ** -RARITY)

    @staticmethod
    def _holds(own: Prose, terms: list[str]) -> np.ndarray:
        return np.array([[term in sentence.terms for term in terms] for sentence in own.sentences], dtype=float)

    @staticmethod
    def _worth(own: Prose, terms: list[str]) -> np.ndarray:
        worth = dict(zip(own.terms, own.weight.tolist(), strict=True))
        return np.array([worth.get(term, 0.0) for term in terms])

    @staticmethod
    def _couples(holds: np.ndarray) -> np.ndarray:
        return np.maximum(holds[:-1], holds[1:])

    def _scores(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        mass_a, mass_b = self._floored(rows @ self.weight_a), self._floored(columns @ self.weight_b)
        overlap = (rows * (self.weight_a * self.shared)) @ columns.T
        scores = np.minimum(overlap / np.sqrt(mass_a[:, None] * mass_b[None, :]), 1.0)
        return np.where(scores >= BEAD_LEAST, scores, 0.0)

    @staticmethod
    def _floored(mass: np.ndarray) -> np.ndarray:
        some = mass[mass > 0]
        return np.maximum(mass, MASS_LEAST * np.median(some) if some.size else 1.0)

    @cached_property
    def grids(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Scores of each sentence with each, with each two neighbours, and of each two with each."""
        one_two = self._scores(self.holds_a, self._couples(self.holds_b)) * MERGE_DISCOUNT
        two_one = self._scores(self._couples(self.holds_a), self.holds_b) * MERGE_DISCOUNT
        return self._scores(self.holds_a, self.holds_b), one_two, two_one

    @cached_property
    def masses(self) -> tuple[np.ndarray, np.ndarray]:
        """Weight of a's sentences and of its couples, capped."""
        single, double = self.holds_a @ self.weight_a, self._couples(self.holds_a) @ self.weight_a
        single = np.minimum(single, MASS_MOST * np.median(single[single > 0]))
        return single, np.minimum(double, single[:-1] + single[1:])

    @property
    def unordered(self) -> float:
        """Every sentence with its best match."""
        one_one, one_two, _ = self.grids
        free = np.maximum(one_one.max(axis=1), one_two.max(axis=1, initial=0.0))
        return float((free * self.masses[0]).sum() / self.masses[0].sum())

    def best(self) -> float:
        """The most that any monotone choice of beads can reach, by trying all of them."""
        if not self.shared.any():
            return 0.0
        one_one, one_two, two_one = self.grids
        single, double = self.masses
        rows, columns = one_one.shape

        def best(i: int, j: int) -> float:
            if i >= rows or j >= columns:
                return 0.0
            ways = [best(i + 1, j), best(i, j + 1), one_one[i, j] * single[i] + best(i + 1, j + 1)]
            if j + 1 < columns:
                ways.append(one_two[i, j] * single[i] + best(i + 1, j + 2))
            if i + 1 < rows:
                ways.append(two_one[i, j] * double[i] + best(i + 2, j + 1))
            return max(ways)

        return best(0, 0) / float(single.sum())

    def score(self, a: tuple[int, int], b: tuple[int, int]) -> float:
        """The score of a bead."""
        one_one, one_two, two_one = self.grids
        grid = {(1, 1): one_one, (1, 2): one_two, (2, 1): two_one}[a[1] - a[0], b[1] - b[0]]
        return float(grid[a[0], b[0]])

    def telling(self, a: tuple[int, int], b: tuple[int, int]) -> int:
        """How many telling words a bead shares."""
        ours, theirs = (
            frozenset().union(*(s.terms for s in own.sentences[slice(*span)])) & own.telling
            for own, span in ((self.a, a), (self.b, b))
        )
        return len(ours & theirs)
