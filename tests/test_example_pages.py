"""The pages of the examples hold exactly the tables that their script makes."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PAGES = ROOT / "docs" / "examples"


def script() -> ModuleType:
    """docs/examples/figures.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("example_figures", PAGES / "figures.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


FIGURES: Any = script()


@pytest.mark.parametrize("story", FIGURES.STORIES, ids=lambda story: story.folder)
def test_a_page_holds_what_the_script_makes(story: Any, tmp_path: Path) -> None:
    kept = shutil.ignore_patterns("case.db*", "briefs")
    shutil.copytree(ROOT / "examples" / story.folder, tmp_path / story.folder, ignore=kept)
    text = (PAGES / f"{story.folder}.md").read_text(encoding="utf-8")
    made = FIGURES.Figures(story, tmp_path).tables()
    assert FIGURES.written(text, made) == text, "run: python docs/examples/figures.py"


def test_every_example_has_its_page_and_its_readme_names_it() -> None:
    index = (PAGES / "index.md").read_text(encoding="utf-8")
    for folder in (each for each in (ROOT / "examples").iterdir() if (each / "case.yaml").is_file()):
        assert (PAGES / f"{folder.name}.md").is_file()
        assert f"({folder.name}.md)" in index
        assert f"docs/examples/{folder.name}.md" in (folder / "README.md").read_text(encoding="utf-8")


def test_a_missing_marker_is_an_error() -> None:
    with pytest.raises(ValueError, match="stands 0 times"):
        FIGURES.written("no table here", {"why": "| |"})
