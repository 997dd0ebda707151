"""An export read back, without trusting it: every fault of every file at once, or nothing.

Two things can be wrong: the files themselves (their shape, their values, what they say of one another), and that they
are not about these reports. Both are found before anything is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ripeness.claims.corrections import FIELDS, corrected
from ripeness.claims.decided import STATUSES
from ripeness.claims.plain import KINDS, Reading, ReadingKind, astray, from_plain, passages, to_plain
from ripeness.errors import Problem, RecordError
from ripeness.exchange.formats import FORMATS, Format, Place, decoded
from ripeness.exchange.tables import TABLES, Row, deep
from ripeness.exchange.writing import MANIFEST, NAME, VERSION, text_digest
from ripeness.reports.model import Report
from ripeness.store.decisions import Decision, Imported, moment

# Clocks of two machines differ; what was decided later than this from now is a mistake.
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Brought:
    """What an export brings to a case.

    ``decisions`` are those that the log may not have, ``readings`` those that the case's reader does not find. ``same``
    counts the readings that it finds too, and ``otherwise`` lists those that it finds and reads otherwise: the case's
    own reading stays.
    """

    decisions: tuple[Decision, ...]
    readings: tuple[Imported, ...]
    same: int
    otherwise: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A reading of the files: as it was read, before decisions changed it, with its row."""

    place: Place
    kind: ReadingKind
    reading: Reading
    standing: tuple[str, str, str, str]


def read_exchange(
    folder: Path,
    reports: Sequence[Report],
    found: Iterable[Reading],
    format: Format | None = None,
    edited: bool = False,
) -> Brought:
    """What the export in ``folder`` brings to a case with these reports, in which the reader finds ``found``.

    One of its table formats is read: ``format``, or the first of Parquet, JSON lines and CSV that is there. A file that
    differs from what the manifest says was changed or damaged, and is refused unless ``edited``. Raises RecordError
    with every fault.
    """
    problems: list[Problem] = []
    manifest = _manifest(folder, problems)
    if manifest is None:
        raise RecordError(problems)
    chosen = _format(folder, manifest, format, edited, problems)
    if chosen is None:
        raise RecordError(problems)
    tables = {
        name: decoded(table, folder / f"{name}.{chosen}", chosen, manifest["csv_guarded"], problems)
        for name, table in TABLES.items()
    }
    readings = _readings(tables, problems)
    before = len(problems)
    decisions = _decisions(tables["decisions"], problems)
    if len(problems) == before:  # else a row may disagree with a decision that could not be read
        _agree(readings, decisions, problems)
    own = {reading.id: reading for reading in found}
    fresh = [each for each in readings if each.reading.id not in own]
    resting = [(each.place, each.reading) for each in (*fresh, *decisions)]
    _about_these_reports(tables["reports"], resting, reports, problems)
    if problems:
        raise RecordError(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
    known = [each for each in readings if each.reading.id in own]
    return Brought(
        tuple(each.decision for each in decisions),
        tuple(Imported(each.reading.id, each.kind, to_plain(each.reading)) for each in fresh),
        len(known),
        tuple(each.reading.id for each in known if each.reading != own[each.reading.id]),
    )


@dataclass(frozen=True, slots=True)
class _Decided:
    """A decision of the files, with the reading that it is about, as it was read then."""

    place: Place
    decision: Decision
    reading: Reading


def _manifest(folder: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The manifest, or None and a problem."""
    rule, fix = "An export has a manifest that lists its files.", "Name the folder that 'ripeness export' wrote."

    def wrong(seen: str, rule: str = rule, fix: str = fix) -> None:
        problems.append(Problem(str(folder / MANIFEST), None, "(the whole file)", seen, rule, fix))

    try:
        data = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        version, files = data["version"], data["files"]
        sound = data["format"] == NAME and isinstance(version, int) and isinstance(data["csv_guarded"], bool)
        sound = sound and all(
            isinstance(about["sha256"], str) and isinstance(about["rows"], int) and about["format"]
            for about in files.values()
        )
    except OSError as error:
        return wrong(f"it cannot be read ({error.strerror})")
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        return wrong(f"it is no manifest ({type(error).__name__}: {error})")
    if not sound:
        return wrong("it is no manifest")
    if version > VERSION:
        seen = f"version {version}, and this program knows versions up to {VERSION}"
        return wrong(seen, "A newer export is left alone.", "Update Ripeness.")
    return data


def _format(
    folder: Path, manifest: Mapping[str, Any], wanted: Format | None, edited: bool, problems: list[Problem]
) -> Format | None:
    """The format to read: its tables are all there, and as they were written; else None, and why."""
    listed = manifest["files"]
    whole = [each for each in ("parquet", "jsonl", "csv") if all(f"{name}.{each}" in listed for name in TABLES)]

    def wrong(file: str, seen: str, rule: str, fix: str) -> None:
        problems.append(Problem(file, None, "(the whole file)", seen, rule, fix))

    rule = f"An export is read from one of its formats: {', '.join(FORMATS)}."
    if wanted is not None and wanted not in whole:
        return wrong(MANIFEST, f"it lists no tables as {wanted}", rule, f"There are: {', '.join(whole) or 'none'}.")
    if not whole:
        return wrong(MANIFEST, "it lists no tables", rule, "Export again with --format parquet, csv or jsonl.")
    if edited and wanted is None and len(whole) > 1:
        fix = f"Give --format: {', '.join(whole)}."
        return wrong(MANIFEST, f"tables in {len(whole)} formats, edited", "One of them was changed.", fix)
    chosen: Format = wanted or whole[0]  # pyright: ignore[reportAssignmentType]
    checked = [f"{name}.{chosen}" for name in TABLES] if wanted else [name for name in listed if name in _tables()]
    before = len(problems)
    for name in checked:
        path = folder / name
        if not path.is_file():
            wrong(name, "it is not there", "The manifest lists it.", "Bring all files of the export.")
        elif not edited and hashlib.sha256(path.read_bytes()).hexdigest() != listed[name]["sha256"]:
            fix = "Bring it as it was written; if it was changed on purpose, give --edited."
            wrong(name, "it is not as it was written", "The manifest has the digest of every file.", fix)
    return chosen if len(problems) == before else None


def _tables() -> set[str]:
    return {f"{name}.{format}" for name in TABLES for format in FORMATS}


def _readings(tables: Mapping[str, list[tuple[Place, Row]]], problems: list[Problem]) -> list[_Read]:
    """The readings of the files, each as it was read."""
    tellings = _tellings(tables["tellings"], tables["moves"], problems)
    found: list[_Read] = []
    places: dict[str, Place] = {}
    for kind in KINDS:
        table = TABLES[f"{kind}s"]
        for place, row in tables[table.name]:
            read_as = row["read_as"] or {}
            data = {**deep(table, row), **({"tellings": tellings.get(row["id"], [])} if kind == "move" else {})}
            unknown = [name for name in read_as if name not in data]
            for name in unknown:
                problems.append(place.problem("read_as", name, f"A {kind} has no such field.", "Remove it."))
            try:
                reading = from_plain(kind, data)
                if read_as:
                    reading = from_plain(kind, {**data, **{n: v for n, v in read_as.items() if n not in unknown}})
            except RecordError as error:
                for each in error.problems:
                    problems.append(replace(each, file=place.file, line=place.line, where=table.column(each.where)))
                continue
            if (other := places.setdefault(reading.id, place)) is not place:
                seen = f"{reading.id} stands in {other.file}:{other.line} already"
                problems.append(place.problem("id", seen, "An id stands once.", "Remove one of the rows."))
                continue
            status = row["status"] or ""
            if status not in STATUSES:
                rule = f"A reading is one of: {', '.join(STATUSES)}."
                problems.append(place.problem("status", status, rule, "Choose one of them."))
            by, at, why = (row[f"decided_{name}"] or "" for name in ("by", "at", "why"))
            found.append(_Read(place, kind, reading, (status, by, at, why)))
    return found


def _tellings(
    rows: list[tuple[Place, Row]], moves: list[tuple[Place, Row]], problems: list[Problem]
) -> dict[str, list[Any]]:
    """The tellings of each move by its id, in their order, as plain values."""
    table = TABLES["tellings"]
    ids = {row["id"] for _, row in moves}
    found: dict[str, dict[int, Any]] = {}
    for place, row in rows:
        own = found.setdefault(row["move"], {})
        if row["move"] not in ids:
            rule = "A telling belongs to a move of the export."
            problems.append(place.problem("move", row["move"], rule, "Correct the id, or remove the row."))
        elif row["number"] is None or row["number"] in own:
            rule = "The tellings of a move are numbered."
            problems.append(place.problem("number", row["number"], rule, "Number them 1, 2, 3."))
        else:
            own[row["number"]] = deep(table, row)
    return {move: [own[number] for number in sorted(own)] for move, own in found.items()}


def _decisions(rows: list[tuple[Place, Row]], problems: list[Problem]) -> list[_Decided]:
    """The log of the export."""
    found: list[_Decided] = []
    latest = datetime.now(UTC) + CLOCKS_DIFFER
    for place, row in rows:
        before = len(problems)
        for name in ("reading", "by", "why"):
            if not (row[name] or "").strip():
                rule = "A decision says about what, by whom and why."
                problems.append(place.problem(name, "nothing", rule, "Fill it in."))
        if row["kind"] not in KINDS:
            rule = f"A reading is one of: {', '.join(KINDS)}."
            problems.append(place.problem("kind", row["kind"], rule, "Choose one of them."))
        if row["status"] not in STATUSES:
            rule = f"A reading is one of: {', '.join(STATUSES)}."
            problems.append(place.problem("status", row["status"], rule, "Choose one of them."))
        try:
            if moment(row["at"] or "") > latest:
                rule = "No decision was made in the future."
                problems.append(place.problem("at", row["at"], rule, "Correct the time, or the clock."))
        except ValueError:
            rule = "A time is an ISO stamp in UTC."
            problems.append(place.problem("at", row["at"], rule, "Write it as 2031-03-14T09:30:00Z."))
        for name in ("changes", "body"):
            if row[name] is None:
                problems.append(place.problem(name, "nothing", "A decision has it.", "Write {} for no changes."))
        if len(problems) == before:
            decision = Decision(**row)
            if reading := _body(place, decision, problems):
                found.append(_Decided(place, decision, reading))
    return found


def _body(place: Place, decision: Decision, problems: list[Problem]) -> Reading | None:
    """The reading that a decision is about; or None and what is wrong with it or with the changes."""
    if bool(decision.changes) and decision.status == "proposed":
        problems.append(place.problem("changes", dict(decision.changes), "To reopen corrects nothing.", "Write {}."))
    if not decision.changes and decision.status == "corrected":
        fields = ", ".join(FIELDS[decision.kind])  # pyright: ignore[reportArgumentType]
        problems.append(place.problem("changes", "{}", f"A correction changes one of: {fields}.", "Say what."))
    column = "body"
    try:
        reading = from_plain(decision.kind, decision.body)
        column = "changes"
        corrected(reading, decision.changes) if decision.changes else None
    except RecordError as error:
        for each in error.problems:
            problems.append(replace(each, file=place.file, line=place.line, where=f"{column}.{each.where}"))
        return None
    if reading.id != decision.reading:
        rule = "The body is the reading that is decided on."
        problems.append(
            place.problem("reading", f"{decision.reading}, and the body is {reading.id}", rule, "Correct it.")
        )
    return reading


def _agree(readings: Sequence[_Read], decisions: Sequence[_Decided], problems: list[Problem]) -> None:
    """Whether every row says of its standing what the log says: a status is not changed by writing another one."""
    log = sorted((each.decision for each in decisions), key=lambda each: each.moment)
    last = {each.reading: each for each in log}
    for each in readings:
        decision = last.get(each.reading.id)
        logged = ("proposed", "", "", "")
        if decision is not None and decision.status != "proposed":
            logged = (decision.status, decision.by, decision.at, decision.why)
        if each.standing == logged:
            continue
        seen = f"{' '.join(filter(None, each.standing[:3]))}; the log says {' '.join(filter(None, logged[:3]))}"
        rule = "A reading stands as the last decision in the log says."
        problems.append(each.place.problem("status", seen, rule, "Add the decision to the log, or decide in the case."))


def _about_these_reports(
    rows: list[tuple[Place, Row]],
    resting: Sequence[tuple[Place, Reading]],
    reports: Sequence[Report],
    problems: list[Problem],
) -> None:
    """Whether all that is brought (``resting``) rests on reports that the case has, with the very same text."""
    by_id = {report.id: report for report in reports}
    digests = {text_digest(report): report.id for report in reports}
    needed = Counter(id for _, reading in resting for id in {passage.report for passage in passages(reading)})
    listed: set[str] = set()
    other: set[str] = set()
    for place, row in rows:
        id, digest = row["id"], row["text_sha256"]
        if not id or not digest:
            rule = "A report has its id and the digest of its text."
            problems.append(place.problem("id" if not id else "text_sha256", "nothing", rule, "Fill it in."))
            continue
        listed.add(id)
        report = by_id.get(id)
        if id not in needed or (report is not None and text_digest(report) == digest):
            continue
        other.add(id)
        rule = f"{needed[id]} readings and decisions rest on this report, and the case must have it with the same text."
        if report is not None:
            seen, fix = f"{id}: in the case its text is another one", "Add the same report to a copy of the case."
        elif digest in digests:
            seen = f"{id}: in the case this report is called {digests[digest]}"
            fix = "Import into a case in which it has the same name."
        else:
            seen, fix = f"{id}: the case does not have it", "Add the report first: ripeness add CASE FILE"
        problems.append(place.problem("text_sha256", seen, rule, fix))
    for place, reading in resting:
        for passage, why in astray(reading, by_id):
            if passage.report in other:
                continue  # said above, once
            if passage.report not in listed:
                why = f"the export lists no report {passage.report!r}"
            rule = "A reading rests on words that stand in a report of the case at their place."
            seen = f"{passage.report} {passage.start}..{passage.end} {passage.exact!r}: {why}"
            problems.append(place.problem("(its passages)", seen, rule, "Export it anew from where it was read."))
