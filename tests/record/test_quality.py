"""The record's quality gate: the figures on labelled reports do not fall below the floors that are pinned beside them.

A floor is lowered only by ``python -m benchmarks.record --pin --lower REASON``; the digest of the data is pinned too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest

from tests.record.labels import DATA, digest, faults, sets
from tests.record.measure import Figures, measure

FLOORS = json.loads((DATA / "floors.json").read_text(encoding="utf-8"))


def test_the_labels_are_sound() -> None:
    assert [fault for found in sets() for fault in faults(found)] == []


def test_the_data_is_what_was_measured() -> None:
    assert digest() == FLOORS["digest"], "labels changed: measure again and pin (python -m benchmarks.record --pin)"


@pytest.fixture(scope="module", params=["tune", "held"])
def half(request: pytest.FixtureRequest) -> tuple[str, Mapping[str, float]]:
    figures = Figures()
    for found in sets(request.param):
        measure(found, figures)
    return request.param, figures.table()


def test_no_figure_falls_below_its_floor(half: tuple[str, Mapping[str, float]]) -> None:
    name, table = half
    floors = FLOORS[name]
    low = {key: (round(table[key], 4), floor) for key, floor in floors.items() if not _holds(key, table[key], floor)}
    assert low == {}


def _holds(key: str, value: float, floor: float) -> bool:
    return value <= floor if key == "dates wrong" else value >= floor
