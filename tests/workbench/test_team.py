"""One case, one PostgreSQL store, several servers and commands at once: nothing is lost, and each sees the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ripeness.cli import app
from ripeness.dossier import add_to_case, open_case
from ripeness.errors import RecordError, StoreError
from ripeness.store import FILE, Imported, bring, copy_store, open_store, read_audit, read_decisions
from ripeness.workbench import Desk
from tests.brief.opened import PASSAGE, dossier
from tests.postgres import Server
from tests.workbench.visit import Visit, door


@pytest.fixture
def address(postgres: Server) -> str:
    return postgres.address()


@pytest.fixture
def case(tmp_path: Path) -> Path:
    dossier(tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def desks(case: Path, address: str) -> Iterator[tuple[Desk, Desk]]:
    """The case as two server processes have it: nothing of one is in the other."""
    one, other = Desk(case, store=address), Desk(case, store=address)
    yield one, other
    one.close()
    other.close()


def test_what_one_server_writes_the_other_shows(desks: tuple[Desk, Desk]) -> None:
    ada, ben = Visit(desks[0], door(), "Ada"), Visit(desks[1], door(), "Ben")
    (id, version), *_ = ben.cards()
    assert ada.decide(id, version, why="Read by Ada.").status_code == 303
    assert id not in dict(ben.cards()) and "Read by Ada." in ben.text(f"/readings/{id}")
    assert ada.get("/search?words=truce").status_code == ben.get("/search?words=truce").status_code == 200


def test_who_comes_second_at_another_server_is_shown_the_first(desks: tuple[Desk, Desk]) -> None:
    ada, ben = Visit(desks[0], door(), "Ada"), Visit(desks[1], door(), "Ben")
    (id, version), *_ = ben.cards()
    assert ada.decide(id, version).status_code == 303
    answer = ben.decide(id, version, "rejected", "Read by Ben.")
    assert answer.status_code == 409 and "Ada" in answer.text and "Read by Ben." in answer.text
    assert [each.by for each in desks[1].view().dossier.decisions] == ["Ada"]
    now = desks[1].view().version(id)
    assert ben.decide(id, now, "rejected", "Read by Ben.").status_code == 303
    assert desks[0].view().readings[id].standing.by == "Ben"
    assert ada.post("/undo").status_code == 400  # Ben has decided since: hers is not taken back under him
    assert ben.post("/undo").status_code == 303
    assert desks[0].view().readings[id].standing.by == "Ben"  # who took it back stands in the log
    assert desks[0].view().readings[id].standing.status == "accepted"


def test_a_case_saved_at_one_server_is_not_written_over_from_another(desks: tuple[Desk, Desk]) -> None:
    one, other = desks
    text, digest = one.view().text, one.view().digest
    one.save(f"{text}# Ada\n", digest, "Ada")
    with pytest.raises(Exception, match="changed since"):
        other.save(f"{text}# Ben\n", digest, "Ben")
    assert other.view().text.endswith("# Ada\n")
    assert [each.who for each in read_audit(other._writable(), what="saved the case")] == ["Ada"]


def test_reports_and_imports_of_another_process_are_seen(
    desks: tuple[Desk, Desk], case: Path, address: str, tmp_path: Path
) -> None:
    one, other = desks
    report = tmp_path / "late.txt"
    report.write_text("Late news\n2025-03-02\n\nKestria rejected a truce in the valley on Sunday, its ministry said.\n")
    added, _ = one.add([report], [], "Ada")
    assert added.new[0].id in [each.id for each in other.view().dossier]


def test_an_import_of_another_process_is_seen_though_it_brings_no_decision(
    desks: tuple[Desk, Desk], address: str
) -> None:
    body = {"id": "s-none", "text": "?"}
    with open_store(address) as store:
        bring(store, [], [Imported("s-none", "statement", body)])
    assert "s-none" in [fault.reading for fault in desks[1].view().dossier.decided.faults]


def test_who_decides_knows_of_an_import_that_another_process_made(case: Path, address: str) -> None:
    opened = open_case(case, store=address)
    assert len(opened.decided.faults) == 0 and opened.imported == ()
    with open_store(address) as store:
        bring(store, [], [Imported("s-none", "statement", {"id": "s-none", "text": "?"})])
    with pytest.raises(RecordError):
        opened.decide("nothing-of-that-name", "accepted", by="Ada", why="Read.")
    assert [each.reading for each in opened.imported] == ["s-none"] == [each.reading for each in opened.decided.faults]


def test_commands_use_the_store_that_is_named(case: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run, deciding = CliRunner(), ["decide", str(case), "--by", "Ada", "--why", "Read."]
    ids = [each.reading.id for each in open_case(case, store=address).decided]
    done = run.invoke(
        app, ["decide", str(case), ids[0], "--accept", "--by", "Ada", "--why", "Read.", "--store", address]
    )
    assert done.exit_code == 0, done.output
    monkeypatch.setenv("RIPENESS_STORE", address)
    done = run.invoke(app, [*deciding, ids[1], "--reject"])
    assert done.exit_code == 0, done.output
    assert run.invoke(app, ["check", str(case)]).exit_code == 0
    monkeypatch.delenv("RIPENESS_STORE")
    with open_store(address) as store:
        assert [each.reading for each in read_decisions(store)] == ids[:2]
    assert open_case(case).decisions == ()  # the case's own store knows nothing of it


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another case, whose reports have the names of those of the first, and other words."""
    dossier(tmp_path / "other")
    for file in (tmp_path / "other" / "reports").iterdir():
        file.write_text(file.read_text() + "\nOther words.\n")
    return tmp_path / "other"


@pytest.mark.parametrize("emptied", [False, True])
def test_a_store_of_another_case_is_refused_and_left(case: Path, other: Path, address: str, emptied: bool) -> None:
    open_case(case, store=address)
    for file in (other / "reports").iterdir() if emptied else ():
        file.unlink()
    with pytest.raises(StoreError, match="A store is of one"):
        open_case(other, store=address)
    assert len(open_case(case, store=address)) == len(open_case(case))


def test_nothing_is_added_to_the_store_of_another_case(case: Path, other: Path, address: str, tmp_path: Path) -> None:
    open_case(case, store=address)
    late = tmp_path / "late.txt"
    late.write_text("Late news\n2025-03-02\n\nKestria rejected a truce on Sunday, its ministry said.\n")
    before = sorted((other / "reports").iterdir())
    with pytest.raises(StoreError, match="A store is of one"):
        add_to_case(other, [late], store=address)
    assert sorted((other / "reports").iterdir()) == before
    assert len(open_case(case, store=address)) == len(open_case(case))
    added, _ = add_to_case(case, [late], store=address)
    assert len(added.new) == 1


def test_a_file_of_many_reports_that_has_gone_on_is_of_its_case_still(case: Path, address: str) -> None:
    lines = [f'{{"text": "On day {day} the truce in the valley was spoken of."}}\n' for day in "12"]
    for file in (case / "reports").iterdir():
        file.unlink()
    pile = case / "reports" / "pile.jsonl"
    pile.write_text(lines[0])
    source = case / "case.yaml"
    source.write_text(source.read_text().replace(PASSAGE, "because: Circulated."))
    assert len(open_case(case, store=address)) == 1
    pile.write_text("".join(lines))
    added, _ = add_to_case(case, [pile], store=address)
    assert (len(added.new), len(added.known)) == (1, 1)


def test_a_store_is_copied_whole_to_a_server_and_goes_on_there(case: Path, address: str) -> None:
    desk = Desk(case)
    ada = Visit(desk, door(), "Ada")
    for id, version in ada.cards()[:3]:
        ada.decide(id, version)
    ada.get("/brief.json")
    log, audit = desk.view().dossier.log, read_audit(desk._writable())
    desk.close()
    done = CliRunner().invoke(app, ["store", "copy", str(case), "--store", address])
    assert done.exit_code == 0 and "3 decisions" in done.output, done.output
    there = Desk(case, store=address)
    assert there.view().dossier.log == log and read_audit(there._writable())[-len(audit) :] == audit
    ada = Visit(there, door(), "Ada")
    assert ada.decide(*ada.cards()[0]).status_code == 303 and len(there.view().dossier.decisions) == 4
    there.close()
    with open_store(case / FILE) as own, open_store(address) as team, pytest.raises(StoreError, match="already"):
        copy_store(own, team)
