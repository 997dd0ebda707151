"""The record on a terminal: each part with its count, how it stands, and nothing that rewrites the screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ripeness.terminal import print_record
from tests.brief.told import Told


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path / "reports")


def printed(told: Told, capsys: pytest.CaptureFixture[str], **only: object) -> str:
    ledger = told.ledger()
    print_record(ledger, ledger.decided, **only)  # pyright: ignore
    return " ".join(capsys.readouterr().out.split())


def test_every_part_with_its_count(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(told, capsys)
    counts = [
        "1 direct quotation and 2 indirect statements in 3 reports.",
        "5 moves, 2 with a date, in 3 reports.",
        "2 positions in 3 reports.",
        "1 contradiction in 3 reports.",
    ]
    assert [text.index(each) for each in counts] == sorted(text.index(each) for each in counts)
    assert text.index("m-5") < text.index("m-1") < text.index("m-2"), "by day, then those without a date"
    assert "s-3" in text and "told as not said" in text
    assert "standing" not in text


def test_one_part_alone(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(told, capsys, only=("position",))
    assert text.startswith("Who stands where") and "leave the bridge" in text
    assert "moves" not in text and "Who said what" not in text


def test_what_was_decided_stands_beside(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    told.rejected = ("m-4",)
    text = printed(told, capsys, only=("move",))
    assert "rejected by Ada" in text and "5 moves" in text


def test_words_of_reports_do_not_rewrite_the_screen(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "\x1b[2J[bold red]\u202e"
    told.moves = tuple(replace(each, actors=(hostile,), issue=hostile) for each in told.moves)
    told.positions = tuple(replace(each, party=hostile, options=(hostile,)) for each in told.positions)
    told.contradictions = tuple(replace(each, about=hostile) for each in told.contradictions)
    text = printed(told, capsys)
    assert "\x1b" not in text and "\u202e" not in text
    assert "[bold" in text and "red]" in text, "markup stays words"
