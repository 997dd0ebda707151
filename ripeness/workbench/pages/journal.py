"""The audit log: who did what, and when."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ripeness.store import read_audit
from ripeness.store.audit import DEEDS
from ripeness.workbench.seat import Owner

router = APIRouter()

SHOWN = 500


@router.get("/journal")
def journal(seat: Owner) -> Response:
    """The last entries, of one person or of one kind if the address says so."""
    store = seat.desk.store
    who, what = seat.asked("who") or None, seat.asked("what") or None
    entries = read_audit(store, SHOWN, who, what if what in DEEDS else None) if store else []
    rows = [(each, DEEDS.get(each.what, each.what), _about(each.about)) for each in entries]
    return seat.page("journal.html", rows=rows, who=who or "", what=what or "", deeds=DEEDS, most=SHOWN)


def _about(about: Any) -> list[tuple[str, str]]:
    shown = []
    for name, value in about.items():
        if name == "changes":
            continue
        if name in ("before", "after", "inputs"):  # digests: their beginning tells them apart
            value = str(value)[:12]
        text = ", ".join(map(str, value)) if isinstance(value, list | dict) else str(value)
        shown.append((name, text if len(text) <= 200 else text[:199] + "…"))
    return shown
