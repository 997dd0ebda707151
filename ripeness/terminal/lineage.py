"""Lineage as trees for a terminal: each origin a root, under it the reports, a retelling under what it retells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from ripeness.brief.resolved import phrases
from ripeness.brief.voice import count, interval, listed
from ripeness.lineage import Edge, Hint, Lineage, Repair
from ripeness.lineage.tree import Origin, Place, origins_of
from ripeness.reports import Report
from ripeness.terminal.console import console, escape

WIDTH = 80  # columns where there is no terminal: a tree of short lines is read in a pager or a message
DEPTH_MOST = 8  # levels that are indented; what lies deeper stands at the last of them and says under what it belongs
GUIDE = 4  # columns by which a level is indented
OUTLET_MOST, OUTLET_LEAST = 40, 6  # columns of an outlet or a title on a line
REVIEW_SHOWN = 20  # edges to be reviewed that are listed; --edges and --json have all
PASSAGE_MOST = 300  # columns of each aligned passage that --edges prints


def print_lineage(
    reports: Sequence[Report],
    lineage: Lineage,
    repairs: Sequence[Repair],
    hints: Sequence[Hint],
    edges: bool = False,
) -> None:
    """Origins as trees, the sources named, names repaired, the count and what is to be reviewed.

    With ``edges`` also the rule of each edge and the two passages that agree best.
    """
    out = console(WIDTH)
    by_id = {report.id: report for report in reports}
    for number, origin in enumerate(origins_of(lineage, reports), start=1):
        out.print(_tree(number, origin, by_id, out.width))
    if edges:
        _print_part(out, _edges((*lineage.edges, *lineage.desk_hints)))
    _print_part(out, _sources(lineage, edges))
    _print_part(out, _names(reports, repairs, hints))
    low, high = sorted((lineage.independent.all, lineage.independent.strict))
    said = f"{count(len(reports), 'report')}, {interval(low, high)} independent original{'' if high == 1 else 's'}."
    _print_part(out, [said, lineage.independent.why])
    _print_part(out, _to_review(lineage.edges))
    _print_part(out, [f"note: {note}" for note in lineage.notes])


def _print_part(out: Console, lines: Iterable[str]) -> None:
    """Lines after an empty one; nothing where there are none."""
    for place, line in enumerate(lines):
        out.print(escape(line) if place else f"\n{escape(line)}")


# --- trees -----------------------------------------------------------------------------------------------------------


def _tree(number: int, origin: Origin, by_id: Mapping[str, Report], width: int) -> Tree:
    """One origin: its root is the head, or the outlet that is not in the pile."""
    places = list(origin.places)
    if origin.seen:
        first = f"{number}. "
        tail = _named(origin, places.pop(0))
        root = Tree(escape(first + _line(by_id[origin.head], tail, width - len(first))))
    else:
        root = Tree(escape(f"{number}. {_cut(origin.outlet or '', width // 2)} (not in the pile)"))
    branches = {origin.head: root} if origin.seen else {}
    levels = {origin.head: 0} if origin.seen else {}
    for place in places:
        parent = place.parent or ""
        level = levels.get(parent, 0) + 1
        tail = f" · {_link(origin, place, level > DEPTH_MOST)}{_named(origin, place)}"
        above = branches.get(parent, root)
        branch = above.add(escape(_line(by_id[place.report], tail, width - GUIDE * min(level, DEPTH_MOST))))
        levels[place.report] = level
        branches[place.report] = branch if level < DEPTH_MOST else above  # deeper ones stand beside it
    return root


def _line(report: Report, tail: str, width: int) -> str:
    """'id · outlet · date' and ``tail`` in ``width`` columns: the outlet, or the title, is cut or left out to fit."""
    date = report.published.value[:10] if report.published else "undated"
    room = min(OUTLET_MOST, width - cell_len(f"{report.id} ·  · {date}{tail}"))
    name = ""
    if room >= OUTLET_LEAST and report.outlet:
        name = f" · {_cut(report.outlet.value, room)}"
    elif room >= OUTLET_LEAST and report.title:
        name = f" · ‘{_cut(report.title.value, room - 2)}’"
    return f"{report.id}{name} · {date}{tail}"


def _link(origin: Origin, place: Place, deep: bool) -> str:
    """How a report hangs where it hangs."""
    edge = place.edge
    if edge is None:
        return "names it" if origin.rests_unseen(place) else "linked through what retells it"
    under = f" of {place.parent}" if deep else ""
    order = "" if edge.directed else ", order unknown"
    review = ", to be reviewed" if edge.strength == "review" else ""
    return f"{edge.kind} {edge.score:.2f}{under}{order}{review}"


def _named(origin: Origin, place: Place) -> str:
    """The sources that a report without a parent names, but for the root of its tree."""
    others = [outlet for outlet in place.names if outlet != origin.outlet] if place.parent is None else []
    return f" · names {listed([_cut(outlet, OUTLET_MOST) for outlet in others])}" if others else ""


def _cut(text: str, columns: int) -> str:
    """``text`` on one line of at most so many columns."""
    cut = Text(" ".join(text.split()))
    cut.truncate(columns, overflow="ellipsis")
    return cut.plain


# --- below the trees -------------------------------------------------------------------------------------------------


def _edges(edges: Sequence[Edge]) -> Iterator[str]:
    """Each edge with its rule and its best aligned passages."""
    for edge in edges:
        review = ", to be reviewed" if edge.strength == "review" and edge.kind != "same-desk-hint" else ""
        yield f"{_edge(edge)}{review}. {edge.rule}"
        if edge.aligned:
            best = max(edge.aligned, key=lambda pair: pair.score)
            for passage in (best.a, best.b):
                yield f"    {passage.report}: “{_cut(passage.exact, PASSAGE_MOST)}”"


def _edge(edge: Edge) -> str:
    way = "->" if edge.directed else "--"
    return f"{edge.source} {way} {edge.target}: {edge.kind} {edge.score:.2f}"


def _sources(lineage: Lineage, words: bool) -> Iterator[str]:
    """The outlets that reports name as their source; with ``words`` those that say so."""
    for desk in lineage.desks:
        yield f"{desk.outlet} ({desk.how}) behind {listed(desk.reports)}."
        for passage in desk.passages if words else ():
            yield f"    {passage.report}: “{_cut(passage.exact, PASSAGE_MOST)}”"


def _names(reports: Sequence[Report], repairs: Sequence[Repair], hints: Sequence[Hint]) -> Iterator[str]:
    for report in reports:
        names = _each_once((r.surface, r.resolved) for r in repairs if r.passage.report == report.id)
        if names:
            yield f"{report.id}: names repaired: {names}."
        odd = _each_once((h.surface, h.expected) for h in phrases(hints, repairs) if h.passage.report == report.id)
        if odd:
            yield f"{report.id}: perhaps spun by a machine, by its phrases: {odd}."


def _each_once(pairs: Iterable[tuple[str, str]]) -> str:
    """'what stands there [what is meant] (2 places), ...'."""
    counted = Counter(pairs)
    return ", ".join(f"{a} [{b}]" + (f" ({n} places)" if n > 1 else "") for (a, b), n in counted.items())


def _to_review(edges: Sequence[Edge]) -> Iterator[str]:
    """The edges that a person should look at, the strongest first."""
    weak = sorted((edge for edge in edges if edge.strength == "review"), key=lambda edge: -edge.score)
    if weak:
        yield f"To be reviewed: {count(len(weak), 'edge')}."
    for edge in weak[:REVIEW_SHOWN]:
        yield f"  {_edge(edge)}"
    if len(weak) > REVIEW_SHOWN:
        yield f"  and {len(weak) - REVIEW_SHOWN} more (--edges, --json)"
