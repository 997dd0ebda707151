"""The command that fits preferences to the record: infer."""

from __future__ import annotations

from typing import Annotated

import typer

from ripeness.cli.answers import DEAL_HELP
from ripeness.cli.app import app
from ripeness.cli.shared import AsJson, Case, fail, open_case_at, print_json, progress_bar


@app.command()
def infer(
    case: Case,
    deal: Annotated[
        list[str] | None,
        typer.Option(
            "--deal",
            help=f"What would each party say to this? {DEAL_HELP} May be given more than once; by default the final "
            "deals of the case.",
            metavar="DEAL",
            show_default=False,
        ),
    ] = None,
    draws: Annotated[int | None, typer.Option("--draws", min=100, help="Draws of each chain.")] = None,
    chains: Annotated[int | None, typer.Option("--chains", min=2, help="Chains, each from a start of its own.")] = None,
    seed: Annotated[int, typer.Option("--seed", min=0, help="The same seed gives the same draws.")] = 0,
    reliability: Annotated[
        float | None,
        typer.Option(
            "--reliability", help="The chance that one original tells of an act that happened, as it is told (0 to 1)."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Preferences that fit the record: before and after it, what moved what, what each party would say."""
    from ripeness.brief.preferences_data import chances_data, preferences_data
    from ripeness.inference import Settings
    from ripeness.outlook import draft
    from ripeness.terminal import print_preferences

    usual = Settings()
    if reliability is not None and not 0 < reliability < 1:
        fail(f"--reliability {reliability:g} is no chance", "Give a number above 0 and below 1.")
    settings = Settings(
        reliability=usual.reliability if reliability is None else reliability,
        draws=draws or usual.draws,
        chains=chains or usual.chains,
        warmup=usual.warmup,
        seed=seed,
    )
    with progress_bar() as progress:
        opened = open_case_at(case, progress)
        asked = {words: draft(opened.case, words) for words in deal or []}
        found = opened.infer(settings)
    named = {key: opened.case.deals[key].name for key in found.to_named_deals()}
    answers = {words: found.answer(words if words in named else each.deal) for words, each in asked.items()}
    if as_json:
        said = preferences_data(found, {report.id: report for report in opened})
        if asked:
            said["answers"] = [{"deal": words, "chances": chances_data(each)} for words, each in answers.items()]
        print_json(said)
    else:
        titles = named | {words: each.title for words, each in asked.items()}
        print_preferences(found, {titles[key]: each for key, each in (answers or found.to_named_deals()).items()})
