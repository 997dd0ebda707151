"""The command that drafts a case from the record, and drafts it again when there is more to read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import (
    BAD,
    AsJson,
    Paths,
    fail,
    is_dossier,
    open_any,
    print_json,
    progress_bar,
    say,
    say_failures,
)

if TYPE_CHECKING:
    from ripeness.dossier import Dossier, Pile


@app.command()
def draft(
    paths: Paths,
    case: Annotated[Path | None, typer.Option("--case", help="Where to make the case: a new folder.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="The day at which the case stands."),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Of a case: only show what would be different; write nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Draft a case from reports; or a drafted case again: your changes are kept, every difference is shown."""
    day = as_of.date().isoformat() if as_of else None
    with progress_bar() as progress:
        opened = open_any(paths, progress)
        say_failures(opened)
        if is_dossier(opened):
            if case is not None:
                fail("--case beside a case", f"Leave it out: {paths[0]} is the case that is drafted again.")
            _again(opened, day, dry_run, as_json)
        else:
            if dry_run and case is not None:
                fail(
                    "--dry-run with a new case", "Leave out --case: the draft is then printed, and nothing is written."
                )
            _anew(opened.as_of(day) if day else opened, case, day, as_json)


def _anew(opened: Pile, case: Path | None, day: str | None, as_json: bool) -> None:
    """A case of a pile, into a folder or onto stdout."""
    from ripeness.drafting import case_text

    made = opened.draft(day)
    for note in made.notes:
        say(f"note: {note}")
    if made.values is None:
        say(made.thin)
        raise typer.Exit(BAD)
    if case is not None:
        opened.drafted(case, day)
        say(f"Drafted {case / 'case.yaml'}. Read it and change what you know better, then: ripeness brief {case}")
    if as_json:
        print_json(made.values)
    elif case is None:
        print(case_text(made.values), end="")


def _again(opened: Dossier, day: str | None, dry_run: bool, as_json: bool) -> None:
    """What is different now, written into the case unless that is not wanted."""
    from ripeness.terminal import print_redraft

    found = opened.draft_again(day)
    for note in found.notes:
        say(f"note: {note}")
    if not dry_run:
        found.write()
    if as_json:
        keys = ("where", "kind", "before", "after")
        print_json([{key: getattr(each, key) for key in keys} for each in found.differences])
    else:
        print_redraft(found)
    if found.changes:
        say("Nothing was written." if dry_run else f"Written to {opened.folder.source.path}")
