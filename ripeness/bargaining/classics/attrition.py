"""A war of attrition: each round both may concede at once; who concedes gets nothing, the other the prize.

Outside the class of ``Talks``, where offers come one at a time: both move at once here, and mix.

Source: Hendricks, Weiss, Wilson 1988, "The war of attrition in continuous time with complete information",
International Economic Review 29; here in rounds.
"""

from __future__ import annotations

from typing import NamedTuple

from ripeness.bargaining.errors import BargainingError


class Attrition(NamedTuple):
    """Chance per round that each side concedes, and the expected number of costly rounds."""

    first_concedes: float
    second_concedes: float
    costly_rounds: float


def attrition(prize_1: float, prize_2: float, cost_1: float, cost_2: float) -> Attrition:
    """The stationary mixed equilibrium: each concedes so often that the other is indifferent to staying in.

    Staying in a round is worth q V - (1 - q) c = 0 to a side whose opponent concedes with chance q: q = c / (V + c).
    """
    if min(prize_1, prize_2, cost_1, cost_2) <= 0:
        raise BargainingError("prizes and costs must be above 0: else somebody stays, or concedes, for ever.")
    second = cost_1 / (prize_1 + cost_1)
    first = cost_2 / (prize_2 + cost_2)
    stay = (1 - first) * (1 - second)
    return Attrition(first, second, stay / (1 - stay))
