"""The talks of a case, solved: what talking while fighting is worth to each party, and who offers what.

Looked for first are stationary strategies, from several starts. Where none is found (with deals that cannot be divided
there may be none) the talks are solved for a long known number of periods, which is exact and always possible; then it
is said by how much the answer still varies with that number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining import BargainingError, Equilibrium
from ripeness.bargaining import Outlook as Course
from ripeness.bargaining.course import Until, propagate
from ripeness.bargaining.equilibrium import item_worth
from ripeness.bargaining.rounds import Round
from ripeness.case.assumptions import value_of
from ripeness.case.game import Game
from ripeness.case.model import CaseFile
from ripeness.case.talks import CaseTalks, case_talks
from ripeness.errors import SolveError
from ripeness.outlook.worth import Worth

STARTS = 3  # from which stationary strategies are looked for
SWEEPS = 150  # rounds per start and damping; what converges does so within some fifty
HORIZON = 240  # periods of the talks where no stationary strategies are found: at 0.98 the last count for 1 %
TURNS = 60  # further horizons over which it is seen how much the answer varies

Method = Literal["stationary", "finite"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SolvedTalks:
    """One answer to the talks of a case.

    ``value[place, party]`` before a proposer is drawn, ``continuation[place, party]`` of a period without a deal, and
    ``following[place, party]`` of the period after it. ``rounds``: the strategies of each period, the last for ever.
    ``spread``: swings by which today's values vary with the number of periods (0 for stationary strategies).
    ``equilibria``: how many different stationary answers were found; ``apart`` how far they are, in swings, today.
    """

    case: CaseFile
    talks: CaseTalks
    method: Method
    value: Floats
    continuation: Floats
    following: Floats
    rounds: tuple[Round, ...]
    equilibria: tuple[Equilibrium, ...]
    spread: float
    narration: str

    @property
    def game(self) -> Game:
        """The arrays of the case."""
        return self.talks.game

    @cached_property
    def worth(self) -> Worth:
        """What a deal now is compared with: going on, or leaving where that is better; breaks lead back to talks."""
        game, talks = self.game, self.talks.talks
        states, parties = len(game.states), len(game.parties)
        own = np.fmax(self.continuation, talks.exits)[:states, :parties]
        resumed = self.following[self.talks.stage.rows(self.talks.after_peace), :parties]
        later = self.game.situation.discount * self.talks.later[:parties]
        return Worth(own, own, resumed, later, against="talks")

    def item_worth(self, place: int) -> Floats:
        """What agreeing to each item is worth, ``[item, party]``; nan where it is not on the menu."""
        return item_worth(self.talks.talks, self.following, place)

    def threshold(self, place: int) -> Floats:
        """What a party must be given to agree, ``[party]``: no less than going on, or leaving where that is better."""
        return np.fmax(self.continuation[place], self.talks.talks.exits[place])

    def by_party(self, array: ArrayLike) -> dict[str, float]:
        """Numbers over the parties of the talks by name, those with preferences only."""
        return {party: float(np.asarray(array)[k]) for k, party in enumerate(self.game.parties)}

    def course(self, place: int, periods: int, until: Until = "final") -> Course:
        """What happens from a place under the reference belief: see ``ripeness.bargaining.course``."""
        return propagate(self.talks.talks, self.rounds, place, periods, until)


def solve_talks(case: CaseFile, game: Game, starts: int = STARTS, start: Floats | None = None) -> SolvedTalks:
    """Solve the talks with exact answers. ``start``: values to begin the search with, as of a case much like it."""
    talks = case_talks(case, game)
    try:
        found = talks.talks.stationary(starts=starts, sweeps=SWEEPS, start=_fitting(start, talks))
    except BargainingError as error:
        raise SolveError(f"The talks cannot be solved: {error}") from error
    if not found.converged:
        return _finite(case, talks)
    first = found.equilibria[0]
    return SolvedTalks(
        case=case,
        talks=talks,
        method="stationary",
        value=first.value,
        continuation=first.continuation,
        following=first.value,
        rounds=(first.round,),
        equilibria=found.equilibria,
        spread=0.0,
        narration=_of_equilibria(found.equilibria, talks.now),
    )


def forecast_talks(case: CaseFile, solved: SolvedTalks, starts: int = STARTS) -> SolvedTalks:
    """The talks with answers that may err, where the case says how precise every party is; else those solved.

    Forecasts are made with it. Where no stationary strategies are found with such answers, the exact ones are kept,
    and the narration says so.
    """
    talks = solved.talks
    sharp = [case.parties[party].precision for party in talks.parties]
    given = {party: number for party, number in zip(talks.parties, sharp, strict=True) if number is not None}
    asked = [p for k, p in enumerate(talks.parties) if talks.talks.consent[:, k].any()]
    if not given or any(party not in given for party in asked):
        return solved
    precision = [value_of(case, given[party]) if party in given else 0.0 for party in talks.parties]
    try:
        found = talks.talks.quantal(precision, starts=starts, sweeps=SWEEPS, start=solved.value)
    except BargainingError as error:
        return _with_note(solved, f"Answers that err could not be computed ({error}); the forecast takes exact ones.")
    if not found.converged:
        return _with_note(solved, "With answers that err no stationary strategies were found; it takes exact ones.")
    first = found.equilibria[0]
    return SolvedTalks(
        case=case,
        talks=talks,
        method="stationary",
        value=first.value,
        continuation=first.continuation,
        following=first.value,
        rounds=(first.round,),
        equilibria=found.equilibria,
        spread=0.0,
        narration="Parties answer offers with the precision that the case gives them.",
    )


def _with_note(solved: SolvedTalks, note: str) -> SolvedTalks:
    return replace(solved, narration=f"{solved.narration} {note}")


def _fitting(start: Floats | None, talks: CaseTalks) -> Floats | None:
    """A start of the same shape, or none: a case with other places cannot begin there."""
    return start if start is not None and start.shape == talks.talks.situation.flow.shape else None


def _finite(case: CaseFile, talks: CaseTalks) -> SolvedTalks:
    found = talks.talks.finite(HORIZON + TURNS)
    today = found.value[: TURNS + 1, talks.now]
    spread = float(np.ptp(today, axis=0).max())
    return SolvedTalks(
        case=case,
        talks=talks,
        method="finite",
        value=found.value[0],
        continuation=found.rounds[0].continuation,
        following=found.value[1],
        rounds=found.rounds,
        equilibria=(),
        spread=spread,
        narration=(
            "No stationary strategies were found, as can happen where deals cannot be divided: the answer is that of "
            f"talks which last {HORIZON + TURNS} {case.period}s (exact, subgame perfect). With up to {TURNS} fewer, "
            f"values today differ by {spread:.2g} swings at most."
        ),
    )


def _of_equilibria(equilibria: Sequence[Equilibrium], now: int) -> str:
    if len(equilibria) == 1:
        return "One stationary equilibrium was found."
    today = np.array([each.value[now] for each in equilibria])
    return (
        f"{len(equilibria)} stationary equilibria were found; today's values differ by up to "
        f"{np.ptp(today, axis=0).max():.2g} swings between them. Which one is played the model does not say: the "
        "figures are those of the first, and ranges over all are given where they differ."
    )
