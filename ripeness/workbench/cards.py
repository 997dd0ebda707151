"""A reading as the workbench shows it: what it says, where it stands, and what can be corrected in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from ripeness.brief.ledger import Ledger
from ripeness.brief.moves_section import short
from ripeness.brief.voice import listed
from ripeness.brief.wording import SURENESS, about, act, cut, heading, option, originals, says_something, when
from ripeness.claims import BUILT_IN, Judged, Move, Position, Side, Speaker, Statement
from ripeness.claims.corrections import FIELDS
from ripeness.claims.decided import Standing
from ripeness.claims.issues import codebook
from ripeness.claims.plain import TYPES, ReadingKind, hints, kind_of, passages, to_plain
from ripeness.reports import Passage
from ripeness.workbench.desk import View
from ripeness.workbench.marking import Excerpt, excerpt
from ripeness.workbench.queue import rules_of

PLACES_SHOWN = 8  # further places of a reading that a card names
OPTIONS_SHOWN = 6
LABELS = {
    "statement": {"party": "speaks for", "said": "when it was said", "negated": "told as not said",
                  "hedged": "the report is not sure"},
    "move": {"kind": "what was done", "actors": "who did it", "targets": "to whom", "option": "what exactly",
             "modality": "how real it is", "mode": "said or did", "happened": "when it happened"},
    "position": {"options": "what exactly", "since": "first shown", "last": "last shown"},
    "contradiction": {"kind": "of what kind", "about": "about what"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field that can be corrected: its present value as one writes it, and what it can be where that is a list."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    known: str = ""  # the id of the list of names that the browser offers


@dataclass(frozen=True, slots=True)
class Place:
    """A further place of a reading: the name of its report and where it stands."""

    label: str
    report: str
    at: str  # START-END


@dataclass(frozen=True, slots=True)
class Account:
    """One passage of a reading in its context, with who says so and in which report."""

    who: str
    label: str  # of the report
    report: str
    at: str
    excerpt: Excerpt


@dataclass(frozen=True, slots=True)
class Card:
    """A reading, ready to be shown."""

    id: str
    kind: ReadingKind
    title: str
    notes: tuple[str, ...]
    accounts: tuple[Account, ...]
    places: tuple[Place, ...]
    more_places: int
    links: tuple[tuple[str, str], ...]  # readings that it rests on: id and what it says
    rules: tuple[str, ...]
    reader: str | None  # who read it, where that was a language model
    originals: str
    standing: Standing
    version: int
    read_as: tuple[tuple[str, str], ...]
    kept: bool
    reread: tuple[str, ...]
    fields: tuple[Field, ...]


def card(view: View, judged: Judged[Any]) -> Card:
    """The card of a reading."""
    reading, ledger = judged.reading, view.ledger
    kind = kind_of(reading)
    shown = list(_accounts(view, reading))
    first = {(each.report, each.at) for each in shown}
    others = [place for place in _places(view, reading) if (place.report, place.at) not in first]
    return Card(
        id=reading.id,
        kind=kind,
        title=title(ledger, reading),
        notes=tuple(_notes(ledger, reading)),
        accounts=tuple(shown),
        places=tuple(others[:PLACES_SHOWN]),
        more_places=max(0, len(others) - PLACES_SHOWN),
        links=tuple(_links(view, reading)),
        rules=rules_of(reading),
        reader=None if reading.reader == BUILT_IN else reading.reader,
        originals=originals(ledger.origins(p for p in _own(reading) if p.report in ledger.by_id)),
        standing=judged.standing,
        version=view.version(reading.id),
        read_as=tuple((label(kind, name), _as_text(value)) for name, value in judged.read_as.items()),
        kept=judged.kept,
        reread=judged.reread,
        fields=tuple(_fields(reading)),
    )


def title(ledger: Ledger, reading: Any) -> str:
    """What a reading says, in a line."""
    if isinstance(reading, Statement):
        who = _who(ledger, reading.speaker) if reading.speaker else "Somebody"
        return f"{who}: “{cut(reading.text)}”" if reading.kind == "quotation" else f"{who}: {cut(reading.text)}"
    if isinstance(reading, Move):
        issue = f", on {ledger.issue_short(reading.issue)}" if reading.issue else ""
        return f"{act(ledger, reading)}{issue}"
    if isinstance(reading, Position):
        party, issue = ledger.party_name(reading.party), ledger.issue_short(reading.issue)
        return f"{party}, on {issue}: {reading.stance}"
    return heading(reading.about)


def label(kind: str, name: str) -> str:
    """What a field is called."""
    return LABELS[kind].get(name, name)


def _who(ledger: Ledger, speaker: Speaker) -> str:
    party = ledger.party_name(speaker.party) if speaker.party else None
    return f"{speaker.name} ({party})" if party and party != speaker.name else speaker.name


def _notes(ledger: Ledger, reading: Any) -> Iterator[str]:
    """What else is to be known of it, each in a few words."""
    if isinstance(reading, Statement):
        yield reading.kind
        if reading.speaker is None:
            yield "the text does not say who speaks"
        elif reading.speaker.unsettled:
            yield "in an office, and the text does not say whose"
        elif reading.speaker.party is None:
            yield "speaks for no party"
        if reading.speaker and reading.speaker.role:
            yield reading.speaker.role
        if reading.negated:
            yield "told as not said"
        if reading.hedged:
            yield "the report is not sure"
        if reading.via:
            yield f"as told by {listed([each.name for each in reading.via])}"
        if reading.said:
            yield when(reading.said)
    elif isinstance(reading, Move):
        if SURENESS[reading.modality]:
            yield SURENESS[reading.modality]
        if reading.option and says_something(reading.issue, reading.option):
            yield f"what exactly: {option(reading.issue, reading.option)}"
        yield when(reading.happened) if reading.happened else "the text gives no date"
        if reading.condition:
            yield f"on the condition: “{cut(reading.condition.exact)}”"
        tellers = dict.fromkeys(_who(ledger, t.teller) for t in reading.tellings if t.teller)
        if tellers:
            yield f"told by {listed([*tellers][:4])}"
    elif isinstance(reading, Position):
        if reading.since:
            same = reading.since == reading.last
            yield when(reading.since) if same else f"{when(reading.since)} to {when(reading.last)}"
        for words in reading.options[:OPTIONS_SHOWN]:
            if says_something(reading.issue, words):
                yield f"{reading.stance} {option(reading.issue, words)}"
    else:
        yield about(reading)


def _own(reading: Any) -> list[Passage]:
    """The passages that tell a reading, without those that say who somebody is."""
    if isinstance(reading, Statement):
        return [reading.content]
    if isinstance(reading, Move):
        return [telling.passage for telling in reading.tellings]
    return list(passages(reading))


def _accounts(view: View, reading: Any) -> Iterator[Account]:
    """The passage to look at first; of a contradiction both sides."""
    if isinstance(reading, Statement):
        named = [(reading.cue, "cue")] if reading.cue else []
        if reading.speaker and reading.speaker.surface != reading.content:
            named.append((reading.speaker.surface, "speaker"))
        yield from _account(view, "", reading.content, named)
    elif isinstance(reading, Move):
        extra = [(p, "date") for p in (reading.dated,) if p] + [(p, "condition") for p in (reading.condition,) if p]
        yield from _account(view, "", reading.tellings[0].passage, extra)
    elif isinstance(reading, Position):
        for passage in reading.passages[:1]:
            yield from _account(view, "", passage, [])
    else:
        for side in (reading.a, reading.b):
            for passage in side.passages[:1]:
                yield from _account(view, _side(view.ledger, side), passage, [])


def _account(view: View, who: str, passage: Passage, named: Sequence[tuple[Passage, str]]) -> Iterator[Account]:
    report = view.ledger.by_id.get(passage.report)
    if report is not None:
        at = f"{passage.start}-{passage.end}"
        yield Account(who, short(report), report.id, at, excerpt(report, passage, named))


def _side(ledger: Ledger, side: Side) -> str:
    party = ledger.party_name(side.party) if side.party else None
    who = side.teller or party or "The report itself"
    return f"{who} ({party})" if party and party != who else who


def _places(view: View, reading: Any) -> Iterator[Place]:
    """Every place that tells a reading, once."""
    for passage in dict.fromkeys(_own(reading)):
        report = view.ledger.by_id.get(passage.report)
        if report is not None:
            yield Place(short(report), report.id, f"{passage.start}-{passage.end}")


def _links(view: View, reading: Any) -> Iterator[tuple[str, str]]:
    """The readings that a reading follows from."""
    if isinstance(reading, Position):
        for id in reading.moves:
            if id in view.readings:
                yield id, title(view.ledger, view.readings[id].reading)
    if isinstance(reading, Move):
        for id in dict.fromkeys(telling.statement for telling in reading.tellings):
            if id in view.readings:
                yield id, title(view.ledger, view.readings[id].reading)


def present(reading: Any, name: str) -> str:
    """The value of a field as one writes it in a correction."""
    if isinstance(reading, Statement) and name in ("speaker", "party", "role"):
        if reading.speaker is None:
            return ""
        return _as_text(getattr(reading.speaker, "name" if name == "speaker" else name))
    return _as_text(to_plain(reading)[name])


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        plain = all(isinstance(each, str) and "," not in each and each == each.strip() for each in value)
        return ", ".join(value) if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, dict):
        return _as_text(value.get("name") or value.get("exact") or json.dumps(value, ensure_ascii=False))
    return str(value)


def _fields(reading: Any) -> Iterator[Field]:
    kind = kind_of(reading)
    for name in FIELDS[kind]:
        hint = hints(TYPES[kind]).get(name)
        found: tuple[str, ...] = ()
        if get_origin(hint) is Literal:
            found = get_args(hint)
        elif hint is bool:
            found = ("false", "true")
        known = "parties" if name in ("party", "actors", "targets") else "issues" if name == "issue" else ""
        yield Field(name, label(kind, name), present(reading, name), found, known)


def corrections(reading: Any, given: dict[str, str]) -> list[str]:
    """'FIELD=VALUE' for each field that a form gives another value than it has."""
    return [
        f"{name}={value.strip()}"
        for name in FIELDS[kind_of(reading)]
        if (value := given.get(name)) is not None and value.strip() != present(reading, name)
    ]


def known_issues(ledger: Ledger) -> list[tuple[str, str]]:
    """Every issue that a correction may name, with what it is called."""
    ids = dict.fromkeys((*codebook().issues, *ledger.issues))
    return [(id, ledger.issue_short(id)) for id in ids]


__all__ = ["Card", "card", "corrections", "known_issues", "present", "title"]
