"""Where the reports come from: origins over time and as trees, and any edge with its passages side by side."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ripeness.brief import lanes
from ripeness.brief.differing import differing
from ripeness.brief.material import label
from ripeness.lineage import Edge
from ripeness.lineage.tree import Origin
from ripeness.reports import Passage
from ripeness.workbench.desk import View
from ripeness.workbench.seat import Reader

router = APIRouter()

ORIGINS_SHOWN = 60  # with their trees; beyond it the list of reports, sorted by origin, has all


@router.get("/sources")
def sources(seat: Reader) -> Response:
    """The origins drawn over time, and each as a tree."""
    view = seat.desk.view()
    lineage = view.dossier.lineage()
    pictures = [
        (name, lanes.lanes(view.origins, view.ledger.by_id, form))
        for name, form in (("wide", lanes.WIDE), ("narrow", lanes.NARROW))
        if view.origins
    ]
    return seat.page(
        "sources.html",
        pictures=pictures,
        outlines=lanes.SHAPES,
        key=lanes.kinds(pictures[0][1]) if pictures else [],
        drawn=lanes.said(view.origins),
        lineage=lineage,
        origins=[_tree(view, number, origin) for number, origin in enumerate(view.origins[:ORIGINS_SHOWN], 1)],
        more=max(0, len(view.origins) - ORIGINS_SHOWN),
        desks=[
            (desk, [(id, label(view.ledger.by_id[id])) for id in desk.reports], [_place(p) for p in desk.passages])
            for desk in lineage.desks
        ],
        edges=[(edge, _names(view, edge)) for edge in lineage.edges],
        hints=[(edge, _names(view, edge)) for edge in lineage.desk_hints],
    )


def _tree(view: View, number: int, origin: Origin) -> dict[str, Any]:
    """An origin with its reports, each under what it retells."""
    by_id = view.ledger.by_id
    rows = []
    for place in origin.places:
        report = by_id[place.report]
        rows.append(
            {
                "id": report.id,
                "title": label(report),
                "outlet": report.outlet.value if report.outlet else "",
                "published": report.published.value[:10] if report.published else "",
                "depth": min(place.depth, 8),
                "edge": place.edge,
                "rests_unseen": origin.rests_unseen(place),
            }
        )
    return {"number": number, "outlet": origin.outlet, "seen": origin.seen, "rows": rows}


@router.get("/sources/edge")
def edge(seat: Reader) -> Response:
    """One edge: why it is there, and every pair of passages, the words that differ marked."""
    view = seat.desk.view()
    asked = seat.asked("from"), seat.asked("to")
    lineage = view.dossier.lineage()
    found = next((e for e in (*lineage.edges, *lineage.desk_hints) if (e.source, e.target) == asked), None)
    if found is None:
        raise HTTPException(404)
    pairs = []
    for pair in found.aligned:
        told, retelling = differing(pair.b.exact, pair.a.exact)
        pairs.append((pair.score, told, _place(pair.b), retelling, _place(pair.a)))
    return seat.page("edge.html", edge=found, names=_names(view, found), pairs=pairs)


def _names(view: View, edge: Edge) -> tuple[str, str]:
    return label(view.ledger.by_id[edge.source]), label(view.ledger.by_id[edge.target])


def _place(passage: Passage) -> dict[str, str]:
    return {"report": passage.report, "at": f"{passage.start}-{passage.end}", "text": passage.exact}
