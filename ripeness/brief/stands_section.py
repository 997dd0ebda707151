"""Who stands where by the moves that the reports tell: a table of issues and parties, and what each cell rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ripeness.brief.ledger import Ledger
from ripeness.brief.moves_section import MovesSection, standing
from ripeness.brief.voice import count
from ripeness.brief.wording import option, originals, says_something, when
from ripeness.claims import Judged, Move, Position

PARTIES_SHOWN = 5  # columns of the table, those with most moves; a case's parties come first
ISSUES_SHOWN = 10  # rows of the table that stand open
OPTIONS_SHOWN = 2  # options that a cell names, those on most originals


@dataclass
class StandsSection:
    """Lays out the positions that the record shows. Each leads to its moves, and these to their passages."""

    ledger: Ledger
    moves: MovesSection
    _by_id: dict[str, Move] = field(init=False)

    def __post_init__(self) -> None:
        self._by_id = {move.id: move for move in self.ledger.record.moves}

    def section(self) -> dict[str, Any]:
        """What the template shows: the table for the parties with most moves, then every party with all it rests on."""
        rows = [self.table_row(issue) for issue in self.issues]
        return {
            "count": len(self.ledger.record.positions),
            "parties": [(self.ledger.party_name(party), self.ledger.roles.get(party)) for party in self.columns],
            "proposed": self.ledger.case is None and any(party in self.ledger.roles for party in self.columns),
            "rows": rows[:ISSUES_SHOWN],
            "more_rows": rows[ISSUES_SHOWN:],
            "others": len(self.parties) - len(self.columns),
            "details": [self.details(party) for party in self.parties],
        }

    @cached_property
    def cells(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """What stands in a cell, by issue and party."""
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for place, judged in enumerate(self.ledger.holding.positions):
            position = judged.reading
            found.setdefault((position.issue, position.party), []).append(self.stand(place, judged))
        return found

    @cached_property
    def parties(self) -> list[str]:
        """The parties that stand somewhere: those of the case, then those with most moves."""
        weight: Counter[str] = Counter()
        for position in self.ledger.record.positions:
            weight[position.party] += len(position.moves)
        ours = {party: self.ledger.case_party(party) is not None for party in weight}
        return sorted(weight, key=lambda party: (not ours[party], -weight[party]))

    @property
    def columns(self) -> Sequence[str]:
        """The parties that have a column."""
        return self.parties[:PARTIES_SHOWN]

    @cached_property
    def issues(self) -> list[str]:
        """The issues on which somebody stands somewhere, those with most moves first."""
        weight: Counter[str] = Counter()
        for position in self.ledger.record.positions:
            weight[position.issue] += len(position.moves)
        return [issue for issue, _ in weight.most_common()]

    def table_row(self, issue: str) -> dict[str, Any]:
        """A row of the table: a cell for each column, and which other parties stand somewhere on the issue."""
        cells = [
            {"party": self.ledger.party_name(party), "stands": self.cells.get((issue, party), [])}
            for party in self.columns
        ]
        return {"issue": self.ledger.issue_short(issue), "cells": cells}

    def on(self, issue: str | None, case_party: str) -> list[dict[str, Any]]:
        """What the record shows of a party of the case on an issue of the record."""
        if issue is None:
            return []
        return [
            stand
            for party in self.parties
            if self.ledger.case_party(party) == case_party
            for stand in self.cells.get((issue, party), [])
        ]

    def stand(self, place: int, judged: Judged[Position]) -> dict[str, Any]:
        """One position: for or against, what exactly, since when, on how many originals, and its moves."""
        position = judged.reading
        moves = [self._by_id[id] for id in position.moves if id in self._by_id]
        options = list(self.options(position, moves))
        return {
            "anchor": f"s-{place}",
            "issue": self.ledger.issue_short(position.issue),
            "stance": position.stance,
            "options": options[:OPTIONS_SHOWN],
            "all_options": options,
            "more": max(0, len(options) - OPTIONS_SHOWN),
            "since": _since(position),
            "originals": originals(self.ledger.origins(position.passages)),
            "rows": [self.moves.rows[move.id] for move in moves],
            "passages": [self.moves.words(passage) for passage in position.passages] if not moves else [],
            "standing": standing(judged),
        }

    def options(self, position: Position, moves: Sequence[Move]) -> Iterator[str]:
        """What it is for or against, that on most originals first."""
        backed: Counter[str] = Counter(dict.fromkeys(position.options, 0))
        for move in moves:
            if move.option is not None and move.option in backed:
                backed[move.option] += self.ledger.origins(t.passage for t in move.tellings).strict
        for words, _ in backed.most_common():
            if says_something(position.issue, words):
                yield option(position.issue, words)

    def details(self, party: str) -> dict[str, Any]:
        """A party with all its positions."""
        stands = [stand for issue in self.issues for stand in self.cells.get((issue, party), [])]
        issues = len({stand["issue"] for stand in stands})
        passages = [
            p for position in self.ledger.record.positions if position.party == party for p in position.passages
        ]
        return {
            "party": self.ledger.party_name(party),
            "said": f"{count(len(stands), 'stand')} on {count(issues, 'issue')}, on "
            + originals(self.ledger.origins(passages)),
            "stands": stands,
        }


def _since(position: Position) -> str | None:
    """'since 3 March 2031', 'on 3 March 2031', or None where nothing has a date."""
    first, last = position.since.partition("/")[0], position.last
    if not first:
        return None
    if position.since != last:
        return f"since {when(first)}"
    return f"{'on' if len(first) == len('2031-03-03') and '/' not in last else 'in'} {when(last)}"
