"""What language models answered about reports: kept piece by piece, for asking again costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ripeness.store.database import Store, utc_now


@dataclass(frozen=True, slots=True)
class KeptReading:
    """What one reader said about one report: the row of `schema.readings`."""

    report: str
    sha256: str
    reader: str
    version: str
    body: Mapping[str, Any]
    read_at: str  # ISO, UTC


def keep_reading(store: Store, report: str, sha256: str, reader: str, version: str, body: Mapping[str, Any]) -> None:
    """Keep a reading (JSON values only) in place of what was kept of the same question. Raises StoreError."""
    from ripeness.store.schema import readings

    row = {"report": report, "sha256": sha256, "reader": reader, "version": version}
    with store.write() as connection:
        kept = {**row, "body": dict(body), "read_at": utc_now()}
        store.database.upsert(connection, readings, [kept], tuple(row))


def kept_readings(store: Store, reader: str | None = None) -> tuple[KeptReading, ...]:
    """Every reading, or those of one reader, the oldest first. Raises StoreError."""
    from sqlalchemy import select

    from ripeness.store.schema import readings

    asked = select(readings).order_by(readings.c.read_at, readings.c.report, readings.c.version)
    if reader is not None:
        asked = asked.where(readings.c.reader == reader)
    with store.read() as connection:
        return tuple(KeptReading(*row) for row in connection.execute(asked))
