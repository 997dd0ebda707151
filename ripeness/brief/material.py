"""Everything that a brief is made of, put together before a word of it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from ripeness.brief.changes import Changes
from ripeness.brief.ledger import Ledger, passages_of
from ripeness.case import Assumption, Game
from ripeness.case.model import CaseFile, StatedPosition
from ripeness.claims import Move, Record
from ripeness.errors import ReportError
from ripeness.forecasts import Book
from ripeness.inference import Posterior
from ripeness.lineage import Hint, Lineage, Repair
from ripeness.outlook import Levers, Step, TalksAnswers, Verdict, WhyNot, Worth, Zone
from ripeness.reports import Passage, Report
from ripeness.store import Decision

FRESH_DAYS = 7  # what a report tells of days before these is background: a week covers what weeklies report


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
    preferences: Posterior | None = None  # as they fit the record; None where no such fit was kept
    study: Mapping[str, Any] | None = None  # the last one kept of this case, as ``study_data`` has it
    steps_now: tuple[Step, ...] = ()  # what would bring a deal now, or not; where a zone is open and waiting pays
    values: Mapping[str, Any] | None = None  # the case file as plain values


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
    ledger: Ledger  # the reports, what they go back to, and what is read off them
    failures: tuple[ReportError, ...]
    notes: tuple[str, ...]
    left_out: int
    news: News
    answers: Answers | None
    hints: tuple[Hint, ...] = ()  # signs that a machine spun a report
    decisions: tuple[Decision, ...] = ()  # what analysts decided about the record
    forecasts: Book | None = None  # those that the case keeps
    changes: Changes | None = None  # since an earlier brief, where there is one that kept what it said

    @property
    def reports(self) -> tuple[Report, ...]:
        """The reports that the brief is made of."""
        return self.ledger.reports

    @property
    def lineage(self) -> Lineage:
        """What the reports go back to."""
        return self.ledger.lineage

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """Garbled names whose true form is known."""
        return self.ledger.repairs

    @property
    def record(self) -> Record:
        """What is read off the reports and was not rejected."""
        return self.ledger.record

    @property
    def by_id(self) -> dict[str, Report]:
        """The reports by their ids."""
        return self.ledger.by_id

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


def stated(material: Material) -> Iterator[tuple[StatedPosition, tuple[Passage, ...]]]:
    """The positions of the case with their passages."""
    if material.answers:
        for position in material.answers.case.positions:
            yield position, passages_of(position.because, material.by_id)


def fresh_moves(material: Material) -> list[Move]:
    """The moves that only new reports tell. What they tell of days long before is background, and no news."""
    new = set(material.news.reports)
    return [
        move
        for move in material.record.moves
        if all(telling.passage.report in new for telling in move.tellings) and _recent(move, material.by_id)
    ]


def _recent(move: Move, reports: Mapping[str, Report]) -> bool:
    """Whether nothing shows that a move had happened long before the first report that tells it came out."""
    published = reports[move.tellings[0].passage.report].published
    last = move.happened.partition("/")[2] or move.happened
    if published is None or not last:
        return True
    oldest = date.fromisoformat(published.value[:10]) - timedelta(days=FRESH_DAYS)
    return last >= oldest.isoformat()[: len(last)]


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
