"""The record as text for a terminal: statements, what happened in order, who stands where, contradictions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from rich.table import Table

from ripeness.brief.ledger import Ledger
from ripeness.brief.moves_section import by_day
from ripeness.brief.voice import count
from ripeness.brief.wording import CONTRADICTED, SURENESS, act, cut, heading, option, originals, told, when
from ripeness.claims import Contradiction, Decided, Judged, Move, Position, Side, Standing, Statement
from ripeness.claims.plain import KINDS, ReadingKind
from ripeness.terminal.console import console, escape

OPTIONS_MOST = 4  # options of a position that a row names; --json has all


def print_record(ledger: Ledger, decided: Decided, only: Sequence[ReadingKind] = KINDS) -> None:
    """A section with its count for each of ``only``; how a reading stands where somebody decided about it."""
    out = console()
    for place, kind in enumerate(only):
        title, rows, counted = _SECTIONS[kind]
        readings = decided.of(kind)
        if place:
            out.print()
        out.print(f"[bold]{title}[/bold]")
        if readings:
            out.print(rows(ledger, readings))
        out.print(f"{counted(readings)} in {count(len(ledger.reports), 'report')}.")


def _table(judged: Sequence[Judged[Any]], *columns: tuple[str, int | None]) -> Table:
    """An empty table with a column for ids, one for standings if there are any, and these, each with its most width."""
    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)
    for name, width in columns:
        table.add_column(name, max_width=width, overflow="fold")
    if any(each.standing.status != "proposed" for each in judged):
        table.add_column("standing", max_width=24, overflow="fold")
    return table


def _row(table: Table, judged: Judged[Any], *cells: str) -> None:
    standing = [_standing(judged.standing)] if table.columns[-1].header == "standing" else []
    table.add_row(*(escape(cell) for cell in (judged.reading.id, *cells, *standing)))


# --- statements ------------------------------------------------------------------------------------------------------


def _statements(ledger: Ledger, judged: Sequence[Judged[Statement]]) -> Table:
    """One row for each statement: quotations in marks, indirect ones without."""
    table = _table(judged, ("report", 24), ("place", 11), ("speaker", 22), ("for", 14), ("words", None))
    for each in judged:
        statement, speaker = each.reading, each.reading.speaker
        place = f"{statement.content.start}–{statement.content.end}"
        party = "" if speaker is None else speaker.party or ("not known" if speaker.unsettled else "nobody")
        words = f"“{statement.text}”" if statement.kind == "quotation" else statement.text
        name = speaker.name if speaker else "(not given)"
        _row(table, each, statement.report, place, name, party, words + _how(each))
    return table


def _how(judged: Judged[Statement]) -> str:
    """' [not said; the report is not sure; via the Kremlin]'."""
    statement = judged.reading
    notes = ["told as not said"] * statement.negated + ["the report is not sure"] * statement.hedged
    notes += [f"via {each.name}" for each in statement.via]
    return f" [{'; '.join(notes)}]" if notes else ""


def _count_statements(judged: Sequence[Judged[Statement]]) -> str:
    quoted = sum(each.reading.kind == "quotation" for each in judged)
    return f"{count(quoted, 'direct quotation')} and {count(len(judged) - quoted, 'indirect statement')}"


# --- moves -----------------------------------------------------------------------------------------------------------


def _moves(ledger: Ledger, judged: Sequence[Judged[Move]]) -> Table:
    """One row for each move: by day, then those without a date as the reports tell them."""
    dated = sorted((each for each in judged if each.reading.happened), key=lambda each: by_day(each.reading))
    undated = [each for each in judged if not each.reading.happened]
    table = _table(judged, ("when", 14), ("what", 26), ("issue", 14), ("words", None), ("told", 14))
    for each in (*dated, *undated):
        move = each.reading
        passages = [telling.passage for telling in move.tellings]
        sure = f" [{SURENESS[move.modality]}]" if SURENESS[move.modality] else ""
        condition = f" [condition: {cut(move.condition.exact)}]" if move.condition else ""
        reports = {passage.report for passage in passages}
        where = told(ledger.origins(passages), len(reports)) if len(reports) > 1 else passages[0].report
        _row(
            table,
            each,
            when(move.happened) if move.happened else "",
            act(ledger, move) + sure,
            ledger.issue_short(move.issue) if move.issue else "",
            f"“{cut(passages[0].exact)}”{condition}",
            where,
        )
    return table


def _count_moves(judged: Sequence[Judged[Move]]) -> str:
    dated = sum(bool(each.reading.happened) for each in judged)
    return f"{count(len(judged), 'move')}, {dated} with a date,"


# --- positions and contradictions ------------------------------------------------------------------------------------


def _positions(ledger: Ledger, judged: Sequence[Judged[Position]]) -> Table:
    """One row for each party, issue and stance: parties together, in the order of their first words."""
    place: dict[str, int] = {}
    for each in judged:
        place.setdefault(each.reading.party, len(place))
    table = _table(judged, ("party", 20), ("issue", 26), ("stance", 8), ("what", None), ("dates", 30), ("on", 24))
    for each in sorted(judged, key=lambda each: place[each.reading.party]):
        position = each.reading
        options = [option(position.issue, words) for words in position.options]
        more = [f"{len(options) - OPTIONS_MOST} more"] if len(options) > OPTIONS_MOST else []
        dates = dict.fromkeys(when(date) for date in (position.since, position.last) if date)
        _row(
            table,
            each,
            ledger.party_name(position.party),
            ledger.issue_short(position.issue),
            position.stance,
            ", ".join([*options[:OPTIONS_MOST], *more]),
            " – ".join(dates),
            originals(ledger.origins(position.passages)),
        )
    return table


def _contradictions(ledger: Ledger, judged: Sequence[Judged[Contradiction]]) -> Table:
    """One row for each contradiction, with both accounts."""
    table = _table(judged, ("about", 26), ("one account", None), ("the other", None))
    for each in judged:
        contradiction = each.reading
        about = f"{heading(contradiction.about)} [{CONTRADICTED[contradiction.kind]}]"
        _row(table, each, about, _account(ledger, contradiction.a), _account(ledger, contradiction.b))
    return table


def _account(ledger: Ledger, side: Side) -> str:
    """Who says so, in which words, on how many originals."""
    who = side.teller or (ledger.party_name(side.party) if side.party else "the report itself")
    on = originals(ledger.origins(side.passages))
    return f"{who}: “{cut(side.passages[0].exact)}” ({side.passages[0].report}, {on})"


_SECTIONS: dict[ReadingKind, tuple[str, Callable[..., Table], Callable[..., str]]] = {
    "statement": ("Who said what", _statements, _count_statements),
    "move": ("What happened, in order", _moves, _count_moves),
    "position": ("Who stands where", _positions, lambda judged: count(len(judged), "position")),
    "contradiction": (
        "Accounts that contradict each other",
        _contradictions,
        lambda judged: count(len(judged), "contradiction"),
    ),
}


def _standing(standing: Standing) -> str:
    if standing.status == "proposed":
        return ""
    return f"{standing.status} by {standing.by}, {standing.when[:10]}: {standing.why}"
