"""The comparative statements about spring-2025 come out of the model, and stand in the documentation as computed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "docs" / "examples" / "comparisons.py"

_spec = importlib.util.spec_from_file_location("comparisons", SCRIPT)
assert _spec and _spec.loader
comparisons = importlib.util.module_from_spec(_spec)
sys.modules["comparisons"] = comparisons
_spec.loader.exec_module(comparisons)


@pytest.fixture(scope="module")
def world() -> Any:
    return comparisons.example()


@pytest.mark.parametrize("name", sorted(comparisons.COMPARISONS))
def test_the_statement_holds(world: Any, name: str) -> None:
    found = comparisons.COMPARISONS[name](world)
    assert found.holds, (found.statement, found.names, found.figures)


def test_the_page_shows_what_is_computed(world: Any) -> None:
    page = comparisons.PAGE.read_text(encoding="utf-8")
    assert comparisons.with_table(page, comparisons.table(world)) == page, (
        "write it anew: python docs/examples/comparisons.py --write"
    )
