"""What if: sliders for the numbers of the case, and the answers with them beside today's."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ripeness.errors import RipenessError
from ripeness.workbench.asking import Answer, Side, ask, links, moved, ranged, single, situation
from ripeness.workbench.seat import Reader, Seat

router = APIRouter()

MORE_MOST = 20  # numbers without a range that a page takes up


@router.get("/what-if")
def page(seat: Reader) -> Response:
    """The sliders, and the answer to where they stand. All stands in the address, so that it can be handed on."""
    dossier = seat.desk.view().dossier
    names = [name for name in dict.fromkeys(seat.request.query_params.getlist("more")) if name][:MORE_MOST]
    form = _form(seat, names)
    listed = {each.name for each in (*form["ranged"], *form["single"])}
    others = [(each.name, each.label) for each in dossier.assumptions() if each.name not in listed]
    return seat.page("whatif.html", **form, more=names, others=others, **_answer(seat, form))


@router.get("/what-if/answer")
def answer(seat: Reader) -> Response:
    """The answer alone, for the script that follows the sliders."""
    names = [name for name in dict.fromkeys(seat.request.query_params.getlist("more")) if name][:MORE_MOST]
    return HTMLResponse(seat.part("whatif_answer.html", **_answer(seat, _form(seat, names))))


def _form(seat: Seat, names: list[str]) -> dict[str, Any]:
    dossier = seat.desk.view().dossier
    given = {
        name[4:]: value.strip()
        for name, value in seat.request.query_params.items()
        if name.startswith("set.") and value.strip()
    }
    return {
        "ranged": ranged(dossier, given),
        "single": single(dossier, names, given),
        "situation": situation(dossier.case, given),
        "links": links(dossier.case, given),
        "period": dossier.case.period,
    }


def _answer(seat: Seat, form: dict[str, Any]) -> dict[str, Any]:
    settings = moved([*form["ranged"], *form["single"]], [*form["situation"], *form["links"]])
    dossier = seat.desk.view().dossier
    fault, found = "", None
    try:
        found = ask(dossier, settings)
    except RipenessError as error:
        fault = str(error)
    return {"fault": fault, "answer": found, "rows": _rows(found) if found else {}}


def _rows(answer: Answer) -> dict[str, Any]:
    """The two sides row by row: agendas, what fighting on is worth, deals, interim deals."""
    before, after = answer.before, answer.after
    case = before.case
    agendas = []
    for one in before.zones:
        two = next((zone for zone in after.zones if zone.agenda.name == one.agenda.name), None)
        agendas.append((one.agenda.title, _status(before, one), _status(after, two) if two else None))
    agendas += [
        (zone.agenda.title, None, _status(after, zone))
        for zone in after.zones
        if zone.agenda.name not in {each.agenda.name for each in before.zones}
    ]
    fighting = [
        (case.parties[party].name, value, after.zones[0].reservation[party])
        for party, value in before.zones[0].reservation.items()
    ]
    later = {verdict.key: verdict for verdict in after.verdicts}
    offers = [
        (one.name, _refusers(before, one), _refusers(after, later[one.key]) if one.key in later else None)
        for one in before.verdicts
    ]
    interim = []
    if before.talks and after.talks:
        second = {each.key: each for each in after.talks.interim}
        for one in before.talks.interim:
            two = second[one.key]
            interim.append((case.deals[one.key].name, _interim(before, one), _interim(after, two)))
    return {"agendas": agendas, "fighting": fighting, "offers": offers, "interim": interim}


def _status(side: Side, zone: Any) -> dict[str, Any]:
    standing = (
        next((s for s in side.talks.standings if s.agenda.name == zone.agenda.name), None) if side.talks else None
    )
    return {
        "status": standing.status if standing else ("ripe" if zone.ripe else "no zone"),
        "good": standing.status == "deal now" if standing else zone.ripe,
        "slack": zone.slack,
        "now": standing.now.slack if standing else None,
        "narration": standing.narration if standing else zone.narration,
    }


def _refusers(side: Side, verdict: Any) -> dict[str, Any]:
    names = [side.case.parties[party].name for party in verdict.refusing]
    short = [f"{side.case.parties[p].name} {_signed(verdict.value.gain[p])}" for p in verdict.refusing]
    return {"names": names, "short": short, "allowed": verdict.allowed}


def _interim(side: Side, answer: Any) -> str:
    if not answer.possible:
        return "not possible"
    names = [side.case.parties[party].name for party in answer.refusing]
    return f"refused by {' and '.join(names)}" if names else "all would agree"


def _signed(value: float) -> str:
    from ripeness.brief.voice import signed

    return signed(value)
