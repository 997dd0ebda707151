from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from ripeness.errors import ReadOnlyStoreError
from ripeness.store import RememberedVectors, Store, open_store, vectors


class Lengths:
    """A model that remembers what it was asked."""

    def __init__(self, version: str = "lengths 1") -> None:
        self.version = version
        self.asked: list[str] = []

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        self.asked += sentences
        return np.array([[len(sentence), 1.0] for sentence in sentences], dtype=np.float32).reshape(-1, 2)


def test_a_sentence_is_computed_once_for_each_version(where: str | Path) -> None:
    opened, model = partial(open_store, where), Lengths()
    first = RememberedVectors(model, opened).embed(["one", "three", "one"])
    again = RememberedVectors(model, opened).embed(["three", "seven", "one"])
    assert model.asked == ["one", "three", "seven"]
    assert first.tolist() == [[3, 1], [5, 1], [3, 1]]
    assert again.tolist() == [[5, 1], [5, 1], [3, 1]]
    other = Lengths("lengths 2")
    RememberedVectors(other, opened).embed(["one"])
    assert other.asked == ["one"]


def test_many_sentences_and_none(where: str | Path) -> None:
    many = [f"{number}" for number in range(3 * vectors.ASKED_AT_ONCE)]
    model = Lengths()
    remembered = RememberedVectors(model, partial(open_store, where))
    assert remembered.embed(many).shape == (len(many), 2)
    assert remembered.embed(many)[:, 0].tolist() == [len(each) for each in many]
    assert len(model.asked) == len(many)
    assert remembered.embed([]).shape == (0, 2)


def test_a_store_that_cannot_be_written_to_goes_without() -> None:
    def read_only() -> Store:
        raise ReadOnlyStoreError("the store cannot be written to")

    assert RememberedVectors(Lengths(), read_only).embed(["four"]).tolist() == [[4, 1]]
