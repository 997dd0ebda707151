"""A pie whose size changes from period to period, shared by unanimity or by a quorum: agree now or wait for more.

Sources: Merlo and Wilson 1995, "A stochastic model of sequential bargaining with complete information",
Econometrica 63 (unanimity, efficient delay); Eraslan and Merlo 2002, "Majority rule in a stochastic model of
bargaining", Journal of Economic Theory 103 (agreement too soon); with a pie of one size it is Baron and
Ferejohn 1989 (see ``baron_ferejohn``).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.situation import Situation
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]


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
        waiting = np.where(agree[:, None], 0.0, discount * chance)
        solved = np.linalg.solve(np.eye(len(size)) - waiting, np.where(agree, size, 0.0))
        total = np.asarray(solved, dtype=np.float64)
        better = size >= discount * (chance @ total) - 1e-12
        if (better == agree).all():
            return Waiting(total, agree)
        agree = better


def talks(
    splits: Floats, quorum: int, discount: float, pie: ArrayLike, drift: ArrayLike, recognition: ArrayLike
) -> Talks:
    """Set up the game; a state is a size of the pie with a proposer, ``pie size * parties + proposer``.

    ``splits[split, seat]``: shares of the pie on the menu; seat 0 is the proposer's, then the parties that follow it
    in turn, so that ties are broken alike for all. ``quorum`` counts the proposer. ``recognition[pie size, party]``.
    """
    size, chance = np.asarray(pie, dtype=np.float64), np.asarray(drift, dtype=np.float64)
    named = np.asarray(recognition, dtype=np.float64)
    sizes, parties = named.shape
    moves = np.einsum("st,tj->stj", chance, named).reshape(sizes, -1).repeat(parties, axis=0)
    seats = np.stack([np.roll(splits, proposer, axis=1) for proposer in range(parties)])
    situation = Situation(
        states=[f"pie {cake:g}, {proposer} proposes" for cake in range(sizes) for proposer in range(parties)],
        drift=[moves] * parties,
        reference=moves,
        flow=np.zeros((sizes * parties, parties)),
        discount=[discount] * parties,
        end_value=np.zeros((sizes * parties, parties)),
        ends=[False] * (sizes * parties),
    )
    value = (size[:, None, None, None] * seats).reshape(sizes * parties, len(splits), parties)
    return Talks(situation, value, recognition=np.tile(np.eye(parties), (sizes, 1)), quorum=[quorum] * len(splits))


def before_recognition(value: Floats, recognition: ArrayLike) -> Floats:
    """Values before the proposer is drawn, ``[pie size, party]``, from those of the states of ``talks``."""
    named = np.asarray(recognition, dtype=np.float64)
    return np.einsum("sj,sjk->sk", named, value.reshape(*named.shape, -1))


def sure(parties: int) -> tuple[Sequence[float], Sequence[Sequence[float]], Floats]:
    """A pie of 1 for ever, with everybody proposing alike: what makes this Baron and Ferejohn's game."""
    return [1.0], [[1.0]], np.full((1, parties), 1 / parties)
