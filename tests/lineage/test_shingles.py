"""Containment and the index that finds candidates."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from ripeness.lineage.prose import prose
from ripeness.lineage.shingles import containment, sharing_pairs, shingles
from ripeness.reports.model import Report

sets = st.lists(st.frozensets(st.integers(0, 12), max_size=6), max_size=8)


@given(sets, st.integers(1, 3))
def test_the_index_finds_the_pairs_that_counting_finds(keys: list[frozenset[int]], least: int) -> None:
    counted = {
        (i, j): len(keys[i] & keys[j]) for i, j in combinations(range(len(keys)), 2) if len(keys[i] & keys[j]) >= least
    }
    assert sharing_pairs(keys, len(keys), least) == counted


def test_a_key_in_too_many_reports_is_skipped() -> None:
    assert sharing_pairs([{1, 2}, {1, 2}, {1}], 2, 1) == {(0, 1): 1}


def test_containment_sees_an_abridgement_that_jaccard_does_not() -> None:
    whole = frozenset((str(i),) for i in range(100))
    part = frozenset((str(i),) for i in range(20))
    assert containment(part, whole) == 1.0
    assert containment(whole, part) == 0.2
    assert containment(frozenset(), whole) == 0.0


def test_quotations_are_left_out_of_own_words_only() -> None:
    text = 'The envoy said on the steps that "nobody in this valley has slept since the harvest" and left by boat.'
    own = prose(Report("r", "r.txt", "", text))
    assert ("nobody", "in", "this", "valley") not in shingles(own)
    assert ("nobody", "in", "this", "valley") in shingles(own, own=False)
    assert ("envoy", "said", "on", "the") in shingles(own)
