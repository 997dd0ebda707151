"""The reports: their list, each with its readings marked in the text, and adding more."""

from __future__ import annotations

import tempfile
from pathlib import Path, PurePath
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from ripeness.brief.material import label
from ripeness.reports import Report, paragraphs
from ripeness.reports.build import MAX_BYTES
from ripeness.reports.load import REPORT_SUFFIXES
from ripeness.workbench.cards import title
from ripeness.workbench.desk import View
from ripeness.workbench.marking import runs
from ripeness.workbench.queue import origin_name
from ripeness.workbench.seat import Analyst, Filled, Form, Owner, Reader, Seat

router = APIRouter()

HERE = "here"  # the label of the passage that an address names
ADDRESSES_MOST = 10  # fetched in one go: each may take a minute


@router.get("/reports")
def reports(seat: Reader) -> Response:
    """The list: by date, by outlet, or under their origins."""
    view = seat.desk.view()
    order = seat.asked("order")
    rows = [_line(view, report) for report in view.dossier]
    keys = {"outlet": "outlet", "origin": "origin", "readings": "readings"}
    if order == "readings":
        rows.sort(key=lambda row: -row["readings"])
    elif order in keys:
        rows.sort(key=lambda row: (row[order], row["published"]))
    else:
        rows.sort(key=lambda row: row["published"], reverse=True)
    return seat.page(
        "reports.html", rows=rows, order=order if order in keys else "published", suffixes=sorted(_SUFFIXES),
        failures=view.dossier.failures, most=MAX_BYTES // 1024**2,
    )  # fmt: skip


def _line(view: View, report: Report) -> dict[str, Any]:
    own = {id for _, id in view.by_report[report.id]}
    place = view.origin_of[report.id]
    return {
        "id": report.id,
        "title": label(report),
        "outlet": report.outlet.value if report.outlet else "",
        "published": report.published.value[:10] if report.published else "",
        "origin": place + 1,
        "origin_name": origin_name(view, place),
        "readings": len(own),
        "waiting": sum(view.readings[id].standing.status == "proposed" for id in own),
    }


@router.get("/reports/{id}")
def report(seat: Reader, id: str) -> Response:
    """One report with its readings marked; ``at=START-END`` is the passage that one came for."""
    view = seat.desk.view()
    found = view.ledger.by_id.get(id)
    if found is None:
        raise HTTPException(404)
    at = _span(seat.asked("at"), len(found.text))
    edges = [edge for edge in view.dossier.lineage().edges if id in (edge.source, edge.target)]
    names = ("title", "outlet", "author", "published", "language", "address")
    return seat.page(
        "report.html",
        line=_line(view, found),
        file=PurePath(found.file).name,
        sha256=found.sha256,
        found=[(name, value.value, value.where) for name in names if (value := getattr(found, name))],
        dropped=found.dropped,
        repairs=view.ledger.repairs_in(id),
        edges=[
            (edge, edge.source == id, label(view.ledger.by_id[edge.target if edge.source == id else edge.source]))
            for edge in edges
        ],
        blocks=_blocks(view, found, at),
        here=HERE,
    )


def _span(text: str, length: int) -> tuple[int, int] | None:
    start, _, end = text.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(text) < 30):
        return None
    span = int(start), int(end)
    return span if span[0] < span[1] <= length else None


def _blocks(view: View, report: Report, at: tuple[int, int] | None) -> list[dict[str, Any]]:
    """The paragraphs in runs, each with the readings that begin in it."""
    spans = [(passage.start, passage.end, id) for passage, id in view.by_report[report.id]]
    asked = [(at[0], at[1], HERE)] if at else []
    blocks = []
    for start, end in paragraphs(report.text):
        begun = dict.fromkeys(id for s, _, id in sorted(spans) if start <= s < end)
        judged = [view.readings[id] for id in begun]
        blocks.append(
            {
                "runs": runs(report.text, start, end, [*spans, *asked]),
                "asked": at is not None and start <= at[0] < end,
                "readings": [(each.reading.id, title(view.ledger, each.reading), each.standing) for each in judged],
            }
        )
    return blocks


# --- adding ----------------------------------------------------------------------------------------------------------

_SUFFIXES = {suffix for suffix in REPORT_SUFFIXES if suffix.isascii()}


@router.post("/reports/add")
def add(seat: Analyst, form: Form) -> Response:
    """Take uploaded files in as reports: of the kinds that are read, each within the bounds."""
    files = [each for each in form.files("files") if each.filename]
    if not files:
        raise HTTPException(400, "No file was chosen. Choose one or more reports.")
    with tempfile.TemporaryDirectory(prefix="ripeness-") as folder:
        kept = [_kept(each, Path(folder), place) for place, each in enumerate(files)]
        added, reading = seat.desk.add(kept, (), seat.name)
    return _added(seat, [r.id for r in added.new], len(added.known), [str(f) for f in reading.failures], form)


@router.post("/reports/fetch")
def fetch(seat: Owner, form: Form) -> Response:
    """Fetch pages that an owner names; nothing that is private is reached."""
    addresses = form.one("addresses").split()
    if not addresses or len(addresses) > ADDRESSES_MOST:
        raise HTTPException(400, f"Name 1 to {ADDRESSES_MOST} addresses, one on each line.")
    added, reading = seat.desk.add((), addresses, seat.name)
    return _added(seat, [r.id for r in added.new], len(added.known), [str(f) for f in reading.failures], form)


def _kept(upload: UploadFile, folder: Path, place: int) -> Path:
    """The upload as a file of ours: of its name only letters, digits, '-' and '_' are kept, and its ending."""
    name = PurePath((upload.filename or "").replace("\\", "/")).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in _SUFFIXES:
        raise HTTPException(400, f"‘{name[:80]}’ is no report that is taken here: {', '.join(sorted(_SUFFIXES))}.")
    if (upload.size or 0) > MAX_BYTES:
        raise HTTPException(413, f"‘{name[:80]}’ is larger than {MAX_BYTES // 1024**2} MB.")
    stem = "".join(c if c.isalnum() or c in "-_" else "-" for c in PurePath(name).stem).strip("-")[:80]
    own = folder / str(place)
    own.mkdir()
    file = own / f"{stem or 'report'}{suffix}"
    file.write_bytes(upload.file.read(MAX_BYTES + 1))
    return file


def _added(seat: Seat, new: list[str], known: int, failures: list[str], form: Filled) -> Response:
    for failure in failures:
        seat.session.said.append(f"Not read: {failure}")
    said = f"{len(new)} new {'report' if len(new) == 1 else 'reports'}, {known} already there."
    return seat.back("/reports", said)
