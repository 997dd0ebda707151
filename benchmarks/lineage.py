"""Lineage against finding near-duplicates, and how it grows with the pile.

    python benchmarks/lineage.py [--reports 2000] [--words 400]
    python benchmarks/lineage.py --sizes 1000,3000,10000,30000,100000 [--chart docs/pictures/lineage-growth.svg]
    python benchmarks/lineage.py --one-more 10000

Without `--sizes` three ways of finding who retells whom run on the same reports, one after another: this project's (by
words alone, and on all cores), and two ways of finding near-duplicates, each on one core:

- datasketch: MinHash of 128 permutations over four-word runs; what MinHashLSH returns at a Jaccard of .5 is joined;
- text-dedup's way, with datasketch's MinHash: 256 permutations over five-word runs, the signature cut into bands for a
  Jaccard of .5, reports with an equal band joined (union-find), nothing verified.

The reports are an invented pile with a known truth (benchmarks/lineage_pile.py) and the project's own labelled piles
(tests/data/lineage). Recall of a kind is the part of its reports that are in one group with their original (or, in the
labelled piles, with what they were made from); false merges are pairs in one group that go back to different originals.

With `--sizes` the invented pile is read and its lineage found at each size, each in a process of its own: time
and peak memory, with a chart. With `--one-more` single reports are added to a pile of that size. Loops are compiled
before the clock starts. Tables are printed as Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from benchmarks import lineage_quality as quality
from benchmarks.lineage_pile import KINDS, Told, pile
from ripeness.lineage import Growing, find_lineage
from ripeness.lineage.components import components
from ripeness.reports.model import Report

OURS = "Ripeness, by words"
JACCARD = 0.5
ADDED = 20  # reports that `--one-more` adds, one by one
Groups = list[int]  # the group of each report


def ours(reports: Sequence[Report]) -> Groups:
    """The stories of this project's lineage, by words alone."""
    lineage = find_lineage(reports)
    story = {name: index for index, group in enumerate(lineage.stories) for name in group}
    return [story[report.id] for report in reports]


def by_datasketch(reports: Sequence[Report]) -> Groups:
    """Reports joined that MinHashLSH returns for each other."""
    from datasketch import MinHash, MinHashLSH

    lsh, pairs = MinHashLSH(threshold=JACCARD, num_perm=128), []
    for at, report in enumerate(reports):
        signature = MinHash(num_perm=128)
        signature.update_batch(runs(re.findall(r"\w+", report.text.lower()), 4))
        pairs += [(other, at) for other in lsh.query(signature)]
        lsh.insert(at, signature)
    return components(len(reports), pairs).tolist()


def as_text_dedup(reports: Sequence[Report]) -> Groups:
    """Reports joined that share a band of their signatures."""
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=JACCARD, num_perm=256)  # for the best numbers of bands and rows
    first: dict[tuple[int, bytes], int] = {}
    pairs = []
    for at, report in enumerate(reports):
        signature = MinHash(num_perm=256)
        signature.update_batch(runs(re.split(r"\W", report.text.lower()), 5))
        for band in range(lsh.b):
            key = band, signature.hashvalues[band * lsh.r : (band + 1) * lsh.r].tobytes()
            pairs.append((first.setdefault(key, at), at))
    return components(len(reports), pairs).tolist()


def runs(words: Sequence[str], length: int) -> list[bytes]:
    """The distinct runs of so many words; of a shorter text its words as one."""
    count = max(1, len(words) - length + 1)
    return [run.encode() for run in {" ".join(words[at : at + length]) for at in range(count)}]


WAYS: dict[str, Callable[[Sequence[Report]], Groups]] = {
    OURS: ours,
    "datasketch MinHashLSH": by_datasketch,
    "text-dedup's way": as_text_dedup,
}


class Score:
    """Recall by kind, false merges and time, over one or more piles."""

    def __init__(self) -> None:
        self.hit: Counter[str] = Counter()
        self.found: set[str] = set()  # retellings that are with their original
        self.all: Counter[str] = Counter()
        self.false = self.joined = self.reports = 0
        self.seconds = 0.0

    def add(self, reports: Sequence[Report], truth: dict[str, Told], parents: dict[str, str], way: Callable) -> None:
        """Measure a way on one pile; ``parents``: what a report was made from, where that is not its original."""
        start = time.perf_counter()
        groups = way(reports)
        self.seconds += time.perf_counter() - start
        self.reports += len(reports)
        group = {report.id: own for report, own in zip(reports, groups, strict=True)}
        for name, told in truth.items():
            if told.origin != name:
                self.all[told.kind] += 1
                if group[name] in {group[told.origin], group[parents.get(name, told.origin)]}:
                    self.hit[told.kind] += 1
                    self.found.add(name)
        together: dict[int, list[str]] = defaultdict(list)
        for name, own in group.items():
            together[own].append(name)
        for names in together.values():
            origins = Counter(truth[name].origin for name in names)
            pairs = len(names) * (len(names) - 1) // 2
            self.joined += pairs
            self.false += pairs - sum(own * (own - 1) // 2 for own in origins.values())

    def row(self, name: str, kinds: Sequence[str], ours: Score) -> str:
        """The score as a row of a table, with how many retellings it finds that ``ours`` does not."""
        recall = " | ".join(f"{self.hit[kind] / self.all[kind]:.3f}" for kind in kinds)
        more, speed = len(self.found - ours.found), self.reports / self.seconds
        return f"| {name} | {recall} | {more} | {self.false} of {self.joined} | {speed:,.0f} |"


def side_by_side(piles: Iterable[tuple[Sequence[Report], dict[str, Told], dict[str, str]]]) -> None:
    """Print a table: each way on the same piles."""
    piles = list(piles)
    scores = {name: Score() for name in ways()}
    for name, score in scores.items():
        for reports, truth, parents in piles:
            score.add(reports, truth, parents, WAYS[name])
    counts = scores[OURS].all
    kinds = sorted(counts, key=lambda kind: (KINDS + quality.RETELLINGS).index(kind))
    print(
        "| | "
        + " | ".join(f"{kind} ({counts[kind]})" for kind in kinds)
        + " | not found by ours | false merges | reports/s |"
    )
    print("|---|" + "---|" * (len(kinds) + 3))
    for name, score in scores.items():
        print(score.row(name, kinds, scores[OURS]))


def ways() -> list[str]:
    """The ways that can run here."""
    try:
        import datasketch  # noqa: F401
    except ImportError:
        print("datasketch is not installed (it comes with the extra 'dev'): the other ways are left out\n")
        return [OURS]
    return list(WAYS)


def labelled() -> Iterable[tuple[Sequence[Report], dict[str, Told], dict[str, str]]]:
    """The project's labelled piles. A report that cites another is no retelling here: it counts as an original."""
    for own in quality.piles():
        told = {name: label.kind in quality.RETELLINGS for name, label in own.labels.items()}
        truth = {name: Told(label.kind, label.origin if told[name] else name) for name, label in own.labels.items()}
        yield own.reports, truth, {name: label.parent for name, label in own.labels.items() if told[name]}


def measure(count: int, length: int) -> dict[str, float]:
    """Time and memory of the lineage of an invented pile, in this process."""
    find_lineage(pile(60)[0])  # compiles the loops
    reports, truth = pile(count, length)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pairs = 0

    def progress(_: int, total: int) -> None:
        nonlocal pairs
        pairs = total

    own, wall = cpu(), time.perf_counter()
    lineage = find_lineage(reports, progress)
    wall, own = time.perf_counter() - wall, cpu() - own
    story = {name: index for index, group in enumerate(lineage.stories) for name in group}
    found = {
        kind: [story[name] == story[told.origin] for name, told in truth.items() if told.kind == kind] for kind in KINDS
    }
    return {
        "reports": count,
        "seconds": wall,
        "processor": own,
        **{kind: sum(hits) / max(1, len(hits)) for kind, hits in found.items()},
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "MiB before": before,
        "pairs": pairs,
        "edges": len(lineage.edges),
    }


def cpu() -> float:
    """Seconds of processor time of this process and of the readers that ended."""
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def growth(sizes: Sequence[int], length: int, chart: Path | None) -> None:
    """Print how time and memory grow, each size in a fresh process, and draw it."""
    rows = []
    print(
        "| reports | seconds | reports/s | processor seconds | peak MiB (before) | pairs compared | edges | recall: ",
        end="",
    )
    print(", ".join(KINDS) + " |\n" + "|---" * 8 + "|")
    for size in sizes:
        command = [sys.executable, "-m", "benchmarks.lineage", "--one", str(size), "--words", str(length)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, cwd=quality.ROOT)
        rows.append(row := json.loads(done.stdout))
        print(
            f"| {size:,} | {row['seconds']:.1f} | {size / row['seconds']:,.0f} | {row['processor']:.1f} "
            f"| {row['MiB']:,.0f} ({row['MiB before']:,.0f}) | {row['pairs']:,} | {row['edges']:,} | "
            + ", ".join(f"{row[kind]:.3f}" for kind in KINDS)
            + " |",
            flush=True,
        )
    print("\nA process that reads takes some 130 MiB besides; there is one for each core, while reports are read.")
    if chart is not None:
        draw(rows, f"{length} words a report. {machine()}", chart)
        print(f"written: {chart}")


def draw(rows: Sequence[dict[str, float]], subtitle: str, path: Path) -> None:
    """Write the chart of growth as SVG."""
    import altair as alt
    import vl_convert

    kinds = {"processor": "seconds of processor time, all cores", "MiB": "MiB at the peak"}
    data = [{"reports": row["reports"], "what": kinds[key], "value": row[key]} for row in rows for key in kinds]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("reports:Q", scale=alt.Scale(type="log", padding=25), title="reports"),
        y=alt.Y("value:Q", scale=alt.Scale(type="log"), title=None),
    )
    marks = base.mark_line(color="#0072B2") + base.mark_point(color="#0072B2", filled=True, size=50)
    text = base.mark_text(dy=-10, dx=-6, align="right", color="#1d2733").encode(
        text=alt.Text("value:Q", format=",.3~r")
    )
    chart = (
        (marks + text)
        .properties(width=300, height=220)
        .facet(column=alt.Column("what:N", title=None, sort=list(kinds.values())))
        .resolve_scale(y="independent")
        .properties(title=alt.Title("Lineage by words: time and memory by the size of the pile", subtitle=subtitle))
    )
    path.write_text(vl_convert.vegalite_to_svg(chart.to_dict()), encoding="utf-8")


def one_more(count: int, length: int) -> None:
    """Print what adding single reports to a pile takes."""
    reports, _ = pile(count + ADDED, length)
    own = Growing()
    start = time.perf_counter()
    own.add(reports[:count])
    own.lineage()
    whole, each, pairs = time.perf_counter() - start, [], []
    for report in reports[count:]:
        seen = [0]
        start = time.perf_counter()
        own.add([report])
        own.lineage(lambda _, total, seen=seen: seen.__setitem__(0, total))
        each.append(time.perf_counter() - start)
        pairs.append(seen[0])
    print(
        f"{count:,} reports: {whole:.1f} s; each of {ADDED} more: {median(each):.2f} s (at most {max(each):.2f}), "
        f"{median(pairs):,.0f} pairs compared (at most {max(pairs):,})"
    )


def machine() -> str:
    """What the figures were measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {memory:.0f} GiB, {platform.machine()}, Python {platform.python_version()}, {date.today()}"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description="Lineage against near-duplicate search, and how it grows.")
    options.add_argument("--reports", type=int, default=2_000, help="size of the invented pile")
    options.add_argument("--words", type=int, default=400, help="words of an invented report")
    options.add_argument("--sizes", metavar="N,N,...", help="measure growth at these sizes instead")
    options.add_argument("--chart", type=Path, help="with --sizes: write the chart of growth here")
    options.add_argument("--one-more", type=int, metavar="N", help="add single reports to a pile of this size instead")
    options.add_argument("--one", type=int, metavar="N", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.one:
        print(json.dumps(measure(chosen.one, chosen.words)))
        return
    if chosen.sizes:
        growth([int(size) for size in chosen.sizes.split(",")], chosen.words, chosen.chart)
    elif chosen.one_more:
        one_more(chosen.one_more, chosen.words)
    else:
        find_lineage(pile(60)[0])  # compiles the loops
        reports, truth = pile(chosen.reports, chosen.words)
        print(f"An invented pile of {chosen.reports:,} reports of {chosen.words} words:\n")
        side_by_side([(reports, truth, {})])
        print("\nThe labelled piles (a report that only cites another counts as an original):\n")
        side_by_side(labelled())
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()
