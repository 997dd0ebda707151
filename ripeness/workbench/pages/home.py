"""The first page: the case at a glance, what is new, what waits."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from fastapi import APIRouter
from fastapi.responses import Response

from ripeness.brief.material import fresh_moves, label
from ripeness.brief.summary import Answer, summary
from ripeness.brief.wording import act
from ripeness.claims.plain import KINDS, kind_of
from ripeness.workbench.cards import title
from ripeness.workbench.desk import View
from ripeness.workbench.seat import Reader

router = APIRouter()

RECENT_SHOWN = 8  # decisions
MOVES_SHOWN = 5  # that only new reports tell
_PAGES = {  # where a section of the brief has its page here
    "#new": "/reports",
    "#sources": "/sources",
    "#moves": "/record?kind=move",
    "#positions": "/positions",
    "#zone": "/deals",
    "#blockers": "/deals",
    "#outlook": "/what-if",
    "#levers": "/what-if",
    "#assumptions": "/what-if",
}


@router.get("/")
def home(seat: Reader) -> Response:
    """The case at a glance."""
    view, ready = seat.desk.view(), seat.desk.think()
    material = view.glance().material
    fresh = fresh_moves(material)
    return seat.page(
        "home.html",
        ready=ready,
        case=view.dossier.case,
        answers=[_linked(each) for each in summary(material)],
        since=material.news.since,
        news=[(id, label(material.report(id))) for id in material.news.reports],
        fresh=[(move.id, act(view.ledger, move)) for move in fresh[:MOVES_SHOWN]],
        more_fresh=max(0, len(fresh) - MOVES_SHOWN),
        waiting=_waiting(view),
        recent=[
            (each, title(view.ledger, view.readings[each.reading].reading) if each.reading in view.readings else "")
            for each in reversed(view.dossier.decisions[-RECENT_SHOWN:])
        ],
        notes=material.notes,
        failures=material.failures,
    )


@router.get("/ready")
def ready(seat: Reader) -> dict[str, bool]:
    """Whether all answers are there: asked by the first page until they are."""
    return {"ready": seat.desk.think()}


def _linked(answer: Answer) -> Answer:
    """An answer with the addresses of what it leads to: figures to where the brief shows how they came about."""
    numbers = tuple((text, f"/brief.html{href}") for text, href in answer.numbers)
    return replace(answer, href=_PAGES.get(answer.href, "/brief"), numbers=numbers)


def _waiting(view: View) -> list[tuple[str, int, int]]:
    """By kind: how many readings are proposed, of how many."""
    proposed = Counter(kind_of(e.reading) for e in view.readings.values() if e.standing.status == "proposed")
    every = Counter(kind_of(e.reading) for e in view.readings.values())
    return [(kind, proposed[kind], every[kind]) for kind in KINDS]
