"""Where a request sits: who asks, what he or she may do, and how a page is made for it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any
from urllib.parse import quote

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

import ripeness
from ripeness.brief import voice
from ripeness.brief.wording import when
from ripeness.outlook import written
from ripeness.workbench.access import Door, Session
from ripeness.workbench.desk import Desk
from ripeness.workbench.users import Role, allows

FIELDS_MOST = 3000  # of a form: a bulk decision carries two for each reading of a page
FILES_MOST = 20  # reports that are uploaded in one go
PART_MOST = 2_500_000  # bytes of one field: a case file has at most 2,000,000


class NotInError(Exception):
    """Nobody has come in with this request."""


@dataclass(frozen=True)
class Seat:
    """A request with its session. ``role`` is what the session may do now, None before the door."""

    request: Request
    desk: Desk
    door: Door
    session: Session
    role: Role | None

    @property
    def name(self) -> str:
        """Who asks."""
        return self.session.name

    def may(self, role: Role) -> bool:
        """Whether somebody with this seat may do what needs a role."""
        return self.role is not None and allows(self.role, role)

    def asked(self, name: str, default: str = "") -> str:
        """A value of the page's address."""
        return self.request.query_params.get(name, default).replace("\0", "")

    @property
    def fragment(self) -> bool:
        """Whether a script asks, for a part of a page."""
        return self.request.headers.get("x-part") == "1"

    def page(self, template: str, code: int = 200, **shown: Any) -> HTMLResponse:
        """A whole page, answered with an HTTP status."""
        said, self.session.said = self.session.said, []
        undo, self.session.undo = self.session.undo, None
        common = {
            "seat": self,
            "here": self.request.url.path,
            "said": said,
            "undo": undo,
            "csrf": self.session.csrf,
            "version": ripeness.__version__,
            "case_name": self.desk.name if self.role else "",
            "broken": self.desk.broken if self.role else (),
        }
        return HTMLResponse(template_of(template).render({**common, **shown}), code)

    def part(self, template: str, **shown: Any) -> str:
        """Part of a page."""
        return template_of(template).render({"seat": self, "csrf": self.session.csrf, **shown})

    def back(self, address: str, said: str = "", undo: int | None = None) -> Response:
        """Go to a page of ours, which says something at its top."""
        if said:
            self.session.said.append(said)
        self.session.undo = undo
        return RedirectResponse(address if address.startswith("/") and address[1:2] not in ("/", "\\") else "/", 303)


@cache
def _environment() -> jinja2.Environment:
    own, brief = jinja2.PackageLoader("ripeness.workbench"), jinja2.PackageLoader("ripeness.brief")
    environment = jinja2.Environment(
        loader=jinja2.ChoiceLoader([own, jinja2.PrefixLoader({"brief": brief})]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        signed=voice.signed,
        plain=voice.plain,
        count=voice.count,
        listed=voice.listed,
        written=written,
        day=when,
        path=lambda text: quote(str(text), safe=""),
    )
    return environment


@cache
def template_of(name: str) -> jinja2.Template:
    """A template of the workbench."""
    return _environment().get_template(name)


def _seat(request: Request) -> Seat:
    desk: Desk = request.app.state.desk
    door: Door = request.app.state.door
    session = door.sessions.get(request.cookies.get(door.cookie))
    role = door.still(session) if session else None
    if session is None or (session.role is not None and role is None):
        session = Session("")  # not kept: nothing hangs on it
        role = None
    return Seat(request, desk, door, session, role)


Anybody = Annotated[Seat, Depends(_seat)]


def _needs(role: Role) -> Callable[[Seat], Seat]:
    def check(seat: Anybody) -> Seat:
        if seat.role is None:
            raise NotInError
        if not allows(seat.role, role):
            raise HTTPException(403, f"This is for {role}s. You came in as {seat.role}.")
        return seat

    return check


Reader = Annotated[Seat, Depends(_needs("reader"))]
Analyst = Annotated[Seat, Depends(_needs("analyst"))]
Owner = Annotated[Seat, Depends(_needs("owner"))]


@dataclass(frozen=True)
class Filled:
    """A form that was sent: its values by name."""

    data: FormData

    def one(self, name: str, default: str = "") -> str:
        """The value of a field, or the default where it is missing or a file."""
        value = self.data.get(name)
        return value.replace("\r\n", "\n").replace("\0", "") if isinstance(value, str) else default

    def all(self, name: str) -> list[str]:
        """Every value of a field."""
        return [value.replace("\0", "") for value in self.data.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field."""
        return [value for value in self.data.getlist(name) if isinstance(value, UploadFile)]


async def _filled(request: Request, seat: Anybody) -> Filled:
    """The form of a request, if it comes from a page of ours."""
    data = await request.form(max_files=FILES_MOST, max_fields=FIELDS_MOST, max_part_size=PART_MOST)
    token = data.get("csrf")
    if not isinstance(token, str) or not hmac.compare_digest(
        token.encode("utf-8", "replace"), seat.session.csrf.encode()
    ):
        raise HTTPException(
            403, "This form is too old, or not of this workbench. Load the page again and send it anew."
        )
    return Filled(data)


Form = Annotated[Filled, Depends(_filled)]
