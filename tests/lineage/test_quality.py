"""The quality gate: lineage on the labelled reports is at least as good as it was, on data that did not change.

The floors are in tests/data/lineage/floors.json. To raise them, or to lower one with a reason that is kept beside
them: `python benchmarks/lineage_quality.py --pin [--lower 'the reason']`.
"""

from __future__ import annotations

import json

import pytest

from benchmarks import lineage_quality as quality
from ripeness.lineage.meaning import model_at_hand

PINNED = json.loads(quality.FLOORS.read_text(encoding="utf-8"))


def below(seen: dict[str, float], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    """The figures that are below their floor, with both."""
    assert set(floors) == {name for name, value in seen.items() if value > 0}  # a floor of 0 would hold nothing
    return {name: (seen[name], floor) for name, floor in floors.items() if not seen[name] >= floor}


def test_the_labelled_data_is_what_the_floors_were_pinned_on() -> None:
    assert quality.data_digest() == PINNED["data"]


def test_every_lowered_floor_has_its_reason() -> None:
    assert all(each["what"] and each["reason"].strip() for each in PINNED["lowered"])


def test_by_words_alone() -> None:
    assert below(quality.as_floors(quality.measured(None)), PINNED["floors"]["words"]) == {}


@pytest.mark.slow
def test_with_the_model() -> None:
    model = model_at_hand()
    if model is None:
        pytest.skip("the sentence model is not installed")
    assert below(quality.as_floors(quality.measured(model)), PINNED["floors"]["meaning"]) == {}


def test_a_floor_falls_only_with_a_reason(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "FLOORS", tmp_path / "floors.json")
    quality.pin({"words": {"tune: copy": 0.9}}, "")
    quality.pin({"words": {"tune: copy": 0.95}}, "")
    with pytest.raises(SystemExit, match=r"copy: 0\.95 -> 0\.9"):
        quality.pin({"words": {"tune: copy": 0.9}}, "")
    quality.pin({"words": {"tune: copy": 0.9}}, "copies of another sort")
    kept = json.loads((tmp_path / "floors.json").read_text(encoding="utf-8"))
    assert kept["lowered"] == [{"what": ["words, tune: copy: 0.95 -> 0.9"], "reason": "copies of another sort"}]
