"""Tellings of one move are joined, those of different moves are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ripeness.claims import Move, read_record
from ripeness.claims.acts.reading import Act
from ripeness.claims.joining import WORD_TELLINGS, Told, join
from ripeness.claims.model import Modality, MoveKind
from ripeness.reports.model import Passage, Report


def told(
    words: str = "",
    happened: str = "",
    *,
    kind: MoveKind = "attack",
    targets: Sequence[str] = (),
    numbers: Sequence[str] = (),
    term: str | None = None,
    modality: Modality = "done",
    at: int = 0,
) -> Told:
    act = Act(kind, ("kell",), tuple(targets), None, None, modality, "did", None, 0, 1, 0, None, "a rule")
    passage = Passage(f"r{at}", at, at + 1, "x")
    return Told(
        act, passage, None, term, None, happened, None, None, None, at, frozenset(words.split()), frozenset(numbers)
    )


def moves(*rows: Told) -> list[tuple[int, ...]]:
    """The moves, each as the numbers of its tellings among ``rows``."""
    placed = [replace(row, passage=Passage("r", at, at + 1, "x")) for at, row in enumerate(rows)]
    return [tuple(telling.passage.start for telling in move.tellings) for move in join(placed)]


def read(*texts: str) -> list[list[str]]:
    """The moves of reports, each as the words of its tellings."""
    reports = [Report(f"r{at}", f"r{at}.txt", "0" * 64, text) for at, text in enumerate(texts)]
    found: Sequence[Move] = read_record(reports, as_of="2031-03-12").record.moves
    return [[telling.passage.exact for telling in move.tellings] for move in found]


def test_attacks_on_two_countries_are_two_moves() -> None:
    assert read("Kenya attacked Somalia. Kenya attacked Uganda.") == [
        ["Kenya attacked Somalia"],
        ["Kenya attacked Uganda"],
    ]


def test_the_same_words_in_two_reports_are_one_move() -> None:
    assert len(read("Kenya attacked Somalia.", "Kenya attacked Somalia.")) == 1


def test_a_common_day_is_not_enough() -> None:
    found = read("Kenya shelled the harbour of Bol on Monday.", "Kenya shelled a camp near Zinder on Monday.")
    assert len(found) == 2


def test_a_meeting_of_one_day_is_one_whatever_the_words() -> None:
    rows = [told(words, "2031-03-10", kind="meet") for words in ("palace coast", "envoy hour")]
    assert moves(*rows) == [(0, 1)]
    assert moves(rows[0], replace(rows[1], happened="2031-03-11")) == [(0,), (1,)]
    assert moves(rows[0], replace(rows[1], happened="2031-03")) == [(0,), (1,)]


def test_known_targets_that_differ_stay_apart_and_an_unknown_one_does_not() -> None:
    one, other, none = told("port night", targets=["orly"]), told("port night", targets=["marov"]), told("port night")
    assert moves(one, other, none) == [(0, 2), (1,)]
    assert moves(told("port", targets=["orly"]), told("port", targets=["orly", "marov"])) == [(0, 1)]


def test_options_of_the_codebook_that_differ_stay_apart() -> None:
    assert moves(told("truce", term="full"), told("truce", term="partial"), told("truce")) == [(0, 2), (1,)]


def test_numbers_that_differ_stay_apart() -> None:
    assert moves(told("truce", numbers=["30"]), told("truce", numbers=["45"])) == [(0,), (1,)]
    assert moves(told("truce", numbers=["30"]), told("truce", numbers=["30", "2"]), told("truce")) == [(0, 1, 2)]


def test_the_dates_of_a_move_have_a_day_in_common() -> None:
    """'2031' may be of the first of February, but then it is not of the fifth of March."""
    rows = [told("port", day) for day in ("2031-02-01", "2031", "2031-03-05")]
    assert moves(*rows) == [(0, 1), (2,)]
    found = join([told("port", "2031"), told("port", "2031-02-01")])
    assert [move.happened for move in found] == ["2031-02-01"]


def test_an_interval_may_end_with_its_month() -> None:
    assert moves(told("port", "2031-03-10"), told("port", "2031-03-01/2031-03")) == [(0, 1)]


def test_many_tellings_together_do_not_take_what_fits_none_of_them() -> None:
    rows = [told("port quay night ship farm"), told("port quay mill barn well"), told("night mill road hill lake")]
    assert moves(*rows) == [(0, 1), (2,)]


def test_what_may_happen_is_not_what_happened() -> None:
    assert moves(told("port"), told("port", modality="may"), told("port", modality="alleged")) == [(0, 2), (1,)]


def test_a_day_is_found_among_many_of_the_same_words() -> None:
    days = [f"20{year:02}-{month:02}-01" for year in range(20, 40) for month in range(1, 13)]
    assert len(days) > WORD_TELLINGS
    assert moves(*(told("port night", day) for day in days * 2)) == [(at, at + len(days)) for at in range(len(days))]


_TOLD = st.builds(
    lambda words, *rest: told(" ".join(words), *rest[:1], kind=rest[1], targets=rest[2], numbers=rest[3]),
    st.sets(st.sampled_from("port quay night ship farm mill".split())),
    st.sampled_from(("", "2031", "2031-02", "2031-02-01", "2031-02-03", "2031-02-01/2031-02", "2031-03-05")),
    st.sampled_from(("attack", "meet")),
    st.sets(st.sampled_from(("orly", "marov", "isk"))),
    st.sets(st.sampled_from(("30", "45"))),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(_TOLD, max_size=14))
def test_joining(rows: list[Told]) -> None:
    placed = [replace(row, passage=Passage("r", at, at + 1, "x")) for at, row in enumerate(rows)]
    found = join(placed)
    shares = [[telling.passage.start for telling in move.tellings] for move in found]
    assert sorted(at for share in shares for at in share) == list(range(len(rows)))  # every telling in just one move
    assert [share[0] for share in shares] == sorted(share[0] for share in shares)
    for kind in ("attack", "meet"):  # what is told of one kind changes nothing in the other
        alone = join([row for row in placed if row.act.kind == kind])
        assert alone == tuple(move for move in found if move.kind == kind)
    for move, share in zip(found, shares, strict=True):  # a move joined again is one move
        assert join([placed[at] for at in share]) == (move,)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
def test_the_order_does_not_matter_where_nothing_is_in_doubt(order: tuple[int, ...]) -> None:
    rows = [told("port night", "2031-02-01"), told("port night ship", "2031-02-01"), told("farm mill", "2031-02-01")]
    found = moves(*(rows[at] for at in order))
    assert {frozenset(order[at] for at in share) for share in found} == {frozenset({0, 1}), frozenset({2})}
