"""Studies as a user meets them: the commands, the dossier, the section of a brief."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from ripeness.brief.schema import brief_schema
from ripeness.dossier import Dossier, open_case
from tests.brief.opened import dossier
from tests.test_cli import run

WIDE = (
    ("aldova: 0.95, kestria: -0.3", "aldova: {low: 0.7, likely: 2.1, high: 3.2}, kestria: -0.3"),
    (
        "because: Its parliament has voted that the present line will never be a border.",
        "because: {passages: [{report: wire, exact: We will not sign away the far bank}]}",
    ),
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "case"
    dossier(folder, *WIDE)
    return folder


@pytest.fixture(scope="module")
def opened(case: Path) -> Dossier:
    """The case with a study of it and all that can be asked of it."""
    pytest.importorskip("SALib")
    opened = open_case(case)
    found = opened.study(128)
    opened.sensitivity(found)
    opened.drop_origins(found)
    opened.sure_levers(found)
    return opened


def test_the_brief_shows_the_last_study_of_the_same_case(opened: Dossier, case: Path) -> None:
    brief = open_case(case).brief()
    data = brief.data()
    jsonschema.validate(data, brief_schema())
    study: dict[str, Any] = data["study"]
    assert study["draws"] == 128 and study["sensitivity"]["answers"] and study["levers"]
    assert [each["reports"] for each in study["without_origins"]]
    html = brief.html()
    assert "How far to trust it" in html and study["agendas"][0]["narration"] in html
    assert "Chance of a deal by the close of each period" in html  # what the chart says to a screen reader
    assert f"{study['agendas'][0]['zone']['value']:.0%}" in html


def test_a_changed_case_shows_none(opened: Dossier, case: Path, tmp_path: Path) -> None:
    other = dossier(tmp_path / "other", *WIDE, ("discount: 0.95", "discount: 0.94"))
    (tmp_path / "other" / "runs").symlink_to(case / "runs")
    assert open_case(case).brief().data()["study"] is not None
    assert other.brief().data()["study"] is None
    assert "How far to trust it" not in other.brief().html()


def test_asking_again_keeps_what_was_asked_before(opened: Dossier, case: Path) -> None:
    again = open_case(case)
    found = again.study(128)
    again.sure_levers(found, "now")
    study = open_case(case).brief().data()["study"]
    assert study["sensitivity"] is not None and study["without_origins"]
    assert [each["question"] for each in study["levers"]] == ["now", "zone"]


def test_the_origin_of_the_refusal_is_dropped(opened: Dossier) -> None:
    found = opened.study(128)
    first = opened.drop_origins(found)[0]
    assert first.name == "Sarn Valley Wire" and "wire" in first.reports
    assert "refusal" in {thing.kind for thing in first.lost}
    assert first.after is not None and first.after.zone is not None and first.before.zone is not None
    assert first.after.zone >= first.before.zone  # a refusal fewer leaves more deals


def test_the_command_prints_text_or_json(opened: Dossier, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("study", case, "--draws", 128, "--sensitivity", "--drop-origins") == 0
    out, err = capsys.readouterr()
    assert "128 draws there is a zone on ‘The settlement’" in " ".join(out.split())
    assert "What it hangs on" in out and "Without one of the sources" in out
    assert "study-" in err
    assert run("study", case, "--draws", 128, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["inputs"]["seed"] == 0 and data["how"]
    assert run("study", case, "--draws", 4096, "--within", 0.2, "--json") == 0
    assert json.loads(capsys.readouterr().out)["draws"] == 256


def test_check_says_no_with_its_exit_code(opened: Dossier, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    share = opened.study(128).main.zone.value
    assert run("study", case, "--draws", 128, "--check", "--json") == (0 if share >= 0.5 else 1)
    capsys.readouterr()


def test_levers_beside_the_table(opened: Dossier, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("levers", case, "--study", "--draws", 128) == 0
    assert "Over the draws of the study" in capsys.readouterr().out
    assert run("levers", case, "--study", "--draws", 128, "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["levers"] and data["study"]["draws"] == 128


def test_nothing_to_draw_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    dossier(tmp_path / "plain", ("    low: 0.01\n    likely: 0.04\n    high: 0.10\n", "    value: 0.04\n"))
    assert run("study", tmp_path / "plain") == 2
    assert "nothing to draw" in capsys.readouterr().err
