"""A table as Parquet, CSV or JSON lines, and back: every cell comes back as it was."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from ripeness.errors import Problem
from ripeness.exchange.tables import Column, Row, Table, polars_type

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = get_args(Format)

# What a spreadsheet may take for a formula at the start of a cell, and the mark before it that it takes for text.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"
MAX_CELL = 64_000_000  # characters; the text of the longest report that is read is far below it


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a file: its line, or in Parquet its number, from 1."""

    file: str
    line: int

    def problem(self, column: str, seen: object, rule: str, fix: str) -> Problem:
        """A problem in a column of this row."""
        text = seen if isinstance(seen, str) else repr(seen)
        return Problem(self.file, self.line, column, text if len(text) <= 120 else text[:117] + "...", rule, fix)


def encoded(table: Table, rows: Sequence[Row], format: Format, guard: bool = False) -> bytes:
    """The bytes of a file. ``guard`` (CSV only) marks text that a spreadsheet would run as a formula."""
    if format == "parquet":
        return _parquet(table, rows)
    if format == "jsonl":
        names = [column.name for column in table.columns]
        lines = (json.dumps({name: row[name] for name in names}, ensure_ascii=False) + "\n" for row in rows)
        return "".join(lines).encode()
    out = io.StringIO(newline="")
    writer = csv.writer(out)  # RFC 4180: commas, lines that end in CR LF, quotation marks where they are needed
    writer.writerow([column.name for column in table.columns])
    for row in rows:
        writer.writerow([_cell(column, row[column.name], guard) for column in table.columns])
    return out.getvalue().encode()


def decoded(
    table: Table, file: Path, format: Format, guarded: bool, problems: list[Problem]
) -> list[tuple[Place, Row]]:
    """The rows of a file with their places; what is wrong with it is added to ``problems``, and such rows are left out.

    Columns may stand in any order; derived ones may be missing.
    """
    found: list[tuple[Place, Row]] = []
    try:
        head, rows = _READERS[format](file)
        if head is not None and (faults := _columns_wrong(table, Place(file.name, 1), head)):
            problems += faults
            return found
        for place, cells in rows:
            if head is None and (faults := _columns_wrong(table, place, cells)):
                problems += faults
                continue
            row, before = {}, len(problems)
            for column in table.columns:
                row[column.name] = _value(column, cells.get(column.name), format, guarded, place, problems)
            if len(problems) == before:
                found.append((place, row))
    except _UnreadableError as error:
        rule = f"It is a file of {table.name} as 'ripeness export' writes it."
        problems.append(Problem(file.name, error.line, "(the whole file)", str(error), rule, "Export it anew."))
    return found


class _UnreadableError(Exception):
    """A file, or a line of it, is not of its format."""

    def __init__(self, seen: str, line: int | None = None) -> None:
        super().__init__(seen)
        self.line = line


def _columns_wrong(table: Table, place: Place, cells: Collection[str]) -> list[Problem]:
    known = {column.name for column in table.columns}
    needed = {column.name for column in table.columns if not column.derived}
    rule = f"These are the columns of {table.name}, and no other."
    return [
        *(place.problem(name, "this column is not known", rule, "Remove it.") for name in cells if name not in known),
        *(
            place.problem(name, "this column is missing", rule, "Add it, as 'ripeness export' writes it.")
            for name in sorted(needed - set(cells))
        ),
    ]


def _parquet(table: Table, rows: Sequence[Row]) -> bytes:
    import polars as pl

    schema = {column.name: polars_type(column) for column in table.columns}
    ready = [{column.name: _as_parquet(column, row[column.name]) for column in table.columns} for row in rows]
    out = io.BytesIO()
    pl.DataFrame(ready, schema=schema, orient="row").write_parquet(out)
    return out.getvalue()


def _as_parquet(column: Column, value: Any) -> Any:
    return _json(value) if column.type == "json" else value


def _cell(column: Column, value: Any, guard: bool) -> str:
    if value is None:
        return ""
    if column.type == "truth":
        return "true" if value else "false"
    if column.type in ("list", "json"):
        return _json(value)
    text = str(value)
    if guard and column.type == "text" and text.startswith((*_FORMULA, _GUARD)):
        return _GUARD + text
    return text


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=False)


_HOLDS: Mapping[str, tuple[type, str]] = {
    "text": (str, "text"),
    "number": (int, "a whole number"),
    "truth": (bool, "true or false"),
    "list": (list, "a list"),
    "json": (dict, "an object of JSON"),
}


def _value(column: Column, cell: Any, format: Format, guarded: bool, place: Place, problems: list[Problem]) -> Any:
    """The value in a cell; None, and a problem, where it is not of the column's type."""
    if cell is None or (format == "csv" and cell == ""):
        return None
    wanted, words = _HOLDS[column.type]
    try:
        value = cell
        if format == "csv":
            value = _from_csv(column, cell, guarded)
        elif format == "parquet" and column.type == "json":
            value = json.loads(cell)
    except (ValueError, TypeError):
        value = object()
    if type(value) is wanted:
        return value
    if not column.derived:
        problems.append(place.problem(column.name, cell, f"This column holds {words}.", "Write it in that form."))
    return None


def _from_csv(column: Column, cell: str, guarded: bool) -> Any:
    if column.type == "truth":
        truths = {"true": True, "false": False}
        if cell.lower() not in truths:
            raise ValueError(cell)
        return truths[cell.lower()]  # a spreadsheet writes TRUE
    if column.type == "number":
        return int(cell)
    if column.type in ("list", "json"):
        return json.loads(cell)
    return cell.removeprefix(_GUARD) if guarded else cell


# The columns of a file, or None where each row has its own, and the rows.
_Table = tuple[Collection[str] | None, Iterable[tuple[Place, Row]]]


def _read_parquet(file: Path) -> _Table:
    import polars as pl

    try:
        frame = pl.read_parquet(file, use_statistics=False)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        raise _UnreadableError(f"it is no Parquet file ({error})") from error
    return frame.columns, ((Place(file.name, n), row) for n, row in enumerate(frame.iter_rows(named=True), 1))


def _read_jsonl(file: Path) -> _Table:
    return None, _json_rows(file)


def _json_rows(file: Path) -> Iterator[tuple[Place, Row]]:
    for number, line in enumerate(_text(file).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise _UnreadableError(f"the line is no JSON ({error})", number) from error
        if not isinstance(row, dict):
            raise _UnreadableError("the line is no JSON object", number)
        yield Place(file.name, number), row


def _read_csv(file: Path) -> _Table:
    before = csv.field_size_limit(MAX_CELL)
    rows: list[tuple[Place, Row]] = []
    try:
        reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
        head = next(reader, None)
        if head is None:
            raise _UnreadableError("the file is empty")
        if len(set(head)) < len(head):
            raise _UnreadableError("a column stands twice", 1)
        line = reader.line_num + 1
        for cells in reader:
            if cells and len(cells) != len(head):
                raise _UnreadableError(f"the row has {len(cells)} cells, and there are {len(head)} columns", line)
            if cells:
                rows.append((Place(file.name, line), dict(zip(head, cells, strict=True))))
            line = reader.line_num + 1
    except csv.Error as error:
        raise _UnreadableError(f"it is no CSV ({error})") from error
    finally:
        csv.field_size_limit(before)
    return head, rows


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _UnreadableError(f"it is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise _UnreadableError(f"it cannot be read ({error.strerror})") from error


_READERS: Mapping[str, Callable[[Path], _Table]] = {
    "parquet": _read_parquet,
    "csv": _read_csv,
    "jsonl": _read_jsonl,
}
