"""The pages of the mechanisms are whole, name code and tests that exist, and print what they show."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ripeness.lineage import model_at_hand

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "mechanisms"
PAGES = sorted(FOLDER.glob("m[0-9][0-9]-*.md"))
SECTIONS = ["What is described", "See it", "On the founding reports", "The code", "The test", "Where it is weak"]


def script() -> ModuleType:
    """docs/mechanisms/run.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("mechanisms_run", FOLDER / "run.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


RUN: Any = script()


def section(page: Path, name: str) -> str:
    text = page.read_text(encoding="utf-8")
    return text.split(f"\n## {name}\n")[1].split("\n## ")[0]


def test_there_is_a_page_for_each_of_the_twenty() -> None:
    assert [page.name[:3] for page in PAGES] == [f"m{number:02}" for number in range(1, 21)]
    index = (FOLDER / "index.md").read_text(encoding="utf-8")
    for page in PAGES:
        title = page.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
        assert title.startswith(f"M{int(page.name[1:3])}. ")
        assert f"- [{title}]({page.name})" in index
        assert f"\n{page.stem}\n" in index


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name[:3])
def test_a_page_is_whole(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    assert len(RUN.STEP.findall(section(page, "See it"))) >= 1
    assert len(RUN.STEP.findall(section(page, "On the founding reports"))) >= 1
    assert len(RUN.STEP.findall(text)) == text.count("```text")
    for name in ("The code", "The test", "Where it is weak"):
        assert all(line.startswith("- ") for line in section(page, name).strip().splitlines())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name[:3])
def test_the_code_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"^- `([\w.]+)`: ", section(page, "The code"), re.MULTILINE)
    assert len(named) == section(page, "The code").count("\n- ") + section(page, "The code").startswith("- ")
    for name in named:
        importable(name)


def importable(name: str) -> Any:
    """The module or what it holds of this name. Raises ImportError or AttributeError."""
    module, _, last = name.rpartition(".")
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        return getattr(importlib.import_module(module), last)


def test_the_code_that_the_model_page_names_is_there() -> None:
    text = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    named = re.findall(r"`(ripeness\.[\w.]+)`", text)
    assert len(named) > 15
    for name in named:
        importable(name)
    files = re.findall(r"`(tests/[\w/.]+)`", text)
    assert files and [each for each in files if not (ROOT / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name[:3])
def test_the_tests_that_a_page_names_are_there(page: Path) -> None:
    named = re.findall(r"^- `(tests/[\w/.]+\.py)::(\w+)`: ", section(page, "The test"), re.MULTILINE)
    assert len(named) == len(section(page, "The test").strip().splitlines())
    for file, test in named:
        body = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
        assert test in {node.name for node in body if isinstance(node, ast.FunctionDef)}, (file, test)


def test_what_is_not_there_is_found_missing() -> None:
    with pytest.raises(AttributeError):
        importable("ripeness.outlook.zone.no_such_thing")
    with pytest.raises(SystemExit):
        RUN.parts("a line\nanother", "no such line")


def test_the_parts_of_what_was_printed() -> None:
    text = "a\nslack: 1\n  b\noffer: c\nd: e\noffer: f\n"
    assert RUN.parts(text, "slack: | offer: f") == "[...]\nslack: 1\n[...]\noffer: f"
    assert RUN.parts(text, "offer: c") == "[...]\noffer: c\nd: e\n[...]"
    assert RUN.parts(text, "a .. offer: f") == "a\nslack: 1\n  b\noffer: c\nd: e\n[...]"


@pytest.mark.slow
@pytest.mark.skipif(model_at_hand() is None, reason="the pages were run with the model of sentences at hand")
def test_the_pages_print_what_they_show() -> None:
    with RUN.workplace():
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            assert RUN.made(text) == text, f"{page.name} is out of date: python docs/mechanisms/run.py"
