"""Reading the reports of a case by a language model: what is left to read, within a budget, kept as it comes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from ripeness.claims.model import Move, Party, Record, Statement
from ripeness.claims.model_reader.answer import Answer
from ripeness.claims.model_reader.asking import Reply, Usage, answer_room
from ripeness.claims.model_reader.checking import Checked, check, checked_from, joined
from ripeness.claims.model_reader.meeting import Met, all_met
from ripeness.claims.model_reader.proposing import proposed
from ripeness.claims.model_reader.question import Piece, message, pieces, standing_tokens, tokens, version
from ripeness.claims.model_reader.resolving import Resolver, Unresolved
from ripeness.claims.parties import Gazetteer
from ripeness.claims.standing import Pile
from ripeness.reports.model import Report
from ripeness.store import KeptReading, Store, keep_reading, kept_readings

Progress = Callable[[int, int], None]

# So many reports in a row without one usable answer, and the run is given up: the server or the model is not up to it.
FAILURES_IN_A_ROW = 3


class Asks(Protocol):
    """What puts questions to a model; `asking.Asker` is one."""

    @property
    def model(self) -> str:
        """The model, as the user named it."""
        ...

    def ask(self, text: str, room: int | None = None) -> Reply:
        """Ask about a message."""
        ...


@dataclass(frozen=True, slots=True)
class Left:
    """A report with pieces that were not read yet, and what was kept of those that were."""

    report: Report
    pieces: tuple[Piece, ...]
    kept: Mapping[str, Any]  # piece number -> its body

    @property
    def characters(self) -> int:
        """How many characters of the report go out; what two pieces share goes out twice."""
        return sum(piece.end - piece.start for piece in self.pieces)

    @property
    def tokens(self) -> int:
        """About how many tokens go out, with the instruction that goes with every piece."""
        return sum(standing_tokens() + tokens(message(self.report, piece)) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be sent: the reports that this model has not read, in their order; ``known`` were read before."""

    reader: str
    left: tuple[Left, ...]
    known: int
    later: int = 0  # reports beyond the number that the user allows


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: per report what stands and what was thrown away, and why others have no reading."""

    read: Mapping[str, Checked]
    failures: Mapping[str, str]
    usage: Usage
    stopped: str = ""  # why the rest was not asked about


def plan(reports: Sequence[Report], store: Store, reader: str, redo: bool = False, most: int | None = None) -> Plan:
    """What is left to read. ``redo`` asks again about what was read; ``most`` bounds the number of reports."""
    kept = {} if redo else {(row.report, row.sha256): row for row in _current(store, reader)}
    left: list[Left] = []
    for report in reports:
        row = kept.get((report.id, text_digest(report)))
        had = row.body["pieces"] if row else {}
        missing = tuple(piece for piece in pieces(report) if str(piece.number) not in had)
        if missing:
            left.append(Left(report, missing, had))
    known = len(reports) - len(left)
    return Plan(reader, tuple(left[:most]), known, max(0, len(left) - len(left[:most])))


def read_by_model(
    planned: Plan, store: Store, asker: Asks, budget: int | None = None, progress: Progress | None = None
) -> Outcome:
    """Ask about every piece of the plan and keep each answer, as it was checked, before the next is asked for.

    ``budget`` bounds the tokens of the run, questions and answers, as the server counts them: nothing is asked that
    could go over it. Raises ReaderError where no further question would be answered; what was kept stays.
    """
    read: dict[str, Checked] = {}
    failures: dict[str, str] = {}
    usage, stopped, in_a_row = Usage(), "", 0
    for number, left in enumerate(planned.left):
        kept = dict(left.kept)
        for piece in left.pieces:
            text = message(left.report, piece)
            room = None if budget is None else budget - usage.total
            if answer_room(text, room) is None:
                stopped = f"the budget of {budget:,} tokens has no room for another question"
                break
            reply = asker.ask(text, room)
            usage += reply.usage
            if reply.answer is None:
                failures[left.report.id] = reply.failure
                break
            kept[str(piece.number)] = _body(reply.answer, left.report, piece, reply.usage)
            keep_reading(store, left.report.id, text_digest(left.report), planned.reader, version(), {"pieces": kept})
        if kept:
            read[left.report.id] = _joined(kept)
        in_a_row = in_a_row + 1 if left.report.id in failures else 0
        if progress is not None:
            progress(number + 1, len(planned.left))
        if not stopped and in_a_row == FAILURES_IN_A_ROW and number + 1 < len(planned.left):
            stopped = f"{FAILURES_IN_A_ROW} reports in a row have no usable answer"
        if stopped:
            break
    return Outcome(read, failures, usage, stopped)


def text_digest(report: Report) -> str:
    """The sha256 of the stored text, which is what is sent."""
    return hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest()


def _body(answer: Answer, report: Report, piece: Piece, usage: Usage) -> dict[str, Any]:
    checked = check(answer, report, piece)
    return {**checked.data(), "usage": {"sent": usage.sent, "answered": usage.answered, "requests": usage.requests}}


def _joined(kept: Mapping[str, Any]) -> Checked:
    return joined(checked_from(kept[number]) for number in sorted(kept, key=int))


def _current(store: Store, reader: str) -> list[KeptReading]:
    return [row for row in kept_readings(store, reader) if row.version == version()]


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """What language models read in the reports, by reader; parties that only they name; what could not be taken."""

    records: Mapping[str, Record]
    proposed: tuple[Party, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()


def record_by_models(reports: Sequence[Report], store: Store, pile: Pile) -> ModelRecord:
    """The kept readings of these reports as records, by reader. ``pile`` is `read_pile` of the same reports.

    Of several questions that were put to one reader over a report, the present one counts, else the last; a reading of
    another text than the report has now is left aside.
    """
    rows: dict[tuple[str, int], KeptReading] = {}
    texts = {report.id: (index, text_digest(report)) for index, report in enumerate(reports)}
    for row in kept_readings(store):
        index, digest = texts.get(row.report, (-1, ""))
        before = rows.get((row.reader, index))
        if digest == row.sha256 and not (before and before.version == version()):
            rows[row.reader, index] = row
    checked = {key: _joined(row.body["pieces"]) for key, row in sorted(rows.items())}
    names = [name for (reader, at), each in checked.items() for name in Resolver(pile, at, reader).unknown(each)]
    parties = proposed(names)
    found: dict[str, tuple[list[Statement], list[Move]]] = {}
    unresolved: list[Unresolved] = []
    for (reader, at), each in checked.items():
        resolver = Resolver(pile, at, reader, parties)
        statements, moves = found.setdefault(reader, ([], []))
        statements += [resolver.statement(read) for read in each.statements]
        for move in (resolver.move(read) for read in each.moves):
            if isinstance(move, Unresolved):
                unresolved.append(move)
            else:
                moves.append(move)
    records = {reader: Record(tuple(statements), tuple(moves)) for reader, (statements, moves) in found.items()}
    return ModelRecord(records, tuple(dict.fromkeys(parties.values())), tuple(unresolved))


def met_record(
    record: Record,
    reports: Sequence[Report],
    store: Store,
    pile: Pile | None = None,
    given: Gazetteer | None = None,
) -> Met:
    """The built-in record of these reports with what language models read in them; the record itself where none did.

    ``pile`` is `read_pile` of the reports, if it is at hand; else ``given`` are the parties known beforehand. Raises
    StoreError.
    """
    ids = {report.id for report in reports}
    if not any(row.report in ids for row in kept_readings(store)):
        return Met(record)
    from ripeness.claims.statements import read_pile

    by_models = record_by_models(reports, store, pile or read_pile(reports, given))
    met = all_met(record, by_models.records.values())
    return replace(met, proposed=by_models.proposed, unresolved=by_models.unresolved)
