"""The words and numbers that drafting goes by: how issues become options, named defaults, signs in the text."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from ripeness.claims.issues import codebook

Shape = Literal["measure", "divided", "truce", "process"]


@dataclass(frozen=True, slots=True)
class Ladder:
    """How an issue of the reading codebook becomes one of a case; see data/ladders.toml."""

    shape: Shape
    titles: tuple[str, str, str] = ("As it is", "In part as asked", "As asked")
    rival: bool = False
    durable: bool = False
    halts: str = "the fighting"


@dataclass(frozen=True, slots=True)
class Default:
    """A number that a draft takes where the record says nothing: a range, and what to say of it."""

    name: str
    range: tuple[float, float, float]
    says: str

    @property
    def sentence(self) -> str:
        """The because of a number that is this default."""
        return f"Default '{self.name}': {self.says}"

    def number(self) -> dict[str, float]:
        """As a case writes a range."""
        return ranged(*self.range)


def ranged(low: float, likely: float, high: float) -> dict[str, float]:
    """A range as a case writes it."""
    return {"low": low, "likely": likely, "high": high}


@cache
def ladder(issue: str) -> Ladder:
    """The ladder of an issue; a measure where nothing is listed."""
    entry: dict[str, Any] = dict(_table("ladders").get(issue, {"shape": "measure"}))
    if "titles" in entry:
        entry["titles"] = tuple(entry["titles"])
    return Ladder(**entry)


@cache
def default(name: str) -> Default:
    """A named default. Raises KeyError for a name that data/defaults.toml does not have."""
    entry = _table("defaults")[name]
    low, likely, high = entry["range"]
    return Default(name, (low, likely, high), entry["says"])


def issue_name(issue: str) -> str:
    """The codebook's name of an issue; one proposed from the pile is called by its id."""
    known = codebook().issues.get(issue)
    return known.name if known else issue.replace("-", " ").capitalize()


def shows(sign: str, text: str) -> bool:
    """Whether the text has a sign of this kind (a heading of data/signs.toml)."""
    return _pattern(sign).search(text) is not None


def ends_of_signs(sign: str, text: str) -> list[int]:
    """The places in the text at which signs of this kind end."""
    return [found.end() for found in _pattern(sign).finditer(text)]


@cache
def _pattern(sign: str) -> re.Pattern[str]:
    signs: Sequence[str] = _table("signs")[sign]
    each = (r"\s+".join(re.escape(word) for word in sign.split()).replace(r"\*", r"\w*") for sign in signs)
    return re.compile(rf"\b(?:{'|'.join(each)})\b", re.IGNORECASE)


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("ripeness.drafting") / "data" / f"{name}.toml").read_text(encoding="utf-8"))
