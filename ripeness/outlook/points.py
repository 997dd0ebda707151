"""The undominated deals of an agenda, where deals may break and parties firmly refuse.

A frontier is exact for sums of factors. Breaking and refusing are no such sums, so deals are cut into classes in which
the chance of breaking is constant and only the parties of a given set may be crossed (docs/decisions/0004). There a
deal's value is an increasing function of its utility; the frontiers of all classes are put together and what is
dominated is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, Deal
from ripeness.bargaining.dominance import undominated
from ripeness.case.classes import DealClass, deal_classes, known_frontier
from ripeness.case.game import Agenda, Durability, Game
from ripeness.errors import SolveError
from ripeness.outlook.worth import Worth, deal_worth


@dataclass(frozen=True, slots=True)
class Points:
    """Undominated deals for the consent set.

    ``gain[deal, party]`` over fighting on, in swings; ``crosses[deal, party]`` where the party firmly refuses
    what the deal contains.
    """

    deals: tuple[Deal, ...]
    gain: NDArray[np.float64]
    crosses: NDArray[np.bool_]

    def acceptance(self) -> NDArray[np.float64]:
        """The gain where a party could accept at all, minus infinity where it firmly refuses."""
        return np.where(self.crosses, -np.inf, self.gain)


def undominated_deals(game: Game, agenda: Agenda, values: Worth) -> Points:
    """All deals of the agenda that no other betters for one party without a loss or a refusal of another.

    Raises SolveError where there are more classes or more points than the bounds allow.
    """
    columns = [game.parties.index(party) for party in agenda.consent]
    now = values.own[game.now][columns]
    deals: list[Deal] = []
    gains = [np.zeros((0, len(columns)))]
    for each in deal_classes(game, agenda, game.options(agenda), _rules_now(game), crossing=len(agenda.consent)):
        try:
            found = known_frontier(game.space, agenda.consent, each.where)
        except BargainingError as error:
            raise SolveError(f"The deals of '{agenda.title}' cannot be compared exactly: {error}") from error
        gains.append(deal_worth(game, values, agenda, found.value, game.breaks(each.terms), agenda.consent) - now)
        deals.extend(found.deals)
    gain = np.concatenate(gains)
    refusing = [{line.party for line in crossed} for crossed in game.crossings(agenda, deals)]
    crosses = np.array([[party in those for party in agenda.consent] for those in refusing], bool)
    crosses = crosses.reshape(len(deals), len(columns))
    order, first, best = undominated(np.hstack([gain, -crosses.astype(float)]))
    kept = order[first[best]]
    return Points(tuple(deals[k] for k in kept), gain[kept], crosses[kept])


def acceptable_classes(game: Game, agenda: Agenda) -> Iterator[DealClass]:
    """The classes of deals that nobody whose consent counts firmly refuses, one for each way of breaking."""
    return deal_classes(game, agenda, game.options(agenda), _rules_now(game), crossing=0)


def _rules_now(game: Game) -> list[Durability]:
    return [rule for rule in game.durability if rule.holds[game.now]]
