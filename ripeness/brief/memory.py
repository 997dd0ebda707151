"""What a brief said, as plain data: kept so that the next one can say what has changed, also of what is gone by then.

A brief in the store of a case and a ``brief.json`` that somebody kept give the same ``Memory``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from ripeness.claims.model import Modality, Mode, MoveKind, Stance
from ripeness.errors import RipenessError
from ripeness.outlook import Status
from ripeness.reports import Passage

VERSION = 1  # of brief.json
PASSAGES_KEPT = 3  # of a reading: enough to show it by
MOST_BYTES = 200_000_000  # of a brief.json: it holds the text of its reports


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report by what a reader calls it."""

    id: str
    title: str | None
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class KeptPosition:
    """A position that the record showed."""

    id: str
    party: str
    issue: str
    stance: Stance
    options: tuple[str, ...]
    since: str | None
    last: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class KeptMove:
    """A move as it was told."""

    id: str
    kind: MoveKind
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    issue: str | None
    modality: Modality
    mode: Mode
    happened: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class KeptContradiction:
    """Two accounts that could not both be right."""

    id: str
    about: str
    a: tuple[Passage, ...]
    b: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer on the first agenda as it was printed; payoffs in swings, ``deal_by`` by the close of each period."""

    agenda: str
    slack: float | None
    now: float | None
    status: Status | None
    deal_by: tuple[float, ...]
    best: Mapping[str, str] | None  # option of each issue, of the deal best for whoever gains least
    blockers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What a brief said. ``case`` are the plain values of its case file, None where it was of reports alone."""

    as_of: str | None
    digest: str
    reports: tuple[KeptReport, ...]
    stories: tuple[tuple[str, ...], ...]
    independent: Mapping[Literal["strict", "all"], int]
    desks: tuple[str, ...]
    parties: Mapping[str, str]
    issues: Mapping[str, str]
    positions: tuple[KeptPosition, ...]
    moves: tuple[KeptMove, ...]
    contradictions: tuple[KeptContradiction, ...]
    case: Mapping[str, Any] | None
    answer: KeptAnswer | None


def memory_of(data: Any, where: str) -> Memory:
    """What a ``brief.json`` said. Raises RipenessError where it is none."""
    try:
        if not isinstance(data, dict) or data.get("version") != VERSION:
            raise TypeError(f"version {data.get('version') if isinstance(data, dict) else data!r:.40}")
        trimmed = _trimmed(data)
        return TypeAdapter(Memory).validate_python(trimmed)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        seen = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        seen = f"{type(error).__name__}: {error}"
    raise RipenessError(
        f"{where}: no brief.json of version {VERSION} ({seen}). To say what has changed needs the data of an earlier "
        "brief. Write one with: ripeness brief PATH... --json brief.json"
    )


def read_memory(path: Path) -> Memory:
    """What the brief at ``path`` (a brief.json) said. Raises RipenessError where it cannot be read."""
    fix = "Name the brief.json of an earlier brief."
    try:
        if path.stat().st_size > MOST_BYTES:
            raise RipenessError(f"{path}: more than {MOST_BYTES:,} bytes. A brief.json has fewer. {fix}")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise RipenessError(f"{path}: cannot be read ({error.strerror}). {fix}") from error
    except (ValueError, RecursionError) as error:
        raise RipenessError(f"{path}: not JSON ({error}). {fix}") from error
    return memory_of(data, str(path))


def to_plain(kept: Memory) -> dict[str, Any]:
    """As JSON-ready values, to be kept in the store."""
    return asdict(kept)


def from_plain(values: Any) -> Memory | None:
    """What the store kept, or None where it is of another version."""
    try:
        return TypeAdapter(Memory).validate_python(values)
    except ValidationError:
        return None


def _trimmed(data: Mapping[str, Any]) -> dict[str, Any]:
    lineage = data["lineage"]
    keys = ("id", "title", "outlet", "published")
    parties = {each["record"] or each["id"]: each["name"] for each in data["parties"]}
    return {
        "as_of": data["as_of"],
        "digest": data["digest"],
        "reports": [{key: each[key] for key in keys} for each in data["reports"]],
        "stories": lineage["stories"],
        "independent": {key: lineage["independent"][key] for key in ("strict", "all")},
        "desks": [each["outlet"] for each in lineage["desks"]],
        "parties": parties,
        "issues": {each["id"]: each["name"] for each in data["codebook"]},
        "positions": [_reading(each) for each in data["positions"] if each["source"] == "record"],
        "moves": [_reading(each) for each in data["moves"]],
        "contradictions": [
            {**each, "a": _kept(each["a"]["passages"]), "b": _kept(each["b"]["passages"])}
            for each in data["contradictions"]
        ],
        "case": data.get("case"),
        "answer": _answer(data),
    }


def _reading(each: Mapping[str, Any]) -> dict[str, Any]:
    return {**each, "passages": _kept(each["passages"])}


def _kept(passages: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list(passages)[:PASSAGES_KEPT]


def _answer(data: Mapping[str, Any]) -> dict[str, Any] | None:
    """That on the first agenda whose deals end the fighting, or on the first."""
    zones: Sequence[Mapping[str, Any]] = data["zones"]
    if not zones:
        return None
    talks, outlook = data["talks"], data["outlook"]
    standing = talks["agendas"][0] if talks and talks["agendas"] else None
    zone = next((each for each in zones if standing and each["agenda"] == standing["agenda"]), zones[0])
    return {
        "agenda": zone["agenda"],
        "slack": zone["slack"],
        "now": standing["now"]["slack"] if standing else None,
        "status": standing["status"] if standing else None,
        "deal_by": outlook["deal_by"] if outlook else (),
        "best": zone["best"]["terms"] if zone["best"] else None,
        "blockers": [each["parties"] for each in zone["blockers"]],
    }
