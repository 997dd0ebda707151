"""What has changed since an earlier brief, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from ripeness.brief.changes import Changes, headline
from ripeness.brief.changes_section import ChangesSection
from ripeness.brief.ledger import Ledger
from ripeness.brief.passages import Shelf
from ripeness.terminal.console import console, escape

ROWS_SHOWN = 20  # of a kind; --json has all


def print_changes(changes: Changes, ledger: Ledger) -> None:
    """Lines of parties, moves, sources, then the case: the answer then and now, and what each change does to it."""
    out = console()
    shown = ChangesSection(changes, ledger, Shelf(ledger.reports)).section()
    out.print(escape(f"Since {changes.since.label}: {headline(changes, ledger)}"))
    for note in changes.notes:
        out.print(escape(f"note: {note}"))
    _lines(out, shown["lines"])
    _moves(out, "New moves", shown["moves"])
    told = [
        {**each["after"], "act": f"{each['before']['act']} → {each['after']['act']}"} for each in shown["moves_changed"]
    ]
    _moves(out, "Moves that are told otherwise", told)
    _moves(out, "Moves that count no longer", shown["moves_gone"])
    _rows(out, "New contradictions", shown["contradictions"])
    _rows(out, "Contradictions that are gone", [f"{about} ({why})" for about, why in shown["contradictions_gone"]])
    _origins(out, shown["origins"], shown["reports_gone"])
    if shown["case"]:
        _case(out, shown["case"])


def _rows(out: Console, title: str, rows: Sequence[str]) -> None:
    if not rows:
        return
    out.print(f"[bold]{title}[/bold]")
    for row in rows[:ROWS_SHOWN]:
        out.print(escape(f"  {row}"))
    if len(rows) > ROWS_SHOWN:
        out.print(f"  and {len(rows) - ROWS_SHOWN} more (--json lists all)")


def _quoted(words: Iterable[dict[str, Any]]) -> str:
    return " ".join(f"“{each['text']}” ({each['where']})" for each in words)


def _lines(out: Console, lines: Sequence[dict[str, Any]]) -> None:
    _rows(out, "Lines of parties", [f"{each['party']}, {each['issue']}: {_line(each)}" for each in lines])


def _line(each: dict[str, Any]) -> str:
    before, after = ("; ".join(_stand(stand) for stand in each[side]) or "nothing" for side in ("before", "after"))
    why = f" ({each['why']})" if each["why"] else ""
    return f"{before} → {after}{why}"


def _stand(stand: dict[str, Any]) -> str:
    options = f" {', '.join(stand['options'])}" if stand["options"] else ""
    return f"{stand['stance']}{options} {_quoted(stand['words'])}"


def _moves(out: Console, title: str, moves: Sequence[dict[str, Any]]) -> None:
    rows = []
    for move in moves:
        when = f"{move['when']}: " if move["when"] else ""
        why = f" [{move['why']}]" if move.get("why") else ""
        rows.append(f"{when}{move['act']} {_quoted(move['words'])}{why}")
    _rows(out, title, rows)


def _origins(out: Console, origins: dict[str, Any], gone: Sequence[str]) -> None:
    rows = [f"new original: {', '.join(story)}" for story in origins["new"]]
    rows += [f"{report} retells what was known: {', '.join(story)}" for report, story in origins["joined"]]
    rows += [
        f"told as {len(stories)} stories before, one now: {'; '.join(', '.join(s) for s in stories)}"
        for stories in origins["merged"]
    ]
    rows += [f"newly named as a source: {desk}" for desk in origins["desks"]]
    rows += [f"not here any longer: {report}" for report in gone]
    if origins["before"] != origins["after"]:
        rows.append(f"independent originals: {origins['before']} before, {origins['after']} now")
    _rows(out, "Sources", rows)


def _case(out: Console, case: dict[str, Any]) -> None:
    for fault in case["faults"]:
        out.print(escape(fault))
    if case["effects"]:
        out.print("[bold]The answer then and now, both by the present program[/bold]")
        table = Table(box=None, pad_edge=False)
        for name in ("", "earlier case", "this case"):
            table.add_column(name, justify="right" if name else "left")
        for row in case["rows"]:
            table.add_row(*(escape(cell) for cell in row))
        out.print(table)
        out.print("[bold]What each change does by itself, those that do most first[/bold]")
    for effect in case["effects"][:ROWS_SHOWN]:
        for each in effect["changes"]:
            because = f"  {each['because']}" if each["because"] else ""
            out.print(escape(f"{each['label']}: {each['before']} → {each['after']}{because}"))
        if effect["put_in"]:
            out.print(escape(f"  put into the earlier case: {effect['put_in']}"))
        if effect["taken_out"]:
            out.print(escape(f"  against this case without it: {effect['taken_out']}"))
        for fault in effect["faults"]:
            out.print(escape(f"  {fault}"))
    if len(case["effects"]) > ROWS_SHOWN:
        out.print(f"and {len(case['effects']) - ROWS_SHOWN} more changes (--json lists all)")
    other = [f"{each['label']}: {each['before']} → {each['after']}" for each in case["other"]]
    _rows(out, "Of no effect on the computation", other)
    if case["reasons"]:
        out.print(f"{case['reasons']} reasons rewritten")
