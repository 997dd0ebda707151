"""What fighting on is worth to each party, and what a deal is worth to it once it may break."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import Deal, fight_to_finish
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.game import Agenda, Break, Firm, Game
from ripeness.shown import Shown

Against = Literal["war", "talks"]


@dataclass(frozen=True, slots=True)
class Worth:
    """What a deal is compared with, ``own[state, party]`` in swings, under each party's own belief.

    Against ``war`` that is fighting to the finish, no deal ever; against ``talks`` it is not agreeing now: fighting for
    a period and talking again, or leaving for good where that is better. ``reference[state, party]`` is the same under
    the analyst's reference drift (for talks, the same again). ``resumed[state, party]``: what a break leads to.
    ``later[party]``: what is still to be settled on side agendas from the period after the fighting on.
    """

    own: NDArray[np.float64]
    reference: NDArray[np.float64]
    resumed: NDArray[np.float64]
    later: NDArray[np.float64]
    against: Against = "war"


@dataclass(frozen=True, slots=True)
class DealValue(Shown):
    """A deal with what it is worth to every party of the game, in swings.

    ``utility`` is the value of the terms if they hold for ever, ``value`` what they are worth with
    the chance that they break, ``gain`` the value less that of fighting on. ``crosses`` are the
    firm refusals of parties whose consent counts that the terms run into.
    """

    deal: Deal
    utility: Mapping[str, float]
    value: Mapping[str, float]
    gain: Mapping[str, float]
    breaks: Break
    crosses: tuple[Firm, ...]

    def counting_on_a_break(self) -> tuple[str, ...]:
        """Parties that gain by the deal although its terms, if they held, are worth less to them than fighting on."""
        return tuple(
            party
            for party, gain in self.gain.items()
            if self.breaks.chance > 0
            and gain >= -TOLERANCE
            and self.utility[party] < self.value[party] - gain - TOLERANCE
        )


def worth(game: Game, reference: bool = True) -> Worth:
    """Reservation values: what each party expects of fighting to the finish, in every situation.

    Without ``reference`` the values under the reference belief are left out: each party's own stand in their place.
    """
    own = fight_to_finish(game.situation)
    other = fight_to_finish(game.situation, "reference") if reference else own
    return Worth(own, other, own, np.zeros(len(game.parties)))


def alternative(worth: Worth, agenda: Agenda) -> str:
    """What a deal of the agenda is compared with, in words."""
    if not agenda.ends_fighting:
        return "leaving it unsettled"
    return "fighting on" if worth.against == "war" else "waiting for a later deal"


def reservation(game: Game, worth: Worth) -> dict[str, float]:
    """What fighting on is worth to each party from today's situation, under its own belief."""
    return {party: float(worth.own[game.now, i]) for i, party in enumerate(game.parties)}


def durable(
    utility: NDArray[np.float64], discount: NDArray[np.float64], chance: float, after: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Value of terms that break with ``chance`` per period: MODEL section 2, 'Durability'.

    ``utility[..., party]``, ``discount[party]``, ``after[party]`` (value of the situation in which
    fighting resumes); all in swings. ``chance`` 0 gives the utility itself.
    """
    return ((1 - discount) * utility + discount * chance * after) / (1 - discount * (1 - chance))


def deal_worth(
    game: Game, worth: Worth, agenda: Agenda, utility: NDArray[np.float64], breaks: Break, parties: Sequence[str]
) -> NDArray[np.float64]:
    """What deals of these utilities are worth now, ``[..., party]``, in swings, for the parties named.

    A deal that ends the fighting is worth its durable utility; one that does not is added to fighting on, at what
    its terms are worth against the status quo.
    """
    columns = [game.parties.index(party) for party in parties]
    if agenda.ends_fighting:
        after = worth.resumed[breaks.after][columns]
        return durable(utility, game.situation.discount[columns], breaks.chance, after) + worth.later[columns]
    return worth.own[game.now][columns] + utility - game.space.value(game.status_quo())[columns]


def least_utility(game: Game, worth: Worth, agenda: Agenda, breaks: Break) -> list[float]:
    """The utility at which each party of the consent set is indifferent to fighting on, for deals that break so.

    The inverse of ``deal_worth`` at today's reservation values; in swings.
    """
    columns = [game.parties.index(party) for party in agenda.consent]
    if not agenda.ends_fighting:
        return game.space.value(game.status_quo())[columns].tolist()
    discount = game.situation.discount[columns]
    now = worth.own[game.now][columns] - worth.later[columns]
    after = worth.resumed[breaks.after][columns]
    stays = 1 - discount * (1 - breaks.chance)
    return ((stays * now - discount * breaks.chance * after) / (1 - discount)).tolist()


def value_deal(game: Game, worth: Worth, deal: Deal, agenda: Agenda) -> DealValue:
    """What ``deal`` (an option for every issue) is worth to every party, and whose firm refusals it crosses."""
    utility = game.space.value(deal)
    breaks = game.breaks(deal) if agenda.ends_fighting else Break(0.0, game.now, None)
    value = deal_worth(game, worth, agenda, utility, breaks, game.parties)
    gain = value - worth.own[game.now]

    def by_party(array: NDArray[np.float64]) -> dict[str, float]:
        return dict(zip(game.parties, map(float, array), strict=True))

    return DealValue(deal, by_party(utility), by_party(value), by_party(gain), breaks, game.crossed(agenda, deal))
