import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from ripeness.errors import StoreError
from ripeness.store import keep_original, last_brief, open_store, record_brief
from ripeness.store.schema import SCHEMA_VERSION


@pytest.fixture
def path(tmp_path):
    return tmp_path / "case.db"


def test_a_new_store_is_in_wal_mode_with_foreign_keys(path):
    with open_store(path) as store, store.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_briefs_are_kept_and_the_last_comes_back(where):
    with open_store(where) as store:
        assert last_brief(store) is None
        record_brief(store, "digest-1", {"slack": 3})
        second = record_brief(store, "digest-2", {"zone": ["a", 0.5, None], "name": "Arden ’25"})
    with open_store(where) as store:
        assert last_brief(store) == second


def test_an_error_inside_a_write_leaves_everything_as_it_was(where):
    with open_store(where) as store:
        record_brief(store, "kept", {})
        with pytest.raises(ZeroDivisionError), store.write() as connection:
            connection.exec_driver_sql("DELETE FROM briefs")
            raise ZeroDivisionError
        assert (found := last_brief(store)) is not None
        assert found.inputs == "kept"


CHILD = """
import sys, time
from ripeness.store import open_store
with open_store(sys.argv[1]) as store, store.write() as connection:
    connection.exec_driver_sql("DELETE FROM briefs")
    for number in range(2000):
        connection.exec_driver_sql("INSERT INTO briefs (made_at, inputs, body) VALUES ('', 'half', '{}')")
    print("in the middle", flush=True)
    time.sleep(60)
"""


@pytest.mark.skipif(os.name != "posix", reason="kills a process by signal")
def test_a_process_killed_in_a_write_leaves_everything_as_it_was(path):
    with open_store(path) as store:
        record_brief(store, "kept", {"n": 1})
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(path)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "in the middle\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    with open_store(path) as store:
        assert (found := last_brief(store)) is not None
        assert found.inputs == "kept"
        with store.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        record_brief(store, "after", {})


def test_a_second_writer_waits_and_then_says_so(where):
    with open_store(where) as first, first.write() as connection:
        connection.exec_driver_sql("INSERT INTO briefs (made_at, inputs, body) VALUES ('', 'a', '{}')")
        with open_store(where, wait=0.05) as second:
            assert last_brief(second) is None  # readers are not held up
            with pytest.raises(StoreError, match=r"database is locked.*Close the other program|lock timeout.*Wait"):
                record_brief(second, "b", {})


def test_a_locked_file_cannot_be_opened_and_says_so(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("CREATE TABLE t (a)")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StoreError, match="locked"):
        open_store(path, wait=0.05)
    other.close()


def test_a_file_that_is_not_sqlite_is_refused_and_left(path):
    path.write_bytes(b"These are notes, not a database. " * 40)
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"not a database.*Move the file away"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_left(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"another program \(tables: recipes\)"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_newer_store_is_refused_and_left(path):
    open_store(path).close()
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = ?", (f"{SCHEMA_VERSION + 1:04}",))
    other.close()
    with pytest.raises(StoreError, match=rf"version {SCHEMA_VERSION + 1}.*Update Ripeness"):
        open_store(path)


def test_a_store_that_lost_a_table_is_refused(path):
    open_store(path).close()
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE briefs")
    other.close()
    with pytest.raises(StoreError, match=r"not whole.*briefs"):
        open_store(path)


def test_a_refused_write_says_what_to_make_writable(path):
    with (
        open_store(path) as store,
        pytest.raises(StoreError, match=r"readonly.*Make the file"),
        store.write() as connection,
    ):
        connection.exec_driver_sql("PRAGMA query_only = ON")  # refuses as a read-only file does, for root too
        connection.exec_driver_sql("DELETE FROM briefs")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write read-only files")
def test_a_read_only_store_says_so(path):
    open_store(path).close()
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(StoreError, match="writable"), open_store(path) as store:
            record_brief(store, "a", {})
    finally:
        path.parent.chmod(0o755)


def test_a_folder_and_a_missing_folder_are_refused(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="does not exist"):
        open_store(tmp_path / "none" / "case.db")


def test_originals_are_written_whole_and_never_over_another(tmp_path):
    folder = tmp_path / "reports"
    assert keep_original(b"one", "../a.txt", folder) == "a.txt"
    assert keep_original(b"one", "a.txt", folder) == "a.txt"
    other = keep_original(b"two", "a.txt", folder)
    assert other.startswith("a-") and other.endswith(".txt") and len(other) == len("a-12345678.txt")
    assert keep_original(b"two", "a.txt", folder) == other
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"a.txt": b"one", other: b"two"}


def test_a_failed_copy_leaves_nothing_behind(tmp_path, monkeypatch):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left"):
        keep_original(b"one", "a.txt", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_is_a_link_is_not_written_through(tmp_path):
    target = tmp_path / "outside.txt"
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.txt").symlink_to(target)
    assert keep_original(b"one", "a.txt", folder) != "a.txt"
    assert not Path(target).exists()
