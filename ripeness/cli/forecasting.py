"""Commands on forecasts: forecast, resolve, score."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import AsJson, Case, StoreOption, fail, open_case_at, print_json, progress_bar, say

Name = Annotated[
    str,
    typer.Option("--name", help="Who says so. Nobody does anonymously.", metavar="ANALYST", envvar="RIPENESS_ANALYST"),
]


@app.command()
def forecast(
    case: Case,
    by: Annotated[
        list[datetime] | None,
        typer.Option(
            "--by",
            formats=["%Y-%m-%d"],
            metavar="DATE",
            help="The last day (UTC) on which it can come true; later than the day of the case. May be given more than "
            "once; six periods ahead if none is given.",
        ),
    ] = None,
    record: Annotated[bool, typer.Option("--record", help="Keep the model's forecasts, dated, in the case.")] = False,
    question: Annotated[
        str | None,
        typer.Option("--question", help="A question of your own that comes out as yes or no.", metavar="WORDS"),
    ] = None,
    about: Annotated[
        str | None,
        typer.Option("--about", help="Or one that the model answers too: deal, truce or DEAL:PARTY.", metavar="WHAT"),
    ] = None,
    chance: Annotated[
        float | None,
        typer.Option("--chance", help="Your chance of yes, from 0 to 1. It is kept.", metavar="CHANCE"),
    ] = None,
    name: Name = "",
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """The model's forecasts with their dates, to look at or to keep; or a person's, which are kept."""
    from ripeness.brief.forecasts_data import said_data
    from ripeness.terminal import print_kept, print_said

    days = [day.date().isoformat() for day in by or ()]
    person = question is not None or about is not None
    if person and chance is None:
        fail("a question without a chance", "Give yours with --chance, for example --chance 0.3")
    if chance is not None and not person:
        fail("a chance without a question", "Give --question 'in words', or --about what the model forecasts too.")
    if person and record:
        fail("--record is for the model's own forecasts", "Leave it out: what a person forecasts is always kept.")
    with progress_bar() as progress:
        opened = open_case_at(case, progress, store)
        if person or record:
            said, added = (), opened.record_forecast(*days, question=question, about=about, chance=chance, name=name)
        else:
            said, added = opened.model_forecasts(*days), ()
    if person or record:
        kept = [{"id": each.id, "question": each.question, "due": each.due, "chance": each.chance} for each in added]
        print_json(kept) if as_json else print_kept(added)
        say(
            f"{len(added)} kept." if added else "Nothing new: the same forecasts from the same inputs are kept already."
        )
    elif as_json:
        print_json([said_data(each) for each in said])
    else:
        print_said(said)


@app.command()
def resolve(
    case: Case,
    id: Annotated[
        str | None,
        typer.Argument(help="The forecast, or the start of its id; without one all are listed.", metavar="ID"),
    ] = None,
    outcome: Annotated[
        str | None, typer.Argument(help="yes, no, or void where it cannot be answered.", metavar="yes|no|void")
    ] = None,
    name: Name = "",
    because: Annotated[str, typer.Option("--because", help="The reason, in a sentence.", metavar="TEXT")] = "",
    report: Annotated[
        list[str] | None, typer.Option("--report", help="A report that shows it, with --exact.", metavar="REPORT")
    ] = None,
    exact: Annotated[
        list[str] | None,
        typer.Option(
            "--exact", help="Its words, which stand there once. Both may be given more than once.", metavar="WORDS"
        ),
    ] = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Say how a forecast came out, or list all with what the record proposes. Only what a person confirms is scored."""
    from ripeness.brief.forecasts_data import book_data
    from ripeness.case.numbers import Evidence
    from ripeness.terminal import print_book

    if len(report or ()) != len(exact or ()):
        fail("--report and --exact go together", "Give the words for each report.")
    with progress_bar() as progress:
        opened = open_case_at(case, progress, store)
        if id is None:
            found = opened.forecast_records()
            print_json(book_data(found)["kept"]) if as_json else print_book(found)
            return
        if outcome is None:
            fail(f"nothing is said of {id}", "Say yes, no or void after it.")
        evidence = [Evidence(*pair) for pair in zip(report or (), exact or (), strict=True)]
        made = opened.resolve(id, outcome, name=name, because=because, evidence=evidence)
    if as_json:
        print_json({"forecast": made.forecast, "outcome": made.outcome, "by": made.by, "at": made.resolved_at})
    else:
        print(made.forecast)
    say(f"{made.forecast} came out as {made.outcome}, says {made.by}.")


@app.command()
def score(case: Case, store: StoreOption = None, as_json: AsJson = False) -> None:
    """How good the forecasts were that have come out: Brier and log scores, calibration, simple ones beside them."""
    from ripeness.brief.forecasts_data import scores_data
    from ripeness.terminal import print_scores

    with progress_bar() as progress:
        found = open_case_at(case, progress, store).scores()
    if as_json:
        print_json(scores_data(found))
    else:
        print_scores(found)
