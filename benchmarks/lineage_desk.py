"""How often a hint that two reports come from one newsroom is right, by the outlets that the labels give.

    python benchmarks/lineage_desk.py [--misses]

The outlets are hidden from the finder. The tune and the held-out sets of `tests/data/lineage` are measured apart, and
the articles about the Helsinki summit where they are on this machine: there a site counts as the house, so that an
agency's or a syndicate's text on two sites counts as wrong, and the figure is a lower bound.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace

from benchmarks import lineage_quality as quality
from ripeness.lineage import Edge, find_lineage
from ripeness.reports.model import Report


def hints(reports: Sequence[Report]) -> list[tuple[Edge, bool]]:
    """The hints of a pile whose outlets are hidden, each with whether it is right."""
    outlet = {report.id: report.outlet and report.outlet.value for report in reports}
    found = find_lineage([replace(report, outlet=None) for report in reports])
    return [(edge, outlet[edge.source] == outlet[edge.target]) for edge in found.desk_hints]


def line(name: str, found: Iterable[tuple[Edge, bool]], houses: int) -> str:
    """One line of figures."""
    right = [good for _, good in found]
    return f"{name}: {sum(right)} of {len(right)} hints right; {houses} reports"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="How often hints by house style are right.")
    options.add_argument("--misses", action="store_true", help="list the hints that are wrong")
    chosen = options.parse_args()
    piles = quality.piles()
    sets: list[tuple[str, list[Sequence[Report]]]] = [
        (half, [pile.reports for pile in piles if {label.half for label in pile.labels.values()} == {half}])
        for half in quality.HALVES
    ]
    if (summit := quality.helsinki()) is not None:
        sets.append(("summit", [tuple(summit[0].values())]))
    for name, own in sets:
        found = [each for reports in own for each in hints(reports)]
        print(line(name, found, sum(map(len, own))))
        for edge in (edge for edge, good in found if not good and chosen.misses):
            print(f"  {edge.source} - {edge.target}: {edge.rule}")


if __name__ == "__main__":
    main()
