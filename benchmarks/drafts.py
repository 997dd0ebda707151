"""How much an untouched draft leaves open: for each labelled record the shares of draws with a zone and a deal now.

A draft whose defaults decide the question would say nothing of the record. Wars of 1940 to 1990 were ended by
negotiation in some 55 % of those between states and 20 % of civil wars (Walter 1997, "The critical barrier to civil war
settlement", International Organization 51), so over many records the shares should lie neither near 0 nor near 1.

Run: python -m benchmarks.drafts [--draws 256]
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import ripeness

ROOT = Path(__file__).parents[1]
HELD = {"el-salvador", "san-ybar", "tessaret-war", "vastermund-siege"}  # for the gate of the record alone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=256)
    draws = parser.parse_args().draws
    sets = sorted(labels.parent for labels in (ROOT / "tests/data/record").glob("*/labels.yaml"))
    places = [each / "reports" for each in sets if each.name not in HELD]
    if (ROOT / "../shared/reports").is_dir():
        places.append(ROOT / "../shared/reports")
    rows = []
    print(f"{'record':20} sides issues  zone   now   24 periods   slack of nine draws in ten")
    for place in places:
        with tempfile.TemporaryDirectory() as home:
            made = ripeness.read_reports(place).drafted(Path(home) / "case")
            name = place.parent.name if place.parent.name != "shared" else "founding reports"
            if not isinstance(made, ripeness.Dossier):
                print(f"{name:20} {made.thin}")
                continue
            found = made.study(draws)
            main, outlook = found.main, found.outlook
            now = float("nan") if main.now is None else main.now.value
            deal = float("nan") if outlook is None else outlook.deal_by[-1].mean.value
            ends = "" if main.slack is None else f"{main.slack.quantiles[0]:+.2f} to {main.slack.quantiles[-1]:+.2f}"
            sides = sum(party.role in ("belligerent", "contender") for party in made.case.parties.values())
            row = f"{name:20} {sides:5} {len(made.case.issues):6} {main.zone.value:5.2f} {now:5.2f} {deal:12.2f}"
            print(f"{row}   {ends}", flush=True)
            if "shared" not in place.parts:
                rows.append((main.zone.value, now, deal))
    print("The founding reports are not in the mean; they were seen when the defaults were chosen.")
    print(f"{'mean':20} {'':12} " + " ".join(f"{sum(column) / len(rows):.2f}" for column in zip(*rows, strict=True)))


if __name__ == "__main__":
    main()
