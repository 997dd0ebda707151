"""Opening: a pile of reports, a case with its reports; adding reports to a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from ripeness.case import open_folder
from ripeness.case.files import case_path
from ripeness.dossier.dossier import Dossier
from ripeness.dossier.kept import Where, opening
from ripeness.dossier.pile import REPORTS, Pile, Progress, step_of
from ripeness.errors import ReadOnlyStoreError, StoreError
from ripeness.reports import Reading, Report, read_paths
from ripeness.reports.addresses import with_addresses
from ripeness.reports.shelf import Added, add_reports, load_reports
from ripeness.store import FILE, Opening, Store, is_team


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
    reading = read_paths([Path(path) for path in several], step_of(progress, "reading reports"))
    return Pile(with_addresses(reading, addresses), progress)


def open_case(path: str | Path, progress: Progress | None = None, store: Where | None = None) -> Dossier:
    """Open a case folder, taking new files of its ``reports/`` into its store.

    ``store`` is the address of a team's store (postgresql://...), another file than the case's own, or what gives an
    open store. Raises CaseError with every fault of ``case.yaml`` and of its passages, StoreError where the
    store cannot be used.
    """
    home = case_path(Path(path)).parent
    if not case_path(Path(path)).exists():
        open_folder(Path(path))  # says what is missing
    opened = opening(home, store)
    reading = _shelved(home, opened, progress)
    return Dossier(open_folder(Path(path), reading.reports), reading, progress, store=opened)


def _shelved(home: Path, opened: Opening, progress: Progress | None) -> Reading:
    """All reports of a case: those of the store, and those of ``reports/`` that it does not hold yet."""
    folder = home / REPORTS
    fresh = read_paths([folder], step_of(progress, "reading reports")) if folder.is_dir() else Reading((), (), ())
    try:
        with opened() as store:
            _own(home, store, fresh)
            add_reports(store, fresh)
            kept = load_reports(store)
            return Reading(kept, fresh.failures, (*fresh.notes, *_changed(kept, fresh)))
    except ReadOnlyStoreError as error:
        seen = "its reports/ were read anew, nothing was kept, and what was decided about readings is not known"
        note = f"The case cannot be written to: {seen}. {error}"
        return Reading(fresh.reports, fresh.failures, (*fresh.notes, note))


def _own(home: Path, store: Store, fresh: Reading | None = None) -> None:
    """Raise StoreError where a store that is not the case's own file has reports, and ``reports/`` holds none of them.

    It is that of another case: it would take in the reports of this one, and a report is kept for good. Reports are
    told by their bytes, never by their names. ``fresh`` is what was read of ``reports/``, if it was.
    """
    if not is_team(store.where) and Path(store.where).resolve() == (home / FILE).resolve():
        return
    kept, folder = load_reports(store), home / REPORTS
    if not kept or not _digests(kept).isdisjoint(_files(folder)):
        return
    if fresh is None:  # a feed or a file of lines goes on: its file is another, the reports in it are those of before
        fresh = read_paths([folder]) if folder.is_dir() else Reading((), (), ())
    if _digests(kept).isdisjoint(_digests(fresh.reports)):
        raise StoreError(
            f"{store.where}: it holds {len(kept)} reports, and none of them lies in {folder}. A store is of one "
            "case, which keeps its originals. Name the store of this case, or an empty database or schema; or put "
            "an original back as it was read."
        )


def _digests(reports: Iterable[Report]) -> set[str]:
    """Of the bytes of reports, and of the files that they are parts of."""
    return {digest for each in reports for digest in (each.sha256, each.part.whole if each.part else each.sha256)}


def _files(folder: Path) -> Iterator[str]:
    """The digests of the files in a folder; those that cannot be read are told where they are read as reports."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        with suppress(OSError):
            if path.is_file():
                yield sha256(path.read_bytes()).hexdigest()


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
    store: Where | None = None,
) -> tuple[Added, Reading]:
    """Add reports to a case: the originals go to ``reports/``, what was read to the store.

    The same report twice adds nothing. ``addresses`` are fetched, as in ``read_reports``; with ``public``, none of them
    that is private. ``store`` is as for ``open_case``. Returns what was added and the reading with its failures.
    Raises StoreError, before anything is written, where the store is that of another case.
    """
    home = case_path(Path(path)).parent
    open_folder(Path(path))
    with opening(home, store)() as opened:
        _own(home, opened)  # before a page that is fetched is written to reports/
        reading = read_paths([Path(each) for each in paths], step_of(progress, "reading reports"))
        reading = with_addresses(reading, addresses, home / REPORTS, public)
        return add_reports(opened, reading, home / REPORTS), reading
