"""The command that asks a language model: read."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import BAD, DONE, AsJson, Case, fail, open_case_at, print_json, progress_bar, say, say_failures


class AnswerAs(StrEnum):
    """How the model is made to answer in the shape that is asked for."""

    schema = "schema"
    tool = "tool"


@app.command()
def read(
    case: Case,
    model: Annotated[str, typer.Option("--model", help="The model, as its server names it.", metavar="NAME")],
    address: Annotated[
        str, typer.Option("--address", help="The OpenAI-compatible address that it is asked at.", metavar="URL")
    ],
    key_variable: Annotated[
        str | None,
        typer.Option("--key-from", help="The environment variable that holds the key.", metavar="VARIABLE"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent, and send nothing.")] = False,
    show: Annotated[
        str | None,
        typer.Option(
            "--show", help="Print every word that would be sent about one report, and send nothing.", metavar="REPORT"
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking first.")] = False,
    most_reports: Annotated[
        int | None, typer.Option("--max-reports", min=1, help="Read at most so many reports now.", metavar="N")
    ] = None,
    most_tokens: Annotated[
        int | None,
        typer.Option("--max-tokens", min=1, help="Stop before questions and answers take more tokens.", metavar="N"),
    ] = None,
    redo: Annotated[bool, typer.Option("--redo", help="Ask again about reports that this model has read.")] = False,
    answer_as: Annotated[
        AnswerAs,
        typer.Option("--answer-as", help="'schema' for servers that hold a model to a JSON schema, 'tool' for others."),
    ] = AnswerAs.schema,
    timeout: Annotated[
        float, typer.Option("--timeout", min=1, help="Seconds to wait for one answer.", metavar="SECONDS")
    ] = 300.0,
    allow_plain_http: Annotated[
        bool, typer.Option("--allow-plain-http", help="Send to another machine without https.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Read the reports of a case by a language model that you name. What it says is checked against the text.

    Says first what would be sent and where, and asks. See docs/model-reader.md.
    """
    from ripeness.claims.model_reader import Asker, checked_address, key_from, plan, read_by_model, require_library
    from ripeness.terminal import print_message, print_outcome, print_plan

    where = checked_address(address, allow_plain_http)
    with progress_bar() as progress:
        opened = open_case_at(case, progress)
    say_failures(opened)
    with opened.opened() as store:
        if show is not None:
            print_message(_report(opened, show))
            return
        planned = plan(opened.reports, store, model, redo, most_reports)
        print_plan(planned, where, most_tokens)
        if dry_run or not planned.left:
            if as_json:
                print_json(_plan_data(planned, where.url))
            raise typer.Exit(DONE)
        require_library()
        key = key_from(key_variable)
        _agreed(yes, where.url)
        asker = Asker(model, where, key, answer_as.value, timeout)
        with progress_bar() as progress:
            step = None if progress is None else lambda done, total: progress(f"asking {model}", done, total)
            outcome = read_by_model(planned, store, asker, most_tokens, step)
    print_outcome(outcome, silent=as_json)
    if as_json:
        print_json(_outcome_data(outcome))
    if outcome.failures and not outcome.read:
        raise typer.Exit(BAD)


def _agreed(yes: bool, url: str) -> None:
    """Go on only where the user says so."""
    if yes:
        return
    if not sys.stdin.isatty():
        fail("there is no terminal to ask you at, so nothing was sent", "Say --yes to send without being asked.")
    if not typer.confirm(f"Send this to {url}?", err=True):
        say("Nothing was sent.")
        raise typer.Exit(DONE)


def _report(opened: Any, id: str) -> Any:
    try:
        return opened.report(id)
    except KeyError:
        fail(f"the case has no report {id}", "Its reports are listed by --dry-run.")


def _plan_data(planned: Any, url: str) -> dict[str, Any]:
    return {
        "address": url,
        "model": planned.reader,
        "known": planned.known,
        "later": planned.later,
        "reports": [
            {"id": left.report.id, "pieces": len(left.pieces), "characters": left.characters, "tokens": left.tokens}
            for left in planned.left
        ],
    }


def _outcome_data(outcome: Any) -> dict[str, Any]:
    return {
        "read": {
            id: {
                "statements": len(checked.statements),
                "moves": len(checked.moves),
                "rejected": dict(checked.reasons()),
            }
            for id, checked in outcome.read.items()
        },
        "failures": dict(outcome.failures),
        "tokens": {"sent": outcome.usage.sent, "answered": outcome.usage.answered},
        "stopped": outcome.stopped or None,
    }
