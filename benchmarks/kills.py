"""Kill -9 in the middle of a review burst and of an import, a hundred times: what is lost, and does the store open.

Run: python benchmarks/kills.py [--kills 100]. Four in five of them on SQLite, the rest on PostgreSQL's client side.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from ripeness.dossier import open_case
from ripeness.workbench import Desk
from tests.kills import Left, kill_in_bursts, kill_in_imports
from tests.postgres import missing, server

EXAMPLE = Path(__file__).parents[1] / "examples" / "korea-1951"
ON_SQLITE = 0.8


def example(folder: Path) -> Path:
    """A copy of the example to write into."""
    return Path(shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("case.db*", "briefs")))


def said(what: str, left: Left) -> bool:
    """Print what is left; whether it is sound."""
    print(
        f"{what:<32} {left.kills:4} kills: {left.answered} decisions answered, {left.lost} lost, {left.kept} imports "
        f"whole before the kill, {left.halved} halves, {left.broken} stores broken",
        flush=True,
    )
    return not (left.lost or left.halved or left.broken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    given = parser.parse_args()
    half = given.kills // 2
    on_file = round(ON_SQLITE * half)
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        decided = example(home / "decided")
        desk = Desk(decided)
        for id in list(desk.view().readings):
            desk.view()
            desk.decide({id: 0}, "accepted", by="Ben", why="Read.")
        rows = len(desk.view().dossier.decisions)
        desk.close()
        open_case(decided).export(home / "out", ["jsonl"])
        sound = said("review burst, SQLite", kill_in_bursts(example(home / "a"), None, on_file, 1))
        left = kill_in_imports(example(home / "b"), None, home / "out", rows, on_file, 2)
        sound &= said(f"import of {rows}, SQLite", left)
        if reason := missing():
            print(f"PostgreSQL skipped: {reason}")
        else:
            with server(durable=True) as running:
                left = kill_in_bursts(example(home / "c"), running.address(), half - on_file, 3)
                sound &= said("review burst, PostgreSQL", left)
                left = kill_in_imports(
                    example(home / "d"), running.address(), home / "out", rows, half - on_file, 4
                )  # fmt: skip
                sound &= said(f"import of {rows}, PostgreSQL", left)
    sys.exit(0 if sound else 1)


if __name__ == "__main__":
    main()
