"""The record of a pile under a log of decisions: who judges reads on, so one decision more must cost little.

Decisions are about statements and moves, and about the positions and contradictions that follow from those. What was
made for the log before is kept, and only what a decision touches is made again; the result is that from scratch.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Mapping, Sequence

from ripeness.claims.contradictions import Finder
from ripeness.claims.decided import Decided, Memo, apply, holding
from ripeness.claims.model import Record
from ripeness.claims.record import concluded
from ripeness.claims.standing import Pile
from ripeness.reports.model import Report
from ripeness.store.decisions import Decision, Imported

_JUDGED = ("accepted", "corrected")


class Conclusions:
    """What follows from the statements and moves of a pile and from decisions, for one log after another."""

    def __init__(self, record: Record, pile: Pile, reports: Sequence[Report]) -> None:
        self._record = record
        self._pile = pile
        self._reports = reports
        self._finder = Finder(pile)
        self._memo = Memo()
        self._lock = threading.Lock()

    def decided(
        self,
        decisions: Iterable[Decision] | Mapping[str, Decision],
        imported: Iterable[Imported] = (),
        left_out: Collection[str] = (),
    ) -> Decided:
        """Statements and moves as they were decided on, then what follows from them, as that was decided on."""
        last, brought = holding(decisions), tuple(imported)
        with self._lock:
            read = apply(self._record, last, self._reports, brought, ("statement", "move"), left_out, self._memo)
            judged = frozenset(each.reading.id for each in read.moves if each.standing.status in _JUDGED)
            try:
                whole = concluded(read.record(), self._pile, judged, self._finder)
            except BaseException:  # stopped half way: what it knows is of two logs
                self._finder = Finder(self._pile)
                raise
            kinds = ("position", "contradiction")
            drawn = apply(whole, last, self._reports, brought, kinds, left_out, self._memo)
        return read.joined(drawn)
