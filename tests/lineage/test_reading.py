"""Reading on all cores gives what reading here gives, and small piles start no process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ripeness.lineage import find_lineage, reading
from ripeness.reports.model import Report


def same(one: reading.Read, two: reading.Read) -> bool:
    arrays = all((one.arrays[name] == two.arrays[name]).all() for name in one.arrays)
    return arrays and one.arrays.keys() == two.arrays.keys() and one.citations == two.citations


def test_readers_read_what_is_read_here(monkeypatch: pytest.MonkeyPatch, invented_pile: list[Report]) -> None:
    monkeypatch.setattr(reading, "BATCH", 5)
    monkeypatch.setattr(reading, "READERS_REPORTS", 10)
    monkeypatch.setattr(reading, "cores", lambda: 2)
    found = list(reading.read_all(invented_pile))
    assert [report for batch, _ in found for report in batch] == invented_pile
    assert len(found) == -(-len(invented_pile) // 5)
    assert all(same(read, reading.read(batch)) for batch, read in found)


def test_a_reader_that_ends_is_an_error(monkeypatch: pytest.MonkeyPatch, invented_pile: list[Report]) -> None:
    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", ""], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    monkeypatch.setattr(reading, "_start", start)
    monkeypatch.setattr(reading, "READERS_REPORTS", 10)
    monkeypatch.setattr(reading, "cores", lambda: 2)
    with pytest.raises(RuntimeError, match="before its time"):
        list(reading.read_all(invented_pile))


def test_a_small_pile_starts_no_process(monkeypatch: pytest.MonkeyPatch, invented_pile: list[Report]) -> None:
    monkeypatch.setattr(reading, "_start", lambda: pytest.fail("a process was started"))
    assert find_lineage(invented_pile).edges


def test_lineage_loads_no_heavy_library_before_it_is_used() -> None:
    code = "import sys, ripeness.lineage; print(sorted({'numba', 'scipy', 'onnxruntime'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
