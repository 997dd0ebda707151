"""How well the record is read: the reader's answers against the labels of tests/data/record.

Each measure is a count of (right, of). How answers and labels are matched is said at each.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ripeness.claims import Move, Party, PartyMention, Record, Statement, concluded, read_record
from ripeness.claims.dates import anchor, find_dates
from ripeness.claims.issues import codebook
from ripeness.claims.parties import Gazetteer, alias, build
from tests.record.labels import WITHOUT_ISSUE, LabelledSet, listed

_MARKS = "\"“”‘’'«» \n,.;:"
# Two stretches are the same if what they share is this much of the shorter one.
OVERLAP = 0.5


@dataclass
class Figures:
    """Counts by name; ``misses`` say what was wrong, for those who look."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, right: str, of: str) -> float:
        """The share, or nan where there is nothing to count."""
        return self.counts[right] / self.counts[of] if self.counts[of] else float("nan")

    def f1(self, name: str) -> float:
        """F1 of what was found against what was labelled."""
        both = self.counts[f"{name} found"] + self.counts[f"{name} labelled"]
        return 2 * self.counts[f"{name} right"] / both if both else float("nan")

    def table(self) -> dict[str, float]:
        """The figures of the gate."""
        return {
            "offsets valid": self.share("offsets right", "offsets"),
            "quotation content": self.share("quotation exact", "quotation labelled"),
            "quotation speaker": self.share("quotation speaker", "quotation labelled"),
            "indirect found": self.share("indirect found", "indirect labelled"),
            "indirect speaker": self.share("indirect speaker", "indirect labelled"),
            "indirect precision": self.share("indirect confirmed", "indirect read"),
            "party or none": self.share("party right", "party"),
            "moves F1": self.f1("move"),
            "moves precision": self.share("move right", "move found"),
            "moves recall": self.share("move right", "move labelled"),
            "modality": self.share("modality right", "move right"),
            "dates right": self.share("date right", "date labelled"),
            "dates wrong": self.share("date wrong", "date labelled"),
            "positions F1": self.f1("position"),
            "contradictions precision": self.share("contradiction right", "contradiction found"),
            "contradictions recall": self.share("contradiction hit", "contradiction labelled"),
        }


def measure(found: LabelledSet, figures: Figures, *, given: bool = False) -> Record:
    """Read the reports of a set together and count against its labels; ``given``: the parties are told beforehand."""
    read = read_record(found.reports, given=_given(found.labels) if given else None)
    record = concluded(read.record, read.pile)
    names = _Names(found.labels, read.parties)
    _offsets(found, record, figures)
    _statements(found, record, names, figures)
    _moves(found, record, names, figures)
    _dates(found, figures)
    _positions(found, record, names, figures)
    _contradictions(found, record, figures)
    return record


def _given(labels: Mapping[str, Any]) -> Gazetteer:
    parties = [Party(row["id"], row["names"][0], "organisation") for row in labels["parties"]]
    names = [alias(_bare(name), row["id"], "name") for row in labels["parties"] for name in row["names"]]
    return build({}, ()).with_parties(parties, names)


def _bare(name: str) -> str:
    """'the Front' is found as 'Front', 'the army' as it stands."""
    rest = name.removeprefix("the ")
    return rest if rest[0].isupper() else name


class _Names:
    """Which label party each party of the reader is: by id, or by a name that both have."""

    def __init__(self, labels: Mapping[str, Any], mentions: tuple[PartyMention, ...]) -> None:
        self.of: dict[str, str] = {}
        known = {_plain(name): party["id"] for party in labels["parties"] for name in (*party["names"], party["id"])}
        for mention in mentions:
            party = known.get(_plain(mention.party.name)) or known.get(_plain(mention.party.id))
            if party is not None:
                self.of[mention.party.id] = party

    def party(self, id: str | None) -> str:
        return "none" if id is None else self.of.get(id, id)

    def parties(self, ids: tuple[str, ...]) -> frozenset[str]:
        return frozenset(self.party(id) for id in ids)


def _plain(text: str) -> str:
    words = re.findall(r"\w+", text.lower())
    return " ".join(w for w in words if w not in ("the", "a", "an"))


def _offsets(found: LabelledSet, record: Record, figures: Figures) -> None:
    texts = {report.id: report.text for report in found.reports}
    passages = [s.content for s in record.statements]
    passages += [t.passage for m in record.moves for t in m.tellings]
    for passage in passages:
        figures.counts["offsets"] += 1
        figures.counts["offsets right"] += texts[passage.report][passage.start : passage.end] == passage.exact


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def _shared(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / max(1, min(a[1] - a[0], b[1] - b[0]))


def _statements(found: LabelledSet, record: Record, names: _Names, figures: Figures) -> None:
    """Quotations by exact place (marks and stops at the ends apart), indirect statements by overlap, each once."""
    by_report: dict[str, list[Statement]] = {}
    for statement in record.statements:
        by_report.setdefault(statement.report, []).append(statement)
    used: set[str] = set()
    people = {person["name"]: person for person in found.labels.get("people") or ()}
    for index, row, start, end in found.rows("statements"):
        report = found.reports[index]
        kind, wanted = row["kind"], _trim(report.text, start, end)
        figures.counts[f"{kind} labelled"] += 1
        rows = [s for s in by_report.get(report.id, ()) if s.kind == kind and s.id not in used]
        at = [(s, _trim(report.text, s.content.start, s.content.end)) for s in rows]
        if kind == "quotation":
            hit = next((s for s, span in at if span == wanted), None)
        else:
            best = max(at, key=lambda pair: _likeness(pair[1], wanted), default=None)
            hit = best[0] if best is not None and _shared(best[1], wanted) >= OVERLAP else None
        if hit is None:
            figures.misses.append(f"{kind:9} MISSED  {report.file}: {row['words']!r} [{row.get('speaker')}]")
            continue
        used.add(hit.id)
        figures.counts["quotation exact" if kind == "quotation" else "indirect found"] += 1
        right = _speaker(row, hit, people)
        figures.counts[f"{kind} speaker"] += right
        if not right:
            who = hit.speaker.name if hit.speaker else None
            figures.misses.append(
                f"{kind:9} SPEAKER {report.file}: {row['words'][:60]!r} [{row.get('speaker')}] not {who}"
            )
        if hit.speaker is not None and right:
            figures.counts["party"] += 1
            party = names.party(hit.speaker.party)
            figures.counts["party right"] += party == row["party"]
            if party != row["party"]:
                figures.misses.append(
                    f"party     {report.file}: {hit.speaker.name} for {party}, not {row['party']}: {hit.speaker.why}"
                )
    for statement in record.statements:
        if statement.kind == "indirect":
            figures.counts["indirect read"] += 1
            figures.counts["indirect confirmed"] += statement.id in used
            if statement.id not in used:
                figures.misses.append(f"indirect  EXTRA   {statement.report}: {statement.text[:80]!r}")


def _likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
    both = min(a[1], b[1]) - max(a[0], b[0])
    return both / max(1, max(a[1], b[1]) - min(a[0], b[0]))


def _speaker(row: Mapping[str, Any], hit: Statement, people: Mapping[str, Any]) -> bool:
    """A person by the full name; an institution or office by its words, or by the place where it is named."""
    wanted = row.get("speaker")
    if wanted is None or hit.speaker is None:
        return wanted is None and hit.speaker is None
    if wanted in people:
        return _plain(wanted).split()[-1] in _plain(hit.speaker.name).split()
    a, b = set(_plain(str(wanted)).split()), set(_plain(hit.speaker.name).split())
    surface = set(_plain(hit.speaker.surface.exact).split())
    source = set(_plain(str(row.get("source") or "")).split())
    return bool(a) and (len(a & b) / min(len(a), len(b) or 1) >= 0.5 or (bool(source) and source == surface))


def _moves(found: LabelledSet, record: Record, names: _Names, figures: Figures) -> None:
    """By telling: the same report, overlapping words, and the same actors, kind and issue; each telling once."""
    tellings = [(move, telling) for move in record.moves for telling in move.tellings]
    figures.counts["move found"] += len(tellings)
    used: set[int] = set()
    known = codebook().issues
    for index, row, start, end in found.rows("moves"):
        report = found.reports[index]
        figures.counts["move labelled"] += 1
        near = [
            (n, move)
            for n, (move, telling) in enumerate(tellings)
            if n not in used
            and telling.passage.report == report.id
            and telling.passage.start < end
            and start < telling.passage.end
        ]
        hit = next((pair for pair in near if _same_move(row, pair[1], names, known)), None)
        if hit is None:
            seen = "; ".join(f"{m.kind} {sorted(names.parties(m.actors))} {m.issue}" for _, m in near)
            wanted = f"{row['kind']} {listed(row['actor'])} {row.get('issue')}"
            figures.misses.append(f"move      MISSED  {report.file}: {row['words'][:90]!r} {wanted} | {seen}")
            continue
        used.add(hit[0])
        figures.counts["move right"] += 1
        right = hit[1].modality == row["modality"]
        figures.counts["modality right"] += right
        if not right:
            figures.misses.append(
                f"modality  {report.file}: {row['words'][:80]!r} {row['modality']} not {hit[1].modality}"
            )
    for n, (move, telling) in enumerate(tellings):
        if n not in used:
            read = f"{move.kind} {sorted(names.parties(move.actors))} {move.issue} ({telling.rule})"
            words = telling.passage.exact[:90]
            figures.misses.append(f"move      EXTRA   {telling.passage.report}: {words!r} {read}")


def _same_move(row: Mapping[str, Any], move: Move, names: _Names, known: Mapping[str, Any]) -> bool:
    if move.kind != row["kind"] or names.parties(move.actors) != frozenset(listed(row["actor"])):
        return False
    if row["kind"] in WITHOUT_ISSUE:
        return True
    issue = move.issue if move.issue in known else "other"
    return issue == row.get("issue", "other")


def _dates(found: LabelledSet, figures: Figures) -> None:
    """Of the dates that the labels give a value, those found with that value, and those found with another one."""
    for index, row, start, end in found.rows("dates"):
        report = found.reports[index]
        whens = [
            w for w in _whens(found, index) if w.words.start < end and start < w.words.end and w.kind != "duration"
        ]
        wanted = str(row["value"] or "")
        if not wanted:
            figures.counts["date empty"] += 1
            figures.counts["date made up"] += any(w.value for w in whens)
            continue
        figures.counts["date labelled"] += 1
        values = [w.value for w in whens if w.value]
        if wanted in values:
            figures.counts["date right"] += 1
        elif values:
            figures.counts["date wrong"] += 1
            figures.misses.append(f"date      WRONG   {report.file}: {row['words']!r} {wanted} not {values}")
        else:
            figures.misses.append(f"date      MISSED  {report.file}: {row['words']!r} {wanted}")


def _whens(found: LabelledSet, index: int) -> Iterator[Any]:
    report = found.reports[index]
    yield from find_dates(report, anchor(report))


def _positions(found: LabelledSet, record: Record, names: _Names, figures: Figures) -> None:
    """By party, issue and stance, over the whole set."""
    known = codebook().issues
    wanted = {(row["party"], row["issue"], row["stance"]) for row in found.labels.get("positions") or ()}
    read = {(names.party(p.party), p.issue if p.issue in known else "other", p.stance) for p in record.positions}
    figures.counts["position labelled"] += len(wanted)
    figures.counts["position found"] += len(read)
    figures.counts["position right"] += len(wanted & read)
    figures.misses.extend(f"position  MISSED  {found.name}: {row}" for row in sorted(wanted - read))
    figures.misses.extend(f"position  EXTRA   {found.name}: {row}" for row in sorted(read - wanted))


def _contradictions(found: LabelledSet, record: Record, figures: Figures) -> None:
    """A contradiction is right if both its sides touch the sentences of both sides of a labelled one."""
    ids = {entry["id"]: report for entry, report in zip(found.labels["reports"], found.reports, strict=True)}
    wanted = []
    for row in found.labels.get("contradictions") or ():
        sides = []
        for side in (row["a"], row["b"]):
            report = ids[side["report"]]
            at = report.text.find(str(side["words"]))
            sides.append((report.id, at, at + len(str(side["words"]))))
        wanted.append((row, sides))
    figures.counts["contradiction labelled"] += len(wanted)
    hits: set[int] = set()
    for each in record.contradictions:
        figures.counts["contradiction found"] += 1
        match = next((n for n, (_, sides) in enumerate(wanted) if _touches(each, sides)), None)
        if match is None:
            a, b = (side.passages[0].exact[:80] for side in (each.a, each.b))
            figures.misses.append(f"contradiction EXTRA {each.kind}: {each.about} | {a!r} / {b!r}")
            continue
        figures.counts["contradiction right"] += 1
        hits.add(match)
    figures.counts["contradiction hit"] += len(hits)
    for n, (row, _) in enumerate(wanted):
        if n not in hits:
            a, b = row["a"]["words"][:70], row["b"]["words"][:70]
            figures.misses.append(f"contradiction MISSED {row['kind']}: {row.get('about')} | {a!r} / {b!r}")


def _touches(each: Any, sides: list[tuple[str, int, int]]) -> bool:
    def on(side: Any, place: tuple[str, int, int]) -> bool:
        report, start, end = place
        return any(p.report == report and p.start < end and start < p.end for p in side.passages)

    first, second = sides
    return (on(each.a, first) and on(each.b, second)) or (on(each.a, second) and on(each.b, first))
