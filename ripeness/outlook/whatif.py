"""What if: a case beside the same case with something changed; also linked and unlinked tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ripeness.bargaining import BargainingError
from ripeness.case.changes import Setting, changed
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook.forecast import PERIODS, Forecast, forecast
from ripeness.outlook.interim import InterimAnswer, interim_answers
from ripeness.outlook.offers import Offer, offers
from ripeness.outlook.solved import SolvedTalks, forecast_talks, solve_talks
from ripeness.outlook.stalling import Stalling, stalling
from ripeness.outlook.standing import Standing, standings
from ripeness.outlook.worth import Worth, worth, written


@dataclass(frozen=True, eq=False)
class Answers:
    """What the solved talks of one case say: where each agenda stands, interim deals, who stalls, what to expect."""

    case: CaseFile
    war: Worth
    solved: SolvedTalks
    standings: tuple[Standing, ...]
    interim: tuple[InterimAnswer, ...]
    stalling: tuple[Stalling, ...]
    offers: tuple[Offer, ...]
    forecast: Forecast


def answers(case: CaseFile, periods: int = PERIODS) -> Answers:
    """Compile and solve a case and read everything off it. Raises RipenessError where that cannot be done."""
    try:
        made = game(case)
    except BargainingError as error:
        raise RipenessError(f"The case makes no game: {error}") from error
    return read_off(case, worth(made), solve_talks(case, made), periods)


def read_off(case: CaseFile, war: Worth, solved: SolvedTalks, periods: int = PERIODS) -> Answers:
    """Read everything off solved talks."""
    standing = standings(solved, war)
    return Answers(
        case=case,
        war=war,
        solved=solved,
        standings=standing,
        interim=interim_answers(solved),
        stalling=tuple(each for agenda in standing for each in stalling(solved, agenda)),
        offers=tuple(offer for each in standing for offer in offers(solved, each.agenda)),
        forecast=forecast(case, forecast_talks(case, solved), periods),
    )


@dataclass(frozen=True, eq=False)
class WhatIf:
    """Two cases side by side: ``before`` as it stands, ``after`` with the ``settings`` changed."""

    settings: tuple[Setting, ...]
    before: Answers
    after: Answers
    narration: str


def what_if(case: CaseFile, settings: Mapping[str, str], before: Answers | None = None) -> WhatIf:
    """Change settings (see ``case.changes``) and solve again."""
    other, made = changed(case, settings)
    first = before or answers(case)
    second = answers(other, first.forecast.periods)
    return WhatIf(made, first, second, _narrate(first, second))


def _narrate(before: Answers, after: Answers) -> str:
    said = []
    for one, two in zip(before.standings, after.standings, strict=False):
        if one.status != two.status:
            said.append(f"‘{one.agenda.title}’ goes from ‘{one.status}’ to ‘{two.status}’.")
        if one.zone.slack is not None and two.zone.slack is not None:
            change = two.zone.slack - one.zone.slack
            way = "more" if change >= 0 else "less"
            said.append(f"Slack is {written(abs(change))} swings {way} than before.")
    last = before.forecast.periods
    said.append(
        f"The chance of a deal within {last} {before.case.period}s goes from {before.forecast.deal_by[-1]:.0%} to "
        f"{after.forecast.deal_by[-1]:.0%}."
    )
    return " ".join(said)
