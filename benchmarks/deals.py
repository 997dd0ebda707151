"""Times and sizes of the exact frontier: additive spaces, chains and grids of joint factors and how they grow.

Chains and grids tie each issue to its neighbours by a joint factor of every party. A grid of 1, 2 or 3 rows has
treewidth 1 (a chain), 2 or 3: what the cost of elimination grows with, rather than with the number of deals.

Run: python benchmarks/deals.py [--repeat 3]
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import resource
import time

import numpy as np

from ripeness.bargaining import DealSpace, Factor, Issue
from ripeness.bargaining.refusal import why_not

ADDITIVE = [(2, 6, 10), (2, 40, 10), (3, 6, 10), (3, 10, 10), (4, 10, 4), (5, 8, 4)]  # parties, issues, options
TIED = [(2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3)]  # parties, rows: the treewidth
GROWTH = (8, 12, 16, 20)  # issues of 4 options each, filled into the rows column by column
LONG_CHAINS = [(2, 40, 4), (2, 80, 4)]
QUESTIONS = [(2, 40, 10), (3, 10, 10), (4, 10, 4), (5, 8, 4)]


def random_space(
    parties: int, issues: int, options: int, ties: list[tuple[int, int]], seed: int = 0, forbidden: int = 0
) -> DealSpace:
    """One-issue factors with Dirichlet weights, joint factors of half a mean weight over the tied pairs."""
    rng = np.random.default_rng(seed)
    names = tuple(f"party {k}" for k in range(parties))
    worlds = [Issue(f"issue {k}", tuple(f"option {n}" for n in range(options))) for k in range(issues)]
    weight = rng.dirichlet(np.ones(issues), parties)
    factors = []
    for party, name in enumerate(names):
        for k, world in enumerate(worlds):
            values = rng.random(options)
            values = (values - values.min()) / (values.max() - values.min())
            factors.append(Factor(name, world.name, weight[party, k] * values))
        for a, b in ties:
            factors.append(Factor(name, (worlds[a].name, worlds[b].name), rng.random((options, options)) / issues / 2))
    rules = [
        {worlds[a].name: f"option {rng.integers(options)}", worlds[b].name: f"option {rng.integers(options)}"}
        for a, b in ties[:forbidden]
    ]
    return DealSpace(names, worlds, factors, rules)


def report(label: str, repeat: int, *arguments, floor: float | None = None, **options) -> None:
    build, solve = [], []
    for _ in range(repeat):
        began = time.perf_counter()
        space = random_space(*arguments, **options)
        built = time.perf_counter()
        frontier = space.frontier(floor=None if floor is None else [floor] * len(space.parties))
        solve.append(time.perf_counter() - built)
        build.append(built - began)
    print(
        f"{label:58} {space.count():.0e} deals  {len(frontier):6} points  "
        f"build {min(build):7.3f} s  frontier {min(solve):7.3f} s",
        flush=True,
    )


def grid(rows: int, issues: int) -> list[tuple[int, int]]:
    """Pairs of neighbours among issues laid out column by column."""
    below = [(k, k + 1) for k in range(issues - 1) if (k + 1) % rows]
    return below + [(k, k + rows) for k in range(issues - rows)]


def report_question(parties: int, issues: int, options: int, repeat: int) -> None:
    """'Why not this deal?' of the deal of all first options, with reservation values of 0.6 swings."""
    space = random_space(parties, issues, options, [])
    deal = {issue.name: issue.options[0] for issue in space.issues}
    taken = []
    for _ in range(repeat):
        began = time.perf_counter()
        refusal = why_not(space, deal, [0.6] * parties)
        taken.append(time.perf_counter() - began)
    away = "none is taken by all" if refusal.distance is None else f"{refusal.distance} changes away"
    print(
        f"{f'why not: {parties} parties, {issues} x {options}':58} {space.count():.0e} deals  "
        f"nearest {away}, {len(refusal.nearest)}{'' if refusal.complete else '+'} of them  {min(taken):7.3f} s",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="take the best of so many runs")
    repeat = parser.parse_args().repeat
    print(
        f"{datetime.date.today()}, {os.cpu_count()} cores, Python {platform.python_version()}, numpy {np.__version__}"
    )
    for parties, issues, options in ADDITIVE:
        report(f"additive: {parties} parties, {issues} x {options}", repeat, parties, issues, options, [])
    for parties, rows in TIED:
        for issues in GROWTH:
            label = f"{'chain' if rows == 1 else f'grid of {rows} rows'}: {parties} parties, {issues} x 4"
            report(label, repeat, parties, issues, 4, grid(rows, issues))
        report(f"{label}, forbidden pairs", repeat, parties, issues, 4, grid(rows, issues), forbidden=issues // 2)
        report(f"{label}, floors .5", repeat, parties, issues, 4, grid(rows, issues), floor=0.5)
    for parties, issues, options in LONG_CHAINS:
        label = f"chain: {parties} parties, {issues} x {options}"
        report(label, repeat, parties, issues, options, grid(1, issues))
    for question in QUESTIONS:
        report_question(*question, repeat)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
