"""The course of solved talks under the analyst's reference: exact chances of deals by item, period and proposer.

The distribution over states is carried forward period by period; nothing is sampled. Two accounts are kept: one up
to the first deal, and one that goes on through breaks to later deals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.evaluation import shares
from ripeness.bargaining.play import check_state
from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Until = Literal["final", "any"]


@dataclass(frozen=True, eq=False)
class Outlook:
    """Chances of what happens from one state on, by period (the first is 0), under the reference.

    Up to the first deal:

    ``items[k]``: positions of the items that are ever struck. ``struck[period, k, proposer]``: chance that this
    item is struck then, offered by this proposer; for an interim item it may happen again later, unless
    the outlook runs until the first deal of any kind. ``left[period, party]``, ``ended[period, state]``:
    chances of a departure, and of coming to an end (of the fighting) by the close of the period.
    ``going[period, state]``: where the talks stand at its close, if they do.

    Beyond it, whatever the outlook runs until: ``holding[period]``, the chance that a final deal stands at the close
    of the period, with breaks and later deals counted.
    """

    talks: Talks
    until: Until
    items: tuple[int, ...]
    struck: Floats
    left: Floats
    ended: Floats
    going: Floats
    holding: Floats

    @property
    def closing(self) -> NDArray[np.bool_]:
        """Which of ``items`` close the account: final ones, or all agreements where it runs until the first one."""
        return _closing(self.talks, self.until)[list(self.items)]

    def deal_by(self) -> Floats:
        """Chance of a first deal (final, or of any kind) by the close of each period, ``[period]``, broken or not."""
        return self.struck[:, self.closing].sum(axis=(1, 2)).cumsum()

    def lasting_by(self) -> Floats:
        """Chance that a final deal stands at the close of each period, ``[period]``.

        Equal to ``deal_by()`` where no deal breaks and the outlook runs until a final one.
        """
        return self.holding

    def by_item(self) -> dict[str, float]:
        """Expected number of times that each item is struck in all periods; for closing items a chance."""
        total = self.struck.sum(axis=(0, 2))
        return {self.talks.items[item]: float(chance) for item, chance in zip(self.items, total, strict=True)}

    def by_proposer(self) -> dict[str, float]:
        """Chance of a closing deal in all periods that this party offered."""
        total = self.struck[:, self.closing].sum(axis=(0, 1))
        return dict(zip(self.talks.situation.parties, total.tolist(), strict=True))

    def expected_delay(self) -> float:
        """Mean number of periods before the deal, given that one comes in the periods looked at; nan if none does."""
        chance = self.struck[:, self.closing].sum(axis=(1, 2))
        total = chance.sum()
        return float((chance * np.arange(len(chance))).sum() / total) if total > 0 else float("nan")


def propagate(talks: Talks, rounds: Sequence[Round], state: int, periods: int, until: Until = "final") -> Outlook:
    """Carry the distribution over states forward from one state for so many periods.

    ``rounds``: the strategies of each period; the last holds for all later ones. ``until="any"`` counts an
    interim deal as the close of the account, which gives the chance of the first deal of any kind; an item that
    needs nobody's consent is what its proposer does by itself, and no deal.
    """
    check_state(talks, state)
    if periods < 1:
        raise BargainingError(f"periods is {periods}: look at least 1 ahead.")
    ends = talks.situation.ends
    states, parties = talks.recognition.shape
    now = np.zeros(states)
    now[state] = 1.0
    reached = np.where(ends, now, 0.0)
    whole, pool = now.copy(), np.zeros(talks.durability.chance.shape)
    items = _ever_offered(rounds)
    struck = np.zeros((periods, len(items), parties))
    left, ended, going = np.zeros((periods, parties)), np.zeros((periods, states)), np.zeros((periods, states))
    holding = np.zeros(periods)
    held = rounds[0]
    play = _Play(talks, held, items, until)
    for period in range(periods):
        if held is not rounds[min(period, len(rounds) - 1)]:
            held = rounds[min(period, len(rounds) - 1)]
            play = _Play(talks, held, items, until)
        now, whole = np.where(ends, 0.0, now), np.where(ends, 0.0, whole)
        np.add.at(struck[period], (play.place, play.proposer), now[play.at] * play.share)
        if held.leave is not None:
            left[period] = np.einsum("s,sj,sjk->k", now, talks.recognition, held.leave)
        now = now @ play.moves
        reached += np.where(ends, now, 0.0)
        ended[period], going[period] = reached, np.where(ends, 0.0, now)
        whole = whole @ play.on + play.broken(whole, pool)
        holding[period] = pool.sum()
    seen = np.flatnonzero(struck.any(axis=(0, 2)))
    return Outlook(talks, until, tuple(items[seen].tolist()), struck[:, seen], left, ended, going, holding)


class _Play:
    """A round as it is played in a period: what is struck where, and where the talks go on.

    ``share[k]``: chance, in state ``at[k]``, that ``proposer[k]`` strikes the item at ``place[k]`` of those ever
    offered. ``moves[state, next_state]``: of what is not over in the account that runs until a deal closes it; ``on``:
    in the one that goes on through breaks.
    """

    def __init__(self, talks: Talks, held: Round, items: NDArray[np.intp], until: Until) -> None:
        share, self._fighting = shares(talks, held)
        self._talks = talks
        self.at, self.proposer = np.nonzero(share)
        self.share = share[self.at, self.proposer]
        self._item = held.offer[self.at, self.proposer]
        self.place = np.searchsorted(items, self._item)
        self.on = self._moves("final")
        self.moves = self.on if until == "final" else self._moves(until)

    def _moves(self, until: Until) -> csr_array:
        """Where the talks are in the next period, if no item closes the account."""
        from scipy.sparse import csr_array

        talks, states = self._talks, len(self._fighting)
        rows: Any = talks.reference
        goes_on = ~_closing(talks, until)[self._item]
        at, item = self.at[goes_on], self._item[goes_on]
        row = np.concatenate((np.arange(states), at))
        move = np.concatenate((np.arange(states), (1 + item - talks.finals) * states + at))
        weight = np.concatenate((self._fighting, self.share[goes_on]))
        chosen: Any = csr_array((weight, (row, move)), shape=(states, rows.shape[0]))
        return chosen @ rows

    def broken(self, whole: Floats, pool: Floats) -> Floats:
        """Add the deals struck to those that stand, let some break, and say where talks resume, ``[state]``.

        ``pool[class, state]``: chance that a deal of the class, struck in the state, stands; it is changed in place.
        """
        talks = self._talks
        final = self._item < talks.finals
        at = self.at[final]
        np.add.at(pool, (talks.breaks[self._item[final]], at), whole[at] * self.share[final])
        broken = pool * talks.durability.chance
        pool -= broken
        resuming = np.zeros(len(whole))
        np.add.at(resuming, talks.durability.after, broken)
        return resuming


def _closing(talks: Talks, until: Until) -> NDArray[np.bool_]:
    """Which items close the account, ``[item]``."""
    final = np.arange(len(talks.items)) < talks.finals
    return final if until == "final" else final | talks.consent.any(axis=1)


def _ever_offered(rounds: Sequence[Round]) -> NDArray[np.intp]:
    offered = np.unique(np.concatenate([np.unique(held.offer) for held in rounds]))
    return offered[offered != NOTHING]
