"""Commands on reports and case folders: brief, new, add, check, lineage, record."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import (
    BAD,
    NO,
    AsJson,
    Case,
    Part,
    Paths,
    SinceOption,
    Standing,
    StoreOption,
    fail,
    is_dossier,
    open_any,
    parted,
    print_json,
    problem_data,
    progress_bar,
    say,
    say_failures,
    spare_inputs,
    store_named,
)
from ripeness.errors import CaseError

if TYPE_CHECKING:
    from ripeness.dossier import Pile


@app.command()
def brief(
    paths: Paths,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the brief (HTML).")] = None,
    data: Annotated[Path | None, typer.Option("--json", help="Where to write brief.json; '-' for stdout.")] = None,
    md: Annotated[Path | None, typer.Option("--md", help="Where to write the brief as Markdown too.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="Leave out reports published after DATE."),
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option(
            "--case", help="Of reports without a case: keep the drafted case in this new folder.", metavar="DIR"
        ),
    ] = None,
    draft: Annotated[
        bool,
        typer.Option("--draft/--no-draft", help="Of reports without a case: draft one, or leave it at the record."),
    ] = True,
    since: SinceOption = None,
    store: StoreOption = None,
) -> None:
    """The main job: read the reports, draft a case where there is none, compute, write the brief."""
    from ripeness.case.files import write_text

    day = as_of.date().isoformat() if as_of else None
    with progress_bar() as progress, TemporaryDirectory(prefix="ripeness-") as scratch:
        read = opened = open_any(paths, progress, store)
        say_failures(opened)
        if not is_dossier(opened) and draft:
            opened = _drafted(opened, case or Path(scratch) / "case", day)
        elif case is not None:
            fail("--case has no use here", "It keeps a case that is drafted from reports. Leave it out.")
        if opened is not read and is_dossier(opened):
            opened.examine()
        made = opened.brief(as_of=day if opened is read else None, since=since)
        target, text = out or read.brief_path(made.material), made.json()
        wanted = ((target, made.html()), (md, made.markdown() if md else ""), (data, text))
        files = [(path, written) for path, written in wanted if path and str(path) != "-"]
        spare_inputs([path for path, _ in files], read)
        for path, written in files:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_text(path, written)
            except OSError as error:
                fail(f"{path}: the brief cannot be written there ({error.strerror})", "Choose another place for it.")
        if as_of is None:  # a look back is not what the next brief compares with
            opened.remember(made.material)
    if data and str(data) == "-":
        print(text, end="")
    if case is not None and opened is not read:
        say(f"The drafted case is in {case}: read it and change what you know better.")
    for note in made.material.notes[len(read.notes) :]:
        say(f"note: {note}")
    say(f"The brief is in {target}" + (f", its data in {data}" if data and str(data) != "-" else ""))
    for answer in made.answers():
        say(f"  {answer.question} {answer.answer}")


def _drafted(pile: Pile, folder: Path, day: str | None) -> Pile:
    """A case of the pile as it stood on that day, in a new folder; the pile itself where it is too thin for one."""
    from ripeness.drafting import Draft

    found = (pile.as_of(day) if day else pile).drafted(folder, day)
    if not isinstance(found, Draft):
        return found
    for note in (found.thin, *found.notes):
        say(f"note: {note}")
    return pile


@app.command()
def new(path: Annotated[Path, typer.Argument(help="The folder to make.", metavar="CASE")]) -> None:
    """Make a case folder with a commented example to edit."""
    from ripeness.case import new_case

    if not str(path).strip(" ."):
        fail("no name for the case", "Name the folder to make, for example: ripeness new my-case")
    file = new_case(path)
    say(f"Made {file}. Edit it, put reports into {path / 'reports'} or add them, then: ripeness brief {path}")


@app.command()
def add(case: Case, paths: Paths, store: StoreOption = None, as_json: AsJson = False) -> None:
    """Add reports to a case. The same report twice adds nothing."""
    from ripeness.dossier import add_to_case

    with progress_bar() as progress:
        files, addresses = parted(paths)
        added, reading = add_to_case(case, files, progress, addresses, store=store_named(store))
    for failure in reading.failures:
        say(f"not read: {failure}")
    for note in reading.notes:
        say(f"note: {note}")
    if as_json:
        print_json(
            {
                "new": [r.id for r in added.new],
                "known": [r.id for r in added.known],
                "failures": [str(f) for f in reading.failures],
            }
        )
    else:
        for report in added.new:
            print(report.id)
    say(f"{len(added.new)} new, {len(added.known)} already there, {len(reading.failures)} not read.")
    if reading.failures and not added.new and not added.known:
        raise typer.Exit(BAD)


@app.command()
def check(
    case: Case,
    pin: Annotated[bool, typer.Option("--pin", help="Write start and end beside passages that lack them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Check a case: shape, references, numbers, and that every passage stands where it says. Exit 1 if not valid."""
    from ripeness.case.folder import case_path
    from ripeness.case.folder import pin as pin_passages
    from ripeness.dossier import open_case

    try:
        opened = open_case(case, store=store_named())
    except CaseError as error:
        if not case_path(case).is_file():
            raise
        if as_json:
            print_json({"valid": False, "problems": [problem_data(problem) for problem in error.problems]})
        else:
            print(error)
        raise typer.Exit(NO) from error
    pinned = pin_passages(opened.folder, opened.reports) if pin else 0
    say_failures(opened)
    count = len(opened.assumptions())
    if as_json:
        print_json({"valid": True, "problems": [], "assumptions": count, "reports": len(opened), "pinned": pinned})
    else:
        print(f"{opened.folder.source.path}: valid. {count} numbers, {len(opened)} reports.")
    if pin:
        say(f"{pinned} passages pinned.")


@app.command()
def lineage(
    paths: Paths,
    edges: Annotated[
        bool, typer.Option("--edges", help="Also print why each edge is there, and the passages that agree best.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Which reports retell which, and how many independent originals stand behind them."""
    from ripeness.brief.document import lineage_data
    from ripeness.terminal import print_lineage

    with progress_bar() as progress:
        opened = open_any(paths, progress)
        found = opened.lineage()
    say_failures(opened)
    if as_json:
        print_json(lineage_data(found, opened.reports, opened.repairs, opened.hints))
    else:
        print_lineage(opened.reports, found, opened.repairs, opened.hints, edges)


@app.command()
def record(
    paths: Paths,
    status: Annotated[
        list[Standing] | None,
        typer.Option("--status", help="Only readings that stand so. May be given more than once."),
    ] = None,
    only: Annotated[
        list[Part] | None,
        typer.Option("--only", help="Only this part of the record. May be given more than once."),
    ] = None,
    store: StoreOption = None,
    as_json: AsJson = False,
) -> None:
    """Who said what; what happened, in order; who stands where; accounts that contradict each other."""
    from ripeness.brief.record_data import record_data
    from ripeness.claims.plain import KINDS, ReadingKind
    from ripeness.terminal import print_record

    with progress_bar() as progress:
        opened = open_any(paths, progress, store)
        found = opened.decided
        ledger = opened.ledger()
    say_failures(opened)
    for fault in found.faults:
        say(f"not applied: {fault}")
    if status:
        found = found.only([each.value for each in status])
    parts: list[ReadingKind] = [kind for kind in KINDS if not only or f"{kind}s" in only]
    if as_json:
        data = record_data(ledger, found)
        chosen = {f"{kind}s": data[f"{kind}s"] for kind in parts}
        differ = {} if only else {"disagreements": data["disagreements"]}
        print_json({**chosen, **differ, "not_applied": [str(fault) for fault in found.faults]})
    else:
        print_record(ledger, found, parts)
