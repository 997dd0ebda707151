"""Accounts that contradict each other, and readers that disagree: both sides of each beside one another."""

from __future__ import annotations

from typing import Any

from ripeness.brief.ledger import Ledger, words_of
from ripeness.brief.moves_section import MovesSection, short, standing
from ripeness.brief.record_data import differing_readings, first_passage
from ripeness.brief.wording import FIELDS, about, heading, originals
from ripeness.claims import Contradiction, Judged, Side

CONTRADICTIONS_SHOWN = 8  # that stand open; the rest is folded
DISAGREEMENTS_SHOWN = 12
PASSAGES_SHOWN = 2  # passages of one side in full; the others are links


def contradictions(ledger: Ledger, moves: MovesSection) -> list[dict[str, Any]]:
    """Each contradiction with its two sides: who says so, in which words, on how many originals."""
    return [_contradiction(ledger, moves, judged) for judged in ledger.holding.contradictions]


def _contradiction(ledger: Ledger, moves: MovesSection, judged: Judged[Contradiction]) -> dict[str, Any]:
    each = judged.reading
    return {
        "about": heading(each.about),
        "kind": about(each),
        "rule": each.rule,
        "sides": [_side(ledger, moves, each.a), _side(ledger, moves, each.b)],
        "standing": standing(judged),
    }


def _side(ledger: Ledger, moves: MovesSection, side: Side) -> dict[str, Any]:
    reports = list(dict.fromkeys(short(ledger.by_id[passage.report]) for passage in side.passages))
    party = ledger.party_name(side.party) if side.party else None
    first = list({words_of(passage.exact): passage for passage in reversed(side.passages)}.values())[::-1]
    shown = first[:PASSAGES_SHOWN]
    others = [passage for passage in side.passages if passage not in shown]  # the same words again, and further ones
    return {
        "who": side.teller or party or "The report itself",
        "party": party if side.teller and party != side.teller else None,
        "in": reports[0] if len(reports) == 1 else None,
        "originals": originals(ledger.origins(side.passages)),
        "passages": [moves.words(passage) for passage in shown],
        "places": [moves.place(passage) for passage in others],
    }


def disagreements(ledger: Ledger, moves: MovesSection) -> list[dict[str, Any]]:
    """Where two readers of the same words differ."""
    return [
        {
            "words": moves.words(first_passage(a)),
            "field": FIELDS.get(each.field, each.field),
            "readings": [
                {"reader": reading.reader, "value": _value(ledger, each.field, value)}
                for reading, value in zip((a, b), each.values, strict=True)
            ],
        }
        for each, a, b in differing_readings(ledger)
    ]


def _value(ledger: Ledger, field: str, value: str) -> str:
    """What a reader has, in words."""
    if field == "issue":
        return ledger.issue_name(value) if value else "nothing of the list"
    if field in ("party", "actor"):
        return ", ".join(ledger.party_name(id) for id in value.split(", ")) if value else "nobody"
    if field == "negated":
        return "is told not to have said it" if value == "true" else "said it"
    return value or "not given"
