"""Finding the contradictions of a pile, and finding them again when a little else is told.

What is looked for in one line or report hangs on the lines that were looked at for it, and on nothing else that people
can decide about. So it is looked for again only where something else is told in one of these lines; what is then found
is the same as from scratch.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from ripeness.claims.contradictions.changes import changes
from ripeness.claims.contradictions.denied import denied
from ripeness.claims.contradictions.figures import figures
from ripeness.claims.contradictions.headlines import headlines
from ripeness.claims.contradictions.page import Found, Pages, Place
from ripeness.claims.contradictions.same import joined
from ripeness.claims.model import Contradiction, Move, Statement, reading_id
from ripeness.claims.standing import Pile


@dataclass
class _Search:
    """One thing that is looked for in one place: what was found, and the lines that were looked at for it."""

    look: Callable[[Pages], Iterator[Found]]
    found: list[Found] = field(default_factory=list)
    lines: frozenset[Place] = frozenset()


class Finder:
    """The contradictions of a pile, for one set of statements and moves after another. Not for two threads at once."""

    def __init__(self, pile: Pile) -> None:
        self._pile = pile
        self._pages: Pages | None = None
        self._searches: list[_Search] = []
        self._on: dict[Place, set[int]] = defaultdict(set)  # by line the searches that hang on it
        self._found: tuple[Contradiction, ...] = ()

    def find(self, statements: Sequence[Statement], moves: Sequence[Move]) -> tuple[Contradiction, ...]:
        """The contradictions, in the order of the reports; those that several reports tell are one.

        Work grows with the number of lines that are looked at: a line is compared with those around it, and with lines
        of other reports that share a word which at most `page.KEY_LINES` lines have been listed for.
        """
        if self._pages is None:
            self._pages = Pages(self._pile, statements, moves)
            self._searches = list(_searches(self._pages))
            touched: set[int] = set(range(len(self._searches)))
        else:
            changed = self._pages.tell(statements, moves)
            touched = {number for place in changed for number in self._on.get(place, ())}
        others = [number for number in sorted(touched) if self._again(self._pages, number)]
        if others:
            rows = [found for search in self._searches for found in search.found]
            place = self._pages.place
            both = sorted(joined(self._pages, rows), key=lambda row: place(row.a.passages[0]))
            self._found = tuple(_made(row) for row in both)
        return self._found

    def _again(self, pages: Pages, number: int) -> bool:
        """Look again; whether something else is found."""
        search = self._searches[number]
        pages.given = set()
        found = list(search.look(pages))
        for place in search.lines - pages.given:
            self._on[place].discard(number)
        for place in pages.given - search.lines:
            self._on[place].add(number)
        search.lines = frozenset(pages.given)
        other, search.found = found != search.found, found
        return other


def _searches(pages: Pages) -> Iterator[_Search]:
    """Everything that is looked for, in the order in which it is put together."""

    def report(look: Callable[[Pages, int], Iterator[Found]], number: int) -> _Search:
        return _Search(lambda pages: look(pages, number))

    def line(look: Callable[..., Iterator[Found]], place: Place) -> _Search:
        return _Search(lambda pages: look(pages, pages.at(place)))

    reports = range(len(pages.lines))
    places = [(number, at) for number in reports for at in range(len(pages.lines[number]))]
    yield from (report(denied, number) for number in reports)
    yield from (line(figures, place) for place in places)
    yield from (report(headlines, number) for number in reports)
    yield from (line(changes, place) for place in places)


def _made(row: Found) -> Contradiction:
    lead = (row.a.passages[0], row.b.passages[0])
    parts = [part for p in lead for part in (p.report, p.start, p.end, p.exact)]
    return Contradiction(reading_id("c", row.kind, *parts), row.kind, row.about, row.a, row.b, row.rule)
