"""The application: pages, static files, and what becomes of an error."""

from __future__ import annotations

import mimetypes
from functools import cache
from importlib import resources
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse, RedirectResponse, Response
from starlette.exceptions import HTTPException

from ripeness.errors import CaseError, ConflictError, RecordError, RipenessError, StoreError
from ripeness.workbench.access import Door
from ripeness.workbench.desk import Desk
from ripeness.workbench.guard import Guard, TooMuchError
from ripeness.workbench.pages import (
    brief,
    case,
    deals,
    door,
    home,
    journal,
    positions,
    record,
    reports,
    review,
    sources,
    studies,
    whatif,
)
from ripeness.workbench.seat import NotInError, _seat

STATIC = {  # every file that is served, and the package and folder where it lies
    "brief.css": ("ripeness.brief", "templates"),
    "workbench.css": ("ripeness.workbench", "static"),
    "review.js": ("ripeness.workbench", "static"),
    "live.js": ("ripeness.workbench", "static"),
    "case.js": ("ripeness.workbench", "static"),
    "icon.svg": ("ripeness.workbench", "static"),
}
PAGES = (door, home, review, record, positions, reports, sources, case, whatif, deals, brief, studies, journal)
_TITLES = {
    400: "That cannot be done",
    403: "Not allowed",
    404: "There is no such page",
    405: "Not here",
    409: "Somebody was quicker",
    413: "Too much at once",
    429: "Wait a little",
    503: "The store cannot be used",
}


def make_app(desk: Desk, door: Door) -> Guard:
    """The whole workbench as an ASGI application, with its guard around it."""
    app = FastAPI(title="Ripeness", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk, app.state.door = desk, door
    for page in PAGES:
        app.include_router(page.router)

    @app.get("/static/{name}")
    def static(name: str) -> Response:
        """A style sheet or a script of ours."""
        if name not in STATIC:
            raise HTTPException(404)
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kind = "text/javascript" if name.endswith(".js") else kind
        return Response(_file(name), media_type=kind, headers={"cache-control": "no-cache"})

    @app.exception_handler(NotInError)
    def not_in(request: Request, error: NotInError) -> Response:
        """Somebody who has not come in."""
        if request.headers.get("x-part") == "1":
            return PlainTextResponse("Your visit has ended. Come in again.", 401)
        if door.users is not None:
            return RedirectResponse("/enter", 303)
        return _error(request, 401, "Open the address that ‘ripeness serve’ printed when it was started.", "Come in")

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> Response:
        return _error(request, error.status_code, error.detail if error.status_code != 404 else "")

    @app.exception_handler(TooMuchError)
    def too_much(request: Request, error: TooMuchError) -> Response:
        return _error(request, 413, "More was sent than is taken in one go. Send less.")

    @app.exception_handler(RipenessError)
    def refused(request: Request, error: RipenessError) -> Response:
        """What a user can do something about."""
        if isinstance(error, ConflictError):
            return _error(request, 409, str(error))
        if isinstance(error, StoreError):
            return _error(request, 503, str(error))
        if isinstance(error, CaseError | RecordError):
            return _error(request, 400, "", problems=error.problems)
        return _error(request, 400, str(error))

    @app.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> Response:
        """A fault of ours: the trace goes to the terminal, nothing of it to the browser."""
        return PlainTextResponse("Something went wrong here, not with you. The terminal of the server says more.", 500)

    return Guard(app, door)


def _error(request: Request, status: int, text: str, title: str = "", problems: Any = ()) -> Response:
    if request.headers.get("x-part") == "1":
        said = [text, *(f"{each.where}: {each.seen}. {each.rule} {each.fix}" for each in problems)]
        return PlainTextResponse(" ".join(each for each in said if each) or _TITLES.get(status, ""), status)
    shown = {"title": title or _TITLES.get(status, "That cannot be done"), "text": text, "problems": problems}
    return _seat(request).page("error.html", status, **shown)


@cache
def _file(name: str) -> bytes:
    package, folder = STATIC[name]
    return resources.files(package).joinpath(folder, name).read_bytes()
