"""A case whose numbers are uncertain: the one that the solved talks are asked about, with ranges."""

from __future__ import annotations

from pathlib import Path

from ripeness.case.model import CaseFile
from tests.outlook.cases import a_case

RANGES = (
    ("per_period: -0.008", "per_period: {low: -0.02, likely: -0.008, high: -0.002}"),
    ("    discount: 0.97\n", "    discount: {low: 0.95, likely: 0.97, high: 0.98}\n"),
    ("aldova: 0.95, kestria: -0.3", "aldova: {low: 0.7, likely: 2.1, high: 3.2}, kestria: -0.3"),
    ("breaks: 0.005", "breaks: {choices: [{value: 0.005, weight: 3}, {value: 0.05, weight: 1, name: weak}]}"),
    ("      moves: {up: 0.10, down: 0.10}\n", "      moves: {up: front_moves, down: front_moves}\n"),
    ("\nassumptions:\n", "\nassumptions:\n  front_moves: {low: 0.06, likely: 0.10, high: 0.16, because: Test.}\n"),
)
STAKES = (("weights: {river_line: 50", "weights: {river_line: {low: 40, likely: 50, high: 65}"),)


def uncertain_case(folder: Path, *changes: tuple[str, str]) -> CaseFile:
    """Six uncertain numbers (the end of aid is one), none of them a stake; with changes of its text."""
    return a_case(folder, *RANGES, *changes)
