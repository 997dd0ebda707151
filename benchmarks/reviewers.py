"""Many reviewers at once on one PostgreSQL: how long an answer takes, and whether all that was answered is kept.

It starts a PostgreSQL server that waits for the disk, and server processes of the workbench on the example, lets named
people in and has them decide for a minute: each keeps to his or her own readings mostly, and comes upon those of others
now and then, so that there are conflicts. The clients run here too, on the same cores.

Run: python benchmarks/reviewers.py [--reviewers 50] [--seconds 60] [--pace 2] [--servers 2] [--sqlite]
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path

from ripeness.store import open_store, read_decisions
from ripeness.workbench.users import add_user
from tests.postgres import missing, server

EXAMPLE = Path(__file__).parents[1] / "examples" / "spring-2025"
PASSWORD = "a long sentence for a benchmark"
OWN = 0.8  # of the decisions are on a reviewer's own readings
IDLE = 3.0  # seconds after which a connection is not used again
LOOK = 10  # decisions after which a reviewer loads the queue again


@dataclass
class Figures:
    """What the reviewers met."""

    decided: list[float] = field(default_factory=list)  # seconds, of answers that wrote something or met a conflict
    looked: list[float] = field(default_factory=list)
    kept: int = 0  # decisions that were answered as written
    conflicts: int = 0
    errors: Counter[str] = field(default_factory=Counter)


class Reviewer(threading.Thread):
    """Somebody with a browser."""

    def __init__(self, name: str, port: int, figures: Figures, seed: int) -> None:
        super().__init__()
        self.name_, self.port, self.figures, self.random = name, port, figures, random.Random(seed)
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.used = 0.0
        self.cookie = ""
        self.csrf = ""
        self.versions: dict[str, int] = {}
        self.own: list[str] = []
        self.until = 0.0
        self.pace = 0.0

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": self.cookie}
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "X-Part": "1"}
        if time.monotonic() - self.used > IDLE:
            self.http.close()  # the server closes it soon: a browser opens another
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        for cookie in answer.headers.get_all("set-cookie") or ():
            self.cookie = cookie.partition(";")[0]
        text = answer.read().decode()
        self.used = time.monotonic()
        return answer.status, text

    def enter(self) -> None:
        _, page = self.ask("GET", "/enter")
        status, _ = self.ask("POST", "/enter", {"csrf": token(page), "name": self.name_, "password": PASSWORD})
        assert status == 303, (self.name_, status)
        self.look("/review?standing=")

    def look(self, path: str) -> None:
        began = time.perf_counter()
        status, page = self.ask("GET", path)
        self.figures.looked.append(time.perf_counter() - began)
        if status != 200:
            self.figures.errors[f"{path}: {status}"] += 1
            return
        self.csrf = token(page)
        self.versions |= {id: int(version) for id, version in versions(page)}

    def run(self) -> None:
        time.sleep(self.random.uniform(0, self.pace))  # people do not type in step
        turn = 0
        while (began := time.perf_counter()) < self.until:
            turn += 1
            try:
                if turn % LOOK == 0:
                    self.look(f"/review?standing=&page={self.random.randint(1, 9)}")
                else:
                    self.decide()
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.figures.errors[repr(error)] += 1
                self.http.close()
            time.sleep(max(0.0, began + self.pace * self.random.uniform(0.5, 1.5) - time.perf_counter()))

    def decide(self) -> None:
        mine = self.random.random() < OWN
        id = self.random.choice(self.own if mine else list(self.versions))
        if self.random.random() < 0.1:
            path, fields = "/undo", {"csrf": self.csrf}
        else:
            status = self.random.choice(["accepted", "accepted", "accepted", "rejected"])
            seen = str(self.versions.get(id, 0))
            path, fields = "/decide", {
                "csrf": self.csrf, "reading": id, f"seen.{id}": seen, "status": status, "why": "Bench.",
            }  # fmt: skip
        began = time.perf_counter()
        code, body = self.ask("POST", path, fields)
        self.figures.decided.append(time.perf_counter() - began)
        if code in (200, 409):
            answer = json.loads(body)
            for card in answer["cards"].values():
                self.versions |= {id: int(version) for id, version in versions(card)}
            self.figures.kept += len(answer["cards"]) if code == 200 else 0
            self.figures.conflicts += code == 409
        elif code == 400 and "no reading" in body:  # it followed from a move that somebody has rejected
            self.versions.pop(id, None)
            self.own = [each for each in self.own if each != id] or list(self.versions)
            self.figures.conflicts += 1
        elif not (code == 400 and path == "/undo"):  # nothing of one's own to take back
            self.figures.errors[f"{path}: {code} {body[:80]}"] += 1


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, page[:300]
    return found[1]


def versions(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<article class="card \w+" id="([^"]+)"[^>]*data-version="(\d+)"', page)


def served(case: Path, users: Path, store: str | None) -> tuple[subprocess.Popen[str], int]:
    """A server process, and its port."""
    command = [sys.executable, "-c", "from ripeness.cli import main; main()", "serve", str(case), "--port", "0"]
    command += ["--no-browser", "--users", str(users), *(["--store", store] if store else [])]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=os.environ)
    assert process.stderr
    while not (found := re.search(r"http://127\.0\.0\.1:(\d+)/", process.stderr.readline())):
        assert process.poll() is None, "the workbench did not start"
    return process, int(found[1])


def said(name: str, times: Sequence[float]) -> None:
    ordered = sorted(1e3 * each for each in times)
    p50, p95 = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.95))
    print(f"{name:<34} {len(ordered):6} answers  p50 {p50:6.0f}  p95 {p95:6.0f}  worst {ordered[-1]:6.0f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviewers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pace", type=float, default=2.0, help="seconds from one decision of a person to the next")
    parser.add_argument("--servers", type=int, default=2, help="server processes")
    parser.add_argument("--sqlite", action="store_true", help="the case's own file, for comparison")
    given = parser.parse_args()
    if not given.sqlite and (reason := missing()):
        print(f"skipped: {reason}")
        return
    with tempfile.TemporaryDirectory() as folder, nullcontext() if given.sqlite else server(durable=True) as running:
        case, users = Path(folder) / "case", Path(folder) / "people.json"
        shutil.copytree(EXAMPLE, case, ignore=shutil.ignore_patterns("case.db*", "briefs"))
        names = [f"Reviewer {number}" for number in range(given.reviewers)]
        for name in names:
            add_user(users, name, "analyst", PASSWORD)
        store = running.address() if running else None
        processes = [served(case, users, store) for _ in range(given.servers)]
        try:
            figures = Figures()
            people = [
                Reviewer(name, processes[number % len(processes)][1], figures, number)
                for number, name in enumerate(names)
            ]
            for person in people:
                person.enter()
            _, page = people[0].ask("GET", "/ready")
            while "true" not in page:
                time.sleep(0.5)
                _, page = people[0].ask("GET", "/ready")
            ids: dict[str, int] = {}
            for number in range(1, 11):
                _, page = people[0].ask("GET", f"/review?standing=&page={number}")
                ids |= {id: int(version) for id, version in versions(page)}
            figures.looked.clear()
            until = time.perf_counter() + given.seconds
            for number, person in enumerate(people):
                person.versions = dict(ids)
                person.own = list(ids)[number :: len(people)] or list(ids)
                person.until, person.pace = until, given.pace
                person.start()
            for person in people:
                person.join()
        finally:
            for process, _ in processes:
                process.send_signal(signal.SIGKILL)
                process.wait()
        with open_store(store or case / "case.db") as opened:
            rows = len(read_decisions(opened))
    print(
        f"{given.reviewers} reviewers, a decision every {given.pace:g} s each, {given.seconds:g} s, {given.servers} "
        f"server processes, {'SQLite' if given.sqlite else 'PostgreSQL'}, {len(ids)} readings"
    )
    said("decisions, conflicts and undos", figures.decided)
    said("pages of the queue", figures.looked)
    print(
        f"{figures.kept} decisions answered as kept, {rows} in the log; {figures.conflicts} conflicts shown; "
        f"{sum(figures.errors.values())} errors {dict(figures.errors) or ''}"
    )
    if figures.errors or rows != figures.kept:
        sys.exit(1)


if __name__ == "__main__":
    main()
