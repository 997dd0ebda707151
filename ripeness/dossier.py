"""What a person opens: a pile of reports, or a case with its reports. Each answer is computed once, when asked.

``read_reports(paths)`` gives a Pile; ``open_case(path)`` gives a Dossier, which is a Pile with a
case. Tables come as Polars frames.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ripeness.brief import (
    Answers,
    Brief,
    Changes,
    Ledger,
    Material,
    Memory,
    News,
    Since,
    compared,
    digest,
    from_plain,
    latest,
    read_memory,
    to_plain,
)
from ripeness.brief.study_data import joined, study_data
from ripeness.case import Assumption, Game, assumptions, open_folder
from ripeness.case.evidence import every_because
from ripeness.case.files import case_path, plain, read_source
from ripeness.case.folder import RUNS, CaseFolder
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Evidence
from ripeness.claims import (
    Decided,
    PartyMention,
    Read,
    Record,
    apply,
    concluded,
    known_beforehand,
    read_record,
    tables,
)
from ripeness.claims.decided import Status
from ripeness.claims.judging import Judgement, judge, parties_known, take_back
from ripeness.claims.model_reader import Met, met_record
from ripeness.claims.parties import Gazetteer
from ripeness.claims.party_roles import roles
from ripeness.drafting import Draft, Grounds, Redraft, drafted_day, drafted_parties, redraft, start
from ripeness.drafting import draft as draft_case
from ripeness.errors import InferenceError, ReadOnlyStoreError, ReportError, RipenessError, SolveError, StudyError
from ripeness.exchange import ALL, Brought, Content, Kind, read_exchange, write_exchange
from ripeness.exchange.formats import Format
from ripeness.forecasts import Book, Desk, Recorded, Said, Scores
from ripeness.inference import (
    Inputs,
    Posterior,
    Settings,
    fit,
    inputs_of,
    keep,
    kept_posterior,
    latest_posterior,
    thin,
)
from ripeness.lineage import (
    Hint,
    Lineage,
    Origin,
    Repair,
    SentenceModel,
    drop_one_origin,
    find_lineage,
    model_at_hand,
    repairs,
    tortured,
)
from ripeness.outlook import (
    DraftComparison,
    Forecast,
    Levers,
    RipenessMap,
    Step,
    TalksAnswers,
    Verdict,
    WhatIf,
    WhyNot,
    Worth,
    Zone,
    compare_drafts,
    draft,
    forecast,
    forecast_talks,
    levers,
    read_off,
    ripeness_map,
    solve_talks,
    steps,
    verdicts,
    what_if,
    why_not,
    worth,
    zones,
)
from ripeness.outlook.forecast import PERIODS
from ripeness.outlook.reasons import Question
from ripeness.outlook.worth import reservation
from ripeness.reports import Reading, Report, read_paths
from ripeness.reports.addresses import with_addresses
from ripeness.reports.shelf import Added, add_reports, load_reports
from ripeness.store import (
    Decision,
    Entry,
    Imported,
    KeptForecast,
    Log,
    RememberedVectors,
    Resolution,
    Store,
    bring,
    decide,
    last_brief,
    log_number,
    open_store,
    read_imported,
    read_log,
    record_brief,
)
from ripeness.studies import (
    DRAWS,
    Dropped,
    Keeper,
    Sensitivity,
    Study,
    SureLevers,
    Workers,
    drop_assumptions,
    drop_origins,
    last_answer,
    sensitivity,
    study,
    sure_levers,
)

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import ArrayLike

Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many

REPORTS = "reports"
STORE = "case.db"
BRIEFS = "briefs"
EXAMINED = 256  # draws where nobody asked for a study: shares are then known to some three points
DAY = r"\d{4}-\d\d-\d\d"  # how a kept brief is named by its day


class Pile(Sequence[Report]):
    """Reports read together: a sequence of them, with what can be said without a case.

    ``failures`` are the files that could not be read and why; ``notes`` what was assumed in reading.
    """

    def __init__(self, reading: Reading, progress: Progress | None = None, as_of: str | None = None) -> None:
        """``as_of`` (ISO) is what relative dates count from in reports that carry no date."""
        self.reports = reading.reports
        self.failures: tuple[ReportError, ...] = reading.failures
        self.notes = reading.notes
        self._progress = progress
        self._as_of = as_of

    @overload
    def __getitem__(self, index: int) -> Report: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Report]: ...
    def __getitem__(self, index: int | slice) -> Report | Sequence[Report]:
        return self.reports[index]

    def __len__(self) -> int:
        return len(self.reports)

    def __iter__(self) -> Iterator[Report]:
        return iter(self.reports)

    def report(self, id: str) -> Report:
        """The report with this id. Raises KeyError."""
        for report in self.reports:
            if report.id == id:
                return report
        raise KeyError(id)

    def lineage(self) -> Lineage:
        """Which reports retell which, and how many independent originals stand behind them."""
        return self._lineage

    @cached_property
    def _lineage(self) -> Lineage:
        return find_lineage(self.reports, _step(self._progress, "comparing reports"), self._model())

    def _model(self) -> SentenceModel | None:
        """What finds retellings by the meaning of their sentences, where it is there."""
        return model_at_hand()

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """Names that a spun or translated report garbled, with the true ones: what stands there is kept beside."""
        return repairs(self.reports, self.lineage())

    @cached_property
    def hints(self) -> tuple[Hint, ...]:
        """Set phrases that stand with a word swapped: a hint that a machine spun the report, no proof."""
        return tuple(hint for report in self.reports for hint in tortured(report))

    @cached_property
    def _read(self) -> Read:
        step = _step(self._progress, "reading statements and moves")
        return read_record(self.reports, step, self._as_of, self._parties())

    def _parties(self) -> Gazetteer | None:
        """The parties that are known before anything is read, where they are more than the listed ones."""
        return None

    def found(self) -> Record:
        """What is read off the reports, before anybody decided about it: statements and moves."""
        return self._read.record

    @cached_property
    def decided(self) -> Decided:
        """Every reading with its standing. Nothing is decided about a pile: all are proposed."""
        return self._decided((), ())

    def _decided(
        self, decisions: Iterable[Decision], imported: Iterable[Imported], left_out: Collection[str] = ()
    ) -> Decided:
        """Statements and moves as they were decided on, then what follows from them, as that was decided on."""
        log, brought = tuple(decisions), tuple(imported)
        read = apply(self.found(), log, self.reports, brought, ("statement", "move"), left_out)
        judged = frozenset(each.reading.id for each in read.moves if each.standing.status in ("accepted", "corrected"))
        whole = concluded(read.record(), self._read.pile, judged)
        drawn = apply(whole, log, self.reports, brought, ("position", "contradiction"), left_out)
        return read.joined(drawn)

    @property
    def record(self) -> Record:
        """What the reports tell, as corrected, and without what was rejected."""
        return self.decided.record()

    def statements(self) -> pl.DataFrame:
        """Who said what: one row for each statement, with the place of its words."""
        return tables.statements(self.record)

    def moves(self) -> pl.DataFrame:
        """Who did what in the negotiation and the war: one row for each move, with how many reports tell it."""
        return tables.moves(self.record)

    def positions(self) -> pl.DataFrame:
        """Where each party stands on each issue: one row for each party, issue and stance."""
        return tables.positions(self.record)

    def contradictions(self) -> pl.DataFrame:
        """Which accounts cannot both be right, and who went back on what: one row for each."""
        return tables.contradictions(self.record)

    @property
    def named(self) -> tuple[PartyMention, ...]:
        """The parties that the reports speak of, most often named first."""
        return self._read.parties

    def as_of(self, date: str) -> Pile:
        """The pile as it stood on ``date`` (ISO): reports published later are left out, undated ones are not."""
        return Pile(self._until(date), self._progress, date)

    def without(self, ids: Collection[str]) -> Pile:
        """The pile with these reports left out; ids that it does not have change nothing."""
        kept = tuple(report for report in self.reports if report.id not in ids)
        return Pile(Reading(kept, self.failures, self.notes), self._progress)

    def drop_one_origin(self) -> Iterator[tuple[Origin, Pile]]:
        """For each origin the pile without all that goes back to it: how much of an answer hangs on one source."""
        for origin, kept in drop_one_origin(self.lineage(), self.reports):
            yield origin, Pile(Reading(kept, self.failures, self.notes), self._progress)

    def _until(self, date: str) -> Reading:
        kept = tuple(r for r in self.reports if r.published is None or r.published.value[: len(date)] <= date)
        undated = sum(report.published is None for report in kept)
        note = f"As of {date}: {undated} of the {len(kept)} reports kept carry no date; they may be later."
        return Reading(kept, self.failures, (*self.notes, note) if undated else self.notes)

    def draft(self, as_of: str | None = None) -> Draft:
        """A case drafted from the record, or why the record is too thin for one (see ``ripeness.drafting``)."""
        named = {mention.party.id: mention.party for mention in self.named}
        record, known = self.record, self._read.pile.known
        grounds = Grounds(record, named, roles(record.moves), self.lineage(), self.reports, known)
        return draft_case(grounds, as_of)

    def drafted(self, folder: str | Path, as_of: str | None = None) -> Dossier | Draft:
        """Draft a case into a new folder, with these reports in it; the draft alone where it is too thin for a case.

        Raises CaseError where a case is there already, StoreError where its store cannot be written.
        """
        made, home = self.draft(as_of), Path(folder)
        if made.values is None:
            return made
        start(home, made.values)
        reading = Reading(self.reports, self.failures, (*self.notes, *made.notes))
        with open_store(home / STORE) as store:
            add_reports(store, reading, home / REPORTS)
            kept = load_reports(store)
        opened = Dossier(open_folder(home, kept), replace(reading, reports=kept), self._progress)
        opened.__dict__.update(_read=self._read, _lineage=self._lineage)  # of the same reports: not to be read twice
        return opened

    def brief(self, as_of: str | None = None, since: str | Path | None = None) -> Brief:
        """What this pile establishes, ready to be written as HTML or JSON; with ``as_of``, as it stood on that date.

        ``since`` names the brief.json of an earlier brief, to say what has changed. For a case that is by default the
        last one that had other inputs, and may be a day: the last brief until then.
        """
        pile = self.as_of(as_of) if as_of else self
        material = pile._material(as_of, left_out=len(self) - len(pile))
        return Brief(pile._compared(material, since) if since or not as_of else material)

    def changes(self, since: str | Path | None = None) -> Changes | None:
        """What has changed since an earlier brief (see ``brief``), or None where there is none to compare with."""
        return self._compared(self._material(None, 0, whole=False), since).changes

    def _compared(self, material: Material, since: str | Path | None) -> Material:
        earlier = self._earlier(since, material)
        if earlier is None:
            return material
        return compared(material, *earlier, _step(self._progress, "what each change does"))

    def _earlier(self, since: str | Path | None, material: Material) -> tuple[Since, Memory] | None:
        """The brief to compare with, and what it said."""
        if since is None:
            return None
        then = read_memory(Path(since))
        return Since(then.as_of or Path(since).name, then.digest), then

    def _material(self, as_of: str | None, left_out: int, whole: bool = True) -> Material:
        """What a brief is made of; without ``whole`` only what the next one needs to say what has changed."""
        return Material(
            title=self._title(),
            as_of=as_of,
            ledger=self.ledger(),
            failures=self.failures,
            notes=self.notes,
            left_out=left_out,
            news=self._news(),
            answers=None,
            hints=self.hints,
        )

    def ledger(self) -> Ledger:
        """The record with all that is needed to show it: lineage, names, and how each reading stands."""
        return Ledger(
            reports=self.reports,
            lineage=self.lineage(),
            decided=self.decided,
            parties=tuple(mention.party for mention in self.named),
            repairs=self.repairs,
        )

    def _title(self) -> str:
        return f"What {len(self)} report{'' if len(self) == 1 else 's'} establish{'es' if len(self) == 1 else ''}"

    def _news(self) -> News:
        return News(None, latest(self.reports))

    def export(
        self,
        folder: str | Path,
        formats: Collection[Kind] = ALL,
        *,
        texts: bool = False,
        guard: bool = False,
        force: bool = False,
    ) -> dict[str, Any]:
        """Write the record and the log of decisions into ``folder``; gives the manifest. See ``write_exchange``."""
        return write_exchange(self._content(), Path(folder), formats, texts=texts, guard=guard, force=force)

    def _content(self) -> Content:
        return Content(self.reports, self.decided)

    def brief_path(self, material: Material) -> Path:
        """Where a brief goes if nobody says where."""
        return Path("brief.html")

    def inputs(self) -> set[Path]:
        """Files that this was read from, and folders that belong to it: nothing is to be written over or into them."""
        return {Path(each.file).resolve() for each in (*self.reports, *self.failures)}

    def remember(self, material: Material) -> None:
        """Keep what the next brief needs to say what is new. A pile has no place to keep it."""


class Dossier(Pile):
    """A case with its reports: everything of a Pile, and the answers that need a case."""

    def __init__(
        self,
        folder: CaseFolder,
        reading: Reading,
        progress: Progress | None = None,
        left_out: Collection[str] = (),
    ) -> None:
        """``left_out`` are ids of reports of the case that are left out on purpose."""
        super().__init__(reading, progress)
        self.folder = folder
        self.case = folder.case
        self._left_out = left_out

    @cached_property
    def log(self) -> Log:
        """The log of decisions with its version. A store that cannot be written to is not read: a note says so."""
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:
            return read_log(store)
        return Log()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The log of decisions by time."""
        return self.log.decisions

    @cached_property
    def imported(self) -> tuple[Imported, ...]:
        """Readings that were imported, which the reader of this case need not find."""
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:
            return read_imported(store)
        return ()

    @cached_property
    def decided(self) -> Decided:
        """Every reading with its standing: rejected ones too, and those that only the log or an import has."""
        return self._decided(self.decisions, self.imported, self._left_out)

    def decide(
        self,
        readings: str | Sequence[str],
        status: Status,
        *,
        by: str,
        why: str,
        changes: Mapping[str, object] | Sequence[str] = (),
        seen: Mapping[str, int] | None = None,
        entry: Entry | None = None,
    ) -> tuple[Decision, ...]:
        """Decide about readings, named by their ids or the start of one that no other id has; all or none.

        ``changes`` are the fields to correct, or 'FIELD=VALUE' for each. ``seen`` says by the id of each reading which
        row of the log was the last that whoever decides had seen (``Log.last``), ``entry`` what to add to the audit
        log. Raises RecordError with every fault, ConflictError where somebody else has decided since, and StoreError
        where the log cannot be written.
        """
        self._renew()  # somebody else may have decided since
        names = [readings] if isinstance(readings, str) else readings
        made = judge(self.decided, names, Judgement(status, by, why, changes), self.decisions, self.nameable)
        return self._write(made, seen, entry)

    def take_back(
        self,
        rows: Mapping[str, int],
        *,
        by: str,
        why: str,
        seen: Mapping[str, int] | None = None,
        entry: Entry | None = None,
    ) -> tuple[Decision, ...]:
        """Take decisions back, named by reading and the number of their row: each stands again as it did before.

        ``seen`` as in ``decide``; by default nothing may have come after. Raises ConflictError where something has, and
        KeyError where there is no such row.
        """
        self._renew()
        return self._write(take_back(self.log.rows, rows, by, why), rows if seen is None else seen, entry)

    @property
    def nameable(self) -> frozenset[str]:
        """Ids of the parties that a correction may name."""
        named = (*(mention.party for mention in self.named), *self.met.proposed)
        return parties_known(self.decided.record(), [*self.case.parties, *(party.id for party in named)])

    def _write(
        self, made: Sequence[Decision], seen: Mapping[str, int] | None, entry: Entry | None
    ) -> tuple[Decision, ...]:
        with open_store(self.folder.path / STORE) as store:
            added = decide(store, made, seen, entry)
        self._forget()
        return added

    def bring(self, folder: str | Path, format: Format | None = None, edited: bool = False) -> Brought:
        """Take in what an export has and this case has not: decisions with their times, and readings that were found
        elsewhere. Gives what was added. See ``read_exchange``; nothing is taken in if anything is wrong.
        """
        found = self.found()
        readings = (*found.statements, *found.moves, *found.positions, *found.contradictions)
        brought = read_exchange(Path(folder), self.reports, readings, format, edited)
        # Positions and contradictions follow from moves and decisions: what this case will draw itself is not imported.
        log = (*self.decisions, *brought.decisions)
        then = self._decided(log, (*self.imported, *brought.readings), self._left_out)
        foreign = {each.reading.id for each in then if each.kept}
        own = sum(each.reading not in foreign for each in brought.readings)
        fresh = tuple(each for each in brought.readings if each.reading in foreign and each not in self.imported)
        with open_store(self.folder.path / STORE) as store:
            added = bring(store, brought.decisions, fresh)
        self._forget()
        return replace(brought, decisions=added, readings=fresh, same=brought.same + own)

    def _content(self) -> Content:
        return Content(self.reports, self.decided, self.decisions, self.case.name)

    def _renew(self) -> None:
        """Let go of what was computed of the log, where it has changed since."""
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:
            if log_number(store) != self.log.number:
                self._forget()

    def _forget(self) -> None:
        """Let go of what was computed before the log had changed."""
        for name in ("log", "imported", "decided"):
            self.__dict__.pop(name, None)

    def again(self, folder: CaseFolder | None = None) -> Dossier:
        """The same reports with the log as it is now and, if given, with the case of another ``folder``.

        What follows from the reports alone is not computed again, nor what follows from the case where it is the same.
        """
        same_case = folder is None or folder.case == self.case
        reading = Reading(self.reports, self.failures, self.notes)
        own = self.folder if folder is None or same_case else folder
        fresh = Dossier(own, reading, self._progress, self._left_out)
        fresh.learn(self)
        if fresh.log.number == self.log.number and known_names(self.case) == known_names(fresh.case):
            fresh.__dict__ |= {name: self.__dict__[name] for name in ("imported", "decided") if name in self.__dict__}
        return fresh

    def learn(self, other: Dossier) -> None:
        """Take over what another dossier of the same reports has computed, as far as it holds for this case too."""
        kept = ["_lineage", "repairs", "hints"]
        if known_names(self.case) == known_names(other.case):
            kept += ["_read", "met"]
        if self.case == other.case:
            kept += ["worth", "_zones", "_verdicts", "_talks", "_answers", "_answers_at_once"]
        for name in kept:
            if name in other.__dict__:
                self.__dict__.setdefault(name, other.__dict__[name])

    @property
    def answered(self) -> bool:
        """Whether every answer of the case has been computed, those too that solve it many times."""
        return "_answers" in self.__dict__

    def answer(self) -> None:
        """Compute every answer of the case: what a brief of it needs."""
        _ = self._answers

    def _model(self) -> SentenceModel | None:
        model = model_at_hand()
        return RememberedVectors(model, self.folder.path / STORE) if model else None

    @cached_property
    def met(self) -> Met:
        """The record with what language models read in the reports (`ripeness read`), and where readers differ."""
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:
            return met_record(self._read.record, self.reports, store, self._read.pile)
        return Met(self._read.record)

    def found(self) -> Record:
        """What is read off the reports by every reader, before anybody decided about it."""
        return self.met.record

    def _parties(self) -> Gazetteer | None:
        own = known_names(self.case)
        drafted = drafted_parties(self.folder.path)
        return known_beforehand({key: name for key, name in own.items() if drafted.get(key) != name})

    def game(self) -> Game:
        """The case as arrays, at the point values of its numbers."""
        return self.folder.game

    @cached_property
    def worth(self) -> Worth:
        """What fighting to the finish is worth to each party in every situation."""
        return worth(self.folder.game)

    def zone(self) -> Zone:
        """The zone of the case's first agenda."""
        return self.zones()[0]

    def zones(self) -> tuple[Zone, ...]:
        """The zone of every agenda: each track with those linked to it."""
        return self._zones

    @cached_property
    def _zones(self) -> tuple[Zone, ...]:
        return zones(self.case, self.folder.game, self.worth)

    def verdicts(self) -> tuple[Verdict, ...]:
        """What each party would say to each named final deal of the case."""
        return self._verdicts

    @cached_property
    def _verdicts(self) -> tuple[Verdict, ...]:
        return tuple(
            verdict
            for agenda in self.folder.game.agendas
            for verdict in verdicts(self.case, self.folder.game, agenda, self.worth)
        )

    def talks(self) -> TalksAnswers:
        """The talks solved: where each agenda stands, interim deals, who stalls, the outlook."""
        return self._talks

    @cached_property
    def _talks(self) -> TalksAnswers:
        return read_off(self.case, self.worth, solve_talks(self.case, self.folder.game))

    def outlook(self, periods: int = PERIODS) -> Forecast:
        """What to expect within so many periods, under the reference belief."""
        if periods == self._talks.forecast.periods:
            return self._talks.forecast
        return forecast(self.case, forecast_talks(self.case, self._talks.solved), periods)

    def why_not(self) -> tuple[WhyNot, ...]:
        """Why there is no deal now, for each agenda: asked of the zone where there is none, else of agreement now."""
        return tuple(
            why_not(self.case, each.agenda, "now" if each.zone.ripe else "zone")
            for each in self._talks.standings
            if each.status != "deal now"
        )

    def levers(self, question: Question = "zone") -> Levers:
        """For every assumption the value at which the answer of the first agenda changes; what could be done."""
        agenda = self.folder.game.main.name
        step = self._progress
        count = None if step is None else lambda done, total: step("solving again", done, total)
        return levers(self.case, agenda, question, count)

    def study(
        self,
        draws: int = DRAWS,
        within: float | None = None,
        *,
        seed: int = 0,
        processes: int = 1,
        ray: str | None = None,
        joint: Mapping[Loc, ArrayLike] | None = None,
    ) -> Study:
        """The case over draws of its uncertain numbers, kept below ``runs/`` as it goes on. See ``studies.study``.

        ``joint``: joint draws of some numbers, by their places. Where the folder cannot be written nothing is kept.
        """
        workers = Workers(processes, ray)
        runs = self.folder.path / RUNS
        kept = runs if os.access(runs if runs.exists() else self.folder.path, os.W_OK) else None
        found = study(self.case, draws, within, seed, workers, kept, joint, progress=self._progress)
        return self._asked(found)

    def drop_origins(self, found: Study, *, processes: int = 1, ray: str | None = None) -> tuple[Dropped, ...]:
        """The answer without each origin of the reports in turn; the origins that matter most first."""
        every = {report.id for report in self.reports}
        named = [
            (_origin_name(origin), every - {report.id for report in kept})
            for origin, kept in drop_one_origin(self.lineage(), self.reports)
        ]
        made = drop_origins(found, named, Workers(processes, ray), self._progress)
        self._asked(found, origins=made)
        return made

    def drop_assumptions(self, found: Study, *, processes: int = 1, ray: str | None = None) -> tuple[Dropped, ...]:
        """The answer with each number at the named default of its unit; those that change it, most first."""
        made = drop_assumptions(found, Workers(processes, ray), self._progress)
        self._asked(found, numbers=made)
        return made

    def sensitivity(
        self, found: Study, each: bool = False, *, processes: int = 1, ray: str | None = None
    ) -> Sensitivity:
        """Which groups of numbers (or ``each`` number) the answers of a study hang on: total-order indices, ends."""
        made = sensitivity(found, each, workers=Workers(processes, ray), progress=self._progress)
        self._asked(found, hangs=made)
        return made

    def sure_levers(
        self, found: Study, question: Question = "zone", *, processes: int = 1, ray: str | None = None
    ) -> SureLevers:
        """In which share of a study's draws each lever opens the zone (or brings a deal now); the cheapest two."""
        made = sure_levers(found, question, Workers(processes, ray), self._progress)
        self._asked(found, levers=(made,))
        return made

    def _asked(self, found: Study, **more: Any) -> Study:
        """Keep what a study says, with what was asked of it so far, for the brief."""
        keeper = Keeper(found.folder)
        keeper.remember(joined(study_data(found, **more), keeper.remembered()))
        return found

    def map(self, across: str, down: str) -> RipenessMap:
        """Slack of the first agenda over two variables of the situation."""
        return ripeness_map(self.case, across, down)

    def draft_again(self, as_of: str | None = None) -> Redraft:
        """What drafting this case again from its reports would change, and what the analyst's own lines keep out.

        Nothing is written before ``write()`` of what is given. Raises CaseError where the case was not drafted, or
        where its own lines and the record together make no valid case, RipenessError where the record is too thin now.
        """
        own = drafted_day(self.folder.path) != self.case.as_of  # the analyst's own day stays
        made = self.draft(as_of or (self.case.as_of if own else None))
        if made.values is None:
            raise RipenessError(made.thin)
        return redraft(read_source(self.folder.source.path), made.values, self.reports)

    def what_if(self, settings: Mapping[str, str | float], periods: int = PERIODS) -> WhatIf:
        """The case beside itself with settings changed: 'assumption', 'now.VARIABLE', 'tracks.TRACK.linked_to'."""
        known = self._talks if periods == self._talks.forecast.periods else None
        return what_if(self.case, settings, known, periods)

    def infer(self, settings: Settings | None = None) -> Posterior:
        """Preferences that fit what the case says was offered, answered and said; see ``ripeness.inference``.

        Kept in the case folder under ``runs/`` and read from there if nothing has changed. Raises InferenceError where
        the extra ``inference`` is missing, or where the fit did not converge.
        """
        chosen = settings or Settings()
        found = kept_posterior(self.folder.path, self._evidence, chosen)
        if found is not None:
            return found
        found = fit(self._evidence, chosen)
        try:
            keep(self.folder.path, found)
        except InferenceError as error:
            return replace(found, notes=(*found.notes, f"This fit was not kept. {error}"))
        return found

    def examine(self, draws: int = EXAMINED) -> None:
        """Fit preferences where the record has acts to fit, and draw the ranges with them; both are kept for the brief.

        What cannot be had is a note: a party of which the record is too thin, a library that is missing.
        """
        evidence, joint = self._evidence.evidence, None
        named = {party: self.case.parties[party].name for party in self.case.preferences}
        notes = [said for party, name in named.items() if (said := thin(name, evidence.of(party)))]
        try:
            joint = self.infer().draws() if len(notes) < len(named) else None
        except InferenceError as error:
            notes.append(f"Preferences were not fitted. {error}")
        try:
            self.study(draws, joint=joint or None)
        except (StudyError, SolveError) as error:
            notes.append(f"The ranges were not drawn. {error}")
        self.notes = (*self.notes, *notes)

    @cached_property
    def _evidence(self) -> Inputs:
        return inputs_of(self.case, self.folder.game, self.lineage(), reservation(self.folder.game, self.worth))

    def compare(self, first: str, second: str) -> DraftComparison:
        """Two deals issue by issue; each is named by its key, or as 'issue=option,...' (see ``outlook.drafts``)."""
        return compare_drafts(self.folder.game, self.worth, draft(self.case, first), draft(self.case, second))

    def assumptions(self) -> tuple[Assumption, ...]:
        """Every number of the case with its because."""
        return assumptions(self.case)

    def as_of(self, date: str) -> Dossier:
        """The case with the reports that had been published by ``date``.

        Raises RipenessError where the case rests on a report that is then left out.
        """
        reading = self._until(date)
        kept = {report.id for report in reading.reports}
        cited = {e.report for _, because in every_because(self.case) for e in because.passages} - kept
        if cited:
            raise RipenessError(
                f"As of {date} this case cannot be briefed: it rests on passages of {len(cited)} reports published "
                f"later ({', '.join(sorted(cited)[:3])}{', ...' if len(cited) > 3 else ''}). A case is judged at its "
                f"own date, {self.case.as_of}. Name the reports alone with --as-of, or set the case back."
            )
        left_out = {report.id for report in self.reports} - kept
        return Dossier(self.folder, reading, self._progress, left_out | set(self._left_out))

    def ledger(self) -> Ledger:
        """The record with all that is needed to show it, named as the case does, and where readers differ."""
        met = self.met
        return replace(super().ledger(), case=self.case, disagreements=met.disagreements, also_read_by=met.also_read_by)

    def _title(self) -> str:
        return self.case.name

    def glance(self) -> Brief:
        """The brief with the answers that are had at once: until all are ``answered``, without why there is no deal and
        what would change it.
        """
        return Brief(self._material(None, 0, whole=self.answered))

    def _material(self, as_of: str | None, left_out: int, whole: bool = True) -> Material:
        answers, unsolved = self._answers if whole else self._answers_at_once
        answers = replace(
            answers,
            preferences=latest_posterior(self.folder.path, self._evidence),
            study=last_answer(self.folder.path / RUNS, self.case),
        )
        date = as_of or self.case.as_of
        material = super()._material(date, left_out)
        later = sum(r.published is not None and r.published.value[: len(date)] > date for r in self.reports)
        note = f"The case stands as of {date}; {later} of its reports were published later."
        faults = (f"What was decided could not be applied as it stands: {fault}" for fault in self.decided.faults)
        notes = (*material.notes, *((note,) if later else ()), *unsolved, *faults)
        book = self.forecast_records() if whole else None
        return replace(material, answers=answers, notes=notes, decisions=self.decisions, forecasts=book)

    @cached_property
    def _answers_at_once(self) -> tuple[Answers, tuple[str, ...]]:
        """The answers against war and those of the solved talks, and a note on what could not be had."""
        answers = Answers(
            case=self.case,
            game=self.folder.game,
            worth=self.worth,
            zones=self._zones,
            verdicts=self.verdicts(),
            assumptions=self.assumptions(),
            values=plain(self.folder.source),
        )
        try:
            return replace(answers, talks=self.talks()), ()
        except SolveError as error:
            return answers, (f"The talks were not solved. {error}",)

    @cached_property
    def _answers(self) -> tuple[Answers, tuple[str, ...]]:
        """All answers, those that solve the case many times too, and a note on each that could not be had."""
        answers, notes = self._answers_at_once[0], [*self._answers_at_once[1]]
        if answers.talks is None:
            return answers, tuple(notes)
        for what, ask in (("why", self.why_not), ("levers", self.levers), ("steps_now", self._steps_now)):
            try:
                answers = replace(answers, **{what: ask()})
            except RipenessError as error:
                name = "Why there is no deal now" if what == "why" else "What would change the answer"
                notes.append(f"{name} was not computed. {error}")
        return answers, tuple(notes)

    def _steps_now(self) -> tuple[Step, ...]:
        """What somebody could do to bring a deal now, asked where a zone is open and waiting pays for somebody."""
        main = self.folder.game.main
        waiting = any(each.agenda == main and each.status == "waiting pays" for each in self.talks().standings)
        return steps(self.case, main.name, "now", self.talks().solved) if waiting else ()

    def _news(self) -> News:
        last = None
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:  # said when it was opened
            last = last_brief(store, unlike=digest(self.reports, self.case, self.decisions))
        if last is None:  # the case stands at its date: what was published later is not its news
            return News(None, latest(self._until(self.case.as_of[-10:]).reports))
        had = set(last.body.get("reports", ()))
        return News(last.made_at[:10], tuple(report.id for report in self.reports if report.id not in had))

    def _earlier(self, since: str | Path | None, material: Material) -> tuple[Since, Memory] | None:
        day = re.fullmatch(DAY, str(since)) if since else None
        if since is not None and day is None:
            return super()._earlier(since, material)
        last = None
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:
            last = last_brief(store, None if day else material.digest(), until=str(since) if day else None)
        then = from_plain(last.body.get("said")) if last else None
        if last is None or then is None:
            if day:
                raise RipenessError(
                    f"No brief of this case until {since} is kept that says what it said. Name another."
                )
            return None
        return Since(last.made_at[:10], last.inputs), then

    def inputs(self) -> set[Path]:
        """The case file, the store and its companions, and the folders of originals and of what was computed."""
        home = self.folder.path.resolve()
        store = {home / f"{STORE}{end}" for end in ("", "-wal", "-shm")}
        return {self.folder.source.path.resolve(), home / REPORTS, home / RUNS, *store}

    def brief_path(self, material: Material) -> Path:
        """In the case's ``briefs/``, under its date and the digest of its inputs."""
        return self.folder.path / BRIEFS / f"{(material.as_of or '').replace('/', '_')}-{material.digest()[:8]}.html"

    def remember(self, material: Material) -> None:
        """Record in the store what this brief had and said: the next one says what is new and what has changed."""
        said = to_plain(Brief(material).memory())
        with suppress(ReadOnlyStoreError), open_store(self.folder.path / STORE) as store:  # said when it was opened
            reports = [report.id for report in material.reports]
            record_brief(store, material.digest(), {"reports": reports, "said": said})

    @property
    def _desk(self) -> Desk:
        """Where the case keeps its forecasts."""

        def recorded() -> Recorded:
            ledger = self.ledger()
            return Recorded(self.case, ledger.record.moves, ledger.case_party, ledger.issue_of_case)

        inputs = digest(self.reports, self.case, self.decisions)
        return Desk(self.folder.path / STORE, self.case, self.reports, inputs, self.talks, recorded)

    def forecast_records(self) -> Book:
        """The forecasts that are kept, what the record proposes of those still open, and how good they were."""
        return self._desk.book()

    def model_forecasts(self, *by: str) -> tuple[Said, ...]:
        """What the model says to each question that the case puts, by each day (ISO); by default some periods ahead."""
        return self._desk.says(by)

    def record_forecast(
        self,
        *by: str,
        question: str | None = None,
        about: str | None = None,
        chance: float | None = None,
        name: str = "",
    ) -> tuple[KeptForecast, ...]:
        """Keep the model's forecasts for these days; or, with a ``chance``, that of the person called ``name``.

        A person answers a ``question`` in words, or one ``about`` what the model forecasts too: 'deal', 'truce',
        'DEAL:PARTY'. Gives what was added. Raises RipenessError.
        """
        if chance is None:
            return self._desk.keep_model(by)
        return self._desk.keep_person(by, question, about, chance, name)

    def resolve(
        self, id: str, outcome: str, *, name: str, because: str, evidence: Sequence[Evidence] = ()
    ) -> Resolution:
        """Say how a forecast came out: yes, no or void. The last one who says so holds. Raises RipenessError."""
        return self._desk.resolve(id, outcome, name, because, evidence)

    def scores(self) -> Scores:
        """How good the forecasts were that have come out, beside simple ones of the same moment."""
        return self.forecast_records().scores

    def positions(self) -> pl.DataFrame:
        """The positions that the case states: one row for each party, issue and option."""
        import polars as pl

        return pl.DataFrame(
            [
                {
                    "party": p.party,
                    "issue": p.issue,
                    "option": option,
                    "stance": stance,
                    "firm": p.firm and stance == "refuses",
                    "said": p.said,
                }
                for p in self.case.positions
                for stance, options in (("wants", p.wants), ("refuses", p.refuses))
                for option in options
            ],
            schema={
                **dict.fromkeys(("party", "issue", "option", "stance"), pl.String),
                "firm": pl.Boolean,
                "said": pl.String,
            },
        )


def known_names(case: CaseFile) -> dict[str, str]:
    """The parties of a case, by their keys: what is known of parties before anything is read."""
    return {key: party.name for key, party in case.parties.items()}


def _origin_name(origin: Origin) -> str:
    """What an origin is called: its outlet, or the report at its head."""
    return origin.outlet or origin.head


def _step(progress: Progress | None, what: str) -> Callable[..., None] | None:
    if progress is None:
        return None
    return lambda done, total, *_: progress(what, done, total)


def is_case(path: Path) -> bool:
    """Whether ``path`` is a case folder or a case file."""
    return case_path(path).is_file() and case_path(path).suffix in (".yaml", ".yml")


def read_reports(
    paths: str | Path | Iterable[str | Path], progress: Progress | None = None, addresses: Iterable[str] = ()
) -> Pile:
    """Read reports from files and folders. What cannot be read is in ``failures``; the rest is read.

    ``addresses`` are pages on the web that a person named: only these are fetched.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    reading = read_paths([Path(path) for path in several], _step(progress, "reading reports"))
    return Pile(with_addresses(reading, addresses), progress)


def open_case(path: str | Path, progress: Progress | None = None) -> Dossier:
    """Open a case folder, taking new files of its ``reports/`` into its store.

    Raises CaseError with every fault of ``case.yaml`` and of its passages, StoreError where the
    store cannot be used.
    """
    home = case_path(Path(path)).parent
    if not case_path(Path(path)).exists():
        open_folder(Path(path))  # says what is missing
    reading = _shelved(home, progress)
    return Dossier(open_folder(Path(path), reading.reports), reading, progress)


def _shelved(home: Path, progress: Progress | None) -> Reading:
    """All reports of a case: those of the store, and those of ``reports/`` that it does not hold yet."""
    folder = home / REPORTS
    fresh = read_paths([folder], _step(progress, "reading reports")) if folder.is_dir() else Reading((), (), ())
    try:
        with open_store(home / STORE) as store:
            add_reports(store, fresh)
            kept = load_reports(store)
            return Reading(kept, fresh.failures, (*fresh.notes, *_changed(kept, fresh)))
    except ReadOnlyStoreError as error:
        seen = "its reports/ were read anew, nothing was kept, and what was decided about readings is not known"
        note = f"The case cannot be written to: {seen}. {error}"
        return Reading(fresh.reports, fresh.failures, (*fresh.notes, note))


def _changed(kept: Sequence[Report], fresh: Reading) -> Iterator[str]:
    """What ``reports/`` no longer has as it was read: the store keeps a report for good, and passages rest on it."""
    now = {(Path(report.file).name, report.sha256) for report in fresh.reports}
    names = {name for name, _ in now}
    fewer: dict[str, int] = {}
    for report in kept:
        name = Path(report.file).name
        if (name, report.sha256) in now or name not in names:
            continue
        if report.part:
            fewer[name] = fewer.get(name, 0) + 1
        else:
            yield (
                f"{report.id}: the file {name} in reports/ holds other words than one of that name did: it was "
                "changed after it was read, or two files had one name. Both are reports of the case."
            )
    for name, count in fewer.items():
        yield f"{name}: {count} reports that were read from it are no longer in it; they are still reports of the case."


def add_to_case(
    path: str | Path,
    paths: Iterable[str | Path],
    progress: Progress | None = None,
    addresses: Iterable[str] = (),
    public: bool = False,
) -> tuple[Added, Reading]:
    """Add reports to a case: the originals go to ``reports/``, what was read to the store.

    The same report twice adds nothing. ``addresses`` are fetched, as in ``read_reports``; with ``public``, none of them
    that is private. Returns what was added and the reading with its failures.
    """
    home = case_path(Path(path)).parent
    open_folder(Path(path))
    reading = read_paths([Path(each) for each in paths], _step(progress, "reading reports"))
    reading = with_addresses(reading, addresses, home / REPORTS, public)
    with open_store(home / STORE) as store:
        return add_reports(store, reading, home / REPORTS), reading


__all__ = ["Dossier", "Pile", "Progress", "Store", "add_to_case", "is_case", "open_case", "read_reports"]
