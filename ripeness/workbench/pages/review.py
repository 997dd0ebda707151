"""The queue of readings to be judged, one reading by itself, and the decisions about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException

from ripeness.claims import Judged
from ripeness.claims.plain import KINDS, kind_of
from ripeness.errors import ConflictError
from ripeness.workbench.cards import Card, card, corrections, known_issues
from ripeness.workbench.desk import View
from ripeness.workbench.queue import ORDERS, Sieve, choices, sifted
from ripeness.workbench.seat import Analyst, Filled, Form, Reader, Seat

router = APIRouter()

PAGE = 25  # readings of one page
ACCEPTED = "Read in its context: the words say so."  # the reason, where an analyst gives none of his or her own


@router.get("/review")
def review(seat: Reader) -> Response:
    """The queue, sifted as the address says; what nobody has decided on, unless it says otherwise."""
    return queue(seat, "review.html", "proposed")


def queue(seat: Seat, template: str, standing: str) -> Response:
    """A page of readings that can be sifted. ``standing`` is that of those shown where the address names none."""
    view = seat.desk.view()
    fixed = {} if "standing" in seat.request.query_params else {"standing": standing}
    sieve = Sieve.of(seat.request.query_params, **fixed)
    rows = found(seat, view, sieve)
    pages = max(1, -(-len(rows) // PAGE))
    asked = seat.asked("page", "1")
    page = min(pages, max(1, int(asked))) if asked.isdecimal() and len(asked) < 9 else 1
    shown = rows[(page - 1) * PAGE : page * PAGE]
    loose = [each for each in view.readings.values() if sieve.standing in ("", each.standing.status)]
    return seat.page(
        template,
        sieve=sieve,
        choices=choices(view, sieve),
        orders=ORDERS,
        kinds=[(kind, sum(kind_of(each.reading) == kind for each in loose)) for kind in KINDS],
        total=len(rows),
        cards=[card(view, each) for each in shown],
        log=view.dossier.log.number,
        page=page,
        pages=pages,
        last_undo=_next(seat, view),
        **names(view),
    )


def names(view: View) -> dict[str, Any]:
    """The parties and issues that a correction may name, for the lists that a browser offers."""
    known = sorted(
        {(party, view.ledger.party_name(party)) for party in view.dossier.nameable}, key=lambda each: each[1]
    )
    return {"parties": known, "issues": known_issues(view.ledger)}


def found(seat: Seat, view: View, sieve: Sieve) -> list[Judged[Any]]:
    """The readings that a sieve lets through."""
    ids = None
    if sieve.words:
        ids = [hit.id for hit in seat.desk.search(sieve.words, KINDS)]
    return sifted(view, sieve, ids)


@router.get("/readings/{id}")
def reading(seat: Reader, id: str) -> Response:
    """One reading, with everything that was decided about it."""
    view = seat.desk.view()
    if id not in view.readings:
        raise HTTPException(404)
    log = [each for each in view.dossier.decisions if each.reading == id]
    return seat.page("reading.html", card=card(view, view.readings[id]), log=log, **names(view))


@router.post("/decide")
def decide(seat: Analyst, form: Form) -> Response:
    """Decide about one reading, or about those that were marked."""
    view = seat.desk.view()
    readings = {id: _number(form.one(f"seen.{id}", "-1")) for id in dict.fromkeys(form.all("reading"))}
    if not readings:
        raise HTTPException(400, "No reading is marked. Mark some, or decide about one.")
    return _decided(seat, form, view, readings)


@router.post("/decide-all")
def decide_all(seat: Analyst, form: Form) -> Response:
    """Decide about all readings that a sieve lets through: first they are counted and shown, then it is done."""
    view = seat.desk.view()
    sieve = Sieve.of({name: form.one(f"sieve.{name}") for name in Sieve.__dataclass_fields__})
    rows = found(seat, view, sieve)
    log, count = _number(form.one("log", "-1")), _number(form.one("count", "-1"))
    status = form.one("status")
    if status not in ("accepted", "rejected", "proposed"):
        raise HTTPException(400, "Many readings can be accepted, rejected or reopened together.")
    if not rows:
        raise HTTPException(400, "No reading is like that.")
    if form.one("sure") != "yes" or count != len(rows):
        shown = [card(view, each) for each in rows[:PAGE]]
        return seat.page(
            "sure.html", sieve=sieve, status=status, cards=shown, total=len(rows), log=view.dossier.log.number,
            why=form.one("why"), changed=count not in (-1, len(rows)),
        )  # fmt: skip
    late = [each.reading.id for each in rows if view.version(each.reading.id) > log]
    if late:
        raise ConflictError(
            late,
            f"{len(late)} of these readings were decided on since you looked ({', '.join(late[:5])}). Nothing was "
            "written. Look at the list again, and decide again.",
        )
    return _decided(seat, form, view, {each.reading.id: view.version(each.reading.id) for each in rows})


def _decided(seat: Seat, form: Filled, view: View, readings: dict[str, int]) -> Response:
    """Write the decision; answer with the cards as they are now, or go back to the page."""
    status = form.one("status")
    if status not in ("accepted", "corrected", "rejected", "proposed"):
        raise HTTPException(400, "A reading is accepted, corrected, rejected or reopened.")
    why = form.one("why").strip() or (ACCEPTED if status == "accepted" else "")
    changes: Sequence[str] = ()
    if status == "corrected":
        (id, *more) = readings
        if more or id not in view.readings:
            raise HTTPException(400, "One reading is corrected at a time, and it must be there.")
        changes = corrections(view.readings[id].reading, {k: form.one(f"to.{k}") for k in _corrected(form)})
        if not changes:
            raise HTTPException(400, "Nothing is changed. Change a field, or accept the reading.")
    try:
        made = seat.desk.decide(readings, status, by=seat.name, why=why, changes=changes)
    except ConflictError as error:
        return _conflict(seat, error, form)
    count = "1 reading is" if len(made) == 1 else f"{len(made)} readings are"
    said = f"{count} now {'open again' if status == 'proposed' else status}."
    return _answer(seat, form, [each.reading for each in made], said)


def _corrected(form: Filled) -> list[str]:
    return [name[3:] for name in form.data if name.startswith("to.")]


@router.post("/undo")
def undo(seat: Analyst, form: Form) -> Response:
    """Take back what one decided last and has not taken back yet, or the entry that the form names."""
    wanted = _number(form.one("entry", "-1"))
    view = seat.desk.view()
    deed = seat.desk.undoable(view, seat.name, wanted if wanted >= 0 else None)
    if deed is None:
        raise HTTPException(400, "There is nothing that you decided and have not taken back.")
    try:
        if deed.late:
            raise ConflictError(deed.late, "Somebody has decided again since. Nothing was taken back.")
        made = seat.desk.take_back(deed.rows, {id: view.version(id) for id in deed.rows}, seat.name, deed.entry)
    except ConflictError as error:
        return _conflict(seat, error, form)
    many = "one reading stands" if len(made) == 1 else f"{len(made)} readings stand"
    return _answer(seat, form, [each.reading for each in made], f"Taken back: {many} as before.")


def _answer(seat: Seat, form: Filled, ids: Sequence[str], said: str) -> Response:
    view = seat.desk.view()
    entry = _next(seat, view)
    if not seat.fragment:
        return seat.back(form.one("back", "/review"), said, entry)
    cards = {id: seat.part("card.html", card=card(view, view.readings[id])) for id in ids if id in view.readings}
    waiting = sum(each.standing.status == "proposed" for each in view.readings.values())
    return JSONResponse(
        {"cards": cards, "said": said, "undo": entry, "waiting": waiting, "log": view.dossier.log.number}
    )


def _conflict(seat: Seat, error: ConflictError, form: Filled) -> Response:
    """What others have decided meanwhile, beside what was wanted: nothing is written over."""
    view = seat.desk.view()
    shown: list[Card] = [card(view, view.readings[id]) for id in error.names if id in view.readings]
    if seat.fragment:
        cards = {each.id: seat.part("card.html", card=each) for each in shown}
        return JSONResponse({"cards": cards, "said": str(error), "undo": None, "conflict": True}, 409)
    wanted = [(name, value) for name, value in form.data.items() if name.startswith("to.") and value]
    return seat.page(
        "conflict.html", 409, text=str(error), cards=shown, status=form.one("status"), why=form.one("why"),
        wanted=[(name[3:], str(value)) for name, value in wanted], back=form.one("back", "/review"), **names(view),
    )  # fmt: skip


def _next(seat: Seat, view: View) -> int | None:
    """The entry of the audit log that this person can take back next."""
    deed = seat.desk.undoable(view, seat.name)
    return deed.entry if deed else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else -1
