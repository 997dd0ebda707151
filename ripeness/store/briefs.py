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


KEPT_WHOLE = 20  # briefs whose whole body is kept; of older ones the store keeps when they were made, and of what


def record_brief(store: Store, inputs: str, body: Mapping[str, Any]) -> BriefRecord:
    """Keep a brief's ``body`` (JSON values only) under the digest of its ``inputs``. Raises StoreError.

    The same brief again adds nothing, and the bodies of all but the last ``KEPT_WHOLE`` are let go, so that a case does
    not grow with each look at it.
    """
    from sqlalchemy import select

    from ripeness.store.schema import briefs

    record = BriefRecord(utc_now(), inputs, dict(body))
    with store.write() as connection:
        last = connection.execute(select(briefs).order_by(briefs.c.number.desc()).limit(1)).one_or_none()
        if last is not None and (last.inputs, last.body) == (inputs, record.body):
            return BriefRecord(last.made_at, inputs, record.body)
        connection.execute(briefs.insert().values(made_at=record.made_at, inputs=inputs, body=record.body))
        newest = select(briefs.c.number).order_by(briefs.c.number.desc()).limit(KEPT_WHOLE)
        connection.execute(briefs.update().where(briefs.c.number.not_in(newest)).values(body={}))
    return record


def last_brief(store: Store, unlike: str | None = None, until: str | None = None) -> BriefRecord | None:
    """The brief that was recorded last, or None; with ``unlike``, the last whose inputs differ from that digest.

    ``until``: the last that was made on or before this day (ISO, UTC). Raises StoreError.
    """
    from sqlalchemy import select

    from ripeness.store.schema import briefs

    with store.read() as connection:
        found = select(briefs).where(briefs.c.inputs != (unlike or ""))
        if until is not None:
            found = found.where(briefs.c.made_at < f"{until}T99")
        row = connection.execute(found.order_by(briefs.c.number.desc()).limit(1)).one_or_none()
    return BriefRecord(row.made_at, row.inputs, row.body) if row else None
