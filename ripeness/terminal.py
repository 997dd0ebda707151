"""Answers as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.tree import Tree

from ripeness.brief.material import label
from ripeness.brief.voice import count, deal_title, interval, listed, signed
from ripeness.case.model import CaseFile
from ripeness.claims import Statement
from ripeness.lineage import Lineage
from ripeness.models import Presence
from ripeness.outlook import DraftComparison, Verdict, Zone, written
from ripeness.reports import Report

DEALS_SHOWN = 5
NOTHING = 5e-4  # swings that are not worth a row


def _console() -> Console:
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=120)


def _report(report: Report) -> str:
    parts = [
        found.value[:10] if found is report.published else found.value
        for found in (report.outlet, report.published)
        if found
    ]
    return escape(f"{report.id}: {label(report)}" + (f" ({', '.join(parts)})" if parts else ""))


def print_lineage(reports: Sequence[Report], lineage: Lineage) -> None:
    """Stories as a tree, with the edges that made them, the desks named, and the counts."""
    console = _console()
    by_id = {report.id: report for report in reports}
    low, high = sorted((lineage.independent.all, lineage.independent.strict))
    console.print(f"{count(len(reports), 'report')}, {interval(low, high)} independent originals.")
    console.print(escape(lineage.independent.why))
    for number, story in enumerate(lineage.stories, start=1):
        tree = Tree(f"story {number}: {count(len(story), 'report')}")
        for id in story:
            branch = tree.add(_report(by_id[id]))
            for edge in lineage.edges:
                if edge.source == id:
                    arrow = {"cites": "cites"}.get(edge.kind, "retells" if edge.directed else "beside")
                    review = ", to be reviewed" if edge.strength == "review" else ""
                    branch.add(escape(f"{edge.kind}{review}: {arrow} {edge.target} ({edge.score:.2f}). {edge.rule}"))
        console.print(tree)
    for desk in lineage.desks:
        said = "; ".join(f"{passage.report}: “{passage.exact}”" for passage in desk.passages)
        console.print(escape(f"{desk.outlet} ({desk.how}) behind {listed(desk.reports)}. {said}"))
    for note in lineage.notes:
        console.print(escape(f"note: {note}"))


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
    console = _console()
    console.print(table)
    console.print(f"{count(len(record), 'direct quotation')} in {count(len(reports), 'report')}.")


def print_zones(case: CaseFile, zones: Sequence[Zone], verdicts: Sequence[Verdict]) -> None:
    """Each agenda: the answer, slack, what fighting on is worth, deals, offers and blockers."""
    console = _console()
    for zone in zones:
        console.print(f"[bold]{escape(zone.agenda.title)}[/bold]")
        console.print(escape(("RIPE. " if zone.ripe else "NOT RIPE. ") + zone.narration))
        console.print(f"slack: {'none' if zone.slack is None else signed(zone.slack)} swings")
        console.print(_worth_table(case, zone))
        _print_deals(console, case, zone)
        for verdict in verdicts:
            if case.deals[verdict.key].track in zone.agenda.tracks:
                console.print(escape(f"offer: {verdict.narration}"))
        for point in zone.fair:
            for deal in point.deals:
                gains = ", ".join(f"{case.parties[p].name} {signed(deal.gain[p])}" for p in zone.agenda.consent)
                console.print(escape(f"{point.name} ({point.meaning}): {gains}\n    {deal_title(case, deal.deal)}"))
        for blocker in zone.blockers:
            console.print(escape(f"blocker: {blocker.narration}"))
        console.print()
    console.print("swings: for each party its worst allowed deal is 0 and its best is 1.")


def _worth_table(case: CaseFile, zone: Zone) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("fighting on is worth")
    table.add_column("by its own belief", justify="right")
    table.add_column("by the reference belief", justify="right")
    for party in zone.agenda.consent:
        name = escape(case.parties[party].name)
        table.add_row(name, written(zone.reservation[party]), written(zone.reference[party]))
    return table


def _print_deals(console: Console, case: CaseFile, zone: Zone) -> None:
    listed_deals = zone.deals or zone.frontier
    what = "undominated deals in the zone" if zone.deals else "undominated deals, none of them taken by all"
    console.print(f"frontier: {len(zone.frontier)}; {len(listed_deals)} {what}" + (":" if listed_deals else ""))
    for deal in listed_deals[:DEALS_SHOWN]:
        gains = ", ".join(f"{case.parties[party].name} {signed(deal.gain[party])}" for party in zone.agenda.consent)
        refused = sorted({case.parties[line.party].name for line in deal.crosses})
        crosses = f" (crosses a firm refusal of {listed(refused)})" if refused else ""
        console.print(escape(f"  {gains}{crosses}\n    {deal_title(case, deal.deal)}"))
    if len(listed_deals) > DEALS_SHOWN:
        console.print(f"  and {len(listed_deals) - DEALS_SHOWN} more (--json lists all)")


def print_comparison(case: CaseFile, comparison: DraftComparison) -> None:
    """Two deals issue by issue: one row per change, then what they are worth only together and in all."""
    console = _console()
    terms = comparison.terms
    console.print(escape(f"from: {comparison.first.title}"))
    console.print(escape(f"to:   {comparison.second.title}"))
    for which, allowed in zip((comparison.first, comparison.second), terms.allowed, strict=True):
        if not allowed:
            console.print(escape(f"'{which.title}' contains a combination that the case forbids."))
    if not terms.rows:
        console.print("The deals are the same.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("what changes", max_width=70, overflow="fold")
    for party in terms.parties:
        table.add_column(escape(case.parties[party].name), justify="right")
    for row in terms.rows:
        issue = case.issues[row.issue]
        change = f"{issue.name}: {issue.options[row.before]} → {issue.options[row.after]}"
        change += "" if row.allowed_alone else " (not allowed on its own)"
        table.add_row(escape(change), *(signed(amount) for amount in row.alone))
    if any(abs(amount) > NOTHING for amount in terms.joint):
        table.add_row("only together (joint factors)", *(signed(amount) for amount in terms.joint))
    broken = [comparison.durability(party) for party in terms.parties]
    if any(abs(amount) > NOTHING for amount in broken):
        table.add_row("the chance of breaking, with these terms", *(signed(amount) for amount in broken))
    change = [comparison.after.value[party] - comparison.before.value[party] for party in terms.parties]
    table.add_row("in all", *(f"[bold]{signed(amount)}[/bold]" for amount in change))
    console.print(table)
    console.print(
        "Each row: the change taken alone, as if the terms held, in that party's swings; then what the chance of"
    )
    console.print("breaking takes off the second deal more than the first.")
    for which in (comparison.first, comparison.second):
        if which.assumed:
            names = ", ".join(f"{case.issues[name].name}" for name in which.assumed)
            console.print(escape(f"not named in '{which.title}', so at their status quo: {names}"))
    for draft, value in ((comparison.first, comparison.before), (comparison.second, comparison.after)):
        gains = ", ".join(f"{case.parties[party].name} {signed(value.gain[party])}" for party in terms.parties)
        console.print(escape(f"over fighting on, {draft.title}: {gains}"))
        for line in value.crosses:
            option = case.issues[line.issue].options[value.deal[line.issue]]
            console.print(escape(f"  {case.parties[line.party].name} has firmly refused ‘{option}’."))


def print_models(folder: Path, found: Sequence[Presence]) -> None:
    """One row for each optional model, then where it is and what would have to be done."""
    console = _console()
    table = Table(box=None, pad_edge=False)
    for column in ("model", "for", "state", "size", "licence"):
        table.add_column(column, overflow="fold")
    for presence in found:
        model = presence.model
        state = presence.state if presence.usable or presence.state != "present" else "present, but cannot be run"
        size = f"{model.size / 1e6:.0f} MB"
        table.add_row(*map(escape, (f"{model.name} ({model.title})", model.purpose, state, size, model.licence)))
    console.print(table)
    for presence in found:
        name = presence.model.name
        where = {"folder": "in your folder of models", "package": f"in the package {presence.model.package.name}"}
        if presence.place:
            console.print(escape(f"{name}: {where[presence.place]}: {presence.path}"), soft_wrap=True)
        if presence.seen:
            console.print(escape(f"{name}: {presence.seen}"), soft_wrap=True)
        if presence.missing:
            console.print(escape(f"{name}: not installed: {listed(presence.missing)}"), soft_wrap=True)
        if presence.fix:
            console.print(escape(f"{name}: to use it: {presence.fix}"), soft_wrap=True)
    console.print(escape(f"your folder of models: {folder}"), soft_wrap=True)
