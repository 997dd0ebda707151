"""A small dated table of heads of state and government, foreign ministers and heads of bodies."""

from __future__ import annotations

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from ripeness.claims.names import fold


@dataclass(frozen=True, slots=True)
class Holder:
    """One line: who held which office of which party, from ``begins`` to before ``ends`` (None: not ended on as_of)."""

    party: str
    name: str
    office: str
    begins: date
    ends: date | None


@cache
def holders() -> tuple[Holder, ...]:
    """All lines of data/officeholders.toml."""
    return tuple(Holder(h["party"], h["name"], h["office"], h["from"], h.get("until")) for h in _table()["holders"])


def table_date() -> date:
    """The last day that the table knows about."""
    return _table()["as_of"]


def held_by(name: str, published: str | None) -> Holder | None:
    """The line of the person with this first and last name who held the office all through ``published``.

    ``published`` is an ISO date, or its first parts (a month, a year), or None for a report without a date: then
    the holder on the table's own date. A day on which the office changed hands, and any day after the table's, is
    not settled by it.
    """
    first, last = _days(published) if published else (table_date(), table_date())
    key = _ends(name)
    for holder in holders():
        until = holder.ends or table_date() + timedelta(days=1)
        if _ends(holder.name) == key and holder.begins < first and last < until:
            return holder
    return None


def _days(published: str) -> tuple[date, date]:
    """The first and the last day that an ISO date, month or year covers."""
    year, month, day = [*map(int, published[:10].split("-")), 0, 0][:3]
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return first, last


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ripeness.claims") / "data" / "officeholders.toml").read_text(encoding="utf-8"))


def _ends(name: str) -> tuple[str, str]:
    words = [fold(word) for word in name.split()]
    return (words[0], words[-1]) if words else ("", "")
