"""Vectors of sentences, kept so that a case which is opened again reads only its new reports by meaning.

They can be computed again at any time: a backup may leave their table empty, and a store that cannot be written to goes
without.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Protocol

import numpy as np

from ripeness.errors import ReadOnlyStoreError
from ripeness.store.database import Opening, Store

ASKED_AT_ONCE = 500  # keys of one question to the database


class Model(Protocol):
    """What turns sentences into vectors; ripeness.models.Embedder is one."""

    @property
    def version(self) -> str:
        """What the vectors were computed with."""
        ...

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        """vector[sentence, width]"""
        ...


class RememberedVectors:
    """A model whose vectors are kept in the store that ``opened`` gives: a sentence is computed once a version."""

    def __init__(self, model: Model, opened: Opening) -> None:
        self._model = model
        self._opened = opened

    @property
    def version(self) -> str:
        """That of the model."""
        return self._model.version

    def embed(self, sentences: Sequence[str]) -> np.ndarray:
        """vector[sentence, width], float32: those that are kept, the others from the model. Raises what it raises."""
        keys = [sha256(sentence.encode("utf-8", "replace")).hexdigest() for sentence in sentences]
        try:
            with self._opened() as store:
                known = kept_vectors(store, self.version, keys)
                new = {key: at for at, key in enumerate(keys) if key not in known}
                if new:
                    vectors = np.asarray(self._model.embed([sentences[at] for at in new.values()]), dtype=np.float32)
                    fresh = dict(zip(new, vectors, strict=True))
                    keep_vectors(store, self.version, fresh)
                    known |= fresh
        except ReadOnlyStoreError:
            return self._model.embed(sentences)
        return np.stack([known[key] for key in keys]) if keys else self._model.embed(sentences)


def kept_vectors(store: Store, version: str, keys: Sequence[str]) -> dict[str, np.ndarray]:
    """The vectors that are kept of the sentences with these ``keys``. Raises StoreError."""
    from sqlalchemy import select

    from ripeness.store.schema import vectors

    found: dict[str, np.ndarray] = {}
    with store.read() as connection:
        for at in range(0, len(keys), ASKED_AT_ONCE):
            some = vectors.c.sentence.in_(keys[at : at + ASKED_AT_ONCE])
            for row in connection.execute(select(vectors).where(vectors.c.model == version, some)):
                found[row.sentence] = np.frombuffer(row.vector, dtype=np.float32)
    return found


def keep_vectors(store: Store, version: str, found: Mapping[str, np.ndarray]) -> None:
    """Keep vectors by the keys of their sentences. Raises StoreError."""
    from ripeness.store.schema import vectors

    rows = [{"model": version, "sentence": key, "vector": vector.tobytes()} for key, vector in found.items()]
    with store.write() as connection:
        store.database.upsert(connection, vectors, rows, ["model", "sentence"], put=False)
