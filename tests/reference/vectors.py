"""Reads the tables of checked numbers that lie beside the project, where they do."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table; skips the test, saying so, where it is absent."""
    file = REFERENCE / name
    if not file.is_file():
        pytest.skip(f"no reference values at {file}")
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def numbers(row: dict[str, str]) -> np.ndarray:
    """The numbers of a row of the table of checked values."""
    return np.array([float(number) for number in row["value"].replace(";", ",").split(",")])


def vector(model: str, parameters: str, quantity: str) -> np.ndarray:
    """The numbers of one row; skips the test, saying so, where the table is absent."""
    for row in table("test_vectors.csv"):
        if (row["model"], row["parameters"], row["quantity"]) == (model, parameters, quantity):
            return numbers(row)
    raise AssertionError(f"{REFERENCE / 'test_vectors.csv'} has no row {model}, {parameters}, {quantity}")
