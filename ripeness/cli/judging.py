"""Commands on what analysts make of the record, and on taking it elsewhere: decide, export, import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import AsJson, Case, fail, open_case_at, print_json, progress_bar, say

if TYPE_CHECKING:
    from ripeness.claims.decided import Status

CORRECT_HELP = (
    "Change a field: of a statement speaker, party, role, said, issue, negated, hedged; of a move kind, actors, "
    "targets, issue, option, modality, mode, happened; of a position party, issue, stance, options, since, last; of a "
    "contradiction kind, about. Several values are separated by commas; nothing after '=' means not known, or none. "
    "May be given more than once."
)


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
    as_json: AsJson = False,
) -> None:
    """Decide about readings of the record: all that are named, or none. Nothing in the log is ever changed."""
    asked: dict[Status, bool] = {
        "accepted": accept,
        "rejected": reject,
        "corrected": bool(correct),
        "proposed": reopen,
    }
    chosen = [status for status, wanted in asked.items() if wanted]
    if len(chosen) != 1:
        seen = "nothing is decided" if not chosen else "several decisions at once"
        fail(seen, "Give one of --accept, --reject, --correct FIELD=VALUE and --reopen.")
    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        made = opened.decide(readings, chosen[0], by=by, why=why, changes=correct or ())
    if as_json:
        print_json([{"reading": d.reading, "status": d.status, "changes": dict(d.changes), "at": d.at} for d in made])
    else:
        for decision in made:
            print(decision.reading)
    say(f"{len(made)} {'reading is' if len(made) == 1 else 'readings are'} now {chosen[0]}, by {by}.")
