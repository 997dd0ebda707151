"""The answers of the solved talks as text for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from ripeness.bargaining.consent import TOLERANCE
from ripeness.brief.talks_section import telling
from ripeness.brief.voice import signed
from ripeness.case.model import CaseFile
from ripeness.outlook import Forecast, Lever, Levers, RipenessMap, TalksAnswers, WhatIf, WhyNot, written
from ripeness.terminal.console import console, escape

LEVERS_SHOWN = 15
DEALS_SHOWN = 5
RARE = 5e-4  # chances and times that are not worth a row


def print_talks(answers: TalksAnswers, why: Sequence[WhyNot] = ()) -> None:
    """Where each agenda stands with the talks solved, interim deals, who stalls, why there is no deal, the outlook."""
    out, case = console(), answers.case
    out.print("[bold]With the talks solved[/bold]")
    for standing in answers.standings:
        out.print(escape(f"{standing.status.upper()}. {standing.narration}"))
        table = Table(box=None, pad_edge=False)
        for column in ("today it is worth", "fighting to the finish", "with talks", "not agreeing now"):
            table.add_column(column, justify="left" if column.startswith("today") else "right")
        for party, war in standing.war.items():
            row = (written(war), written(standing.value[party]), written(standing.continuation[party]))
            table.add_row(escape(case.parties[party].name), *row)
        out.print(table)
        low, high = standing.now_range or (None, None)
        over = f", from {_slack(low)} to {_slack(high)} over all equilibria" if _slack(low) != _slack(high) else ""
        out.print(f"slack against waiting: {_slack(standing.now.slack)} (swings){over}")
    for each in why:
        out.print(escape(f"why not: {each.narration}"))
        for reason in telling(each.reasons):
            after = "no deal is left" if reason.slack is None else f"slack {signed(reason.slack)}"
            out.print(escape(f"  without {' and '.join(reason.names)}: {after}"))
    for offer in answers.offers:
        out.print(escape(f"offer: {offer.narration}"))
    for deal in answers.interim:
        out.print(escape(f"interim: {deal.narration}"))
    for party in answers.stalling:
        out.print(escape(f"stalling: {party.narration}"))
    out.print(escape(f"outlook: {answers.forecast.narration}"))
    out.print(escape(f"solved: {answers.solved.narration}"))
    for note in answers.solved.talks.notes:
        out.print(escape(f"note: {note}"))


def print_outlook(case: CaseFile, forecast: Forecast) -> None:
    """The forecast over time, which deals, who proposes them, what else happens."""
    out = console()
    out.print(escape(forecast.narration))
    table = Table(box=None, pad_edge=False)
    for name in (f"within {case.period}s", "deal", "over all equilibria", "a deal holds then", "any agreement"):
        table.add_column(name, justify="right")
    every = max(1, forecast.periods // 12)
    for period in sorted({0, forecast.periods - 1, *range(every - 1, forecast.periods, every)}):
        low, high = forecast.low[period], forecast.high[period]
        table.add_row(
            str(period + 1),
            f"{forecast.deal_by[period]:.0%}",
            f"{low:.0%}" if f"{low:.0%}" == f"{high:.0%}" else f"{low:.0%} to {high:.0%}",
            f"{forecast.holding[period]:.0%}",
            f"{forecast.truce_by[period]:.0%}",
        )
    out.print(table)
    for each in forecast.deals[:DEALS_SHOWN]:
        if each.chance > RARE:
            out.print(escape(f"{each.chance:.0%}: {each.item.title}"))
    rest = [each for each in forecast.deals[DEALS_SHOWN:] if each.chance > RARE]
    if rest:
        out.print(f"{sum(each.chance for each in rest):.0%}: {len(rest)} more (--json lists all)")
    for issue, options in forecast.terms.items():
        shares = [f"{case.issues[issue].options[option]} {chance:.0%}" for option, chance in options.items()]
        out.print(escape(f"  {case.issues[issue].name}: {'; '.join(shares)}"))
    for said in forecast.beside():
        out.print(escape(said))
    if forecast.proposers:
        who = ", ".join(f"{case.parties[party].name} {chance:.0%}" for party, chance in forecast.proposers.items())
        out.print(escape(f"proposed by: {who}"))
    for name, chance in forecast.sides.items():
        out.print(escape(f"settled by itself while the fighting goes on, {chance:.0%}: {case.tracks[name].name}"))
    for name, times in forecast.interim.items():
        if times >= 0.05:
            out.print(escape(f"expected {times:.1f} times: {name}"))
    for name, chance in forecast.ends.items():
        out.print(escape(f"without a deal, {chance:.0%}: {name}"))
    out.print(escape(f"how: {forecast.method} The situation moves as the reference belief of the case says."))


def print_levers(levers: Levers) -> None:
    """Thresholds within their plausible ranges, then beyond, then what matters without turning it; then steps."""
    out = console()
    what = "fighting on" if levers.question == "zone" else "waiting"
    out.print(f"slack against {what} today: {_slack(levers.slack)} (swings)")
    out.print(escape(levers.narration))
    if levers.levers:
        table = Table(box=None, pad_edge=False)
        table.add_column("assumption", overflow="fold", max_width=58)
        for name in ("now", "turns at", "plausible", "slack, low to high"):
            table.add_column(name, justify="right")
        for lever in levers.levers[:LEVERS_SHOWN]:
            table.add_row(escape(lever.assumption.label), *_row(lever))
        out.print(table)
        if len(levers.levers) > LEVERS_SHOWN:
            out.print(f"and {len(levers.levers) - LEVERS_SHOWN} more assumptions that matter (--json lists all)")
    if levers.steps:
        out.print("[bold]What somebody could do, or what could happen[/bold]")
        for step in levers.steps:
            out.print(escape(step.narration))


def _row(lever: Lever) -> tuple[str, ...]:
    plausible = "-" if lever.range is None else f"{lever.range[0]:g} to {lever.range[1]:g}"
    beyond = " (beyond)" if lever.range and not lever.within else ""
    turns = "-" if lever.threshold is None else f"{lever.threshold:.3g}{beyond}"
    return f"{lever.value:g}", turns, plausible, f"{_slack(lever.slack_low)} to {_slack(lever.slack_high)}"


def _slack(value: float | None) -> str:
    return "none" if value is None else signed(value)


def print_map(found: RipenessMap) -> None:
    """The map as two tables: slack against fighting to the finish, and against waiting for a later deal."""
    out, case = console(), found.case
    out.print(escape(found.narration))
    variables = case.situation.variables
    for title, layer in (("fighting to the finish", found.zone), ("waiting for a later deal", found.now)):
        head = f"slack against {title}; down: {variables[found.down].name}; across: {variables[found.across].name}"
        table = Table(title=escape(head), box=None, pad_edge=False, title_justify="left")
        table.add_column("")
        for value in found.labels(found.across):
            table.add_column(escape(value), justify="right", overflow="fold")
        for i, down in reversed([*enumerate(found.labels(found.down))]):
            cells = []
            for j in range(len(found.labels(found.across))):
                value = float(layer[i, j])
                text = "-" if value != value else signed(value) + (" ripe" if value >= -TOLERANCE else "")
                cells.append(f"[bold][{text}][/bold]" if (i, j) == found.today else text)
            table.add_row(escape(down), *cells)
        out.print(table)
    out.print("In square brackets: today. A dash: there the fighting has ended, or every deal is firmly refused.")


def print_what_if(found: WhatIf) -> None:
    """What was changed, and the two answers side by side."""
    out = console()
    for setting in found.settings:
        out.print(escape(f"{setting.label}: {setting.before} → {setting.after}"))
    out.print(escape(found.narration))
    table = Table(box=None, pad_edge=False)
    for name in ("", "before", "after"):
        table.add_column(name, justify="left" if not name else "right", overflow="fold")
    for name, before, after in _compared(found):
        table.add_row(escape(name), escape(before), escape(after))
    out.print(table)
    _print_narrations(out, found.after)


def _compared(found: WhatIf) -> list[tuple[str, str, str]]:
    """Rows of what both cases have, agenda by agenda, then the deals and the side tracks."""
    case = found.before.case
    rows: list[tuple[str, str, str]] = []
    later = {each.agenda.name: each for each in found.after.standings}
    for one in found.before.standings:
        two = later.get(one.agenda.name)
        if two is None:
            rows.append((one.agenda.title, one.status, "no agenda of its own"))
            continue
        rows.append((case.tracks[one.agenda.name].name, one.status, two.status))
        for name, key in (("slack against fighting on", "zone"), ("slack against waiting", "now")):
            first, second = (getattr(each, key).slack for each in (one, two))
            rows.append((name, _slack(first), _slack(second)))
        for party, war in one.war.items():
            who = case.parties[party].name
            rows.append((f"{who}: fighting on", written(war), written(two.war[party])))
            rows.append((f"{who}: with talks", written(one.value[party]), written(two.value[party])))
    before, after = found.before.forecast, found.after.forecast
    for period in sorted({min(5, before.periods - 1), min(11, before.periods - 1), before.periods - 1}):
        name = f"deal within {period + 1} {case.period}s"
        rows.append((name, f"{before.deal_by[period]:.0%}", f"{after.deal_by[period]:.0%}"))
    for name in dict.fromkeys((*before.sides, *after.sides)):
        first, second = (f"{e.sides[name]:.0%}" if name in e.sides else "in the package" for e in (before, after))
        rows.append((f"{case.tracks[name].name}: settled by itself", first, second))
    answers = {each.key: each for each in found.after.interim}
    for deal in found.before.interim:
        other = answers.get(deal.key)
        for party in deal.price:
            if other is not None and party in other.price:
                name = f"{case.parties[party].name}: {case.deals[deal.key].name}"
                rows.append((name, _asked(deal.gain[party]), _asked(other.gain[party])))
    return rows


def _asked(gain: float) -> str:
    """What a party would say to an interim deal."""
    return f"gains {written(gain)}" if gain >= -TOLERANCE else f"price {written(-gain)}"


def _print_narrations(out: Console, answers: TalksAnswers) -> None:
    for standing in answers.standings:
        out.print(escape(f"after: {standing.narration}"))
    for side in answers.sides:
        out.print(escape(f"after: {side.narration}"))
    for party in answers.stalling:
        out.print(escape(f"after: {party.narration}"))
    out.print(escape(f"after: {answers.solved.narration}"))
