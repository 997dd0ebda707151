"""How well the record is read on the project's own labelled reports.

    python -m benchmarks.record [--half tune|held] [--set NAME] [--misses PREFIX]

The held half is for reporting alone: nobody looks at its misses while the reader is built.
"""

from __future__ import annotations

import argparse

from tests.record.labels import sets
from tests.record.measure import Figures, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--set")
    parser.add_argument("--misses", nargs="?", const="", help="also print what was missed or wrong (tune sets only)")
    parser.add_argument("--given", action="store_true", help="tell the reader the parties beforehand")
    arguments = parser.parse_args()
    every = Figures()
    for found in sets(arguments.half):
        if arguments.set and found.name != arguments.set:
            continue
        own = Figures()
        measure(found, own, given=arguments.given)
        every.counts.update(own.counts)
        if arguments.misses is not None and found.half == "tune":
            print(*(miss for miss in own.misses if miss.startswith(arguments.misses)), sep="\n")
        print(f"{found.name} ({found.half})", " ".join(f"{k}={v:.3f}" for k, v in own.table().items()))
    for name, value in every.table().items():
        print(f"{name:26} {value:.3f}")
    print(dict(every.counts))


if __name__ == "__main__":
    main()
