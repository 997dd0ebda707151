"""Hints by house style: what is a habit, whom a hint joins, that nothing is counted, and that growing changes none."""

from __future__ import annotations

import pytest

from ripeness.brief.document import lineage_data
from ripeness.lineage import Growing, find_lineage
from ripeness.lineage.house_style import FORMS, style_of
from tests.lineage.conftest import build

ONE = (
    "The envoy Tomas B. Orrin met Hesta R. Quill at the ferry. 'We will not sign before the thaw,' said Mr. Orrin. "
    "Mr. Orrin then left with Mr. Quill. 'There is no more to be said today.' "
)
TWO = (
    "Grain prices fell after Wenna K. Sarle and Pol D. Hask opened the mills. 'Bread will be cheap by the autumn,' "
    "Mr. Hask told millers. Mr. Sarle doubted it, and Mr. Hask laughed. 'You have said so every year.' "
)
OTHER = "The bridge is shut. “Nobody may cross it now,” said Mr Vell, whom Dorn Vell and Anna Rusk sent. “It is so.” "


def words(report) -> set[str]:
    return {FORMS[number].words for number, enough in style_of(report).values() if enough}


def test_the_habits_of_a_report() -> None:
    own = words(build("a", ONE))
    assert "'Mr.' or 'Ms.' with a point on second mention" in own and "middle initials" in own
    assert "straight single quotation marks" in own
    assert not words(build("b", "'Mr. Orrin' is new here. Mr. Orrin and Mr. Orrin came.")) & own  # no first mention


def test_a_hint_joins_nothing_and_shows_its_habits() -> None:
    pile = [build("a", ONE), build("b", TWO), build("c", OTHER)]
    found = find_lineage(pile)
    (hint,) = found.desk_hints
    assert {hint.source, hint.target} == {"a", "b"}
    assert (hint.kind, hint.strength, hint.directed) == ("same-desk-hint", "review", False)
    assert all(row.a.report == hint.source and row.b.report == hint.target for row in hint.aligned)
    assert any(row.a.exact.startswith("Mr. ") and row.b.exact.startswith("Mr. ") for row in hint.aligned)
    assert not found.edges and found.independent.strict == found.independent.all == 3
    data = lineage_data(found, pile, (), ())
    assert [edge["kind"] for edge in data["edges"]] == ["same-desk-hint"]
    assert len(data["trees"]) == 3


@pytest.mark.parametrize("known", [0, 1])
def test_no_hint_where_a_desk_is_known(known: int) -> None:
    outlets = ["Weir Post" if at == known else None for at in range(2)]
    assert find_lineage([build("a", ONE, outlets[0]), build("b", TWO, outlets[1])]).desk_hints == ()


def test_no_hint_against_a_habit_or_among_many() -> None:
    assert (
        find_lineage([build("a", ONE + " It cost 7 per cent."), build("b", TWO + " It fell 7 percent.")]).desk_hints
        == ()
    )
    many = [build(f"r{at}", TWO.replace("mills", f"mill {at}") if at else ONE) for at in range(8)]
    assert find_lineage(many).desk_hints == ()


def test_growing_gives_the_same_hints() -> None:
    pile = [build("a", ONE), build("c", OTHER), build("b", TWO)]
    own = Growing()
    for report in pile:
        own.add([report])
        own.lineage()
    assert own.lineage() == find_lineage(pile) and own.lineage().desk_hints
