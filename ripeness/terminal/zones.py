"""Zones, verdicts on offers and two deals compared, as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from ripeness.brief.voice import deal_title, listed, signed
from ripeness.case.model import CaseFile
from ripeness.outlook import DealValue, DraftComparison, Verdict, Zone, written
from ripeness.terminal.console import console, escape
from ripeness.terminal.console import gains as gains_of

DEALS_SHOWN = 5
NOTHING = 5e-4  # swings that are not worth a row


def print_zones(case: CaseFile, zones: Sequence[Zone], verdicts: Sequence[Verdict]) -> None:
    """Each agenda: the answer, slack, what fighting on is worth, deals, offers and blockers."""
    out = console()
    for zone in zones:
        out.print(f"[bold]{escape(zone.agenda.title)}[/bold]")
        out.print(escape(("A ZONE IS OPEN. " if zone.ripe else "NO ZONE. ") + zone.narration))
        out.print(f"slack: {'none' if zone.slack is None else signed(zone.slack)} swings")
        if zone.agenda.ends_fighting:
            out.print(_worth_table(case, zone))
        _print_deals(out, case, zone)
        for verdict in verdicts:
            if case.deals[verdict.key].track in zone.agenda.tracks:
                out.print(escape(f"offer: {verdict.narration}"))
        for point in zone.fair:
            for deal in point.deals:
                gains = gains_of(case, deal.gain, zone.agenda.consent)
                out.print(escape(f"{point.name} ({point.meaning}): {gains}\n    {_title(case, zone, deal)}"))
        for blocker in zone.blockers:
            out.print(escape(f"blocker: {blocker.narration}"))
        out.print()
    out.print("swings: for each party its worst allowed deal is 0 and its best is 1.")


def _title(case: CaseFile, zone: Zone, value: DealValue) -> str:
    """A deal by what its agenda settles."""
    return deal_title(case, {issue: value.deal[issue] for issue in zone.agenda.issues})


def _worth_table(case: CaseFile, zone: Zone) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("fighting on is worth")
    table.add_column("by its own belief", justify="right")
    table.add_column("by the reference belief", justify="right")
    for party in zone.agenda.consent:
        name = escape(case.parties[party].name)
        table.add_row(name, written(zone.reservation[party]), written(zone.reference[party]))
    return table


def _print_deals(out: Console, case: CaseFile, zone: Zone) -> None:
    listed_deals = zone.deals or zone.frontier
    what = "undominated deals in the zone" if zone.deals else "undominated deals, none of them taken by all"
    out.print(f"frontier: {len(zone.frontier)}; {len(listed_deals)} {what}" + (":" if listed_deals else ""))
    for deal in listed_deals[:DEALS_SHOWN]:
        gains = gains_of(case, deal.gain, zone.agenda.consent)
        refused = sorted({case.parties[line.party].name for line in deal.crosses})
        crosses = f" (crosses a firm refusal of {listed(refused)})" if refused else ""
        out.print(escape(f"  {gains}{crosses}\n    {_title(case, zone, deal)}"))
    if len(listed_deals) > DEALS_SHOWN:
        out.print(f"  and {len(listed_deals) - DEALS_SHOWN} more (--json lists all)")


def print_comparison(case: CaseFile, comparison: DraftComparison) -> None:
    """Two deals issue by issue: one row per change, then what they are worth only together and in all."""
    out = console()
    terms = comparison.terms
    out.print(escape(f"from: {comparison.first.title}"))
    out.print(escape(f"to:   {comparison.second.title}"))
    for which, allowed in zip((comparison.first, comparison.second), terms.allowed, strict=True):
        if not allowed:
            out.print(escape(f"'{which.title}' contains a combination that the case forbids."))
    if not terms.rows:
        out.print("The deals are the same.")
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
    out.print(table)
    out.print("Each row: the change taken alone, as if the terms held, in that party's swings; then what the chance of")
    out.print("breaking takes off the second deal more than the first.")
    for which in (comparison.first, comparison.second):
        if which.assumed:
            names = ", ".join(f"{case.issues[name].name}" for name in which.assumed)
            out.print(escape(f"not named in '{which.title}', so at their status quo: {names}"))
    for draft, value in ((comparison.first, comparison.before), (comparison.second, comparison.after)):
        gains = gains_of(case, value.gain, terms.parties)
        out.print(escape(f"over fighting on, {draft.title}: {gains}"))
        for line in value.crosses:
            option = case.issues[line.issue].options[value.deal[line.issue]]
            out.print(escape(f"  {case.parties[line.party].name} has firmly refused ‘{option}’."))
