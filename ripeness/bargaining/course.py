"""The course of solved talks under the analyst's reference: exact chances of deals by item, period and proposer.

The distribution over states is carried forward period by period; nothing is sampled. Two accounts are kept: one up
to the first deal, and one that goes on through breaks to later deals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.evaluation import shares
from ripeness.bargaining.play import check_state
from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

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
    for period in range(periods):
        held = rounds[min(period, len(rounds) - 1)]
        now, whole = np.where(ends, 0.0, now), np.where(ends, 0.0, whole)
        share, fighting = shares(talks, held)
        chance = now[:, None] * share
        at, proposer = np.nonzero(chance)
        place = np.searchsorted(items, held.offer[at, proposer])
        np.add.at(struck[period], (place, proposer), chance[at, proposer])
        if held.leave is not None:
            left[period] = np.einsum("s,sj,sjk->k", now, talks.recognition, held.leave)
        now = _moved(talks, held, now * fighting, chance, until)
        reached += np.where(ends, now, 0.0)
        ended[period], going[period] = reached, np.where(ends, 0.0, now)
        chance = whole[:, None] * share
        whole = _moved(talks, held, whole * fighting, chance, "final") + _broken(talks, held, chance, pool)
        holding[period] = pool.sum()
    seen = np.flatnonzero(struck.any(axis=(0, 2)))
    return Outlook(talks, until, tuple(items[seen].tolist()), struck[:, seen], left, ended, going, holding)


def _closing(talks: Talks, until: Until) -> NDArray[np.bool_]:
    """Which items close the account, ``[item]``."""
    final = np.arange(len(talks.items)) < talks.finals
    return final if until == "final" else final | talks.consent.any(axis=1)


def _ever_offered(rounds: Sequence[Round]) -> NDArray[np.intp]:
    offered = np.unique(np.concatenate([np.unique(held.offer) for held in rounds]))
    return offered[offered != NOTHING]


def _broken(talks: Talks, held: Round, chance: Floats, pool: Floats) -> Floats:
    """Add the deals struck to those that stand, let some break, and say where talks resume, ``[state]``.

    ``pool[class, state]``: chance that a deal of the class, struck in the state, stands; it is changed in place.
    """
    at, proposer = np.nonzero((held.offer != NOTHING) & (held.offer < talks.finals))
    np.add.at(pool, (talks.breaks[held.offer[at, proposer]], at), chance[at, proposer])
    broken = pool * talks.durability.chance
    pool -= broken
    resuming = np.zeros(len(held.offer))
    np.add.at(resuming, talks.durability.after, broken)
    return resuming


def _moved(talks: Talks, held: Round, fighting: Floats, chance: Floats, until: Until) -> Floats:
    """The next distribution over states, ``[state]``, of what is not over."""
    states = len(fighting)
    leaving = np.zeros((1 + len(talks.interim), states))
    leaving[0] = fighting
    goes_on = np.append(~_closing(talks, until), False)  # the last place is that of NOTHING
    at, proposer = np.nonzero(goes_on[held.offer])
    np.add.at(leaving, (1 + held.offer[at, proposer] - talks.finals, at), chance[at, proposer])
    return leaving.ravel() @ talks.reference
