"""Run by test_bulk.py in processes of their own: bulk lineage on a Ray of this machine.

    python bulk_on_ray.py local REPORTS OUT   a local Ray, and on which addresses it listens
    python bulk_on_ray.py lose REPORTS OUT    a cluster of two workers, one of which is killed while it reads reports

Writes what was seen as JSON beside OUT (OUT.seen.json): Ray speaks on stdout, even between lines.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from ripeness.lineage.bulk import run, write_edges
from tests.clusters import workers_alive

AT_ONCE = 280
TASK_REPORTS = 40  # small files, so that each worker has several to read
STORE_BYTES = 80 * 2**20


def local(reports: str, out: str) -> dict[str, Any]:
    found = write_edges(reports, out, ray="local", at_once=AT_ONCE)
    import psutil

    tree = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = {
        connection.laddr.ip
        for process in tree
        for connection in process.net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    }
    told = {name: os.environ[name] for name in ("RAY_USAGE_STATS_ENABLED", "DAFT_ANALYTICS_ENABLED")}
    return {"reports": found.reports, "listening": sorted(listening), "told": told, "processes": len(tree)}


class Loss:
    """Kills one worker of a cluster while it is at work."""

    def __init__(self, cluster: Any, node: Any, out: str) -> None:
        self.cluster, self.node, self.out = cluster, node, Path(out)
        self.steps: list[str] = []
        self.seen: dict[str, Any] = {}
        self.thread = threading.Thread(target=self.kill)

    def step(self, name: str, done: int, total: int) -> None:
        self.steps.append(name)
        if name == "read":
            self.thread.start()

    def kill(self) -> None:
        """Kill it once reports have been read, and see that it was reading: at work, and the step not done."""
        worker = self.working()
        while not (read := len(list(self.out.glob(".bulk-*/ready*/**/*.parquet")))):
            time.sleep(0.002)
        worked = sum(worker.cpu_times()[:2])
        while sum(worker.cpu_times()[:2]) == worked:
            time.sleep(0.002)
        worker.kill()
        self.seen = {"steps": list(self.steps), "read": read}
        self.cluster.remove_node(self.node, allow_graceful=False)

    def working(self) -> Any:
        """The process on the node that does Daft's work, as soon as it is there."""
        import psutil

        raylet = psutil.Process(self.node.all_processes["raylet"][0].process.pid)
        while True:
            for process in raylet.children(recursive=True):
                if "".join(process.cmdline()).startswith("ray::RaySwordfish"):
                    return process
            time.sleep(0.01)


def lose(reports: str, out: str) -> dict[str, Any]:
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # loopback only, as the runner has it
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    from ray.cluster_utils import Cluster

    small = {"object_store_memory": STORE_BYTES, "include_dashboard": False}
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, **small})
    lost, _ = (cluster.add_node(num_cpus=1, object_store_memory=STORE_BYTES) for _ in range(2))
    run.BATCH = TASK_REPORTS
    loss = Loss(cluster, lost, out)
    found = write_edges(reports, out, ray=cluster.address, at_once=AT_ONCE, progress=loss.step)
    loss.thread.join()
    return {"reports": found.reports, **loss.seen, "alive": workers_alive()}


if __name__ == "__main__":
    what, reports, out = sys.argv[1:]
    seen = {"local": local, "lose": lose}[what](reports, out)
    Path(out).with_suffix(".seen.json").write_text(json.dumps(seen), encoding="utf-8")
