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

    Gone are its own reports, those that name its outlet as a source (if that is the outlet of no other origin), their
    own reporting too, and what retells any of these. ``reports`` are those that ``lineage`` was found of.
    """
    origins = origins_of(lineage, reports)
    heads = Counter(origin.outlet for origin in origins)
    for origin in origins:
        gone = set(origin.reports)
        if heads[origin.outlet] == 1:
            gone.update(p.report for desk in lineage.desks if desk.outlet == origin.outlet for p in desk.passages)
        for place in (place for other in origins for place in other.places):  # each one after its parent
            if place.parent in gone:
                gone.add(place.report)
        yield origin, tuple(report for report in reports if report.id not in gone)
