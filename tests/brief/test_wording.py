"""Moves and dates in plain words."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from ripeness.brief.ledger import Origins
from ripeness.brief.wording import act, heading, option, originals, says_something, told, when
from ripeness.claims.model import Modality, MoveKind
from tests.brief.told import Told


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2040-05-03", "3 May 2040"),
        ("2040-05", "May 2040"),
        ("2040", "2040"),
        ("2040-05-03/2040-05-09", "3 to 9 May 2040"),
        ("2040-05-30/2040-06-02", "30 May 2040 to 2 June 2040"),
        ("2040-05/2040-07", "May 2040 to July 2040"),
        ("2040-05-03/2040-05-03", "3 May 2040"),
        ("2040-13-45", "2040-13-45"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_dates_in_words(date: str, words: str) -> None:
    assert when(date) == words


def test_issues_have_names(tmp_path: Path) -> None:
    ledger = Told(tmp_path / "reports").ledger()
    names = {id: ledger.issue_name(id) for id in ("pay", "x-orchard", "fishing-rights")}
    assert names == {"pay": "Pay and pensions", "x-orchard": "Orchard", "fishing-rights": "fishing rights"}


def test_every_kind_and_modality_has_words(tmp_path: Path) -> None:
    from dataclasses import replace

    made = Told(tmp_path / "reports")
    ledger, move = made.ledger(), made.moves[0]
    said: dict[str, str] = {}
    for kind in get_args(MoveKind):
        for modality in get_args(Modality):
            for mode in ("said", "did"):
                words = act(ledger, replace(move, kind=kind, modality=modality, mode=mode))
                assert words.startswith("Brack ") and words.endswith(" Tarn")
                said[f"{kind} {modality} {mode}"] = words
    assert said["reject done said"] == "Brack said no to Tarn"
    assert said["attack may did"] == "Brack may attack Tarn"
    assert said["attack denied did"] == "Brack did not attack Tarn"
    assert said["offer conditional said"] == "Brack made an offer to Tarn"
    assert said["meet done did"] == "Brack met Tarn"
    assert act(ledger, replace(move, kind="meet", targets=())) == "Brack had a meeting"
    assert said["halt conditional did"] == "Brack would stop against Tarn"
    assert len({said[f"{kind} done did"] for kind in get_args(MoveKind)}) == len(get_args(MoveKind))


def test_counts_and_options_in_words() -> None:
    assert originals(Origins(strict=3, all=2)) == "between 2 and 3 originals"
    assert told(Origins(strict=1, all=1), 4) == "in 4 reports, 1 original"
    assert option("ceasefire", "full") == "full"
    assert option("ceasefire", "give it back") == "‘give it back’"
    assert not says_something("ceasefire", "it") and says_something("ceasefire", "full")
    assert heading('"energy sites') == "Energy sites"
