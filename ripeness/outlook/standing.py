"""Where the talks on an agenda stand: no zone; a zone, but waiting pays for somebody; or a deal now.

The zone compares deals with fighting to the finish, agreement now with what the solved talks say that not agreeing
now is worth. The two differ, and the difference is the point (MODEL section 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda
from ripeness.case.model import CaseFile
from ripeness.outlook.solved import Method, SolvedTalks
from ripeness.outlook.words import written
from ripeness.outlook.worth import Worth
from ripeness.outlook.zone import Zone, is_open, named, slack, zone

Status = Literal["no zone", "waiting pays", "deal now"]


@dataclass(frozen=True, slots=True)
class Standing:
    """One agenda whose deals end the fighting: ``zone`` against war, ``now`` against going on with war and talks.

    ``war``, ``value`` and ``continuation`` are W, V and c of MODEL section 4 today, per party, in swings.
    ``waiting``: who would refuse the best deal that can be had now, and by how much, where a zone is open.
    ``now_range``: slack against waiting over all answers to the talks that were found (None where there is none).
    """

    agenda: Agenda
    zone: Zone
    now: Zone
    status: Status
    war: Mapping[str, float]
    value: Mapping[str, float]
    continuation: Mapping[str, float]
    waiting: Mapping[str, float]
    now_range: tuple[float, float] | None
    narration: str


def standings(solved: SolvedTalks, war: Worth) -> tuple[Standing, ...]:
    """Where every agenda that ends the fighting stands today."""
    return tuple(standing(solved, war, agenda) for agenda in solved.game.agendas if agenda.ends_fighting)


def standing(solved: SolvedTalks, war: Worth, agenda: Agenda) -> Standing:
    """Where one agenda stands today."""
    case, game = solved.case, solved.game
    against_war, now = zone(case, game, agenda, war), zone(case, game, agenda, solved.worth)
    status = status_of(against_war.slack, now.slack)
    waiting: dict[str, float] = {}
    if status == "waiting pays" and now.best is not None:
        waiting = {p: -now.best.gain[p] for p in agenda.consent if now.best.gain[p] < -TOLERANCE}
    every = [now.slack, *(slack(game, agenda, other.worth) for other in solved.others)]
    known = [each for each in every if each is not None]
    return Standing(
        agenda=agenda,
        zone=against_war,
        now=now,
        status=status,
        war=solved.by_party(war.own[game.now]),
        value=solved.by_party(solved.value[game.now]),
        continuation=solved.by_party(solved.continuation[game.now]),
        waiting=waiting,
        now_range=(min(known), max(known)) if known else None,
        narration=_narrate(case, agenda, status, against_war, now, waiting)
        + _other_answers(status, known, solved.method),
    )


def status_of(war: float | None, now: float | None) -> Status:
    """Where an agenda stands by its slack against war and against not agreeing now; None: no deal to compare."""
    if is_open(now):
        return "deal now"
    return "waiting pays" if is_open(war) else "no zone"


def _narrate(
    case: CaseFile, agenda: Agenda, status: Status, against_war: Zone, now: Zone, waiting: Mapping[str, float]
) -> str:
    title = f"‘{agenda.title}’"
    if status == "deal now" and now.best is not None:
        early = "" if against_war.ripe else " Against fighting to the finish, with no talks ever, there would be none."
        return (
            f"A deal on {title} can be had now: the best one for whoever gains least leaves "
            f"{written(now.slack or 0.0)} of its swing over waiting.{early}"
        )
    if status == "waiting pays":
        who = " and ".join(f"{case.parties[party].name} ({written(amount)})" for party, amount in waiting.items())
        refused = who or named(case, agenda.consent)
        return (
            f"There is a zone on {title}, but no deal now: at the deal that comes nearest, waiting for a later one "
            f"pays for {refused}."
        )
    if against_war.slack is None:
        return f"No deal on {title} can be had today: each is firmly refused by somebody, or cannot be agreed on."
    return f"There is no zone on {title}: to every deal somebody prefers fighting on, and there is none now either."


def _other_answers(status: Status, slacks: list[float], method: Method) -> str:
    """Whether another answer to the talks says otherwise."""
    ripe = [each >= -TOLERANCE for each in slacks]
    if all(ripe) or not any(ripe):
        return ""
    what = "there would be one" if status != "deal now" else "there would be none"
    where = "In another equilibrium of the talks" if method == "stationary" else "Were the talks shorter"
    return f" {where} {what} (slack from {written(min(slacks))} to {written(max(slacks))})."
