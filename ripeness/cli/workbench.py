"""The workbench from the command line: serve, and the people who may come in."""

from __future__ import annotations

import getpass
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import Case, StoreOption, fail, progress_bar, say, store_named

LIBRARY = "Install it with: pip install 'ripeness[workbench]'"

users_app = typer.Typer(no_args_is_help=True, help="The people who may come into a workbench that others reach.")
app.add_typer(users_app, name="users")

File = Annotated[Path, typer.Argument(help="The file of users; it is made where there is none.", metavar="FILE")]
Name = Annotated[str, typer.Argument(help="What somebody is called; it stands beside what he or she decides.")]


class Role(StrEnum):
    """What somebody may do."""

    reader = "reader"
    analyst = "analyst"
    owner = "owner"


@app.command()
def serve(
    case: Case,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes one that is free.")] = 8484,
    host: Annotated[
        str, typer.Option("--host", help="The interface. Another than 127.0.0.1 needs --behind-proxy.")
    ] = "127.0.0.1",
    users: Annotated[
        Path | None,
        typer.Option("--users", help="A file of users: people come in by name and password.", metavar="FILE"),
    ] = None,
    behind_proxy: Annotated[
        str | None,
        typer.Option(
            "--behind-proxy",
            help="The https address under which a proxy with TLS shows the workbench. Needs --users.",
            metavar="ADDRESS",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            "--by", help="Who decides, without --users.", metavar="NAME", envvar="RIPENESS_ANALYST", show_default=False
        ),
    ] = None,
    store: StoreOption = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser.")] = False,
) -> None:
    """The workbench in your browser: review what was read, ask what if, edit the case. For this machine alone."""
    try:
        from ripeness.workbench import Desk, Serving
        from ripeness.workbench import serve as run
        from ripeness.workbench.serving import door_for
    except ModuleNotFoundError as error:
        fail(f"the workbench needs the package {error.name}", LIBRARY)
    serving = Serving(port, host, (by or _login()).strip(), users, behind_proxy, not no_browser)
    door_for(serving, port)  # what cannot be is said before anything is computed
    with progress_bar() as progress:
        desk = Desk(case, progress, store_named(store))
    for failure in desk.view().dossier.failures:
        say(f"not read: {failure}")
    if not desk.writable:
        say("note: the case cannot be written to: it can be looked at, and nothing can be decided.")
    try:
        run(desk, serving, say)
    except KeyboardInterrupt:
        pass
    finally:
        desk.close()
    say("The workbench is closed.")


@users_app.command("add")
def add(
    file: File,
    name: Name,
    role: Annotated[
        Role,
        typer.Option("--role", help="A reader looks, an analyst decides and edits, an owner also fetches pages."),
    ],
) -> None:
    """Let somebody in, or give somebody another password or role. The password is asked for, or read from stdin."""
    try:
        from ripeness.workbench.users import add_user
    except ModuleNotFoundError as error:
        fail(f"the workbench needs the package {error.name}", LIBRARY)
    password = (
        typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        if sys.stdin.isatty()
        else sys.stdin.readline().rstrip("\n")
    )
    try:
        new = add_user(file, name, role.value, password)
    except ModuleNotFoundError as error:
        fail(f"the workbench needs the package {error.name}", LIBRARY)
    say(f"{name} may come in as {role.value}." if new else f"{name} comes in as {role.value} from now on.")


@users_app.command("remove")
def remove(file: File, name: Name) -> None:
    """Let somebody in no more: an open visit ends with the next page."""
    from ripeness.workbench.users import remove_user

    remove_user(file, name)
    say(f"{name} may come in no more.")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "the owner of this machine"
