"""Where parties stand, by what they demanded, proposed, offered, accepted and refused. The parties are invented."""

from __future__ import annotations

import pytest

from ripeness.claims.model import CARRIED, Modality, Move, MoveKind, Telling
from ripeness.claims.positions import positions, stance_of
from ripeness.reports.model import Passage


def move(
    kind: MoveKind,
    actors: tuple[str, ...] = ("kell",),
    issue: str | None = "ceasefire",
    modality: Modality = "done",
    happened: str = "",
    option: str | None = None,
    rules: tuple[str, ...] = ("the verb",),
) -> Move:
    tellings = tuple(
        Telling(Passage("r", 10 * n, 10 * n + 5, "words"), None, None, rule) for n, rule in enumerate(rules)
    )
    return Move(
        f"m-{kind}-{happened}", kind, actors, (), issue, option, modality, "said", None, happened, None, tellings
    )


@pytest.mark.parametrize("kind", ["propose", "demand", "offer", "accept", "accept-in-part", "promise"])
def test_for(kind: MoveKind) -> None:
    assert stance_of(move(kind)) == "for"


def test_against() -> None:
    assert stance_of(move("reject")) == "against"
    assert stance_of(move("withdraw", issue="talks")) == "against"


@pytest.mark.parametrize("kind", ["accuse", "deny", "study", "meet", "attack", "gesture", "withdraw", "threaten"])
def test_no_stand(kind: MoveKind) -> None:
    assert stance_of(move(kind)) is None


@pytest.mark.parametrize("modality", ["done", "agreed", "conditional"])
def test_what_is_said_agreed_or_conditional_counts(modality: Modality) -> None:
    assert stance_of(move("accept", modality=modality)) == "for"


@pytest.mark.parametrize("modality", ["hypothetical", "may", "alleged", "denied"])
def test_what_was_not_really_said_does_not(modality: Modality) -> None:
    assert stance_of(move("accept", modality=modality)) is None


def test_an_issue_that_no_telling_names_shows_no_stand() -> None:
    carried = f"the verb; {CARRIED}"
    assert stance_of(move("accept", rules=(carried,))) is None
    assert stance_of(move("accept", rules=(carried, "the verb"))) == "for"
    assert stance_of(move("accept", issue=None)) is None


def test_since_and_last_are_the_first_and_last_date_in_whatever_order_they_were_read() -> None:
    rows = positions(
        [
            move("demand", happened="2031-03-12", option="a truce of sixty days"),
            move("propose", happened="2031-02", option="a truce"),
            move("offer", option="a truce"),
        ]
    )
    (row,) = rows
    assert (row.party, row.issue, row.stance) == ("kell", "ceasefire", "for")
    assert (row.since, row.last) == ("2031-02", "2031-03-12")
    assert row.options == ("a truce of sixty days", "a truce")
    assert len(row.moves) == len(row.passages) == 3


def test_no_date_gives_none() -> None:
    (row,) = positions([move("demand")])
    assert (row.since, row.last) == ("", "")


def test_one_row_for_each_party_issue_and_stance() -> None:
    rows = positions(
        [
            move("propose", actors=("kell", "orsk")),
            move("reject", actors=("orsk",), issue="territory"),
            move("demand", actors=("orsk",), issue="territory"),
        ]
    )
    assert [(r.party, r.issue, r.stance) for r in rows] == [
        ("kell", "ceasefire", "for"),
        ("orsk", "ceasefire", "for"),
        ("orsk", "territory", "against"),
        ("orsk", "territory", "for"),
    ]
