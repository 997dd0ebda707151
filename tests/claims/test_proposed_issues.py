"""Issues that the codebook lacks are proposed from what is demanded again and again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ripeness.claims import read_record
from ripeness.claims.acts.reading import Act
from ripeness.claims.joining import Told
from ripeness.claims.model import MoveKind
from ripeness.claims.proposed_issues import propose_issues, proposed_name
from ripeness.reports.model import Passage, Report


def told(report: int, *heads: str, kind: MoveKind = "demand", issue: str | None = None) -> Told:
    act = Act(kind, ("kell",), (), issue, None, "done", "said", None, 0, 1, 0, None, "a rule")
    nothing = frozenset[str]()
    passage = Passage(f"r{report}", 0, 1, "x")
    return Told(act, passage, None, None, None, "", None, None, None, report, nothing, nothing, heads)


def issues(*rows: Told) -> list[str | None]:
    return [row.act.issue for row in propose_issues(rows)]


def test_a_thing_that_several_reports_tell_of_is_an_issue() -> None:
    rows = [told(0, "orchard"), told(1, "orchard", kind="reject"), told(1, "return", "orchard", kind="offer")]
    assert issues(*rows) == ["x-orchard"] * 3
    assert proposed_name("x-orchard") == "Orchard"
    assert proposed_name("territory") is None


@pytest.mark.parametrize(
    "rows",
    [
        [told(0, "orchard"), told(1, "orchard")],
        [told(0, "orchard"), told(0, "orchard"), told(0, "orchard")],
        [told(0, "orchard"), told(1, "orchard"), told(1, "harvest")],
        [told(0, "orchard"), told(1, "orchard"), told(2, "orchard", kind="attack")],
    ],
)
def test_what_is_told_seldom_or_by_one_report_is_none(rows: list[Told]) -> None:
    assert issues(*rows) == [None] * len(rows)


def test_what_has_an_issue_keeps_it_and_counts_for_no_other() -> None:
    rows = [told(0, "orchard"), told(1, "orchard"), told(2, "orchard", issue="territory")]
    assert issues(*rows) == [None, None, "territory"]
    assert issues(*rows, told(2, "orchard")) == ["x-orchard", "x-orchard", "territory", "x-orchard"]


def test_of_two_things_the_more_frequent_is_the_issue() -> None:
    both = [told(at, "harvest", "orchard") for at in range(3)]
    assert issues(*both, told(4, "orchard"))[0] == "x-orchard"
    assert issues(*both) == ["x-harvest"] * 3  # as often: by the letters


def test_nothing_else_of_a_telling_changes() -> None:
    row = told(0, "orchard")
    found = propose_issues([row, told(1, "orchard"), told(2, "orchard")])[0]
    assert replace(found, act=row.act) == row


def test_it_is_read_from_reports() -> None:
    texts = [
        "Kenya demanded the orchards.",
        "Somalia refused to return the orchards. Nobody else spoke.",
        "Kenya offered to share the harvest of the orchards. Kenya demanded an answer.",
    ]
    reports = [Report(f"r{at}", f"r{at}.txt", "0" * 64, text) for at, text in enumerate(texts)]
    found = read_record(reports, as_of="2031-03-12").record.moves
    assert {move.issue for move in found if "orchard" in move.tellings[0].passage.exact} == {"x-orchard"}
    assert len([move for move in found if move.issue == "x-orchard"]) == 3
