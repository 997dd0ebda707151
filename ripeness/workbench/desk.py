"""The case that a workbench serves: one view of it at a time, renewed when the file, the reports or the log change.

Requests come on many threads. Each takes the present view, which never changes, and what is written goes to the case
folder, where the store and the file refuse what was made on something older.
"""

from __future__ import annotations

import difflib
import hashlib
import threading
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import ripeness
from ripeness.brief import Brief, Ledger
from ripeness.case.files import MAX_BYTES, case_path, source_of, write_text
from ripeness.case.folder import RUNS, CaseFolder, checked
from ripeness.claims import Judged
from ripeness.claims.decided import Status
from ripeness.claims.judging import Judgement, take_back
from ripeness.claims.plain import passages
from ripeness.dossier import Dossier, Progress, add_to_case, open_case
from ripeness.errors import CaseError, ConflictError, Problem, ReadOnlyStoreError, StudyError
from ripeness.inference import kept_posteriors
from ripeness.lineage.tree import Origin, origins_of
from ripeness.reports import Passage, Reading
from ripeness.reports.shelf import Added
from ripeness.store import FILE, Decision, Entry, Store, decide, marks, note, open_store
from ripeness.store.audit import write_entry
from ripeness.store.search import Hit, find
from ripeness.studies.keeping import ANSWER
from ripeness.workbench.indexing import indexed
from ripeness.workbench.running import Asked, Running
from ripeness.workbench.undoing import Deed, Deeds

DIFF_MOST = 200_000  # signs of what changed in a case that the audit log keeps


class View:
    """The case as it stands at one moment, with what its pages share, each computed once."""

    def __init__(self, dossier: Dossier, text: str) -> None:
        """``text`` is that of the case file."""
        self.dossier = dossier
        self.text = text
        self.digest = digest_of(text)

    @cached_property
    def ledger(self) -> Ledger:
        """The record with all that is needed to show it."""
        return self.dossier.ledger()

    @cached_property
    def readings(self) -> dict[str, Judged[Any]]:
        """Every reading by its id, rejected ones too."""
        return {each.reading.id: each for each in self.dossier.decided}

    @cached_property
    def by_report(self) -> dict[str, list[tuple[Passage, str]]]:
        """By report the passages that readings rest on, each with the id of the reading."""
        found: dict[str, list[tuple[Passage, str]]] = {report.id: [] for report in self.dossier}
        for id, judged in self.readings.items():
            for passage in dict.fromkeys(passages(judged.reading)):
                if passage.report in found:
                    found[passage.report].append((passage, id))
        return found

    @cached_property
    def origins(self) -> tuple[Origin, ...]:
        """The origins of the reports, those of most reports first."""
        return origins_of(self.dossier.lineage(), self.dossier.reports)

    @cached_property
    def origin_of(self) -> dict[str, int]:
        """By report the place of its origin, from 0."""
        return {report: place for place, origin in enumerate(self.origins) for report in origin.reports}

    def version(self, reading: str) -> int:
        """The number of the last decision about a reading, 0 where there is none."""
        return self.dossier.log.last(reading)

    def glance(self) -> Brief:
        """The brief as far as it is had at once."""
        return self.dossier.glance()

    @cached_property
    def brief(self) -> Brief:
        """The whole brief of today."""
        return self.dossier.brief()

    @cached_property
    def brief_html(self) -> str:
        """The same as a page."""
        return self.brief.html()


def digest_of(text: str) -> str:
    """The version of a case file: the digest of its text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class CaseConflictError(ConflictError):
    """The case file has changed on the disk since it was loaded; ``theirs`` is what it holds now."""

    def __init__(self, name: str, theirs: str) -> None:
        self.theirs = theirs
        super().__init__([name], _CHANGED)


class Desk:
    """Opens a case, gives the present view of it, and writes to it."""

    def __init__(self, path: Path, progress: Progress | None = None, store: str | Path | None = None) -> None:
        """``store`` is a team's address, where it is not the case's own file. Raises what ``open_case`` raises."""
        self._lock = threading.RLock()
        self._heavy = ThreadPoolExecutor(1, "answers")
        self._job: Future[None] | None = None
        self.study: Running | None = None  # the study that was started here last
        self._deeds = Deeds()
        self.store: Store | None = None  # None: the case cannot be written to
        self._named = store
        self._where: str | Path | None = case_path(path).parent / FILE if store is None else store
        try:
            dossier = open_case(path, progress, self._lent)
        except BaseException:
            self.close()
            raise
        self.home = dossier.folder.path
        self.file = dossier.folder.source.path
        self.broken: tuple[Problem, ...] = ()  # faults of the file on the disk: the view is of the last sound one
        self._marks = self._present_marks()
        self._view = View(dossier, self._read_text())
        for part in ("lineage", "repairs", "hints", "decided"):  # so that the first page does not wait for it
            got = getattr(dossier, part)
            _ = got() if callable(got) else got

    def _lent(self) -> AbstractContextManager[Store]:
        """The one open store, for all who need it: opened as the case is, and it takes no lock, for others wait on it.

        Raises StoreError where it cannot be opened.
        """
        if self.store is None and self._where is not None:
            where, self._where = self._where, None  # tried once
            self.store = open_store(where)
        return nullcontext(self._writable())

    def close(self) -> None:
        """Let go of the case."""
        self._heavy.shutdown(wait=False, cancel_futures=True)
        self.stop_study()
        if self.store is not None:
            self.store.close()

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def writable(self) -> bool:
        """Whether decisions and reports can be kept."""
        return self.store is not None

    @property
    def name(self) -> str:
        """What the case is called, as it last was seen: no store is asked."""
        return self._view.dossier.case.name

    def view(self) -> View:
        """The case as it stands now."""
        with self._lock:
            marks = self._present_marks()
            if marks != self._marks:
                self._renew(self._marks, marks)
                self._marks = marks
            return self._view

    def think(self) -> bool:
        """Have all answers of the case computed on a thread of their own; whether they are there already."""
        with self._lock:
            dossier = self.view().dossier
            if dossier.answered:
                return True
            if self._job is None or self._job.done():
                self._job = self._heavy.submit(self._answer, dossier)
            return False

    def _answer(self, dossier: Dossier) -> None:
        dossier.answer()
        with self._lock:
            if self._view.dossier is not dossier:  # somebody decided meanwhile
                self._view.dossier.learn(dossier)

    def search(self, question: str, kinds: Iterable[str] = ()) -> list[Hit]:
        """Readings and paragraphs of reports with all the words of a question, best first. Raises StoreError."""
        view = self.view()
        if self.store is None:
            raise ReadOnlyStoreError(
                f"{self.home}: the index of words is kept in the case, which cannot be written to. Make the folder "
                "writable, or work on a copy."
            )
        reports = " ".join(report.sha256 for report in view.dossier)
        key = digest_of(f"{ripeness.__version__} {view.digest} {view.dossier.log.number} {reports}")
        return find(self.store, key, lambda: indexed(view.ledger, view.readings.values()), question, kinds)

    def text(self) -> str:
        """The case file as it stands on the disk, sound or not."""
        return self._read_text()

    def _present_marks(self) -> tuple[object, ...]:
        """What changes with the case: of its file, of the reports, of the log, of what was computed of it and kept."""
        try:
            found = self.file.stat()
            file = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            file = None
        runs = self._runs()
        if self.store is None:
            return file, 0, 0, "", runs
        return file, *marks(self.store), runs

    def _runs(self) -> tuple[tuple[str, int], ...]:
        """The studies that have been asked and the fits that are kept, each with when it was written."""
        found: list[tuple[str, int]] = []
        for path in (*(self.home / RUNS).glob(f"study-*/{ANSWER}"), *kept_posteriors(self.home)):
            with suppress(OSError):  # deleted this moment
                found.append((str(path), path.stat().st_mtime_ns))
        return tuple(sorted(found))

    def _renew(self, before: Sequence[object], now: Sequence[object]) -> None:
        dossier, text = self._view.dossier, self._read_text()
        if before[1] != now[1]:
            try:
                fresh = open_case(self.home, None, self._lent)
            except CaseError as error:
                self.broken = error.problems
                return
            self.broken = ()
            self._view = View(fresh, text)
            return
        folder: CaseFolder | None = None
        if before[0] != now[0]:
            try:
                folder = self.check(text)
                self.broken = ()
            except CaseError as error:
                self.broken = error.problems
                text = self._view.text
        self._view = View(dossier.again(folder), text)

    def _read_text(self) -> str:
        try:
            with self.file.open("rb") as stream:
                return stream.read(MAX_BYTES + 1).decode("utf-8-sig", "replace")
        except OSError:
            return ""

    # --- writing -----------------------------------------------------------------------------------------------------

    def decide(
        self,
        readings: Mapping[str, int],
        status: Status,
        *,
        by: str,
        why: str,
        changes: Sequence[str] = (),
    ) -> tuple[Decision, ...]:
        """Decide about readings of the last view, each with the number of the last decision about it that was seen.

        Raises RecordError, ConflictError, StoreError.
        """
        made = self._view.dossier.judged(list(readings), Judgement(status, by, why, changes))
        return decide(self._writable(), made, readings, Entry(by, "decided", {"status": status}))

    def take_back(self, rows: Mapping[str, int], seen: Mapping[str, int], by: str, undone: int) -> tuple[Decision, ...]:
        """Take decisions back, by reading with the number of their row; ``undone`` is their entry in the audit log.

        ``seen`` says, as in ``decide``, what was known of each reading.
        Raises ConflictError, StoreError.
        """
        made = take_back(self._view.dossier.log.rows, rows, by, "Taken back.")
        return decide(self._writable(), made, seen, Entry(by, "took back", {"undone": undone}))

    def undoable(self, view: View, who: str, wanted: int | None = None) -> Deed | None:
        """What somebody can take back (see ``Deeds``). Raises StoreError."""
        return self._deeds.undoable(self.store, view.dossier.log, who, wanted)

    def check(self, text: str) -> CaseFolder:
        """What the text of a case file says, checked with the reports. Raises CaseError with every fault."""
        return checked(source_of(text, self.file), self._view.dossier.reports)

    def save(self, text: str, digest: str, by: str) -> None:
        """Write the case file, if it still is the one of ``digest`` and the new text has no fault.

        Raises CaseError, CaseConflictError with what stands there now, StoreError.
        """
        store = self._writable()
        self.check(text)
        with self._lock, store.write() as connection:  # no other workbench on this case writes meanwhile
            theirs = self._read_text()
            if digest_of(theirs) != digest:
                raise CaseConflictError(self.file.name, theirs)
            lines = difflib.unified_diff(theirs.splitlines(), text.splitlines(), "before", "after", lineterm="", n=1)
            changed = "\n".join(lines)[:DIFF_MOST]
            write_entry(
                connection,
                Entry(by, "saved the case", {"before": digest, "after": digest_of(text), "changes": changed}),
            )
            write_text(self.file, text)

    def add(self, files: Sequence[Path], addresses: Sequence[str], by: str) -> tuple[Added, Reading]:
        """Take reports into the case. Private addresses are refused. Raises ReportError, CaseError, StoreError."""
        self._writable()
        added, reading = add_to_case(self.home, files, None, addresses, public=True, store=self._lent)
        new = [report.id for report in added.new]
        self.note(Entry(by, "added reports", {"new": new, "known": len(added.known), "addresses": list(addresses)}))
        return added, reading

    def start_study(self, asked: Asked, by: str) -> None:
        """Draw the case in a process of its own. Raises StudyError where one is under way, StoreError."""
        with self._lock:
            self._writable()
            if self.study is not None and self.study.going:
                raise StudyError("a study is under way", "Wait for it, or stop it: what is drawn by then is kept.")
            self.note(Entry(by, "started a study", asdict(asked)))
            self.study = Running(self.home, asked, self._named)

    def stop_study(self) -> None:
        """Stop the study that is under way, if one is; what is drawn by then is kept."""
        if self.study is not None:
            self.study.stop()

    def note(self, entry: Entry) -> None:
        """Keep something in the audit log, where the case can be written to."""
        if self.store is not None:
            note(self.store, entry)

    def _writable(self) -> Store:
        if self.store is None:
            raise ReadOnlyStoreError(
                f"{self.home}: the case cannot be written to. Make the folder writable, or work on a copy of it."
            )
        return self.store


_CHANGED = (
    "case.yaml was changed since you loaded it. Nothing was written. Look at both versions, put together what is to "
    "stand, and save that."
)
