"""Deals: who would take which, one that is put together here, and two compared."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from ripeness.bargaining import Deal
from ripeness.bargaining.consent import TOLERANCE
from ripeness.brief.voice import deal_title, signed
from ripeness.case.game import Agenda, Game, met
from ripeness.case.model import CaseFile
from ripeness.dossier import Dossier
from ripeness.errors import RipenessError, SolveError
from ripeness.outlook import DealValue, Verdict, Zone, judge, value_deal, written
from ripeness.workbench.seat import Reader, Seat

router = APIRouter()

SHOWN = 6  # undominated deals of an agenda
YOURS = "this deal"


@router.get("/deals")
def deals(seat: Reader) -> Response:
    """The named deals with who would refuse them, the zone, and the builder."""
    dossier = seat.desk.view().dossier
    built = _built(seat, dossier)
    return seat.page("deals.html", **built, **_answer(dossier, built), **_named(dossier, built["agenda"]))


@router.get("/deals/answer")
def answer(seat: Reader) -> Response:
    """What all would say to the deal that is put together, for the script that follows the choices."""
    dossier = seat.desk.view().dossier
    built = _built(seat, dossier)
    return HTMLResponse(seat.part("deal_answer.html", **built, **_answer(dossier, built)))


@router.get("/deals/compare")
def compare(seat: Reader) -> Response:
    """Two deals issue by issue: what each change is worth to each party."""
    dossier = seat.desk.view().dossier
    case = dossier.case
    final = [(key, deal.name) for key, deal in case.deals.items() if deal.kind == "final"]
    first = seat.asked("first", final[0][0] if final else "")[:2000]
    second = seat.asked("second", final[-1][0] if final else "")[:2000]
    found, fault = None, ""
    try:
        found = _compared(dossier, first, second) if first and second else None
    except RipenessError as error:
        fault = str(error)
    return seat.page("compare.html", final=final, first=first, second=second, found=found, fault=fault)


def _built(seat: Seat, dossier: Dossier) -> dict[str, Any]:
    """The deal that the address says: an option for each issue of the agenda."""
    case, game = dossier.case, dossier.game()
    by_name = {agenda.name: agenda for agenda in game.agendas}
    agenda = by_name.get(seat.asked("agenda"), game.main)
    zone = next(zone for zone in dossier.zones() if zone.agenda.name == agenda.name)
    start = _start(case, game, agenda, zone, seat.asked("from"))
    terms = {name: seat.asked(f"terms.{name}") for name in agenda.issues}
    own = {name: terms[name] if terms[name] in case.issues[name].options else start[name] for name in agenda.issues}
    open_to = game.options(agenda)
    final = [(k, d.name) for k, d in case.deals.items() if d.kind == "final" and d.track in agenda.tracks]
    beside = seat.asked("beside")
    return {
        "case": case,
        "agenda": agenda,
        "agendas": game.agendas,
        "deal": Deal({**start, **own, **agenda.fixed}),
        "issues": [
            (
                name,
                case.issues[name].name,
                [(o, text, o == own[name], o in open_to[name]) for o, text in case.issues[name].options.items()],
            )
            for name in agenda.issues
        ],
        "final": final,
        "beside": beside if beside in dict(final) else "",
        "start": seat.asked("from") if seat.asked("from") in dict(final) else "",
    }


def _start(case: CaseFile, game: Game, agenda: Agenda, zone: Zone, key: str) -> dict[str, str]:
    """What stands where the address names no option: a named deal, else the deal nearest to all, else what holds."""
    first = {name: issue.status_quo or next(iter(issue.options)) for name, issue in case.issues.items()}
    if key in case.deals and case.deals[key].kind == "final":
        return {**first, **case.deals[key].terms}
    return {**first, **(dict(zone.best.deal) if zone.best else {})}


def _answer(dossier: Dossier, built: dict[str, Any]) -> dict[str, Any]:
    """The verdict on the deal, party by party and issue by issue, what makes it illegal, and another beside it."""
    case, game, agenda, deal = built["case"], dossier.game(), built["agenda"], built["deal"]
    verdict = judge(case, game, agenda, dossier.worth, "", deal, YOURS)
    waiting: DealValue | None = None
    try:
        if agenda.ends_fighting:
            waiting = value_deal(game, dossier.talks().solved.worth, deal, agenda)
    except SolveError:
        waiting = None
    other = built["beside"]
    named = ",".join(f"{name}={option}" for name, option in deal.items())
    return {
        "verdict": verdict,
        "parties": _parties(case, agenda, verdict, waiting),
        "illegal": _illegal(case, game, agenda, deal),
        "nearest": [_terms(case, agenda, near, deal) for near in verdict.nearest],
        "words": named,
        "comparison": _compared(dossier, other, named) if other else None,
    }


def _parties(case: CaseFile, agenda: Agenda, verdict: Verdict, waiting: DealValue | None) -> list[dict[str, Any]]:
    shown = []
    for party, gain in verdict.value.gain.items():
        asked = party in agenda.consent
        lost = verdict.shortfall.get(party, {})
        costs = sorted(
            ((case.issues[i].name, case.issues[i].options[s.instead], s.amount) for i, s in lost.items() if s.instead),
            key=lambda each: -each[2],
        )
        crossed = [
            f"{case.issues[line.issue].options[verdict.value.deal[line.issue]]} ({case.issues[line.issue].name})"
            for line in verdict.value.crosses
            if line.party == party
        ]
        shown.append(
            {
                "name": case.parties[party].name,
                "asked": asked,
                "refuses": party in verdict.refusing,
                "gain": signed(gain),
                "short": written(-gain) if gain < -TOLERANCE else None,
                "waiting": signed(waiting.gain[party]) if waiting else None,
                "waits": bool(waiting and asked and waiting.gain[party] < -TOLERANCE),
                "worth": written(verdict.value.value[party]),
                "crossed": crossed,
                "costs": [(issue, instead, written(amount)) for issue, instead, amount in costs],
                "break": party in verdict.value.counting_on_a_break(),
            }
        )
    return sorted(shown, key=lambda each: (not each["asked"], not each["refuses"]))


def _illegal(case: CaseFile, game: Game, agenda: Agenda, deal: Deal) -> list[tuple[str, str]]:
    """What stands against the deal, whoever would like it: each rule in words, with its reason."""
    found = []
    for rule in case.forbidden:
        if met(rule.combination, deal):
            found.append((f"forbidden together: {_those(case, rule.combination, deal)}", rule.because.reason or ""))
    for rule in case.required:
        if met(rule.if_, deal) and not met(rule.then, deal):
            wants = "; ".join(
                f"{case.issues[i].name}: {' or '.join(o for k, o in case.issues[i].options.items() if c.met(k))}"
                for i, c in rule.then.items()
            )
            found.append((f"{_those(case, rule.if_, deal)} goes only with {wants}", rule.because.reason or ""))
    open_to = game.options(agenda)
    for rule in case.available:
        option = deal[rule.issue]
        if option in rule.options and option not in open_to[rule.issue]:
            issue, where = case.issues[rule.issue], _where(case, rule.when)
            found.append((f"{issue.options[option]} ({issue.name}) can be agreed on only where {where}",
                          rule.because.reason or ""))  # fmt: skip
    return found


def _those(case: CaseFile, combination: Any, deal: Deal) -> str:
    return " and ".join(f"‘{case.issues[i].options[deal[i]]}’ ({case.issues[i].name})" for i in combination)


def _where(case: CaseFile, when: Any) -> str:
    said = []
    for name, condition in when.items():
        variable = case.situation.variables[name]
        values = " or ".join(text for value, text in variable.values.items() if condition.met(value))
        said.append(f"{variable.name} is: {values}")
    return " and ".join(said)


def _terms(case: CaseFile, agenda: Agenda, value: DealValue, unlike: Deal) -> dict[str, Any]:
    changed = [
        (case.issues[name].name, case.issues[name].options[value.deal[name]])
        for name in agenda.issues
        if value.deal[name] != unlike[name]
    ]
    gains = [(case.parties[party].name, signed(value.gain[party])) for party in agenda.consent]
    query = "&".join(f"terms.{name}={value.deal[name]}" for name in agenda.issues)
    return {"changed": changed, "gains": gains, "query": query}


def _named(dossier: Dossier, agenda: Agenda) -> dict[str, Any]:
    """The named deals of an agenda with who refuses them, and the undominated ones."""
    case = dossier.case
    zone = next(zone for zone in dossier.zones() if zone.agenda.name == agenda.name)
    rows = []
    for verdict in dossier.verdicts():
        if case.deals[verdict.key].track in agenda.tracks:
            gains = [
                (case.parties[p].name, signed(verdict.value.gain[p]), p in verdict.refusing) for p in agenda.consent
            ]
            rows.append({"key": verdict.key, "name": verdict.name, "gains": gains, "narration": verdict.narration})
    listed = zone.deals or zone.frontier
    return {
        "named": rows,
        "zone": zone,
        "undominated": [
            (deal_title(case, deal.deal), _terms(case, agenda, deal, deal.deal)) for deal in listed[:SHOWN]
        ],
        "more": max(0, len(listed) - SHOWN),
    }


def _compared(dossier: Dossier, first: str, second: str) -> dict[str, Any]:
    """Two deals issue by issue, in words."""
    case, found = dossier.case, dossier.compare(first, second)
    terms = found.terms
    totals = {party: found.after.value[party] - found.before.value[party] for party in terms.parties}
    return {
        "first": found.first.title,
        "second": found.second.title,
        "parties": [case.parties[party].name for party in terms.parties],
        "rows": [
            (
                case.issues[row.issue].name,
                case.issues[row.issue].options[row.before],
                case.issues[row.issue].options[row.after],
                [signed(amount) for amount in row.in_turn],
            )
            for row in terms.rows
        ],
        "joint": [signed(amount) for amount in terms.joint],
        "durability": [signed(found.durability(party)) for party in terms.parties],
        "total": [signed(totals[party]) for party in terms.parties],
        "allowed": list(terms.allowed),
        "assumed": [case.issues[name].name for name in dict.fromkeys((*found.first.assumed, *found.second.assumed))],
    }
