"""The steps of bulk lineage on Daft, each from Parquet to Parquet.

A step is run again if a cluster lost what it needs; it counts only the files that it names as its own at its end, so
that what a lost worker left behind is never counted twice. Nothing passes from step to step but files and small tables.

Import this module only after ``runner.start``: it imports Daft.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import daft
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from daft import DataFrame, DataType, Expression, Series, col, lit

from ripeness.errors import BulkError
from ripeness.lineage.bulk.inner import (
    Levels,
    Ready,
    edge_between,
    edge_row,
    keys_of,
    not_earlier,
    report_of,
    same_text,
)
from ripeness.lineage.bulk.shelf import shelf
from ripeness.lineage.cites import OutletNames
from ripeness.lineage.citing import CITED_REPORTS_MOST
from ripeness.lineage.prose import PILE_FREE, background_level
from ripeness.lineage.roundups import is_roundup, roundup_rule

TRIES = 3  # of a step on a cluster that loses workers
REPORTS_AT_ONCE = 64  # read by one call
PAIRS_AT_ONCE = 256  # compared by one call
HOLDERS_AT_ONCE = 1_024  # keys whose pairs are counted by one call, each of 150 reports, or a star of more
ROW_GROUP_BYTES = 4 * 2**20  # a writer holds so much of each block before it writes
PAIRS_PER_TASK = 20_000  # some ten seconds of comparing

_I64, _U64, _STR, _BOOL = DataType.int64(), DataType.uint64(), DataType.string(), DataType.bool()
READY = DataType.struct(
    {
        "outlet": _STR,
        "published": _STR,
        "names": DataType.list(_STR),
        "cites": DataType.list(_STR),
        "runs": DataType.list(_U64),
        "terms": DataType.list(_U64),
        "telling": DataType.list(_U64),
        "same": DataType.list(_U64),
        "ready": DataType.binary(),
        "cut": _BOOL,
    }
)
_EXTENT = DataType.struct({"start": _I64, "end": _I64})
_PASSAGE = DataType.struct({"start": _I64, "end": _I64, "exact": _STR})
EDGE = {
    "from_place": _I64,
    "to_place": _I64,
    "from": _STR,
    "to": _STR,
    "kind": _STR,
    "strength": _STR,
    "score": DataType.float64(),
    "directed": _BOOL,
    "rule": _STR,
    "aligned": DataType.list(DataType.struct({"a": _PASSAGE, "b": _PASSAGE, "score": DataType.float64()})),
}
PAIR = {"i": _I64, "j": _I64}
SHARED = {**PAIR, "shared": _I64}
_HALF, _LOW = np.uint64(32), np.uint64(0xFFFFFFFF)  # a pair of places as one number
_COUNTED = DataType.list(DataType.struct({**SHARED, "block": _I64}))

Blocks = list[list[Path]]  # files of pairs, by the block of the first report


class Steps:
    """The steps of one run: where they write, how large a block is, and in how many shares keys are grouped."""

    def __init__(self, work: Path, reports: int, block: int, cluster: bool, processes: bool) -> None:
        """``work``: an empty folder of this run. ``block``: places of reports that are held ready together.

        ``cluster``: whether the work is parted among machines. ``processes``: whether a worker has several cores.
        """
        self.work, self.reports, self.block = work, reports, block
        self.blocks = -(-reports // block)
        self._cluster, self._processes = cluster, processes

    def read(self, numbered: Path, outlets: OutletNames) -> None:
        """Read each report once into its keys and its prose: the blocks of ``ready``."""

        def keys(ids: Series, texts: Series, outlet: Series, published: Series, lines: Series) -> list[dict[str, Any]]:
            names = ("id", "text", "outlet", "published", "source_lines")
            columns = (column.to_pylist() for column in (ids, texts, outlet, published, lines))
            return [
                keys_of(report_of(dict(zip(names, row, strict=True))), outlets) for row in zip(*columns, strict=True)
            ]

        made = self._batch(keys, READY, REPORTS_AT_ONCE)
        row = made(col("id"), col("text"), col("outlet"), col("published"), col("source_lines"))
        found = daft.read_parquet(_names(_all(numbered))).select(col("place"), row.alias("row"))
        found = found.select(col("place"), col("row").unnest(), (col("place") // lit(self.block)).alias("block"))
        self.write("ready", found, by="block", heavy=True)

    def sharing(self, column: str, most: int, least: int, stars: bool = False) -> Blocks:
        """Pairs of places that share ``least`` keys of a column; ``most`` and ``stars`` as in ``SharedKeys``."""
        size = self.block

        def pairs(holders: Series) -> list[list[dict[str, int]]]:
            return _pairs_of(holders.to_pylist(), size, most)

        for share in range(self.blocks):
            keys = self._ready("place", column).explode(column)
            keys = keys.where(col(column).not_null() & (col(column) % lit(self.blocks) == lit(share)))
            held = keys.groupby(column).agg(col("place").list_agg().alias("holders"))
            held = held.where(col("holders").list_count() > lit(1))
            if not stars:
                held = held.where(col("holders").list_count() <= lit(most))
            count = self._batch(pairs, _COUNTED, HOLDERS_AT_ONCE, light=True)
            counted = held.select(count(col("holders")).alias("pair"))
            counted = counted.explode("pair").where(col("pair").not_null()).select(col("pair").unnest())
            self.write(f"{column}-{share}", counted, by="block")
        found: Blocks = []
        for block in range(self.blocks):
            parts = [file for share in range(self.blocks) for file in _block(self.work / f"{column}-{share}", block)]
            total = _read(parts, SHARED).groupby("i", "j").agg(col("shared").sum())
            found.append(
                self.write(f"{column}-pairs-{block}", total.where(col("shared") >= lit(least)).select("i", "j"))
            )
        return found

    def copies(self, close: Blocks) -> list[Path]:
        """Those of the pairs that are one text."""
        folder, size = self.work / "ready", self.block

        def same(i: Series, j: Series) -> list[bool]:
            runs = shelf(folder, size, "runs", _array)
            return [same_text(runs[a], runs[b]) for a, b in zip(i.to_pylist(), j.to_pylist(), strict=True)]

        tasks = self._tasks("close", [close])
        found = _read(tasks, PAIR).with_column("same", self._batch(same, _BOOL, PAIRS_AT_ONCE)(col("i"), col("j")))
        return self.write("copies", found.where(col("same")).select("i", "j"), heavy=True)

    def background(self, groups: np.ndarray) -> Path:
        """The levels of the terms that are background, counted by copy group: a small table, read by each worker."""
        group = daft.from_arrow(pa.table({"place": np.arange(self.reports), "group": groups.astype(np.int64)}))
        parts: list[pa.Table] = []
        for share in range(self.blocks):
            terms = self._ready("place", "terms").join(group, on="place").select("group", "terms").explode("terms")
            terms = terms.where(col("terms").not_null() & (col("terms") % lit(self.blocks) == lit(share))).distinct()
            held = terms.groupby("terms").agg(col("group").count().alias("stories"))
            files = self.write(f"background-{share}", held.where(col("stories") >= lit(2 * PILE_FREE)))
            parts += [pq.read_table(file, columns=["terms", "stories"]) for file in files]
        path = self.work / "levels.parquet"
        if parts:
            table = pa.concat_tables(parts).sort_by("terms")
            keys, level = table["terms"], background_level(table["stories"].to_numpy().astype(np.int64))
        else:
            keys, level = pa.array([], pa.uint64()), pa.array([], pa.int8())
        pq.write_table(pa.table({"term": keys, "level": level}), path)
        return path

    def citing(self) -> Blocks:
        """Pairs one of which names the outlet of the other as a source and was not published before it.

        Where each names the other's, neither is taken to rest on the other; outlets of very many reports are left out.
        """
        size = self.block

        def one_way(when: Series, then: Series, citing: Series, back: Series) -> list[bool]:
            rows = zip(*(column.to_pylist() for column in (when, then, citing, back)), strict=True)
            return [not_earlier(a, b) and not (own in named and not_earlier(b, a)) for a, b, own, named in rows]

        own = self._ready("place", "outlet", "published", "names")
        names = own.explode("names").where(
            col("names").not_null() & (col("outlet").is_null() | (col("outlet") != col("names")))
        )
        names = names.select(
            col("place").alias("citing"),
            col("published").alias("when"),
            col("outlet").alias("own"),
            col("names").alias("by"),
        )
        published = own.where(col("outlet").not_null())
        few = published.groupby("outlet").agg(col("place").count().alias("reports"))
        few = few.where(col("reports") <= lit(CITED_REPORTS_MOST)).select("outlet")
        published = published.join(few, on="outlet").select(
            col("outlet").alias("by"),
            col("place").alias("cited"),
            col("published").alias("then"),
            col("names").alias("back"),
        )
        pairs = names.join(published, on="by")
        good = self._batch(one_way, _BOOL, HOLDERS_AT_ONCE, light=True)
        pairs = pairs.where(good(col("when"), col("then"), col("own"), col("back")))
        forward = pairs.where(col("citing") < col("cited")).select(col("citing").alias("i"), col("cited").alias("j"))
        backward = pairs.where(col("citing") > col("cited")).select(col("cited").alias("i"), col("citing").alias("j"))
        both = forward.concat(backward).with_column("block", col("i") // lit(size))
        self.write("citing", both, by="block")
        return [_block(self.work / "citing", block) for block in range(self.blocks)]

    def every_pair(self) -> Blocks:
        """All pairs of a small pile."""
        i, j = np.triu_indices(self.reports, 1)
        pairs = pa.table({"i": i.astype(np.int64), "j": j.astype(np.int64), "block": i.astype(np.int64) // self.block})
        self.write("every-pair", daft.from_arrow(pairs), by="block")
        return [_block(self.work / "every-pair", block) for block in range(self.blocks)]

    def compare(self, candidates: Sequence[Blocks], levels: Path) -> tuple[int, list[Path]]:
        """How many pairs were compared, and the edges between them."""
        folder, size = self.work / "ready", self.block

        def edges(i: Series, j: Series) -> list[dict[str, Any] | None]:
            ready = shelf(folder, size, "ready", _opener(levels))
            return [_edge(a, b, ready[a], ready[b]) for a, b in zip(i.to_pylist(), j.to_pylist(), strict=True)]

        tasks = self._tasks("candidates", candidates)
        edge = self._batch(edges, DataType.struct(EDGE), PAIRS_AT_ONCE)(col("i"), col("j"))
        found = _read(tasks, PAIR).select(edge.alias("edge"))
        found = found.where(col("edge").not_null()).select(col("edge").unnest())
        return rows_in(tasks), self.write("compared", found, heavy=True)

    def roundups(self, edges: Sequence[Path]) -> list[int]:
        """The places of the reports that hold several unrelated stories."""

        def unrelated(rows: Series, linked: Series) -> list[bool]:
            return [_unrelated(short, pairs) for short, pairs in zip(rows.to_pylist(), linked.to_pylist(), strict=True)]

        def told(aligned: Series) -> list[dict[str, int] | None]:
            return [_extent([both["b"] for both in rows]) for rows in aligned.to_pylist()]

        every = _read(edges, EDGE)
        short = every.where((col("kind") == lit("abridged")) & (col("strength") == lit("strong")))
        extent = self._batch(told, _EXTENT, PAIRS_AT_ONCE, light=True)(col("aligned")).alias("extent")
        short = short.select(col("to_place"), col("from_place"), col("from"), extent)
        into = short.groupby("to_place").agg(
            daft.functions.to_struct(col("from_place"), col("from"), col("extent")).list_agg().alias("short")
        )
        into = into.where(col("short").list_count() > lit(1))
        source = short.select(col("to_place"), col("from_place"))
        pairs = source.join(source.select(col("to_place"), col("from_place").alias("other")), on="to_place")
        pairs = pairs.where(col("from_place") < col("other"))
        link = every.select(col("from_place").alias("x"), col("to_place").alias("y"))
        link = link.concat(link.select(col("y").alias("x"), col("x").alias("y")))
        linked = pairs.join(link, left_on=["from_place", "other"], right_on=["x", "y"])
        linked = linked.groupby("to_place").agg(
            daft.functions.to_struct(col("from_place"), col("other")).list_agg().alias("linked")
        )
        judged = into.join(linked, on="to_place", how="left")
        wrong = self._batch(unrelated, _BOOL, REPORTS_AT_ONCE, light=True)(col("short"), col("linked"))
        files = self.write("roundups", judged.where(wrong).select("to_place"))
        return [place for file in files for place in pq.read_table(file)["to_place"].to_pylist()]

    def finish(self, edges: Sequence[Path], roundups: Sequence[int]) -> list[Path]:
        """The edges as they are in the end: those into a round-up are sent to review."""

        def why(rule: Series, target: Series) -> list[str]:
            return [roundup_rule(*both) for both in zip(rule.to_pylist(), target.to_pylist(), strict=True)]

        every = _read(edges, EDGE)
        if roundups:
            into = (
                (col("kind") == lit("abridged"))
                & (col("strength") == lit("strong"))
                & col("to_place").is_in(list(roundups))
            )
            sent = every.where(into)
            sent = sent.with_column("rule", self._batch(why, _STR, PAIRS_AT_ONCE, light=True)(col("rule"), col("to")))
            sent = sent.with_column("strength", lit("review")).select(*EDGE)
            every = every.where(~into).concat(sent)
        return self.write("edges", every)

    def write(self, name: str, frame: DataFrame, by: str | None = None, heavy: bool = False) -> list[Path]:
        """Write a step's answer to a folder of its name, parted by a column, and list its files.

        In a heavy step each file is a task for a worker; in this process one is read after the other, so that few
        blocks are asked for at a time. In the others small files are read together.
        """
        for left in reversed(range(TRIES if self._cluster else 1)):
            folder = self.work / f"{name}.{left}"
            folder.mkdir()  # Daft makes none where there is no row
            try:
                with daft.execution_config_ctx(
                    enable_scan_task_split_and_merge=not heavy,
                    scantask_max_parallel=1 if heavy else None,
                    parquet_target_row_group_size=ROW_GROUP_BYTES,
                ):
                    rows = frame.write_parquet(str(folder), partition_cols=[by] if by else None).to_pydict()
            except Exception as error:  # whatever a lost worker made of it; the last one is told
                if not left:
                    seen = str(error).strip().rpartition("\n")[2]
                    raise BulkError(f"the step '{name}' failed ({seen})", "Mend that and run it again.") from error
                continue
            own = {Path(path).resolve() for path in rows["path"]}
            for file in folder.rglob("*.parquet"):
                if file.resolve() not in own:
                    file.unlink()
            folder.rename(self.work / name)
            return _all(self.work / name)
        raise AssertionError("a step is tried at least once")

    def _ready(self, *columns: str) -> DataFrame:
        return daft.read_parquet(_names(_all(self.work / "ready"))).select(*columns)

    def _tasks(self, name: str, pairs: Sequence[Blocks]) -> list[Path]:
        """The pairs once each, sorted by the blocks of their reports and cut into files: each a task of a worker."""
        found: list[Path] = []
        for block in range(self.blocks):
            rows = _read([file for each in pairs for file in each[block]], PAIR)
            files = self.write(f"{name}-{block}", rows.distinct())
            if count := rows_in(files):
                rows = _read(files, PAIR).with_column("other", col("j") // lit(self.block)).sort(["other", "i", "j"])
                if self._cluster:
                    rows = rows.into_partitions(-(-count // PAIRS_PER_TASK))
                found += self.write(f"{name}-{block}-tasks", rows)
        return found

    def _batch(
        self, function: Callable[..., list[Any]], returns: DataType, size: int, light: bool = False
    ) -> Callable[..., Expression]:
        """``function`` over columns, ``size`` rows a call; a light one is not worth a process of its own."""
        made = daft.func.batch(return_dtype=returns, batch_size=size, use_process=self._processes and not light)
        return made(function)


def rows_in(files: Iterable[Path]) -> int:
    """How many rows Parquet files have."""
    return sum(pq.read_metadata(file).num_rows for file in files)


def _all(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.parquet"))


def _block(folder: Path, block: int) -> list[Path]:
    return sorted(folder.glob(f"block={block}/*.parquet"))


def _names(files: Iterable[Path]) -> list[str]:
    return [str(file) for file in files]


def _read(files: Sequence[Path], fields: Mapping[str, DataType]) -> DataFrame:
    """The rows of the files in these columns; none where there is no file."""
    if files:
        return daft.read_parquet(_names(files)).select(*fields)
    empty = {name: Series.from_pylist([], name=name, dtype=kind) for name, kind in fields.items()}
    return daft.from_pydict(empty)


@lru_cache(maxsize=1_000)
def _two_of(count: int) -> tuple[np.ndarray, np.ndarray]:
    return np.triu_indices(count, 1)


def _pairs_of(holders: Sequence[Sequence[int]], block: int, most: int) -> pa.ListArray:
    """The pairs in lists of places and how many of the lists each is in, all of them in the first row.

    A list of more than ``most`` places is a star: its first place with each of the others.
    """
    codes = [np.zeros(0, np.uint64)]
    for own in holders:
        places = np.sort(np.array(own, dtype=np.uint64))
        if len(places) > most:
            codes.append(places[0] << _HALF | places[1:])
            continue
        first, second = _two_of(len(places))
        codes.append(places[first] << _HALF | places[second])
    pairs, shared = np.unique(np.concatenate(codes), return_counts=True)
    i, j = (pairs >> _HALF).astype(np.int64), (pairs & _LOW).astype(np.int64)
    rows = pa.StructArray.from_arrays([i, j, shared.astype(np.int64), i // block], names=[*SHARED, "block"])
    ends = np.full(len(holders) + 1, len(pairs), dtype=np.int32)
    ends[0] = 0
    return pa.ListArray.from_arrays(ends, rows)


def _edge(i: int, j: int, a: Ready, b: Ready) -> dict[str, Any] | None:
    found = edge_between(a, b)
    if found is None:
        return None
    places = (i, j) if found.source == a.prose.report.id else (j, i)
    return {"from_place": places[0], "to_place": places[1], **edge_row(found)}


def _array(values: Sequence[int]) -> np.ndarray:
    return np.array(values, dtype=np.uint64)


@lru_cache(maxsize=1)
def _opener(levels: Path) -> Callable[[bytes], Ready]:
    """How the reports of a run are made ready to be compared."""
    table = pq.read_table(levels)
    return Levels(table["term"].to_numpy(), table["level"].to_numpy()).unpack


def _extent(passages: Sequence[Mapping[str, int]]) -> dict[str, int] | None:
    if not passages:
        return None
    return {"start": min(each["start"] for each in passages), "end": max(each["end"] for each in passages)}


def _unrelated(short: Sequence[Mapping[str, Any]], linked: Sequence[Mapping[str, int]] | None) -> bool:
    id_of = {row["from_place"]: row["from"] for row in short}
    pairs = {frozenset((id_of[pair["from_place"]], id_of[pair["other"]])) for pair in linked or ()}
    return is_roundup([(row["from"], row["extent"] and tuple(row["extent"].values())) for row in short], pairs)
