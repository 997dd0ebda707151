"""Everything that a brief is made of, put together before a word of it is written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

from ripeness.case import Assumption, Game
from ripeness.case.evidence import locate
from ripeness.case.model import CaseFile, StatedPosition
from ripeness.case.numbers import Because
from ripeness.claims import Party, Statement
from ripeness.errors import ReportError
from ripeness.lineage import Hint, Lineage, Repair
from ripeness.outlook import Levers, Step, TalksAnswers, Verdict, WhyNot, Worth, Zone
from ripeness.reports import Passage, Report
from ripeness.store import Decision


@dataclass(frozen=True, slots=True)
class Answers:
    """What is computed from a case: absent where there are only reports."""

    case: CaseFile
    game: Game
    worth: Worth
    zones: tuple[Zone, ...]
    verdicts: tuple[Verdict, ...]
    assumptions: tuple[Assumption, ...]
    talks: TalksAnswers | None = None  # None where the talks could not be solved: then a note says why
    why: tuple[WhyNot, ...] = ()
    levers: Levers | None = None
    steps_now: tuple[Step, ...] = ()  # what would bring a deal now, or not; where a zone is open and waiting pays


@dataclass(frozen=True, slots=True)
class News:
    """What is new: the reports that the brief before this one did not have.

    ``since`` is the date of that brief, or None where there was none: then ``reports`` are those of
    the latest day that the pile has.
    """

    since: str | None
    reports: tuple[str, ...]


@dataclass(frozen=True)
class Material:
    """The parts of a brief. ``left_out`` are reports published after ``as_of``."""

    title: str
    as_of: str | None
    reports: tuple[Report, ...]
    failures: tuple[ReportError, ...]
    notes: tuple[str, ...]
    left_out: int
    lineage: Lineage
    record: tuple[Statement, ...]
    parties: tuple[Party, ...]  # those that the reports name, most named first
    news: News
    answers: Answers | None
    repairs: tuple[Repair, ...] = ()  # garbled names whose true form is known
    hints: tuple[Hint, ...] = ()  # signs that a machine spun a report
    decisions: tuple[Decision, ...] = ()  # what analysts decided about the record

    @cached_property
    def by_id(self) -> dict[str, Report]:
        """The reports by their ids."""
        return {report.id: report for report in self.reports}

    def report(self, id: str) -> Report:
        """The report with this id. Raises KeyError."""
        return self.by_id[id]

    def digest(self) -> str:
        """Digest of what the brief was computed from."""
        return digest(self.reports, self.answers.case if self.answers else None, self.decisions)


def digest(reports: Sequence[Report], case: CaseFile | None, decisions: Sequence[Decision] = ()) -> str:
    """SHA-256 over the reports' bytes, the case and the decisions: the same inputs give the same digest."""
    parts = [report.sha256 for report in reports]
    if case:
        parts.append(repr(case))
    parts += [repr(decision) for decision in decisions]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def passages_of(because: Because, reports: Mapping[str, Report]) -> tuple[Passage, ...]:
    """The passages that a because names, at their places."""
    found = (locate(evidence, reports) for evidence in because.passages)
    return tuple(passage for passage in found if isinstance(passage, Passage))


def stated(material: Material) -> Iterator[tuple[StatedPosition, tuple[Passage, ...]]]:
    """The positions of the case with their passages."""
    if material.answers:
        for position in material.answers.case.positions:
            yield position, passages_of(position.because, material.by_id)


def words_of(text: str) -> str:
    """The words of a quotation, without marks and case: two tellings of the same words are the same."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def reworded(material: Material) -> frozenset[str]:
    """Ids of the statements whose words a retelling has changed: they are not what the speaker is known to have said.

    They stand in a report that spins or paraphrases another one, and no report of the story that does not has them.
    """
    retelling = {
        edge.source
        for edge in material.lineage.edges
        if edge.kind in ("spun", "paraphrase") and edge.strength == "strong" and edge.directed
    }
    kept = {
        (material.lineage.story_of(statement.report), words_of(statement.text))
        for statement in material.record
        if statement.report not in retelling
    }
    return frozenset(
        statement.id
        for statement in material.record
        if statement.report in retelling
        and (material.lineage.story_of(statement.report), words_of(statement.text)) not in kept
    )


def label(report: Report) -> str:
    """What a reader calls a report: its title, or the name of its file."""
    return report.title.value if report.title else PurePath(report.file).name


def latest(reports: Sequence[Report]) -> tuple[str, ...]:
    """The reports of the latest publication day in the pile; none where no report has a date."""
    days = {report.id: report.published.value[:10] for report in reports if report.published}
    newest = max(days.values(), default=None)
    return tuple(id for id, day in days.items() if day == newest)


def none_latest(material: Material) -> str:
    """Why no report can be called the latest."""
    if any(report.published for report in material.reports):
        return f"Every report that carries a date came out after {material.as_of}, so none is the latest as of that day"
    return "No report carries a date, so none can be called the latest"
