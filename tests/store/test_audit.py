from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ripeness.errors import ConflictError
from ripeness.store import Decision, Entry, decide, note, open_store, read_audit, read_log


def decision(reading: str) -> Decision:
    return Decision(reading, "statement", "accepted", {"id": reading}, {}, "Ada", "Read twice.")


def test_entries_come_back_last_first(where: str | Path) -> None:
    with open_store(where) as store:
        assert read_audit(store) == []
        note(store, Entry("Ada", "entered", {"role": "owner"}))
        note(store, Entry("Ben", "entered"))
        note(store, Entry("Ada", "left"))
        assert [(e.who, e.what) for e in read_audit(store)] == [("Ada", "left"), ("Ben", "entered"), ("Ada", "entered")]
        assert [e.what for e in read_audit(store, who="Ada")] == ["left", "entered"]
        assert read_audit(store, most=1)[0].number == 3
        with pytest.raises(ValueError, match="no deed"):
            note(store, Entry("Ada", "danced"))


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET who = 'x'", "DELETE FROM audit", "REPLACE INTO audit SELECT * FROM audit"]
)
def test_nobody_changes_an_entry(tmp_path: Path, statement: str) -> None:
    with open_store(tmp_path / "case.db") as store:
        note(store, Entry("Ada", "entered"))
    with sqlite3.connect(tmp_path / "case.db") as other, pytest.raises(sqlite3.IntegrityError, match="only added to"):
        other.execute(statement)
    other.close()


def test_a_decision_and_its_entry_are_written_together_or_not_at_all(where: str | Path) -> None:
    with open_store(where) as store:
        decide(store, [decision("s-1")], {"s-1": 0}, Entry("Ada", "decided"))
        log = read_log(store)
        assert {id: log.last(id) for id in ("s-1", "s-0")} == {"s-1": 1, "s-0": 0} and log.number == 1
        assert read_audit(store)[0].about == {"decisions": {"s-1": 1}}
        with pytest.raises(ConflictError) as error:
            decide(store, [decision("s-2"), decision("s-1")], {"s-2": 0, "s-1": 0}, Entry("Ben", "decided"))
        assert error.value.names == ("s-1",)
        assert read_log(store) == log and len(read_audit(store)) == 1
        decide(store, [decision("s-2"), decision("s-1")], {"s-2": 0, "s-1": 1}, Entry("Ben", "decided"))
        assert [read_log(store).last(id) for id in ("s-1", "s-2")] == [3, 2]
