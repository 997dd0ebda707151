"""Contradictions between the accounts of a pile."""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.claims.contradictions.changes import changes
from ripeness.claims.contradictions.denied import denied
from ripeness.claims.contradictions.figures import figures
from ripeness.claims.contradictions.headlines import headlines
from ripeness.claims.contradictions.page import Found, Pages
from ripeness.claims.model import Contradiction, Move, Statement, reading_id
from ripeness.claims.standing import Pile


def find_contradictions(
    pile: Pile, statements: Sequence[Statement], moves: Sequence[Move]
) -> tuple[Contradiction, ...]:
    """The contradictions of a pile, in the order of the reports."""
    pages = Pages(pile, statements, moves)
    found = [*denied(pages), *figures(pages), *headlines(pages), *changes(pages)]
    return tuple(_made(row) for row in found)


def _made(row: Found) -> Contradiction:
    lead = (row.a.passages[0], row.b.passages[0])
    parts = [part for p in lead for part in (p.report, p.start, p.end, p.exact)]
    return Contradiction(reading_id("c", row.kind, *parts), row.kind, row.about, row.a, row.b, row.rule)
