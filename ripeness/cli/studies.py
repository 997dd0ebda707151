"""The command that asks how far an answer can be trusted: study."""

from __future__ import annotations

from typing import Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import NO, AsJson, Case, open_case_at, print_json, progress_bar, say

Processes = Annotated[int, typer.Option("--processes", min=1, help="How many processes of this machine solve draws.")]
Ray = Annotated[
    str | None,
    typer.Option("--ray", help="Solve on the Ray cluster there; 'local' starts one here.", metavar="ADDRESS"),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="What the draws are made from.")]
Draws = Annotated[
    int, typer.Option("--draws", min=1, help="Draws at most; rounded up to a multiple of 128, best a power of two.")
]


@app.command()
def study(
    case: Case,
    draws: Draws = 2048,
    within: Annotated[
        float | None,
        typer.Option(
            "--within", help="Stop when the 95 % intervals reach no further to either side, for example 0.02."
        ),
    ] = None,
    seed: Seed = 0,
    processes: Processes = 1,
    ray: Ray = None,
    drop_origins: Annotated[
        bool, typer.Option("--drop-origins", help="Take each origin of the reports away in turn, and solve again.")
    ] = False,
    drop_assumptions: Annotated[
        bool, typer.Option("--drop-assumptions", help="Put each number to the named default of its unit in turn.")
    ] = False,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="Total-order indices of groups of numbers (needs SALib).")
    ] = False,
    each: Annotated[bool, typer.Option("--each", help="Indices of each number by itself: many more cases.")] = False,
    as_json: AsJson = False,
    check: Annotated[bool, typer.Option("--check", help="Exit 1 if fewer than half of the draws have a zone.")] = False,
) -> None:
    """The case solved over and over with its uncertain numbers drawn: how sure the answer is, and what it hangs on.

    What is finished is kept in the case's runs/: stopped by hand, the same command goes on from there.
    """
    from ripeness.brief.study_data import study_data
    from ripeness.terminal import print_study

    workers = {"processes": processes, "ray": ray}
    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        found = opened.study(draws, within, seed=seed, processes=processes, ray=ray)
        hangs = opened.sensitivity(found, each, **workers) if sensitivity or each else None
        origins = opened.drop_origins(found, **workers) if drop_origins else ()
        numbers = opened.drop_assumptions(found, **workers) if drop_assumptions else ()
    if as_json:
        print_json(study_data(found, hangs, origins, numbers))
    else:
        print_study(found, hangs, origins, numbers)
    say(f"The draws are in {found.folder}" if found.folder else "note: the case cannot be written to: nothing is kept")
    if check and not found.main.zone.value >= 0.5:
        raise typer.Exit(NO)
