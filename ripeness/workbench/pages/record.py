"""The record: every reading with filters, and full-text search over readings and reports."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from ripeness.brief.material import label
from ripeness.workbench.cards import title
from ripeness.workbench.indexing import PARAGRAPH
from ripeness.workbench.pages.review import queue
from ripeness.workbench.seat import Reader

router = APIRouter()


@router.get("/record")
def record(seat: Reader) -> Response:
    """Every reading, sifted as the address says."""
    return queue(seat, "record.html", "")


@router.get("/search")
def search(seat: Reader) -> Response:
    """Readings and paragraphs of reports that have all the words."""
    view, asked = seat.desk.view(), seat.asked("q").strip()[:400]
    readings, paragraphs = [], []
    for hit in seat.desk.search(asked) if asked else ():
        if hit.kind == PARAGRAPH:
            report, _, at = hit.id.rpartition("/")
            if report in view.ledger.by_id:
                paragraphs.append((report, label(view.ledger.by_id[report]), at, hit.around))
        elif hit.id in view.readings:
            judged = view.readings[hit.id]
            readings.append((hit, title(view.ledger, judged.reading), judged.standing.status))
    return seat.page("search.html", asked=asked, readings=readings, paragraphs=paragraphs)
