"""A small dated table of heads of state and government, foreign ministers and heads of bodies."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from ripeness.claims.names import fold


@dataclass(frozen=True, slots=True)
class Holder:
    """One line of the table: who held which office of which party, in the years ``begins`` to ``ends``."""

    party: str
    name: str
    office: str
    begins: int
    ends: int


@cache
def holders() -> tuple[Holder, ...]:
    """All lines of data/officeholders.toml."""
    return tuple(Holder(h["party"], h["name"], h["office"], h["from"], h["until"]) for h in _table()["holders"])


def table_year() -> int:
    """The last year that the table knows about."""
    return int(_table()["as_of"])


def held_by(name: str, year: int) -> Holder | None:
    """The line of the person with this first and last name, if they held the office in ``year``."""
    key = _ends(name)
    return next((h for h in holders() if _ends(h.name) == key and h.begins <= year <= h.ends), None)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("ripeness.claims") / "data" / "officeholders.toml").read_text(encoding="utf-8"))


def _ends(name: str) -> tuple[str, str]:
    words = [fold(word) for word in name.split()]
    return (words[0], words[-1]) if words else ("", "")
