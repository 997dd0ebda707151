"""What earlier briefs said, so that the next can say what is new since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.store.database import Store, utc_now


@dataclass(frozen=True, slots=True)
class BriefRecord:
    """One brief: when it was made (ISO, UTC), the digest of its inputs, and what it said."""

    made_at: str
    inputs: str
    body: Mapping[str, Any]


def record_brief(store: Store, inputs: str, body: Mapping[str, Any]) -> BriefRecord:
    """Keep a brief's ``body`` (JSON values only) under the digest of its ``inputs``. Raises StoreError."""
    from ripeness.store.schema import briefs

    record = BriefRecord(utc_now(), inputs, dict(body))
    with store.write() as connection:
        connection.execute(briefs.insert().values(made_at=record.made_at, inputs=inputs, body=record.body))
    return record


def last_brief(store: Store, unlike: str | None = None) -> BriefRecord | None:
    """The brief that was recorded last, or None; with ``unlike``, the last whose inputs differ from that digest.

    Raises StoreError.
    """
    from sqlalchemy import select

    from ripeness.store.schema import briefs

    with store.read() as connection:
        found = select(briefs).where(briefs.c.inputs != (unlike or "")).order_by(briefs.c.number.desc()).limit(1)
        row = connection.execute(found).one_or_none()
    return BriefRecord(row.made_at, row.inputs, row.body) if row else None
