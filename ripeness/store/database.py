"""Opening the store, and transactions on it: each write happens wholly or not at all.

A store lies in an SQLite file, or on a PostgreSQL server for a team. What differs between the two stands behind
``Database``; no room above knows which of them it talks to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol

from ripeness.errors import StoreError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

# How long to wait for another program that is writing, before saying so.
BUSY_SECONDS = 5.0
FILE = "case.db"  # the store of a case folder, where no other is named
TEAM = ("postgresql://", "postgres://")  # how the address of a team's store begins
LIBRARY = "A team's store needs a driver. Install it: pip install 'ripeness[team]'"


class Database(Protocol):
    """What a store needs of the database that it lies in."""

    where: str  # the file, or the address without its password
    kind: str  # what it must be, in words
    engine: Engine
    writing: Mapping[str, Any]  # options of a connection that writes
    glancing: Mapping[str, Any]  # of one that asks a single question

    def begin_write(self, connection: Connection) -> None:
        """Keep other writers out until the transaction ends."""
        ...

    def settle(self) -> None:
        """Set once what is kept with the database."""
        ...

    def explained(self, seen: str) -> StoreError:
        """An error of the driver, with what to do about it."""
        ...

    def only_added(self, table: str, rule: str, taken: str) -> Sequence[str]:
        """Statements by which the database itself refuses to change or delete a row of a table."""
        ...

    def upsert(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        found_by: Sequence[str],
        put: bool = True,
    ) -> None:
        """Add rows; where one with the same ``found_by`` is there, ``put`` the new one in its place, or leave it."""
        ...

    def search_tables(self) -> Sequence[str]:
        """Statements that make the index of words."""
        ...

    def indexed(self, connection: Connection) -> Mapping[tuple[str, str], str]:
        """By kind and id the words that the index has."""
        ...

    def unindex(self, connection: Connection, rows: Sequence[tuple[str, str]]) -> None:
        """Take rows out of the index."""
        ...

    def index(self, connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
        """Put rows of kind, id and words into the index."""
        ...

    def found(
        self, connection: Connection, asked: Sequence[Sequence[str]], beginning: bool, kinds: Sequence[str], most: int
    ) -> Sequence[tuple[str, str, Sequence[tuple[str, bool]]]]:
        """Rows with every group of words that is ``asked`` for, best first; ``beginning``: the last word goes on.

        Each with its kind, id, and the words around what was found in runs: text, and whether it was asked for.
        """
        ...


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. Use it in a ``with`` statement, or close it."""

    database: Database

    @property
    def where(self) -> str:
        """The file, or the address without its password."""
        return self.database.where

    @property
    def engine(self) -> Engine:
        """The connections."""
        return self.database.engine

    def close(self) -> None:
        """Let go of the file, or of the server."""
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
        with explained(self.database), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def glance(self) -> Iterator[Connection]:
        """A connection for one question, without a transaction around it: it is asked often. Raises StoreError."""
        with explained(self.database), self.engine.connect() as connection:
            yield connection.execution_options(**self.database.glancing)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that no other writer can enter: kept whole, or on any error not at all. Raises StoreError."""
        with explained(self.database), self.engine.connect() as connection:
            connection = connection.execution_options(**self.database.writing)
            with connection.begin():
                self.database.begin_write(connection)
                yield connection


Opening = Callable[[], AbstractContextManager[Store]]  # how somebody gets at a store for a while. Raises StoreError


def is_team(where: str | Path) -> bool:
    """Whether this is the address of a team's store."""
    return isinstance(where, str) and where.startswith(TEAM)


def open_store(where: str | Path, wait: float = BUSY_SECONDS) -> Store:
    """Open the SQLite file at a path or the PostgreSQL database at an address; ``wait`` seconds for other writers.

    A file or an empty database is made a store, and an older one is brought up to this version.
    Raises StoreError where it is no store of ours, of a newer version, locked or not writable;
    nothing in it is changed then.
    """
    from ripeness.store.versions import prepare

    store = Store(_database(where, wait))
    try:
        prepare(store)
    except BaseException:
        store.close()
        raise
    return store


def _database(where: str | Path, wait: float) -> Database:
    if is_team(where):
        from ripeness.store.postgres import Postgres

        return Postgres(str(where), wait)
    if isinstance(where, str) and "://" in where:
        raise StoreError(
            f"{where.partition('://')[0]}://...: no store can lie there. A store is an SQLite file, or a PostgreSQL "
            "database. Name a file, or an address such as postgresql://host/database."
        )
    from ripeness.store.sqlite import Sqlite

    return Sqlite(Path(where), wait)


def utc_now() -> str:
    """The time now as an ISO stamp in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@contextmanager
def explained(database: Database) -> Iterator[None]:
    """Turn what a driver reports into a StoreError that says where, what was seen, and the fix."""
    import sqlite3

    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.exc import TimeoutError as PoolTimeoutError

    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        seen = str(error.orig if isinstance(error, DBAPIError) else error).strip().replace("\n", " ")
        raise database.explained(seen) from error
    except PoolTimeoutError as error:
        raise database.explained("all connections are busy") from error


def put_in(
    connection: Connection,
    added: Any,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    found_by: Sequence[str],
    put: bool,
) -> None:
    """``Database.upsert`` for what both databases say alike: ``added`` is the insert of the one that is meant."""
    if put:
        rest = {column.name: added.excluded[column.name] for column in table.c if column.name not in found_by}
        added = added.on_conflict_do_update(index_elements=list(found_by), set_=rest)
    else:
        added = added.on_conflict_do_nothing()
    if rows:
        connection.execute(added, [dict(row) for row in rows])
