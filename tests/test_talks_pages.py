"""The pages on the solved talks: their code runs on the examples and prints what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bargaining.test_deals_docs import BLOCK

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "talks"


@pytest.mark.slow
def test_the_page_on_answers_prints_what_it_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples", ignore=shutil.ignore_patterns("case.db*", "briefs"))
    monkeypatch.chdir(tmp_path)
    blocks = BLOCK.findall((PAGES / "reading.md").read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["python", "text"] * (len(blocks) // 2)
    names: dict[str, Any] = {}
    for (_, code), (_, shown) in zip(blocks[::2], blocks[1::2], strict=True):
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile(code, "reading.md", "exec"), names)
        assert said.getvalue().strip() == shown.strip()


def test_the_page_on_the_game_holds_no_figure_of_a_case() -> None:
    text = (PAGES / "game.md").read_text(encoding="utf-8")
    assert re.findall(r"\d*\.\d+|\d+ %", text) == []
