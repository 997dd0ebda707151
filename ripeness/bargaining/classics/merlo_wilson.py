"""A pie whose size changes from period to period, shared by unanimity or by a quorum: agree now or wait for more.

Sources: Merlo and Wilson 1995, "A stochastic model of sequential bargaining with complete information",
Econometrica 63 (unanimity, efficient delay); Eraslan and Merlo 2002, "Majority rule in a stochastic model of
bargaining", Journal of Economic Theory 103 (agreement too soon); with a pie of one size it is Baron and
Ferejohn 1989 (see ``baron_ferejohn``).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.classics.pie import splits
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]
ROUNDING = 1e-12  # of a pie of about 1: indifference agrees
SIZES_AT_MOST = 16  # of the pie, of which all sets are tried: 65,536


class Waiting(NamedTuple):
    """What all together can get, ``total[state]``, and where they agree at once, ``agree[state]``."""

    total: Floats
    agree: NDArray[np.bool_]


def efficient_delay(pie: ArrayLike, drift: ArrayLike, discount: float) -> Waiting:
    """Under unanimity: w = max(c, d E w'), and agreement in s iff c(s) >= d E w(s'), whoever proposes.

    Found by improving the rule for stopping until it is the best reply to its own worth: finitely many steps.
    """
    size, chance = np.asarray(pie, dtype=np.float64), np.asarray(drift, dtype=np.float64)
    agree = np.ones(len(size), dtype=np.bool_)
    while True:
        total = _worth(size, chance, discount, agree)
        better = size >= discount * (chance @ total) - ROUNDING
        if (better == agree).all():
            return Waiting(total, agree)
        agree = better


def while_waiting(pie: ArrayLike, drift: ArrayLike, discount: float, recognition: ArrayLike) -> Floats:
    """Under unanimity, what each expects before the proposer is drawn, ``[pie size, party]``.

    Where they agree the proposer gets what agreement saves: v = pi (c - d E w') + d E v'; where they wait, v = d E v',
    whoever would propose: recognition in a state of delay is worthless.
    """
    size, chance = np.asarray(pie, dtype=np.float64), np.asarray(drift, dtype=np.float64)
    total, agree = efficient_delay(size, chance, discount)
    saved = np.where(agree, size - discount * (chance @ total), 0.0)
    paid = saved[:, None] * np.asarray(recognition, dtype=np.float64)
    return np.asarray(np.linalg.solve(np.eye(len(size)) - discount * chance, paid), dtype=np.float64)


def symmetric(pie: ArrayLike, drift: ArrayLike, discount: float, parties: int, quorum: int) -> tuple[Waiting, ...]:
    """Where all propose alike and a quorum is enough: every equilibrium in which all wait in the same states.

    A proposer pays q - 1 others and keeps more than its own share of waiting iff c(s) >= (q / n) d E w(s'): below
    unanimity they agree too soon. What they agree to now lowers what waiting is worth, so that there may be several
    equilibria, or none; every set of states is tried. ``quorum`` counts the proposer.
    """
    size, chance = np.asarray(pie, dtype=np.float64), np.asarray(drift, dtype=np.float64)
    if not 1 <= quorum <= parties or len(size) > SIZES_AT_MOST:
        raise BargainingError(
            f"quorum {quorum} of {parties}, {len(size)} sizes of the pie: give a quorum between 1 and the number of "
            f"parties, and at most {SIZES_AT_MOST} sizes."
        )
    found = []
    for tried in product((True, False), repeat=len(size)):
        agree = np.array(tried)
        total = _worth(size, chance, discount, agree)
        if ((size >= quorum / parties * discount * (chance @ total) - ROUNDING) == agree).all():
            found.append(Waiting(total, agree))
    return tuple(found)


def talks(
    parts: int | Floats, quorum: int, discount: float, pie: ArrayLike, drift: ArrayLike, recognition: ArrayLike
) -> Talks:
    """Set up the game; a state is a size of the pie with a proposer, ``pie size * parties + proposer``.

    ``parts``: into how many the pie is cut, whatever its size; or the menu itself, ``[split, seat]``: seat 0 is the
    proposer's, then the parties that follow it in turn, so that ties are broken alike for all. ``quorum`` counts the
    proposer. ``recognition[pie size, party]``.
    """
    size, chance = np.asarray(pie, dtype=np.float64), np.asarray(drift, dtype=np.float64)
    named = np.asarray(recognition, dtype=np.float64)
    sizes, parties = named.shape
    menu = splits(parties, parts) if isinstance(parts, int) else parts
    moves = np.einsum("st,tj->stj", chance, named).reshape(sizes, -1).repeat(parties, axis=0)
    seats = np.stack([np.roll(menu, proposer, axis=1) for proposer in range(parties)])
    situation = Situation(
        states=[f"pie {cake:g}, {proposer} proposes" for cake in range(sizes) for proposer in range(parties)],
        drift=[moves] * parties,
        reference=moves,
        flow=np.zeros((sizes * parties, parties)),
        discount=[discount] * parties,
        end_value=np.zeros((sizes * parties, parties)),
        ends=[False] * (sizes * parties),
    )
    value = (size[:, None, None, None] * seats).reshape(sizes * parties, len(menu), parties)
    return Talks(situation, value, recognition=np.tile(np.eye(parties), (sizes, 1)), quorum=[quorum] * len(menu))


def before_recognition(value: Floats, recognition: ArrayLike) -> Floats:
    """Values before the proposer is drawn, ``[pie size, party]``, from those of the states of ``talks``."""
    named = np.asarray(recognition, dtype=np.float64)
    return np.einsum("sj,sjk->sk", named, value.reshape(*named.shape, -1))


def sure(parties: int) -> tuple[Sequence[float], Sequence[Sequence[float]], Floats]:
    """A pie of 1 for ever, with everybody proposing alike: what makes this Baron and Ferejohn's game."""
    return [1.0], [[1.0]], np.full((1, parties), 1 / parties)


def _worth(size: Floats, chance: Floats, discount: float, agree: NDArray[np.bool_]) -> Floats:
    """What all together get, ``[state]``, if they agree in these states and wait in the others."""
    waiting = np.where(agree[:, None], 0.0, discount * chance)
    solved = np.linalg.solve(np.eye(len(size)) - waiting, np.where(agree, size, 0.0))
    return np.asarray(solved, dtype=np.float64)
