"""The reader against labelled texts about invented wars, a strike and a summit."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from ripeness.claims import Statement, read_statements
from ripeness.reports.model import Report, holds

DATA = Path(__file__).parent / "data" / "invented.toml"


@dataclass(frozen=True)
class Said:
    report: str
    words: str
    speaker: str
    party: str


def load() -> tuple[list[Report], list[Said], list[tuple[str, str]]]:
    raw = tomllib.loads(DATA.read_text(encoding="utf-8"))
    reports, said, names = [], [], []
    for entry in raw["text"]:
        reports.append(Report(entry["id"], entry["id"] + ".txt", "", entry["body"].strip()))
        said += [Said(entry["id"], s["words"], s["speaker"], s["party"]) for s in entry["said"]]
        names += [(entry["id"], name) for name in entry.get("names", [])]
    return reports, said, names


REPORTS, SAID, NAMES = load()


@pytest.fixture(scope="module")
def statements() -> tuple[Statement, ...]:
    return read_statements(REPORTS)


def matching(statements: tuple[Statement, ...], said: Said) -> Statement | None:
    return next((s for s in statements if s.report == said.report and s.text.startswith(said.words)), None)


def speaker_right(statement: Statement | None, said: Said) -> bool:
    if statement is None:
        return False
    found = statement.speaker.name if statement.speaker else ""
    return found.lower() == said.speaker.lower()


def test_scores_hold_their_floors(statements: tuple[Statement, ...]) -> None:
    found = [matching(statements, said) for said in SAID]
    speakers = [speaker_right(s, said) for s, said in zip(found, SAID, strict=True)]
    parties = [
        s is not None and ((s.speaker.party if s.speaker else None) or "") == said.party
        for s, said in zip(found, SAID, strict=True)
    ]
    wrong = [said for said, a, b in zip(SAID, speakers, parties, strict=True) if not (a and b)]
    assert sum(s is not None for s in found) / len(SAID) >= 0.97, wrong
    assert sum(speakers) / len(SAID) >= 0.93, wrong
    assert sum(parties) / len(SAID) >= 0.93, wrong


def test_nothing_beside_the_labelled_words_is_taken_for_speech(statements: tuple[Statement, ...]) -> None:
    starts = {(said.report, said.words) for said in SAID}
    extra = [s.text for s in statements if not any(s.report == r and s.text.startswith(w) for r, w in starts)]
    assert len(extra) <= 1, extra


def test_names_and_titles_in_quotation_marks_are_not_speech(statements: tuple[Statement, ...]) -> None:
    taken = {(s.report, s.text.rstrip(",.")) for s in statements}
    assert not taken & set(NAMES)


def test_nobody_who_is_labelled_with_no_party_speaks_for_one(statements: tuple[Statement, ...]) -> None:
    for said in SAID:
        statement = matching(statements, said)
        if not said.party and statement is not None and statement.speaker is not None:
            assert statement.speaker.party is None, (said, statement.speaker.why)


def test_every_passage_is_exact(statements: tuple[Statement, ...]) -> None:
    by_id = {r.id: r for r in REPORTS}
    for s in statements:
        passages = [s.content, *([s.cue] if s.cue else [])]
        if s.speaker is not None:
            passages += [s.speaker.surface, *s.speaker.because]
        assert all(holds(by_id[p.report], p) for p in passages)
