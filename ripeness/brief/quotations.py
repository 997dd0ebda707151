"""Who said what, laid out by party: one quotation of one story is shown once, with all reports that carry it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ripeness.brief.material import Material, label, reworded, words_of
from ripeness.brief.passages import Shelf
from ripeness.brief.resolved import resolved_organisation, resolved_speaker
from ripeness.claims import Statement

NOBODY = "Speaking for no party"
UNSETTLED = "In an office, but the text does not say whose"
UNKNOWN = "Speaker not given by the text"
REWORDED = "Words changed by a retelling"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a quotation stands: the report's title or outlet, and the anchor of the passage."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of one speaker as one story has them, and every report of the story that carries them."""

    text: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker with all quotations. ``why`` says why this party, or none, is taken to be spoken for."""

    name: str
    role: str | None
    why: str | None
    quotations: tuple[Quotation, ...]
    resolved: str | None = None  # the true name, where a report garbled it
    organisation: tuple[str, str] | None = None  # the organisation that a report garbled: as it stands there, and truly


@dataclass(frozen=True, slots=True)
class Side:
    """All who speak for one party, or for none."""

    name: str
    voices: tuple[Voice, ...]


def quotations(material: Material, shelf: Shelf) -> tuple[Side, ...]:
    """The record laid out: parties in the order of their first words, then those who speak for none."""
    sides: dict[str, dict[str, list[Statement]]] = {}
    changed = reworded(material)
    for statement in material.record.statements:
        speaker = statement.speaker
        name = speaker.name if speaker else UNKNOWN
        side = REWORDED if statement.id in changed else _side(material, statement)
        sides.setdefault(side, {}).setdefault(name, []).append(statement)
    order = sorted(sides, key=lambda side: (side == REWORDED, side == UNKNOWN, side == UNSETTLED, side == NOBODY))
    return tuple(
        Side(side, tuple(_voice(material, shelf, name, said) for name, said in sides[side].items())) for side in order
    )


def _side(material: Material, statement: Statement) -> str:
    if statement.speaker is None:
        return UNKNOWN
    party = statement.speaker.party
    if party is None:
        return UNSETTLED if statement.speaker.unsettled else NOBODY
    if material.answers:
        known = material.answers.case.parties.get(party.replace("-", "_"))
        if known:
            return known.name
    return next((named.name for named in material.parties if named.id == party), party)


def _voice(material: Material, shelf: Shelf, name: str, said: Iterable[Statement]) -> Voice:
    grouped: dict[tuple[int, str], list[Statement]] = {}
    first = None
    resolved: str | None = None
    organisation: tuple[str, str] | None = None
    for statement in said:
        first = first or statement.speaker
        resolved = resolved or resolved_speaker(statement, material.repairs)
        own = resolved_organisation(statement, material.report(statement.report), material.repairs)
        organisation = organisation or (own and (own.surface, own.resolved))
        story = material.lineage.story_of(statement.report)
        grouped.setdefault((story, words_of(statement.text)), []).append(statement)
    return Voice(
        name,
        first.role if first else None,
        first.why if first else None,
        tuple(
            Quotation(same[0].text, tuple(Place(_label(material, s), shelf.cite(s.content)) for s in same))
            for same in grouped.values()
        ),
        resolved,
        organisation,
    )


def _label(material: Material, statement: Statement) -> str:
    report = material.report(statement.report)
    return report.outlet.value if report.outlet else label(report)
