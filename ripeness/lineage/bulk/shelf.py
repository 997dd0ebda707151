"""In a worker: what is kept of the pile's reports, looked up by their places, a few blocks of them in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import RLock
from typing import Any, Generic, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

BLOCKS_KEPT = 2  # pairs are sorted by the blocks of their two reports
MADE_KEPT = 300  # what is made of a column's value: some 0.2 MB each where it is a report ready to be compared

Made = TypeVar("Made")
_LOCK = RLock()  # a runner may call from several threads of one process


class Shelf(Generic[Made]):
    """One column of the ready reports, each value made into something when it is asked for."""

    def __init__(self, folder: Path, size: int, column: str, make: Callable[[Any], Made]) -> None:
        """``folder`` holds the blocks, of ``size`` places each; ``make`` turns a value of ``column`` into another."""
        self._folder, self._size, self._column, self._make = folder, size, column, make
        self._blocks: OrderedDict[int, tuple[np.ndarray, pa.ChunkedArray]] = OrderedDict()
        self._made: OrderedDict[int, Made] = OrderedDict()

    def __getitem__(self, place: int) -> Made:
        with _LOCK:
            return _kept(self._made, place, MADE_KEPT, lambda: self._make(self._value(place)))

    def _value(self, place: int) -> Any:
        row, values = _kept(self._blocks, place // self._size, BLOCKS_KEPT, lambda: self._read(place // self._size))
        return values[int(row[place % self._size])].as_py()

    def _read(self, block: int) -> tuple[np.ndarray, pa.ChunkedArray]:
        files = sorted(self._folder.glob(f"block={block}/*.parquet"))
        table = pa.concat_tables(pq.ParquetFile(file).read(["place", self._column]) for file in files)
        row = np.full(self._size, -1)
        row[table["place"].to_numpy() % self._size] = np.arange(len(table))
        return row, table[self._column]


_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


def _kept(kept: OrderedDict[_Key, _Value], key: _Key, most: int, make: Callable[[], _Value]) -> _Value:
    """The value of ``key``, made if it is not there; the one asked for longest ago makes room."""
    if key in kept:
        kept.move_to_end(key)
        return kept[key]
    while len(kept) >= most:
        kept.popitem(last=False)
    return kept.setdefault(key, make())


_SHELVES: OrderedDict[tuple[Path, int, str], Shelf[Any]] = OrderedDict()


def shelf(folder: Path, size: int, column: str, make: Callable[[Any], Made]) -> Shelf[Made]:
    """The shelf of this process: tasks come and go, and what the last one read serves the next.

    One at a time, for a step asks for one column; ``make`` must do the same whenever the rest is the same.
    """
    with _LOCK:
        return _kept(_SHELVES, (folder, size, column), 1, lambda: Shelf(folder, size, column, make))
