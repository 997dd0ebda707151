"""Commands that ask a case: solve, compare, outlook, levers, map, whatif."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import (
    NO,
    AsJson,
    Case,
    SinceOption,
    fail,
    open_case_at,
    print_json,
    progress_bar,
    say,
    spare_inputs,
)
from ripeness.cli.studies import Draws, Processes, Ray, Seed
from ripeness.errors import SolveError

DEAL_HELP = (
    "A deal: its key in the case, 'issue=option,...', or both: 'key,issue=option' is that deal with a term changed."
)

SETTING_HELP = (
    "What to change: an assumption by its name (as in 'levers --json' and the brief), 'now.VARIABLE=VALUE' for today's "
    "situation, 'tracks.TRACK.linked_to=TRACK' for a link. May be given more than once."
)


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

    with progress_bar() as progress:
        opened = open_case_at(case, progress)
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
        if not war_only:
            answer["talks"] = talks_data(talks) if talks else None
            answer["why_not"] = [why_not_data(each) for each in why]
            answer["outlook"] = outlook_data(talks.forecast) if talks else None
            answer["notes"] = [unsolved] if unsolved else []
        print_json(answer)
    else:
        print_zones(opened.case, found, opened.verdicts())
        if talks is not None:
            print_talks(talks, why)
    if unsolved:
        say(unsolved)
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

    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        found = opened.compare(first, second)
    if as_json:
        print_json(comparison_data(opened.case, found))
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

    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        found = opened.outlook(periods)
    if as_json:
        print_json(outlook_data(found))
    else:
        print_outlook(opened.case, found)


@app.command()
def levers(
    case: Case,
    now: Annotated[
        bool, typer.Option("--now", help="Ask of agreement now instead of the zone: the talks are solved each time.")
    ] = False,
    study: Annotated[
        bool, typer.Option("--study", help="Beside it the chance over a study's draws that each lever opens it.")
    ] = False,
    draws: Draws = 2048,
    seed: Seed = 0,
    processes: Processes = 1,
    ray: Ray = None,
    as_json: AsJson = False,
) -> None:
    """For every assumption the nearest value at which the answer changes; what somebody could do, and its effect."""
    from ripeness.brief.study_data import sure_levers_data
    from ripeness.brief.talks_data import levers_data
    from ripeness.terminal import print_levers, print_sure_levers

    with progress_bar() as progress:
        opened, sure = open_case_at(case, progress), None
        found = opened.levers("now" if now else "zone")
        if study:
            over = opened.study(draws, seed=seed, processes=processes, ray=ray)
            sure = opened.sure_levers(over, "now" if now else "zone", processes=processes, ray=ray)
    if as_json:
        print_json({**levers_data(found), **({"study": sure_levers_data(sure)} if sure else {})})
    else:
        print_levers(found)
        if sure:
            print_sure_levers(sure)


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

    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        found = opened.map(across, down)
    if out:
        spare_inputs([out], opened)
        _draw(found, out)
        say(f"The map is in {out}")
    if as_json:
        print_json(map_data(found))
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
    from ripeness.case.changes import changed
    from ripeness.terminal import print_what_if

    wanted: dict[str, str] = {}
    for setting in settings or []:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip() or not value.strip():
            fail(f"--set {setting} is no setting", "Write it as NAME=VALUE, for example --set now.front=static")
        wanted[name] = value
    wanted |= {f"tracks.{track}.linked_to": "none" for track in unlink or []}
    if not wanted:
        fail("nothing is changed", "Name what to change with --set NAME=VALUE or --unlink TRACK")
    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        if all(setting.before == setting.after for setting in changed(opened.case, wanted)[1]):
            fail("with these settings nothing is changed: the case is so already", "Choose another value.")
        found = opened.what_if(wanted)
    if as_json:
        print_json(what_if_data(found))
    else:
        print_what_if(found)


@app.command()
def changes(case: Case, since: SinceOption = None, as_json: AsJson = False) -> None:
    """What has changed since the last brief of a case: lines of parties, moves, sources, and what each change of the
    case does to the answer.
    """
    from ripeness.brief.changes_data import changes_data
    from ripeness.terminal import print_changes

    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        found = opened.changes(since)
    if found is None:
        fail(
            "no earlier brief of this case is kept to compare with, or none that had other inputs",
            "Every 'ripeness brief' keeps what it said. Name an earlier brief.json with --since.",
        )
    if as_json:
        print_json(changes_data(found))
    else:
        print_changes(found, opened.ledger())


def _draw(found: Any, out: Path) -> None:
    """Write a chart; the kind of file is that of its ending."""
    from ripeness.brief.charts import picture
    from ripeness.case.files import write_bytes

    if out.suffix not in (".svg", ".png"):
        fail(f"{out} is no kind of picture that is written here", "Name a file that ends in .svg or .png.")

    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(out, picture(found.chart(), out.suffix))
    except OSError as error:
        fail(f"{out}: the map cannot be written there ({error.strerror})", "Choose another place with --out.")
