"""The commands on decisions, and taking a record from one copy of a case to another."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from ripeness.claims import to_plain
from ripeness.dossier import open_case, read_reports
from ripeness.errors import RecordError
from ripeness.store import Decision, Imported, bring, open_store
from tests.brief.opened import WIRE, dossier
from tests.test_cli import run
from tests.test_repository import HEAVY

ADA = ("--by", "Ada Nalyst", "--why", "Read in full.")


@pytest.fixture
def case(tmp_path: Path) -> Path:
    dossier(tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def copy(case: Path, tmp_path: Path) -> Path:
    """The same case with an empty log."""
    shutil.copytree(case, tmp_path / "copy")
    return tmp_path / "copy"


def record(capsys: pytest.CaptureFixture[str], *words: str | Path) -> dict[str, dict]:
    """The statements as the command line gives them, by their speakers."""
    capsys.readouterr()
    assert run("record", *words, "--json") == 0
    return {row["speaker"]: row for row in json.loads(capsys.readouterr().out)["statements"]}


def test_a_decision_shows_in_the_record_and_in_the_brief(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = record(capsys, case)
    tallec, venn = before["Mira Tallec"], before["Oskar Venn"]
    assert {row["standing"]["status"] for row in before.values()} == {"proposed"}
    assert run("decide", case, tallec["id"], "--correct", "party=aldova", "--correct", "said=2025-02-20", *ADA) == 0
    assert run("decide", case, venn["id"], "--reject", *ADA, "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out.split("\n", 1)[1])[0]["status"] == "rejected"
    assert "1 reading is now rejected, by Ada Nalyst." in err
    found = record(capsys, case)
    assert found["Mira Tallec"]["party"] == "aldova" and found["Mira Tallec"]["said"] == "2025-02-20"
    assert found["Mira Tallec"]["read_as"]["speaker"]["party"] == "kestria"
    assert found["Oskar Venn"]["standing"].items() >= {"status": "rejected", "by": "Ada Nalyst"}.items()
    assert list(record(capsys, case, "--status", "rejected")) == ["Oskar Venn"]
    assert record(capsys, case, "--status", "proposed").keys() == before.keys() - {"Mira Tallec", "Oskar Venn"}
    assert run("record", case) == 0
    assert "rejected by Ada" in capsys.readouterr().out
    assert run("brief", case, "--json", "-", "--out", case.parent / "b.html") == 0
    parties = {row["speaker"]: row["party"] for row in json.loads(capsys.readouterr().out)["statements"]}
    assert parties.keys() == before.keys() - {"Oskar Venn"} and parties["Mira Tallec"] == "aldova"


def test_reopening_takes_a_decision_back(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = record(capsys, case)
    id = before["Mira Tallec"]["id"]
    assert run("decide", case, id, "--correct", "speaker=Somebody Else", "--correct", "party=", *ADA) == 0
    assert "Somebody Else" in record(capsys, case)
    assert run("decide", case, id, "--reopen", *ADA) == 0
    assert record(capsys, case) == before
    assert [each.status for each in open_case(case).decisions] == ["corrected", "proposed"]


def test_several_readings_are_decided_on_together_or_not_at_all(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ids = [row["id"] for row in record(capsys, case).values()]
    assert run("decide", case, *ids, "s-0000", "--accept", *ADA) == 2
    assert "no reading 's-0000'" in capsys.readouterr().err
    assert open_case(case).decisions == ()
    assert run("decide", case, *(id[:4] for id in ids), "--accept", *ADA) == 0
    assert {row["standing"]["status"] for row in record(capsys, case).values()} == {"accepted"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--accept", "--why", "x"), "--by"),
        (("--accept", "--by", "Ada"), "--why"),
        (("--accept", "--by", " ", "--why", "x"), "No judgement is anonymous"),
        (("--accept", "--reject", *ADA), "several decisions at once"),
        (ADA, "nothing is decided"),
        (("--correct", "party=kestri", *ADA), "Did you mean 'kestria'"),
        (("--correct", "actors=kestria", *ADA), "these can be corrected"),
        (("--correct", "said=soon", *ADA), "A date is"),
    ],
)
def test_what_cannot_be_decided(
    case: Path, words: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("RIPENESS_ANALYST", raising=False)
    id = record(capsys, case)["Mira Tallec"]["id"]
    assert run("decide", case, id, *words) == 2
    assert says in capsys.readouterr().err
    assert open_case(case).decisions == ()


def test_the_analyst_may_come_from_the_environment(
    case: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIPENESS_ANALYST", "Ben O.")
    assert run("decide", case, record(capsys, case)["Mira Tallec"]["id"], "--accept", "--why", "So it is.") == 0
    assert open_case(case).decisions[0].by == "Ben O."


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl"])
def test_from_one_copy_of_a_case_to_another(
    case: Path, copy: Path, tmp_path: Path, format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a reading that no reader here finds: it was imported into the first copy from a third."""
    opened = open_case(case)
    first, passage = opened.record.statements[0], opened.report("wire").passage(45, 80)
    count = len(list(opened.decided))
    foreign = to_plain(first) | {"id": "s-foreign", "reader": "another", "issue": "territory"}
    foreign |= {"report": "wire", "text": passage.exact, "content": asdict(passage)}
    decision = Decision("s-foreign", "statement", "accepted", foreign, {}, "Ben", "Yes.", "2025-04-01T00:00:00Z")
    with open_store(case / "case.db") as store:
        bring(store, [decision], [Imported("s-foreign", "statement", foreign)])
    assert run("decide", case, first.id, "--correct", "party=aldova", *ADA) == 0
    out = tmp_path / "out"
    assert run("export", case, "--out", out, "--format", format) == 0
    assert {path.suffix for path in out.iterdir()} == {f".{format}", ".json"}
    capsys.readouterr()
    assert run("import", copy, out, "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "decisions": 2, "readings": ["s-foreign"], "found_here_too": count, "read_otherwise_here": [],
    }  # fmt: skip
    assert run("import", copy, out) == 0
    assert "0 decisions and 0 readings are new" in capsys.readouterr().err
    there, here = open_case(case), open_case(copy)
    assert here.decisions == there.decisions and here.decided == there.decided
    assert len(list(here.decided)) == count + 1


def test_what_follows_from_moves_is_drawn_anew_and_not_imported(case: Path, copy: Path, tmp_path: Path) -> None:
    """A position that follows from a corrected move is drawn in the copy too, and goes when the correction does."""
    opened = open_case(case)
    move = next(move for move in opened.record.moves if move.issue is None or move.kind == "reject")
    opened.decide(move.id, "corrected", by="Ada", why="Read.", changes={"kind": "demand", "issue": "sanctions"})
    drawn = {position.id for position in opened.record.positions}
    assert "sanctions" in {position.issue for position in opened.record.positions}
    opened.export(tmp_path / "out")
    other = open_case(copy)
    assert {position.id for position in other.record.positions} != drawn
    assert other.bring(tmp_path / "out").readings == ()
    assert {position.id for position in other.record.positions} == drawn
    other.decide(move.id, "proposed", by="Ada", why="Read again.")
    assert other.record.positions == open_case(copy).record.positions
    assert "sanctions" not in {position.issue for position in other.record.positions}


def test_an_export_is_put_where_nothing_of_the_case_is(case: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in case.rglob("*.*") if "case.db" not in path.name}
    assert run("export", case, "--out", case / "reports") == 2
    assert run("export", case, "--out", tmp_path / "out") == 0
    assert run("export", case, "--out", tmp_path / "out") == 2
    assert run("export", case, "--out", tmp_path / "out", "--force") == 0
    assert run("export", case, "--out", tmp_path / "other", "--format", "pdf") == 2
    assert {path: path.read_bytes() for path in before} == before


def test_two_analysts_do_not_undo_each_other(case: Path) -> None:
    one, two = open_case(case), open_case(case)
    id = one.record.statements[0].id
    assert one.decisions == two.decisions == ()
    one.decide(id, "corrected", by="Ada", why="Read.", changes={"party": "aldova"})
    two.decide(id, "corrected", by="Ben", why="Read.", changes={"said": "2025-02"})
    assert two.decisions[-1].changes == {"party": "aldova", "said": "2025-02"}


def test_a_pile_without_a_case_can_be_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wire.txt").write_text(WIRE, encoding="utf-8")
    assert run("export", tmp_path / "wire.txt", "--out", tmp_path / "out", "--texts", "--json") == 0
    manifest = json.loads(capsys.readouterr().out)
    pile = read_reports(tmp_path / "wire.txt")
    assert manifest["case"] is None
    assert manifest["files"]["statements.csv"]["rows"] == len(pile.record.statements) >= 2
    assert {each.standing.status for each in pile.decided} == {"proposed"}


def test_an_export_of_other_reports_is_refused(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "wire.txt").write_text(WIRE.replace("far bank", "near bank"), encoding="utf-8")
    assert run("export", tmp_path / "wire.txt", "--out", tmp_path / "out") == 0
    assert run("import", case, tmp_path / "out") == 2
    assert "in the case its text is another one" in capsys.readouterr().err
    assert open_case(case).imported == ()


def test_a_look_back_has_no_decisions_on_what_came_later(case: Path) -> None:
    opened = open_case(case)
    before = len(opened.record.statements)
    words = opened.report("later").passage(60, 80)
    later = to_plain(replace(opened.record.statements[0], id="s-later", report="later", content=words))
    with open_store(case / "case.db") as store:
        bring(store, [], [Imported("s-later", "statement", later)])
    opened = open_case(case)
    for statement in opened.record.statements:
        opened.decide(statement.id, "accepted", by="Ada", why="Read.")
    assert len(opened.record.statements) == before + 1
    assert {each.standing.status for each in opened.decided.statements} == {"accepted"}
    pile = opened.as_of("2025-02-21")
    assert not pile.decided.faults and len(pile.record.statements) < before + 1
    assert {each.standing.status for each in pile.decided.statements} == {"accepted"}
    with pytest.raises(RecordError):
        opened.decide("s-", "accepted", by="Ada", why="Read.")


def test_a_brief_of_other_decisions_is_another_brief(case: Path) -> None:
    opened = open_case(case)
    before, rejected = opened.brief(), opened.record.statements[0].id
    opened.decide(rejected, "rejected", by="Ada", why="Read.")
    after = opened.brief()
    assert after.material.digest() != before.material.digest()
    ids = [{row["id"] for row in brief.data()["statements"]} for brief in (before, after)]
    assert ids[0] - ids[1] == {rejected}


def test_the_help_loads_nothing_heavy() -> None:
    code = f"import sys, ripeness.cli; print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
