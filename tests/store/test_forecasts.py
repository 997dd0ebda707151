"""Forecasts in the store: only added to, from a store of version 3 too, and whole after a kill in the middle."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from ripeness.errors import StoreError
from ripeness.store import (
    Resolution,
    keep_forecasts,
    last_brief,
    open_store,
    read_decisions,
    read_forecasts,
    read_resolutions,
    record_brief,
    resolve,
)
from ripeness.store.briefs import KEPT_WHOLE
from ripeness.store.schema import ONLY_ADDED, SCHEMA_VERSION, briefs
from tests.forecasts.made import forecast
from tests.store.test_decisions import FIRST, SECOND

THIRD = """
UPDATE schema_version SET version = 3;
CREATE INDEX ix_decisions_reading ON decisions (reading);
CREATE TRIGGER decisions_stay BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'only added to'); END;
CREATE TRIGGER decisions_are_kept BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'only added to'); END;
CREATE TABLE imported (reading TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, body JSON NOT NULL,
    imported_at TEXT NOT NULL);
INSERT INTO decisions (reading, kind, status, body, changes, by, why, decided_at)
    VALUES ('s-1', 'statement', 'accepted', '{}', '{}', 'Ada', 'Read.', '2025-01-01T00:00:00Z');
"""
SAID = Resolution("", "yes", "Ada", "Seen.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "case.db"


def test_forecasts_and_resolutions_come_back(where: str | Path) -> None:
    with open_store(where) as store:
        one, two = keep_forecasts(store, [forecast(id="", made_at=""), forecast(id="", made_at="", due="2031-01-01")])
        done = resolve(store, replace(SAID, forecast=one.id))
        later = resolve(store, replace(SAID, forecast=one.id, outcome="no"))
    assert one.id != two.id and one.made_at == two.made_at != ""
    with open_store(where) as store:
        assert read_forecasts(store) == (one, two)
        assert [replace(each, passages=()) for each in read_resolutions(store)] == [done, later]
    assert done.resolved_at < later.resolved_at


def test_the_model_says_the_same_of_the_same_inputs_once(where: str | Path) -> None:
    own = forecast(id="", made_at="", maker="the model")
    with open_store(where) as store:
        assert len(keep_forecasts(store, [own, own])) == 1
        assert keep_forecasts(store, [own]) == ()
        assert len(keep_forecasts(store, [replace(own, inputs="other")])) == 1
        person = forecast(id="", made_at="")
        assert len({each.id for _ in range(3) for each in keep_forecasts(store, [person])}) == 3


def test_nothing_can_be_said_of_a_forecast_that_is_not_there(where: str | Path) -> None:
    with open_store(where) as store:
        with pytest.raises(StoreError, match=r"(?i)foreign key"):
            resolve(store, replace(SAID, forecast="f-none"))
        assert read_resolutions(store) == ()


COLUMNS = "kind, terms, question, due, chance, maker, source, inputs, version, how, baselines, as_of, made_at"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE forecasts SET chance = 1",
        "DELETE FROM forecasts",
        "REPLACE INTO forecasts SELECT * FROM forecasts",
        f"INSERT OR REPLACE INTO forecasts (id, {COLUMNS}) SELECT id, {COLUMNS} FROM forecasts",
        "UPDATE OR REPLACE forecasts SET number = 9",
        "UPDATE resolutions SET outcome = 'no'",
        "DELETE FROM resolutions",
        "REPLACE INTO resolutions SELECT * FROM resolutions",
    ],
)
def test_other_programs_cannot_change_them_either(path: Path, statement: str) -> None:
    with open_store(path) as store:
        made = keep_forecasts(store, [forecast(id="", made_at="")])
        resolve(store, replace(SAID, forecast=made[0].id))
    other = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="only added to"):
        other.execute(statement)
    other.close()
    with open_store(path) as store:
        assert read_forecasts(store) == made and len(read_resolutions(store)) == 1


def test_a_store_of_version_3_gets_them_and_keeps_what_it_holds(path: Path) -> None:
    with sqlite3.connect(path) as old:
        old.executescript(FIRST + SECOND + THIRD)
    old.close()
    with open_store(path) as store:
        assert [each.by for each in read_decisions(store)] == ["Ada"]
        assert (brief := last_brief(store)) is not None and brief.inputs == "kept"
        assert read_forecasts(store) == ()
        made = keep_forecasts(store, [forecast(id="", made_at="")])
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT version FROM schema_version").fetchall() == [(SCHEMA_VERSION,)]
        assert other.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'").fetchone() == (
            3 * len(ONLY_ADDED),
        )
    other.close()
    with open_store(path) as store:
        assert read_forecasts(store) == made


CHILD = """
import sys, time
from sqlalchemy import event
from ripeness.store import forecasts, open_store
from tests.forecasts.made import forecast
def stopped(*_):
    print("in the middle", flush=True)
    time.sleep(60)
with open_store(sys.argv[1]) as store:
    event.listen(store.engine, "commit", stopped)  # all rows are written, and not yet kept
    forecasts.keep_forecasts(store, [forecast(id="", made_at="", question=f"Q{k}") for k in range(500)])
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_a_process_killed_while_it_keeps_forecasts_leaves_the_store_whole(path: Path) -> None:
    with open_store(path) as store:
        made = keep_forecasts(store, [forecast(id="", made_at="")])
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "in the middle\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with open_store(path) as store:
        assert read_forecasts(store) == made
        with store.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert len(keep_forecasts(store, [forecast(id="", made_at="", question="after")])) == 1


def test_only_the_last_briefs_are_kept_whole_and_the_same_one_once(where: str | Path) -> None:
    with open_store(where) as store:
        first = record_brief(store, "d0", {"said": 0})
        assert record_brief(store, "d0", {"said": 0}) == first
        for number in range(1, KEPT_WHOLE + 3):
            record_brief(store, f"d{number}", {"said": number})
        with store.read() as connection:
            bodies = connection.execute(select(briefs.c.body).order_by(briefs.c.number)).scalars().all()
        assert bodies[:3] == [{}] * 3 and len(bodies) == KEPT_WHOLE + 3
        assert bodies[3] == {"said": 3}
        assert last_brief(store, until="2001-01-01") is None
        assert (last := last_brief(store, until="2999-01-01")) is not None and last.inputs == f"d{KEPT_WHOLE + 2}"
