"""The optional models as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.table import Table

from ripeness.brief.voice import listed
from ripeness.models import Presence
from ripeness.terminal.console import console, escape


def print_models(folder: Path, found: Sequence[Presence]) -> None:
    """One row for each optional model, then where it is and what would have to be done."""
    out = console()
    table = Table(box=None, pad_edge=False)
    for column in ("model", "for", "state", "size", "licence"):
        table.add_column(column, overflow="fold")
    for presence in found:
        model = presence.model
        state = presence.state if presence.usable or presence.state != "present" else "present, but cannot be run"
        size = f"{model.size / 1e6:.0f} MB"
        table.add_row(*map(escape, (f"{model.name} ({model.title})", model.purpose, state, size, model.licence)))
    out.print(table)
    for presence in found:
        name = presence.model.name
        where = {"folder": "in your folder of models", "package": f"in the package {presence.model.package.name}"}
        if presence.place:
            out.print(escape(f"{name}: {where[presence.place]}: {presence.path}"), soft_wrap=True)
        if presence.seen:
            out.print(escape(f"{name}: {presence.seen}"), soft_wrap=True)
        if presence.missing:
            out.print(escape(f"{name}: not installed: {listed(presence.missing)}"), soft_wrap=True)
        if presence.fix:
            out.print(escape(f"{name}: to use it: {presence.fix}"), soft_wrap=True)
    out.print(escape(f"your folder of models: {folder}"), soft_wrap=True)
