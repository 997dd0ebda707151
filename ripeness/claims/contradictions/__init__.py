"""Contradictions: accounts of a pile that cannot both be right, and parties that say the opposite of what they said.

Five kinds are looked for, each by the words with which reports set one account against another: denials and differing
readouts (`denied`), unequal figures (`figures`), headlines that their own report does not bear out (`headlines`) and
changes (`changes`). Accounts are compared by stems, classes of words, names and numbers, never by embeddings, which are
at chance on rival reports.
"""

from __future__ import annotations

from collections.abc import Sequence

from ripeness.claims.contradictions.changes import changes
from ripeness.claims.contradictions.denied import denied
from ripeness.claims.contradictions.figures import figures
from ripeness.claims.contradictions.headlines import headlines
from ripeness.claims.contradictions.page import Found, Pages
from ripeness.claims.contradictions.same import joined
from ripeness.claims.model import Contradiction, Move, Statement, reading_id
from ripeness.claims.standing import Pile

__all__ = ["find_contradictions"]


def find_contradictions(
    pile: Pile, statements: Sequence[Statement], moves: Sequence[Move]
) -> tuple[Contradiction, ...]:
    """The contradictions of a pile, in the order of its reports; those that several reports tell are one.

    Work grows with the number of lines: a line is compared with those around it, and with lines of other reports that
    share a word which at most `page.KEY_LINES` lines have been listed for.
    """
    pages = Pages(pile, statements, moves)
    found = joined(pages, [*denied(pages), *figures(pages), *headlines(pages), *changes(pages)])
    return tuple(_made(row) for row in sorted(found, key=lambda row: pages.place(row.a.passages[0])))


def _made(row: Found) -> Contradiction:
    lead = (row.a.passages[0], row.b.passages[0])
    parts = [part for p in lead for part in (p.report, p.start, p.end, p.exact)]
    return Contradiction(reading_id("c", row.kind, *parts), row.kind, row.about, row.a, row.b, row.rule)
