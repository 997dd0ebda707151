"""How far two labellers agree on the record: eight reports of four sets that a second person labelled unseen.

    python -m benchmarks.record_agreement

The second labels lie in `second.yaml` beside `labels.yaml`. Moves are the same if kind, actors and issue are, as the
gate asks of the reader; statements if kind and words are; dates if they overlap.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from ruamel.yaml import YAML

from tests.record.labels import DATA, WITHOUT_ISSUE, listed, load, place

Row = tuple[Mapping[str, Any], int, int]


def main() -> None:
    counts: Counter[str] = Counter()
    for second in sorted(DATA.glob("*/second.yaml")):
        first = load(second.parent)
        theirs = YAML(typ="safe", pure=True).load(second)
        by_id = {entry["id"]: (entry, first.reports[at].text) for at, entry in enumerate(first.labels["reports"])}
        for entry in theirs["reports"]:
            ours, text = by_id[entry["id"]]
            for kind in ("moves", "statements", "dates"):
                compare(kind, list(rows(ours, kind, text)), list(rows(entry, kind, text)), counts)
    for kind in ("moves", "statements", "dates"):
        both = counts[f"{kind} first"] + counts[f"{kind} second"]
        print(f"{kind:12} {counts[f'{kind} first']} and {counts[f'{kind} second']}: F1 {2 * counts[kind] / both:.3f}")
    for name, of in (("modality", "moves"), ("speaker", "statements"), ("party", "statements"), ("value", "dates")):
        print(f"{name:12} {counts[name] / counts[of]:.3f} of the {of} that both have")


def rows(entry: Mapping[str, Any], kind: str, text: str) -> Iterator[Row]:
    for row in entry.get(kind) or ():
        yield row, *place(text, str(row["words"]), row.get("nth", 1))


def compare(kind: str, ours: list[Row], theirs: list[Row], counts: Counter[str]) -> None:
    counts[f"{kind} first"] += len(ours)
    counts[f"{kind} second"] += len(theirs)
    used: set[int] = set()
    for a, start, end in ours:
        for n, (b, first, last) in enumerate(theirs):
            if n not in used and start < last and first < end and same(kind, a, b, min(end, last) - max(start, first)):
                used.add(n)
                counts[kind] += 1
                counts["modality"] += kind == "moves" and a["modality"] == b["modality"]
                counts["speaker"] += kind == "statements" and a.get("speaker") == b.get("speaker")
                counts["party"] += kind == "statements" and a.get("party") == b.get("party")
                counts["value"] += kind == "dates" and str(a["value"] or "") == str(b["value"] or "")
                break


def same(kind: str, a: Mapping[str, Any], b: Mapping[str, Any], shared: int) -> bool:
    if kind == "dates":
        return True
    if a["kind"] != b["kind"]:
        return False
    if kind == "statements":
        return shared >= 0.5 * min(len(str(a["words"])), len(str(b["words"])))
    actors = frozenset(listed(a["actor"])) == frozenset(listed(b["actor"]))
    return actors and (a["kind"] in WITHOUT_ISSUE or a.get("issue") == b.get("issue"))


if __name__ == "__main__":
    main()
