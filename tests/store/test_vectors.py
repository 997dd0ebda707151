from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from ripeness.errors import ReadOnlyStoreError
from ripeness.store import RememberedVectors, open_store, vectors


class Lengths:
    """A model that remembers what it was asked."""

    def __init__(self, version: str = "lengths 1") -> None:
        self.version = version
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        self.asked += sentences
        return np.array([[len(sentence), 1.0] for sentence in sentences], dtype=np.float32).reshape(-1, 2)


def test_a_sentence_is_computed_once_for_each_version(tmp_path: Path) -> None:
    path, model = tmp_path / "case.db", Lengths()
    first = RememberedVectors(model, path).embed(["one", "three", "one"])
    again = RememberedVectors(model, path).embed(["three", "seven", "one"])
    assert model.asked == ["one", "three", "seven"]
    assert first.tolist() == [[3, 1], [5, 1], [3, 1]]
    assert again.tolist() == [[5, 1], [5, 1], [3, 1]]
    other = Lengths("lengths 2")
    RememberedVectors(other, path).embed(["one"])
    assert other.asked == ["one"]


def test_many_sentences_and_none(tmp_path: Path) -> None:
    many = [f"{number}" for number in range(3 * vectors.ASKED_AT_ONCE)]
    model = Lengths()
    remembered = RememberedVectors(model, tmp_path / "case.db")
    assert remembered.embed(many).shape == (len(many), 2)
    assert remembered.embed(many)[:, 0].tolist() == [len(each) for each in many]
    assert len(model.asked) == len(many)
    assert remembered.embed([]).shape == (0, 2)


def test_a_store_that_cannot_be_written_to_goes_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(_path: Path) -> None:
        raise ReadOnlyStoreError("the store cannot be written to")

    monkeypatch.setattr(vectors, "open_store", read_only)
    model = Lengths()
    assert RememberedVectors(model, tmp_path / "case.db").embed(["four"]).tolist() == [[4, 1]]


def test_the_table_is_no_part_of_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with open_store(path):
        pass
    RememberedVectors(Lengths(), path).embed(["one"])
    with open_store(path) as store:  # still a whole store of its version
        assert vectors.kept_vectors(store, "lengths 1", ["no such sentence"]) == {}
