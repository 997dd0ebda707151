"""Readings as plain values, and back: dictionaries, lists, text, numbers and nothing else, so that they can be written.

``from_plain(kind, to_plain(reading)) == reading``, and what is not exactly a reading is refused with every fault. A
field that has a default may be missing, so that readings which were kept before it was known can still be read.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from ripeness.claims.model import Contradiction, Move, Position, Speaker, Statement
from ripeness.claims.when import spans
from ripeness.errors import Problem, RecordError
from ripeness.reports.model import Passage, Report, holds

ReadingKind = Literal["statement", "move", "position", "contradiction"]
Reading = Statement | Move | Position | Contradiction

TYPES: Mapping[str, type[Reading]] = {
    "statement": Statement,
    "move": Move,
    "position": Position,
    "contradiction": Contradiction,
}
KINDS: tuple[ReadingKind, ...] = get_args(ReadingKind)

_KIND_OF: dict[type, ReadingKind] = {TYPES[kind]: kind for kind in KINDS}
_DATES = {(Statement, "said"), (Move, "happened"), (Position, "since"), (Position, "last")}
_FILLED = {
    *((kind, name) for kind in TYPES.values() for name in ("id", "reader")),
    (Statement, "report"), (Passage, "report"), (Speaker, "name"), (Position, "party"), (Position, "issue"),
}  # fmt: skip
_HALF = re.compile("[\ud800-\udfff]")


def kind_of(reading: Reading) -> ReadingKind:
    """'statement', 'move', 'position' or 'contradiction'."""
    return _KIND_OF[type(reading)]


def to_plain(reading: Reading) -> dict[str, Any]:
    """The reading as values that JSON knows; its fields keep their names and their order."""
    return _plain(reading)


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def from_plain(kind: str, data: object) -> Reading:
    """The reading that ``data`` stands for. Raises RecordError with every fault; ``where`` leads to each."""
    if kind not in TYPES:
        raise RecordError([_problem("reading", "kind", repr(kind), f"A reading is one of: {', '.join(KINDS)}.")])
    problems: list[Problem] = []
    reading = _Check(kind, problems).value(TYPES[kind], data, ())
    if problems:
        raise RecordError(problems)
    return reading


def passages(reading: Reading) -> Iterator[Passage]:
    """Every passage that the reading rests on, in the order of its fields."""
    return _passages(reading)


def _passages(value: object) -> Iterator[Passage]:
    if isinstance(value, Passage):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _passages(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _passages(item)


def astray(reading: Reading, reports: Mapping[str, Report]) -> list[tuple[Passage, str]]:
    """The passages of the reading that do not stand in ``reports`` (by id), each with what is the matter."""
    found = []
    for passage in passages(reading):
        report = reports.get(passage.report)
        if report is None:
            found.append((passage, f"there is no report {passage.report!r}"))
        elif not holds(report, passage):
            found.append((passage, f"other words stand in {passage.report} at {passage.start}..{passage.end}"))
    return found


def is_date(text: str) -> bool:
    """Whether ``text`` is '' or a year, a month, a day of the calendar, or an interval of two in their order."""
    return not text or spans.read(text) is not None


class _Check:
    """Makes values of a reading, and notes every fault on the way."""

    def __init__(self, kind: str, problems: list[Problem]) -> None:
        self.kind = kind
        self.problems = problems

    def value(self, hint: Any, data: object, where: tuple[str, ...]) -> Any:
        """The value of type ``hint`` that ``data`` stands for; anything at all once a fault is noted."""
        if is_dataclass(hint):
            return self._object(hint, data, where)
        origin = get_origin(hint)
        if origin in (Union, types.UnionType):  # only ever: something or None
            own = next(each for each in get_args(hint) if each is not type(None))
            if data == "" and own is str:
                self._fault(where, data, "Text that is not known is null, never empty.")
            return None if data is None else self.value(own, data, where)
        if origin is tuple:
            return self._list(get_args(hint)[0], data, where)
        if origin is Literal:
            if data not in get_args(hint) or not isinstance(data, str):
                near = get_close_matches(str(data), get_args(hint), n=1)
                fix = f"Did you mean '{near[0]}'?" if near else "Choose one of them."
                self._fault(where, data, f"It is one of {', '.join(map(repr, get_args(hint)))}.", fix)
            return data
        return self._scalar(hint, data, where)

    def _scalar(self, hint: type, data: object, where: tuple[str, ...]) -> object:
        if type(data) is not hint:
            wanted = {str: "Text", int: "A whole number", bool: "true or false"}[hint]
            self._fault(where, data, f"{wanted} is expected here.")
        elif isinstance(data, str) and _HALF.search(data):
            self._fault(where, data, "Text is Unicode without half characters (lone surrogates).")
        return data

    def _list(self, hint: Any, data: object, where: tuple[str, ...]) -> tuple[Any, ...]:
        if not isinstance(data, list):
            self._fault(where, data, "A list is expected here.")
            return ()
        for at, item in enumerate(data):
            if item == "":
                self._fault((*where, str(at)), item, "What a list names is not empty.")
        return tuple(self.value(hint, item, (*where, str(at))) for at, item in enumerate(data))

    def _object(self, hint: Any, data: object, where: tuple[str, ...]) -> Any:
        if not isinstance(data, Mapping):
            self._fault(where, data, f"The fields of a {hint.__name__.lower()} are expected here.")
            return None
        known = hints(hint)
        before = len(self.problems)
        for key in data:
            if key not in known:
                near = get_close_matches(str(key), known, n=1)
                fix = f"Did you mean '{near[0]}'?" if near else "Leave it out."
                self._fault((*where, str(key)), key, f"A {hint.__name__.lower()} has no such field.", fix)
        made: dict[str, Any] = {}
        for field in fields(hint):
            own = (*where, field.name)
            if field.name in data:
                made[field.name] = self.value(known[field.name], data[field.name], own)
                self._rules(hint, field, made[field.name], own)
            elif field.default is MISSING:
                self._fault(own, None, f"A {hint.__name__.lower()} has this field.", "Add it.")
        if len(self.problems) > before:
            return None
        found = hint(**made)
        if isinstance(found, Passage) and not 0 <= found.start < found.end == found.start + len(found.exact):
            seen = f"{found.start}..{found.end} for {len(found.exact)} characters"
            self._fault(where, seen, "A passage starts at 0 or later and is as long as its words.")
        return found

    def _rules(self, owner: type, field: Field[Any], value: object, where: tuple[str, ...]) -> None:
        if (owner, field.name) in _FILLED and value == "":
            self._fault(where, value, "It is not empty.")
        if (owner, field.name) in _DATES and isinstance(value, str) and not is_date(value):
            rule = "A date is 2025, 2025-03, 2025-03-11 or an interval 2025-03-11/2025-03-18; '' if it is not known."
            self._fault(where, value, rule, "Write it in that form.")

    def _fault(self, where: tuple[str, ...], seen: object, rule: str, fix: str = "Correct it.") -> None:
        text = repr(seen)
        self.problems.append(
            _problem(self.kind, ".".join(where), text if len(text) <= 80 else text[:77] + "...", rule, fix)
        )


@cache
def hints(owner: type) -> dict[str, Any]:
    """The types of the fields of a dataclass."""
    return get_type_hints(owner)


def _problem(kind: str, where: str, seen: str, rule: str, fix: str = "Correct it.") -> Problem:
    return Problem(f"({kind})", None, where or f"(the whole {kind})", seen, rule, fix)
