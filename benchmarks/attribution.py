"""Direct attribution on PolNeAR's development articles: are the quoted words found exactly, with the right source?

    python benchmarks/attribution.py [--misses N] [--folder ../shared/reference/polnear-dev]

A direct attribution is one whose content begins and ends with a quotation mark. Each of its pieces
between marks is one content. It is found exactly if a statement has the same words at the same
place (marks and a comma beside them apart); its source is right if the surface words that the
reader took overlap the source that the annotators marked. Where several annotators read an
article, the first file by name is taken. Nothing is trained on these articles.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ripeness.claims import Statement, read_statements
from ripeness.reports.model import Report

MARKS = "\"“”‘’'«» \n"
Span = tuple[int, int]


@dataclass(frozen=True)
class Gold:
    article: str
    content: Span
    sources: tuple[Span, ...]


def gold_of(article: str, text: str, lines: list[str]) -> list[Gold]:
    spans: dict[str, list[Span]] = {}
    rows: list[Gold] = []
    for line in lines:
        if line.startswith("T"):
            key, body, _ = line.split("\t", 2)
            pieces = body.split(" ", 1)[1].split(";")
            spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in pieces)]
    for line in lines:
        if not line.startswith("E"):
            continue
        parts = [part.split(":") for part in line.split("\t")[1].split()[1:]]
        sources = tuple(s for role, key in parts if role.startswith("Source") for s in spans[key])
        for role, key in parts:
            if not role.startswith("Content"):
                continue
            for start, end in spans[key]:
                words = text[start:end]
                if len(words) > 2 and words[0] in '"“' and words[-1] in '"”':
                    rows.append(Gold(article, trimmed(text, start, end), sources))
    return rows


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in MARKS:
        start += 1
    while end > start and text[end - 1] in MARKS + ",":
        end -= 1
    return start, end


def read_folder(folder: Path) -> tuple[list[Report], list[Gold]]:
    reports: list[Report] = []
    gold: list[Gold] = []
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        annotations = sorted((folder / "attributions").glob(path.stem + "_*.ann"))
        if annotations:
            reports.append(Report(path.stem, path.name, "", text))
            gold.extend(gold_of(path.stem, text, annotations[0].read_text(encoding="utf-8").splitlines()))
    return reports, gold


def measure_all(folder: Path) -> Counter[str]:
    """Every statement, fragments too, against attributions of every kind: whose content holds it, and its source."""
    counts: Counter[str] = Counter()
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as handle:
            text = handle.read()
        annotations = sorted((folder / "attributions").glob(path.stem + "_*.ann"))
        if not annotations:
            continue
        rows = attributions(annotations[0].read_text(encoding="utf-8").splitlines())
        for statement in read_statements([Report(path.stem, path.name, "", text)]):
            middle = (statement.content.start + statement.content.end) // 2
            sources = [s for contents, found in rows if any(a <= middle < b for a, b in contents) for s in found]
            held = any(a <= middle < b for contents, _ in rows for a, b in contents)
            speaker = statement.speaker
            if not held:
                counts["outside every attribution"] += 1
            elif speaker is None:
                counts["no speaker"] += 1
            else:
                surface = (speaker.surface.start, speaker.surface.end)
                last = speaker.name.split()[-1]
                right = any(overlaps(surface, s) or last in text[s[0] : s[1]] for s in sources)
                counts["right" if right else "wrong"] += 1
    return counts


def attributions(lines: list[str]) -> list[tuple[list[Span], list[Span]]]:
    """(content spans, source spans) of every attribution of an article."""
    spans: dict[str, list[Span]] = {}
    for line in lines:
        if line.startswith("T"):
            key, body, _ = line.split("\t", 2)
            spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in body.split(" ", 1)[1].split(";"))]
    rows = []
    for line in lines:
        if line.startswith("E"):
            parts = [part.split(":") for part in line.split("\t")[1].split()[1:]]
            content = [s for role, key in parts if role.startswith("Content") for s in spans[key]]
            rows.append((content, [s for role, key in parts if role.startswith("Source") for s in spans[key]]))
    return rows


def overlaps(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def measure(reports: list[Report], gold: list[Gold]) -> tuple[Counter[str], list[str]]:
    texts = {r.id: r.text for r in reports}
    found: dict[tuple[str, Span], Statement] = {}
    for report in reports:  # one article at a time: names are not shared across unrelated articles
        for s in read_statements([report]):
            found[s.report, trimmed(report.text, s.content.start, s.content.end)] = s
    counts: Counter[str] = Counter(contents=len(gold), statements=len(found))
    misses: list[str] = []
    for g in gold:
        text = texts[g.article]
        statement = found.get((g.article, g.content))
        wanted = " / ".join(text[a:b] for a, b in g.sources)
        if statement is None:
            counts["missed"] += 1
            misses.append(f"MISSED {g.article[:18]} {text[g.content[0] : g.content[1]][:60]!r} [{wanted}]")
            continue
        counts["exact"] += 1
        if not g.sources:
            counts["exact, no source marked"] += 1
            continue
        counts["with source"] += 1
        speaker = statement.speaker
        if speaker is None:
            counts["no speaker"] += 1
            misses.append(f"NONE   {g.article[:18]} {statement.text[:60]!r} [{wanted}] {statement.rule}")
        elif any(overlaps((speaker.surface.start, speaker.surface.end), s) for s in g.sources):
            counts["source right"] += 1
        elif wanted and any(speaker.name.split()[-1] in text[a:b] for a, b in g.sources):
            counts["source right"] += 1
            counts["(right by name, another mention)"] += 1
        else:
            counts["source wrong"] += 1
            misses.append(
                f"WRONG  {g.article[:18]} {statement.text[:60]!r} [{wanted}] got {speaker.name!r}: {statement.rule}"
            )
    return counts, misses


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    default = Path(__file__).resolve().parents[1] / "../shared/reference/polnear-dev"
    parser.add_argument("--folder", type=Path, default=default)
    parser.add_argument("--misses", type=int, default=0, help="print so many misses")
    options = parser.parse_args()
    if not options.folder.is_dir():
        raise SystemExit(f"{options.folder}: no such folder. PolNeAR does not come with the project; see docs.")
    reports, gold = read_folder(options.folder)
    counts, misses = measure(reports, gold)
    for name, count in counts.items():
        print(f"{count:6d}  {name}")
    print(f"contents exact {counts['exact'] / counts['contents']:.3f}")
    print(f"source right, of exact contents with a source {counts['source right'] / counts['with source']:.3f}")
    spoken = counts["source right"] + counts["source wrong"]
    print(f"source right, where a speaker is given {counts['source right'] / spoken:.3f}")
    print("all statements, fragments too:", dict(measure_all(options.folder)))
    for line in misses[: options.misses]:
        print(line)


if __name__ == "__main__":
    main()
