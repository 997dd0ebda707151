"""Who said what, laid out by party: the same words in one story are shown once, with all reports that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ripeness.brief.ledger import Ledger, words_of
from ripeness.brief.moves_section import short
from ripeness.brief.passages import Shelf
from ripeness.brief.resolved import resolved_organisation, resolved_speaker
from ripeness.brief.voice import listed
from ripeness.brief.wording import cut
from ripeness.claims import Statement

NOBODY = "Speaking for no party"
UNSETTLED = "In an office, but the text does not say whose"
UNKNOWN = "Speaker not given by the text"
REWORDED = "Words changed by a retelling"

VOICES_SHOWN = 12  # speakers of one side that stand open; the rest is folded
QUOTATIONS_SHOWN = 5  # of one speaker
INDIRECT_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Where a statement stands: the report's title or outlet, and the anchor of the passage."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker is told to have said, as one story has it, and every report of the story that carries it."""

    text: str
    notes: tuple[str, ...]  # through whom it is told; that it is told as not said; that the report is not sure
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """One speaker with all statements. ``why`` says why this party, or none, is taken to be spoken for."""

    name: str
    role: str | None
    why: str | None
    quotations: tuple[Said, ...]
    indirect: tuple[Said, ...]
    resolved: str | None = None  # the true name, where a report garbled it
    organisation: tuple[str, str] | None = None  # the organisation that a report garbled: as it stands there, and truly


@dataclass(frozen=True, slots=True)
class Side:
    """All who speak for one party, or for none; those with most statements first."""

    name: str
    voices: tuple[Voice, ...]


def voices(ledger: Ledger, shelf: Shelf) -> tuple[Side, ...]:
    """The statements laid out: parties in the order of their first words, then those who speak for none."""
    sides: dict[str, dict[str, list[Statement]]] = {}
    for statement in ledger.record.statements:
        speaker = statement.speaker
        name = speaker.name if speaker else UNKNOWN
        side = REWORDED if statement.id in ledger.reworded else _side(ledger, statement)
        sides.setdefault(side, {}).setdefault(name, []).append(statement)
    order = sorted(sides, key=lambda side: (side == REWORDED, side == UNKNOWN, side == UNSETTLED, side == NOBODY))
    return tuple(
        Side(side, tuple(_voice(ledger, shelf, name, said) for name, said in _most_first(sides[side])))
        for side in order
    )


def _most_first(said: dict[str, list[Statement]]) -> list[tuple[str, list[Statement]]]:
    return sorted(said.items(), key=lambda item: -len(item[1]))


def _side(ledger: Ledger, statement: Statement) -> str:
    if statement.speaker is None:
        return UNKNOWN
    if statement.speaker.party is None:
        return UNSETTLED if statement.speaker.unsettled else NOBODY
    return ledger.party_name(statement.speaker.party)


def _voice(ledger: Ledger, shelf: Shelf, name: str, said: Sequence[Statement]) -> Voice:
    speaker = said[0].speaker
    resolved: str | None = None
    organisation: tuple[str, str] | None = None
    for statement in said:
        repairs = ledger.repairs_in(statement.report)
        if repairs:
            resolved = resolved or resolved_speaker(statement, repairs)
            own = resolved_organisation(statement, ledger.by_id[statement.report], repairs)
            organisation = organisation or (own and (own.surface, own.resolved))
    return Voice(
        name,
        speaker.role if speaker else None,
        speaker.why if speaker else None,
        _same_once(ledger, shelf, (statement for statement in said if statement.kind == "quotation")),
        _same_once(ledger, shelf, (statement for statement in said if statement.kind == "indirect")),
        resolved,
        organisation,
    )


def _same_once(ledger: Ledger, shelf: Shelf, said: Iterable[Statement]) -> tuple[Said, ...]:
    """The same words of one story, told in the same way, once."""
    grouped: dict[tuple[object, ...], list[Statement]] = {}
    for statement in said:
        key = (ledger.story[statement.report], words_of(statement.text), statement.negated, statement.hedged)
        grouped.setdefault(key, []).append(statement)
    return tuple(
        Said(
            cut(same[0].text) if same[0].kind == "indirect" else same[0].text,
            tuple(_notes(same[0])),
            tuple(Place(short(ledger.by_id[s.report]), shelf.cite(s.content)) for s in same),
        )
        for same in grouped.values()
    )


def _notes(statement: Statement) -> Iterator[str]:
    if statement.negated:
        yield "told as not said"
    if statement.hedged:
        yield "the report is not sure"
    if statement.via:
        yield f"as told by {listed([each.name for each in statement.via])}"
