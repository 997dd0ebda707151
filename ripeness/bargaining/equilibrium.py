"""What a solution of the talks holds: values, offers, who accepts, how it was found; never a number that was not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.course import Outlook, Until, propagate
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.play import Play, follow
from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks import NOTHING, Talks

Floats = NDArray[np.float64]
Status = Literal["converged", "cycled", "unsettled"]


class NotConvergedError(BargainingError):
    """A number was asked of an iteration that found no equilibrium."""


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """Stationary strategies: in each state the same offers and answers for ever, each a best reply to all.

    ``value[state, party]`` before a proposer is drawn, ``continuation[state, party]`` of a period without a
    deal, ``offer[state, proposer]`` (items, or NOTHING), ``chance[state, proposer]`` of its acceptance.
    ``residual``: the most, in swings, by which one more round would change a value. ``precision[party]``
    is that of quantal answers, None where answers are exact.
    """

    talks: Talks
    value: Floats
    continuation: Floats
    offer: NDArray[np.intp]
    chance: Floats
    leave: Floats | None
    residual: float
    precision: Floats | None = None

    @property
    def round(self) -> Round:
        """The round that is played in every period."""
        return Round(self.value, self.continuation, self.offer, self.chance, self.leave)

    def worth(self, state: int) -> Floats:
        """What agreeing to each item is worth in a state, ``[item, party]``; nan where it is not on the menu."""
        return item_worth(self.talks, self.value, state)

    def accepts(self, state: int) -> NDArray[np.bool_]:
        """Who takes each item in a state if another offers it, ``[item, party]``; nobody what is not on the menu."""
        return takers(self.talks, self.worth(state), self.continuation[state], state)

    def offers(self, state: int) -> Mapping[str, str | None]:
        """What each party offers in a state when it proposes, by name; None for nothing."""
        return named_offers(self.talks, self.offer[state], state)

    def play(self, seed: int, state: int, periods: int = 1000) -> Play:
        """Follow one play under the reference: see :func:`ripeness.bargaining.play.follow`."""
        return follow(self.talks, [self.round], seed, state, periods)

    def outlook(self, state: int, periods: int, until: Until = "final") -> Outlook:
        """Forecast from a state under the reference: see :func:`ripeness.bargaining.course.propagate`."""
        return propagate(self.talks, [self.round], state, periods, until)


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """How one search for stationary strategies went, from one start.

    ``period`` is 1 where it converged, that of the cycle where it cycled (proved by replaying it), else 0.
    ``moving[state]`` marks the states whose value differs within the cycle or was still changing, ``spread`` the most
    that one differs by, in swings. ``residual`` as in :class:`Equilibrium`, at the last value.
    """

    start: str
    status: Status
    sweeps: int
    damping: float
    period: int
    residual: float
    moving: NDArray[np.bool_]
    spread: float


@dataclass(frozen=True, eq=False)
class Stationary:
    """What the search for stationary strategies found: equilibria, possibly several, possibly none.

    Values and offers are those of the first equilibrium; asked for where there is none they raise
    NotConvergedError. ``runs`` tell how each start went. ``seed`` drew the random starts.
    """

    talks: Talks
    equilibria: tuple[Equilibrium, ...]
    runs: tuple[Run, ...]
    seed: int

    @property
    def status(self) -> Status:
        """``converged`` if any start led to an equilibrium, else how the first start went."""
        return "converged" if self.equilibria else self.runs[0].status

    @property
    def converged(self) -> bool:
        """Whether an equilibrium was found."""
        return bool(self.equilibria)

    @property
    def equilibrium(self) -> Equilibrium:
        """The first equilibrium found. Raises NotConvergedError where none was."""
        if not self.equilibria:
            raise NotConvergedError(
                f"{self.narration} There is no number to give: solve a finite horizon, which is exact, or quantal "
                "answers, allow more sweeps or more damping, or look at the runs."
            )
        return self.equilibria[0]

    @property
    def value(self) -> Floats:
        """Values of the first equilibrium, ``[state, party]``."""
        return self.equilibrium.value

    @property
    def continuation(self) -> Floats:
        """Continuation values of the first equilibrium, ``[state, party]``."""
        return self.equilibrium.continuation

    @property
    def offer(self) -> NDArray[np.intp]:
        """Offers of the first equilibrium, ``[state, proposer]``."""
        return self.equilibrium.offer

    @property
    def narration(self) -> str:
        """One or two sentences on what was found and how sure it is."""
        found = sum(run.status == "converged" for run in self.runs)
        if not self.equilibria:
            return f"No stationary equilibrium was found from {_starts(len(self.runs))}. {_told(self.runs[0])}"
        best = self.equilibria[0].residual
        if len(self.equilibria) > 1:
            apart = max(float(np.abs(other.value - self.value).max()) for other in self.equilibria[1:])
            return (
                f"{len(self.equilibria)} different equilibria were found from {_starts(len(self.runs))}, up to "
                f"{apart:.3g} swings apart; the numbers are those of the first. Which one is played the model "
                "does not say."
            )
        rest = "" if found == len(self.runs) else f" {len(self.runs) - found} of them led nowhere."
        return f"One equilibrium was found from {_starts(len(self.runs))}, exact to {best:.1g} swings.{rest}"


def item_worth(talks: Talks, coming_value: Floats, state: int) -> Floats:
    """What agreeing to each item is worth in a state, ``[item, party]``, given the values of the next period."""
    lump, lasts, broken = talks.value if talks.value.ndim == 2 else talks.value[state], talks.durability, talks.breaks
    resumed = lasts.resumed[broken, state] * coming_value[lasts.after[broken, state]]
    final = lasts.kept[broken, state] * lump + resumed
    interim = talks.flow[:, state] + talks.coming(coming_value)[1:, state]
    worth = np.concatenate((final, interim))
    worth[~talks.menu[state]] = np.nan
    return worth


def takers(talks: Talks, worth: Floats, continuation: Floats, state: int) -> NDArray[np.bool_]:
    """Who takes each item, ``[item, party]``, given what it and going on are worth."""
    return worth >= np.fmax(continuation, talks.exits[state]) - talks.tolerance


def named_offers(talks: Talks, offer: NDArray[np.intp], state: int) -> dict[str, str | None]:
    """Offers by the names of parties and items, of the parties that may propose in the state."""
    return {
        party: None if item == NOTHING else talks.items[item]
        for party, item, chance in zip(talks.situation.parties, offer, talks.recognition[state], strict=True)
        if chance > 0
    }


def _starts(count: int) -> str:
    return "1 start" if count == 1 else f"{count} starts"


def _told(run: Run) -> str:
    where = f"{int(run.moving.sum())} of {len(run.moving)} states"
    if run.status == "cycled":
        return (
            f"From {run.start} the iteration cycles with period {run.period}: offers in {where} "
            f"never settle, values there differ by up to {run.spread:.3g} swings."
        )
    return f"From {run.start} it had not settled after {run.sweeps} rounds: values in {where} were still changing."
