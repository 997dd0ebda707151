"""The alignment: its dynamic programme against brute force, and what order means to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.lineage.align import align, shorter_first
from ripeness.lineage.prose import Prose, prose
from ripeness.reports.model import Report

Make = Callable[..., Report]
WORDS = (
    "quay",
    "lantern",
    "mortar",
    "orchid",
    "ledger",
    "fathom",
    "canvas",
    "pigeon",
    "saddle",
    "walnut",
    "ferry",
    "copper",
    "thistle",
    "mirror",
)
sentence = st.lists(st.sampled_from(WORDS), min_size=5, max_size=8).map(
    lambda words: " ".join(words).capitalize() + "."
)
texts = st.lists(sentence, min_size=1, max_size=6).map(" ".join)


def read(text: str) -> Prose:
    return prose(Report("r", "r.txt", "", text))


def best_by_brute_force(a: Prose, b: Prose) -> float:
    """The most that any monotone choice of beads can reach, by trying all of them."""
    from ripeness.lineage.align import _capped, _grids

    grids = _grids(a, b)
    if grids is None:
        return 0.0
    one_one, single, one_two, two_one, double = grids
    single, double = _capped(single, double)
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


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_the_best_path_is_the_best(one: str, two: str) -> None:
    a, b = shorter_first(read(one), read(two))
    found = align(a, b)
    assert np.isclose(found.coverage, best_by_brute_force(a, b), atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(texts, texts)
def test_beads_go_forward_and_never_overlap(one: str, two: str) -> None:
    a, b = shorter_first(read(one), read(two))
    found = align(a, b)
    for first, second in zip(found.beads, found.beads[1:], strict=False):
        assert first.a[1] <= second.a[0]
        assert first.b[1] <= second.b[0]
    assert 0 <= found.coverage <= 1 + 1e-6
    assert 0 <= found.share <= 1 + 1e-6


def test_a_report_agrees_with_itself_and_less_with_its_reverse(text_of: Callable[[str], str]) -> None:
    text = text_of("mines.original")
    own = read(text)
    lines = [line for line in text.splitlines() if line.endswith((".", '"'))]
    back = read("\n".join(reversed(lines)))
    assert align(own, own).coverage > 0.95
    assert align(*shorter_first(own, back)).coverage < 0.6
    assert align(*shorter_first(own, back)).unordered > 0.8
