"""Time of a study of the example: 2,048 draws in one process and in two, draws per second, and how they were solved.

Run: python benchmarks/study.py [--draws 2048] [--case spring-2025]
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import ripeness
from ripeness.studies import Study, Workers, study

EXAMPLES = Path(__file__).parents[1] / "examples"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=2048)
    parser.add_argument("--case", default="spring-2025")
    given = parser.parse_args()
    case = ripeness.open_case(EXAMPLES / given.case).case
    study(case, 1)  # loads what is loaded on first use
    print(f"{given.case}; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before it began")
    found: list[Study] = []
    for processes in (1, 2):
        began = time.perf_counter()
        found.append(study(case, given.draws, workers=Workers(processes)))
        took = time.perf_counter() - began
        many = len(found[-1].draws)
        print(f"{processes} process{'es' if processes > 1 else ''}: {took:.1f} s, {many / took:.1f} draws a second")
    how = found[0].how
    print(f"the same draws: {found[0].draws.equals(found[1].draws)}")
    print(f"warm starts that held: {how.get('warm', 0) / many:.1%}; {how}")


if __name__ == "__main__":
    main()
