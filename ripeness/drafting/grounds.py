"""What a draft rests on: the record, counted by independent originals, and the passages shown as a because."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ripeness.claims import Record
from ripeness.claims.model import Move, Party, Statement
from ripeness.claims.parties import Gazetteer, matches
from ripeness.claims.party_roles import PartyRole
from ripeness.claims.words import words
from ripeness.lineage import Lineage
from ripeness.reports import Passage, Report

SHOWN = 4  # passages in one because: of each independent original one first
WORDS_LIMIT = 600  # characters of one passage; longer ones are shown by what stands before


@dataclass(frozen=True)
class Grounds:
    """The record of a pile with its lineage, and the parties with the roles that their moves show."""

    record: Record
    parties: Mapping[str, Party]
    roles: Mapping[str, PartyRole]
    lineage: Lineage
    reports: Sequence[Report]
    known: Gazetteer

    @cached_property
    def _origin(self) -> Mapping[str, int]:
        return {report: number for number, origin in enumerate(self.lineage.origins) for report in origin}

    @cached_property
    def _story(self) -> Mapping[str, int]:
        return {report: number for number, story in enumerate(self.lineage.stories) for report in story}

    @cached_property
    def moves(self) -> Mapping[str, Move]:
        """The moves by id."""
        return {move.id: move for move in self.record.moves}

    def told(self, moves: Iterable[Move]) -> tuple[Passage, ...]:
        """Every passage in which the moves are told, in the order of the record."""
        return tuple(dict.fromkeys(telling.passage for move in moves for telling in move.tellings))

    def originals(self, passages: Iterable[Passage]) -> tuple[int, int]:
        """How many independent originals stand behind these passages: by all edges and desks, and by strong ones."""
        reports = {passage.report for passage in passages}
        fewest = {self._origin.get(report, report) for report in reports}
        return len(fewest), len({self._story.get(report, report) for report in reports})

    def because(self, reason: str, passages: Iterable[Passage]) -> dict[str, Any]:
        """A because as a case writes it: a reason, and passages of as many originals as there is room for."""
        every = [each for each in dict.fromkeys(passages) if len(each.exact) <= WORDS_LIMIT]
        first: dict[Any, Passage] = {}
        for each in every:
            first.setdefault(self._origin.get(each.report, each.report), each)
        chosen = [*first.values(), *(each for each in every if each not in first.values())][:SHOWN]
        if not chosen:
            return {"reason": reason}
        return {"reason": reason, "passages": [_evidence(each) for each in chosen]}

    def names(self, parties: Iterable[str]) -> list[str]:
        """Names of parties."""
        return [self.parties[party].name for party in parties]

    def named_in(self, text: str) -> set[str]:
        """The parties that a piece of text names, by whatever of their names."""
        return {found.party for found in matches(words(text, 0, len(text)), self.known)}

    def first_named(self, text: str) -> str | None:
        """The party that a piece of text names first: the one that it is about, as a rule."""
        found = min(matches(words(text, 0, len(text)), self.known), key=lambda match: match.start, default=None)
        return found.party if found else None

    def said_by(self, party: str) -> Iterable[Statement]:
        """What a party's people are told to have said or to believe."""
        return (each for each in self.record.statements if each.speaker and each.speaker.party == party)


def key(party: str) -> str:
    """The id of a party, an issue or an option as a case writes it."""
    made = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in party.lower()).strip("_")[:56]
    return made if made[:1].isalpha() else f"x_{made}"


def _evidence(passage: Passage) -> dict[str, Any]:
    return {"report": passage.report, "exact": passage.exact, "start": passage.start, "end": passage.end}
