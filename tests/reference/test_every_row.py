"""Every row of the table of checked values is asked for by some test of this folder."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.reference.vectors import REFERENCE


def test_every_row_is_tested() -> None:
    file = REFERENCE / "test_vectors.csv"
    if not file.is_file():
        pytest.skip(f"no table of reference values at {file}")
    tests = "\n".join(each.read_text(encoding="utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    with file.open(newline="", encoding="utf-8") as rows:
        models = {row["model"] for row in csv.DictReader(rows)}
    assert {model for model in models if f'"{model}"' not in tests} == set()
