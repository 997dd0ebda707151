"""The command line as a user meets it: what it prints where, its exit codes, and what it leaves behind."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ripeness.cli import main
from tests.brief.opened import LATER, WIRE, dossier

ROOT = Path(__file__).parents[1]


def run(*words: str | Path) -> int:
    """Run the command line in this process; its exit code."""
    before = sys.argv
    sys.argv = ["ripeness", *map(str, words)]
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    finally:
        sys.argv = before
    return 0


@pytest.fixture
def case(tmp_path: Path) -> Path:
    dossier(tmp_path / "case")
    return tmp_path / "case"


def test_a_brief_of_a_case(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("brief", case, "--out", tmp_path / "b.html", "--json", tmp_path / "b.json") == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Is there a deal? Yes, now." in err
    assert (tmp_path / "b.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "b.json").read_text(encoding="utf-8"))["zone"]["ripe"] is True


def test_json_to_stdout_is_nothing_but_json(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("brief", case, "--out", tmp_path / "b.html", "--json", "-") == 0
    assert json.loads(capsys.readouterr().out)["version"] == 1


def test_without_out_the_brief_goes_to_the_case(case: Path) -> None:
    assert run("brief", case) == 0
    assert [path.suffix for path in (case / "briefs").iterdir()] == [".html"]


def test_the_next_brief_says_what_is_new(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("brief", case) == 0
    fresh = tmp_path / "fresh.txt"
    fresh.write_text(LATER.replace("Monitors under discussion", "A third paper"), encoding="utf-8")
    assert run("add", case, fresh) == 0
    assert run("brief", case, "--json", "-") == 0
    news = json.loads(capsys.readouterr().out.split("\n", 1)[1])["news"]
    assert news["reports"] == ["fresh"]
    assert news["since"]


def test_the_same_brief_again_is_the_same_brief(case: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert run("brief", case, "--out", tmp_path / f"{name}.html") == 0
    assert (tmp_path / "first.html").read_bytes() == (tmp_path / "second.html").read_bytes()


def test_adding_twice_adds_nothing(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fresh = tmp_path / "fresh.txt"
    fresh.write_text(WIRE.replace("Thursday", "Friday"), encoding="utf-8")
    assert run("add", case, fresh) == 0
    assert capsys.readouterr().out == "fresh\n"
    before = sorted((case / "reports").iterdir())
    assert run("add", case, fresh) == 0
    assert capsys.readouterr().out == ""
    assert sorted((case / "reports").iterdir()) == before


def test_one_bad_report_does_not_stop_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.txt").write_text(WIRE, encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    assert run("record", tmp_path, "--json") == 0
    out, err = capsys.readouterr()
    assert len(json.loads(out)["statements"]) == 2
    for name in ("empty.txt", "binary.txt", "huge.txt"):
        assert sum(name in line for line in err.splitlines()) == 1
    assert run("brief", tmp_path / "empty.txt", "--out", tmp_path / "b.html") == 2
    assert not (tmp_path / "b.html").exists()


def test_check_says_what_is_wrong_and_exits_with_one(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", case) == 0
    assert "valid" in capsys.readouterr().out
    file = case / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("now: level", "now: levle"), encoding="utf-8")
    assert run("check", case) == 1
    assert "Did you mean 'level'" in capsys.readouterr().out
    assert run("check", case, "--json") == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["line"] and problem["fix"]
    assert run("solve", case) == 2
    assert run("brief", case) == 2
    assert not (case / "briefs").exists()


def test_pinning(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", case, "--pin") == 0
    assert "1 passages pinned" in capsys.readouterr().err
    assert "start: 0" in (case / "case.yaml").read_text(encoding="utf-8")
    assert run("check", case) == 0


def test_solve_and_its_exit_code(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("solve", case, "--check") == 0
    out = capsys.readouterr().out
    assert "A ZONE IS OPEN." in out and "slack: +" in out and "frontier:" in out
    file = case / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("aldova: 0.95", "aldova: 2.5"), encoding="utf-8")
    assert run("solve", case) == 0
    assert "blocker: Without the consent of Aldova" in capsys.readouterr().out
    assert run("solve", case, "--check") == 1
    capsys.readouterr()
    assert run("solve", case, "--json") == 0
    assert json.loads(capsys.readouterr().out)["zones"][0]["ripe"] is False


def test_compare(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", case, "lorne_paper", "lorne_paper,trade=closed") == 0
    out = capsys.readouterr().out
    assert "Trade across the river: Open → Closed" in out and "in all" in out
    assert run("compare", case, "lorne_paper", "lorne_paper,trade=closed", "--json") == 0
    data = json.loads(capsys.readouterr().out)
    assert data["rows"][0]["alone"]["aldova"] == pytest.approx(-0.25)
    assert run("compare", case, "lorne_paper", "nothing") == 2
    assert "Use one of: lorne_paper" in capsys.readouterr().err


def test_a_brief_never_overwrites_what_it_is_made_from(case: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in [case / "case.yaml", *sorted((case / "reports").iterdir())]}
    for target in before:
        assert run("brief", case, "--out", target) == 2
        assert run("brief", case, "--out", tmp_path / "b.html", "--json", target) == 2
        assert run("brief", target if target.suffix == ".txt" else case, "--out", target) == 2
    assert run("brief", case, "--out", tmp_path / "same", "--json", tmp_path / "same") == 2
    assert run("brief", case, "--out", tmp_path) == 2
    assert {path: path.read_bytes() for path in before} == before


def test_a_moved_case_is_not_overwritten_either(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.parent)
    assert run("solve", case.name) == 0  # the store now knows the reports by a relative path
    moved = case.rename(tmp_path / "moved")
    before = {path: path.read_bytes() for path in [moved / "case.yaml", *sorted((moved / "reports").iterdir())]}
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    for target in before:
        assert run("brief", moved, "--out", target) == 2
    assert run("brief", moved, "--out", moved / "reports" / "new.html") == 2
    assert {path: path.read_bytes() for path in before} == before


def test_a_new_case_has_a_brief_at_once(tmp_path: Path) -> None:
    assert run("new", tmp_path / "mine") == 0
    assert run("brief", tmp_path / "mine", "--out", tmp_path / "b.html") == 0


def test_lineage_and_record_in_words_and_as_json(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lineage", case) == 0
    assert "2 reports, between 1 and 2 independent originals." in capsys.readouterr().out
    assert run("lineage", case, "--json") == 0
    assert json.loads(capsys.readouterr().out)["independent"]["strict"] == 2
    assert run("record", case) == 0
    assert "Mira Tallec" in capsys.readouterr().out


def test_the_record_as_json_has_the_shapes_of_the_brief(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("record", case, "--json") == 0
    record = json.loads(capsys.readouterr().out)
    assert run("brief", case, "--out", tmp_path / "b.html", "--json", "-") == 0
    brief = json.loads(capsys.readouterr().out, object_hook=without_bytes)
    for key in ("statements", "moves", "contradictions", "disagreements"):
        assert record[key] == brief[key], key
    assert record["statements"]
    assert record["positions"] == [position for position in brief["positions"] if position["source"] == "record"]
    assert run("record", case, "--only", "statements", "--json") == 0
    assert set(json.loads(capsys.readouterr().out)) == {"statements", "not_applied"}
    assert run("record", case, "--only", "moves", "--only", "positions") == 0
    out = capsys.readouterr().out
    assert "What happened, in order" in out and "Who stands where" in out and "Who said what" not in out
    assert run("record", case, "--only", "rumours") == 2


def without_bytes(value: dict[str, Any]) -> dict[str, Any]:
    """A passage of brief.json without its place among the raw bytes, which only a brief gives."""
    value.pop("bytes", None)
    return value


def test_as_of_leaves_out_what_came_later(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("brief", case, "--as-of", "2025-02-21", "--json", "-", "--out", tmp_path / "b.html") == 0
    assert [report["id"] for report in json.loads(capsys.readouterr().out)["reports"]] == ["wire"]
    assert run("brief", case, "--as-of", "2025-02-01", "--out", tmp_path / "b.html") == 2
    assert "rests on passages of 1 reports published later (wire)" in capsys.readouterr().err
    assert run("brief", case, "--as-of", "soon", "--out", tmp_path / "b.html") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("brief",),
        ("solve", "/nowhere/at/all"),
        ("brief", "/nowhere/at/all"),
        ("record", "/nowhere/at/all"),
        ("lineage", "/nowhere"),
        ("new",),
        ("new", ""),
        ("solve", "."),
    ],
)
def test_usage_and_bad_input_exit_with_two(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_two_paths_with_a_case_among_them_are_refused(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("brief", case, ROOT / "README.md") == 2
    assert "ripeness add" in capsys.readouterr().err


def test_new_then_brief(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("new", tmp_path / "mine") == 0
    assert run("check", tmp_path / "mine") == 0
    assert run("new", tmp_path / "mine") == 2
    assert "Nothing is overwritten" in capsys.readouterr().err


def test_version_and_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    assert capsys.readouterr().out.startswith("ripeness ")
    assert run("--help") == 0
    assert "PATH" not in capsys.readouterr().err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_still_read(case: Path) -> None:
    (case / "case.db").unlink(missing_ok=True)
    case.chmod(0o555)
    try:
        assert run("solve", case) == 0
    finally:
        case.chmod(0o755)


def test_the_installed_command() -> None:
    command = Path(sys.executable).with_name("ripeness")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("ripeness ")
