"""Preferences that fit the record as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

from ripeness.brief.ledger import Origins
from ripeness.brief.preferences_section import effect, how, other_end, spread
from ripeness.brief.voice import count
from ripeness.brief.wording import originals
from ripeness.inference import Chance, PartyPosterior, Posterior
from ripeness.terminal.console import console, escape


def print_preferences(found: Posterior, answers: Mapping[str, Sequence[Chance]]) -> None:
    """By party: what the record moved, what it rests on, what it left; then the chances that deals are accepted.

    ``answers`` are these chances by the title of the deal.
    """
    out = console()
    for own in found.parties.values():
        _print_party(out, own)
    if answers:
        out.print("[bold]What would each party say?[/bold]")
        table = Table(box=None, pad_edge=False)
        table.add_column("deal", overflow="fold", max_width=48)
        table.add_column("party")
        table.add_column("accepts", justify="right")
        table.add_column("90 % of the draws", justify="right")
        for title, chances in answers.items():
            for place, chance in enumerate(chances):
                name = found.parties[chance.party].name + (" (thin record)" if chance.thin else "")
                row = (f"{chance.mean:.0%}", f"{chance.low:.0%} to {chance.high:.0%}")
                table.add_row("" if place else escape(title), escape(name), *row)
        out.print(table)
    for said in found.evidence.left_out:
        out.print(escape(f"no evidence: {said}"))
    for note in found.notes:
        out.print(escape(f"note: {note}"))
    out.print(escape(f"how: {how(found)} In brackets the interval that holds 90 %."))


def _print_party(out: Console, own: PartyPosterior) -> None:
    out.print(f"[bold]{escape(own.name)}[/bold]")
    if own.thin:
        out.print(escape(own.thin))
    moved = [quantity for quantity in own.quantities if quantity.moved]
    if moved:
        table = Table(box=None, pad_edge=False)
        table.add_column("what the record moved", overflow="fold", max_width=58)
        for name in ("before", "after"):
            table.add_column(name, justify="right")
        table.add_column("unit")
        for quantity in moved:
            cells = (spread(each, quantity.unit) for each in (quantity.prior, quantity.posterior))
            table.add_row(escape(quantity.label.partition(": ")[2]), *cells, quantity.unit)
        out.print(table)
    for each in own.influences:
        item = each.item
        told = originals(Origins(item.originals.strict, item.originals.all))
        out.print(escape(f"  {item.label} ({told}): {effect(own, each)}"))
    if said := other_end(own):
        out.print(escape(said))
    if own.unmoved and own.items:
        out.print(f"not moved: {count(len(own.unmoved), 'number')} (--json lists all)")
