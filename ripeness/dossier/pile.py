"""Reports read together, and what can be said without a case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from ripeness.brief import Brief, Changes, Ledger, Material, Memory, News, Since, compared, latest, read_memory
from ripeness.brief.notebook import draw, pile_card
from ripeness.case import open_folder
from ripeness.claims import Conclusions, Decided, PartyMention, Read, Record, known_beforehand, read_record, tables
from ripeness.claims.party_roles import roles
from ripeness.drafting import Draft, Grounds, prepare, start
from ripeness.drafting import draft as draft_case
from ripeness.errors import ReportError
from ripeness.exchange import ALL, Content, Kind, write_exchange
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
from ripeness.reports import Reading, Report
from ripeness.reports.shelf import add_reports, load_reports
from ripeness.store import FILE, open_store

if TYPE_CHECKING:
    import polars as pl

    from ripeness.dossier.dossier import Dossier

REPORTS = "reports"  # what a case folder has: the originals, what was read of them, the briefs that were made
BRIEFS = "briefs"
Progress = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


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

    def _repr_html_(self) -> str:
        return draw(pile_card(self.reports, self.lineage()))

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
        return find_lineage(self.reports, step_of(self._progress, "comparing reports"), self._model())

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
        step = step_of(self._progress, "reading statements and moves")
        return read_record(self.reports, step, self._as_of, known_beforehand(self.told) if self.told else None)

    @property
    def told(self) -> Mapping[str, str]:
        """The parties (key -> name) that a person named before anything was read: no list need have them."""
        return {}

    def found(self) -> Record:
        """What is read off the reports, before anybody decided about it: statements and moves."""
        return self._read.record

    @cached_property
    def decided(self) -> Decided:
        """Every reading with its standing. Nothing is decided about a pile: all are proposed."""
        return self._conclusions.decided(())

    @cached_property
    def _conclusions(self) -> Conclusions:
        return Conclusions(self.found(), self._read.pile, self.reports)

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
        from ripeness.dossier.dossier import Dossier  # which is a pile too

        reading = Reading(self.reports, self.failures, (*self.notes, *made.notes))
        prepare(home)
        with open_store(home / FILE) as store:
            add_reports(store, reading, home / REPORTS)
            kept = load_reports(store)
        start(home, made.values)  # last: once there is a case file, all of the case is there
        opened = Dossier(open_folder(home, kept), replace(reading, reports=kept), self._progress)
        opened.learn(self)
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
        return compared(material, *earlier, step_of(self._progress, "what each change does"))

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


def step_of(progress: Progress | None, what: str) -> Callable[..., None] | None:
    """How far one step is, told under its name."""
    if progress is None:
        return None
    return lambda done, total, *_: progress(what, done, total)
