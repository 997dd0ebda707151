"""Paraphrases by meaning: with a toy model that knows a few concepts, and with the true one where it is installed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from ripeness.lineage import find_lineage
from ripeness.lineage.cites import mentions
from ripeness.lineage.graph import WORDS_ALONE
from ripeness.lineage.meaning import _tau, model_at_hand
from ripeness.lineage.quotations import quoted_words
from ripeness.reports.model import Report, holds

Make = Callable[..., Report]

# Each pair says one thing twice; the toy model maps the words of a pair to one concept.
LINES = (
    (
        "Ferries ceased crossing to Imra on Tuesday after 14 buoys vanished.",
        "Since 14 markers disappeared, no boat runs to Imra.",
    ),
    (
        "Governor Kell blamed smugglers for cutting the moorings at night.",
        "Kell holds that smugglers severed the chains in darkness.",
    ),
    ("Repairs would cost 320 thousand crowns, an engineer reckoned.", "An engineer puts the bill at 320 thousand."),
    (
        "Islanders queued for bread while bakers rationed flour strictly.",
        "Bakers in Imra portion out flour and people line up for loaves.",
    ),
    (
        "A naval tug will tow replacements from Sarrow before winter.",
        "Spare ones come from Sarrow behind a tug ahead of frost.",
    ),
)
STRAY = (
    "Kell opened a museum of clocks.",
    "The choir of Sarrow rehearsed a mass.",
    "Imra held its regatta in bright weather.",
    "Two poets quarrelled over a prize.",
)


class Toy:
    """Sentences of one row of LINES are near (cosine .9), all others far."""

    version = "toy"

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        place = {line: row for row, pair in enumerate(LINES) for line in pair}
        vectors = np.zeros((len(sentences), 600))
        for index, line in enumerate(sentences):
            own = int(hashlib.sha256(line.encode()).hexdigest(), 16) % 500
            vectors[index, 50 + own] = 0.31 if line in place else 1.0
            if line in place:
                vectors[index, place[line]] = 0.95
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def report(make: Make, name: str, lines: Sequence[str]) -> Report:
    return make(name, "\n".join(lines))


def test_a_paraphrase_in_other_words_is_found_by_meaning_alone(make: Make) -> None:
    one, two = (report(make, name, [pair[side] for pair in LINES]) for side, name in enumerate("ab"))
    stray = report(make, "c", STRAY)
    alone = find_lineage([one, two, stray])
    assert alone.stories == (("a",), ("b",), ("c",))
    assert alone.notes[0] == WORDS_ALONE
    assert "by words alone" in WORDS_ALONE
    found = find_lineage([one, two, stray], model=Toy())
    assert found.stories == (("a", "b"), ("c",))
    (edge,) = found.edges
    assert (edge.kind, edge.strength, edge.directed) == ("paraphrase", "strong", False)
    assert "'14' with 'imra'" in edge.rule
    assert len(edge.aligned) == len(LINES)
    by_id = {"a": one, "b": two}
    assert all(holds(by_id[edge.source], x.a) and holds(by_id[edge.target], x.b) for x in edge.aligned)
    assert "toy" in found.notes[0]


def test_meaning_without_a_second_signal_merges_nothing(make: Make) -> None:
    class Same(Toy):
        def embed(self, sentences: Sequence[str]) -> np.ndarray:
            return np.ones((len(sentences), 4)) / 2

    assert all(
        e.strength == "review"
        for e in find_lineage([report(make, "a", STRAY), report(make, "b", [p[0] for p in LINES])], model=Same()).edges
    )


def test_the_order_of_the_pile_does_not_matter(make: Make) -> None:
    reports = [report(make, name, [pair[side] for pair in LINES]) for side, name in enumerate("ab")]
    reports.append(report(make, "c", STRAY))
    one, two = find_lineage(reports, model=Toy()), find_lineage(reports[::-1], model=Toy())
    assert {frozenset(s) for s in one.stories} == {frozenset(s) for s in two.stories}
    assert [e.score for e in one.edges] == [e.score for e in two.edges]


def test_a_name_with_what_its_outlet_tells_is_a_citation(make: Make) -> None:
    told = make("told", "\n".join(pair[0] for pair in LINES), "The Imra Gazette", "2031-02-01")
    text = "\n".join([*STRAY, LINES[2][1], "So the Imra Gazette has it.", "Nothing else is known of the plan."])
    own = make("own", text, "Sarrow Post", "2031-02-02")
    (edge,) = find_lineage([told, own], model=Toy()).edges
    assert (edge.source, edge.target, edge.kind, edge.directed) == ("own", "told", "cites", True)
    assert (
        find_lineage([told, make("own", text.replace("Imra Gazette", "mayor"), "Sarrow Post")], model=Toy()).edges == ()
    )


def test_an_interview_is_no_mention(make: Make) -> None:
    text = "He said so in an interview with the Imra Gazette. An Imra Gazette host agreed."
    assert mentions(make("a", text), "Imra Gazette") == []
    named = make("a", "The Imra Gazette reported it.")
    assert [named.text[a:b] for a, b in mentions(named, "Imra Gazette")] == ["Imra Gazette"]
    assert mentions(make("a", "The Star shone."), "Star") == []


@pytest.mark.parametrize(
    ("places", "tau"), [([], 0.0), ([4], 0.0), ([0, 3, 5], 1.0), ([5, 3, 0], -1.0), ([0, 2, 1, 3], 2 / 3)]
)
def test_order_is_kendalls_tau(places: list[int], tau: float) -> None:
    assert _tau(places) == pytest.approx(tau)


def test_quoted_words_are_those_between_marks(make: Make) -> None:
    from ripeness.lineage.prose import prose

    (own,) = prose(
        make("a", "\u201cWe shall not move one yard,\u201d said the mayor, a \u2018stubborn man\u2019 of few words.")
    ).sentences
    runs = quoted_words(
        "\u201cWe shall not move one yard,\u201d said the mayor, a \u2018stubborn man\u2019 of few words.", own
    )
    assert runs == {("we", "shall", "not", "move"), ("shall", "not", "move", "one"), ("not", "move", "one", "yard")}


def test_the_founding_reports_stay_as_they_are(founding_reports: list[Report]) -> None:
    model = model_at_hand()
    if model is None:
        pytest.skip("the sentence model is not installed")
    lineage = find_lineage(founding_reports, model=model)
    assert lineage.stories == (("000",), ("001", "002"), ("003",), ("004",))
    assert [(e.source, e.target, e.strength) for e in lineage.edges] == [("002", "001", "strong")]


def test_the_invented_pile_keeps_its_hard_negatives_apart(invented_pile: list[Report]) -> None:
    model = model_at_hand()
    if model is None:
        pytest.skip("the sentence model is not installed")
    lineage = find_lineage(invented_pile, model=model)
    for story in lineage.stories:
        assert len({re.split(r"\.", name)[0] for name in story}) == 1
        assert len(story) == 1 or not any(".other" in name for name in story)
