from __future__ import annotations

import sqlite3
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from ripeness.errors import ReadOnlyStoreError, StoreError
from ripeness.store import (
    Decision,
    Imported,
    bring,
    decide,
    decisions,
    marks,
    open_store,
    read_decisions,
    read_imported,
    sqlite,
)
from ripeness.store.schema import ONLY_ADDED, SCHEMA_VERSION

BODY = {"id": "s-1", "text": "a ‘word’", "via": [], "cue": None}


def decision(reading: str = "s-1", status: str = "accepted", at: str = "", **changes: object) -> Decision:
    return Decision(reading, "statement", status, BODY, changes, "Ada", "Read twice.", at)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


def test_decisions_come_back_in_the_order_of_their_time(where: str | Path) -> None:
    with open_store(where) as store:
        first = decide(store, [decision(), decision("s-2", "rejected")])
        then = decide(store, [decision(status="corrected", party=None)])
    with open_store(where) as store:
        assert read_decisions(store) == (*first, *then)
    assert first[0].moment < then[0].moment


def test_a_decision_is_later_than_the_last_one_whatever_the_clock_says(where: str | Path) -> None:
    ahead = decision(status="rejected", at="2999-01-01T00:00:00Z")
    with open_store(where) as store:
        bring(store, [ahead], [])
        (made, other) = decide(store, [decision(), decision("s-2")])
        assert read_decisions(store)[-1] == made
    assert made.at == "2999-01-01T00:00:00.000001Z"
    assert other.moment < ahead.moment


def test_an_imported_decision_takes_its_place_by_its_time_and_once(where: str | Path) -> None:
    old = decision(status="rejected", at="2001-01-01T00:00:00Z")
    with open_store(where) as store:
        (new,) = decide(store, [decision()])
        assert bring(store, [old], []) == (old,)
        assert bring(store, [old, new], []) == ()
        assert read_decisions(store) == (old, new)


def test_imported_readings_are_kept_and_replaced_by_later_ones(where: str | Path) -> None:
    with open_store(where) as store:
        bring(store, [], [Imported("s-2", "statement", BODY), Imported("s-1", "statement", BODY)])
        bring(store, [], [Imported("s-2", "statement", {"id": "s-2"})])
        assert read_imported(store) == (
            Imported("s-1", "statement", BODY),
            Imported("s-2", "statement", {"id": "s-2"}),
        )


def test_an_import_is_seen_though_the_clock_went_back(where: str | Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(where) as store:
        bring(store, [], [Imported("s-1", "statement", BODY)])
        first = marks(store)

        class Behind(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:
                return datetime(2001, 1, 1, tzinfo=tz)

        monkeypatch.setattr(decisions, "datetime", Behind)
        bring(store, [], [Imported("s-2", "statement", BODY)])
        second = marks(store)
        bring(store, [], [Imported("s-2", "statement", {"id": "s-2"})])  # in place of the one that was last
        assert first[2] < second[2] < marks(store)[2]


def test_nothing_is_added_where_one_cannot_be(where: str | Path) -> None:
    with open_store(where) as store:
        with pytest.raises(StoreError):
            bring(store, [decision(at="2001-01-01T00:00:00Z")], [Imported("s-1", None, {})])  # type: ignore[arg-type]
        assert read_decisions(store) == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET status = 'rejected'",
        "DELETE FROM decisions",
        "INSERT OR REPLACE INTO decisions SELECT number, reading, kind, 'rejected', body, changes, by, why, decided_at "
        "FROM decisions",
        "REPLACE INTO decisions SELECT * FROM decisions",
        "UPDATE OR REPLACE decisions SET number = 2 WHERE number = 1",
    ],
)
def test_other_programs_cannot_change_the_log_either(path: Path, statement: str) -> None:
    with open_store(path) as store:
        made = decide(store, [decision(), decision("s-2")])
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        other.execute(statement)
    other.close()
    with open_store(path) as store:
        assert read_decisions(store) == made


def test_a_time_that_is_none_is_found(path: Path) -> None:
    with open_store(path) as store:
        decide(store, [decision()])
    with sqlite3.connect(path) as other:
        other.execute(
            "INSERT INTO decisions (reading, kind, status, body, changes, by, why, decided_at) "
            "VALUES ('s-1', 'statement', 'accepted', '{}', '{}', 'x', 'y', 'yesterday')"
        )
    other.close()
    with open_store(path) as store, pytest.raises(StoreError, match=r"'yesterday' is no time stamp"):
        read_decisions(store)


FIRST = """
CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE reports (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, file TEXT NOT NULL,
    sha256 TEXT NOT NULL, text TEXT NOT NULL, metadata JSON NOT NULL, source_lines JSON NOT NULL, dropped JSON NOT NULL,
    original TEXT, added_at TEXT NOT NULL);
CREATE TABLE briefs (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, made_at TEXT NOT NULL, inputs TEXT NOT NULL,
    body JSON NOT NULL);
INSERT INTO briefs (made_at, inputs, body) VALUES ('2025-01-01T00:00:00Z', 'kept', '{}');
"""
SECOND = """
UPDATE schema_version SET version = 2;
CREATE TABLE readings (report TEXT NOT NULL, sha256 TEXT NOT NULL, reader TEXT NOT NULL, version TEXT NOT NULL,
    body JSON NOT NULL, read_at TEXT NOT NULL, PRIMARY KEY (report, sha256, reader, version));
CREATE TABLE decisions (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, reading TEXT NOT NULL, kind TEXT NOT NULL,
    status TEXT NOT NULL, body JSON NOT NULL, changes JSON NOT NULL, by TEXT NOT NULL, why TEXT NOT NULL,
    decided_at TEXT NOT NULL);
"""


def old_store(path: Path, version: int) -> None:
    with sqlite3.connect(path) as old:
        old.executescript(FIRST + (SECOND if version == 2 else ""))
    old.close()


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_store_gets_the_log_and_what_guards_it(path: Path, version: int) -> None:
    old_store(path, version)
    with open_store(path) as store:
        assert read_decisions(store) == () and read_imported(store) == ()
        made = decide(store, [decision()])
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT version FROM schema_version").fetchall() == [(SCHEMA_VERSION,)]
        assert other.execute("SELECT inputs FROM briefs").fetchall() == [("kept",)]
        triggers = other.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone()
        assert triggers == (3 * len(ONLY_ADDED),)
        with pytest.raises(sqlite3.IntegrityError, match="only added to"):
            other.execute("DELETE FROM decisions")
    other.close()
    with open_store(path) as store:
        assert read_decisions(store) == made


def test_an_older_store_that_cannot_be_written_says_so_and_is_left(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy import event

    old_store(path, 1)
    before = path.read_bytes()
    engine = sqlite._engine

    def read_only(where: Path, wait: float):  # refuses as a read-only file does, for root too
        made = engine(where, wait)
        event.listen(made, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON"))
        return made

    monkeypatch.setattr(sqlite, "_engine", read_only)
    with pytest.raises(ReadOnlyStoreError, match="writable"):
        open_store(path)
    assert path.read_bytes() == before
