"""The reader against a second set of labelled texts: rebels and states, three armies, an old siege, many pronouns.

At first contact with the reader the figures were 48 of 64 speakers and 38 of 64 parties (or none); all
but one of the quotations by movements had no party while every minister had one.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ripeness.claims import Statement, read_statements
from ripeness.reports.model import Report, holds

TEXTS = tomllib.loads((Path(__file__).parent / "data" / "invented_wars.toml").read_text(encoding="utf-8"))["text"]
REPORTS = {entry["id"]: Report(entry["id"], entry["id"] + ".txt", "", entry["body"].strip()) for entry in TEXTS}
SAID = [(entry["id"], said) for entry in TEXTS for said in entry["said"]]


@pytest.fixture(scope="module")
def statements() -> dict[str, tuple[Statement, ...]]:
    return {key: read_statements([report]) for key, report in REPORTS.items()}


def found(statements: dict[str, tuple[Statement, ...]], report: str, words: str) -> Statement | None:
    return next((s for s in statements[report] if s.text.startswith(words)), None)


def named(statement: Statement | None) -> str:
    name = statement.speaker.name if statement is not None and statement.speaker is not None else ""
    return name.lower().removeprefix("the ")


def party(statement: Statement | None) -> str:
    return (statement.speaker.party or "") if statement is not None and statement.speaker is not None else ""


def test_scores_hold_their_floors(statements: dict[str, tuple[Statement, ...]]) -> None:
    rows = [(found(statements, report, said["words"]), said) for report, said in SAID]
    speakers = sum(named(s) == said["speaker"].lower().removeprefix("the ") for s, said in rows)
    parties = sum(s is not None and party(s) == said["party"] for s, said in rows)
    assert all(s is not None for s, _ in rows)
    assert speakers / len(rows) >= 0.93
    assert parties / len(rows) >= 0.96


def test_an_empty_speaker_rather_than_a_wrong_one(statements: dict[str, tuple[Statement, ...]]) -> None:
    rows = [(named(found(statements, report, said["words"])), said["speaker"].lower()) for report, said in SAID]
    wrong = [(got, wanted) for got, wanted in rows if got and got != wanted.removeprefix("the ")]
    assert len(wrong) <= 1, wrong


def test_no_party_is_a_wrong_party(statements: dict[str, tuple[Statement, ...]]) -> None:
    rows = [(party(found(statements, report, said["words"])), said) for report, said in SAID]
    assert [(got, said) for got, said in rows if got and got != said["party"]] == []


def test_words_that_are_asked_about_or_denied_have_no_speaker(statements: dict[str, tuple[Statement, ...]]) -> None:
    unsaid = [(entry["id"], words) for entry in TEXTS for words in entry.get("unsaid", [])]
    taken = [found(statements, report, words) for report, words in unsaid]
    assert len(unsaid) == 4
    assert [s.text for s in taken if s is not None and s.speaker is not None] == []


def test_nothing_else_is_taken_for_speech(statements: dict[str, tuple[Statement, ...]]) -> None:
    starts = {(report, said["words"]) for report, said in SAID}
    starts |= {(entry["id"], words) for entry in TEXTS for words in entry.get("unsaid", [])}
    extra = [s.text for rows in statements.values() for s in rows]
    assert [t for t in extra if not any(t.startswith(words) for _, words in starts)] == []


def test_every_passage_is_exact(statements: dict[str, tuple[Statement, ...]]) -> None:
    for key, rows in statements.items():
        for s in rows:
            passages = [s.content, *([s.cue] if s.cue else [])]
            if s.speaker is not None:
                passages += [s.speaker.surface, *s.speaker.because]
            assert all(holds(REPORTS[key], p) for p in passages)
