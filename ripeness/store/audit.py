"""The audit log of the workbench: who did what, and when. Rows are only added; the database refuses anything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ripeness.store.database import Store, utc_now

if TYPE_CHECKING:
    from sqlalchemy import Connection

DEEDS: Mapping[str, str] = MappingProxyType(
    {
        "served": "started the workbench",
        "entered": "came in",
        "refused": "was not let in",
        "left": "went out",
        "decided": "decided on readings",
        "took back": "took a decision back",
        "saved the case": "saved the case",
        "added reports": "added reports",
        "started a study": "started a study",
        "stopped a study": "stopped a study",
        "made a brief": "took a brief away",
        "exported": "took the record away",
    }
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed: ``what`` is a key of ``DEEDS``, ``about`` JSON values that say more.

    Number and time are given to it when it is kept.
    """

    who: str
    what: str
    about: Mapping[str, Any] = field(default_factory=dict)
    number: int = 0
    at: str = ""  # ISO, UTC


def note(store: Store, entry: Entry) -> None:
    """Add an entry. Raises StoreError."""
    with store.write() as connection:
        write_entry(connection, entry)


def write_entry(connection: Connection, entry: Entry) -> None:
    """Add an entry within a transaction."""
    from ripeness.store.schema import audit

    if entry.what not in DEEDS:
        raise ValueError(f"{entry.what!r} is no deed of the audit log")
    row = {"at": utc_now(), "who": entry.who, "what": entry.what, "about": dict(entry.about)}
    connection.execute(audit.insert().values(**row))


def read_audit(store: Store, most: int | None = None, who: str | None = None, what: str | None = None) -> list[Entry]:
    """The entries, the last first; ``most`` of them, those of one person or of one kind. Raises StoreError."""
    from sqlalchemy import select

    from ripeness.store.schema import audit

    with store.read() as connection:
        asked = select(audit).order_by(audit.c.number.desc()).limit(most)
        if who is not None:
            asked = asked.where(audit.c.who == who)
        if what is not None:
            asked = asked.where(audit.c.what == what)
        return [Entry(row.who, row.what, row.about, row.number, row.at) for row in connection.execute(asked)]


def read_on(store: Store, after: int, what: Collection[str]) -> list[Entry]:
    """The entries of some kinds after the one with this number, the first first. Raises StoreError."""
    from sqlalchemy import select

    from ripeness.store.schema import audit

    asked = select(audit).where(audit.c.number > after, audit.c.what.in_(what)).order_by(audit.c.number)
    with store.glance() as connection:
        return [Entry(row.who, row.what, row.about, row.number, row.at) for row in connection.execute(asked)]
