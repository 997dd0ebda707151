"""Take one origin out of a pile: what is left when nothing is counted on that goes back to it.

'Drop one origin, recompute' asks of any answer how much of it hangs on a single source. An origin is what
`tree.origins_of` says it is: a report and all that retell it, or an outlet that reports name and that is not in
the pile.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from ripeness.lineage.model import Lineage
from ripeness.lineage.tree import Origin, origins_of
from ripeness.reports.model import Report


def drop_one_origin(lineage: Lineage, reports: Sequence[Report]) -> Iterator[tuple[Origin, tuple[Report, ...]]]:
    """For each origin of the pile the reports that are left without it, in their order; those of most reports first.

    A report that cites the origin goes with it, its own reporting too: what is left owes nothing to the origin.
    ``reports`` are those that ``lineage`` was found of.
    """
    origins = origins_of(lineage, reports)
    heads = Counter(origin.outlet for origin in origins)
    for origin in origins:
        gone = {*origin.reports, *_citing(origin, lineage, alone=heads[origin.outlet] == 1)}
        yield origin, tuple(report for report in reports if report.id not in gone)


def _citing(origin: Origin, lineage: Lineage, alone: bool) -> Iterator[str]:
    """The reports that cite ``origin``: by an edge, or by the name of its outlet, if that has no other origin."""
    own = set(origin.reports)
    for edge in lineage.edges:
        if edge.kind == "cites" and edge.target in own:
            yield edge.source
    for desk in lineage.desks:
        if alone and desk.outlet == origin.outlet:
            yield from (passage.report for passage in desk.passages)
