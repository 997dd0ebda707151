"""One draw of a study: the case with the numbers drawn, solved again from the solution of the case as it stands.

Every draw starts from the same solution, never from that of another draw: what it gives does not depend on the order of
the draws or on who solves them.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, DealSpace
from ripeness.case.assumptions import numbers
from ripeness.case.changes import with_numbers
from ripeness.case.game import Game, game
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.case.states import Positions, State
from ripeness.errors import RipenessError, SolveError
from ripeness.outlook.forecast import PERIODS, first_deals, terms_of
from ripeness.outlook.solved import SolvedTalks, forecast_talks, solve_talks
from ripeness.outlook.standing import status_of
from ripeness.outlook.worth import Worth, worth
from ripeness.outlook.zone import Gist, gist
from ripeness.studies.draws import Uncertain

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
How = Literal["warm", "search", "horizon", "war only", "no case"]
TOGETHER, APART = " + ", " | "  # between the parties of a blocking set, and between such sets


@dataclass(frozen=True, eq=False)
class Problem:
    """What a worker needs to solve draws of a case; it goes to every process as it is.

    ``kept`` are the situations that can be reached in any draw. ``start`` are the values that the search for
    strategies begins at (None where the talks of the case cannot be solved: then draws are compared with war only),
    ``noisy`` those of answers that err, where the case has precisions.
    """

    case: CaseFile
    uncertain: Uncertain
    kept: Positions
    start: Floats | None
    noisy: Floats | None
    periods: int

    def pickled(self) -> bytes:
        """The problem as bytes: the same for all draws, so that a process unpacks it once."""
        return pickle.dumps(self)


def posed(
    case: CaseFile, uncertain: Uncertain, periods: int = PERIODS, also: Sequence[State] = ()
) -> tuple[Problem, str | None]:
    """The problem of a case, with its talks solved, and why they could not be, if so.

    The states ``also`` count as reachable. Raises RipenessError where the case makes no game.
    """
    try:
        made = game(case, kept=game(with_numbers(case, uncertain.means(case)), also).kept)
    except BargainingError as error:
        raise RipenessError(f"The case makes no game: {error}") from error
    try:
        solved = solve_talks(case, made)
    except SolveError as error:
        return Problem(case, uncertain, made.kept, None, None, periods), str(error)
    noisy = forecast_talks(case, solved)
    return Problem(
        case, uncertain, made.kept, solved.value, None if noisy.value is solved.value else noisy.value, periods
    ), None


class Bench:
    """A problem unpacked in the process that solves it."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.base = game(problem.case, kept=problem.kept)
        self._stakes = {number.use for loc, number, _, _ in numbers(problem.case) if loc[0] == "preferences"}
        fixed = not any(self.is_stake(each.loc) for each in problem.uncertain.drawn)
        self.space: DealSpace | None = self.base.space if fixed else None  # deals and stakes are those of every draw

    def is_stake(self, loc: Loc) -> bool:
        """Whether the worth of deals, as they stand, depends on the number at a place."""
        return loc[0] == "preferences" or (loc[0] == "assumptions" and loc[1] in self._stakes)

    def case(self, values: Sequence[float] | Floats) -> CaseFile:
        """The case with the numbers of a draw."""
        drawn = self.problem.uncertain.drawn
        return with_numbers(self.problem.case, {each.loc: float(v) for each, v in zip(drawn, values, strict=True)})

    def game(self, case: CaseFile, space: DealSpace | None = None) -> Game:
        """The arrays of a case with other numbers. Raises BargainingError where they make none.

        ``space``: that of a case with the same stakes, if one is known that is not the problem's.
        """
        return game(case, space=space or self.space, kept=self.problem.kept)

    def solved(self, case: CaseFile, made: Game) -> tuple[SolvedTalks, How]:
        """The talks of a draw, and how they were solved: from the case's solution, by a search, for a long horizon."""
        start = self.problem.start
        found = solve_talks(case, made, start=start)
        if found.method == "finite":
            return found, "horizon"
        return found, "warm" if start is not None and found.value.shape == start.shape else "search"


@lru_cache(maxsize=2)
def bench(pickled: bytes) -> Bench:
    """The bench of a problem, made once in a process."""
    return Bench(pickle.loads(pickled))  # noqa: S301  made by this program for its own workers


def solve_draws(pickled: bytes, values: Floats) -> pl.DataFrame:
    """Solve draws, ``values[draw, number]``: one row each, with the columns of ``schema``."""
    import polars as pl

    at = bench(pickled)
    faults = at.problem.uncertain.faults(values)
    rows = [_row(at, row, fault) for row, fault in zip(values, faults, strict=True)]
    return pl.DataFrame(rows, schema=schema(at.problem.case, at.base, at.problem.uncertain))


def _row(at: Bench, values: Floats, fault: str | None) -> dict[str, Any]:
    given = {f"given.{e.name}": float(v) for e, v in zip(at.problem.uncertain.drawn, values, strict=True)}
    if fault is not None:
        return {**given, "how": "no case", "why": fault}
    try:
        case = at.case(values)
        made = at.game(case)
        war = worth(made, reference=False)
        zones = {agenda.name: gist(made, agenda, war) for agenda in made.agendas}
    except (BargainingError, RipenessError) as error:
        return {**given, "how": "no case", "why": str(error)}
    found = {**given, **dict(_against_war(at.base, made, zones, war))}
    if at.problem.start is None:
        return {**found, "how": "war only"}
    try:
        solved, how = at.solved(case, made)
        return {**found, "how": how, **dict(_with_talks(at, made, zones, solved))}
    except RipenessError as error:
        return {**found, "how": "war only", "why": str(error)}


def _against_war(base: Game, made: Game, zones: Mapping[str, Gist], war: Worth) -> Iterator[tuple[str, Any]]:
    for agenda in base.agendas:
        zone = zones[agenda.name]
        yield f"{agenda.name}.zone", zone.slack
        yield f"{agenda.name}.blockers", APART.join(TOGETHER.join(members) for members in zone.blockers)
        for issue in agenda.issues:
            yield f"{agenda.name}.best.{issue}", None if zone.best is None else zone.best[issue]
    for k, party in enumerate(made.parties):
        yield f"fighting.{party}", float(war.own[made.now, k])


def _with_talks(at: Bench, made: Game, zones: Mapping[str, Gist], solved: SolvedTalks) -> Iterator[tuple[str, Any]]:
    for agenda in made.agendas:
        if agenda.ends_fighting:
            now = gist(made, agenda, solved.worth)
            yield f"{agenda.name}.now", now.slack
            yield f"{agenda.name}.status", status_of(zones[agenda.name].slack, now.slack)
        else:
            yield f"{agenda.name}.now", solved.side_slack(agenda)
    for k, party in enumerate(made.parties):
        yield f"talks.{party}", float(solved.value[made.now, k])
        yield f"waiting.{party}", float(solved.continuation[made.now, k])
    noisy = at.problem.noisy
    expected = solved if noisy is None else forecast_talks(solved.case, solved, starts=1, start=noisy)
    if noisy is not None:
        yield "erring", expected is not solved and expected.value is not solved.value
    course = expected.course(at.problem.periods)
    delay = course.expected_delay()
    yield "deal_by", course.deal_by().tolist()
    yield "delay", None if np.isnan(delay) else float(delay)
    deals = first_deals(expected, course)
    if deals:
        yield "likeliest", deals[0].item.title
        yield "likeliest_chance", deals[0].chance
    for issue, options in terms_of(expected, deals).items():
        for option, chance in options.items():
            yield f"agreed.{issue}.{option}", chance


def schema(case: CaseFile, made: Game, uncertain: Uncertain) -> dict[str, Any]:
    """The columns of a frame of draws, with their types.

    ``given.NAME`` are the numbers drawn; ``how`` a draw was solved (see ``Bench.solved``; 'war only' where the talks
    were not, 'no case' where its numbers make none) and ``why`` not. Per agenda ``AGENDA.zone`` and ``AGENDA.now``:
    slack against war and against not agreeing now, in swings (null: no deal that is not firmly refused),
    ``AGENDA.status``, ``AGENDA.blockers`` (sets apart by ' | ', their members by ' + '), ``AGENDA.best.ISSUE``: the
    option of the deal best for whoever gains least over war. ``fighting.PARTY``, ``talks.PARTY`` and
    ``waiting.PARTY``: W, V and c today, in swings. ``deal_by``: chance of a deal by the close of each period;
    ``delay`` in periods, if one comes; ``likeliest`` first deal and its chance; ``agreed.ISSUE.OPTION``: chance that
    the first deal has it. ``erring``: whether answers that err could be solved for.
    """
    import polars as pl

    columns: dict[str, Any] = {f"given.{each.name}": pl.Float64 for each in uncertain.drawn}
    columns |= {"how": pl.String, "why": pl.String}
    for agenda in made.agendas:
        columns |= {f"{agenda.name}.zone": pl.Float64, f"{agenda.name}.now": pl.Float64}
        columns |= {f"{agenda.name}.status": pl.String} if agenda.ends_fighting else {}
        columns |= {f"{agenda.name}.blockers": pl.String}
        columns |= {f"{agenda.name}.best.{issue}": pl.String for issue in agenda.issues}
    for kind in ("fighting", "talks", "waiting"):
        columns |= {f"{kind}.{party}": pl.Float64 for party in made.parties}
    columns |= {"erring": pl.Boolean, "deal_by": pl.List(pl.Float64), "delay": pl.Float64}
    columns |= {"likeliest": pl.String, "likeliest_chance": pl.Float64}
    ending = [issue for agenda in made.agendas if agenda.ends_fighting for issue in agenda.issues]
    columns |= {f"agreed.{issue}.{option}": pl.Float64 for issue in ending for option in case.issues[issue].options}
    return columns
