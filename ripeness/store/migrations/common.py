"""What several versions need: guards and types, as the database at hand writes them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TEXT

from ripeness.store.postgres import Postgres
from ripeness.store.sqlite import Sqlite

Words = sa.Text().with_variant(TEXT(collation="C"), "postgresql")


def text(name: str, *rest: object, **kept: object) -> sa.Column:  # type: ignore[type-arg]
    """A column of words that is never null."""
    return sa.Column(name, Words, *rest, nullable=False, **kept)  # type: ignore[arg-type]


def json(name: str) -> sa.Column:  # type: ignore[type-arg]
    """A column of JSON that is never null."""
    return sa.Column(name, sa.JSON, nullable=False)


def number() -> sa.Column:  # type: ignore[type-arg]
    """The number of a row, never given twice."""
    return sa.Column("number", sa.Integer, primary_key=True, autoincrement=True)


def _database() -> type[Sqlite] | type[Postgres]:
    return Sqlite if op.get_bind().dialect.name == "sqlite" else Postgres


def only_added(table: str, rule: str, taken: str = "number = NEW.number") -> None:
    """The database refuses to change or delete a row."""
    for statement in _database().only_added(table, rule, taken):
        op.get_bind().exec_driver_sql(statement)


def search_tables() -> None:
    """The index of words."""
    for statement in _database().search_tables():
        op.get_bind().exec_driver_sql(statement)
