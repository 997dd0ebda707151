"""What was read and what was decided, put together: every reading with its standing.

The reader proposes, an analyst decides. Reading again never undoes a decision: what was decided on (``HELD``) stays as
it was then, and a reading that the reader no longer finds is kept from the log for as long as its words stand in the
reports. Positions and contradictions are computed from moves, so ``apply`` can be called for some kinds at a time, on
``Decided.record()`` of the kinds before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, Literal, TypeVar, cast, get_args

from ripeness.claims.corrections import HELD, corrected
from ripeness.claims.model import Contradiction, Move, Position, Record, Statement
from ripeness.claims.plain import KINDS, Reading, ReadingKind, astray, from_plain, kind_of, passages, to_plain
from ripeness.errors import RecordError
from ripeness.reports.model import Report
from ripeness.store.decisions import Decision, Imported

Status = Literal["proposed", "accepted", "corrected", "rejected"]
STATUSES: tuple[Status, ...] = get_args(Status)
R = TypeVar("R", bound=Reading)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reading stands: proposed by the reader, or what was decided about it last, by whom, when and why."""

    status: Status = "proposed"
    by: str = ""
    when: str = ""  # ISO, UTC
    why: str = ""


PROPOSED = Standing()


@dataclass(frozen=True, slots=True)
class Judged(Generic[R]):
    """A reading as it stands after decisions.

    ``read_as`` has the plain values that were read where a decision changed them. ``kept`` says that the present reader
    does not find it: it is kept from the log, or was imported. ``reread`` are the fields that were decided on and that
    the present reader reads otherwise.
    """

    reading: R
    standing: Standing = PROPOSED
    read_as: Mapping[str, Any] = field(default_factory=dict)
    kept: bool = False
    reread: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether anything is computed from it: not if it was rejected."""
        return self.standing.status != "rejected"


@dataclass(frozen=True, slots=True)
class Fault:
    """A decision or a reading that cannot be taken as it is with these reports, and why."""

    reading: str  # its id
    kind: str
    standing: Standing
    seen: str

    def __str__(self) -> str:
        by = f", {self.standing.status} by {self.standing.by}" if self.standing.by else ""
        return f"{self.kind} {self.reading}{by}: {self.seen}"


@dataclass(frozen=True, slots=True)
class Decided:
    """Every reading with its standing, rejected ones too, and what could not be applied."""

    statements: tuple[Judged[Statement], ...] = ()
    moves: tuple[Judged[Move], ...] = ()
    positions: tuple[Judged[Position], ...] = ()
    contradictions: tuple[Judged[Contradiction], ...] = ()
    faults: tuple[Fault, ...] = ()

    def record(self) -> Record:
        """What counts: the readings as corrected, without those that were rejected."""
        return Record(
            tuple(each.reading for each in self.statements if each.counts),
            tuple(each.reading for each in self.moves if each.counts),
            tuple(each.reading for each in self.positions if each.counts),
            tuple(each.reading for each in self.contradictions if each.counts),
        )

    def of(self, kind: ReadingKind) -> tuple[Judged[Any], ...]:
        """The readings of one kind."""
        return getattr(self, f"{kind}s")

    def __iter__(self) -> Iterator[Judged[Any]]:
        for kind in KINDS:
            yield from self.of(kind)

    def joined(self, other: Decided) -> Decided:
        """These readings and, for the kinds that this one has not, those of ``other``."""
        rows = {f"{kind}s": (*self.of(kind), *other.of(kind)) for kind in KINDS}
        return Decided(**rows, faults=(*self.faults, *other.faults))

    def only(self, statuses: Collection[str]) -> Decided:
        """The readings that stand so."""
        rows = {f"{kind}s": tuple(e for e in self.of(kind) if e.standing.status in statuses) for kind in KINDS}
        return replace(self, **rows)


@dataclass
class Memo:
    """What was made of single decisions and kept readings with some reports: it need not be made again."""

    judged: dict[str, tuple[Judged[Any], Decision, tuple[Judged[Any], str]]] = field(default_factory=dict)
    sound: dict[str, tuple[Mapping[str, Any], Reading]] = field(default_factory=dict)


def apply(
    record: Record,
    decisions: Iterable[Decision] | Mapping[str, Decision],
    reports: Sequence[Report],
    imported: Iterable[Imported] = (),
    kinds: Collection[ReadingKind] = KINDS,
    left_out: Collection[str] = (),
    memo: Memo | None = None,
) -> Decided:
    """The readings of ``kinds`` with what was decided about them.

    ``decisions`` are the log, or a part of it, or by reading the one that holds: the last. A reading of ``imported`` or
    of the log that the record lacks comes after those that it has, by its place. An id stands once. ``left_out`` are
    ids of reports that were left out on purpose: what rests on them is left out too, without a fault. ``memo`` spares
    work where it was given before with the same ``reports``.
    """
    memo = memo or Memo()
    place = {report.id: at for at, report in enumerate(reports)}
    by_id = {report.id: report for report in reports}
    last = holding(decisions)
    rows: dict[str, Judged[Any]] = {}
    faults: list[Fault] = []
    for reading in _readings(record):
        if kind_of(reading) in kinds and rows.setdefault(reading.id, Judged(reading)).reading is not reading:
            seen = "the reader gives this id to two readings. The first is taken."
            faults.append(Fault(reading.id, kind_of(reading), _standing(last.get(reading.id)), seen))
    others = [*((each.reading, each.kind, each.body) for each in imported)]
    others += [(each.reading, each.kind, each.body) for each in last.values()]
    for id, kind, body in others:
        if kind not in kinds or id in rows:
            continue
        standing = _standing(last.get(id))
        try:
            reading = _known(memo, id, kind, body, by_id)
        except _UnsoundError as error:
            if not error.reports & set(left_out):
                faults.append(Fault(id, kind, standing, f"{error} It is left out."))
            continue
        rows[id] = Judged(reading, kept=True)
    for id, decision in last.items():
        if id in rows and decision.kind in kinds:
            rows[id], seen = _remembered(memo, rows[id], decision, by_id)
            faults += [Fault(id, decision.kind, _standing(decision), seen)] if seen else []
    kept = sorted((each for each in rows.values() if each.kept), key=lambda each: _place(each.reading, place))
    ordered = [*(each for each in rows.values() if not each.kept), *kept]
    grouped: dict[str, list[Judged[Any]]] = {kind: [] for kind in KINDS}
    for each in ordered:
        grouped[kind_of(each.reading)].append(each)
    rows_of: dict[str, Any] = {f"{kind}s": tuple(found) for kind, found in grouped.items()}
    return Decided(**rows_of, faults=tuple(faults))


def holding(decisions: Iterable[Decision] | Mapping[str, Decision]) -> Mapping[str, Decision]:
    """By reading the decision that holds: the last one."""
    if isinstance(decisions, Mapping):
        return cast("Mapping[str, Decision]", decisions)
    return {each.reading: each for each in sorted(decisions, key=lambda each: each.moment)}


def as_read(judged: Judged[R]) -> R:
    """The reading without what decisions changed in it."""
    if not judged.read_as:
        return judged.reading
    return cast(R, from_plain(kind_of(judged.reading), {**to_plain(judged.reading), **judged.read_as}))


class _UnsoundError(Exception):
    """A kept reading is none, or its words do not stand in the reports."""

    def __init__(self, seen: str, reports: Collection[str] = ()) -> None:
        super().__init__(seen)
        self.reports = set(reports)


def _readings(record: Record) -> Iterator[Reading]:
    for kind in KINDS:
        yield from getattr(record, f"{kind}s")


def _standing(decision: Decision | None) -> Standing:
    if decision is None or decision.status == "proposed":
        return PROPOSED
    return Standing(cast(Status, decision.status), decision.by, decision.at, decision.why)


def _sound(id: str, kind: str, body: Mapping[str, Any], reports: Mapping[str, Report]) -> Reading:
    """The reading that was kept as ``body``. Raises _UnsoundError."""
    try:
        reading = from_plain(kind, body)
    except RecordError as error:
        first = error.problems[0]
        raise _UnsoundError(f"what was kept is no {kind} ({first.where}: {first.seen}; {first.rule})") from error
    if reading.id != id:
        raise _UnsoundError(f"what was kept is another reading, {reading.id}.")
    if gone := astray(reading, reports):
        where = {passage.report for passage, _ in gone}
        raise _UnsoundError(f"its words no longer stand in the reports: {gone[0][1]}.", where)
    return reading


def _known(memo: Memo, id: str, kind: str, body: Mapping[str, Any], reports: Mapping[str, Report]) -> Reading:
    """``_sound``, made once of one body."""
    known = memo.sound.get(id)
    if known is None or known[0] is not body:
        known = memo.sound[id] = body, _sound(id, kind, body, reports)
    return known[1]


def _remembered(
    memo: Memo, present: Judged[Any], decision: Decision, reports: Mapping[str, Report]
) -> tuple[Judged[Any], str]:
    """``_decided``, made once of one reading and one decision."""
    known = memo.judged.get(decision.reading)
    if known is None or known[1] is not decision or known[0] != present:
        known = memo.judged[decision.reading] = present, decision, _decided(present, decision, reports)
    return known[2]


def _decided(present: Judged[Any], decision: Decision, reports: Mapping[str, Report]) -> tuple[Judged[Any], str]:
    """The reading with the decision applied to it, and what could not be."""
    kind = kind_of(present.reading)
    if decision.kind != kind or decision.status not in STATUSES:
        return present, f"it was decided on as {decision.status} {decision.kind}, and is a {kind}. It stays proposed."
    standing, seen = _standing(decision), ""
    base, reread = present.reading, ()
    if standing.status != "proposed":
        try:
            then = _sound(decision.reading, kind, decision.body, reports)
            held = {name: getattr(then, name) for name in HELD[kind]}
            reread = tuple(name for name, value in held.items() if value != getattr(base, name))
            base = replace(base, **held)
        except _UnsoundError as error:
            seen = f"{error} The decision is applied to what is read now."
    try:
        reading = corrected(base, decision.changes) if decision.changes and standing.status != "proposed" else base
    except RecordError as error:
        first = error.problems[0]
        unread = f"a correction cannot be applied ({first.where}: {first.seen}; {first.rule}) It stays proposed."
        return present, unread
    before, after = to_plain(base), to_plain(reading)
    read_as = {name: value for name, value in before.items() if value != after[name]}
    return Judged(reading, standing, read_as, present.kept, reread), seen


def _place(reading: Reading, place: Mapping[str, int]) -> tuple[int, int, str]:
    """Where the first passage of a reading stands in the pile."""
    first = next(passages(reading), None)
    return (place.get(first.report, 0), first.start, reading.id) if first else (len(place), 0, reading.id)
