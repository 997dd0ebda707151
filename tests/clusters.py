"""Of Ray clusters that tests start: which of their workers live."""

from __future__ import annotations

import time

NOTICED_SECONDS = 60  # a head notices by and by that a node was lost


def workers_alive() -> list[bool]:
    """Of each worker node of the Ray that this process has joined whether it lives; a loss is waited for."""
    import ray

    end = time.monotonic() + NOTICED_SECONDS
    while True:
        alive = sorted(node["Alive"] for node in ray.nodes() if node["Resources"].get("CPU") or not node["Alive"])
        if not all(alive) or time.monotonic() > end:
            return alive
        time.sleep(0.2)
