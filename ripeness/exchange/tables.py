"""Readings as rows of tables, and back: the columns follow from the dataclasses, so that no field is left out.

A field that is a reading's part has a column for each of its own (``content_start``, ``speaker_name``); a list is one
column. The tellings of a move are a table of their own. All three formats have the same columns.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from ripeness.claims.model import Contradiction, Move, Position, Statement, Telling
from ripeness.claims.plain import hints

if TYPE_CHECKING:
    from polars.datatypes import DataType, DataTypeClass

Type = Literal["text", "number", "truth", "list", "json"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``path`` leads to the field in the plain reading; () where the column is not of the reading itself.

    ``empty`` says that text which is missing is '' and not null. ``item`` is the type of a list's items. ``derived``
    columns are for the reader of the table: they follow from others and are passed over when it is read back.
    """

    name: str
    type: Type
    path: tuple[str, ...] = ()
    empty: bool = False
    item: Any = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one file."""

    name: str
    columns: tuple[Column, ...]

    def column(self, where: str) -> str:
        """The column in which a fault at ``where`` ('speaker.surface.start') stands."""
        path = tuple(where.split("."))
        found = (c for c in self.columns if c.path and path[: len(c.path)] == c.path)
        part = (c for c in self.columns if c.path[: len(path)] == path)
        return next(found, next(part, Column(where, "text"))).name


STANDING = (
    Column("status", "text"),
    Column("decided_by", "text", empty=True),
    Column("decided_at", "text", empty=True),
    Column("decided_why", "text", empty=True),
    Column("read_as", "json"),  # the fields that a decision changed, as they were read
    Column("kept", "truth", derived=True),  # the reader does not find it: it is kept from the log or an import
)
PLOVER = tuple(
    Column(name, "text", derived=True) for name in ("plover_event", "plover_mode", "plover_context", "cameo_root")
)


@cache
def columns_of(kind: type, without: tuple[str, ...] = ()) -> tuple[Column, ...]:
    """The columns of a dataclass, but not of the fields ``without``."""
    return tuple(_columns(kind, (), without))


def _columns(kind: type, above: tuple[str, ...], without: tuple[str, ...] = ()) -> Iterator[Column]:
    for field in fields(kind):
        if field.name in without:
            continue
        path = (*above, field.name)
        hint = _own(hints(kind)[field.name])
        name = "_".join(path)
        if is_dataclass(hint):
            yield from _columns(hint, path)  # pyright: ignore[reportArgumentType]
        elif get_origin(hint) is tuple:
            yield Column(name, "list", path, item=get_args(hint)[0])
        else:
            type: Type = "truth" if hint is bool else "number" if hint is int else "text"
            yield Column(name, type, path, empty=hint is hints(kind)[field.name] and type == "text")


def _own(hint: Any) -> Any:
    """The type itself of 'something or None'."""
    if get_origin(hint) in (Union, types.UnionType):
        return next(each for each in get_args(hint) if each is not type(None))
    return hint


TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table("statements", (*columns_of(Statement), *STANDING)),
        Table("moves", (*columns_of(Move, ("tellings",)), *STANDING, *PLOVER)),
        Table("tellings", (Column("move", "text"), Column("number", "number"), *columns_of(Telling))),
        Table("positions", (*columns_of(Position), *STANDING)),
        Table("contradictions", (*columns_of(Contradiction), *STANDING)),
        Table(
            "decisions",
            (
                *(Column(name, "text") for name in ("reading", "kind", "status", "by", "why", "at")),
                Column("changes", "json"),
                Column("body", "json"),  # the reading as it was read, when it was decided on
            ),
        ),
        Table(
            "reports",
            (
                *(Column(name, "text") for name in ("id", "file", "sha256", "text_sha256")),
                Column("characters", "number"),
                *(Column(name, "text") for name in ("title", "outlet", "author", "published", "language", "address")),
                Column("text", "text"),
            ),
        ),
    )
}


def flat(table: Table, plain: Mapping[str, Any]) -> Row:
    """The cells of a plain reading, in the columns that are its own."""
    row: Row = {}
    for column in table.columns:
        value: Any = plain
        for step in column.path:
            value = value[step] if value is not None else None
        if column.path:
            row[column.name] = value
    return row


def deep(table: Table, row: Mapping[str, Any]) -> dict[str, Any]:
    """The plain reading of a row: a part of which every cell is empty is None."""
    return _deep([column for column in table.columns if column.path], row, 0)


def _deep(columns: Sequence[Column], row: Mapping[str, Any], level: int) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name in dict.fromkeys(column.path[level] for column in columns):
        own = [column for column in columns if column.path[level] == name]
        if len(own[0].path) == level + 1:
            made[name] = _filled(own[0], row[own[0].name])
        elif all(row[column.name] in (None, "") for column in own):
            made[name] = None
        else:
            made[name] = _deep(own, row, level + 1)
    return made


def _filled(column: Column, value: Any) -> Any:
    return "" if value is None and column.empty else value


def polars_type(column: Column) -> DataType | DataTypeClass:
    """The type of the column in Parquet."""
    import polars as pl

    if column.type == "list":
        return pl.List(_polars(column.item))
    return {"text": pl.String, "json": pl.String, "number": pl.Int64, "truth": pl.Boolean}[column.type]()


def _polars(hint: Any) -> Any:
    import polars as pl

    own = _own(hint)
    if is_dataclass(own):
        kind: Any = own
        return pl.Struct({field.name: _polars(hints(kind)[field.name]) for field in fields(kind)})
    if get_origin(own) is tuple:
        return pl.List(_polars(get_args(own)[0]))
    return {int: pl.Int64, bool: pl.Boolean}.get(own, pl.String)
