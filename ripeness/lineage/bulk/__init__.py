"""Lineage of piles that do not fit in memory: the same edges as ``find_lineage`` by words alone, on Daft.

Daft runs in this process or, by one setting, on a Ray cluster. Reports come from Parquet; edges and stories go to
Parquet. What is held where:

- on the driver: for each report two group numbers and a hash of its id; the names of outlets; the levels of background
  terms; a batch of rows that is passed on (reports while they are numbered, places of pairs while groups are joined).
- in the process that works: keys and pairs of ``at_once`` reports at a time, and in comparing two blocks of as many
  reports, packed.
- on the disk, below ``out``, until the run ends: everything else.

Needs the extra ``bulk``, on a cluster ``bulk-ray``; nothing is imported before it is used. Importing
this package switches off the statistics that Daft and Ray would send.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ripeness.errors import BulkError
from ripeness.lineage.bulk.runner import silence
from ripeness.lineage.model import Edge
from ripeness.reports.model import Report

if TYPE_CHECKING:
    from ripeness.lineage.bulk.run import BulkLineage, Progress

silence()

AT_ONCE = 20_000  # some 300 MB in each process that compares, twice 7.5 KB for a report of 400 words


def write_edges(
    reports: str | Path | Sequence[str | Path],
    out: str | Path,
    *,
    ray: str | None = None,
    at_once: int = AT_ONCE,
    progress: Progress | None = None,
) -> BulkLineage:
    """Find which reports of Parquet files retell which, and write ``edges/`` and ``stories.parquet`` into ``out``.

    ``reports`` names files or folders of them (columns: ``files.REPORTS``). ``ray`` is None for this process, ``local``
    for a Ray that is started on this machine, or the address of a cluster, whose workers must have Ripeness and see
    ``out`` under the same path. ``at_once`` is how many reports are held at a time, the one lever on memory.
    Raises ReportError where a file cannot be read or an id stands twice, and BulkError where the run cannot be made.
    """
    needs(ray)
    from ripeness.lineage.bulk.run import run

    return run(reports, Path(out), ray, at_once, progress)


def write_reports(reports: Iterable[Report], path: str | Path) -> int:
    """Write reports to one Parquet file, a few at a time, and say how many: with ``ripeness.reports.each_report``."""
    needs()
    from ripeness.lineage.bulk import files

    return files.write_reports(reports, path)


def read_edges(out: str | Path) -> tuple[Edge, ...]:
    """All edges of a folder that ``write_edges`` wrote, in the order of ``find_lineage``: in memory, all at once."""
    needs()
    from ripeness.lineage.bulk import files

    return files.read_edges(out)


def needs(ray: str | None = None) -> None:
    """See that what a run with this ``ray`` imports is installed; raises BulkError where it is not."""
    wanted = [("pyarrow", "bulk"), ("daft", "bulk"), *([("ray", "bulk-ray")] if ray else [])]
    for name, extra in wanted:
        if find_spec(name) is None:
            raise BulkError(f"{name} is not installed", f"Do: pip install 'ripeness[{extra}]'")


__all__ = ["AT_ONCE", "needs", "read_edges", "write_edges", "write_reports"]
