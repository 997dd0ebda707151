"""The talks of a case, solved: what talking while fighting is worth to each party, and who offers what.

Looked for first are stationary strategies, from several starts; there may be several answers, and all that are found
are kept. Where none is found (with deals that cannot be divided there may be none) the talks are solved for a long
known number of periods, which is exact and always possible; then it is said by how much the answer still varies with
that number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining import BargainingError, Equilibrium
from ripeness.bargaining import Outlook as Course
from ripeness.bargaining.consent import TOLERANCE, deciding
from ripeness.bargaining.course import Until, propagate
from ripeness.bargaining.equilibrium import item_worth
from ripeness.bargaining.rounds import Round
from ripeness.bargaining.talks_stationary import SAME
from ripeness.case.assumptions import value_of
from ripeness.case.game import Agenda, Game
from ripeness.case.model import CaseFile
from ripeness.case.talks import CaseTalks, case_talks
from ripeness.errors import RipenessError, SolveError
from ripeness.outlook.worth import Worth

STARTS = 3  # from which stationary strategies are looked for
SWEEPS = 150  # rounds per start and damping; what converges does so within some fifty
# From the solution of a case much like it. On 256 draws of two examples none settles only by more rounds or by the
# proof of a cycle, and those that do not settle take a fifth of the time.
NEAR: dict[str, Any] = {"sweeps": 60, "damping": (1.0, 0.5, 0.2), "cycles": 1}
HORIZON = 240  # periods of the talks where no stationary strategies are found: at 0.98 the last count for 1 %
TURNS = 60  # further horizons over which it is seen how much the answer varies
FEWER = (1, 2, 3, 4, 5, 6, 12, 24, 36, 48, TURNS)  # periods fewer, for which all answers are given beside

Method = Literal["stationary", "finite"]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SolvedTalks:
    """One answer to the talks of a case.

    ``value[place, party]`` before a proposer is drawn, ``continuation[place, party]`` of a period without a deal, and
    ``following[place, party]`` of the period after it. ``rounds``: the strategies of each period, the last for ever.
    ``spread``: swings by which today's values vary with the number of periods, or between the stationary answers that
    were found. ``others`` are those answers beside this one.
    """

    case: CaseFile
    talks: CaseTalks
    method: Method
    value: Floats
    continuation: Floats
    following: Floats
    rounds: tuple[Round, ...]
    spread: float
    narration: str
    others: tuple[SolvedTalks, ...] = ()

    @property
    def game(self) -> Game:
        """The arrays of the case."""
        return self.talks.game

    @property
    def every(self) -> tuple[SolvedTalks, ...]:
        """This answer and all others."""
        return (self, *self.others)

    @cached_property
    def worth(self) -> Worth:
        """What a deal now is compared with: going on, or leaving where that is better; breaks lead back to talks."""
        game, talks = self.game, self.talks.talks
        states, parties = len(game.states), len(game.parties)
        own = np.fmax(self.continuation, talks.exits)[:states, :parties]
        resumed = self.following[self.talks.stage.rows(self.talks.after_peace), :parties]
        later = game.situation.discount * self.talks.later[:parties]
        return Worth(own, own, resumed, later, against="talks")

    def item_worth(self, place: int) -> Floats:
        """What agreeing to each item is worth, ``[item, party]``; nan where it is not on the menu."""
        return item_worth(self.talks.talks, self.following, place)

    def threshold(self, place: int) -> Floats:
        """What a party must be given to agree, ``[party]``: no less than going on, or leaving where that is better."""
        return np.fmax(self.continuation[place], self.talks.talks.exits[place])

    def side_slack(self, agenda: Agenda) -> float | None:
        """The largest least gain that settling a side agenda today brings over not agreeing now, in swings.

        None where nothing on it is on the menu today.
        """
        talks, now = self.talks, self.talks.now
        columns = [talks.column(party) for party in agenda.consent]
        worth, least = self.item_worth(now), self.threshold(now)
        found = []
        for number, item in enumerate(talks.items):
            if item.kind == "side" and item.agenda == agenda.name and talks.talks.menu[now, number]:
                asked = talks.talks.consent[number, columns]
                gains = np.where(asked, (worth[number] - least)[columns], -np.inf)
                found.append(float(deciding(gains[None], agenda.quorum)[0]))
        return max(found, default=None)

    def by_party(self, array: ArrayLike) -> dict[str, float]:
        """Numbers over the parties of the talks by name, those with preferences only."""
        return {party: float(np.asarray(array)[k]) for k, party in enumerate(self.game.parties)}

    def course(self, periods: int, until: Until = "final") -> Course:
        """What happens from today on under the reference belief: see ``ripeness.bargaining.course``.

        Raises RipenessError where the talks were solved for fewer periods than that.
        """
        if self.method == "finite" and periods > HORIZON:
            raise RipenessError(
                f"{periods} periods: these talks have no stationary answer and were solved for {HORIZON + TURNS} "
                f"periods; near their end they are played differently. Look at most {HORIZON} ahead."
            )
        return propagate(self.talks.talks, self.rounds, self.talks.now, periods, until)


def solve_talks(
    case: CaseFile, game: Game, starts: int = STARTS, start: Floats | SolvedTalks | None = None
) -> SolvedTalks:
    """Solve the talks with exact answers.

    The search for stationary strategies begins with fighting to the finish and goes on from deals that all would take
    over it, since what is expected to be agreed on may come about because it is expected. With ``start`` (values of a
    case much like it, or its talks) it begins and ends there. Raises SolveError where the case is too large.
    """
    try:
        talks = case_talks(case, game)
        given = _fitting(start, talks)
        if given is not None:
            found = list(talks.talks.stationary(starts=1, start=given, **NEAR).equilibria)
        else:
            found = list(talks.talks.stationary(starts=starts, sweeps=SWEEPS).equilibria)
            for value in _expected_deals(talks):
                for each in talks.talks.stationary(starts=1, sweeps=SWEEPS, start=value, damping=(1.0,)).equilibria:
                    if all(np.abs(each.value - other.value).max() > SAME for other in found):
                        found.append(each)
    except BargainingError as error:
        raise SolveError(
            f"The talks cannot be solved: {error} Correct the case: 'ripeness check' says more."
        ) from error
    return _of_equilibria(case, talks, found) if found else _finite(case, talks)


def forecast_talks(
    case: CaseFile, solved: SolvedTalks, starts: int = STARTS, start: Floats | None = None
) -> SolvedTalks:
    """The talks with answers that may err, where the case says how precise every party is; else those solved.

    Forecasts are made with it. The search begins at ``start`` (values of a case much like it), else at the talks
    solved. Where the precision of some party is missing, or no stationary strategies are found with
    such answers, the exact ones are kept, and the narration says so.
    """
    talks = solved.talks
    given = {party: number for party in talks.parties if (number := case.parties[party].precision) is not None}
    asked = [party for k, party in enumerate(talks.parties) if talks.talks.consent[:, k].any()]
    if not given:
        return solved
    if missing := [case.parties[party].name for party in asked if party not in given]:
        return _with_note(solved, f"Answers are exact: no precision is given for {', '.join(missing)}.")
    precision = [value_of(case, given[party]) if party in given else 0.0 for party in talks.parties]
    try:
        begin = _fitting(start, talks)
        begin = solved.value if begin is None else begin
        found = talks.talks.quantal(precision, starts=starts, sweeps=SWEEPS, start=begin)
    except BargainingError as error:
        return _with_note(solved, f"Answers that err could not be computed ({error}); exact ones are taken.")
    if not found.converged:
        return _with_note(solved, "With answers that err no stationary strategies were found; exact ones are taken.")
    noisy = _of_equilibria(case, talks, found.equilibria)
    return _with_note(noisy, "Parties answer offers with the precision that the case gives them.")


def _with_note(solved: SolvedTalks, note: str) -> SolvedTalks:
    return replace(solved, narration=f"{solved.narration} {note}")


def _fitting(start: Floats | SolvedTalks | None, talks: CaseTalks) -> Floats | None:
    """A start of the same shape, or none: a case with other places cannot begin there.

    From talks that have been solved the places that both cases have are taken, and war elsewhere.
    """
    if isinstance(start, SolvedTalks):
        if start.talks.parties != talks.parties:
            return None
        known = _rows(start.talks)
        values = talks.talks.war.copy()
        for name, row in _rows(talks).items():
            if name in known:
                values[row] = start.value[known[name]]
        return values
    return start if start is not None and start.shape == talks.talks.situation.flow.shape else None


def _rows(talks: CaseTalks) -> dict[tuple[object, tuple[str, ...]], int]:
    """The row of each place by what it stands for: what runs or is settled, and the situation."""
    return {(mode, talks.game.states[state]): row for row, (mode, state) in enumerate(talks.places)}


def _expected_deals(talks: CaseTalks) -> Iterator[Floats]:
    """Values to search from: to have, for ever, a deal that all who must consent prefer to fighting to the finish.

    Each party's favourite among those, and the one best for whoever gains least.
    """
    engine, now = talks.talks, talks.now
    gain = item_worth(engine, engine.war, now) - engine.war[now]
    finals = np.flatnonzero(engine.menu[now, : engine.finals])
    asked = np.where(engine.consent[finals], gain[finals], np.inf)
    taken = finals[(asked >= -TOLERANCE).sum(axis=1) >= asked.shape[1]]
    if not len(taken):
        return
    favourites = [*gain[taken].argmax(axis=0).tolist(), int(asked[np.isin(finals, taken)].min(axis=1).argmax())]
    for item in dict.fromkeys(taken[favourites].tolist()):
        lump = engine.value[item] if engine.value.ndim == 2 else engine.value[:, item]
        yield np.where(engine.situation.ends[:, None], engine.war, lump)


def _finite(case: CaseFile, talks: CaseTalks) -> SolvedTalks:
    found = talks.talks.finite(HORIZON + TURNS)
    today = found.value[: TURNS + 1, talks.now]
    spread = float(np.ptp(today, axis=0).max())
    said = (
        "No stationary strategies were found, as can happen where deals cannot be divided: the answer is that of "
        f"talks which last {HORIZON + TURNS} {case.period}s (exact, subgame perfect). With up to {TURNS} fewer, "
        f"values today differ by {spread:.2g} swings at most."
    )
    whole, *shorter = [
        SolvedTalks(
            case=case,
            talks=talks,
            method="finite",
            value=found.value[fewer],
            continuation=found.rounds[fewer].continuation,
            following=found.value[fewer + 1],
            rounds=found.rounds[fewer:],
            spread=spread,
            narration=said,
        )
        for fewer in (0, *FEWER)
    ]
    return replace(whole, others=tuple(shorter))


def _of_equilibria(case: CaseFile, talks: CaseTalks, equilibria: Sequence[Equilibrium]) -> SolvedTalks:
    today = np.array([each.value[talks.now] for each in equilibria])
    spread = float(np.ptp(today, axis=0).max())
    if len(equilibria) == 1:
        said = "One stationary equilibrium was found."
    else:
        said = (
            f"{len(equilibria)} stationary equilibria were found; today's values differ by up to {spread:.2g} swings "
            "between them. Which one is played the model does not say: the figures are those of the first."
        )
    first, *others = [
        SolvedTalks(
            case=case,
            talks=talks,
            method="stationary",
            value=each.value,
            continuation=each.continuation,
            following=each.value,
            rounds=(each.round,),
            spread=spread,
            narration=said,
        )
        for each in equilibria
    ]
    return replace(first, others=tuple(others))
