"""Talks that last a known number of periods: backward induction, exact and subgame perfect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.course import Outlook, Until, propagate
from ripeness.bargaining.equilibrium import item_worth, named_offers, takers
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.play import Play, follow
from ripeness.bargaining.rounds import Round, hold_round, prepared
from ripeness.bargaining.talks import Talks

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FiniteTalks:
    """The subgame-perfect play of talks that last ``len(rounds)`` periods.

    ``value[period, state, party]``, with one row more than there are periods: the last is ``final_value``, what
    it is worth to have had no deal. ``continuation[period, state, party]``, ``offer[period, state, proposer]``.
    """

    talks: Talks
    value: Floats
    rounds: tuple[Round, ...]

    @property
    def continuation(self) -> Floats:
        """What a period without a deal is worth, ``[period, state, party]``."""
        return np.array([each.continuation for each in self.rounds])

    @property
    def offer(self) -> NDArray[np.intp]:
        """What each proposer offers, ``[period, state, proposer]``: items, or NOTHING."""
        return np.array([each.offer for each in self.rounds])

    def worth(self, period: int, state: int) -> Floats:
        """What agreeing to each item is worth, ``[item, party]``; nan where it is not on the menu."""
        return item_worth(self.talks, self.value[period + 1], state)

    def accepts(self, period: int, state: int) -> NDArray[np.bool_]:
        """Who takes each item if another offers it, ``[item, party]``."""
        return takers(self.talks, self.worth(period, state), self.rounds[period].continuation[state], state)

    def offers(self, period: int, state: int) -> Mapping[str, str | None]:
        """What each party offers when it proposes, by name; None for nothing."""
        return named_offers(self.talks, self.rounds[period].offer[state], state)

    def play(self, seed: int, state: int) -> Play:
        """Follow one play under the reference, to the last period at most."""
        return follow(self.talks, self.rounds, seed, state, len(self.rounds))

    def outlook(self, state: int, until: Until = "final") -> Outlook:
        """Forecast all periods from a state under the reference."""
        return propagate(self.talks, self.rounds, state, len(self.rounds), until)


def finite(talks: Talks, horizon: int, final_value: ArrayLike | None = None) -> FiniteTalks:
    """Solve from the last period back.

    ``horizon``: periods in which offers are made. ``final_value[state, party]``: what it is worth when they are
    over without a deal, by default fighting to the finish. A deal that may break is valued as if talks that resume
    were always those of the following period, so that its worth stays one number; a break that comes later finds fewer
    periods left.
    """
    if horizon < 1:
        raise BargainingError(f"horizon is {horizon}: talks last at least 1 period.")
    shape = talks.situation.flow.shape
    last = talks.war if final_value is None else np.array(final_value, dtype=np.float64)
    if last.shape != shape or not np.isfinite(last).all():
        raise BargainingError(f"final_value has the shape {last.shape}: give finite numbers {shape} (states, parties).")
    last = np.where(talks.situation.ends[:, None], talks.situation.end_value, last)
    board = prepared(talks)
    values, rounds = [last], []
    for _ in range(horizon):
        held = hold_round(board, values[-1])
        rounds.append(held)
        values.append(held.value)
    return FiniteTalks(talks, np.array(values[::-1]), tuple(rounds[::-1]))
