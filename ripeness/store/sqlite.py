"""A store in an SQLite file: write-ahead logging, one writer at a time, and FTS5 for the words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ripeness.errors import ReadOnlyStoreError, StoreError
from ripeness.store.database import put_in

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Table

_READ_ONLY = ("readonly", "unable to open")
_FIXES = (
    ("not a database", "Move the file away (a new one is made) or restore it from a copy."),
    ("malformed", "Restore the file from a copy; `sqlite3 FILE .recover` saves what can be read."),
    ("locked", "Close the other program that is writing to it, or wait, and try again."),
    ("readonly", "Make the file and its folder writable, or work on a copy of the case."),
    ("unable to open", "Check that the folder exists and can be written to."),
    ("full", "Make room on the disk and try again."),
)
_MARKS = "\x01\x02"  # stand around what was found; text that has them itself loses them
AROUND = 24  # words shown around what was found


class Sqlite:
    """The SQLite file at ``path``, made where there is none. Raises StoreError where none can lie there."""

    kind = "a sound, writable SQLite file"
    writing: Mapping[str, Any] = MappingProxyType({"ripeness_write": True})
    glancing: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, path: Path, wait: float) -> None:
        if not path.parent.is_dir():
            raise StoreError(
                f"{path}: its folder does not exist. The store lies inside a case folder. Create the folder first."
            )
        if path.is_dir():
            raise StoreError(f"{path}: is a folder. The store is one file. Name the file, such as {path / 'case.db'}.")
        self.where = str(path)
        self.engine = _engine(path, wait)

    def begin_write(self, connection: Connection) -> None:
        """BEGIN IMMEDIATE has done it."""

    def settle(self) -> None:
        """Write ahead: readers are not held up by a writer. Kept in the file; cannot be set inside a transaction."""
        raw = self.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL")
        finally:
            raw.close()

    def explained(self, seen: str) -> StoreError:
        """What SQLite reports, with the fix."""
        kind = ReadOnlyStoreError if any(sign in seen for sign in _READ_ONLY) else StoreError
        fix = next((fix for sign, fix in _FIXES if sign in seen), "See whether the disk and the file are sound.")
        return kind(f"{self.where}: {seen}. The store must be {self.kind}. {fix}")

    @staticmethod
    def only_added(table: str, rule: str, taken: str) -> Sequence[str]:
        """Triggers. REPLACE deletes without one: it is met as it inserts what is ``taken``."""
        refuse = f"SELECT RAISE(ABORT, '{rule}')"
        when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608  names of our own
        return tuple(
            f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {what} BEGIN {refuse}; END"
            for name, what in (
                ("stay", f"UPDATE ON {table}"),
                ("are_kept", f"DELETE ON {table}"),
                ("are_not_replaced", f"INSERT ON {table} {when}"),
            )
        )

    def upsert(
        self,
        connection: Connection,
        table: Table,
        rows: Sequence[Mapping[str, Any]],
        found_by: Sequence[str],
        put: bool = True,
    ) -> None:
        """See ``Database``."""
        from sqlalchemy.dialects.sqlite import insert

        put_in(connection, insert(table), table, rows, found_by, put)

    @staticmethod
    def search_tables() -> Sequence[str]:
        """An FTS5 table: accents and case do not matter."""
        return (
            "CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5("
            "kind UNINDEXED, id UNINDEXED, words, tokenize = 'unicode61 remove_diacritics 2')",
        )

    def indexed(self, connection: Connection) -> Mapping[tuple[str, str], str]:
        """See ``Database``."""
        rows = connection.exec_driver_sql("SELECT kind, id, words FROM search")
        return {(row.kind, row.id): row.words for row in rows}

    def unindex(self, connection: Connection, rows: Sequence[tuple[str, str]]) -> None:
        """See ``Database``."""
        gone, at = set(rows), connection.exec_driver_sql("SELECT rowid, kind, id FROM search")
        numbers = [(row.rowid,) for row in at if (row.kind, row.id) in gone]
        if numbers:
            connection.exec_driver_sql("DELETE FROM search WHERE rowid = ?", numbers)

    def index(self, connection: Connection, rows: Sequence[tuple[str, str, str]]) -> None:
        """See ``Database``."""
        plain = [(kind, id, words.translate(dict.fromkeys(map(ord, _MARKS)))) for kind, id, words in rows]
        if plain:
            connection.exec_driver_sql("INSERT INTO search (kind, id, words) VALUES (?, ?, ?)", plain)

    def found(
        self, connection: Connection, asked: Sequence[Sequence[str]], beginning: bool, kinds: Sequence[str], most: int
    ) -> Sequence[tuple[str, str, Sequence[tuple[str, bool]]]]:
        """See ``Database``."""
        match = " AND ".join('"' + " ".join(words) + '"' for words in asked) + ("*" if beginning else "")
        of_kind = f"AND kind IN ({', '.join('?' for _ in kinds)})" if kinds else ""
        statement = (
            f"SELECT kind, id, snippet(search, 2, ?, ?, ' … ', {AROUND}) AS around FROM search "  # noqa: S608  ours
            f"WHERE search MATCH ? {of_kind} ORDER BY rank LIMIT ?"
        )
        rows = connection.exec_driver_sql(statement, (*_MARKS, match, *kinds, most))
        return [(row.kind, row.id, _runs(row.around)) for row in rows]


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


def _runs(around: str) -> tuple[tuple[str, bool], ...]:
    runs: list[tuple[str, bool]] = []
    for piece in re.split(f"({_MARKS[0]}[^{_MARKS[1]}]*{_MARKS[1]})", around):
        found = piece.startswith(_MARKS[0])
        if text := piece.strip(_MARKS) if found else piece:
            runs.append((text, found))
    return tuple(runs)
