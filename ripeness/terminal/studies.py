"""A study as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from ripeness.brief.voice import signed
from ripeness.studies import Dropped, Sensitivity, Study, SureLevers
from ripeness.studies.summary import QUANTILES, Spread
from ripeness.terminal.console import console, escape

SHOWN = 12  # rows of a table; --json lists all


def print_study(
    found: Study,
    hangs: Sensitivity | None = None,
    origins: Sequence[Dropped] = (),
    numbers: Sequence[Dropped] = (),
) -> None:
    """What the draws say together, then what was asked of them besides."""
    out = console()
    for each in found.agendas:
        out.print(escape(each.narration))
    main = found.main
    table = Table(box=None, pad_edge=False)
    table.add_column("over the draws")
    for name in ("mean", "± (95 %)", *(f"{share:.0%}" for share in QUANTILES)):
        table.add_column(name, justify="right")
    for name, own in (("slack against fighting on", main.slack), ("slack against waiting", main.slack_now)):
        if own is not None:
            table.add_row(name, *_spread(own))
    for k, own in _periods(found):
        table.add_row(f"deal within {k} {found.case.period}{'s' if k > 1 else ''}", *_spread(own, shares=True))
    out.print(table)
    if found.outlook is not None:
        out.print(escape(found.outlook.narration))
        for issue, options in found.outlook.agreed.items():
            shares = [f"{found.case.issues[issue].options[o]} {chance:.0%}" for o, chance in options.items()]
            out.print(escape(f"  {found.case.issues[issue].name}: {'; '.join(shares)}"))
    for note in found.notes:
        out.print(escape(note))
    if hangs is not None:
        _print_sensitivity(out, hangs)
    for title, dropped in (("Without one of the sources", origins), ("With one number unknown", numbers)):
        if dropped:
            out.print(f"[bold]{title}[/bold]")
            for each in dropped[:SHOWN]:
                out.print(escape(each.narration))
            if len(dropped) > SHOWN:
                out.print(f"and {len(dropped) - SHOWN} more (--json lists all)")


def print_sure_levers(levers: SureLevers) -> None:
    """Levers over the draws of a study: the surest, pairs, what would make it worse."""
    out = console()
    what = "a zone" if levers.question == "zone" else "a deal now"
    out.print("[bold]Over the draws of the study[/bold]")
    out.print(escape(levers.narration))
    table = Table(box=None, pad_edge=False)
    table.add_column("lever", overflow="fold", max_width=62)
    for name in ("moved to", "cost", f"draws with {what}", "opens of the closed"):
        table.add_column(name, justify="right")
    for lever in levers.levers[:SHOWN]:
        moved, cost = ("-" if each is None else f"{each:.3g}" for each in (lever.value, lever.cost))
        opens = "-" if lever.opens != lever.opens else f"{lever.opens:.0%}"
        table.add_row(escape(lever.name), moved, cost, f"{lever.chance.value:.0%}", opens)
    out.print(table)
    for pair in levers.pairs[:3]:
        out.print(escape(f"two together: {pair.narration}"))
    for lever in levers.worse[:3]:
        out.print(escape(f"worse: {lever.narration}"))


def _print_sensitivity(out: Console, hangs: Sensitivity) -> None:
    out.print("[bold]What it hangs on[/bold] (share of the variance that is left if all else were known)")
    known = [each for each in hangs.answers if each.indices]
    if known:
        table = Table(box=None, pad_edge=False)
        table.add_column("numbers", overflow="fold", max_width=48)
        for each in known:
            table.add_column(each.answer, justify="right", overflow="fold", max_width=18)
        for name in [*known[0].indices][:SHOWN]:
            cells = (f"{each.indices[name].value:.2f} ±{each.indices[name].half_width:.2f}" for each in known)
            table.add_row(escape(name), *cells)
        out.print(table)
    for each in hangs.answers:
        if each.note:
            out.print(escape(f"{each.answer}: {each.note}."))
    table = Table(box=None, pad_edge=False)
    table.add_column("at its low, high end", overflow="fold", max_width=58)
    for name in ("a zone", "a deal now", "a deal in time"):
        table.add_column(name, justify="right")
    for end in hangs.ends[:SHOWN]:
        table.add_row(escape(end.label), *(_pair(pair) for pair in (end.zone, end.now, end.deal)))
    out.print(table)


def _periods(found: Study) -> list[tuple[int, Spread]]:
    if found.outlook is None:
        return []
    by = found.outlook.deal_by
    every = max(1, len(by) // 4)
    return [(k, by[k - 1]) for k in sorted({1, *range(every, len(by) + 1, every)})]


def _spread(own: Spread, shares: bool = False) -> list[str]:
    def write(value: float) -> str:
        return f"{value:.0%}" if shares else signed(value)

    wide = own.mean.half_width
    error = "-" if wide != wide else f"{wide:.1%}" if shares else f"{wide:.4f}"
    return [write(own.mean.value), error, *map(write, own.quantiles)]


def _pair(pair: tuple[float, float]) -> str:
    return ", ".join("-" if each != each else f"{each:.0%}" for each in pair)
