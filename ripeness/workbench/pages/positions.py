"""Who stands where: issues by parties, what the case states beside what the moves in the reports show."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response

from ripeness.brief.wording import option, originals, says_something, when
from ripeness.claims import Judged, Position
from ripeness.workbench.desk import View
from ripeness.workbench.seat import Reader

router = APIRouter()

OPTIONS_SHOWN = 2
PARTIES_SHOWN = 6  # columns where the address names no party


@router.get("/positions")
def positions(seat: Reader) -> Response:
    """The table, for one party or issue if the address names one."""
    view = seat.desk.view()
    ledger = view.ledger
    rows = ledger.holding.positions
    weight: dict[str, int] = {}
    issues: dict[str, int] = {}
    for each in rows:
        weight[each.reading.party] = weight.get(each.reading.party, 0) + len(each.reading.moves)
        issues[each.reading.issue] = issues.get(each.reading.issue, 0) + len(each.reading.moves)
    parties = sorted(weight, key=lambda id: (ledger.case_party(id) is None, -weight[id]))
    party, issue = seat.asked("party"), seat.asked("issue")
    columns = [party] if party in weight else parties[:PARTIES_SHOWN]
    shown = [issue] if issue in issues else sorted(issues, key=lambda id: -issues[id])
    return seat.page(
        "positions.html",
        columns=[(id, ledger.party_name(id), ledger.roles.get(id)) for id in columns],
        others=[(id, ledger.party_name(id)) for id in parties],
        issues=[(id, ledger.issue_short(id)) for id in sorted(issues, key=lambda id: -issues[id])],
        party=party if party in weight else "",
        issue=issue if issue in issues else "",
        rows=[
            (id, ledger.issue_short(id), [[_stand(view, e) for e in rows if _of(e, id, who)] for who in columns])
            for id in shown
        ],
        stated=_stated(view),
    )


def _of(judged: Judged[Position], issue: str, party: str) -> bool:
    return judged.reading.issue == issue and judged.reading.party == party


def _stand(view: View, judged: Judged[Position]) -> dict[str, Any]:
    """One position as a cell shows it."""
    reading = judged.reading
    options = [option(reading.issue, each) for each in reading.options if says_something(reading.issue, each)]
    since = ""
    if reading.since:
        since = when(reading.since) if reading.since == reading.last else f"since {when(reading.since)}"
    return {
        "id": reading.id,
        "stance": reading.stance,
        "options": options[:OPTIONS_SHOWN],
        "more": max(0, len(options) - OPTIONS_SHOWN),
        "since": since,
        "originals": originals(view.ledger.origins(p for p in reading.passages if p.report in view.ledger.by_id)),
        "standing": judged.standing.status,
    }


def _stated(view: View) -> list[dict[str, Any]]:
    """What the case states, position by position, and what the reports show of the same party on the same issue."""
    case, ledger = view.dossier.case, view.ledger
    shown = []
    for position in case.positions:
        issue = case.issues[position.issue]
        told_on = ledger.issue_of_case[position.issue]
        told = [
            _stand(view, each)
            for each in ledger.holding.positions
            if each.reading.issue == told_on and ledger.case_party(each.reading.party) == position.party
        ]
        shown.append(
            {
                "issue": issue.name,
                "party": case.parties[position.party].name,
                "wants": [issue.options[each] for each in position.wants],
                "refuses": [issue.options[each] for each in position.refuses],
                "firm": position.firm,
                "said": position.said,
                "told": told,
            }
        )
    return shown
