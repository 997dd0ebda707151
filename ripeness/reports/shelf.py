"""Reports in the store: each is added once, and comes back exactly as it was read."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ripeness.errors import StoreError
from ripeness.reports.identify import renamed, slug, unique_id
from ripeness.reports.load import Reading
from ripeness.reports.model import Dropped, Found, Part, Passage, Report
from ripeness.reports.raw import RawMap
from ripeness.store.database import Store, utc_now
from ripeness.store.original import keep_original

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

_METADATA = ("title", "outlet", "author", "published", "language", "address")


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a reading did: reports that are new in the store, and those it knew, as the store has them."""

    new: tuple[Report, ...]
    known: tuple[Report, ...]


def add_reports(store: Store, reading: Reading, folder: Path | None = None) -> Added:
    """Add the reports of ``reading`` in one transaction; with ``folder``, copy each new original there first.

    A report with the bytes and the name of one in the store is known and adds nothing. Other bytes
    under a taken id get an id of their own (the digest's first digits are added). Raises StoreError,
    and then nothing was added.
    """
    new: list[Report] = []
    known: list[Report] = []
    with store.write() as connection:
        shelf = _Shelf(_stored(connection))
        originals = _Originals(folder) if folder is not None else None
        added_at = utc_now()
        for report in reading.reports:
            twin = shelf.twin(report)
            if twin is not None:
                known.append(twin)
                continue
            own = unique_id(report.id, report.sha256, shelf.ids)
            report = report if own == report.id else renamed(report, own)
            original = originals.copy(report) if originals is not None else None
            _insert(connection, report, original, added_at)
            shelf.put(_Place(report, original))
            new.append(report)
    return Added(tuple(new), tuple(known))


def load_reports(store: Store) -> tuple[Report, ...]:
    """Every report in the store, in the order of adding. Raises StoreError."""
    with store.read() as connection:
        return tuple(place.report for place in _stored(connection))


@dataclass(frozen=True, slots=True)
class _Place:
    """A stored report and the name of its original's copy."""

    report: Report
    original: str | None

    def holds(self, report: Report) -> bool:
        """Whether ``report`` is this one: the same bytes, under its id, its file's name or its copy's."""
        names = {self.report.id, slug(self.report.file), slug(self.original or self.report.file)}
        return self.report.sha256 == report.sha256 and not names.isdisjoint({report.id, slug(report.file)})


class _Shelf:
    """What the store holds, found by id and by digest."""

    def __init__(self, places: list[_Place]) -> None:
        self.ids: set[str] = set()
        self._by_digest: dict[str, list[_Place]] = {}
        for place in places:
            self.put(place)

    def put(self, place: _Place) -> None:
        self.ids.add(place.report.id)
        self._by_digest.setdefault(place.report.sha256, []).append(place)

    def twin(self, report: Report) -> Report | None:
        """The stored report that ``report`` is, or None."""
        same_bytes = self._by_digest.get(report.sha256, [])
        return next((place.report for place in same_bytes if place.holds(report)), None)


class _Originals:
    """Copies of originals in ``folder``: a file of several reports is copied once, and whole."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._copied: dict[tuple[str, str], str] = {}

    def copy(self, report: Report) -> str:
        """The name that the original of ``report`` has in the folder."""
        key = report.file, report.part.whole if report.part else report.sha256
        if key not in self._copied:
            self._copied[key] = _copy(Path(report.file), key[1], self._folder)
        return self._copied[key]


def _copy(file: Path, sha256: str, folder: Path) -> str:
    """The name of the original's copy in ``folder``; where the file lies there already, its own."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise StoreError(
            f"{file}: it was read, but cannot be copied ({error.strerror or error}). "
            "A case keeps its originals. Add it again."
        ) from error
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise StoreError(f"{file}: it changed after it was read. The copy must be what was read. Add it again.")
    if file.resolve().is_relative_to(folder.resolve()):
        return file.resolve().relative_to(folder.resolve()).as_posix()
    return keep_original(raw, file.name, folder)


def _insert(connection: Connection, report: Report, original: str | None, added_at: str) -> None:
    from ripeness.store.schema import reports

    found: dict[str, Found | Part | None] = {name: getattr(report, name) for name in _METADATA}
    if report.part:
        found["part"] = report.part
    kept: dict[str, Any] = {name: asdict(value) if value else None for name, value in found.items()}
    if report.raw:
        kept["raw"] = {"encoding": report.raw.encoding, "pieces": report.raw.numbers()}
    connection.execute(
        reports.insert().values(
            id=report.id,
            file=report.file,
            sha256=report.sha256,
            text=report.text,
            metadata=kept,
            source_lines=[{"start": line.start, "end": line.end, "exact": line.exact} for line in report.source_lines],
            dropped=[asdict(line) for line in report.dropped],
            original=original,
            added_at=added_at,
        )
    )


def _stored(connection: Connection) -> list[_Place]:
    from sqlalchemy import select

    from ripeness.store.schema import reports

    rows = connection.execute(select(reports).order_by(reports.c.number))
    return [_Place(_report(row), row.original) for row in rows]


def _report(row: Row[Any]) -> Report:
    kept = row._mapping["metadata"]  # of an older store, without what was not known then
    found = {name: Found(**kept[name]) if kept.get(name) else None for name in _METADATA}
    return Report(
        id=row.id,
        file=row.file,
        sha256=row.sha256,
        text=row.text,
        source_lines=tuple(Passage(report=row.id, **line) for line in row.source_lines),
        dropped=tuple(Dropped(**line) for line in row.dropped),
        part=Part(**kept["part"]) if kept.get("part") else None,
        raw=RawMap.from_numbers(kept["raw"]["encoding"], kept["raw"]["pieces"]) if kept.get("raw") else None,
        **found,
    )
