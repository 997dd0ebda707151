"""The version of a store: what it is when it is opened, making a new one, and bringing an older one up to date.

A new store is made as it is now; an older one goes through the files of `migrations`, by Alembic, in one transaction.
Both ways end in the same tables, which is tested, on SQLite and on PostgreSQL.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ripeness.errors import StoreError
from ripeness.store.database import Store, explained

if TYPE_CHECKING:
    from sqlalchemy import Connection

# The tables that came with each version after the first.
_ADDED = {
    2: frozenset({"readings", "decisions"}),
    3: frozenset({"imported"}),
    4: frozenset({"forecasts", "resolutions"}),
    5: frozenset({"alembic_version", "audit", "vectors", "search_key"}),
}


def prepare(store: Store) -> None:
    """Check that this is a store that this program can use; make a new one, bring an older one up to date.

    Raises StoreError, and then nothing was changed.
    """
    with store.read() as connection:
        version = _checked(store, connection)
    if version is None or _behind(version):
        with store.write() as connection:  # another process may have been quicker: looked at again
            version = _checked(store, connection)
            if version is None:
                _make(store, connection)
            elif _behind(version):
                migrate(connection, version)
    with explained(store.database):
        store.database.settle()


def revision(version: int) -> str:
    """A version as Alembic has it."""
    return f"{version:04}"


def migrate(connection: Connection, version: int, to: str = "head") -> None:
    """Bring a store of this version up to date, within the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    from ripeness.store.schema import SINCE_ALEMBIC

    config = Config()
    config.set_main_option("script_location", "ripeness.store:migrations")
    config.attributes["connection"] = connection
    if 0 < version < SINCE_ALEMBIC:  # of a time before Alembic: says where to begin
        command.stamp(config, revision(version))
    command.upgrade(config, to)


def _behind(version: int) -> bool:
    from ripeness.store.schema import SCHEMA_VERSION

    return version < SCHEMA_VERSION


def _make(store: Store, connection: Connection) -> None:
    from ripeness.store import schema

    schema.metadata.create_all(connection)
    for table, rule, taken in schema.ONLY_ADDED:
        for statement in store.database.only_added(table, rule, taken):
            connection.exec_driver_sql(statement)
    for statement in store.database.search_tables():
        connection.exec_driver_sql(statement)
    connection.execute(schema.schema_version.insert().values(version=schema.SINCE_ALEMBIC))
    connection.execute(schema.alembic_version.insert().values(version_num=revision(schema.SCHEMA_VERSION)))


def _checked(store: Store, connection: Connection) -> int | None:
    """The version of the store, None where there is nothing yet.

    Raises StoreError where it is none of ours, not whole, or of a newer version.
    """
    from sqlalchemy import inspect

    from ripeness.store import schema

    tables = set(inspect(connection).get_table_names())
    if not tables:
        return None
    if "schema_version" not in tables:
        raise StoreError(
            f"{store.where}: a database of another program (tables: {', '.join(sorted(tables)[:5])}). "
            "A store is made by Ripeness alone. Name another one."
        )
    versions = _marks(connection, tables)
    version = versions[0] if len(versions) == 1 else 0
    later = {name for added, names in _ADDED.items() if added > version for name in names}
    missing = schema.metadata.tables.keys() - tables - later
    if len(versions) != 1 or (version <= schema.SCHEMA_VERSION and missing):
        raise StoreError(
            f"{store.where}: the store is not whole (versions {versions}, tables missing: "
            f"{sorted(missing) or 'none'}). A store has one version and all its tables. Restore it from a copy."
        )
    if version > schema.SCHEMA_VERSION:
        raise StoreError(
            f"{store.where}: the store has version {version}, and this program knows versions up to "
            f"{schema.SCHEMA_VERSION}. A newer store is left alone. Update Ripeness."
        )
    return version


def _marks(connection: Connection, tables: set[str]) -> list[int]:
    """The versions that the store says it has: Alembic's mark, or that of the time before."""
    from sqlalchemy import select

    from ripeness.store import schema

    if "alembic_version" not in tables:
        return list(connection.execute(select(schema.schema_version.c.version)).scalars())
    found = connection.execute(select(schema.alembic_version.c.version_num)).scalars()
    return [int(each) if each.isdecimal() else 0 for each in found]
