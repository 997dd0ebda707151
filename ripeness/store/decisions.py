"""The log of decisions, and readings that were imported: what people add to what is read off reports.

The log is only added to, and the database itself refuses anything else. What holds about a reading is the decision
that was made last; one that is imported takes its place by the time when it was made.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ripeness.errors import ConflictError, StoreError
from ripeness.store.audit import Entry, write_entry
from ripeness.store.database import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

_NEXT = timedelta(microseconds=1)
ASKED_AT_ONCE = 500  # names in one question to the database; for more the whole log is read


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided about one reading. ``body`` and ``changes`` hold JSON values only.

    ``status`` is accepted, corrected, rejected, or proposed, which takes an earlier decision back. ``changes`` has
    every field in which the reading is to differ from what was read, those of earlier decisions too.
    """

    reading: str  # its id
    kind: str  # statement, move, position, contradiction
    status: str
    body: Mapping[str, Any]  # the reading as it was read, when it was decided on
    changes: Mapping[str, Any]
    by: str
    why: str
    at: str = ""  # ISO, UTC; set when it is added to the log

    @property
    def moment(self) -> datetime:
        """When it was made. Raises ValueError where ``at`` is no time stamp."""
        return moment(self.at)


@dataclass(frozen=True, slots=True)
class Log:
    """The log at one moment: its decisions by time, each with the number of its row, and its version.

    By reading, ``numbers`` has the rows about it in the order in which they were added, and ``holding`` the decision
    that holds. ``number`` is that of the row that was added last, 0 where there is none.
    """

    rows: tuple[tuple[int, Decision], ...] = ()
    numbers: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    holding: Mapping[str, Decision] = field(default_factory=dict)
    number: int = 0

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The decisions by time."""
        return tuple(decision for _, decision in self.rows)

    def last(self, reading: str) -> int:
        """The row that was added last about a reading, 0: none. Who decides says which he or she had seen."""
        return self.numbers.get(reading, (0,))[-1]

    def with_rows(self, added: Sequence[tuple[int, Decision]]) -> Log:
        """The log with rows that were added since, in the order in which they were. Raises ValueError."""
        if not added:
            return self
        numbers = dict(self.numbers)
        for number, decision in added:
            numbers[decision.reading] = (*numbers.get(decision.reading, ()), number)
        rows = (*self.rows, *sorted(added, key=_time))
        if self.rows and _time(rows[len(self.rows)]) < _time(self.rows[-1]):  # of an import: its time is long past
            rows = tuple(sorted(rows, key=_time))
            holding = {decision.reading: decision for _, decision in rows}
        else:
            holding = {**self.holding, **{decision.reading: decision for _, decision in rows[len(self.rows) :]}}
        return Log(rows, numbers, holding, added[-1][0])


def _time(row: tuple[int, Decision]) -> datetime:
    return row[1].moment


@dataclass(frozen=True, slots=True)
class Imported:
    """A reading that came from elsewhere: ``body`` as it was read there."""

    reading: str  # its id
    kind: str
    body: Mapping[str, Any]


def moment(at: str) -> datetime:
    """The time of an ISO stamp in UTC ('2031-03-14T09:30:00Z', with or without a fraction). Raises ValueError."""
    if not at.endswith("Z") or "T" not in at:
        raise ValueError(f"{at!r} is no time stamp in UTC")
    return datetime.fromisoformat(at)


def decide(
    store: Store,
    decisions: Sequence[Decision],
    seen: Mapping[str, int] | None = None,
    entry: Entry | None = None,
) -> tuple[Decision, ...]:
    """Add decisions that are made now, in one transaction, and give them with their time. Raises StoreError.

    Their time is later than that of every decision in the log about the same reading, whatever the clock says.
    ``seen`` has, for each reading, the number of the last decision that whoever decides knew of (0: none): where the
    log has gone on since, nothing is added and ConflictError names the readings. ``entry`` goes into the audit log
    with the numbers of the new rows, in the same transaction.
    """
    with store.write() as connection:
        about = {decision.reading for decision in decisions}
        if seen is not None:
            _unchanged(_last(connection, seen), seen)
        last = {decision.reading: decision for _, decision in _numbered(connection, about)}
        now = datetime.now(UTC)
        stamped = []
        for decision in decisions:
            before = last.get(decision.reading)
            at = max(now, before.moment + _NEXT) if before else now
            decision = replace(decision, at=_stamp(at))
            last[decision.reading] = decision
            stamped.append(decision)
        _insert(connection, stamped)
        if entry is not None:
            numbers = _last(connection, about)
            rows = {decision.reading: numbers[decision.reading] for decision in stamped}
            write_entry(connection, replace(entry, about={**entry.about, "decisions": rows}))
    return tuple(stamped)


def _unchanged(last: Mapping[str, int], seen: Mapping[str, int]) -> None:
    """Raise ConflictError where the log has gone on about one of the readings."""
    changed = [reading for reading, number in seen.items() if last.get(reading, 0) != number]
    if changed:
        many = "1 reading was" if len(changed) == 1 else f"{len(changed)} readings were"
        raise ConflictError(
            changed,
            f"{many} decided on by somebody else, or elsewhere, since you looked ({', '.join(changed[:5])}). "
            "Nothing was written. Look at what stands now, and decide again.",
        )


def read_log(store: Store, before: Log | None = None) -> Log:
    """The log as one moment has it; where it was read ``before``, only what is new is read. Raises StoreError."""
    from ripeness.store.schema import decisions

    before = before or Log()
    with store.glance() as connection, _timed():
        return before.with_rows(_rows(connection, decisions.c.number > before.number))


def marks(store: Store) -> tuple[int, int, str]:
    """What changes with every report, decision and import: two numbers of last rows and a time. Raises StoreError."""
    from sqlalchemy import func, select

    from ripeness.store.schema import decisions, imported, reports

    last = (func.max(reports.c.number), func.max(decisions.c.number), func.max(imported.c.imported_at))
    with store.glance() as connection:
        row = tuple(connection.execute(select(*(select(each).scalar_subquery() for each in last))).one())
    return row[0] or 0, row[1] or 0, row[2] or ""


def read_decisions(store: Store) -> tuple[Decision, ...]:
    """The whole log by time; decisions of one moment in the order in which they were added. Raises StoreError."""
    with store.read() as connection:
        return _read(connection)


def read_imported(store: Store) -> tuple[Imported, ...]:
    """The readings that were imported, in the order of their ids. Raises StoreError."""
    from sqlalchemy import select

    from ripeness.store.schema import imported

    with store.read() as connection:
        rows = connection.execute(select(imported).order_by(imported.c.reading))
        return tuple(Imported(row.reading, row.kind, row.body) for row in rows)


def bring(store: Store, decisions: Sequence[Decision], readings: Sequence[Imported]) -> tuple[Decision, ...]:
    """Add decisions with the times that they have, and imported readings, in one transaction. Raises StoreError.

    A decision that the log holds already adds nothing; a reading that was imported before is as it comes now.
    Gives the decisions that were added. Readings are stamped later than all that were imported before, whatever the
    clock says: ``marks`` rests on it.
    """
    from sqlalchemy import func, select

    from ripeness.store.schema import imported

    with store.write() as connection:
        known = {_key(decision) for decision in _read(connection)}
        new = {key: decision for decision in decisions if (key := _key(decision)) not in known}
        _insert(connection, tuple(new.values()))
        last, now = connection.execute(select(func.max(imported.c.imported_at))).scalar(), datetime.now(UTC)
        with _timed("The imported readings"):
            at = _stamp(max(now, moment(last) + _NEXT) if last else now)
        rows = [
            {"reading": each.reading, "kind": each.kind, "body": dict(each.body), "imported_at": at}
            for each in readings
        ]
        store.database.upsert(connection, imported, rows, ["reading"])
    return tuple(new.values())


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _key(decision: Decision) -> str:
    return json.dumps(asdict(decision), sort_keys=True)


def _insert(connection: Connection, decided: Sequence[Decision]) -> None:
    from ripeness.store.schema import decisions

    rows = [
        {
            "reading": each.reading,
            "kind": each.kind,
            "status": each.status,
            "body": dict(each.body),
            "changes": dict(each.changes),
            "by": each.by,
            "why": each.why,
            "decided_at": each.at,
        }
        for each in decided
    ]
    if rows:
        connection.execute(decisions.insert(), rows)


def _last(connection: Connection, about: Collection[str]) -> dict[str, int]:
    """By reading, the number of the row that was added last about it."""
    from sqlalchemy import func, select

    from ripeness.store.schema import decisions

    asked = select(decisions.c.reading, func.max(decisions.c.number)).group_by(decisions.c.reading)
    if len(about) <= ASKED_AT_ONCE:
        asked = asked.where(decisions.c.reading.in_(about))
    return {row[0]: row[1] for row in connection.execute(asked)}


def _read(connection: Connection) -> tuple[Decision, ...]:
    return tuple(decision for _, decision in _numbered(connection))


def _numbered(connection: Connection, about: Collection[str] | None = None) -> tuple[tuple[int, Decision], ...]:
    """The log by time, each decision with the number of its row; or the part of it that is ``about`` these readings."""
    from ripeness.store.schema import decisions

    of = [] if about is None or len(about) > ASKED_AT_ONCE else [decisions.c.reading.in_(about)]
    with _timed():
        return tuple(sorted(_rows(connection, *of), key=_time))


def _rows(connection: Connection, *of: Any) -> list[tuple[int, Decision]]:
    """Rows of the log in the order in which they were added."""
    from sqlalchemy import select

    from ripeness.store.schema import decisions

    return [
        (r.number, Decision(r.reading, r.kind, r.status, r.body, r.changes, r.by, r.why, r.decided_at))
        for r in connection.execute(select(decisions).where(*of).order_by(decisions.c.number))
    ]


@contextmanager
def _timed(where: str = "The log of decisions") -> Iterator[None]:
    """Say what a row without a time means."""
    try:
        yield
    except ValueError as error:  # another program added it
        raise StoreError(
            f"{where}: {error}. Every row has its time, and the last one holds. Restore the store from a copy."
        ) from error
