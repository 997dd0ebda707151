"""Where quotations begin and end, form by form; all examples are invented."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.claims.quotes import UNCLOSED_LIMIT, quotes


def words(text: str) -> list[str]:
    return [q.words(text) for q in quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay," he said.', ["We stay,"]),
        ("“We stay,” he said.", ["We stay,"]),
        ("„Wir bleiben“, sagte er.", ["Wir bleiben"]),
        ("«On reste», dit-elle.", ["On reste"]),
        ("»Wir bleiben«, sagte er.", ["Wir bleiben"]),
        ("Er nannte es ‹still›.", ["still"]),
        ("「残る」と言った。", ["残る"]),
        ("‘We stay,’ he said.", ["We stay,"]),
        ("'We stay,' he said.", ["We stay,"]),
    ],
)
def test_each_kind_of_mark(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "It's the miners' day, and the '90s are over.",
        "The workers’ demands weren’t met; it’s the rebels’ move.",
        'A board of 5" by 3" was nailed there.',
        "O'Hara didn't reply to the generals' note.",
    ],
)
def test_apostrophes_and_inches_are_no_quotations(text: str) -> None:
    assert words(text) == []


def test_an_apostrophe_inside_single_marks_does_not_close_them() -> None:
    assert words("‘It’s the workers’ future too,’ said Bo Lind.") == ["It’s the workers’ future too,"]


def test_a_quotation_inside_a_quotation_is_part_of_it() -> None:
    assert words("\"He said 'never' twice,\" Orsel recalled.") == ["He said 'never' twice,"]
    assert words("“She wrote “no” on it,” he said.") == ["She wrote “no” on it,"]


def test_a_quotation_runs_over_paragraphs_that_reopen_it() -> None:
    text = "“We came for the bridge.\n\n“We came for the wells.\n\n“We go home.”\n\nThe crowd was silent."
    (quote,) = quotes(text)
    assert quote.closed
    assert len(quote.reopened) == 2
    assert quote.words(text) == "We came for the bridge.\n\nWe came for the wells.\n\nWe go home."
    assert text[quote.start : quote.end].startswith("We came")


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = '"We stay and we wait\n\nNothing else was said. The end.'
    (quote,) = quotes(text)
    assert not quote.closed
    assert quote.words(text) == "We stay and we wait"


def test_an_unclosed_quotation_ends_at_its_own_attribution_or_the_next_opening() -> None:
    assert words('"We stay, said Mira Tallec of Aldova.') == ["We stay,"]
    assert words('"We stay and "they go," she said.') == ["We stay and", "they go,"]


def test_an_unclosed_quotation_is_bounded() -> None:
    text = '"' + "word " * 2_000
    (quote,) = quotes(text)
    assert quote.end - quote.start <= UNCLOSED_LIMIT


def test_an_attribution_splits_a_quotation_in_two() -> None:
    assert words('"The army leaves," said Orlo, "but not yet."') == ["The army leaves,", "but not yet."]


@pytest.mark.parametrize("unit", ['"', "“", "'a ", '" ', "‘a’ ", "“a” ", "«", "a' ", '"a\n'])
def test_a_megabyte_of_marks_is_read_in_one_pass(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    found = quotes(text)
    assert all(a.outer_end <= b.outer_start for a, b in pairwise(found))


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="ab C.,!?\n\"'“”‘’„«»‹›—s", max_size=120))
def test_quotations_are_ordered_apart_and_inside_the_text(text: str) -> None:
    found = quotes(text)
    at = 0
    for quote in found:
        assert at <= quote.outer_start < quote.start < quote.end <= quote.outer_end <= len(text)
        assert not text[quote.start].isspace()
        assert not text[quote.end - 1].isspace()
        at = quote.outer_end


@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}( [a-z]{1,8}){1,5}", fullmatch=True), min_size=1, max_size=6))
def test_well_formed_quotations_come_back_whole(pieces: list[str]) -> None:
    text = " and then ".join(f"“{piece}”" for piece in pieces)
    assert words(text) == pieces
