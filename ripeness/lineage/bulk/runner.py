"""Where Daft runs: in this process, or on a Ray cluster. One setting chooses, and the first choice stands.

Nobody is told: the usage statistics that Daft and Ray send by default are switched off, unless the environment says
otherwise. A local Ray listens on the loopback address only.
"""

from __future__ import annotations

import os
import socket
from importlib import import_module
from typing import Any

from ripeness.errors import BulkError

LOCAL = "local"  # the ``ray`` that starts Ray on this machine
_SILENT = {"DAFT_ANALYTICS_ENABLED": "0", "RAY_USAGE_STATS_ENABLED": "0", "DAFT_PROGRESS_BAR": "0"}
# Ray's own way, made for Macs, to keep a local Ray on 127.0.0.1: it knows no other way to bind to loopback alone.
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}

REACH_SECONDS = 10.0

_started: list[str | None] = []


def silence() -> None:
    """Switch the statistics off; in time only before Daft is imported and Ray started."""
    for name, value in _SILENT.items():
        os.environ.setdefault(name, value)


def start(ray: str | None) -> Any:
    """Daft, set to run where ``ray`` says: None in this process, ``local`` or the address of a Ray cluster.

    Raises BulkError where the cluster cannot be reached or this process has chosen otherwise.
    """
    if _started and _started[0] != ray:
        raise BulkError(
            f"this process has run bulk lineage with ray={_started[0]!r}, and ray={ray!r} is asked for now",
            "Daft cannot change its runner while a process lives. Use another process.",
        )
    daft = import_module("daft")
    if not _started:
        if ray is None:
            daft.set_runner_native()
        else:
            connect(ray)
            daft.set_runner_ray(noop_if_initialized=True)
        _started.append(ray)
    return daft


def cores(ray: str | None) -> int:
    """The most processors that one worker has."""
    if ray is None:
        return os.cpu_count() or 1
    nodes = import_module("ray").nodes()
    return max((int(node["Resources"].get("CPU", 0)) for node in nodes if node["Alive"]), default=1)


def connect(address: str, processors: int | None = None) -> None:
    """Connect this process to a Ray cluster; ``local`` starts one here, of all processors or of so many.

    A process that is connected stays so. Raises BulkError where no cluster can be reached.
    """
    silence()
    if address == LOCAL:
        os.environ.update(_LOOPBACK)  # Ray reads them when it is imported
    ray = import_module("ray")
    if ray.is_initialized():
        return
    host, _, port = address.rpartition(":")
    if port.isdigit() and "//" not in host:  # where nobody listens Ray itself would try for ten minutes
        try:
            socket.create_connection((host.strip("[]"), int(port)), REACH_SECONDS).close()
        except OSError as error:
            raise _no_cluster(address, error) from error
    shared: dict[str, Any] = {
        "log_to_driver": False,
        "runtime_env": {"env_vars": {name: os.environ[name] for name in _SILENT}},
    }
    try:
        if address == LOCAL:
            ray.init(address=LOCAL, num_cpus=processors, include_dashboard=False, logging_level="error", **shared)
        else:
            ray.init(address=address, logging_level="error", **shared)
    except (ConnectionError, RuntimeError, ValueError, TimeoutError) as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> BulkError:
    return BulkError(f"no Ray cluster at {address} ({error})", "Start one, or name another address.")
