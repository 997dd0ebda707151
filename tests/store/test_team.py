"""A team's store: what PostgreSQL alone can do or refuse, against a real server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ripeness.errors import ConflictError, ReadOnlyStoreError, StoreError
from ripeness.store import (
    Entry,
    decide,
    keep_forecasts,
    last_brief,
    marks,
    note,
    open_store,
    read_audit,
    read_decisions,
    read_forecasts,
    record_brief,
)
from tests.forecasts.made import forecast
from tests.postgres import Server, server
from tests.store.test_audit import decision


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET status = 'rejected'",
        "DELETE FROM decisions",
        "TRUNCATE decisions",
        "TRUNCATE forecasts CASCADE",
        "UPDATE forecasts SET chance = 1",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (number) DO UPDATE SET who = 'x'",
    ],
)
def test_other_programs_cannot_change_a_log_either(postgres: Server, statement: str) -> None:
    address = postgres.address()
    with open_store(address) as store:
        made = decide(store, [decision("s-1"), decision("s-2")], None, Entry("Ada", "decided"))
        kept = keep_forecasts(store, [forecast(id="", made_at="")])
        with pytest.raises(StoreError, match="only added to"), store.write() as connection:
            connection.exec_driver_sql(statement)
        assert read_decisions(store) == made and read_forecasts(store) == kept and len(read_audit(store)) == 1


def test_many_who_decide_at_once_lose_nothing_and_meet_their_conflicts(postgres: Server) -> None:
    """Twelve people at three stores: each of them decides, on the same ten readings, over what he or she saw."""
    address, people, readings = postgres.address(), 12, 10
    stores = [open_store(address) for _ in range(3)]
    kept: list[str] = []
    conflicts: list[str] = []

    def person(number: int) -> None:
        store = stores[number % len(stores)]
        for reading in (f"s-{each}" for each in range(readings)):
            try:
                decide(store, [decision(reading)], {reading: 0}, Entry(f"P{number}", "decided"))
                kept.append(reading)
            except ConflictError:
                conflicts.append(reading)

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    log = read_decisions(stores[0])
    assert sorted(kept) == sorted({each.reading for each in log}) == sorted(f"s-{each}" for each in range(readings))
    assert len(log) == readings and len(conflicts) == readings * (people - 1)
    assert len(read_audit(stores[1])) == readings and marks(stores[2])[1] == readings
    for store in stores:
        store.close()


def test_several_processes_that_open_an_empty_place_make_one_store(postgres: Server) -> None:
    address = postgres.address()
    opened: list[object] = []

    def open_it() -> None:
        try:
            with open_store(address) as store:
                opened.append(last_brief(store))
        except Exception as error:  # noqa: BLE001  shown by the assertion
            opened.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened == [None] * 6


CHILD = """
import sys, time
from sqlalchemy import event
from ripeness.store import Entry, decide, open_store
from tests.store.test_audit import decision
def stopped(*_):
    print("in the middle", flush=True)
    time.sleep(60)
with open_store(sys.argv[1]) as store:
    event.listen(store.engine, "commit", stopped)  # all rows are written, and not yet kept
    decide(store, [decision(f"s-{k}") for k in range(500)], None, Entry("Ada", "decided"))
"""


def test_a_process_killed_while_it_decides_leaves_the_store_whole_and_free(postgres: Server) -> None:
    address, root = postgres.address(), Path(__file__).parents[2]
    with open_store(address) as store:
        made = decide(store, [decision("s-1")])
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, address], stdout=subprocess.PIPE, text=True, cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )  # fmt: skip
        assert child.stdout is not None and child.stdout.readline() == "in the middle\n"
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        assert decide(store, [decision("s-2")])  # the lock is free as soon as the server has seen it
        assert [each.reading for each in read_decisions(store)] == ["s-1", "s-2"] and read_decisions(store)[:1] == made
        assert read_audit(store) == []


def test_what_was_kept_outlives_a_crash_of_the_server_and_the_store_goes_on() -> None:
    from tests.postgres import missing

    if reason := missing():
        pytest.skip(reason)
    with server(durable=True) as own, open_store(own.address()) as store:
        made = decide(store, [decision("s-1")])
        own.control("restart")
        assert read_decisions(store) == made  # by a new connection: the old one is dead
        assert len(decide(store, [decision("s-2")])) == 1


def test_each_schema_is_a_store_of_its_own(postgres: Server) -> None:
    with open_store(postgres.address()) as one, open_store(postgres.address()) as other, one.write():
        record_brief(other, "kept", {})  # another case does not queue for this one
        assert last_brief(one) is None


def test_a_role_that_may_not_write_says_so(postgres: Server) -> None:
    address = postgres.address("for_readers")
    with open_store(address) as store:
        made = decide(store, [decision("s-1")])
    for statement in ("CREATE ROLE looks LOGIN", "GRANT USAGE ON SCHEMA for_readers TO looks"):
        postgres.sql(statement)
    postgres.sql("GRANT SELECT ON ALL TABLES IN SCHEMA for_readers TO looks")
    with open_store(address.replace("postgres@", "looks@")) as store:
        assert read_decisions(store) == made
        with pytest.raises(ReadOnlyStoreError, match=r"permission denied.*Grant the role"):
            note(store, Entry("Ada", "entered"))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://ada:secret@127.0.0.1:1/none?connect_timeout=2", r"connection.*See whether the server runs"),
        (
            "postgresql://ada@127.0.0.1:1/none?connect_timeout=2&password=secret&sslpassword=secret&passfile=/secret",
            r"^postgresql://ada@127\.0\.0\.1:1/none\?connect_timeout=2: .*connection",
        ),
        ("postgresql://ada:secret@[::1", "cannot be read"),
        ("mysql://ada:secret@127.0.0.1/none", "PostgreSQL"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_its_password(address: str, said: str) -> None:
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match=said) as error:
        open_store(address)
    assert "secret" not in str(error.value)
