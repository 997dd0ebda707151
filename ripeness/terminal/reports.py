"""Lineage and record as text for a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.tree import Tree

from ripeness.brief.material import label
from ripeness.brief.resolved import phrases
from ripeness.brief.voice import count, interval, listed
from ripeness.claims import Statement
from ripeness.lineage import Hint, Lineage, Repair
from ripeness.reports import Report
from ripeness.terminal.console import console, escape


def _report(report: Report) -> str:
    parts = [
        found.value[:10] if found is report.published else found.value
        for found in (report.outlet, report.published)
        if found
    ]
    return escape(f"{report.id}: {label(report)}" + (f" ({', '.join(parts)})" if parts else ""))


def print_lineage(
    reports: Sequence[Report], lineage: Lineage, repairs: Sequence[Repair], hints: Sequence[Hint]
) -> None:
    """Stories as a tree, with the edges that made them, the desks named, names repaired, and the counts."""
    out = console()
    by_id = {report.id: report for report in reports}
    low, high = sorted((lineage.independent.all, lineage.independent.strict))
    out.print(f"{count(len(reports), 'report')}, {interval(low, high)} independent originals.")
    out.print(escape(lineage.independent.why))
    for number, story in enumerate(lineage.stories, start=1):
        tree = Tree(f"story {number}: {count(len(story), 'report')}")
        for id in story:
            branch = tree.add(_report(by_id[id]))
            for edge in lineage.edges:
                if edge.source == id:
                    arrow = {"cites": "cites"}.get(edge.kind, "retells" if edge.directed else "beside")
                    review = ", to be reviewed" if edge.strength == "review" else ""
                    branch.add(escape(f"{edge.kind}{review}: {arrow} {edge.target} ({edge.score:.2f}). {edge.rule}"))
        out.print(tree)
    for desk in lineage.desks:
        said = "; ".join(f"{passage.report}: “{passage.exact}”" for passage in desk.passages)
        out.print(escape(f"{desk.outlet} ({desk.how}) behind {listed(desk.reports)}. {said}"))
    for report in reports:
        names = _each_once((r.surface, r.resolved) for r in repairs if r.passage.report == report.id)
        if names:
            out.print(escape(f"{report.id}: names repaired: {names}."))
        odd = _each_once((h.surface, h.expected) for h in phrases(hints, repairs) if h.passage.report == report.id)
        if odd:
            out.print(escape(f"{report.id}: perhaps spun by a machine, by its phrases: {odd}."))
    for note in lineage.notes:
        out.print(escape(f"note: {note}"))


def _each_once(pairs: Iterable[tuple[str, str]]) -> str:
    """'what stands there [what is meant] (2 places), ...'."""
    counted = Counter(pairs)
    return ", ".join(f"{a} [{b}]" + (f" ({n} places)" if n > 1 else "") for (a, b), n in counted.items())


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
