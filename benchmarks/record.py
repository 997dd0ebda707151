"""How well the record is read on the project's own labelled reports.

    python -m benchmarks.record [--half tune|held] [--set NAME] [--misses PREFIX]

The held half is for reporting alone: nobody looks at its misses while the reader is built.
"""

from __future__ import annotations

import argparse
import json
from typing import Any

from tests.record.labels import DATA, digest, sets
from tests.record.measure import Figures, measure

# Floors are this much below what was measured, so that the same figure on another machine does not fail.
SLACK = 0.002


def pin(reason: str | None) -> None:
    """Write floors.json. A floor that would sink stops it, unless a reason is given; reasons are kept."""
    path = DATA / "floors.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    new: dict[str, Any] = {"digest": digest(), "lowered": old.get("lowered", [])}
    sunk: list[str] = []
    for half in ("tune", "held"):
        figures = Figures()
        for found in sets(half):
            measure(found, figures)
        floors: dict[str, float] = {}
        for key, value in figures.table().items():
            worse = key == "dates wrong"
            floors[key] = round(value + SLACK if worse else value - SLACK, 4)
            before = old.get(half, {}).get(key)
            if before is not None and (floors[key] > before if worse else floors[key] < before):
                sunk.append(f"{half} {key}: {before} -> {floors[key]}")
        new[half] = floors
    if sunk and not reason:
        raise SystemExit("These floors would sink; give --lower REASON:\n" + "\n".join(sunk))
    if sunk:
        new["lowered"].append({"reason": reason, "floors": sunk})
    path.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    print(f"{path} is written.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("tune", "held"))
    parser.add_argument("--set")
    parser.add_argument("--misses", nargs="?", const="", help="also print what was missed or wrong (tune sets only)")
    parser.add_argument("--given", action="store_true", help="tell the reader the parties beforehand")
    parser.add_argument("--pin", action="store_true", help="write the figures of both halves as floors")
    parser.add_argument("--lower", metavar="REASON", help="let floors sink, for this reason")
    arguments = parser.parse_args()
    if arguments.pin:
        pin(arguments.lower)
        return
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
