"""Decisions on their way into the log: which readings are meant, and whether the decision can be made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from ripeness.claims.corrections import corrected, parties_in, written
from ripeness.claims.decided import STATUSES, Decided, Judged, Status, as_read, holding
from ripeness.claims.model import Record
from ripeness.claims.parties import gazetteer
from ripeness.claims.plain import kind_of, to_plain
from ripeness.errors import Problem, RecordError
from ripeness.store.decisions import Decision

SHOWN = 5  # ids that a message lists


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody decides, and why. ``changes`` are fields with their new values, or 'FIELD=VALUE' for each."""

    status: Status
    by: str
    why: str
    changes: Mapping[str, object] | Sequence[str] = ()


def judge(
    decided: Decided,
    names: Sequence[str],
    judgement: Judgement,
    log: Iterable[Decision] | Mapping[str, Decision],
    parties: Collection[str],
) -> tuple[Decision, ...]:
    """The decisions about the readings that ``names`` stand for: their ids, or the start of one that no other id has.

    What was corrected before stays corrected when a reading is corrected again, accepted or rejected; reopening takes
    it back. ``log`` is as for `apply`; ``parties`` are the ids that a correction may name.
    Raises RecordError with every fault.
    """
    problems = [*_judgement_problems(judgement, names)]
    before = holding(log)
    by_id = {each.reading.id: each for each in decided}
    chosen: dict[str, Judged[Any]] = {}
    for name in names:
        found = [by_id[name]] if name in by_id else [each for id, each in by_id.items() if name and id.startswith(name)]
        if len(found) == 1:
            chosen[found[0].reading.id] = found[0]
        else:
            problems.append(_not_one(name, [each.reading.id for each in found], list(by_id)))
    made: list[Decision] = []
    for each in chosen.values():
        try:
            made.append(_decision(each, judgement, before.get(each.reading.id), parties))
        except RecordError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    if problems:
        raise RecordError(problems)
    return tuple(made)


def take_back(
    log: Sequence[tuple[int, Decision]], numbers: Mapping[str, int], by: str, why: str
) -> tuple[Decision, ...]:
    """The decisions that take others back: each reading stands again as it did before.

    ``log`` has the decisions, each with the number of its row; ``numbers`` says, by reading, which is taken back. What
    was decided before it holds again, its reason with it; where nothing was, the reading is proposed.
    Raises KeyError where the log has no such row.
    """
    made = []
    for reading, number in numbers.items():
        own = sorted((each for each in log if each[1].reading == reading), key=lambda each: (each[1].moment, each[0]))
        place = next((place for place, (at, _) in enumerate(own) if at == number), None)
        if place is None:
            raise KeyError(reading)
        taken, before = own[place][1], own[place - 1][1] if place else None
        if before is None:
            made.append(replace(taken, status="proposed", changes={}, by=by, why=why, at=""))
        else:
            again = why if before.status == "proposed" else f"{why} Again: {before.why}"
            made.append(replace(before, by=by, why=again, at=""))
    return tuple(made)


def parties_known(record: Record, others: Iterable[str]) -> frozenset[str]:
    """Ids of the parties that a correction may name: listed ones, those of the record, and ``others``."""
    found = {*gazetteer().parties, *others}
    for statement in record.statements:
        found |= {statement.speaker.party} if statement.speaker and statement.speaker.party else set()
    for move in record.moves:
        found |= {*move.actors, *move.targets}
    return frozenset(found)


def _decision(each: Judged[Any], judgement: Judgement, before: Decision | None, parties: Collection[str]) -> Decision:
    """The decision about one reading. Raises RecordError."""
    reading = as_read(each)
    kind = kind_of(reading)
    changes: dict[str, Any] = {}
    if judgement.status != "proposed" and before is not None and before.status != "proposed":
        changes = dict(before.changes)
    if judgement.status == "corrected":
        wanted = judgement.changes
        fresh = dict(wanted) if isinstance(wanted, Mapping) else written(kind, wanted)
        fresh = {name: list(value) if isinstance(value, tuple) else value for name, value in fresh.items()}
        problems = [_no_party(kind, where, id, parties) for where, id in parties_in(kind, fresh) if id not in parties]
        changes |= fresh
        try:
            after = corrected(reading, changes)
        except RecordError as error:
            raise RecordError([*problems, *error.problems]) from error
        if after == each.reading:
            seen, fix = f"{reading.id} is so already", "Correct another field, or accept the reading."
            problems.append(_problem("--correct", seen, "A correction changes something.", fix))
        if problems:
            raise RecordError(problems)
    return Decision(reading.id, kind, judgement.status, to_plain(reading), changes, judgement.by, judgement.why)


def _judgement_problems(judgement: Judgement, names: Sequence[str]) -> Iterable[Problem]:
    if judgement.status not in STATUSES:
        fix = "Choose one of them."
        yield _problem("status", repr(judgement.status), f"A reading is one of: {', '.join(STATUSES)}.", fix)
    if not judgement.by.strip():
        yield _problem("by", "nobody", "No judgement is anonymous.", "Say who decides.")
    if not judgement.why.strip():
        yield _problem("why", "no reason", "A decision has its reason.", "Say in a sentence why.")
    if not names:
        yield _problem("readings", "none", "A decision is about readings.", "Name them by their ids.")
    if bool(judgement.changes) != (judgement.status == "corrected"):
        seen = f"{len(judgement.changes)} changes, and the status {judgement.status!r}"
        yield _problem("changes", seen, "A correction changes something, and only a correction does.", "Say which.")


def _not_one(name: str, found: Sequence[str], ids: Sequence[str]) -> Problem:
    if found:
        more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
        seen = f"{name!r} is the start of {', '.join(found[:SHOWN])}{more}"
        return _problem("readings", seen, "One reading is meant.", "Write more of its id.")
    near = get_close_matches(name, ids, n=1)
    fix = f"Did you mean '{near[0]}'?" if near else "See the ids with 'ripeness record'."
    return _problem("readings", f"no reading {name!r}", "A decision is about a reading of the record.", fix)


def _no_party(kind: str, where: str, id: str, parties: Collection[str]) -> Problem:
    near = get_close_matches(id, parties, n=1)
    fix = f"Did you mean '{near[0]}'?" if near else "Add it to the parties of the case first."
    rule = "A party is one of the case, one that the reports name, or a listed one."
    return Problem(f"({kind})", None, where, f"no party {id!r}", rule, fix)


def _problem(where: str, seen: str, rule: str, fix: str) -> Problem:
    return Problem("(decision)", None, where, seen, rule, fix)
