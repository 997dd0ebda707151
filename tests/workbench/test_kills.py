"""A few kills -9 in the middle of a review burst and of an import; `benchmarks/kills.py` makes a hundred."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ripeness.dossier import open_case
from tests.brief.opened import dossier
from tests.kills import Left, kill_in_bursts, kill_in_imports

pytestmark = pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")


@pytest.fixture
def store(where: str | Path) -> str | None:
    return where if isinstance(where, str) else None


@pytest.fixture
def case(tmp_path: Path) -> Path:
    dossier(tmp_path / "case")
    return tmp_path / "case"


def sound(left: Left, kills: int) -> bool:
    return (left.lost, left.halved, left.broken, left.kills) == (0, 0, 0, kills)


def test_no_answered_decision_is_lost_by_a_kill(case: Path, store: str | None) -> None:
    left = kill_in_bursts(case, store, 2, seed=1)
    assert sound(left, 2) and left.answered > 0


def test_an_import_is_whole_or_not_at_all_after_a_kill(case: Path, store: str | None, tmp_path: Path) -> None:
    dossier(tmp_path / "other")
    other = open_case(tmp_path / "other")
    ids = [each.reading.id for each in other.decided]
    for id in ids:
        other.decide(id, "accepted", by="Ben", why="Read.")
    other.export(tmp_path / "out", ["jsonl"])
    assert sound(kill_in_imports(case, store, tmp_path / "out", len(ids), 2, seed=1), 2)
