"""The tour runs from start to end, and every answer in it is shown."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
marimo = pytest.importorskip("marimo", reason="the extra 'notebook' is not installed")
ANSWERS = (
    "Pile",
    "Record",
    "Dossier",
    "Zone",
    "Verdict",
    "TalksAnswers",
    "WhyNot",
    "WhatIf",
    "RipenessMap",
    "Study",
    "Brief",
)


@pytest.mark.slow
def test_the_tour_runs_and_shows_its_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = shutil.ignore_patterns("case.db*", "briefs", "runs")
    shutil.copytree(ROOT / "examples" / "spring-2025", tmp_path / "examples" / "spring-2025", ignore=kept)
    monkeypatch.chdir(tmp_path)
    spec = importlib.util.spec_from_file_location("tour", ROOT / "docs" / "tour.py")
    assert spec is not None and spec.loader is not None
    tour: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tour)
    outputs, names = tour.app.run()
    shown = {type(output).__name__: output for output in outputs}
    assert set(ANSWERS) <= set(shown)
    assert all("<" in shown[name]._repr_html_() for name in ANSWERS)
    assert names["case"].zone() == shown["Zone"]
