"""Studies: the runs that the room of studies keeps, where it does."""

from __future__ import annotations

from importlib import import_module

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ripeness.workbench.seat import Reader, studies_offered

router = APIRouter()


@router.get("/studies")
def studies(seat: Reader) -> Response:
    """The list: each run has a title, when it was begun, how far it is (done of total), and what it says.

    ``ripeness.studies.runs(folder)`` gives them for a case folder.
    """
    if not studies_offered():
        raise HTTPException(404)
    return seat.page("studies.html", runs=list(import_module("ripeness.studies").runs(seat.desk.home)))
