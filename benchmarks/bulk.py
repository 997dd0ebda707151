"""Time bulk lineage on invented reports: `python benchmarks/bulk.py [reports] [words] [local or an address] [at once]`.

The pile is that of benchmarks/lineage_pile.py. Prints wall time, how long each step took, and the peak memory of this
process and all below it: shared pages counted once (Linux: PSS), and the driver's part of it.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.lineage_pile import pile
from ripeness.lineage.bulk import AT_ONCE, write_edges, write_reports

LOOK_SECONDS = 0.5


def tree() -> list[int]:
    """This process and all below it."""
    parents: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(status.parent.name))
    found = [os.getpid()]
    for own in found:
        found += parents.get(own, [])
    return found


def memory(process: int) -> int:
    """Bytes of a process, pages that it shares divided among those that share them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


class Watch(threading.Thread):
    """Looks at the memory twice a second."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.step = ""
        self.driver = 0
        self.most = (0, "")
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(LOOK_SECONDS):
            own = [memory(process) for process in tree()]
            self.driver = max(self.driver, own[0])
            self.most = max(self.most, (sum(own), self.step))


def main() -> None:
    """Write the pile, run, print."""
    count, words, ray, at_once = [*sys.argv[1:], "", "", "", ""][:4]
    watch = Watch()
    steps: list[tuple[str, float]] = []

    def progress(step: str, done: int, total: int) -> None:
        watch.step = step
        steps.append((step, time.perf_counter()))

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "reports.parquet")
        reports = write_reports(pile(int(count or 1_000), int(words or 400))[0], file)
        size = file.stat().st_size
        watch.start()
        start = time.perf_counter()
        found = write_edges(
            file, Path(folder, "out"), ray=ray or None, at_once=int(at_once or AT_ONCE), progress=progress
        )
        end = time.perf_counter()
    watch.done.set()
    watch.join()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, ray={ray or None}")
    print(f"{reports:,} reports, {size / 1e6:.1f} MB of Parquet: {found}")
    ends = [when for _, when in steps[1:]] + [end]
    print(", ".join(f"{name} {after - when:.1f}" for (name, when), after in zip(steps, ends, strict=True)) + " s")
    print(f"{end - start:.1f} s in all; at most {watch.most[0] / 1e6:,.0f} MB (in '{watch.most[1]}')", end="")
    print(f", driver {watch.driver / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
