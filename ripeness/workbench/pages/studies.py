"""Studies: the ranges of the case drawn in a process of its own, how far that is, and what it says."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response

from ripeness.brief.study_section import study_section
from ripeness.case.folder import RUNS
from ripeness.errors import RipenessError
from ripeness.store import Entry
from ripeness.studies import kept_studies, last_answer
from ripeness.studies.study import PART
from ripeness.workbench.running import Asked
from ripeness.workbench.seat import Analyst, Form, Reader, Seat

router = APIRouter()

DRAWS = (256, 1024, 2048, 8192)  # that the form offers


@router.get("/studies")
def studies(seat: Reader) -> Response:
    """The form, the study under way, what the last one of this case says, and all that are kept."""
    case, runs = seat.desk.view().dossier.case, seat.desk.home / RUNS
    said = last_answer(runs, case)
    kept = [
        (each.made, f"{each.parts * PART:,}", each.seed, each.same, each.said is not None)
        for each in kept_studies(runs, case)
    ]
    shown = study_section(case, said) if said else None
    return seat.page("studies.html", offered=DRAWS, now=_state(seat), study=shown, kept=kept)


@router.get("/studies/state")
def state(seat: Reader) -> Response:
    """How far the study is that is under way, for the script of the page."""
    now = _state(seat)
    return JSONResponse({**(now or {}), "ready": not (now and now["going"])})


@router.post("/studies/start")
def start(seat: Analyst, form: Form) -> Response:
    """Start a study in a process of its own."""
    given = form.one("draws")
    if given not in {str(each) for each in DRAWS}:
        raise RipenessError(f"{given!r} draws: choose one of {', '.join(map(str, DRAWS))}.")
    seat.desk.start_study(Asked(int(given), bool(form.one("origins")), bool(form.one("numbers"))), seat.name)
    return seat.back("/studies")


@router.post("/studies/stop")
def stop(seat: Analyst, form: Form) -> Response:
    """Stop the study that is under way."""
    seat.desk.stop_study()
    seat.desk.note(Entry(seat.name, "stopped a study", {}))
    return seat.back("/studies", "Stopped. What was drawn is kept: the same study goes on from there.")


def _state(seat: Seat) -> dict[str, Any] | None:
    running = seat.desk.study
    if running is None:
        return None
    return {
        "going": running.going,
        "what": running.what,
        "done": running.done,
        "total": running.total,
        "draws": running.asked.draws,
        "fault": running.fault,
    }
