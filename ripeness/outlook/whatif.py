"""What if: a case beside the same case with something changed; also linked and unlinked tracks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

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
from ripeness.outlook.words import written
from ripeness.outlook.worth import Worth, worth
from ripeness.outlook.zone import Zone, zone
from ripeness.shown import Shown


@dataclass(frozen=True, eq=False)
class TalksAnswers(Shown):
    """What the solved talks of one case say: where each agenda stands, interim deals, who stalls, what to expect.

    ``sides``: the zones of the agendas that do not end the fighting, against leaving them unsettled.
    """

    case: CaseFile
    war: Worth
    solved: SolvedTalks
    standings: tuple[Standing, ...]
    sides: tuple[Zone, ...]
    interim: tuple[InterimAnswer, ...]
    stalling: tuple[Stalling, ...]
    offers: tuple[Offer, ...]
    forecast: Forecast


def answers(case: CaseFile, periods: int = PERIODS, near: TalksAnswers | None = None) -> TalksAnswers:
    """Compile and solve a case and read everything off it. Raises RipenessError where that cannot be done.

    With ``near``, the answers of a case much like it, the search begins at those and ends with the first found: quick,
    and other equilibria are not looked for.
    """
    try:
        made = game(case)
    except BargainingError as error:
        raise RipenessError(f"The case makes no game: {error}") from error
    solved = solve_talks(case, made, start=near.solved if near is not None else None)
    return read_off(case, worth(made), solved if near is None else replace(solved, others=()), periods)


def read_off(case: CaseFile, war: Worth, solved: SolvedTalks, periods: int = PERIODS) -> TalksAnswers:
    """Read everything off solved talks."""
    game, standing = solved.game, standings(solved, war)
    return TalksAnswers(
        case=case,
        war=war,
        solved=solved,
        standings=standing,
        sides=tuple(zone(case, game, agenda, war) for agenda in game.agendas if not agenda.ends_fighting),
        interim=interim_answers(solved),
        stalling=tuple(each for agenda in standing for each in stalling(solved, agenda)),
        offers=tuple(offer for each in standing for offer in offers(solved, each.agenda, war)),
        forecast=forecast(case, forecast_talks(case, solved), periods),
    )


@dataclass(frozen=True, eq=False)
class WhatIf(Shown):
    """Two cases side by side: ``before`` as it stands, ``after`` with the ``settings`` changed."""

    settings: tuple[Setting, ...]
    before: TalksAnswers
    after: TalksAnswers
    narration: str


def what_if(
    case: CaseFile,
    settings: Mapping[str, str | float],
    before: TalksAnswers | None = None,
    periods: int = PERIODS,
    quick: bool = False,
) -> WhatIf:
    """Change settings (see ``case.changes``) and solve again; ``quick`` searches from today's answer only."""
    other, made = changed(case, settings)
    first = before or answers(case, periods)
    second = answers(other, first.forecast.periods, near=first if quick else None)
    return WhatIf(made, first, second, _narrate(first, second))


def _narrate(before: TalksAnswers, after: TalksAnswers) -> str:
    said = []
    later = {each.agenda.name: each for each in after.standings}
    for one in before.standings:
        two = later.get(one.agenda.name)
        if two is None:
            continue
        if one.status != two.status:
            said.append(f"‘{one.agenda.title}’ goes from ‘{one.status}’ to ‘{two.status}’.")
        if one.zone.slack is not None and two.zone.slack is not None:
            change = two.zone.slack - one.zone.slack
            way = "more" if change >= 0 else "less"
            least = written(abs(change))
            much = "unchanged" if least == "0" else f"{least} swings {way} than before"
            said.append(f"Slack on ‘{two.agenda.title}’ is {much}.")
    span = f"within {before.forecast.periods} {before.case.period}s"
    first, last = (f"{each.forecast.deal_by[-1]:.0%}" for each in (before, after))
    moved = f"stays at {first}" if first == last else f"goes from {first} to {last}"
    said.append(f"The chance of a deal that ends the fighting {span} {moved}.")
    for side in after.sides:
        chance = after.forecast.sides[side.agenda.name]
        said.append(f"‘{side.agenda.title}’ is settled by itself {span} with a chance of {chance:.0%}.")
    return " ".join(said)
