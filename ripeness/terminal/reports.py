"""The record as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from ripeness.brief.voice import count
from ripeness.claims import Decided, Standing
from ripeness.reports import Report
from ripeness.terminal.console import console, escape


def print_record(reports: Sequence[Report], decided: Decided) -> None:
    """One row for each quotation; how it stands where somebody decided about it."""
    judged = any(each.standing.status != "proposed" for each in decided.statements)
    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)
    for column, width in (("report", 24), ("place", 11), ("speaker", 22), ("for", 14)):
        table.add_column(column, max_width=width, overflow="fold")
    if judged:
        table.add_column("standing", max_width=24, overflow="fold")
    table.add_column("words", overflow="fold")
    for each in decided.statements:
        statement, speaker = each.reading, each.reading.speaker
        table.add_row(
            escape(statement.id),
            escape(statement.report),
            f"{statement.content.start}–{statement.content.end}",
            escape(speaker.name) if speaker else "(not given)",
            escape(speaker.party or "nobody") if speaker else "",
            *([_standing(each.standing)] if judged else []),
            escape(f"“{statement.text}”"),
        )
    out = console()
    out.print(table)
    out.print(f"{count(len(decided.statements), 'direct quotation')} in {count(len(reports), 'report')}.")


def _standing(standing: Standing) -> str:
    if standing.status == "proposed":
        return ""
    return escape(f"{standing.status} by {standing.by}, {standing.when[:10]}: {standing.why}")
