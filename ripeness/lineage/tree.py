"""How a lineage is laid out to be read: origins, and under each its reports as a tree.

Nothing is decided here that `graph` has not: an origin joins reports that edges link, those to be reviewed included,
and those whose head names the same outlet that is not in the pile. So there are at most as many origins as stories,
and at least as many as `Independent.all`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import heapify, heappop, heappush

from ripeness.lineage.components import components
from ripeness.lineage.model import STRENGTHS, Desk, Edge, Lineage
from ripeness.lineage.outlets import canonical
from ripeness.reports.model import Report


@dataclass(frozen=True, slots=True)
class Place:
    """Where a report stands in its origin.

    ``parent`` is what it most strongly retells and ``edge`` says so; both are None for a head, for a report that is
    linked only by what retells it, and where the original is not in the pile. ``names``: the outlets that it
    names as its sources.
    """

    report: str
    parent: str | None
    edge: Edge | None
    depth: int  # 0 where there is no parent
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """What several reports go back to. ``seen``: it is in the pile, and is the head.

    ``outlet`` published the head; where the original is not seen, it is the outlet that reports name. ``places`` are
    the reports as a tree: the head first, each one after its parent.
    """

    outlet: str | None
    seen: bool
    places: tuple[Place, ...]

    @property
    def head(self) -> str:
        """The earliest report."""
        return self.places[0].report

    @property
    def reports(self) -> tuple[str, ...]:
        """The reports in the order of the tree."""
        return tuple(place.report for place in self.places)

    def rests_unseen(self, place: Place) -> bool:
        """Whether a report goes back straight to an original that is not in the pile, by its own word."""
        return not self.seen and place.parent is None and self.outlet in place.names


def origins_of(lineage: Lineage, reports: Sequence[Report]) -> tuple[Origin, ...]:
    """The origins of a pile, those of most reports first. ``reports`` are those that ``lineage`` was found of."""
    ids = [report.id for report in reports]
    names = _named(lineage.desks)
    unseen = _unseen(lineage.desks, reports)
    rank = _ranked(lineage.edges, reports, {id for id in ids if unseen.keys() & names.get(id, {}).keys()})
    best = _parents(lineage.edges, rank)
    groups: dict[str | int, list[str]] = {}
    for key, linked in enumerate(_linked(ids, lineage.edges)):
        own = sorted(linked, key=rank.__getitem__)
        groups.setdefault(_unseen_original(own, names, unseen) or key, []).extend(own)
    when = {report.id: _when(report) for report in reports}
    outlet = {report.id: canonical(report.outlet.value) if report.outlet else None for report in reports}
    found = []
    for key, group in groups.items():
        ranked = sorted(group, key=rank.__getitem__)
        rest = sorted(ranked[1:], key=lambda id: (*when[id], rank[id]))
        places = tuple(_places([ranked[0], *rest], best, names))
        seen = isinstance(key, int)
        found.append(Origin(outlet[places[0].report] if seen else str(key), seen, places))
    return tuple(sorted(found, key=lambda origin: (-len(origin.places), rank[origin.head])))


def day_of(report: Report) -> date | None:
    """The day on which a report came out; None where it carries no date that can be read."""
    if report.published is None:
        return None
    try:
        return date.fromisoformat(report.published.value[:10])
    except ValueError:
        return None


def _named(desks: Iterable[Desk]) -> dict[str, dict[str, int]]:
    """For each report the outlets that it names as its sources, and how often."""
    found: dict[str, dict[str, int]] = {}
    for desk in desks:
        for passage in desk.passages:
            own = found.setdefault(passage.report, {})
            own[desk.outlet] = own.get(desk.outlet, 0) + 1
    return found


def _unseen(desks: Iterable[Desk], reports: Iterable[Report]) -> dict[str, int]:
    """The outlets that are named and have no report in the pile, and how many reports rest on each."""
    here = {canonical(report.outlet.value) for report in reports if report.outlet}
    return {desk.outlet: len(desk.reports) for desk in desks if desk.outlet not in here}


def _ranked(edges: Iterable[Edge], reports: Sequence[Report], naming: set[str]) -> dict[str, int]:
    """The reports in an order in which nothing comes before what it retells, and else the earlier first.

    Of one day: first what names an unseen source (``naming``), then what is retold most, then the longest.
    """
    told = {report.id: 0.0 for report in reports}
    waits = dict.fromkeys(told, 0)
    retelling: dict[str, list[str]] = {id: [] for id in told}
    for edge in edges:
        if edge.directed:
            told[edge.target] += edge.score
            waits[edge.source] += 1
            retelling[edge.target].append(edge.source)
    key = {
        report.id: (*_when(report), report.id not in naming, -told[report.id], -len(report.text), place, report.id)
        for place, report in enumerate(reports)
    }
    ready = [key[id] for id in told if waits[id] == 0]
    left = sorted(key.values())  # for edges that go in a ring: dates do not stop all of them
    heapify(ready)
    rank: dict[str, int] = {}
    for first in left:
        if first[-1] not in rank and not ready:
            heappush(ready, first)
        while ready:
            id = heappop(ready)[-1]
            if id in rank:
                continue
            rank[id] = len(rank)
            for other in retelling[id]:
                waits[other] -= 1
                if waits[other] == 0:
                    heappush(ready, key[other])
    return rank


def _when(report: Report) -> tuple[bool, str]:
    """Sorts by date, what has none last."""
    day = day_of(report)
    return day is None, report.published.value if day and report.published else ""


def _parents(edges: Iterable[Edge], rank: Mapping[str, int]) -> dict[str, tuple[str, Edge]]:
    """For each report what it most strongly retells: the strongest edge, then the best score, then the earlier.

    The parent has the lower rank, so there is no ring.
    """
    best: dict[str, tuple[str, Edge]] = {}
    for edge in edges:
        parent, child = sorted((edge.source, edge.target), key=rank.__getitem__)
        if edge.directed and child != edge.source:
            continue  # one of a ring
        if child not in best or _merit(parent, edge, rank) < _merit(*best[child], rank):
            best[child] = parent, edge
    return best


def _merit(parent: str, edge: Edge, rank: Mapping[str, int]) -> tuple[int, float, bool, int]:
    """Sorts the strongest link first."""
    return STRENGTHS.index(edge.strength), -edge.score, not edge.directed, rank[parent]


def _linked(ids: Sequence[str], edges: Iterable[Edge]) -> list[list[str]]:
    """The reports in groups that edges link."""
    at = {id: place for place, id in enumerate(ids)}
    label = components(len(ids), [(at[edge.source], at[edge.target]) for edge in edges])
    groups: list[list[str]] = [[] for _ in set(label.tolist())]
    for id, group in zip(ids, label.tolist(), strict=True):
        groups[group].append(id)
    return groups


def _unseen_original(
    linked: Sequence[str], names: Mapping[str, Mapping[str, int]], unseen: Mapping[str, int]
) -> str | None:
    """The outlet that linked reports (the head first) go back to and that is not in the pile; None where there is none.

    It is one that the head names, or half of the reports; of several the one that most of them name, most often.
    """
    by: dict[str, list[str]] = {}
    for id in linked:
        for outlet in names.get(id, {}):
            if outlet in unseen:
                by.setdefault(outlet, []).append(id)
    fit = [outlet for outlet, own in by.items() if linked[0] in own or 2 * len(own) >= len(linked)]
    return min(
        fit,
        key=lambda outlet: (
            -len(by[outlet]),
            -sum(names[id][outlet] for id in by[outlet]),
            -unseen[outlet],
            outlet,
        ),
        default=None,
    )


def _places(
    listed: Sequence[str], best: Mapping[str, tuple[str, Edge]], names: Mapping[str, Mapping[str, int]]
) -> Iterable[Place]:
    """The reports as a tree, from those without a parent down, each level in the order of ``listed``."""
    under: dict[str | None, list[str]] = {}
    for id in listed:
        under.setdefault(best[id][0] if id in best else None, []).append(id)
    stack = [(id, 0) for id in reversed(under[None])]
    while stack:
        id, depth = stack.pop()
        parent, edge = best.get(id, (None, None))
        yield Place(id, parent, edge, depth, tuple(names.get(id, ())))
        stack.extend((child, depth + 1) for child in reversed(under.get(id, [])))
