"""Reading on all cores gives what reading here gives, and small piles start no process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


@pytest.mark.parametrize("given", ["", os.pathsep, f"{os.sep}nowhere{os.pathsep}"])
def test_readers_import_nothing_from_the_working_folder(
    given: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, invented_pile: list[Report]
) -> None:
    for name in ("snowballstemmer", "numpy", "pickle"):
        (tmp_path / f"{name}.py").write_text(f"open('ran-{name}', 'w').close()\nraise SystemExit(1)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", given)
    monkeypatch.setattr(reading, "READERS_REPORTS", 10)
    monkeypatch.setattr(reading, "cores", lambda: 2)
    (batch, read), *_ = reading.read_all(invented_pile)
    assert list(tmp_path.glob("ran-*")) == []
    assert same(read, reading.read(batch))


def test_a_small_pile_starts_no_process(monkeypatch: pytest.MonkeyPatch, invented_pile: list[Report]) -> None:
    monkeypatch.setattr(reading, "_start", lambda: pytest.fail("a process was started"))
    assert find_lineage(invented_pile).edges


def test_lineage_loads_no_heavy_library_before_it_is_used() -> None:
    code = "import sys, ripeness.lineage; print(sorted({'numba', 'scipy', 'onnxruntime'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
