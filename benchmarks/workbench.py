"""Times of the workbench on the example: what if, a decision, its pages; and whether a kill -9 loses a decision.

Run: python benchmarks/workbench.py [--asks 60] [--kills 100]
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Sequence
from http.cookiejar import CookieJar
from pathlib import Path

from ripeness.dossier import open_case
from ripeness.store import open_store, read_decisions
from ripeness.workbench.asking import ask, ranged

EXAMPLE = Path(__file__).parents[1] / "examples" / "spring-2025"


def said(name: str, times: Sequence[float]) -> None:
    """A line of figures, in milliseconds."""
    ordered = sorted(times)
    p95 = ordered[int(0.95 * (len(ordered) - 1))]
    print(f"{name:<46} median {statistics.median(ordered):6.0f}  p95 {p95:6.0f}  worst {ordered[-1]:6.0f} ms")


def example(folder: str) -> Path:
    """A copy of the example to write into."""
    case = Path(folder) / "case"
    shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("case.db*", "briefs"))
    return case


def asks(case: Path, count: int) -> None:
    """What if, with one to three numbers or variables moved at random."""
    dossier, random_ = open_case(case), random.Random(1)
    dossier.talks()
    numbers = ranged(dossier, {})
    variables = dossier.case.situation.variables
    times, passed = [], 0
    for _ in range(count + 5):
        settings: dict[str, str] = {}
        for number in random_.sample(numbers, random_.randint(0, 2)):
            settings[number.name] = f"{random_.uniform(float(number.low), float(number.high)):.5g}"
        name = random_.choice(list(variables))
        settings[f"now.{name}"] = random_.choice(list(variables[name].values))
        try:
            times.append(ask(dossier, settings).took)
        except Exception as error:  # noqa: BLE001  an end of the fighting, which is said
            passed += 1
            assert "the fighting is over" in str(error), error
    said(f"what if: zone, verdicts, talks ({len(times) - 5} asks)", times[5:])


class Served:
    """A workbench in a process of its own."""

    def __init__(self, case: Path) -> None:
        command = [sys.executable, "-c", "from ripeness.cli import main; main()", "serve", str(case), "--port", "0"]
        self.process = subprocess.Popen(
            [*command, "--no-browser", "--by", "Bench"], stderr=subprocess.PIPE, text=True, env=os.environ
        )
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        assert self.process.stderr
        while not (found := re.search(r"(http://[\d.:]+)/open\S+", self.process.stderr.readline())):
            assert self.process.poll() is None, "the workbench did not start"
        self.base = found[1]
        self.get(found[0].removeprefix(self.base))

    def get(self, path: str) -> str:
        with self.browser.open(self.base + path) as answer:
            return answer.read().decode()

    def decide(self, id: str, version: int, csrf: str) -> bool:
        fields = {"csrf": csrf, "reading": id, f"seen.{id}": version, "status": "accepted", "why": "Bench."}
        asked = urllib.request.Request(f"{self.base}/decide", urllib.parse.urlencode(fields).encode())
        asked.add_header("X-Part", "1")
        with self.browser.open(asked) as answer:
            return answer.status == 200


def readings(page: str) -> list[str]:
    return re.findall(r'<article class="card \w+" id="([^"]+)"', page)


def pages(case: Path, count: int) -> None:
    """Pages and decisions over HTTP."""
    served = Served(case)
    try:
        while "true" not in served.get("/ready"):
            time.sleep(0.5)
        for path in ("/", "/review", "/record", "/sources", "/deals", "/what-if", "/case", "/brief.html"):
            times = []
            for _ in range(8):
                began = time.perf_counter()
                served.get(path)
                times.append(1e3 * (time.perf_counter() - began))
            said(path, times[1:])
        page = served.get("/review")
        csrf, times = re.search(r'name="csrf" value="([^"]+)"', page)[1], []  # type: ignore[index]
        versions = dict.fromkeys(readings(page), 0)
        for n in range(count):
            id = list(versions)[n % len(versions)]
            began = time.perf_counter()
            served.decide(id, versions[id], csrf)
            times.append(1e3 * (time.perf_counter() - began))
            versions[id] = n + 1
        said(f"a decision, with its card ({count})", times)
    finally:
        served.process.kill()


def kills(case: Path, count: int) -> None:
    """Kill the server in a burst of decisions, again and again: what was answered is in the log."""
    done: list[str] = []
    with open_store(case / "case.db") as store:
        before = len(read_decisions(store))
    rest: list[str] = []
    lost = 0
    for n in range(count):
        served = Served(case)
        page = served.get(f"/review?standing=&page={n % 6 + 1}")
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]  # type: ignore[index]
        versions = re.findall(r'id="([^"]+)" tabindex="-1" data-version="(\d+)"', page)
        after = random.Random(n).uniform(0.3, 4.0)
        threading.Timer(after, served.process.send_signal, [signal.SIGKILL]).start()
        for id, version in versions:
            try:
                if served.decide(id, int(version), csrf):
                    done.append(id)
            except OSError:
                break
        served.process.wait()
        with open_store(case / "case.db") as store:
            rest = [decision.reading for decision in read_decisions(store)[before:]]
        lost = len(done)
        for id in done:
            if id in rest:
                rest.remove(id)
                lost -= 1
    print(
        f"kill -9 in a burst, {count} times: {len(done)} decisions answered, {lost} lost, {len(rest)} kept unanswered"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--asks", type=int, default=60)
    parser.add_argument("--kills", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = example(folder)
        asks(case, given.asks)
        pages(case, given.asks)
        if given.kills:
            kills(case, given.kills)


if __name__ == "__main__":
    main()
