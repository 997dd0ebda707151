"""Kill a process in the middle of a review burst, or of an import, and see what is left. For tests and benchmarks."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from ripeness.dossier import open_case
from ripeness.store import open_store, read_audit, read_log

ROOT = Path(__file__).parents[1]
BURST = """
import sys
from pathlib import Path
from ripeness.workbench import Desk
desk = Desk(Path(sys.argv[1]), store=sys.argv[2] or None)
readings = list(desk.view().readings)
print("ready", flush=True)
while True:
    for id in readings:
        view = desk.view()
        if id in view.readings:
            desk.decide({id: view.version(id)}, "accepted", by="Ada", why="Read.")
            print(id, flush=True)
"""
IMPORT = """
import sys
from ripeness.dossier import open_case
case = open_case(sys.argv[1], store=sys.argv[2] or None)
case.decided
print("ready", flush=True)
case.bring(sys.argv[3])
print("done", flush=True)
"""


@dataclass
class Left:
    """What some kills left: all of the first three are to be 0."""

    lost: int = 0  # decisions that were answered and are not in the log
    halved: int = 0  # imports of which a part is there, or decisions without their entry in the audit log
    broken: int = 0  # stores that do not open, or are not sound
    kills: int = 0
    answered: int = 0
    kept: int = 0  # imports that were whole before the kill


def _child(script: str, *arguments: str) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    return child


def _rest(child: subprocess.Popen[str]) -> list[str]:
    """What the child had said in whole lines when it was killed."""
    child.kill()
    assert child.stdout is not None
    said = child.stdout.read()
    child.wait()
    child.stdout.close()
    return said[: said.rfind("\n") + 1].split()


def _sound(store: str | Path) -> bool:
    with open_store(store) as opened, opened.read() as connection:
        if connection.dialect.name == "sqlite":
            return connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        return connection.execute(text("SELECT count(*) FROM decisions")).scalar() is not None


def kill_in_bursts(case: Path, store: str | None, times: int, seed: int, longest: float = 0.5) -> Left:
    """Decide as fast as it goes, and kill at a random moment, again and again on one store."""
    left, chance, where = Left(), random.Random(seed), store or case / "case.db"
    open_case(case, store=store)
    for _ in range(times):
        with open_store(where) as opened:
            before = read_log(opened)
        child = _child(BURST, str(case), store or "")
        time.sleep(chance.uniform(0, longest))
        answered = _rest(child)
        left.kills += 1
        left.answered += len(answered)
        left.broken += not _sound(where)
        with open_store(where) as opened:
            log = read_log(opened)
            entries = [each for each in read_audit(opened) if each.what == "decided"]
        added = [decision.reading for _, decision in log.rows[len(before.rows) :]]
        left.lost += sum(1 for at, id in enumerate(answered) if added[at : at + 1] != [id])
        left.halved += len(log.rows) != sum(len(each.about["decisions"]) for each in entries)
    return left


def kill_in_imports(
    case: Path, store: str | None, folder: Path, rows: int, times: int, seed: int, longest: float = 0.3
) -> Left:
    """Import ``folder``, of ``rows`` decisions, into a store that has none of them, and kill at a random moment."""
    left, chance, where = Left(), random.Random(seed), store or case / "case.db"
    open_case(case, store=store)
    for _ in range(times):
        child = _child(IMPORT, str(case), store or "", str(folder))
        time.sleep(chance.uniform(0, longest))
        done = _rest(child)
        left.kills += 1
        left.broken += not _sound(where)
        with open_store(where) as opened:
            there = len(read_log(opened).rows)
        left.halved += there not in (0, rows)
        left.lost += bool(done) and there != rows
        left.kept += there == rows
        if there:  # the next one needs a store without them
            _empty(case, store)
    return left


def _empty(case: Path, store: str | None) -> None:
    """Start anew, as if nothing had been imported."""
    if store is None:
        for end in ("", "-wal", "-shm"):
            (case / f"case.db{end}").unlink(missing_ok=True)
    else:
        with open_store(store) as opened, opened.write() as connection:
            schema = connection.execute(text("SELECT current_schema()")).scalar()
            connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    open_case(case, store=store)
