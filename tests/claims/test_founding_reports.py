"""The five founding reports: 26 direct quotations by hand count, of which the reader must find 23.

The table holds the report's number, the first words of the quotation (never more than three) and the
surname or name of its speaker, by hand from the reports.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ripeness.claims import Statement, parties_named, read_statements
from ripeness.reports.model import Report, holds

FOLDER = Path(__file__).resolve().parents[2] / "../shared/reports"

EXPECTED = [
    ("000", "Putin Keeps", "NYT", None),
    ("001", "Such a detox", "academic", None),
    ("002", "death march", "Trump", "united-states"),
    ("002", "bilateral agenda", "Nikonov", "russia"),
    ("003", "barbaric", "Putin", "russia"),
    ("003", "key situation", "Putin", "russia"),
    ("003", "We didn", "Trump", "united-states"),
    ("003", "The most effective", "Kendall-Taylor", None),
    ("003", "So Putin", "Kendall-Taylor", None),
    ("003", "received", "Kendall-Taylor", None),
    ("003", "There may be", "Kendall-Taylor", None),
    ("003", "In Russian", "Racz", None),
    ("003", "not in a", "Racz", None),
    ("003", "Trump has few", "Baunov", None),
    ("003", "The simplest", "Baunov", None),
    ("003", "a variety", "Kremlin", "russia"),
    ("003", "The impression", "Gabuev", None),
    ("003", "They know", "Gabuev", None),
    ("004", "carefully", "Peskov", "russia"),
    ("004", "the details", "Peskov", "russia"),
    ("004", "not be", "Putin", "russia"),
    ("004", "a long-term", "Putin", "russia"),
    ("004", "tactically", "Grashchenkov", None),
    ("004", "show that", "Grashchenkov", None),
    ("004", "It certainly", "Charap", None),
    ("004", "departure", "Lavrov", "russia"),
    ("004", "normal", "Lavrov", "russia"),
]


def reports() -> list[Report]:
    if not FOLDER.is_dir():
        pytest.skip("the founding reports (../shared/reports) are not here")
    return [Report(p.name[:3], p.name, "", p.read_text(encoding="utf-8")) for p in sorted(FOLDER.glob("*.txt"))]


@pytest.fixture(scope="module")
def pile() -> list[Report]:
    return reports()


@pytest.fixture(scope="module")
def statements(pile: list[Report]) -> tuple[Statement, ...]:
    return read_statements(pile)


def test_at_least_23_quotations_nine_in_ten_with_the_right_speaker(statements: tuple[Statement, ...]) -> None:
    found = speakers = parties = 0
    for report, start, name, party in EXPECTED:
        match = next((s for s in statements if s.report == report and s.text.startswith(start)), None)
        if match is None:
            continue
        found += 1
        speakers += match.speaker is not None and name in match.speaker.name
        parties += match.speaker is not None and match.speaker.party == party
    assert found >= 23
    assert speakers >= 0.9 * found
    assert parties >= 0.9 * found


def test_little_else_is_taken_for_a_quotation(statements: tuple[Statement, ...]) -> None:
    extra = [s for s in statements if not any(s.report == r and s.text.startswith(w) for r, w, _, _ in EXPECTED)]
    assert len(extra) <= 2


def test_every_passage_is_exact(pile: list[Report], statements: tuple[Statement, ...]) -> None:
    by_id = {r.id: r for r in pile}
    for s in statements:
        passages = [s.content, *([s.cue] if s.cue else [])]
        if s.speaker is not None:
            passages += [s.speaker.surface, *s.speaker.because]
        assert all(holds(by_id[p.report], p) for p in passages)


def test_the_parties_of_the_talks_come_first(pile: list[Report]) -> None:
    assert [row.party.id for row in parties_named(pile)][:3] == ["russia", "ukraine", "united-states"]
