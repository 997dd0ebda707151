"""What an analyst may correct in a reading, how a correction is written, and the reading as corrected."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any, get_args, get_origin

from ripeness.claims.model import Move, Statement
from ripeness.claims.plain import TYPES, Reading, ReadingKind, from_plain, hints, kind_of, to_plain
from ripeness.errors import Problem, RecordError

# Where words stand cannot be corrected: a reading of other words is another reading.
FIELDS: Mapping[ReadingKind, tuple[str, ...]] = MappingProxyType(
    {
        "statement": ("speaker", "party", "role", "said", "issue", "negated", "hedged"),
        "move": ("kind", "actors", "targets", "issue", "option", "modality", "mode", "happened"),
        "position": ("party", "issue", "stance", "options", "since", "last"),
        "contradiction": ("kind", "about"),
    }
)

# What a decision is about, and what therefore stays as it was when it was decided on, whatever a later reading says.
# The rest (further tellings of a move, the dates and passages of a position) grows with the pile.
HELD: Mapping[ReadingKind, tuple[str, ...]] = MappingProxyType(
    {
        "statement": ("speaker", "said", "issue", "negated", "hedged"),
        "move": FIELDS["move"],
        "position": ("party", "issue", "stance"),
        "contradiction": ("kind",),
    }
)
_OF_SPEAKER = {"speaker": "name", "party": "party", "role": "role"}  # of a statement
_WHO = "actors", "targets"
_BY_HAND = "corrected by an analyst"


def written(kind: ReadingKind, corrections: Iterable[str]) -> dict[str, Any]:
    """The changes that 'FIELD=VALUE' stand for, as ``corrected`` takes them. Raises RecordError with every fault.

    Several values are separated by commas, or written as a JSON list. Nothing after '=' means not known, or none.
    """
    changes: dict[str, Any] = {}
    problems: list[Problem] = []
    for text in corrections:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or name not in FIELDS[kind]:
            problems.append(_unknown(kind, name, text))
            continue
        changes[name] = _value(_hint(kind, name), value)
    if problems:
        raise RecordError(problems)
    return changes


def corrected(reading: Reading, changes: Mapping[str, Any]) -> Reading:
    """The reading with these fields changed. Raises RecordError where a field or value is not one it can have.

    A statement's ``speaker`` is a name, or None where nobody knows who spoke; ``party`` is a party's id, or None for
    a speaker who speaks for nobody.
    """
    kind = kind_of(reading)
    problems = [_unknown(kind, name, name) for name in changes if name not in FIELDS[kind]]
    data = to_plain(reading)
    for name, value in changes.items():
        if not (isinstance(reading, Statement) and name in _OF_SPEAKER):
            data[name] = list(value) if isinstance(value, tuple) else value
    if isinstance(reading, Statement):
        problems += _speaker(data, changes)
    if isinstance(reading, Move) and not data["actors"]:
        problems.append(_problem(kind, "actors", "nobody", "A move has an actor.", "Name one, or reject the move."))
    try:
        found = from_plain(kind, data)
    except RecordError as error:
        raise RecordError([*problems, *error.problems]) from error
    if problems:
        raise RecordError(problems)
    return found


def parties_in(kind: ReadingKind, changes: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The parties that changes name, each with its field."""
    found = [(name, party) for name in _WHO for party in changes.get(name) or ()] if kind == "move" else []
    if kind in ("statement", "position") and isinstance(changes.get("party"), str):
        found.append(("party", changes["party"]))
    return found


def _speaker(data: dict[str, Any], changes: Mapping[str, Any]) -> list[Problem]:
    """Change the speaker in the plain values of a statement."""
    wanted = {_OF_SPEAKER[name]: value for name, value in changes.items() if name in _OF_SPEAKER}
    if not wanted:
        return []
    if "name" in wanted and wanted["name"] is None:
        data["speaker"] = None
        others = [name for name in ("party", "role") if wanted.get(name) is not None]
        rule = "A statement whose speaker is not known has neither party nor role."
        return [_problem("statement", name, repr(wanted[name]), rule, "Name the speaker too.") for name in others]
    if data["speaker"] is None:
        if "name" not in wanted:
            rule = "This statement has no speaker yet."
            return [_problem("statement", min(wanted), "no speaker", rule, "Name the speaker too: speaker=NAME.")]
        # No words of the report say who it is: the speaker is bound to the words that were said.
        data["speaker"] = {
            "name": "", "surface": data["content"], "party": None, "role": None, "why": "", "because": [],
        }  # fmt: skip
    data["speaker"] = {**data["speaker"], **wanted}
    if "party" in wanted or not data["speaker"]["why"]:
        data["speaker"] |= {"why": _BY_HAND, "because": [], "unsettled": False}
    return []


def _hint(kind: ReadingKind, name: str) -> Any:
    return str | None if kind == "statement" and name in _OF_SPEAKER else hints(TYPES[kind])[name]


def _value(hint: Any, text: str) -> Any:
    """What ``text`` stands for; what is wrong with it is found when it is put into the reading."""
    if get_origin(hint) is tuple:
        if text.startswith("["):
            try:
                return json.loads(text)
            except ValueError:
                return text
        return [part.strip() for part in text.split(",")] if text else []
    if hint is bool:
        return {"true": True, "yes": True, "false": False, "no": False}.get(text.lower(), text)
    return None if not text and type(None) in get_args(hint) else text


def _unknown(kind: ReadingKind, name: str, seen: str) -> Problem:
    near = get_close_matches(name, FIELDS[kind], n=1)
    rule = f"Of a {kind} these can be corrected: {', '.join(FIELDS[kind])}."
    fix = f"Did you mean '{near[0]}'?" if near else "Write it as FIELD=VALUE, with one of these."
    return _problem(kind, name or "(no field)", repr(seen), rule, fix)


def _problem(kind: str, where: str, seen: str, rule: str, fix: str) -> Problem:
    return Problem(f"({kind})", None, where, seen, rule, fix)
