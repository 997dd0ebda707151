"""What drafting a case again changes, as text for a terminal."""

from __future__ import annotations

from ripeness.drafting import Redraft
from ripeness.terminal.console import console, escape

_TITLES = {
    "added": "New in the record",
    "changed": "Changed in the record",
    "removed": "No longer in the record",
    "kept": "Yours is kept; the record would have it otherwise",
}


def print_redraft(found: Redraft) -> None:
    """Every difference under its kind; one line where there is none."""
    out = console()
    if not found.differences:
        out.print("The record drafts this case as it drafted it before.")
    for kind, title in _TITLES.items():
        rows = [each for each in found.differences if each.kind == kind]
        if rows:
            out.print(f"[bold]{title}[/]")
        for each in rows:
            out.print(f"  {escape(str(each))}", soft_wrap=True)
