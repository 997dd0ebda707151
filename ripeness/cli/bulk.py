"""The command on piles that do not fit in memory: bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import AsJson, fail, print_json, progress_bar, say

if TYPE_CHECKING:
    from ripeness.dossier import Progress
    from ripeness.reports import Report

Reports = Annotated[
    list[Path], typer.Argument(help="Reports and folders of reports, or Parquet files of them.", metavar="PATH...")
]


@app.command()
def bulk(
    paths: Reports,
    out: Annotated[Path, typer.Option("--out", help="The folder for edges/ and stories.parquet.", metavar="DIR")],
    ray: Annotated[
        str | None,
        typer.Option("--ray", help="Run on the Ray cluster there; 'local' starts one here.", metavar="ADDRESS"),
    ] = None,
    at_once: Annotated[
        int | None,
        typer.Option("--at-once", min=1, help="How many reports are held at a time: fewer take less memory."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lineage by words of a pile that does not fit in memory, from and to Parquet, here or on a Ray cluster."""
    from ripeness.lineage.bulk import AT_ONCE, needs, write_edges, write_reports

    needs(ray)
    tables = [path for path in paths if path.suffix == ".parquet"]
    if tables and len(tables) < len(paths):
        fail("Parquet files and others are named together", "Name either; what is no Parquet is written to it first.")
    with progress_bar() as progress:
        if not tables:
            tables = [out / "reports.parquet"]
            if tables[0].exists():
                fail(f"{tables[0]} is there already", "Name it instead of the reports, or another folder with --out.")
            out.mkdir(parents=True, exist_ok=True)
            write_reports(_reports(paths, progress), tables[0])

        def step(_: str, done: int, total: int) -> None:
            if progress is not None:
                progress("finding lineage", done, total)

        found = write_edges(tables, out, ray=ray, at_once=at_once or AT_ONCE, progress=step)
    if as_json:
        print_json(asdict(found))
    else:
        print(f"{found.reports:,} reports, {found.origins:,} to {found.stories:,} independent originals.")
    if found.cut:
        say(f"note: {found.cut:,} reports are longer than what was compared of them")
    say(f"{found.edges:,} edges of {found.pairs:,} pairs are in {out / 'edges'}, stories in {out / 'stories.parquet'}.")


def _reports(paths: list[Path], progress: Progress | None) -> Iterator[Report]:
    """The reports of the paths; what could not be read is said."""
    from ripeness.errors import ReportError
    from ripeness.reports import each_report

    def step(done: int, total: int, name: str) -> None:
        if progress is not None:
            progress("reading reports", done, total)

    for found in each_report(paths, step):
        if isinstance(found, ReportError):
            say(f"not read: {found}")
        elif isinstance(found, str):
            say(f"note: {found}")
        else:
            yield found
