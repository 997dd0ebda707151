"""Times and sizes of the exact frontier: additive spaces, chains and grids of joint factors.

Run: python benchmarks/deals.py [--repeat 3]
"""

from __future__ import annotations

import argparse
import resource
import time
from itertools import product

import numpy as np

from ripeness.bargaining import DealSpace, Factor, Issue

ADDITIVE = [(2, 6, 10), (2, 40, 10), (3, 6, 10), (3, 10, 10), (4, 10, 4), (5, 8, 4)]  # parties, issues, options
CHAINS = [(2, 10, 4), (2, 20, 4), (2, 40, 4), (3, 10, 4), (3, 14, 4)]
GRIDS = [(2, 2, 10, 4), (2, 3, 6, 4), (3, 2, 5, 4)]  # parties, rows, columns, options


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="take the best of so many runs")
    repeat = parser.parse_args().repeat
    for parties, issues, options in ADDITIVE:
        report(f"additive: {parties} parties, {issues} x {options}", repeat, parties, issues, options, [])
    for parties, issues, options in CHAINS:
        chain = [(k, k + 1) for k in range(issues - 1)]
        label = f"chain: {parties} parties, {issues} x {options}"
        report(label, repeat, parties, issues, options, chain)
        report(f"{label}, forbidden pairs", repeat, parties, issues, options, chain, forbidden=issues // 2)
        report(f"{label}, floors .5", repeat, parties, issues, options, chain, floor=0.5)
    for parties, rows, columns, options in GRIDS:
        at = {cell: k for k, cell in enumerate(product(range(columns), range(rows)))}
        ties = [(at[c, r], at[c + 1, r]) for c in range(columns - 1) for r in range(rows)]
        ties += [(at[c, r], at[c, r + 1]) for c in range(columns) for r in range(rows - 1)]
        report(
            f"grid: {parties} parties, {rows} x {columns} issues x {options}", repeat, parties, len(at), options, ties
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
