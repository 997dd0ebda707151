"""The application that commands register with, and how it is run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from ripeness.cli.shared import BAD, DONE
from ripeness.errors import RipenessError

app = typer.Typer(
    name="ripeness",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Reads reports on a negotiation held while a war goes on, and computes whether there is a deal that every "
    "party would take over fighting on.",
)


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


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False) -> None:
    if version:
        import ripeness

        print(f"ripeness {ripeness.__version__}")
        raise typer.Exit(DONE)
