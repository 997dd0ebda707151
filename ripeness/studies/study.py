"""A study: the case solved again for many draws of its uncertain numbers, until the answer is known well enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from ripeness.case.game import Game
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.errors import StudyError
from ripeness.outlook.forecast import PERIODS
from ripeness.shown import Shown
from ripeness.studies.draws import REPLICATES, Uncertain, points, uncertain
from ripeness.studies.keeping import Inputs, Keeper, finished
from ripeness.studies.solving import Problem, bench, posed, solve_draws
from ripeness.studies.spreading import Workers
from ripeness.studies.summary import (
    AgendaStudy,
    Estimate,
    OutlookStudy,
    agenda_study,
    outlook_study,
)

if TYPE_CHECKING:
    import polars as pl

PART = 16  # draws that one task solves and one file keeps: some tenths of a second
FIRST = 32  # draws of each replicate before it is first looked whether the answer is known well enough
DRAWS = 2_048  # at most, where nobody says otherwise: 256 of each of eight replicates
MOST_DRAWS = 1_000_000
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, eq=False)
class Study(Shown):
    """A case over the draws of its uncertain numbers.

    ``draws``: a frame with a row for each draw (columns: ``solving.schema``, with ``replicate`` and ``number`` before
    them). ``reached``: whether the 95 % intervals of the main agenda's answers are within the half-width that was asked
    for (None: none was). ``inputs`` are the seed, versions and digests; ``folder`` is where the parts are kept.
    """

    case: CaseFile
    game: Game
    uncertain: Uncertain
    draws: pl.DataFrame
    within: float | None
    reached: bool | None
    unsolved: str | None
    inputs: Mapping[str, Any]
    digest: str
    folder: Path | None

    @cached_property
    def agendas(self) -> tuple[AgendaStudy, ...]:
        """What the draws say of each agenda."""
        return tuple(agenda_study(self.case, agenda, self.draws) for agenda in self.game.agendas)

    @cached_property
    def main(self) -> AgendaStudy:
        """The agenda that answers are about first."""
        return next(each for each in self.agendas if each.agenda == self.game.main)

    @cached_property
    def outlook(self) -> OutlookStudy | None:
        """What is to be expected; None where the talks were solved in no draw."""
        return outlook_study(self.case, self.game, self.draws)

    @cached_property
    def how(self) -> Mapping[str, int]:
        """How many draws were solved how: see ``solving.schema``."""
        counts = dict(self.draws["how"].value_counts().iter_rows())
        return {how: counts[how] for how in ("warm", "search", "horizon", "war only", "no case") if how in counts}

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What must be known of how the draws were solved."""
        return tuple(_notes(self))

    @cached_property
    def narration(self) -> str:
        """The study in sentences."""
        said = [each.narration for each in self.agendas]
        if self.outlook is not None:
            said.append(self.outlook.narration)
        return " ".join([*said, *self.notes])


def study(
    case: CaseFile,
    draws: int = DRAWS,
    within: float | None = None,
    seed: int = 0,
    workers: Workers | None = None,
    runs: Path | None = None,
    joint: Mapping[Loc, ArrayLike] | None = None,
    periods: int = PERIODS,
    progress: Progress | None = None,
) -> Study:
    """Draw the uncertain numbers of a checked case, solve each draw, and say what they give together.

    ``draws`` are made at most, rounded up to a multiple of 128: whole parts of each replicate. Scrambled Sobol points
    are balanced best at powers of two. With ``within`` it stops as soon as the 95 % intervals of the main agenda's
    answers (shares of draws with a zone and with a deal now; mean slacks, in swings) reach no further to either side.
    ``runs``: the folder in which parts are kept; what is there already is not solved again. ``joint``: see
    ``draws.uncertain``. Raises StudyError where nothing can be drawn or a library is missing.
    """
    workers = workers or Workers()
    workers.check()
    if not 1 <= draws <= MOST_DRAWS:
        raise StudyError(f"{draws:,} draws", f"Give between 1 and {MOST_DRAWS:,}.")
    if within is not None and not within > 0:
        raise StudyError(f"within {within:g}", "Give a half-width above 0, for example 0.02.")
    drawn = uncertain(case, joint)
    inputs = Inputs(case, drawn, seed, periods)
    keeper = Keeper.of(runs, inputs)
    problem, unsolved = posed(case, drawn, periods)
    most = PART * -(-draws // (PART * REPLICATES))
    made = bench(problem.pickled()).base
    rounds = _rounds(most, within)
    while True:
        many = next(rounds)
        frame = _drawn(keeper, problem, seed, many, most, workers, progress)
        found = Study(case, made, drawn, frame, within, None, unsolved, inputs.manifest, inputs.digest, keeper.folder)
        if within is None:
            return found
        reached = _within(found, within)
        if reached or many == most:
            return replace(found, reached=reached)


def _rounds(most: int, within: float | None) -> Iterator[int]:
    """Draws of each replicate after which it is looked whether they suffice: doubling up to the most."""
    many = FIRST
    while within is not None and many < most:
        yield many
        many *= 2
    yield most


def _drawn(
    keeper: Keeper, problem: Problem, seed: int, many: int, most: int, workers: Workers, progress: Progress | None
) -> pl.DataFrame:
    """The first ``many`` draws of every replicate, solved."""
    import polars as pl

    values = [
        problem.uncertain.values(points(problem.uncertain.dimensions, seed, replicate, many))
        for replicate in range(REPLICATES)
    ]
    at = [(replicate, first) for first in range(0, many, PART) for replicate in range(REPLICATES)]
    names = [f"draws-{replicate}-{first:06d}" for replicate, first in at]
    tasks = [(values[replicate][first : first + PART],) for replicate, first in at]
    whole = REPLICATES * most

    def count(done: int, total: int) -> None:
        if progress:
            progress("solving draws", done * PART, whole if done < total or many == most else done * PART)

    parts = finished(keeper, names, solve_draws, problem, tasks, workers, count)
    placed = [
        part.select(
            pl.lit(replicate, pl.Int16).alias("replicate"),
            pl.int_range(first, first + len(part), dtype=pl.Int32).alias("number"),
            pl.all(),
        )
        for (replicate, first), part in zip(at, parts, strict=True)
    ]
    return pl.concat(placed).sort("replicate", "number")


RULE_OF_THREE = 3.0  # so many per n draws are the 95 % bound of a share of which no draw was seen


def _within(found: Study, within: float) -> bool:
    """Whether the answers of the main agenda are known to this half-width.

    A share of none or of all of n draws has no spread to go by: it is known to 3 / n (the rule of three). Where no
    error is known, the answer is not.
    """
    shares = (found.main.zone, found.main.now)
    for _, each in answers(found):
        bare = any(each is share for share in shares) and each.value in (0.0, 1.0)
        width = RULE_OF_THREE / len(found.draws) if bare else each.half_width
        if not width <= within:
            return False
    return True


def answers(found: Study) -> list[tuple[str, Estimate]]:
    """The estimates that the study is about: those that ``within`` is asked of."""
    main = found.main
    known = [("share of draws with a zone", main.zone), ("share of draws with a deal now", main.now)]
    if main.slack is not None:
        known.append(("mean slack against fighting on", main.slack.mean))
    if main.slack_now is not None:
        known.append(("mean slack against waiting", main.slack_now.mean))
    return [(name, each) for name, each in known if each is not None]


def _notes(found: Study) -> Iterator[str]:
    how, total = found.how, len(found.draws)
    if found.unsolved is not None:
        yield f"The talks of the case are not solved, so draws are compared with fighting on only. {found.unsolved}"
    if together := found.uncertain.together:
        yield f"{len(together)} numbers are drawn together, from the preferences that were fitted to the record."
    if none := how.get("no case", 0):
        first = found.draws.filter(found.draws["how"] == "no case")["why"][0]
        yield (
            f"{none:,} of {total:,} draws make no case and are not counted, neither drawn again nor clipped; for "
            f"example: {first}"
        )
    if far := how.get("horizon", 0):
        yield (
            f"In {far:,} of {total:,} draws no stationary strategies were found from those of the case; there the "
            "talks are solved for a long known number of periods, which is exact."
        )
    if exact := int((~found.draws["erring"]).sum()):
        yield f"In {exact:,} draws no strategies were found with answers that err; their forecasts take exact answers."
    if other := how.get("search", 0):
        yield f"{other:,} of {total:,} draws have another set of situations than the case; they were searched afresh."
    if found.unsolved is None and (war := how.get("war only", 0)):
        yield f"In {war:,} of {total:,} draws the talks could not be solved; they count only against fighting on."
    if found.unsolved is None:
        yield (
            "Where the talks of the case have several answers, every draw follows the first of them, the one that the "
            "case's own figures are of."
        )
    if found.reached is False:
        widest, answer = max(answers(found), key=lambda each: each[1].half_width)[0], found.within or 0.0
        yield f"After {total:,} draws the intervals are not all within {answer:g}: {widest} is known least well."
    if found.reached:
        yield f"{total:,} draws were enough: all 95 % intervals reach at most {found.within:g} to either side."
