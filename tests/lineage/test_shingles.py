"""Four-word runs and containment."""

from __future__ import annotations

import numpy as np

from ripeness.lineage.prose import Prose, prose
from ripeness.lineage.shingles import containment, shingles
from ripeness.lineage.words import WORD, key_of
from ripeness.reports.model import Report
from tests.lineage import slow


def read(text: str) -> Prose:
    return prose(Report("r", "r.txt", "", text))


def run(words: str) -> int:
    (found,) = shingles(np.array([key_of(word) for word in words.split()], dtype=np.uint64), [4]).tolist()
    return found


def test_containment_sees_an_abridgement_that_jaccard_does_not() -> None:
    whole, part = np.arange(100, dtype=np.uint64), np.arange(20, dtype=np.uint64)
    assert containment(part, whole) == 1.0
    assert containment(whole, part) == 0.2
    assert containment(part[:0], whole) == 0.0


def test_runs_stay_inside_sentences_and_stand_once() -> None:
    words = np.array([1, 2, 3, 4, 5, 1, 2, 3, 4], dtype=np.uint64)
    assert len(shingles(words, [9])) == 5  # the first and the last are the same
    assert len(shingles(words, [5, 4])) == 2
    assert len(shingles(words, [3, 3, 3])) == 0
    assert shingles(words[:4], [4])[0] != shingles(words[3::-1], [4])[0]


def test_runs_are_those_of_the_words(invented_pile: list[Report]) -> None:
    for own in map(prose, invented_pile):
        assert own.runs.tolist() == sorted({run(" ".join(words)) for words in slow.runs(own)})


def test_quotations_are_left_out_of_own_words_only() -> None:
    text = (
        'The envoy said on the steps that "nobody in this valley has slept since the harvest" and left by boat. '
        "A customs launch with two lamps followed him out as far as the last buoy, turned there, and came home."
        " Fishermen on the mole counted the lamps twice and swore that there had been three of them before dusk."
    )
    own = read(text)
    assert len(WORD.findall(text)) > len(own.runs) >= 25
    assert run("nobody in this valley") not in own.runs
    assert run("envoy said on the") in own.runs


def test_quotations_are_left_out_however_many() -> None:
    own = read(" ".join(f'He {n} said "harbours are shut {n} now" to us {n}.' for n in range(4_000)))
    assert {len(sentence.own) for sentence in own.sentences} == {6}
    assert {len(sentence.words) for sentence in own.sentences} == {11}
    assert own.sentences[-1].own == ("he", str(len(own.sentences) - 1), "said", "to", "us", str(len(own.sentences) - 1))


def test_where_all_is_quotation_all_runs_count() -> None:
    assert run("nobody in this valley") in read('"Nobody in this valley has slept since the harvest," he said.').runs
