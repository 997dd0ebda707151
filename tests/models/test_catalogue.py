"""The catalogue and the pinned package say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ripeness.errors import ModelError
from ripeness.models import MODELS, model_named

ROOT = Path(__file__).parents[2]


def test_the_pinned_packages_are_those_of_the_catalogue() -> None:
    text = (ROOT / "requirements-models.lock").read_text(encoding="utf-8")
    lines = re.sub(r"\s*\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE)).splitlines()
    assert lines == [model.package.requirement for model in MODELS]


def test_every_model_says_what_it_is() -> None:
    for model in MODELS:
        assert model_named(model.name) is model
        assert model.purpose and model.licence and model.hub.address.startswith("https://")
        assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in [file.sha256 for file in model.files])


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(ModelError, match="Use one of: minilm"):
        model_named("maxilm")
