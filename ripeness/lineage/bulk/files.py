"""Parquet in and out of bulk lineage, a batch at a time.

Columns of reports: ``id`` and ``text`` (strings), and where they are known ``outlet`` and ``published`` (strings; an
ISO date or time stamp) and ``source_lines`` (a list of ``start``, ``end`` in code points of the text). Other columns
are passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ripeness.errors import ReportError
from ripeness.lineage.bulk.inner import edge_of
from ripeness.lineage.cites import OutletNames
from ripeness.lineage.components import components
from ripeness.lineage.model import Edge
from ripeness.reports.model import Found, Report

BATCH = 500  # reports that are read or written at once

_SPAN = pa.struct([("start", pa.int64()), ("end", pa.int64())])
REPORTS = pa.schema(
    [
        pa.field("id", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
        ("outlet", pa.string()),
        ("published", pa.string()),
        ("source_lines", pa.list_(_SPAN)),
    ]
)
NUMBERED = REPORTS.insert(0, pa.field("place", pa.int64(), nullable=False))
STORIES = pa.schema([("report", pa.string()), ("story", pa.int64()), ("origin", pa.int64())])


def write_reports(reports: Iterable[Report], path: str | Path) -> int:
    """Write reports to one Parquet file for ``write_edges``, and say how many. Holds ``BATCH`` of them at a time."""
    written = 0
    todo = iter(reports)
    whole, part = Path(path), Path(f"{path}.part")
    try:
        with pq.ParquetWriter(part, REPORTS) as out:
            while batch := list(islice(todo, BATCH)):
                out.write_table(pa.Table.from_pylist([_row(report) for report in batch], REPORTS))
                written += len(batch)
        part.replace(whole)
    finally:
        part.unlink(missing_ok=True)
    return written


def _row(report: Report) -> dict[str, Any]:
    return {
        "id": report.id,
        "text": report.text,
        "outlet": report.outlet.value if report.outlet else None,
        "published": report.published.value if report.published else None,
        "source_lines": [{"start": line.start, "end": line.end} for line in report.source_lines],
    }


def parquet_files(paths: str | Path | Sequence[str | Path]) -> list[Path]:
    """The Parquet files that are named or lie in the folders named, each folder's in order of name."""
    found: list[Path] = []
    for path in map(Path, [paths] if isinstance(paths, str | Path) else paths):
        if path.is_dir():
            found += sorted(path.rglob("*.parquet"))
        elif path.is_file():
            found.append(path)
        else:
            raise _wrong(path, "no such file or folder", "Check its spelling.")
    return found


class Numbering:
    """Reports on their way into the pile: each gets its place, the number of its row over all files.

    Held: the names of the outlets, and a hash for each id.
    """

    def __init__(self) -> None:
        self.count = 0
        self._outlets: set[str] = set()
        self._hashes: list[np.ndarray] = []

    def write(self, files: Sequence[Path], folder: Path, part: int) -> None:
        """Write the reports of ``files`` to ``folder``, ``part`` to a file.

        Raises ReportError where a file is not Parquet, lacks a column, has a row without id or text, or an id again.
        """
        folder.mkdir()
        waiting: list[pa.Table] = []
        for file in files:
            for table in _batches(file, part):
                waiting.append(table)
                if sum(map(len, waiting)) >= part:
                    whole = pa.concat_tables(waiting)
                    self._put(whole[:part], folder)
                    waiting = [whole[part:]]
        self._put(pa.concat_tables([REPORTS.empty_table(), *waiting]), folder)
        self._no_id_twice(files)

    def _put(self, table: pa.Table, folder: Path) -> None:
        if not len(table):
            return
        self._outlets.update(filter(None, table["outlet"].unique().to_pylist()))
        self._hashes.append(np.array([hash(id) for id in table["id"].to_pylist()], dtype=np.int64))
        places = pa.array(range(self.count, self.count + len(table)), pa.int64())
        pq.write_table(table.add_column(0, NUMBERED.field(0), places), folder / f"{self.count:012}.parquet")
        self.count += len(table)

    def _no_id_twice(self, files: Sequence[Path]) -> None:
        hashes, times = np.unique(np.concatenate([np.zeros(0, np.int64), *self._hashes]), return_counts=True)
        again = set(hashes[times > 1].tolist())
        seen: set[str] = set()
        for file in files if again else ():
            for table in _batches(file, BATCH):
                for id in table["id"].to_pylist():
                    if id in seen:
                        raise _wrong(file, f"the id {id!r} stands twice in the pile", "Give each report its own.")
                    if hash(id) in again:
                        seen.add(id)

    def outlets(self) -> OutletNames:
        """The names that count as outlets' in this pile, besides those of the gazetteer."""
        return OutletNames(Report("", "", "", "", outlet=Found(name, "column")) for name in self._outlets)


def _batches(file: Path, rows: int) -> Iterator[pa.Table]:
    """The rows of a file in ``REPORTS``, no more than ``rows`` at once."""
    try:
        source = pq.ParquetFile(file)
    except (pa.ArrowInvalid, OSError) as error:
        raise _wrong(file, f"it is no Parquet file ({error})", "Write reports with write_reports.") from error
    with source:
        there = set(source.schema_arrow.names)
        if missing := {"id", "text"} - there:
            raise _wrong(file, f"no column {' or '.join(sorted(missing))}", "Each report needs an id and a text.")
        columns = [name for name in REPORTS.names if name in there]
        for batch in source.iter_batches(rows, columns=columns):
            try:
                arrays = [
                    batch.column(name).cast(REPORTS.field(name).type)
                    if name in there
                    else pa.nulls(len(batch), REPORTS.field(name).type)
                    for name in REPORTS.names
                ]
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
                raise _wrong(file, f"a column of another type ({error})", "See the columns in docs/bulk.md.") from error
            if arrays[0].null_count or arrays[1].null_count:
                raise _wrong(file, "a row without id or text", "Leave it out.")
            yield pa.Table.from_arrays(arrays, schema=REPORTS)


def _wrong(file: Path, seen: str, fix: str) -> ReportError:
    return ReportError(str(file), seen, "Bulk lineage reads Parquet files of reports.", fix)


class Groups:
    """Which of ``count`` nodes pairs have joined so far: one number for each, and no pair is held."""

    def __init__(self, count: int) -> None:
        self._label = np.arange(count)

    def join(self, a: np.ndarray, b: np.ndarray) -> None:
        """Join each node of ``a`` with the one beside it in ``b``."""
        self._label = components(len(self._label), np.stack((self._label[a], self._label[b]), axis=1))[self._label]

    def numbers(self, count: int) -> np.ndarray:
        """The group of each of the first ``count`` nodes, numbered in the order of their first node."""
        return self._label[:count]


def rows_of(files: Iterable[Path], columns: Sequence[str], rows: int = 1 << 20) -> Iterator[dict[str, Any]]:
    """Batches of some columns as NumPy arrays (of lists: as Arrow arrays), file by file."""
    for file in files:
        with pq.ParquetFile(file) as source:
            for batch in source.iter_batches(rows, columns=list(columns)):
                yield {
                    name: batch.column(name)
                    if pa.types.is_nested(batch.schema.field(name).type)
                    else batch.column(name).to_numpy(zero_copy_only=False)
                    for name in columns
                }


def write_stories(numbered: Iterable[Path], story: np.ndarray, origin: np.ndarray, path: Path) -> None:
    """Write which story and which origin each report belongs to, in the order of the pile."""
    with pq.ParquetWriter(path, STORIES) as out:
        for file in numbered:
            table = pq.read_table(file, columns=["place", "id"])
            own = table["place"].to_numpy()
            out.write_table(pa.table([table["id"], pa.array(story[own]), pa.array(origin[own])], schema=STORIES))


def read_edges(out: str | Path) -> tuple[Edge, ...]:
    """All edges of a folder that ``write_edges`` wrote, in the order of ``find_lineage``: in memory, all at once."""
    rows: list[dict[str, Any]] = []
    for file in sorted(Path(out, "edges").glob("*.parquet")):
        rows += pq.read_table(file).to_pylist()
    rows.sort(key=lambda row: (row["from_place"], row["to_place"]))
    return tuple(edge_of(row) for row in rows)
