"""A pile of reports as flat arrays: the `Prose` of one report after another, and room for more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ripeness.lineage.prose import Prose
from ripeness.reports.model import Passage, Report

if TYPE_CHECKING:
    from ripeness.lineage.kernels import Flat

# The arrays of `Prose` that a pile keeps, by what their rows are, with their types.
ROWS = {
    "sentences": {"start": np.int32, "end": np.int32, "length": np.int32},
    "words": {"word": np.uint32},
    "terms": {"key": np.uint64, "base": np.float32, "count": np.int32},
    "places": {"place": np.int32},
    "runs": {"runs": np.uint64},
    "texts": {"same": np.uint64},
}

Packed = dict[str, np.ndarray]  # the arrays of several reports by name, and 'size sentences', ...: rows of each report


def packed(proses: Sequence[Prose]) -> Packed:
    """The arrays of several reports one after another, to be sent and kept together."""
    found: Packed = {"cut": np.array([own.cut for own in proses], dtype=np.bool_)}
    for rows, columns in ROWS.items():
        for name, dtype in columns.items():
            parts = [getattr(own, name) for own in proses]
            found[name] = np.concatenate([np.empty(0, dtype=dtype), *parts])
            found[f"size {rows}"] = np.array([len(part) for part in parts], dtype=np.int64)
    return found


class Column:
    """An array that takes more at its end without being copied each time."""

    def __init__(self, dtype: type) -> None:
        self._room = np.empty(64, dtype=dtype)
        self._size = 0

    def extend(self, values: np.ndarray) -> None:
        """Put ``values`` at the end."""
        size = self._size + len(values)
        if size > len(self._room):
            room = np.empty(max(size, len(self._room) * 5 // 4), dtype=self._room.dtype)
            room[: self._size] = self.values
            self._room = room
        self._room[self._size : size] = values
        self._size = size

    @property
    def values(self) -> np.ndarray:
        """What is in it: a view, good until more comes."""
        return self._room[: self._size]


class Pile:
    """Reports and their prose, by position; ``weight[term]`` is what each term of each report is worth now."""

    def __init__(self) -> None:
        self.reports: list[Report] = []
        self.cut: list[bool] = []
        self._columns = {name: Column(dtype) for columns in ROWS.values() for name, dtype in columns.items()}
        self._begin = {rows: np.zeros(1, dtype=np.int64) for rows in ROWS}
        self._passages: dict[int, dict[tuple[int, int], Passage]] = {}  # those that edges show
        self.weight = np.empty(0, dtype=np.float32)

    def extend(self, reports: Sequence[Report], arrays: Packed) -> None:
        """Add reports with their packed prose. Background is to be weighed anew: until then all weighs in full."""
        self.reports.extend(reports)
        self.cut.extend(arrays["cut"].tolist())
        for rows, columns in ROWS.items():
            begin = self._begin[rows]
            self._begin[rows] = np.concatenate([begin, begin[-1] + np.cumsum(arrays[f"size {rows}"])])
            for name in columns:
                self._columns[name].extend(arrays[name])
        self.weight = self["base"]

    def __len__(self) -> int:
        return len(self.reports)

    def __getitem__(self, column: str) -> np.ndarray:
        """A column of all reports together."""
        return self._columns[column].values

    def begin(self, rows: str) -> np.ndarray:
        """Where the rows of each report begin, and the end of the last: int64[report + 1]."""
        return self._begin[rows]

    def of(self, column: str, report: int) -> np.ndarray:
        """A column of one report."""
        rows = next(rows for rows, columns in ROWS.items() if column in columns)
        return self[column][self._span(rows, report)]

    def prose(self, report: int) -> Prose:
        """One report as it stands in this pile; nothing is copied."""
        own = {name: self[name][self._span(rows, report)] for rows, columns in ROWS.items() for name in columns}
        weight = self.weight[self._span("terms", report)]
        passages = self._passages.setdefault(report, {})
        return Prose(self.reports[report], **own, weight=weight, cut=self.cut[report], _passages=passages)

    def flat(self) -> Flat:
        """All reports for the loops."""
        from ripeness.lineage.kernels import Flat

        names = ("length", "word", "key", "base", "count", "place", "runs")
        begin = (self._begin[rows] for rows in ("sentences", "words", "terms", "places", "runs"))
        return Flat(*begin, weight=self.weight, **{name: self[name] for name in names})

    def _span(self, rows: str, report: int) -> slice:
        begin = self._begin[rows]
        return slice(begin[report], begin[report + 1])
