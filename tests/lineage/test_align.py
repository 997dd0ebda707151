"""The comparison of two reports: the loops against their slow twin, and what order means."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.lineage.align import SHARE_SCORE, shorter_first
from ripeness.lineage.edges import SOLID_MASS, SOLID_SCORE, SOLID_TELLING, SOLID_WEIGHT, compare, word_order
from ripeness.lineage.prose import Prose, background_level, background_weight, in_pile, prose
from ripeness.reports.model import Report
from tests.lineage import slow

WORDS = (
    *("quay", "lantern", "mortar", "orchid", "ledger", "fathom", "canvas", "pigeon", "saddle", "walnut", "ferry"),
    *("copper", "thistle", "mirror", "Velm", "Sarrow", "Imra", "40", "the", "of"),
)
sentence = st.lists(st.sampled_from(WORDS), min_size=5, max_size=8).map(
    lambda words: " ".join(words)[0].upper() + " ".join(words)[1:] + "."
)
texts = st.lists(sentence, min_size=1, max_size=6).map(" ".join)
levels = st.lists(st.integers(0, 3), min_size=len(WORDS), max_size=len(WORDS))


def read(text: str) -> Prose:
    return prose(Report("r", "r.txt", "", text))


def weighed(own: Prose, level: list[int]) -> Prose:
    """With some background, the same for the same term."""
    return in_pile(own, np.array([level[int(key) % len(level)] for key in own.key], dtype=np.int8))


def agrees(one: Prose, two: Prose) -> None:
    """The loops find what the slow twin finds."""
    pair = compare(one, two)
    twin = slow.Slow(pair.a, pair.b)
    found = pair.alignment
    assert pair.contained == pytest.approx(slow.contained(pair.a, pair.b))
    assert pair.runs == len(slow.runs(pair.a))
    if not twin.shared.any():
        assert (found.beads, found.coverage, found.share, found.total) == ((), 0.0, 0.0, 0.0)
        return
    assert found.total == pytest.approx(twin.masses[0].sum(), abs=1e-5)
    assert found.unordered == pytest.approx(twin.unordered, abs=1e-5)
    masses = {1: twin.masses[0], 2: twin.masses[1]}
    for bead in found.beads:
        assert bead.score == pytest.approx(twin.score(bead.a, bead.b), abs=1e-5)
        assert bead.mass == pytest.approx(masses[bead.a[1] - bead.a[0]][bead.a[0]], abs=1e-5)
    well = sum(bead.mass for bead in found.beads if bead.score >= SHARE_SCORE)
    assert found.share == pytest.approx(well / found.total, abs=1e-5)
    assert found.coverage == pytest.approx(sum(bead.score * bead.mass for bead in found.beads) / found.total, abs=1e-5)
    mean = found.total / len(pair.a.sentences)
    assert pair.solid == sum(
        bead.score >= SOLID_SCORE
        and bead.score * bead.mass >= SOLID_WEIGHT
        and bead.mass >= SOLID_MASS * mean
        and twin.telling(bead.a, bead.b) >= SOLID_TELLING
        for bead in found.beads
    )


@settings(max_examples=40, deadline=None)
@given(texts, texts, levels)
def test_the_best_path_is_the_best(one: str, two: str, level: list[int]) -> None:
    a, b = shorter_first(weighed(read(one), level), weighed(read(two), level))
    assert compare(a, b).alignment.coverage == pytest.approx(slow.Slow(a, b).best(), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(texts, texts, levels)
def test_the_loops_measure_what_is_defined(one: str, two: str, level: list[int]) -> None:
    agrees(weighed(read(one), level), weighed(read(two), level))


def test_the_loops_measure_what_is_defined_on_whole_reports(invented_pile: list[Report]) -> None:
    pile = [prose(report) for report in invented_pile if report.id.startswith(("harbour", "ridge"))]
    for one, two in combinations(pile, 2):
        agrees(one, two)


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_beads_go_forward_and_never_overlap(one: str, two: str) -> None:
    found = compare(read(one), read(two)).alignment
    for first, second in zip(found.beads, found.beads[1:], strict=False):
        assert first.a[1] <= second.a[0]
        assert first.b[1] <= second.b[0]
    assert 0 <= found.coverage <= 1 + 1e-6
    assert 0 <= found.share <= 1 + 1e-6


@settings(max_examples=30, deadline=None)
@given(texts, texts)
def test_a_comparison_is_symmetric(one: str, two: str) -> None:
    forth, back = compare(read(one), read(two)), compare(read(two), read(one))
    assert forth.alignment == back.alignment
    assert (forth.contained, forth.runs, forth.solid) == (back.contained, back.runs, back.solid)
    assert word_order(forth) == word_order(back)


def test_a_report_agrees_with_itself_and_less_with_its_reverse(text_of: Callable[[str], str]) -> None:
    text = text_of("mines.original")
    own = read(text)
    lines = [line for line in text.splitlines() if line.endswith((".", '"'))]
    back = read("\n".join(reversed(lines)))
    assert compare(own, own).alignment.coverage > 0.95
    assert word_order(compare(own, own)) == 1.0
    assert compare(own, back).alignment.coverage < 0.6
    assert compare(own, back).alignment.unordered > 0.8


def test_background_goes_by_doublings() -> None:
    stories = np.array([0, 1, 5, 9, 10, 19, 20, 39, 40, 1000])
    assert background_level(stories).tolist() == [0, 0, 0, 0, 1, 1, 2, 2, 3, 7]
    assert background_weight(np.array([0, 1, 2])).tolist() == pytest.approx([1.0, 0.5**0.7, 0.25**0.7])
