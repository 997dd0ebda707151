"""Fair points of a zone: Nash, Kalai-Smorodinsky, egalitarian and utilitarian, with fighting on as disagreement.

Deals count at their worth with the chance that they break, and those that somebody firmly refuses are not among
them. The definitions are those of ``ripeness.bargaining.solutions``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ripeness.bargaining import Deal, Frontier, egalitarian, kalai_smorodinsky, nash, utilitarian
from ripeness.case.game import Agenda, Game
from ripeness.outlook.points import Points
from ripeness.outlook.worth import DealValue, Worth, value_deal

CONCEPTS = {
    "nash": (nash, "Nash", "the largest product of gains"),
    "kalai-smorodinsky": (
        kalai_smorodinsky,
        "Kalai-Smorodinsky",
        "the most equal shares of what each could gain at best",
    ),
    "egalitarian": (egalitarian, "Egalitarian", "the most for whoever gains least"),
    "utilitarian": (utilitarian, "Utilitarian", "the largest sum of gains, swing for swing"),
}


@dataclass(frozen=True, slots=True)
class FairPoint:
    """What one concept picks in a zone: all deals that maximise it, with a witness for each point."""

    concept: str
    name: str
    meaning: str
    deals: tuple[DealValue, ...]


def fair_points(game: Game, agenda: Agenda, values: Worth, points: Points) -> tuple[FairPoint, ...]:
    """The fair points among the undominated deals that nobody firmly refuses; none where the zone is closed.

    A quorum leaves open who must gain: then there is none either.
    """
    free = np.logical_not(np.any(points.crosses, axis=1))
    if agenda.quorum or not free.any():
        return ()
    columns = [game.parties.index(party) for party in agenda.consent]
    now = values.own[game.now][columns]
    deals = [deal for deal, chosen in zip(points.deals, free.tolist(), strict=True) if chosen]
    frontier = Frontier(
        parties=agenda.consent,
        value=points.gain[free] + now,
        choice=np.array([_choice(game, deal) for deal in deals], dtype=np.intp),
        count=(1,) * len(deals),
        space=game.space,
        floor=np.full(len(columns), -np.inf),
        counted=False,
    )
    found = []
    for concept, (solve, name, meaning) in CONCEPTS.items():
        solution = solve(frontier, now)
        if solution.points:
            picked = tuple(value_deal(game, values, deal, agenda) for deal in solution.deals)
            found.append(FairPoint(concept, name, meaning, picked))
    return tuple(found)


def _choice(game: Game, deal: Deal) -> list[int]:
    return [issue.options.index(deal[issue.name]) for issue in game.space.issues]
