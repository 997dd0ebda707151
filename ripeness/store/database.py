"""Opening the store, and transactions on it: each write happens wholly or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ripeness.errors import ReadOnlyStoreError, StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

# How long to wait for another program that is writing, before saying so.
BUSY_SECONDS = 5.0

_READ_ONLY = ("readonly", "unable to open")
_FIXES = (
    ("not a database", "Move the file away (a new one is made) or restore it from a copy."),
    ("malformed", "Restore the file from a copy; `sqlite3 FILE .recover` saves what can be read."),
    ("locked", "Close the other program that is writing to it, or wait, and try again."),
    ("readonly", "Make the file and its folder writable, or work on a copy of the case."),
    ("unable to open", "Check that the folder exists and can be written to."),
    ("full", "Make room on the disk and try again."),
)


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Use it in a ``with`` statement, or close it."""

    path: Path
    engine: Engine

    def close(self) -> None:
        """Let go of the file."""
        self.engine.dispose()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on one consistent state of the store. Raises StoreError."""
        with _explained(self.path), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer can enter: kept whole, or on any error not at all. Raises StoreError."""
        with _explained(self.path), self.engine.connect() as connection:
            connection = connection.execution_options(ripeness_write=True)
            with connection.begin():
                yield connection


def open_store(path: str | Path, wait: float = BUSY_SECONDS) -> Store:
    """Open the SQLite file at ``path``, making it where there is none; ``wait`` seconds for other writers.

    Raises StoreError where the file is no store of ours, of a newer version, locked or not writable;
    nothing in it is changed then.
    """
    path = Path(path)
    if not path.parent.is_dir():
        raise StoreError(
            f"{path}: its folder does not exist. The store lies inside a case folder. Create the folder first."
        )
    if path.is_dir():
        raise StoreError(f"{path}: is a folder. The store is one file. Name the file, such as {path / 'case.db'}.")
    store = Store(path, _engine(path, wait))
    try:
        _prepare(store)
    except BaseException:
        store.close()
        raise
    return store


def utc_now() -> str:
    """The time now as an ISO stamp in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _engine(path: Path, wait: float) -> Engine:
    from sqlalchemy import create_engine, event
    from sqlalchemy.engine import URL

    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": wait})

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: Any) -> None:
        # The driver's own transaction handling starts too late to keep a look and a write together.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("ripeness_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _prepare(store: Store) -> None:
    """Check that the file is a store that this program can read; make the tables of a new one."""
    from sqlalchemy import inspect

    old = False
    with store.read() as connection:
        tables = set(inspect(connection).get_table_names())
        if tables:
            old = _check_version(store.path, connection, tables)
    if not tables:
        _create(store)
    elif old:
        _upgrade(store)
    with _explained(store.path):
        raw = store.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")  # kept in the file; cannot be set inside a transaction
        finally:
            raw.close()


def _check_version(path: Path, connection: Connection, tables: set[str]) -> bool:
    """Whether the store is whole but of an older version. Raises StoreError where it is none of ours or not whole."""
    from sqlalchemy import select

    from ripeness.store import schema

    if "schema_version" not in tables:
        raise StoreError(
            f"{path}: an SQLite file of another program (tables: {', '.join(sorted(tables)[:5])}). "
            "A store is made by Ripeness alone. Name another file."
        )
    versions = connection.execute(select(schema.schema_version.c.version)).scalars().all()
    version = versions[0] if len(versions) == 1 else 0
    missing = schema.metadata.tables.keys() - tables - _later(version)
    if len(versions) != 1 or (version <= schema.SCHEMA_VERSION and missing):
        raise StoreError(
            f"{path}: the store is not whole (versions {list(versions)}, tables missing: {sorted(missing) or 'none'}). "
            "A store has one version and all its tables. Restore it from a copy."
        )
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{path}: the store has version {version}, and this program knows versions up to "
            f"{schema.SCHEMA_VERSION}. A newer store is left alone. Update Ripeness."
        )
    return version < schema.SCHEMA_VERSION


# The tables that came with each version after the first.
_ADDED = {
    2: frozenset({"readings", "decisions"}),
    3: frozenset({"imported"}),
    4: frozenset({"forecasts", "resolutions"}),
}


def _later(version: int) -> frozenset[str]:
    """The tables that a store of this version does not have yet."""
    return frozenset(name for added, names in _ADDED.items() if added > version for name in names)


def _upgrade(store: Store) -> None:
    """Add the tables of later versions to an older store. What it holds stays as it is."""
    from ripeness.store import schema

    with store.write() as connection:
        _make_tables(connection)
        connection.execute(schema.schema_version.update().values(version=schema.SCHEMA_VERSION))


def _create(store: Store) -> None:
    from sqlalchemy import inspect

    from ripeness.store import schema

    with store.write() as connection:
        if inspect(connection).has_table("schema_version"):
            return  # another process made it between our look and our write
        _make_tables(connection)
        connection.execute(schema.schema_version.insert().values(version=schema.SCHEMA_VERSION))


def _make_tables(connection: Connection) -> None:
    """Make the tables that are not there, and what guards them."""
    from ripeness.store import schema

    schema.metadata.create_all(connection)
    for trigger in schema.TRIGGERS:
        connection.exec_driver_sql(trigger)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    """Turn what SQLite reports into a StoreError that says which file, what was seen, and the fix."""
    import sqlite3

    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        seen = str(error.orig if isinstance(error, DBAPIError) else error)
        kind = ReadOnlyStoreError if any(sign in seen for sign in _READ_ONLY) else StoreError
        fix = next((fix for sign, fix in _FIXES if sign in seen), "See whether the disk and the file are sound.")
        raise kind(f"{path}: {seen}. The store must be a sound, writable SQLite file. {fix}") from error
