"""Times of the answers to the three examples: compiling a case, solving its talks, and asking what would change.

Run: python benchmarks/answers.py [--repeat 3]
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ripeness
from ripeness.case.game import game
from ripeness.case.talks import case_talks
from ripeness.outlook import levers, ripeness_map, solve_talks, what_if, why_not

EXAMPLES = Path(__file__).parents[1] / "examples"
MAPS = {
    "spring-2025": ("front", "patience"),
    "korea-1951": ("moscow", "pressure"),
    "dayton-1995": ("front", "nato"),
}


def best_time(work: Callable[[], Any], repeat: int) -> float:
    """The best of so many runs, in milliseconds."""
    times = []
    for _ in range(repeat):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times) * 1e3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="take the best of so many runs")
    repeat = parser.parse_args().repeat
    print(f"{os.cpu_count()} cores; milliseconds, best of {repeat}; levers once")
    for name, (across, down) in MAPS.items():
        opened = ripeness.open_case(EXAMPLES / name)
        case, made = opened.case, opened.game()
        solved = opened.talks().solved  # loads what is loaded on first use
        agenda = made.agendas[0]
        places, items = len(solved.talks.places), len(solved.talks.items)
        print(
            f"{name}: {places} places, {items} items, {len(opened.assumptions())} numbers, {len(solved.every)} answers"
        )
        rows = {
            "compile the situation": lambda case=case: game(case),
            "compile the talks": lambda case=case, made=made: case_talks(case, made),
            "solve the talks": lambda case=case, made=made: solve_talks(case, made),
            "solve them again from a known answer": lambda c=case, m=made, s=solved: solve_talks(c, m, start=s.value),
            "what if today's situation were another": lambda case=case, down=down: what_if(
                case, {f"now.{down}": _other(case, down)}
            ),
            "why there is no zone or no deal now": lambda case=case, agenda=agenda: why_not(case, agenda, "now"),
            "map over two variables": lambda case=case, across=across, down=down: ripeness_map(case, across, down),
        }
        for what, work in rows.items():
            print(f"  {what:40} {best_time(work, repeat):9.0f}", flush=True)
        print(
            f"  {'levers of the zone':40} {best_time(lambda c=case, a=agenda.name: levers(c, a), 1):9.0f}", flush=True
        )


def _other(case: Any, name: str) -> str:
    variable = case.situation.variables[name]
    ends = [end.when[name] for end in case.situation.ends if set(end.when) == {name}]
    return next(v for v in variable.values if v != variable.now and not any(end.met(v) for end in ends))


if __name__ == "__main__":
    main()
