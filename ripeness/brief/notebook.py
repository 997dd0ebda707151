"""How the answers look in a notebook: words first, a chart where there is one, and always the table with its figures.

One card serves all: ``shown.html`` is told here, type by type, what stands on it. Whatever comes from a case or a
report is escaped by the template; a card has no ids and loads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import jinja2

from ripeness.brief import charts, lanes
from ripeness.brief.study_data import study_data
from ripeness.brief.study_section import deal_chart, study_figures
from ripeness.brief.voice import count, deal_title, interval, plain, signed
from ripeness.case.model import CaseFile
from ripeness.claims import Record
from ripeness.inference import Posterior
from ripeness.inference.posterior import PartyPosterior
from ripeness.lineage import Lineage
from ripeness.lineage.tree import Origin, origins_of
from ripeness.outlook import (
    DealValue,
    Forecast,
    Levers,
    RipenessMap,
    TalksAnswers,
    Verdict,
    WhatIf,
    WhyNot,
    Zone,
    written,
)
from ripeness.reports import Report
from ripeness.shown import html
from ripeness.studies import Study

if TYPE_CHECKING:
    from markupsafe import Markup

ROWS = 24  # of a table: a notebook is no printout
PERIODS = 6  # rows of a table of chances over time
HOW = {
    "copy": "a copy of",
    "abridged": "abridged from",
    "spun": "spun from",
    "paraphrase": "a paraphrase of",
    "cites": "cites",
}
WORDS = 90  # letters of the words of a report that stand in a table


@dataclass(frozen=True, slots=True)
class Table:
    """Rows with the heads of their columns; the first cell of each names the row. ``numbers``: the rest are figures."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as SVG, and what it shows."""

    drawn: Markup
    caption: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one value."""

    title: str
    said: Sequence[str] = ()
    charts: Sequence[Drawn] = ()
    tables: Sequence[Table] = ()
    notes: Sequence[str] = ()
    lanes: lanes.Lanes | None = None
    lanes_said: str = ""


def draw(card: Card) -> str:
    """A card as HTML that stands in a page by itself."""
    return _template().render(card=card, outlines=lanes.SHAPES, shown=ROWS)


@cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("ripeness.brief"), autoescape=True, undefined=jinja2.StrictUndefined
    )
    return environment.get_template("notebook.html")


def _chart(chart: Any, caption: str) -> Drawn:
    return Drawn(charts.svg(chart, f"{caption}; the table has the figures"), caption)


# --- reports and what is read off them -------------------------------------------------------------------------------


def pile_card(reports: Sequence[Report], lineage: Lineage) -> Card:
    """Reports by the originals that they go back to."""
    origins = origins_of(lineage, reports)
    by_id = {report.id: report for report in reports}
    return Card(
        title=f"{count(len(reports), 'report')}, {_originals(lineage)}",
        said=[lineage.independent.why],
        lanes=lanes.lanes(origins, by_id, lanes.WIDE) if origins else None,
        lanes_said=lanes.said(origins),
        tables=[
            Table(
                "The reports, by origin",
                ("Report", "Origin", "Outlet", "Date", "How"),
                [*_places(origins, by_id)],
                numbers=False,
            )
        ],
        notes=lineage.notes,
    )


def _originals(lineage: Lineage) -> str:
    own = lineage.independent
    return f"{interval(own.all, own.strict)} independent original{'' if own.strict == own.all == 1 else 's'}"


def _places(origins: Sequence[Origin], reports: Mapping[str, Report]) -> Iterator[Sequence[str]]:
    for number, origin in enumerate(origins, start=1):
        for place in origin.places:
            report, edge = reports[place.report], place.edge
            how = f"{HOW[edge.kind]} {place.parent}" if edge else ""
            outlet, published = report.outlet, report.published
            date = published.value[:10] if published else "undated"
            yield report.id, str(number), outlet.value if outlet else "", date, how


@html.register
def _lineage(found: Lineage) -> str:
    edges = [
        (edge.source, edge.target, edge.kind, edge.strength, f"{edge.score:.2f}")
        for edge in sorted(found.edges, key=lambda edge: (edge.strength == "review", -edge.score))
    ]
    stories = [(str(number), ", ".join(story)) for number, story in enumerate(found.stories, start=1)]
    return draw(
        Card(
            title=f"Lineage: {_originals(found)}",
            said=[found.independent.why],
            tables=[
                Table("Stories, by clear retellings", ("Story", "Reports"), stories, numbers=False),
                Table("Links", ("From", "To", "Kind", "Strength", "Score"), edges, numbers=False),
            ],
            notes=found.notes,
        )
    )


@html.register
def _record(record: Record) -> str:
    kinds = [
        (name, str(len(found)))
        for name, found in (
            ("Statements", record.statements),
            ("Moves", record.moves),
            ("Positions", record.positions),
            ("Contradictions", record.contradictions),
        )
    ]
    moves = sorted((move for move in record.moves if move.happened), key=lambda move: move.happened, reverse=True)
    rows = [
        (move.happened, ", ".join(move.actors), move.kind, move.issue or "", _cut(move.tellings[0].passage.exact))
        for move in moves
    ]
    accounts = [(each.kind, each.about, each.a.teller or "", each.b.teller or "") for each in record.contradictions]
    tables = [Table("What was read", ("Kind", "Readings"), kinds)]
    if rows:
        tables.append(Table("Dated moves, the latest first", ("When", "Who", "What", "On", "Words"), rows, False))
    if accounts:
        heads = ("Kind", "About", "One account", "The other")
        tables.append(Table("Accounts that contradict each other", heads, accounts, False))
    return draw(Card("The record", tables=tables))


def _cut(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"


# --- a case and its zone ---------------------------------------------------------------------------------------------


def case_card(case: CaseFile, reports: Sequence[Report], zones: Sequence[Zone], verdicts: Sequence[Verdict]) -> Card:
    """A case: its question, what it rests on, and whether there is a zone."""
    main = zones[0]
    said = [case.question] if case.question else []
    return Card(
        title=f"{case.name}, as of {case.as_of}",
        said=[*said, *(zone.narration for zone in zones)],
        charts=_worth_charts(main, [v for v in verdicts if case.deals[v.key].track in main.agenda.tracks]),
        tables=[_fighting(main)],
        notes=[f"The case rests on {count(len(reports), 'report')}.", SWINGS],
    )


SWINGS = "In swings: for each party its worst allowed deal is 0 and its best is 1. One party's swing is not another's."


def _worth_charts(zone: Zone, verdicts: Sequence[Verdict] = ()) -> list[Drawn]:
    offers = "; ".join(f"{charts.letter(i)} {verdict.name}" for i, verdict in enumerate(verdicts))
    caption = "What fighting on and deals are worth to each party whose consent counts"
    return [_chart(charts.worth_chart(zone, verdicts, charts.WIDE), f"{caption}{f': {offers}' if offers else ''}")]


def _fighting(zone: Zone) -> Table:
    heads = ["Party", "fighting on, own belief", "fighting on, reference"]
    rows = [
        [zone.case.parties[party].name, written(zone.reservation[party]), written(zone.reference[party])]
        for party in zone.agenda.consent
    ]
    if zone.best:
        heads += ["the deal best for the least", "its gain"]
        for row, party in zip(rows, zone.agenda.consent, strict=True):
            row += [written(zone.best.value[party]), signed(zone.best.gain[party])]
    return Table("What it is worth today", heads, rows)


@html.register
def _zone(zone: Zone) -> str:
    drawn = _worth_charts(zone)
    frontier = charts.frontier_chart(zone, (), charts.WIDE)
    if frontier is not None:
        names = " and ".join(zone.case.parties[party].name for party in zone.agenda.consent[:2])
        drawn.append(_chart(frontier, f"Undominated deals, as {names} value them; dashed: fighting on"))
    parties = [zone.case.parties[party].name for party in zone.agenda.consent]
    deals = [
        (deal_title(zone.case, deal.deal), *(signed(deal.gain[party]) for party in zone.agenda.consent))
        for deal in zone.deals or zone.frontier
    ]
    inside = "Undominated deals in the zone" if zone.deals else "Undominated deals, the nearest first"
    tables = [_fighting(zone), Table(f"{inside}: gains over fighting on", ("Deal", *parties), deals)]
    blocking = [each.narration for each in zone.blockers]
    return draw(Card(zone.agenda.title, [zone.narration, *blocking], drawn, tables, [SWINGS]))


@html.register
def _verdict(verdict: Verdict) -> str:
    case = verdict.case
    parties = list(verdict.shortfall)
    rows = [
        (
            case.issues[issue].name,
            case.issues[issue].options[verdict.value.deal[issue]],
            *(written(verdict.shortfall[party][issue].amount) for party in parties),
        )
        for issue in verdict.value.deal
        if all(issue in verdict.shortfall[party] for party in parties)
    ]
    names = [case.parties[party].name for party in parties]
    gains = [(case.parties[party].name, signed(gain)) for party, gain in verdict.value.gain.items()]
    tables = [
        Table("Gain over fighting on", ("Party", "Gain"), gains),
        Table("What each issue costs each party", ("Issue", "Settled so", *names), rows),
    ]
    return draw(Card(verdict.name, [verdict.narration], tables=tables, notes=[SWINGS]))


@html.register
def _deal(value: DealValue) -> str:
    terms = [(issue, option) for issue, option in value.deal.items()]
    worth = [(party, written(own), signed(value.gain[party])) for party, own in value.value.items()]
    tables = [
        Table("Its terms, by the keys of the case", ("Issue", "Option"), terms, numbers=False),
        Table("What it is worth", ("Party", "value", "gain over fighting on"), worth),
    ]
    return draw(Card("A deal", tables=tables, notes=[SWINGS]))


# --- the talks -------------------------------------------------------------------------------------------------------


@html.register
def _talks(talks: TalksAnswers) -> str:
    case = talks.case
    tables = [
        Table(
            f"{standing.agenda.title}: what it is worth today",
            ("Party", "fighting to the finish", "with talks", "not agreeing now"),
            [
                (
                    case.parties[party].name,
                    written(war),
                    written(standing.value[party]),
                    written(standing.continuation[party]),
                )
                for party, war in standing.war.items()
            ],
        )
        for standing in talks.standings
    ]
    interim = [(case.deals[each.key].name, each.narration) for each in talks.interim]
    if interim:
        tables.append(Table("Interim deals", ("Deal", "Who would take it"), interim, numbers=False))
    said = [each.narration for each in (*talks.standings, *talks.stalling)]
    card = _forecast_card(talks.forecast)
    return draw(
        Card(
            f"The talks: {case.name}",
            [*said, talks.forecast.narration],
            card.charts,
            [*tables, *card.tables],
            [talks.solved.narration, SWINGS],
        )
    )


@html.register
def _forecast(found: Forecast) -> str:
    return draw(_forecast_card(found))


def _forecast_card(found: Forecast) -> Card:
    period = found.case.period
    each = zip(found.deal_by, found.low, found.high, found.truce_by, strict=True)
    every = [
        {"period": k + 1, "mean": own, "low": low, "high": high, "any": any_}
        for k, (own, low, high, any_) in enumerate(each)
    ]
    step = max(1, found.periods // PERIODS)
    rows = [
        (f"{row['period']}", f"{row['mean']:.0%}", f"{row['low']:.0%} to {row['high']:.0%}", f"{row['any']:.0%}")
        for row in every
        if row["period"] == 1 or row["period"] % step == 0
    ]
    heads = (f"within so many {period}s", "a deal that ends the fighting", "over all equilibria", "any agreement")
    chart = charts.chance_chart(every, charts.WIDE)
    caption = "Chance of a deal by the close of each period, if the case holds; the band: over all equilibria"
    return Card(
        "What to expect",
        [found.narration],
        [_chart(chart, caption)],
        [Table("Chances", heads, rows)],
        [found.method],
    )


@html.register
def _why(why: WhyNot) -> str:
    against = "waiting" if why.question == "now" else "fighting on"
    rows = [
        (f"without {' and '.join(reason.names)}", "no deal is left" if reason.slack is None else signed(reason.slack))
        for reason in why.reasons
    ]
    rows.insert(0, ("as the case has it", "no deal is left" if why.slack is None else signed(why.slack)))
    table = Table(f"Slack against {against} if something were otherwise", ("", "Slack"), rows)
    return draw(Card(f"Why not: {why.agenda.title}", [why.narration], tables=[table]))


@html.register
def _what_if(found: WhatIf) -> str:
    before, after = found.before.standings, found.after.standings
    names = {standing.agenda.title: [standing.status, "–"] for standing in before}
    for standing in after:
        names.setdefault(standing.agenda.title, ["–", ""])[1] = standing.status
    changes = [(setting.label, setting.before, setting.after) for setting in found.settings]
    chances = [
        (f"a deal within {k + 1}", f"{found.before.forecast.deal_by[k]:.0%}", f"{found.after.forecast.deal_by[k]:.0%}")
        for k in (5, 11, 23)
        if k < min(found.before.forecast.periods, found.after.forecast.periods)
    ]
    tables = [
        Table("What was changed", ("", "before", "after"), changes, numbers=False),
        Table("What it does", ("", "before", "after"), [*((k, *v) for k, v in names.items()), *chances], numbers=False),
    ]
    return draw(Card("What if", [found.narration], tables=tables))


# --- asking again ----------------------------------------------------------------------------------------------------


@html.register
def _levers(found: Levers) -> str:
    rows = [
        (
            lever.assumption.label,
            plain(lever.value),
            "–" if lever.threshold is None else f"{lever.threshold:.3g}",
            "–" if lever.range is None else f"{plain(lever.range[0])} to {plain(lever.range[1])}",
        )
        for lever in found.levers
    ]
    steps = [(step.name, "–" if step.slack is None else signed(step.slack)) for step in found.steps]
    tables = [
        Table("What somebody could do, or what could happen", ("", "slack then"), steps),
        Table("Where the answer turns", ("Assumption", "now", "turns at", "plausible"), rows),
    ]
    return draw(Card("What would change it", [found.narration], tables=tables))


@html.register
def _map(found: RipenessMap) -> str:
    rows = [
        (
            f"{cell['down']} / {cell['across']}{' (today)' if cell['today'] else ''}",
            "–" if cell["slack"] is None else signed(cell["slack"]),
            "–" if cell["slack_now"] is None else signed(cell["slack_now"]),
        )
        for cell in found.cells()
    ]
    heads = ("Situation", "slack against fighting on", "slack against waiting")
    drawn = _chart(charts.styled(found.chart()), "Slack over two variables of the situation; today's is framed")
    return draw(Card("Map of ripeness", [found.narration], [drawn], [Table("The same", heads, rows)]))


@html.register
def _study(found: Study) -> str:
    data = study_data(found)
    main = next(each for each in data["agendas"] if each["agenda"] == found.game.main.name)
    heads = ("What", "mean", "standard error", "nine draws of ten")
    drawn = []
    if data["outlook"] is not None:
        caption = "Chance of a deal by the close of each period; nine draws of ten lie in the band"
        drawn = [_chart(deal_chart(data, charts.WIDE), caption)]
    tables = [Table(f"Over {len(found.draws):,} draws", heads, [*study_figures(main)])]
    return draw(Card("A study", [data["narration"]], drawn, tables, data["notes"]))


@html.register
def _posterior(found: Posterior) -> str:
    parties = [own for own in found.parties.values() if own.quantities]
    drawn = [chart for own in parties for chart in _spreads(own)]
    rows = [
        (f"{own.name}: {each.label}", _spread(each.prior), _spread(each.posterior), each.unit)
        for own in parties
        for each in sorted(own.quantities, key=lambda each: not each.moved)
        if not each.fixed
    ]
    table = Table("Means, and in brackets what holds 90 %", ("Number", "before the record", "after it", "unit"), rows)
    return draw(Card("Preferences from the record", [found.case.name], drawn, [table], found.notes))


def _spreads(own: PartyPosterior) -> Iterator[Drawn]:
    """A chart for each unit of the numbers that the record moved."""
    units: dict[str, list[dict[str, Any]]] = {}
    for each in own.quantities:
        if each.moved:
            for when, spread in (("before the record", each.prior), ("after it", each.posterior)):
                row = {"label": each.label, "when": when, "mean": spread.mean, "low": spread.low, "high": spread.high}
                units.setdefault(each.unit, []).append(row)
    for unit, rows in units.items():
        chart = charts.spread_chart(rows, unit, charts.WIDE - charts.NARROW // 2)
        yield _chart(chart, f"{own.name}: what the record moved ({unit})")


def _spread(spread: Any) -> str:
    return f"{plain(round(spread.mean, 3))} ({plain(round(spread.low, 3))} to {plain(round(spread.high, 3))})"
