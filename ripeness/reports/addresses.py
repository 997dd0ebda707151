"""Reports that the user named by their address: fetched, and read as files are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from ripeness.errors import ReportError
from ripeness.reports.fetch import Fetched, fetch
from ripeness.reports.identify import renamed, unique_id
from ripeness.reports.load import Reading, read_paths
from ripeness.reports.model import Found, Report
from ripeness.store.original import keep_original

WHERE = "fetched from the address named by the user"


def with_addresses(
    reading: Reading, addresses: Iterable[str], folder: Path | None = None, public: bool = False
) -> Reading:
    """``reading`` and what stands at ``addresses``, each fetched once; with ``folder``, originals are kept there.

    With ``public``, none that is private, however it is written (see ``fetch``). Call it with addresses that a person
    typed, never with one that stands in a document.
    """
    reports, failures, notes = list(reading.reports), list(reading.failures), list(reading.notes)
    for address in dict.fromkeys(addresses):
        try:
            found = _read(fetch(address, public), folder)
        except ReportError as error:
            failures.append(error)
            continue
        for report in found.reports:
            own = unique_id(report.id, report.sha256, {other.id for other in reports})
            reports.append(report if own == report.id else renamed(report, own))
        failures += found.failures
        notes += found.notes
    return Reading(tuple(reports), tuple(failures), tuple(notes))


def _read(fetched: Fetched, folder: Path | None) -> Reading:
    with tempfile.TemporaryDirectory(prefix="ripeness-") as place:
        file = Path(place, fetched.name)
        file.write_bytes(fetched.raw)
        reading = read_paths([file])
        own = fetched.address
        if folder is not None and reading.reports:
            kept = folder / keep_original(fetched.raw, fetched.name, folder)
            reading, own = read_paths([kept]), str(kept)
            file = kept
        return Reading(
            tuple(_placed(report, own, fetched.address) for report in reading.reports),
            tuple(ReportError(own, each.seen, each.rule, each.fix) for each in reading.failures),
            tuple(note.replace(str(file), own) for note in reading.notes),
        )


def _placed(report: Report, file: str, address: str) -> Report:
    return replace(report, file=file, address=report.address or Found(address, WHERE))
