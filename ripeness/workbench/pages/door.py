"""Coming in and going out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from ripeness.store import Entry
from ripeness.workbench.access import LONGEST_SECONDS, Session
from ripeness.workbench.seat import Anybody, Form, Reader, Seat
from ripeness.workbench.users import NAME_MOST

router = APIRouter()


@router.get("/open")
def by_token(seat: Anybody) -> Response:
    """Come in with the token that was printed; the address that one sees afterwards has it no more."""
    session = seat.door.by_token(seat.asked("token"))
    if session is None:
        raise HTTPException(403, "This address is not the one that ‘ripeness serve’ printed last.")
    return _in(seat, session)


@router.get("/enter")
def door(seat: Anybody) -> Response:
    """Where one gives name and password."""
    if seat.role is not None or seat.door.users is None:
        return RedirectResponse("/", 303)
    session = seat.session if seat.session.id else seat.door.sessions.begin()
    answer = Seat(seat.request, seat.desk, seat.door, session, None).page("enter.html", wrong="", name="")
    _set_cookie(seat, answer, session)
    return answer


@router.post("/enter")
def by_password(seat: Anybody, form: Form) -> Response:
    """Come in by name and password; too many wrong ones have to wait."""
    name, place = " ".join(form.one("name").split())[:NAME_MOST], _place(seat)
    if wait := seat.door.tries.wait(name, place):
        said = f"Too many wrong passwords. Try again in {max(1, wait // 60)} minutes."
        return seat.page("enter.html", 429, wrong=said, name=name)
    session = seat.door.by_password(name, form.one("password"))
    if session is None:
        seat.door.tries.wrong(name, place)
        seat.desk.note(Entry(name or "(nobody)", "refused", {"from": place}))
        return seat.page("enter.html", 403, wrong="Name or password is wrong.", name=name)
    seat.door.sessions.end(seat.session)
    return _in(seat, session)


@router.post("/leave")
def leave(seat: Reader, form: Form) -> Response:
    """Go out."""
    seat.door.sessions.end(seat.session)
    seat.desk.note(Entry(seat.name, "left"))
    answer = RedirectResponse("/enter" if seat.door.users else "/", 303)
    answer.delete_cookie(seat.door.cookie)
    return answer


@router.post("/name")
def rename(seat: Reader, form: Form) -> Response:
    """Say who one is, where people come in by the token: no judgement is anonymous."""
    name = " ".join(form.one("name").split())[:NAME_MOST]
    if seat.door.users is not None or not name or not name.isprintable():
        raise HTTPException(400, "A name has printed characters, and who came in by a password has one already.")
    seat.session.name = name
    return seat.back(form.one("back", "/"), f"What you decide is signed ‘{name}’.")


def _in(seat: Seat, session: Session) -> Response:
    seat.desk.note(Entry(session.name, "entered", {"role": session.role, "from": _place(seat)}))
    answer = RedirectResponse("/", 303)
    _set_cookie(seat, answer, session)
    return answer


def _set_cookie(seat: Seat, answer: Response, session: Session) -> None:
    answer.set_cookie(
        seat.door.cookie,
        session.id,
        max_age=int(LONGEST_SECONDS),
        path="/",
        httponly=True,
        samesite="strict",
        secure=seat.door.behind_proxy,
    )


def _place(seat: Seat) -> str:
    """Where a request comes from; behind a proxy what the proxy added last, for anybody can write the rest."""
    request: Request = seat.request
    if seat.door.behind_proxy and (told := request.headers.get("x-forwarded-for")):
        return told.rpartition(",")[2].strip()[:64]
    return request.client.host if request.client else ""
