"""Run by test_ray.py in processes of their own: a study on a Ray of this machine.

    python on_ray.py local CASE RUNS   a local Ray of two workers
    python on_ray.py lose CASE RUNS    a cluster of two workers, one of which is killed while it solves draws
    python on_ray.py stop CASE RUNS    a local Ray, stopped by hand (SIGINT) once some draws are finished

Writes what was seen as JSON beside the runs (RUNS.json): Ray speaks on stdout, even between lines.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from ripeness.case.files import parse, read_source
from ripeness.studies import Workers, study
from tests.clusters import workers_alive

DRAWS = 384
STORE_BYTES = 80 * 2**20


def parts(runs: str) -> list[Path]:
    return sorted(Path(runs).glob("study-*/draws-*.parquet"))


def local(case: str, runs: str) -> dict[str, Any]:
    found = study(parse(read_source(Path(case))), DRAWS, workers=Workers(2, "local"), runs=Path(runs))
    return {"draws": len(found.draws), "parts": len(parts(runs))}


def stop(case: str, runs: str) -> dict[str, Any]:
    def by_hand(what: str, done: int, total: int) -> None:
        if done >= 64:
            os.kill(os.getpid(), signal.SIGINT)

    try:
        study(parse(read_source(Path(case))), DRAWS, workers=Workers(2, "local"), runs=Path(runs), progress=by_hand)
    except KeyboardInterrupt:
        return {"stopped": True, "parts": len(parts(runs))}
    return {"stopped": False, "parts": len(parts(runs))}


def lose(case: str, runs: str) -> dict[str, Any]:
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # loopback only, as the runner has it
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import psutil
    from ray.cluster_utils import Cluster

    small = {"object_store_memory": STORE_BYTES, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **small})
    lost, _ = (cluster.add_node(num_cpus=1, object_store_memory=STORE_BYTES) for _ in range(2))
    seen: dict[str, Any] = {}

    def kill() -> None:
        """Kill the process that solves draws on one of the two, and with it its node, once draws are finished."""
        raylet = psutil.Process(lost.all_processes["raylet"][0].process.pid)
        working: list[psutil.Process] = []
        while not (parts(runs) and working):
            time.sleep(0.005)
            with suppress(psutil.Error):  # a process that has just ended
                working = [p for p in raylet.children(recursive=True) if "".join(p.cmdline()).startswith("ray::_num")]
        seen["killed"], seen["parts"] = len(working), len(parts(runs))
        for process in working:
            process.kill()
        cluster.remove_node(lost, allow_graceful=False)

    thread = threading.Thread(target=kill)
    thread.start()
    found = study(parse(read_source(Path(case))), DRAWS, workers=Workers(2, cluster.address), runs=Path(runs))
    thread.join()
    return {"draws": len(found.draws), "alive": workers_alive(), **seen}


if __name__ == "__main__":
    what, case, runs = sys.argv[1:]
    seen = {"local": local, "lose": lose, "stop": stop}[what](case, runs)
    Path(runs).with_suffix(".json").write_text(json.dumps(seen), encoding="utf-8")
