"""What all commands share: their arguments, opening what is named, progress, and how they speak."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeGuard

import typer

if TYPE_CHECKING:
    from ripeness.dossier import Dossier, Pile, Progress

Paths = Annotated[
    list[str],
    typer.Argument(help="Reports, folders of reports, addresses of pages, or one case folder.", metavar="PATH..."),
]
Case = Annotated[Path, typer.Argument(help="The case: its folder.", metavar="CASE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON on stdout.")]

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        help="A team's store: postgresql://USER@HOST/DATABASE. By default the case keeps its own, in its folder.",
        metavar="ADDRESS",
        envvar="RIPENESS_STORE",
        show_default=False,
        show_envvar=True,
    ),
]

SinceOption = Annotated[
    str | None,
    typer.Option(
        "--since",
        help="An earlier brief.json, to say what has changed since; for a case also a day (2025-05-17): that of its "
        "last brief until then.",
        metavar="OLD.json",
    ),
]

DONE, NO, BAD = 0, 1, 2  # exit codes


class Standing(StrEnum):
    """How a reading can stand."""

    proposed = "proposed"
    accepted = "accepted"
    corrected = "corrected"
    rejected = "rejected"


class Part(StrEnum):
    """A part of the record."""

    statements = "statements"
    moves = "moves"
    positions = "positions"
    contradictions = "contradictions"


def parted(names: list[str]) -> tuple[list[Path], list[str]]:
    """The paths and the web addresses among what was named on the command line."""
    from ripeness.reports.fetch import is_address

    return [Path(name) for name in names if not is_address(name)], [name for name in names if is_address(name)]


def store_named(store: str | None = None) -> str | None:
    """The store to use instead of the case's own: what was named, or what the environment names for all commands."""
    return store or os.environ.get("RIPENESS_STORE") or None


def open_any(names: list[str], progress: Progress | None, store: str | None = None) -> Pile:
    """A case if one is named, else a pile of the reports named."""
    from ripeness.dossier import is_case, open_case, read_reports

    paths, addresses = parted(names)
    cases = [path for path in paths if is_case(path)]
    if not cases:
        pile = read_reports(paths, progress, addresses)
        if not len(pile):
            say_failures(pile)
            fail(
                "no report could be read",
                "Name at least one report: text, Markdown, HTML, a feed, JSON lines or a web archive.",
            )
        return pile
    if len(names) > 1:
        fail(
            f"{cases[0]} is a case, and {len(names) - 1} more paths are named",
            f"Add the reports to it first: ripeness add {cases[0]} ...",
        )
    return open_case(cases[0], progress, store_named(store))


def open_case_at(path: Path, progress: Progress | None, store: str | None = None) -> Dossier:
    """The case at a path."""
    from ripeness.dossier import open_case

    return open_case(path, progress, store_named(store))


def is_dossier(opened: object) -> TypeGuard[Dossier]:
    """Whether a case was opened, not only reports."""
    from ripeness.dossier import Dossier

    return isinstance(opened, Dossier)


@contextmanager
def progress_bar() -> Iterator[Progress | None]:
    """A progress bar on stderr where it is a terminal; silent elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)

        yield step


def say(text: str) -> None:
    """Say something that is no data: on stderr."""
    print(text, file=sys.stderr)


def say_failures(opened: Pile) -> None:
    """Say what could not be read, and what was assumed in reading."""
    for failure in opened.failures:
        say(f"not read: {failure}")
    for note in opened.notes:
        say(f"note: {note}")


def spare_inputs(targets: list[Path], opened: Pile) -> None:
    """Refuse to write an answer over a report, a case or its own data."""
    inputs = opened.inputs()
    for target in targets:
        place = target.resolve()
        if place in inputs or not inputs.isdisjoint(place.parents) or target.is_dir():
            what = "a folder" if target.is_dir() else "one of the files that the answer is made from, or among them"
            fail(f"{target} is {what}", "Choose another place with --out or --json.")
    if len({target.resolve() for target in targets}) < len(targets):
        fail(
            f"{targets[0]} is named twice: the brief, its Markdown and its data are files of their own",
            "Choose other names.",
        )


def fail(seen: str, fix: str) -> NoReturn:
    """Stop with what was seen and what to do."""
    say(f"ripeness: {seen}. {fix}")
    raise typer.Exit(BAD)


def print_json(value: Any) -> None:
    """Print data as JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def problem_data(problem: Any) -> dict[str, Any]:
    """A problem of a case as JSON-ready values."""
    return {key: getattr(problem, key) for key in ("file", "line", "where", "seen", "rule", "fix")}
