"""The brief at any moment: shown in a frame of its own, taken away as HTML or JSON; and the record as files."""

from __future__ import annotations

import io
import re
import tempfile
import zipfile
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ripeness.brief import Brief
from ripeness.store import Entry
from ripeness.workbench.guard import BRIEF_POLICY
from ripeness.workbench.seat import Form, Reader, Seat

router = APIRouter()

_DATE = re.compile(r"\d{4}-\d\d-\d\d")


@router.get("/brief")
def brief(seat: Reader) -> Response:
    """The page around it."""
    as_of = _as_of(seat.asked("as_of"))
    return seat.page("brief.html", ready=seat.desk.think(), as_of=as_of or "")


@router.get("/brief.html")
def document(seat: Reader) -> Response:
    """The brief itself. It holds no script, and its frame lets none run."""
    headers = {"content-security-policy": BRIEF_POLICY, "x-frame-options": "SAMEORIGIN"}
    return Response(_html(seat, _as_of(seat.asked("as_of"))), media_type="text/html", headers=headers)


@router.post("/brief/take")
def take(seat: Reader, form: Form) -> Response:
    """Take the brief away as a file; the next one says what is new since."""
    as_of = _as_of(form.one("as_of"))
    kind = "json" if form.one("kind") == "json" else "html"
    made = _made(seat, as_of)
    text = made.json() if kind == "json" else _html(seat, as_of)
    if as_of is None and seat.desk.writable:
        seat.desk.view().dossier.remember(made.material)
    seat.desk.note(Entry(seat.name, "made a brief", {"kind": kind, "inputs": made.material.digest()}))
    name = f"brief-{(made.material.as_of or 'today').replace('/', '_')}-{made.material.digest()[:8]}.{kind}"
    return _file(text.encode(), name, "application/json" if kind == "json" else "text/html; charset=utf-8")


@router.post("/record/take")
def record(seat: Reader, form: Form) -> Response:
    """Take the record and the log away: every table in every format; in CSV what a spreadsheet would run is marked."""
    with tempfile.TemporaryDirectory(prefix="ripeness-") as folder:
        out = Path(folder) / "record"
        seat.desk.view().dossier.export(out, guard=True)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(out.iterdir()):
                archive.write(file, f"record/{file.name}")
    seat.desk.note(Entry(seat.name, "exported"))
    return _file(packed.getvalue(), "record.zip", "application/zip")


def _made(seat: Seat, as_of: str | None) -> Brief:
    view = seat.desk.view()
    return view.brief if as_of is None else view.dossier.brief(as_of)


def _html(seat: Seat, as_of: str | None) -> str:
    return seat.desk.view().brief_html if as_of is None else _made(seat, as_of).html()


def _as_of(text: str) -> str | None:
    from datetime import date

    if not text.strip():
        return None
    try:
        if _DATE.fullmatch(text.strip()):
            return date.fromisoformat(text.strip()).isoformat()
    except ValueError:
        pass
    raise HTTPException(400, "A day is written as 2025-03-11.")


def _file(data: bytes, name: str, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(data, media_type=kind, headers=headers)
