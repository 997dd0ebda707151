"""The labelled sets of tests/data/record, read and checked against their codebook.

python -m tests.record.labels tests/data/record/SET ...    # says what is wrong with the labels, and counts them
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from ripeness.claims.lexicon import word_set
from ripeness.reports import read_paths
from ripeness.reports.model import Report

DATA = Path(__file__).parents[1] / "data" / "record"
MOVES = word_set(
    """
    propose demand offer accept accept-in-part reject study concede promise threaten withdraw accuse deny meet
    call mediate gesture attack halt violate implement
    """
)
WITHOUT_ISSUE = frozenset({"meet", "call", "mediate", "gesture", "attack"})
ISSUES = word_set(
    """
    ceasefire monitoring territory withdrawal alliances guarantees force-limits foreign-aid peacekeepers
    prisoners humanitarian sanctions energy shipping reconstruction resources trade government elections status
    justice recognition refugees rights nuclear talks pay jobs hours emissions climate-finance surrender other
    """
)
MODALITIES = frozenset({"done", "agreed", "may", "alleged", "denied", "hypothetical", "conditional"})
CONTRADICTIONS = frozenset({"denial", "readouts", "numbers", "headline", "change"})
_DAY = r"\d{4}(?:-\d\d(?:-\d\d)?)?"
_DATE = re.compile(rf"(?:{_DAY}(?:/{_DAY})?)?")
_KEYS = {
    "statements": {
        "words", "nth", "kind", "speaker", "source", "party", "cue", "via", "negated", "hedged",
    },
    "moves": {
        "words", "nth", "kind", "actor", "target", "issue", "option", "modality", "mode", "date", "condition",
    },
    "dates": {"words", "nth", "value"},
}  # fmt: skip


@dataclass(frozen=True)
class LabelledSet:
    """One negotiation: its reports as the loader reads them, in the order of the labels, and the labels."""

    name: str
    half: str
    reports: tuple[Report, ...]
    labels: Mapping[str, Any]

    def rows(self, kind: str) -> Iterator[tuple[int, Mapping[str, Any], int, int]]:
        """The labels of one kind: (index of the report, label, start, end in the report's text)."""
        for index, entry in enumerate(self.labels["reports"]):
            for row in entry.get(kind) or ():
                start, end = place(self.reports[index].text, row["words"], row.get("nth", 1))
                yield index, row, start, end


def place(text: str, words: str, nth: int = 1) -> tuple[int, int]:
    """Where the ``nth`` occurrence of ``words`` stands in ``text``. Raises ValueError where it does not."""
    at = -1
    for _ in range(nth):
        at = text.find(words, at + 1)
        if at < 0:
            raise ValueError(f"{words!r} (number {nth}) does not stand in the report")
    return at, at + len(words)


def sets(half: str | None = None) -> list[LabelledSet]:
    """The labelled sets of one half ('tune', 'held'), or all."""
    found = (load(folder) for folder in sorted(DATA.iterdir()) if (folder / "labels.yaml").is_file())
    return [each for each in found if half in (None, each.half)]


def digest() -> str:
    """SHA-256 over the names and bytes of all labelled data."""
    whole = hashlib.sha256()
    for path in sorted(DATA.rglob("*")):
        if path.is_file() and path.name != "floors.json":
            whole.update(path.relative_to(DATA).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()


@cache
def load(folder: Path) -> LabelledSet:
    """Read one set."""
    labels = YAML(typ="safe", pure=True).load(folder / "labels.yaml")
    names = [folder / "reports" / f"{entry['id']}.txt" for entry in labels["reports"]]
    reading = read_paths(names)
    by_file = {Path(report.file).stem: report for report in reading.reports}
    reports = tuple(by_file[entry["id"]] for entry in labels["reports"])
    return LabelledSet(str(labels["set"]), str(labels["half"]), reports, labels)


def faults(found: LabelledSet) -> Iterator[str]:
    """What is wrong with the labels of a set, one line each."""
    labels = found.labels
    parties = {party["id"] for party in labels["parties"]} | {"none"}
    people = {person["name"] for person in labels.get("people") or ()}
    for index, entry in enumerate(labels["reports"]):
        text, name = found.reports[index].text, entry["id"]
        for kind, keys in _KEYS.items():
            for row in entry.get(kind) or ():
                where = f"{name} {kind} {str(row.get('words'))[:50]!r}"
                for key in row.keys() - keys:
                    yield f"{where}: unknown key {key!r}"
                yield from (f"{where}: {fault}" for fault in _placed(text, row))
                check = {"statements": _statement, "moves": _move, "dates": _date}[kind]
                yield from (f"{where}: {fault}" for fault in check(row, text, parties, people))
    ids = {entry["id"]: found.reports[i].text for i, entry in enumerate(labels["reports"])}
    for row in labels.get("positions") or ():
        if (
            row["party"] not in parties - {"none"}
            or row["issue"] not in ISSUES
            or row["stance"] not in ("for", "against")
        ):
            yield f"position {row}: unknown stance"
        if set(row["reports"]) - ids.keys() or not _DATE.fullmatch(str(row.get("since") or "")):
            yield f"position {row}: unknown report or no date"
    for row in labels.get("contradictions") or ():
        if row["kind"] not in CONTRADICTIONS:
            yield f"contradiction {row}: unknown kind"
        for side in (row["a"], row["b"]):
            yield from (f"contradiction {side}: {fault}" for fault in _placed(ids.get(side["report"], ""), side))


def _placed(text: str, row: Mapping[str, Any]) -> Iterator[str]:
    try:
        place(text, str(row["words"]), row.get("nth", 1))
    except ValueError as error:
        yield str(error)
        return
    if "nth" not in row and text.count(str(row["words"])) > 1:
        yield "stands more than once: add nth"


def _statement(row: Mapping[str, Any], text: str, parties: set[str], people: set[str]) -> Iterator[str]:
    if row.get("kind") not in ("quotation", "indirect"):
        yield f"kind is {row.get('kind')!r}"
    if row.get("party") not in parties:
        yield f"party is {row.get('party')!r}"
    speaker = row.get("speaker")
    if speaker is not None and speaker not in people and not _known(str(speaker), text, str(row.get("source") or "")):
        yield f"speaker {speaker!r} is neither among the people nor in the report"
    for key in ("source", "cue"):
        if row.get(key) and str(row[key]) not in text:
            yield f"{key} {row[key]!r} does not stand in the report"


def _known(speaker: str, text: str, source: str) -> bool:
    """An institution or office in the words of the report, or of another report of the set for a pronoun."""
    return speaker.lower() in text.lower() or source.lower() in {
        "it",
        "they",
        "he",
        "she",
        "its",
        "their",
        "his",
        "her",
    }


def _move(row: Mapping[str, Any], text: str, parties: set[str], people: set[str]) -> Iterator[str]:
    if row.get("kind") not in MOVES:
        yield f"kind is {row.get('kind')!r}"
    if row.get("modality") not in MODALITIES or row.get("mode") not in ("said", "did"):
        yield f"modality {row.get('modality')!r}, mode {row.get('mode')!r}"
    if (row.get("modality") == "conditional") != bool(row.get("condition")):
        yield "a conditional move has a condition, and no other has one"
    for who in (*listed(row.get("actor")), *listed(row.get("target"))):
        if who not in parties - {"none"}:
            yield f"party {who!r}"
    if not listed(row.get("actor")):
        yield "no actor"
    if row.get("kind") not in WITHOUT_ISSUE and row.get("issue") not in ISSUES:
        yield f"issue is {row.get('issue')!r}"
    yield from _date({"value": row.get("date")}, text, parties, people)


def _date(row: Mapping[str, Any], text: str, parties: set[str], people: set[str]) -> Iterator[str]:
    if row.get("value", row.get("date")) is None or not _DATE.fullmatch(str(row["value"])):
        yield f"date is {row.get('value')!r}"


def listed(value: object) -> tuple[str, ...]:
    """An actor or target as a tuple: none, one or several ids."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else tuple(str(each) for each in value)  # type: ignore[attr-defined]


def main(folders: Sequence[str]) -> int:
    """Print what is wrong and how much there is; nought if all is well."""
    wrong = 0
    for name in folders:
        found = load(Path(name))
        for fault in faults(found):
            wrong += 1
            print(f"{name}: {fault}")
        counts = Counter({kind: len(list(found.rows(kind))) if not wrong else 0 for kind in _KEYS})
        counts.update({kind: len(found.labels.get(kind) or ()) for kind in ("positions", "contradictions")})
        words = sum(len(report.text.split()) for report in found.reports)
        print(f"{name}: {found.half}, {len(found.reports)} reports, {words} words,", dict(counts))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
