"""A folder of models of the test's own, a small model of invented bytes, and the true one where it is there."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from ripeness.models import MINILM, Embedder, Model, ModelFile, catalogue, find_model

CONTENTS = {"tokenizer.json": b'{"words": 3}', "model.safetensors": bytes(range(256)) * 40}


def model_of(contents: dict[str, bytes]) -> Model:
    """A model like MiniLM, but of these bytes; no package on this machine carries it."""
    files = tuple(ModelFile(name, len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in contents.items())
    package = replace(MINILM.package, name="tiny-weights", module="tiny_weights")
    return replace(MINILM, name="tiny", title="Tiny", files=files, package=package)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder of models, empty."""
    monkeypatch.setenv("RIPENESS_MODELS", str(tmp_path / "models"))
    monkeypatch.delenv("RIPENESS_HUB", raising=False)
    return tmp_path / "models"


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Model:
    """The small model, as the only one there is."""
    tiny = model_of(CONTENTS)
    monkeypatch.setattr("ripeness.models.MODELS", (tiny,))
    monkeypatch.setattr(catalogue, "MODELS", (tiny,))
    return tiny


@pytest.fixture
def minilm(folder: Path) -> Model:
    """The true model; the test is skipped where its package is not installed."""
    presence = find_model(MINILM)
    if not presence.usable:
        pytest.skip(f"MiniLM cannot be used here: {presence.seen or presence.missing}")
    return MINILM


_LOADED: dict[str, Embedder] = {}


@pytest.fixture
def embedder(minilm: Model) -> Embedder:
    """An embedder in fp32 that all tests share."""
    return _shared("fp32")


@pytest.fixture
def embedder_int8(minilm: Model) -> Embedder:
    """An embedder in int8 that all tests share."""
    return _shared("int8")


def _shared(precision: str) -> Embedder:
    if precision not in _LOADED:
        _LOADED[precision] = Embedder("int8" if precision == "int8" else "fp32")
    return _LOADED[precision]
