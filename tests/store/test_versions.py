"""Every version of a store becomes the present one, and a store that is made and one that came there are the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from typer.testing import CliRunner

from ripeness.cli import app
from ripeness.errors import StoreError
from ripeness.store import FILE, Entry, Store, aside, database, last_brief, note, open_store, read_audit, read_decisions
from ripeness.store.schema import SCHEMA_VERSION, metadata
from ripeness.store.search import Indexed, find
from ripeness.store.versions import migrate, revision
from tests.postgres import Server
from tests.store.test_decisions import FIRST, SECOND
from tests.store.test_forecasts import THIRD

FOURTH = """
UPDATE schema_version SET version = 4;
CREATE TABLE forecasts (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    terms JSON NOT NULL, question TEXT NOT NULL, due TEXT NOT NULL, chance FLOAT NOT NULL, maker TEXT NOT NULL,
    source TEXT NOT NULL, inputs TEXT NOT NULL, version TEXT NOT NULL, how TEXT NOT NULL, baselines JSON NOT NULL,
    as_of TEXT NOT NULL, made_at TEXT NOT NULL);
CREATE TABLE resolutions (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, forecast TEXT NOT NULL
    REFERENCES forecasts (id), outcome TEXT NOT NULL, by TEXT NOT NULL, because TEXT NOT NULL, passages JSON NOT NULL,
    resolved_at TEXT NOT NULL);
CREATE INDEX ix_resolutions_forecast ON resolutions (forecast);
CREATE TABLE audit (number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, who TEXT NOT NULL,
    what TEXT NOT NULL, about JSON NOT NULL);
INSERT INTO audit (at, who, what, about) VALUES ('2025-01-01T00:00:00Z', 'Ada', 'entered', '{}');
CREATE TABLE search_key (key TEXT NOT NULL);
INSERT INTO search_key VALUES ('of long ago');
CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, id UNINDEXED, words,
    tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO search VALUES ('move', 'm-0', 'gone');
"""
FOURTH += "".join(
    f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {what} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'only added to'); END;"
    for table in ("decisions", "forecasts", "resolutions")
    for name, what in (("stay", "UPDATE"), ("are_kept", "DELETE"))
)
SCRIPTS = (FIRST, SECOND, THIRD, FOURTH)


def fresh(where: str | Path) -> Store:
    """A store's database with nothing in it."""
    return Store(database._database(where, 5.0))


def shape(store: Store) -> dict[str, Any]:
    """What a store is made of: tables, columns, keys, indexes, guards."""
    with store.engine.connect() as connection:
        looked = inspect(connection)
        found: dict[str, Any] = {}
        for table in looked.get_table_names():
            if table.startswith("search_") and table != "search_key":
                continue
            found[table] = (
                [(each["name"], str(each["type"]), each["nullable"]) for each in looked.get_columns(table)],
                looked.get_pk_constraint(table)["constrained_columns"],
                sorted(
                    (each["name"], *each["column_names"]) for each in looked.get_indexes(table) if not each["unique"]
                ),
                sorted(tuple(each["column_names"]) for each in looked.get_unique_constraints(table)),
                sorted(
                    (*each["constrained_columns"], each["referred_table"]) for each in looked.get_foreign_keys(table)
                ),
            )
        guards = (
            "SELECT name || tbl_name FROM sqlite_master WHERE type = 'trigger'"
            if connection.dialect.name == "sqlite"
            else "SELECT tgname || tgrelid::regclass FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
            "WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace"
        )
        found["guards"] = sorted(name.rpartition(".")[2] for name in connection.execute(text(guards)).scalars())
        return found


def test_a_store_that_went_through_all_versions_is_like_one_that_is_made(
    where: str | Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    other = tmp_path / "made.db" if isinstance(where, Path) else request.getfixturevalue("postgres").address()
    with fresh(where) as grown, grown.write() as connection:
        migrate(connection, 0)
    with open_store(where) as grown, open_store(other) as made:
        assert shape(grown) == shape(made)
        with made.read() as connection:
            differs = compare_metadata(MigrationContext.configure(connection), metadata)
        assert [each for each in differs if not str(each).count("'search")] == []


@pytest.mark.parametrize("version", [1, 2, 3, 4])
def test_a_file_of_any_version_opens_with_all_that_it_holds(tmp_path: Path, version: int) -> None:
    path = tmp_path / "case.db"
    with sqlite3.connect(path) as old:
        old.executescript("".join(SCRIPTS[:version]))
    old.close()
    with open_store(path) as store:
        assert (brief := last_brief(store)) is not None and brief.inputs == "kept"
        assert len(read_decisions(store)) == (version >= 3)
        note(store, Entry("Ben", "entered"))
        assert [each.who for each in read_audit(store)] == (["Ben", "Ada"] if version == 4 else ["Ben"])
        assert find(store, "new", lambda: [Indexed("move", "m-1", "a truce")], "gone") == []
        assert len(find(store, "new", list, "truce")) == 1
        for table in ("decisions", "audit") if version >= 3 else ("audit",):
            with pytest.raises(StoreError, match="only added to"), store.write() as connection:
                connection.exec_driver_sql(f"DELETE FROM {table}")
    with open_store(tmp_path / "made.db") as made, open_store(path) as store:
        assert shape(store).keys() == shape(made).keys() and shape(store)["guards"] == shape(made)["guards"]


def test_programs_of_before_alembic_take_it_for_a_newer_store(where: str | Path) -> None:
    with open_store(where) as store, store.read() as connection:
        assert connection.exec_driver_sql("SELECT version FROM schema_version").scalar() == 5
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == revision(
            SCHEMA_VERSION
        )


def test_a_migration_that_fails_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.db"
    with sqlite3.connect(path) as old:
        old.executescript(FIRST + "CREATE TABLE forecasts (of TEXT);")  # of another program: version 4 cannot make it
    old.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="forecasts"):
        open_store(path)
    with sqlite3.connect(path) as other:
        tables = {name for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert other.execute("SELECT version FROM schema_version").fetchone() == (1,)
    other.close()
    assert "decisions" not in tables and "alembic_version" not in tables
    assert path.read_bytes() == before


def test_a_newer_store_is_refused_and_left(where: str | Path) -> None:
    with open_store(where) as store, store.write() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision(SCHEMA_VERSION + 1)}'")
    with pytest.raises(StoreError, match=rf"version {SCHEMA_VERSION + 1}.*Update Ripeness"):
        open_store(where)


def test_a_database_of_another_program_is_refused_and_left(where: str | Path) -> None:
    with fresh(where) as store, store.write() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match=r"another program \(tables: recipes\)"):
        open_store(where)
    with fresh(where) as store, store.read() as connection:
        assert inspect(connection).get_table_names() == ["recipes"]


def test_a_file_is_copied_from_as_it_was_and_left(tmp_path: Path, postgres: Server) -> None:
    path = tmp_path / FILE
    (tmp_path / "case.yaml").write_text("")
    with closing(sqlite3.connect(path)) as old:
        old.executescript("".join(SCRIPTS))
    before = path.read_bytes()
    done = CliRunner().invoke(app, ["store", "copy", str(tmp_path), "--store", address := postgres.address()])
    assert done.exit_code == 0 and "1 audit" in done.output, done.output
    assert path.read_bytes() == before and {each.name for each in tmp_path.iterdir()} == {FILE, "case.yaml"}
    with open_store(address) as store:
        assert [each.who for each in read_audit(store)] == ["Ada"] and len(read_decisions(store)) == 1


def test_what_is_still_in_the_log_of_writes_is_copied_too(tmp_path: Path) -> None:
    with open_store(tmp_path / FILE) as own:
        note(own, Entry("Ben", "entered"))
        assert (tmp_path / f"{FILE}-wal").stat().st_size
        with aside(tmp_path / FILE) as copy:
            note(copy, Entry("Ada", "entered"))
            assert [each.who for each in read_audit(copy)] == ["Ada", "Ben"]
        assert [each.who for each in read_audit(own)] == ["Ben"]


def test_what_is_no_store_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("Nothing of a database. " * 99)
    with pytest.raises(StoreError, match="not a database"), aside(tmp_path / FILE):
        raise AssertionError
