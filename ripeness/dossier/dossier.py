"""A case with its reports: everything of a pile, and the answers that need a case."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ripeness.brief import Brief, Ledger, Material, Memory, News, Since, digest, from_plain, latest, to_plain
from ripeness.brief.notebook import case_card, draw
from ripeness.brief.study_data import joined, study_data
from ripeness.case import Assumption, Game, assumptions
from ripeness.case.evidence import every_because
from ripeness.case.folder import RUNS, CaseFolder
from ripeness.case.labels import Loc
from ripeness.case.numbers import Evidence
from ripeness.claims import Decided, Record
from ripeness.claims.decided import Status
from ripeness.claims.judging import Judgement, judge, parties_known, take_back
from ripeness.claims.model_reader import Met, met_record
from ripeness.dossier.kept import Kept, Where, opening
from ripeness.dossier.pile import BRIEFS, REPORTS, Pile, Progress
from ripeness.dossier.solved import Solved
from ripeness.drafting import Redraft, drafted_day, drafted_parties, redraft
from ripeness.errors import InferenceError, ReadOnlyStoreError, RipenessError, SolveError, StudyError
from ripeness.exchange import Brought, Content, read_exchange
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
    kept_posteriors,
    latest_posterior,
    thin,
)
from ripeness.lineage import SentenceModel, drop_one_origin, model_at_hand
from ripeness.outlook import (
    DraftComparison,
    Forecast,
    Levers,
    RipenessMap,
    TalksAnswers,
    Verdict,
    WhatIf,
    WhyNot,
    Worth,
    Zone,
    compare_drafts,
    draft,
    ripeness_map,
)
from ripeness.outlook.forecast import PERIODS
from ripeness.outlook.reasons import Question
from ripeness.outlook.worth import reservation
from ripeness.reports import Reading
from ripeness.store import (
    FILE,
    Decision,
    Entry,
    Imported,
    KeptForecast,
    Log,
    RememberedVectors,
    Resolution,
    bring,
    decide,
    last_brief,
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

DAY = r"\d{4}-\d\d-\d\d"  # how a kept brief is named by its day
EXAMINED = 256  # draws where nobody asked for a study: shares are then known to some three points


class Dossier(Pile):
    """A case with its reports: everything of a Pile, and the answers that need a case."""

    def __init__(
        self,
        folder: CaseFolder,
        reading: Reading,
        progress: Progress | None = None,
        left_out: Collection[str] = (),
        store: Where | None = None,
    ) -> None:
        """``left_out`` are ids of reports of the case that are left out on purpose; ``store`` is as for `open_case`."""
        super().__init__(reading, progress)
        self.folder = folder
        self.case = folder.case
        self._left_out = left_out
        self.opened = opening(folder.path, store)
        self._kept = Kept(self.opened)
        self._solved = Solved(folder, progress)

    def _repr_html_(self) -> str:
        return draw(case_card(self.case, self.reports, self.zones(), self.verdicts()))

    # --- the record, as people decided about it ------------------------------------------------------

    @property
    def log(self) -> Log:
        """The log of decisions with its version. A store that cannot be written to is not read: a note says so."""
        return self._kept.log

    @property
    def imported(self) -> tuple[Imported, ...]:
        """Readings that were imported, which the reader of this case need not find."""
        return self._kept.imported

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The log of decisions by time."""
        return self.log.decisions

    @cached_property
    def decided(self) -> Decided:
        """Every reading with its standing: rejected ones too, and those that only the log or an import has."""
        return self._conclusions.decided(self.log.holding, self.imported, self._left_out)

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
        return self._write(self.judged(names, Judgement(status, by, why, changes)), seen, entry)

    def judged(self, names: Sequence[str], judgement: Judgement) -> tuple[Decision, ...]:
        """The decisions that a judgement of some readings makes, not written yet. Raises RecordError."""
        parties = self.nameable if judgement.status == "corrected" else frozenset()
        return judge(self.decided, names, judgement, self.log.holding, parties)

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
        with self.opened() as store:
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
        then = self._conclusions.decided(log, (*self.imported, *brought.readings), self._left_out)
        foreign = {each.reading.id for each in then if each.kept}
        own = sum(each.reading not in foreign for each in brought.readings)
        fresh = tuple(each for each in brought.readings if each.reading in foreign and each not in self.imported)
        with self.opened() as store:
            added = bring(store, brought.decisions, fresh)
        self._forget()
        return replace(brought, decisions=added, readings=fresh, same=brought.same + own)

    def _content(self) -> Content:
        return Content(self.reports, self.decided, self.decisions, self.case.name)

    def _renew(self) -> None:
        """Let go of what was computed of the log and of what was imported, where the store has changed since."""
        if self._kept.changed():
            self._forget()

    def _forget(self) -> None:
        """Let go of what was computed before the log had changed."""
        self._kept = Kept(self.opened, self.log)
        self.__dict__.pop("decided", None)

    def again(self, folder: CaseFolder | None = None) -> Dossier:
        """The same reports with the log as it is now and, if given, with the case of another ``folder``.

        What follows from the reports alone is not computed again, nor what follows from the case where it is the same.
        """
        same_case = folder is None or folder.case == self.case
        reading = Reading(self.reports, self.failures, self.notes)
        own = self.folder if folder is None or same_case else folder
        fresh = Dossier(own, reading, self._progress, self._left_out, self.opened)
        fresh.learn(self)
        fresh._kept = Kept(self.opened, self.log)
        return fresh

    def learn(self, other: Pile) -> None:
        """Take over what another pile of the same reports has computed, as far as it holds for this case too."""
        kept = ["_lineage", "repairs", "hints"]
        if self.told == other.told:
            kept += ["_read", "met", *(["_conclusions"] if isinstance(other, Dossier) else [])]
        for name in kept:
            if name in other.__dict__:
                self.__dict__.setdefault(name, other.__dict__[name])
        if isinstance(other, Dossier) and self.case == other.case:
            self._solved = other._solved

    def _model(self) -> SentenceModel | None:
        model = model_at_hand()
        return RememberedVectors(model, self.opened) if model else None

    @cached_property
    def met(self) -> Met:
        """The record with what language models read in the reports (`ripeness read`), and where readers differ."""
        with suppress(ReadOnlyStoreError), self.opened() as store:
            return met_record(self._read.record, self.reports, store, self._read.pile)
        return Met(self._read.record)

    def found(self) -> Record:
        """What is read off the reports by every reader, before anybody decided about it."""
        return self.met.record

    @property
    def told(self) -> Mapping[str, str]:
        """The parties of the case, but for those that its draft named: these the reader found by itself."""
        drafted = drafted_parties(self.folder.path)
        own = {key: party.name for key, party in self.case.parties.items()}
        return {key: name for key, name in own.items() if drafted.get(key) != name}

    def draft_again(self, as_of: str | None = None) -> Redraft:
        """What drafting this case again from its reports would change, and what the analyst's own lines keep out.

        Nothing is written before ``write()`` of what is given. Raises CaseError where the case was not drafted, or
        where its own lines and the record together make no valid case, RipenessError where the record is too thin now.
        """
        own = drafted_day(self.folder.path) != self.case.as_of  # the analyst's own day stays
        made = self.draft(as_of or (self.case.as_of if own else None))
        if made.values is None:
            raise RipenessError(made.thin)
        return redraft(self.folder.source.path, made.values, self.reports, made.notes)

    # --- the answers of the case ---------------------------------------------------------------------

    def game(self) -> Game:
        """The case as arrays, at the point values of its numbers."""
        return self.folder.game

    @property
    def worth(self) -> Worth:
        """What fighting to the finish is worth to each party in every situation."""
        return self._solved.worth

    def zone(self) -> Zone:
        """The zone of the case's first agenda."""
        return self.zones()[0]

    def zones(self) -> tuple[Zone, ...]:
        """The zone of every agenda: each track with those linked to it."""
        return self._solved.zones

    def verdicts(self) -> tuple[Verdict, ...]:
        """What each party would say to each named final deal of the case."""
        return self._solved.verdicts

    def talks(self) -> TalksAnswers:
        """The talks solved: where each agenda stands, interim deals, who stalls, the outlook."""
        return self._solved.talks

    def outlook(self, periods: int = PERIODS) -> Forecast:
        """What to expect within so many periods, under the reference belief."""
        return self._solved.outlook(periods)

    def why_not(self) -> tuple[WhyNot, ...]:
        """Why there is no deal now, for each agenda: asked of the zone where there is none, else of agreement now."""
        return self._solved.why_not()

    def levers(self, question: Question = "zone") -> Levers:
        """For every assumption the value at which the answer of the first agenda changes; what could be done."""
        return self._solved.levers(question)

    def what_if(self, settings: Mapping[str, str | float], periods: int = PERIODS) -> WhatIf:
        """The case beside itself with settings changed: 'assumption', 'now.VARIABLE', 'tracks.TRACK.linked_to'."""
        return self._solved.what_if(settings, periods)

    def map(self, across: str, down: str) -> RipenessMap:
        """Slack of the first agenda over two variables of the situation."""
        return ripeness_map(self.case, across, down)

    def compare(self, first: str, second: str) -> DraftComparison:
        """Two deals issue by issue; each is named by its key, or as 'issue=option,...' (see ``outlook.drafts``)."""
        return compare_drafts(self.folder.game, self.worth, draft(self.case, first), draft(self.case, second))

    def assumptions(self) -> tuple[Assumption, ...]:
        """Every number of the case with its because."""
        return assumptions(self.case)

    @property
    def answered(self) -> bool:
        """Whether every answer of the case has been computed, those too that solve it many times."""
        return self._solved.answered

    def answer(self) -> None:
        """Compute every answer of the case: what a brief of it needs."""
        _ = self._solved.answers

    # --- how sure they are ---------------------------------------------------------------------------

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

    def _fitted(self) -> Posterior | None:
        """The fit of this record that was kept last, with any settings."""
        return latest_posterior(self.folder.path, self._evidence) if kept_posteriors(self.folder.path) else None

    @cached_property
    def _evidence(self) -> Inputs:
        return inputs_of(self.case, self.folder.game, self.lineage(), reservation(self.folder.game, self.worth))

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

        ``joint``: joint draws of some numbers, by their places; by default those of the preferences that were fitted to
        this record last (``infer``), none with an empty mapping. Where the folder cannot be written nothing is kept.
        """
        if joint is None:
            fitted = self._fitted()
            joint = fitted.draws() if fitted else {}
        workers = Workers(processes, ray)
        runs = self.folder.path / RUNS
        kept = runs if os.access(runs if runs.exists() else self.folder.path, os.W_OK) else None
        found = study(self.case, draws, within, seed, workers, kept, joint, progress=self._progress)
        return self._asked(found)

    def drop_origins(self, found: Study, *, processes: int = 1, ray: str | None = None) -> tuple[Dropped, ...]:
        """The answer without each origin of the reports in turn; the origins that matter most first."""
        every = {report.id for report in self.reports}
        named = [
            (origin.outlet or origin.head, every - {report.id for report in kept})
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

    def examine(self, draws: int = EXAMINED) -> None:
        """Fit preferences where the record has acts to fit, and draw the ranges with them; both are kept for the brief.

        What cannot be had is a note: a party of which the record is too thin, a library that is missing.
        """
        evidence, joint = self._evidence.evidence, {}
        named = {party: self.case.parties[party].name for party in self.case.preferences}
        notes = [said for party, name in named.items() if (said := thin(name, evidence.of(party)))]
        try:
            joint = self.infer().draws() if len(notes) < len(named) else {}
        except InferenceError as error:
            notes.append(f"Preferences were not fitted. {error}")
        try:
            self.study(draws, joint=joint)
        except (StudyError, SolveError) as error:
            notes.append(f"The ranges were not drawn. {error}")
        self.notes = (*self.notes, *notes)

    # --- briefs and forecasts ------------------------------------------------------------------------

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
        return Dossier(self.folder, reading, self._progress, left_out | set(self._left_out), self.opened)

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
        answers, unsolved = self._solved.answers if whole else self._solved.at_once
        answers = replace(
            answers,
            preferences=self._fitted(),
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

    def _news(self) -> News:
        last = None
        with suppress(ReadOnlyStoreError), self.opened() as store:  # said when it was opened
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
        with suppress(ReadOnlyStoreError), self.opened() as store:
            last = last_brief(store, None if day else material.digest(), until=str(since) if day else None)
        then = from_plain(last.body.get("said")) if last else None
        if last is None or then is None:
            if day:
                raise RipenessError(
                    f"No brief of this case until {since} is kept that says what it said. Name another."
                )
            return None
        return Since(last.made_at[:10], last.inputs), then

    def remember(self, material: Material) -> None:
        """Record in the store what this brief had and said: the next one says what is new and what has changed."""
        said = to_plain(Brief(material).memory())
        with suppress(ReadOnlyStoreError), self.opened() as store:  # said when it was opened
            reports = [report.id for report in material.reports]
            record_brief(store, material.digest(), {"reports": reports, "said": said})

    def inputs(self) -> set[Path]:
        """The case file, the store and its companions, and the folders of originals and of what was computed."""
        home = self.folder.path.resolve()
        store = {home / f"{FILE}{end}" for end in ("", "-wal", "-shm")}
        return {self.folder.source.path.resolve(), home / REPORTS, home / RUNS, *store}

    def brief_path(self, material: Material) -> Path:
        """In the case's ``briefs/``, under its date and the digest of its inputs."""
        return self.folder.path / BRIEFS / f"{(material.as_of or '').replace('/', '_')}-{material.digest()[:8]}.html"

    @property
    def _desk(self) -> Desk:
        """Where the case keeps its forecasts."""

        def recorded() -> Recorded:
            ledger = self.ledger()
            return Recorded(self.case, ledger.record.moves, ledger.case_party, ledger.issue_of_case)

        inputs = digest(self.reports, self.case, self.decisions)
        return Desk(self.opened, self.case, self.reports, inputs, self.talks, recorded)

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
