"""The record as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from ripeness.brief.voice import count
from ripeness.claims import Statement
from ripeness.reports import Report
from ripeness.terminal.console import console, escape


def print_record(reports: Sequence[Report], record: Sequence[Statement]) -> None:
    """One row for each quotation."""
    table = Table(box=None, pad_edge=False)
    for column, width in (("report", 24), ("place", 11), ("speaker", 22), ("for", 14)):
        table.add_column(column, max_width=width, overflow="fold")
    table.add_column("words", overflow="fold")
    for statement in record:
        speaker = statement.speaker
        table.add_row(
            escape(statement.report),
            f"{statement.content.start}–{statement.content.end}",
            escape(speaker.name) if speaker else "(not given)",
            escape(speaker.party or "nobody") if speaker else "",
            escape(f"“{statement.text}”"),
        )
    out = console()
    out.print(table)
    out.print(f"{count(len(record), 'direct quotation')} in {count(len(reports), 'report')}.")
