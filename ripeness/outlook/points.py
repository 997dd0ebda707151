"""The undominated deals of an agenda, where deals may break and parties firmly refuse.

A frontier is exact for sums of factors. Breaking and refusing are no such sums, so deals are cut into classes in which
the chance of breaking is constant and only the parties of a given set may be crossed (docs/decisions/0004). There a
deal's value is an increasing function of its utility; the frontiers of all classes are put together and what is
dominated is dropped.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, Deal, frontier
from ripeness.bargaining.dominance import undominated
from ripeness.case.game import Agenda, Game
from ripeness.errors import SolveError
from ripeness.outlook.worth import Worth, deal_worth

MAX_CLASSES = 2_000  # each is a frontier of its own, some milliseconds; a case has some ten

Where = dict[str, tuple[str, ...]]


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
    for terms, where in _classes(game, agenda):
        try:
            found = frontier(game.space, parties=agenda.consent, where=where)
        except BargainingError as error:
            raise SolveError(f"The deals of '{agenda.title}' cannot be compared exactly: {error}") from error
        gains.append(deal_worth(game, values, agenda, found.value, game.breaks(terms), agenda.consent) - now)
        deals.extend(found.deals)
    gain = np.concatenate(gains)
    refusing = [{line.party for line in game.crossed(agenda, deal)} for deal in deals]
    crosses = np.array([[party in those for party in agenda.consent] for those in refusing], bool)
    crosses = crosses.reshape(len(deals), len(columns))
    order, first, best = undominated(np.hstack([gain, -crosses.astype(float)]))
    kept = order[first[best]]
    return Points(tuple(deals[k] for k in kept), gain[kept], crosses[kept])


def acceptable_classes(game: Game, agenda: Agenda) -> Iterator[tuple[dict[str, str], Where]]:
    """The classes of deals that nobody whose consent counts firmly refuses, one for each way of breaking."""
    return _classes(game, agenda, crossing=False)


def _classes(game: Game, agenda: Agenda, crossing: bool = True) -> Iterator[tuple[dict[str, str], Where]]:
    """Each class: terms that stand for its durability, and the options that it leaves to each issue.

    For every set of parties that may be crossed, the others are not; a deal is in the class of exactly the parties
    that it crosses, where all that could better it without crossing more are too.
    """
    allowed = game.options(agenda)
    firm = sorted({line.party for line in game.firm if line.party in agenda.consent})
    most = len(firm) if crossing else 0
    sets = list(chain.from_iterable(combinations(firm, size) for size in range(most + 1)))
    cells = [_alike(game, issue, allowed[issue]) for issue in game.durable_issues()]
    count = len(sets) * prod(len(cell) for cell in cells)
    if count > MAX_CLASSES:
        raise SolveError(
            f"The firm refusals and durability rules of '{agenda.title}' cut its deals into {count:,} classes; at most "
            f"{MAX_CLASSES:,} can be compared. Make durability depend on fewer issues, or refusals on fewer parties."
        )
    for crossed in sets:
        for cell in product(*cells):
            where = dict(allowed) | dict(zip(game.durable_issues(), cell, strict=True))
            for line in game.firm:
                if line.party in firm and line.party not in crossed and line.issue not in agenda.fixed:
                    where[line.issue] = tuple(o for o in where[line.issue] if o not in line.options)
            if all(where.values()):
                yield {issue: options[0] for issue, options in zip(game.durable_issues(), cell, strict=True)}, where


def _alike(game: Game, issue: str, options: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The options of an issue, grouped by which durability rules they meet."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in options:
        rules = [rule for rule in game.durability if rule.holds[game.now] and issue in rule.terms]
        met = tuple(rule.terms[issue].met(option) for rule in rules)
        groups.setdefault(met, []).append(option)
    return [tuple(group) for group in groups.values()]
