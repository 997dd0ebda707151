"""Dated forecasts, and how they came out: both are only added to, and the database itself refuses anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ripeness.errors import StoreError
from ripeness.store.database import Store
from ripeness.store.decisions import moment

if TYPE_CHECKING:
    from sqlalchemy import Connection

ID_DIGITS = 8
_NEXT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class KeptForecast:
    """One forecast: the row of ``schema.forecasts``. ``terms`` and ``baselines`` hold JSON values only."""

    kind: str
    terms: Mapping[str, str]
    question: str
    due: str
    chance: float
    maker: str
    source: str
    inputs: str
    version: str
    how: str
    baselines: Mapping[str, Mapping[str, Any]]
    as_of: str
    made_at: str = ""  # ISO, UTC; set when it is kept
    id: str = ""  # likewise

    @property
    def matter(self) -> tuple[str, ...]:
        """What it is about, whatever its date: forecasts on one matter come out together."""
        return self.kind, *(f"{key}={value}" for key, value in sorted(self.terms.items())), self._words

    @property
    def _words(self) -> str:
        return "" if self.kind != "question" else " ".join(self.question.casefold().split())

    @property
    def event(self) -> tuple[str, ...]:
        """What exactly it asks: forecasts with the same one come out the same way."""
        return *self.matter, self.due

    @property
    def hindsight(self) -> bool:
        """Whether it was kept after its date had passed."""
        return self.made_at[:10] > self.due


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a forecast came out, as somebody says: ``outcome`` is yes, no or void (the question cannot be answered)."""

    forecast: str  # its id
    outcome: str
    by: str
    because: str
    passages: Sequence[Mapping[str, Any]] = ()
    resolved_at: str = ""  # ISO, UTC; set when it is added


def keep_forecasts(store: Store, made: Sequence[KeptForecast]) -> tuple[KeptForecast, ...]:
    """Add forecasts that are made now, in one transaction, and give them with their ids and time. Raises StoreError.

    A forecast of the model from the same inputs that is kept already is not added again.
    """
    from ripeness.store.schema import forecasts

    with store.write() as connection:
        kept = _forecasts(connection)
        known = {(each.event, each.inputs, each.version) for each in kept if each.source == "model"}
        ids = {each.id for each in kept}
        at = _stamp(datetime.now(UTC))
        added: list[KeptForecast] = []
        for each in made:
            key = (each.event, each.inputs, each.version)
            if each.source == "model" and key in known:
                continue
            each = replace(each, made_at=at)
            each = replace(each, id=_id(each, ids))
            ids.add(each.id)
            known.add(key)
            added.append(each)
        if added:
            connection.execute(forecasts.insert(), [asdict(each) for each in added])
    return tuple(added)


def read_forecasts(store: Store) -> tuple[KeptForecast, ...]:
    """Every forecast in the order in which they were kept. Raises StoreError."""
    with store.read() as connection:
        return _forecasts(connection)


def resolve(store: Store, resolution: Resolution) -> Resolution:
    """Say how a forecast came out; it is later than what was said of it before, whatever the clock says.

    Raises StoreError, also where there is no such forecast.
    """
    from ripeness.store.schema import resolutions

    with store.write() as connection:
        before = [each for each in _resolutions(connection) if each.forecast == resolution.forecast]
        now = datetime.now(UTC)
        at = max(now, moment(before[-1].resolved_at) + _NEXT) if before else now
        resolution = replace(resolution, resolved_at=_stamp(at))
        row = {**asdict(resolution), "passages": [dict(passage) for passage in resolution.passages]}
        connection.execute(resolutions.insert(), [row])
    return resolution


def read_resolutions(store: Store) -> tuple[Resolution, ...]:
    """All that was said of how forecasts came out, by time. Raises StoreError."""
    with store.read() as connection:
        return _resolutions(connection)


def _id(each: KeptForecast, taken: set[str]) -> str:
    digest = hashlib.sha256(json.dumps([asdict(each), len(taken)], sort_keys=True).encode()).hexdigest()
    long = next(n for n in range(ID_DIGITS, len(digest)) if f"f-{digest[:n]}" not in taken)
    return f"f-{digest[:long]}"


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _forecasts(connection: Connection) -> tuple[KeptForecast, ...]:
    from sqlalchemy import select

    from ripeness.store.schema import forecasts

    rows = connection.execute(select(forecasts).order_by(forecasts.c.number)).mappings()
    return tuple(KeptForecast(**{key: value for key, value in row.items() if key != "number"}) for row in rows)


def _resolutions(connection: Connection) -> tuple[Resolution, ...]:
    from sqlalchemy import select

    from ripeness.store.schema import resolutions

    rows = connection.execute(select(resolutions).order_by(resolutions.c.number)).mappings()
    found = [Resolution(**{key: value for key, value in row.items() if key != "number"}) for row in rows]
    try:
        return tuple(sorted(found, key=lambda each: moment(each.resolved_at)))
    except ValueError as error:  # another program added it
        raise StoreError(
            f"The log of resolutions: {error}. Each has its time, the last one holds. Restore the store from a copy."
        ) from error
