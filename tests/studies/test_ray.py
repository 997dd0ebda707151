"""The same draws, bit for bit, from one process, two, and two Ray workers; what is killed or stopped loses nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from ripeness.case.files import parse, read_source
from ripeness.errors import StudyError
from ripeness.studies import Study, Workers, study
from tests.outlook.cases import case_text
from tests.studies.cases import RANGES
from tests.studies.on_ray import DRAWS, parts

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = case_text()
    for old, new in RANGES:
        text = text.replace(old, new, 1)
    path = tmp_path_factory.mktemp("case") / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(case: Path) -> Study:
    """In this process alone."""
    return study(parse(read_source(case)), DRAWS)


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}


def on_ray(what: str, case: Path, runs: Path) -> dict[str, Any]:
    """What on_ray.py saw."""
    command = [sys.executable, str(Path(__file__).with_name("on_ray.py")), what, str(case), str(runs)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3_000:]
    return json.loads(runs.with_suffix(".json").read_text(encoding="utf-8"))


def assert_same(case: Path, runs: Path, expected: Study) -> None:
    """What is kept in ``runs`` are these draws, and no other; nothing need be solved to read them."""
    before = {path: path.stat().st_mtime_ns for path in parts(str(runs))}
    again = study(parse(read_source(case)), DRAWS, runs=runs)
    assert {path: path.stat().st_mtime_ns for path in parts(str(runs))} == before
    assert again.draws.equals(expected.draws)


def test_two_ray_workers_give_the_same_draws(case: Path, expected: Study, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    assert on_ray("local", case, tmp_path) == {"draws": DRAWS, "parts": DRAWS // 16}
    assert_same(case, tmp_path, expected)


def test_a_cluster_that_loses_a_worker(case: Path, expected: Study, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    seen = on_ray("lose", case, tmp_path)
    assert seen["killed"] >= 1 and 0 < seen["parts"] < DRAWS // 16
    assert seen["alive"] == [False, True]
    assert_same(case, tmp_path, expected)


def test_a_ray_that_is_stopped_by_hand(case: Path, expected: Study, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    seen = on_ray("stop", case, tmp_path)
    assert seen["stopped"] and 4 <= seen["parts"] < DRAWS // 16
    finished = set(parts(str(tmp_path)))
    assert study(parse(read_source(case)), DRAWS, runs=tmp_path).draws.equals(expected.draws)
    assert finished < set(parts(str(tmp_path)))


def test_ctrl_c_at_the_command_line_goes_on_from_there(case: Path, expected: Study) -> None:
    runs, command = case.parent / "runs", [sys.executable, "-c", "from ripeness.cli import main; main()"]
    words = ["study", str(case.parent), "--draws", str(DRAWS), "--processes", "2"]
    running = subprocess.Popen(
        [*command, *words], env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    while len(parts(str(runs))) < 3 and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to the program and its workers
    assert running.wait(60) == 130
    finished = {path: path.stat().st_mtime_ns for path in parts(str(runs))}
    assert 3 <= len(finished) < DRAWS // 16
    done = subprocess.run([*command, *words, "--json"], env=environment(), capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["draws"] == DRAWS
    assert finished.items() <= {path: path.stat().st_mtime_ns for path in parts(str(runs))}.items()
    assert_same(case, runs, expected)


def test_a_process_that_is_killed_is_replaced(case: Path, expected: Study, tmp_path: Path) -> None:
    """One of two loky workers is killed once draws are finished: the rest is done by others."""
    psutil = pytest.importorskip("psutil")
    killed: list[int] = []

    def kill(what: str, done: int, total: int) -> None:
        if done and not killed:
            for child in psutil.Process().children(recursive=True):
                if "loky" in " ".join(child.cmdline()) and "tracker" not in " ".join(child.cmdline()):
                    child.kill()
                    killed.append(child.pid)
                    break

    found = study(parse(read_source(case)), DRAWS, workers=Workers(2), runs=tmp_path, progress=kill)
    assert killed
    assert found.draws.equals(expected.draws)


def test_where_no_cluster_listens_is_said_at_once(case: Path, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = "{}:{}".format(*taken.getsockname())
    with pytest.raises(StudyError, match=f"no Ray cluster at {address}"):
        study(parse(read_source(case)), 128, workers=Workers(1, address), runs=tmp_path)
