"""The commands forecast, resolve, score and changes as a user meets them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.brief.opened import dossier
from tests.test_cli import run


@pytest.fixture
def case(tmp_path: Path) -> Path:
    dossier(tmp_path / "case")
    return tmp_path / "case"


def out(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


def test_a_list_keeps_nothing_and_record_keeps_it(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("forecast", case, "--by", "2025-09-01", "--json") == 0
    listed = out(capsys)
    assert {each["about"] for each in listed} >= {"deal", "lorne_paper:kestria"}
    assert run("score", case, "--json") == 0
    assert out(capsys)["open"] == 0
    assert run("forecast", case, "--by", "2025-09-01", "--record", "--json") == 0
    assert [each["chance"] for each in out(capsys)] == [each["chance"] for each in listed if 0 < each["chance"] < 1]
    assert run("forecast", case, "--by", "2025-09-01", "--record") == 0
    assert "Nothing new" in capsys.readouterr().err


def test_from_a_forecast_to_its_score(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--question", "Will the envoy come back?", "--by", "2099-01-01", "--chance", "0.3", "--name", "Ada")
    assert run("forecast", case, *words, "--json") == 0
    (made,) = out(capsys)
    assert run("resolve", case, made["id"], "yes", "--because", "He came.", "--name", "Ada",
               "--report", "wire", "--exact", "The Lorne paper was circulated on Thursday.") == 0  # fmt: skip
    assert capsys.readouterr().out == f"{made['id']}\n"
    assert run("resolve", case, "--json") == 0
    (kept,) = out(capsys)
    assert kept["outcome"] == "yes" and kept["resolutions"][0]["passages"][0]["report"] == "wire"
    assert run("score", case, "--json") == 0
    assert out(capsys)["rows"][0]["brier"] == pytest.approx(0.49)
    for words in (("score", case), ("resolve", case), ("forecast", case)):
        assert run(*words) == 0
    printed = capsys.readouterr().out
    assert "0.490" in printed and "He came." in printed


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        (("--by", "2025-02-01"), "not later than the day of the case"),
        (("--by", "2025-09-01", "--question", "Will it?"), "a question without a chance"),
        (("--by", "2025-09-01", "--chance", "0.3"), "a chance without a question"),
        (("--question", "Will it?", "--chance", "0.3", "--name", "Ada"), "Give --by"),
        (("--by", "2025-09-01", "--question", "Will it?", "--chance", "0.3"), "anonymously"),
        (("--about", "deal", "--chance", "0.3", "--record"), "--record is for the model"),
        (("--by", "soon"), "soon"),
    ],
)
def test_what_is_no_forecast_says_what_to_do(
    case: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RIPENESS_ANALYST", raising=False)
    assert run("forecast", case, *words) == 2
    assert seen in capsys.readouterr().err


def test_what_cannot_be_resolved_says_what_to_do(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("resolve", case, "f-1", "--name", "Ada") == 2
    assert run("resolve", case, "f-1", "yes", "--name", "Ada", "--because", "x") == 2
    assert run("resolve", case, "f-1", "yes", "--report", "wire") == 2
    said = capsys.readouterr().err
    assert "nothing is said of f-1" in said and "no such forecast" in said and "go together" in said


def test_changes_of_a_case(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("changes", case) == 2
    assert "no earlier brief" in capsys.readouterr().err
    assert run("brief", case, "--out", tmp_path / "b.html", "--json", tmp_path / "b.json") == 0
    text = (case / "case.yaml").read_text(encoding="utf-8")
    (case / "case.yaml").write_text(text.replace("discount: 0.97", "discount: 0.9"), encoding="utf-8")
    capsys.readouterr()
    assert run("changes", case, "--json") == 0
    stored = out(capsys)
    assert run("changes", case, "--json", "--since", tmp_path / "b.json") == 0
    named = out(capsys)
    assert stored["case"] == named["case"]
    assert [each["name"] for each in stored["case"]["effects"][0]["changes"]] == ["parties.aldova.discount"]
    assert run("changes", case) == 0
    assert "0.97 → 0.9" in capsys.readouterr().out
    assert run("brief", case, "--out", tmp_path / "c.html") == 0
    assert "What has changed?" in capsys.readouterr().err


def test_a_pile_since_an_earlier_brief(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports = case / "reports"
    old = tmp_path / "old.json"
    assert run("brief", reports / "wire.txt", "--out", tmp_path / "b.html", "--json", old) == 0
    assert run("brief", reports, "--out", tmp_path / "c.html", "--json", tmp_path / "c.json", "--since", old) == 0
    data = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert data["changes"]["reports"]["new"] == ["later"] and data["changes"]["case"] is None
    assert run("brief", reports, "--out", tmp_path / "c.html", "--since", tmp_path / "none.json") == 2
    assert "cannot be read" in capsys.readouterr().err
