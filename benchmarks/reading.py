"""How fast the record is read: 1,000 reports of 400 words, put together from the paragraphs of the labelled sets.

    python -m benchmarks.reading [--reports N]

Prints the seconds of wall-clock and processor time for statements and moves, and for positions and contradictions.
The pile speaks of all the labelled negotiations at once, so that it has more parties than a real one.
"""

from __future__ import annotations

import argparse
import random
import time

from ripeness.claims import concluded, read_record
from ripeness.reports.model import Report
from tests.record.labels import sets

WORDS = 400


def pile(count: int) -> list[Report]:
    draw = random.Random(0)
    paragraphs = [p for found in sets() for report in found.reports for p in report.text.split("\n\n") if len(p) > 80]
    reports = []
    for number in range(count):
        chosen: list[str] = []
        while sum(len(p.split()) for p in chosen) < WORDS:
            chosen.append(draw.choice(paragraphs))
        text = " ".join("\n\n".join(chosen).split(" ")[: WORDS + 10])
        reports.append(Report(f"r{number:05d}", f"r{number:05d}.txt", f"{number:064x}", text))
    return reports


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    count = parser.parse_args().reports
    reports = pile(count)
    read_record(reports[:5])  # compiles, and loads the weights
    wall, busy = time.perf_counter(), time.process_time()
    read = read_record(reports)
    print(f"{count} reports, {sum(len(r.text.split()) for r in reports)} words")
    wall, busy = time.perf_counter() - wall, time.process_time() - busy
    print(f"statements and moves: {wall:.1f} s, {busy:.1f} s of processor time")
    print(f"  {len(read.record.statements)} statements, {len(read.record.moves)} moves")
    wall = time.perf_counter()
    record = concluded(read.record, read.pile)
    print(f"positions and contradictions: {time.perf_counter() - wall:.1f} s")
    print(f"  {len(record.positions)} positions, {len(record.contradictions)} contradictions")


if __name__ == "__main__":
    main()
