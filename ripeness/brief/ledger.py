"""The record as a brief shows it: readings with their standing, and all that is needed to name and to count them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ripeness.case.evidence import locate
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Because
from ripeness.claims import Decided, Party, Record
from ripeness.claims.issues import codebook
from ripeness.claims.model_reader import Disagreement
from ripeness.claims.party_roles import roles
from ripeness.claims.proposed_issues import proposed_name
from ripeness.lineage import Lineage, Repair
from ripeness.reports import Passage, Report

HOLDING = ("proposed", "accepted", "corrected")  # how a reading stands that anything is computed from


@dataclass(frozen=True, slots=True)
class Origins:
    """How many independent originals some passages go back to: an interval, ``all`` <= ``strict``."""

    strict: int  # merging reports on strong edges only
    all: int  # merging them on every edge and on shared desks


@dataclass(frozen=True)
class Ledger:
    """What the reports tell. ``decided`` has every reading, rejected ones too; ``record`` only what counts.

    ``parties`` are those that the reports name, most named first. ``case`` is None for a pile.
    """

    reports: tuple[Report, ...]
    lineage: Lineage
    decided: Decided
    parties: tuple[Party, ...] = ()
    repairs: tuple[Repair, ...] = ()  # garbled names whose true form is known
    case: CaseFile | None = None
    disagreements: tuple[Disagreement, ...] = ()  # between readers
    also_read_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # id of a reading -> further readers

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """The reports by their ids."""
        return {report.id: report for report in self.reports}

    @cached_property
    def holding(self) -> Decided:
        """The readings that count, with their standing."""
        return self.decided.only(HOLDING)

    @cached_property
    def record(self) -> Record:
        """What counts: the readings as corrected, without those that were rejected."""
        return self.decided.record()

    # --- originals ---------------------------------------------------------------------------------------------------

    @cached_property
    def story(self) -> dict[str, int]:
        """By report: the story that it belongs to."""
        return {id: place for place, story in enumerate(self.lineage.stories) for id in story}

    @cached_property
    def _origin(self) -> dict[str, int]:
        return {id: place for place, origin in enumerate(self.lineage.origins) for id in origin}

    def origins(self, passages: Iterable[Passage]) -> Origins:
        """How many independent originals have these passages."""
        reports = {passage.report for passage in passages}
        return Origins(len({self.story[id] for id in reports}), len({self._origin[id] for id in reports}))

    @cached_property
    def reworded(self) -> frozenset[str]:
        """Ids of the quotations whose words a retelling has changed: they are not what the speaker is known to have
        said.

        They stand in a report that spins or paraphrases another one, and no report of the story that does not has them.
        """
        retelling = {
            edge.source
            for edge in self.lineage.edges
            if edge.kind in ("spun", "paraphrase") and edge.strength == "strong" and edge.directed
        }
        quoted = [statement for statement in self.record.statements if statement.kind == "quotation"]
        words = {statement.id: (self.story[statement.report], words_of(statement.text)) for statement in quoted}
        kept = {words[statement.id] for statement in quoted if statement.report not in retelling}
        return frozenset(s.id for s in quoted if s.report in retelling and words[s.id] not in kept)

    @cached_property
    def _repairs(self) -> dict[str, list[Repair]]:
        found: dict[str, list[Repair]] = {}
        for repair in self.repairs:
            found.setdefault(repair.passage.report, []).append(repair)
        return found

    def repairs_in(self, report: str) -> Sequence[Repair]:
        """The names that were repaired in a report."""
        return self._repairs.get(report, ())

    # --- names -------------------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> dict[str, str]:
        return {party.id: party.name for party in self.parties}

    def case_party(self, party: str) -> str | None:
        """The key that a party of the record has in the case, or None."""
        key = party.replace("-", "_")
        return next((k for k in (party, key) if self.case and k in self.case.parties), None)

    def party_name(self, party: str) -> str:
        """What a party is called: as the case calls it, else as the reports do."""
        key = self.case_party(party)
        return self.case.parties[key].name if self.case and key else self._names.get(party, party)

    @cached_property
    def roles(self) -> dict[str, str]:
        """By party of the record: its role in the case, or without one the role that its moves propose."""
        if self.case is None:
            return {id: found.role for id, found in roles(self.record.moves).items()}
        keys = {party.id: self.case_party(party.id) for party in self.parties}
        return {id: self.case.parties[key].role for id, key in keys.items() if key}

    def issue_name(self, issue: str) -> str:
        """What an issue of the record is called: in the codebook, as proposed from the pile, or its own words."""
        known = codebook().issues.get(issue)
        return known.name if known else proposed_name(issue) or issue.replace("-", " ")

    def issue_short(self, issue: str) -> str:
        """The name of an issue without what explains it: what stands before a colon."""
        return self.issue_name(issue).partition(":")[0]

    @cached_property
    def issues(self) -> tuple[str, ...]:
        """The issues that moves and positions have, in the order of the codebook, then those that it has not."""
        found = dict.fromkeys(each.issue for each in (*self.record.moves, *self.record.positions) if each.issue)
        place = {id: at for at, id in enumerate(codebook().issues)}
        return tuple(sorted(found, key=lambda id: place.get(id, len(place))))

    @cached_property
    def issue_of_case(self) -> dict[str, str | None]:
        """By issue of the case: that of the record which its name, or else its options, speak of."""
        if self.case is None:
            return {}
        found: dict[str, str | None] = {}
        for key, issue in self.case.issues.items():
            own = key if key in self.issues else None
            whole = f"{issue.name} {' '.join(issue.options.values())}"
            found[key] = own or codebook().issue_of(_words(issue.name)) or codebook().issue_of(_words(whole))
        return found


def passages_of(because: Because, reports: Mapping[str, Report]) -> tuple[Passage, ...]:
    """The passages that a because names, at their places."""
    found = (locate(evidence, reports) for evidence in because.passages)
    return tuple(passage for passage in found if isinstance(passage, Passage))


def words_of(text: str) -> str:
    """The words of a statement, without marks and case: two tellings of the same words are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'’-]+", text.lower())
