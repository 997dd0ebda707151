"""A pie of 1 is shared by majority rule: the proposer buys the votes that cost least.

Sources: Baron and Ferejohn 1989, "Bargaining in legislatures", American Political Science Review 83; Eraslan
2002, "Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model", Journal of Economic Theory 103.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.classics import merlo_wilson
from ripeness.bargaining.classics.pie import even_pay
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]
ROUNDING = 1e-12


def proposer_share(parties: int, quorum: int, discount: float) -> float:
    """What the proposer keeps where all propose alike: 1 - (q - 1) d / n; the quorum counts the proposer."""
    return 1 - (quorum - 1) * discount / parties


def values(recognition: Sequence[float], quorum: int, discount: float) -> Floats:
    """Stationary values where parties propose with unequal chances, ``[party]``.

    The cheapest q - 1 others are bought. Parties fall into three: cheap (always bought), level (bought at
    random, so that their values are equal) and dear (never bought), in the order of their chances. For each cut
    into the three the values solve linear equations; the one whose purchases are chances is the equilibrium. The
    mixing over the level ones is what puts this game outside the general solver, whose offers are pure.
    """
    chance = np.asarray(recognition, dtype=np.float64)
    if not 1 <= quorum <= len(chance) or abs(chance.sum() - 1) > ROUNDING or not 0 <= discount <= 1:
        raise BargainingError(
            f"{len(chance)} chances that sum to {chance.sum():g}, quorum {quorum}, discount {discount}: give chances "
            "that sum to 1, a quorum between 1 and their number, a discount from 0 to 1."
        )
    rank = np.argsort(chance, kind="stable")
    for cheap in range(quorum):
        for dear_from in range(max(cheap + 1, quorum), len(chance) + 1):
            found = _cut(chance[rank], quorum - 1, discount, cheap, dear_from)
            if found is not None:
                value = np.empty(len(chance))
                value[rank] = found
                return value
    raise BargainingError(f"no stationary equilibrium was found for the chances {chance.tolist()}, quorum {quorum}.")


def talks(parts: int, parties: int, quorum: int, discount: float) -> Talks:
    """Set up the game where all propose alike, on a pie in so many parts; a state says who proposes.

    Partners cost the same here, so equal pay for ``quorum - 1`` of them is enough of a menu. The game on the menu of
    all splits is ``merlo_wilson.talks`` with ``merlo_wilson.sure``: a pie that is of one size for certain.
    """
    menu = even_pay(parties, quorum - 1, parts)
    return merlo_wilson.talks(menu, quorum, discount, *merlo_wilson.sure(parties))


def _cut(chance: Floats, bought: int, discount: float, cheap: int, dear_from: int) -> Floats | None:
    """Values if the first ``cheap`` parties are always bought and those from ``dear_from`` on never; None if not so."""
    parties = len(chance)
    system, right = np.zeros((parties, parties)), chance.copy()
    votes = np.zeros(parties)  # the price of a full purchase by someone who is not cheap itself, in values
    votes[:cheap] = 1.0
    votes[cheap] = bought - cheap
    for party in range(parties):
        system[party, party] = 1.0
        if cheap <= party < dear_from:
            continue
        price = votes.copy()
        if party < cheap:  # it does not buy its own vote, but one more of the level ones
            price[party] -= 1
            price[cheap] += 1
            system[party, party] -= discount * (1 - chance[party])
        system[party] += chance[party] * discount * price
    system[cheap:dear_from] = 0.0
    right[cheap:dear_from] = 0.0
    for party in range(cheap + 1, dear_from):
        system[party, [party, cheap]] = 1.0, -1.0
    system[cheap], right[cheap] = 1.0, 1.0  # nothing is wasted
    try:
        value = np.asarray(np.linalg.solve(system, right), dtype=np.float64)
    except np.linalg.LinAlgError:
        return None
    level = value[cheap]
    ordered = (value[:cheap] <= level + ROUNDING).all() and (value[dear_from:] >= level - ROUNDING).all()
    kept = 1 - discount * votes @ value
    won = value[cheap:dear_from] - chance[cheap:dear_from] * kept
    possible = (won >= -ROUNDING) & (won <= discount * level * (1 - chance[cheap:dear_from]) + ROUNDING)
    return value if ordered and possible.all() else None
