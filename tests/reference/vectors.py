"""Reads the table of checked numbers that lies beside the project, where it does."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference"


def vector(model: str, parameters: str, quantity: str) -> np.ndarray:
    """The numbers of one row; skips the test, saying so, where the table is absent."""
    file = REFERENCE / "test_vectors.csv"
    if not file.is_file():
        pytest.skip(f"no table of reference values at {file}")
    with file.open(newline="", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if (row["model"], row["parameters"], row["quantity"]) == (model, parameters, quantity):
                return np.array([float(number) for number in row["value"].replace(";", ",").split(",")])
    raise AssertionError(f"{file} has no row {model}, {parameters}, {quantity}")
