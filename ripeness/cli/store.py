"""The store of a case from the command line: taking it to a team's server, and bringing it up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ripeness.cli.app import app
from ripeness.cli.shared import Case, fail, say, store_named

store_app = typer.Typer(no_args_is_help=True, help="The store of a case: its own file, or a team's on PostgreSQL.")
app.add_typer(store_app, name="store")

Address = Annotated[
    str | None,
    typer.Option(
        "--store", help="The team's store: postgresql://USER@HOST/DATABASE.", metavar="ADDRESS", envvar="RIPENESS_STORE"
    ),
]


@store_app.command("copy")
def copy(case: Case, store: Address = None) -> None:
    """Copy the store of a case to an empty one on a server: reports, decisions, forecasts, briefs, the audit log."""
    from ripeness.case.files import case_path
    from ripeness.store import FILE, aside, copy_store, open_store

    own = case_path(Path(case)).parent / FILE
    if not own.is_file():
        fail(f"{own}: there is no store to copy", "Name the folder of a case that has been opened before.")
    with aside(own) as source, open_store(_address(store)) as target:
        copied = copy_store(source, target)
        where = target.where
    say(f"Copied to {where}: {', '.join(f'{count} {name}' for name, count in copied.items() if count)}.")
    say(f"From now on open the case with --store, or set RIPENESS_STORE; {own} is a copy of today.")


@store_app.command("upgrade")
def upgrade(store: Address = None) -> None:
    """Make the tables of a team's store, or bring them up to this version; as a role that may do so."""
    from ripeness.store import open_store
    from ripeness.store.schema import SCHEMA_VERSION

    with open_store(_address(store)) as opened:
        say(f"{opened.where} has version {SCHEMA_VERSION}.")


def _address(store: str | None) -> str:
    named = store_named(store)
    if named is None:
        fail("no store is named", "Say --store postgresql://USER@HOST/DATABASE, or set RIPENESS_STORE.")
    return named
