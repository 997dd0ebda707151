"""Frontier and fair points of the same domains, by this package and by NegMAS, side by side: times and memory.

NegMAS (AGPL) is no dependency. It is installed for this benchmark only, into an environment of its own under
out/negmas; or name an interpreter that has it with --negmas. Every measurement is a process of its own, so that
peak memory is that of one task; each side is told the same tables of numbers and starts from them.

Fair points are the Nash, Kalai-Smorodinsky, egalitarian and utilitarian points. NegMAS has two ways to them, both are
measured: its functions for single points, which take a frontier found before, and ``calc_scenario_stats``, which finds
all at once (at 10^6 deals only with --long: it takes minutes). Both sides use all deals and exact frontiers.

Run: python benchmarks/deals_against_negmas.py [--negmas PYTHON] [--long]
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = ROOT / "out" / "negmas"
SIZES = [(2, 4, 10), (3, 4, 10), (2, 5, 10), (3, 5, 10), (2, 6, 10), (3, 6, 10)]  # parties, issues, options
MILLION = 10**6
STATS_LIMIT = 10**5  # deals up to which calc_scenario_stats is run without --long
SHORT = 1.0  # seconds; tasks that take less are run REPEAT times, and the quickest run counts, on both sides
REPEAT = 5


def tables(parties: int, issues: int, options: int) -> np.ndarray:
    """The domain that both sides get: ``[party, issue, option]``, weights times values, best deal 1."""
    rng = np.random.default_rng(7)
    value = rng.random((parties, issues, options))
    value /= value.max(axis=2, keepdims=True)
    return value * rng.dirichlet(np.ones(issues), parties)[:, :, None]


# --- the two sides, each run in a process of its own -----------------------------------------------


def ours(table: np.ndarray, task: str) -> dict[str, Any]:
    import ripeness
    from ripeness.bargaining import DealSpace, Factor, Issue
    from ripeness.bargaining.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian

    names = [f"party {k}" for k in range(len(table))]
    before = peak()

    def build() -> DealSpace:
        issues = [
            Issue(f"issue {k}", tuple(f"option {n}" for n in range(table.shape[2]))) for k in range(table.shape[1])
        ]
        return DealSpace(
            names,
            issues,
            [Factor(name, [issue.name], table[p, k]) for p, name in enumerate(names) for k, issue in enumerate(issues)],
        )

    space, built = timed(build)
    frontier, taken = timed(space.frontier)
    found: dict[str, Any] = {"build": built, "points": len(frontier)}
    disagreement = -space.worst / space.span  # a utility of 0 in the domain's own units
    if task != "frontier":
        solutions, more = timed(
            lambda: [solve(frontier, disagreement) for solve in (nash, kalai_smorodinsky, egalitarian, utilitarian)]
        )
        taken += more
        from_worst = nash(frontier, np.zeros(len(names)))
        for key, solution in (("nash", solutions[0]), ("nash from worst", from_worst)):
            found[key] = float((space.worst + solution.value[0] * space.span).prod())
    return found | {"seconds": taken, "before": before, "peak": peak(), "version": ripeness.__version__}


def negmas(table: np.ndarray, task: str) -> dict[str, Any]:
    from importlib.metadata import version

    from negmas import LinearAdditiveUtilityFunction, make_issue, make_os
    from negmas.preferences import ops

    before = peak()
    names = [f"issue {k}" for k in range(table.shape[1])]

    def build() -> tuple[list[Any], list[Any]]:
        issues = [make_issue([f"option {n}" for n in range(table.shape[2])], name=name) for name in names]
        space = make_os(issues)
        functions = [
            LinearAdditiveUtilityFunction(
                values={
                    name: {f"option {n}": float(cell) for n, cell in enumerate(row)}
                    for name, row in zip(names, party, strict=True)
                },
                weights=dict.fromkeys(names, 1.0),
                outcome_space=space,
                reserved_value=0.0,
            )
            for party in table
        ]
        return functions, issues

    (functions, issues), built = timed(build)
    found: dict[str, Any] = {"build": built}
    if task == "stats":
        stats, taken = timed(lambda: ops.calc_scenario_stats(functions))
        points, best = stats.pareto_utils, stats.nash_utils[0]
    else:
        (points, _), taken = timed(lambda: ops.pareto_frontier(functions, issues=issues))
        best = None
    if task == "fair points":
        solve = (ops.nash_points, ops.ks_points, ops.kalai_points, ops.max_welfare_points)
        space = functions[0].outcome_space
        solutions, more = timed(lambda: [each(functions, points, outcome_space=space) for each in solve])
        taken += more
        best = solutions[0][0][0]
    found |= {"points": len(points)} | ({} if best is None else {"nash": float(np.prod(best))})
    return found | {"seconds": taken, "before": before, "peak": peak(), "version": version("negmas")}


def timed(task: Callable[[], Any]) -> tuple[Any, float]:
    result, seconds = None, float("inf")
    for _ in range(REPEAT):
        began = time.perf_counter()
        result = task()
        seconds = min(seconds, time.perf_counter() - began)
        if seconds >= SHORT:
            break
    return result, seconds


def peak() -> float:
    """Most memory that this process has held so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # not getrusage: it counts the parent's memory at the time of the fork
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


# --- side by side -----------------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--negmas", help="an interpreter that has NegMAS; default: install it under out/negmas")
    parser.add_argument("--long", action="store_true", help="calc_scenario_stats at 10^6 deals too (minutes)")
    parser.add_argument("--side", choices=("ours", "negmas"), help=argparse.SUPPRESS)
    parser.add_argument("--task", help=argparse.SUPPRESS)
    parser.add_argument("--size", type=int, nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.side:
        print(json.dumps({"ours": ours, "negmas": negmas}[given.side](tables(*given.size), given.task)))
        return
    other = given.negmas or installed()
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    print(
        f"{datetime.date.today()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.machine()}, "
        f"Python {platform.python_version()}, numpy {np.__version__}"
    )
    print(
        f"{'task':48} {'NegMAS':>10} {'ours':>10} {'times':>8} {'with build':>10}   "
        f"{'NegMAS':>8} {'ours':>7} {'share':>7}  points"
    )
    versions: dict[str, str] = {}
    for size in SIZES:
        for task in ("frontier", "fair points", "stats"):
            if task != "stats" or given.long or size[2] ** size[1] <= STATS_LIMIT:
                report(size, task, other, versions)
    print(f"NegMAS {versions['negmas']}, ripeness {versions['ours']}")
    print(
        "(*) what ours gives too if a utility of 0 is taken for that of each party's worst deal, which it is not here"
    )
    print("memory: the most held while at work less what was held after the imports; 'with build': tables included")


def report(size: tuple[int, int, int], task: str, other: str, versions: dict[str, str]) -> None:
    here, there = measured(sys.executable, "ours", task, size), measured(other, "negmas", task, size)
    versions |= {"ours": here["version"], "negmas": there["version"]}
    parties, issues, options = size
    times = there["seconds"] / here["seconds"]
    whole = (there["seconds"] + there["build"]) / (here["seconds"] + here["build"])
    mine, theirs = here["peak"] - here["before"], there["peak"] - there["before"]
    name = {"stats": "calc_scenario_stats", "fair points": "frontier, then fair points"}.get(task, task)
    agreed = "" if here["points"] == there["points"] else f" (NegMAS {there['points']})"
    if "nash" in here and abs(here["nash"] - there["nash"]) > 1e-9:
        agreed += f"; Nash product {here['nash']:.6f}, NegMAS {there['nash']:.6f}"
        if abs(here["nash from worst"] - there["nash"]) <= 1e-9:
            agreed += " (*)"
    print(
        f"{parties} parties, 10^{issues * np.log10(options):.0f} deals: {name:25} {there['seconds']:8.3f} s "
        f"{here['seconds'] * 1000:7.2f} ms {times:8,.0f} {whole:10,.0f}   {theirs:5.0f} MB {mine:5.1f} MB "
        f"{mine / max(theirs, 0.1):7.1%}  {here['points']}{agreed}",
        flush=True,
    )


def measured(python: str, side: str, task: str, size: tuple[int, int, int]) -> dict[str, Any]:
    done = subprocess.run(
        [python, __file__, "--side", side, "--task", task, "--size", *map(str, size)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT) if side == "ours" else ""},
    )
    if done.returncode:
        sys.exit(f"{side} failed on {task} at {size}:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def installed() -> str:
    """Install NegMAS from the package index, once, and return the interpreter that has it."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
        print(f"installing NegMAS into {ENVIRONMENT} ...", file=sys.stderr)
        for command in (
            [uv, "venv", "--quiet", "--python", sys.executable, str(ENVIRONMENT)],
            [uv, "pip", "install", "--quiet", "--python", str(python), "negmas"],
        ):
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                shutil.rmtree(ENVIRONMENT, ignore_errors=True)
                sys.exit(
                    f"NegMAS could not be installed ({' '.join(command)}):\n{done.stderr[-1000:]}\n"
                    "Install it elsewhere and name that interpreter with --negmas."
                )
    return str(python)


if __name__ == "__main__":
    main()
