"""Commands on what analysts make of the record, and on taking it elsewhere: decide, export, import."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import (
    AsJson,
    Case,
    Paths,
    StoreOption,
    fail,
    open_any,
    open_case_at,
    print_json,
    progress_bar,
    say,
    say_failures,
    spare_inputs,
)

if TYPE_CHECKING:
    from ripeness.claims.decided import Status

CORRECT_HELP = (
    "Change a field: of a statement speaker, party, role, said, issue, negated, hedged; of a move kind, actors, "
    "targets, issue, option, modality, mode, happened; of a position party, issue, stance, options, since, last; of a "
    "contradiction kind, about. Several values are separated by commas; nothing after '=' means not known, or none. "
    "May be given more than once."
)


class Written(StrEnum):
    """The formats that are written."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"
    annotations = "annotations"


class Readable(StrEnum):
    """The formats that can be read back."""

    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"


@app.command()
def decide(
    case: Case,
    readings: Annotated[
        list[str],
        typer.Argument(help="Ids of readings, or the start of one that no other id has.", metavar="READING..."),
    ],
    by: Annotated[str, typer.Option("--by", help="Who decides.", metavar="NAME", envvar="RIPENESS_ANALYST")],
    why: Annotated[str, typer.Option("--why", help="The reason, in a sentence.", metavar="TEXT")],
    accept: Annotated[bool, typer.Option("--accept", help="The reading is right as it stands.")] = False,
    reject: Annotated[
        bool, typer.Option("--reject", help="It is wrong: it stays in the list, and nothing is computed from it.")
    ] = False,
    correct: Annotated[
        list[str] | None, typer.Option("--correct", help=CORRECT_HELP, metavar="FIELD=VALUE", show_default=False)
    ] = None,
    reopen: Annotated[bool, typer.Option("--reopen", help="Take back what was decided: as it was read.")] = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Decide about readings of the record: all that are named, or none. Nothing in the log is ever changed."""
    asked: dict[Status, bool] = {
        "accepted": accept,
        "rejected": reject,
        "corrected": bool(correct),
        "proposed": reopen,
    }
    chosen: list[Status] = [status for status, wanted in asked.items() if wanted]
    if len(chosen) != 1:
        seen = "nothing is decided" if not chosen else "several decisions at once"
        fail(seen, "Give one of --accept, --reject, --correct FIELD=VALUE and --reopen.")
    with progress_bar() as progress:
        opened = open_case_at(case, progress, store)
        made = opened.decide(readings, chosen[0], by=by, why=why, changes=correct or ())
    if as_json:
        print_json([{"reading": d.reading, "status": d.status, "changes": dict(d.changes), "at": d.at} for d in made])
    else:
        for decision in made:
            print(decision.reading)
    say(f"{len(made)} {'reading is' if len(made) == 1 else 'readings are'} now {chosen[0]}, by {by}.")


@app.command()
def export(
    paths: Paths,
    out: Annotated[Path, typer.Option("--out", help="The folder for the files.", metavar="FOLDER")],
    formats: Annotated[
        list[Written] | None,
        typer.Option("--format", help="Only this format; all if none is given. May be given more than once."),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts", help="Also the text of the reports, in their table.")] = False,
    guard: Annotated[
        bool,
        typer.Option("--guard", help="Mark CSV cells that a spreadsheet would run as formulas with a ' before them."),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over an earlier export.")] = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Write the record and the log of decisions as Parquet, CSV, JSON lines and W3C Web Annotations."""
    from ripeness.exchange import ALL, targets

    with progress_bar() as progress:
        opened = open_any(paths, progress, store)
        say_failures(opened)
        spare_inputs(targets(out), opened)
        chosen: Any = [each.value for each in formats] if formats else ALL
        manifest = opened.export(out, chosen, texts=texts, guard=guard, force=force)
    for fault in opened.decided.faults:
        say(f"not applied: {fault}")
    if as_json:
        print_json(manifest)
    else:
        for name in manifest["files"]:
            print(out / name)
    say(f"{len(manifest['files'])} files and their manifest are in {out}.")


@app.command("import")
def import_command(
    case: Case,
    folder: Annotated[Path, typer.Argument(help="The folder that 'ripeness export' wrote.", metavar="FOLDER")],
    format: Annotated[
        Readable | None,
        typer.Option("--format", help="Read this format; the first of parquet, jsonl, csv if none is given."),
    ] = None,
    edited: Annotated[
        bool, typer.Option("--edited", help="Take files that are not as they were written: changed on purpose.")
    ] = False,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Take an export into a case that has the same reports: its decisions, and readings that the case does not find."""
    with progress_bar() as progress:
        opened = open_case_at(case, progress, store)
        brought = opened.bring(folder, format.value if format else None, edited)
    if as_json:
        print_json(
            {
                "decisions": len(brought.decisions),
                "readings": [each.reading for each in brought.readings],
                "found_here_too": brought.same,
                "read_otherwise_here": list(brought.otherwise),
            }
        )
    say(f"{len(brought.decisions)} decisions and {len(brought.readings)} readings are new.")
    if brought.otherwise:
        say(f"note: {len(brought.otherwise)} readings are read otherwise here, and stay so: decide about them here.")
