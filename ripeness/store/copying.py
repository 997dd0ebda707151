"""Taking a whole store elsewhere: from a case's file to a team's database, or back."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from ripeness.errors import StoreError
from ripeness.store.database import FILE, Store, explained, open_store
from ripeness.store.sqlite import Sqlite

AT_ONCE = 500  # rows that are in memory together: the database is asked for so many at a time


@contextmanager
def aside(path: Path) -> Iterator[Store]:
    """The store in a file as it is at this moment, open as a copy that is brought up to this version; the file is left.

    Raises StoreError where the file cannot be read, or is no store.
    """
    with TemporaryDirectory(prefix="ripeness-") as folder:
        copy = Path(folder) / FILE
        with (
            explained(Sqlite(path, 0.0)),
            closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with open_store(copy) as store:
            yield store


def copy_store(source: Store, target: Store) -> Mapping[str, int]:
    """Copy all that is kept into an empty store, in one transaction; gives the number of rows by table.

    Rows keep their numbers and times. What can be made again (the index of words) is left out. Raises StoreError,
    also where the target holds anything, and then nothing was copied.
    """
    from sqlalchemy import func, select, text

    from ripeness.store.schema import alembic_version, metadata, schema_version, search_key

    tables = [each for each in metadata.sorted_tables if each not in (alembic_version, schema_version, search_key)]
    copied: dict[str, int] = {}
    with source.read() as reading, target.write() as writing:
        full = [each.name for each in tables if writing.execute(select(func.count()).select_from(each)).scalar()]
        if full:
            raise StoreError(
                f"{target.where}: it holds {', '.join(full)} already. A store is copied into an empty one, for "
                "two logs cannot be made one. Name an empty database or schema."
            )
        for table in tables:
            copied[table.name] = 0
            asked = select(table).order_by(*table.primary_key).execution_options(yield_per=AT_ONCE)
            for rows in reading.execute(asked).mappings().partitions():
                writing.execute(table.insert(), [dict(row) for row in rows])
                copied[table.name] += len(rows)
            if "number" in table.c and writing.dialect.name == "postgresql" and copied[table.name]:
                # The numbers were given: the next one that the server gives comes after them.
                last = f"SELECT setval(pg_get_serial_sequence('{table.name}', 'number'), max(number)) FROM {table.name}"  # noqa: S608
                writing.execute(text(last))
    return copied
