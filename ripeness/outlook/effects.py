"""What has changed between two versions of a case, and what each change does to the answer.

Two figures stand for each change, for changes can strengthen or cancel each other: the answer of the old case with this
change alone put in, and the answer of the new case with this change alone taken out. Both cases are solved by the same
program, so that only what people wrote differs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ripeness.bargaining import BargainingError
from ripeness.bargaining.consent import TOLERANCE
from ripeness.case.differences import Difference, Edit, differences, edited, first_fault
from ripeness.case.game import game
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError, SolveError
from ripeness.outlook.forecast import PERIODS, forecast
from ripeness.outlook.solved import forecast_talks, solve_talks
from ripeness.outlook.standing import Status, standing
from ripeness.outlook.whatif import TalksAnswers
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import worth
from ripeness.outlook.zone import slack

# Changes whose effect on the solved talks is computed, those that move slack most. Of further ones only the effect on
# slack against war is: two talks for each change, at up to a second each, are more than one waits for.
TALKS_SOLVED = 40
STUCK_NAMED = 4  # changes of a group that are named in a sentence


@dataclass(frozen=True, slots=True)
class Answer:
    """What a case says of its first agenda. Payoffs in swings of whoever gains least.

    ``slack`` against fighting to the finish, ``now`` against not agreeing now (None where no deal is left or the talks
    were not solved); ``deal_by``: chance of a deal that ends the fighting within ``PERIODS`` periods.
    """

    agenda: str
    title: str
    slack: float | None
    now: float | None = None
    status: Status | None = None
    deal_by: float | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """Two answers, of which the second has a change that the first has not."""

    before: Answer
    after: Answer

    @property
    def slack(self) -> float | None:
        """What slack against war gains by the change, in swings; None where one of the two has no deal at all."""
        return _less(self.after.slack, self.before.slack)

    @property
    def turned(self) -> bool:
        """Whether the answer is another one: where the talks stand, or whether there is a zone."""
        if self.before.status and self.after.status:
            return self.before.status != self.after.status
        return _ripe(self.before) != _ripe(self.after)

    @property
    def size(self) -> tuple[bool, float, float]:
        """How much the change does: whether it turns the answer, the most that it moves a slack, and the chance."""
        slacks = ((self.before.slack, self.after.slack), (self.before.now, self.after.now))
        moved = [abs(after - before) for before, after in slacks if before is not None and after is not None]
        lost = (self.before.slack is None) != (self.after.slack is None)
        chance = abs(_less(self.after.deal_by, self.before.deal_by) or 0.0)
        return self.turned, float("inf") if lost else max(moved, default=0.0), chance

    def __str__(self) -> str:
        """'slack 0.05 → 0.12; no zone → waiting pays', or 'nothing'."""
        before, after = self.before, self.after
        said = []
        if before.status != after.status and before.status and after.status:
            said.append(f"‘{before.status}’ → ‘{after.status}’")
        elif self.turned:
            said.append(f"{_zone(before)} → {_zone(after)}")
        pairs = (("slack", before.slack, after.slack), ("slack against waiting", before.now, after.now))
        for name, first, second in pairs:
            if _written(first) != _written(second):
                said.append(f"{name} {_written(first)} → {_written(second)}")
        first, second = (_percent(each.deal_by) for each in (before, after))
        if first != second:
            said.append(f"chance of a deal {first} → {second}")
        return "; ".join(said) or "nothing that would be seen"


@dataclass(frozen=True, eq=False)
class Effect:
    """What one change does to the answer; several where none of them can be made alone.

    ``put_in``: from the old case to the same with the change. ``taken_out``: from the new case without it to the new
    case. None where ``faults`` say why the change cannot be made by itself.
    """

    changes: tuple[Difference, ...]
    put_in: Shift | None
    taken_out: Shift | None
    faults: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it could be put in or taken out."""
        return self.put_in is not None or self.taken_out is not None

    @property
    def size(self) -> tuple[bool, float, float]:
        """The larger of its two effects."""
        return max((each.size for each in (self.put_in, self.taken_out) if each), default=(False, 0.0, 0.0))

    @property
    def narration(self) -> str:
        """What it does, in a sentence or two."""
        said = []
        if self.put_in:
            said.append(f"Put into the earlier case by itself: {self.put_in}.")
        if self.taken_out:
            said.append(f"Against the present case without it: {self.taken_out}.")
        return " ".join([*said, *self.faults])


@dataclass(frozen=True, eq=False)
class CaseChanges:
    """A case beside an earlier one: the answers then and now, by the same program.

    ``effects`` are of what the computation takes notice of, those that do most first; ``other`` is what it takes none
    of. ``old`` and ``new`` are None where a case has no answer: then ``faults`` say why.
    """

    old: Answer | None
    new: Answer | None
    effects: tuple[Effect, ...]
    other: tuple[Difference, ...]
    faults: tuple[str, ...]
    narration: str

    @property
    def unchanged(self) -> bool:
        """Whether nothing differs."""
        return not self.effects and not self.other


def answer(case: CaseFile) -> Answer:
    """Solve a case for the answer on its first agenda. Raises RipenessError where it makes no game.

    Where its talks cannot be solved only slack against war is given.
    """
    made = _zone_only(case)
    try:
        return _solved(case, made.agenda)
    except SolveError:
        return made


def answer_of(talks: TalksAnswers) -> Answer:
    """The answer that solved talks give."""
    agenda = talks.solved.game.main
    found = next((each for each in talks.standings if each.agenda.name == agenda.name), None)
    if found is None:
        return Answer(agenda.name, agenda.title, slack(talks.solved.game, agenda, talks.war))
    chance = talks.forecast.deal_by[min(PERIODS, talks.forecast.periods) - 1]
    return Answer(agenda.name, agenda.title, found.zone.slack, found.now.slack, found.status, chance)


def case_changes(
    old: CaseFile,
    new: CaseFile,
    now: TalksAnswers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CaseChanges:
    """Compare two versions of a case. ``now``: the solved talks of the new one, where they are known."""
    found = differences(old, new)
    counting = [each for each in found if each.counts]
    other = tuple(each for each in found if not each.counts)
    later, later_faults = _ask(lambda: answer_of(now) if now else answer(new), "The case")
    then, first_faults = later, later_faults
    if counting:
        then, first_faults = _ask(lambda: answer(old), "The earlier case")
    if then and later:
        effects = _Effects(old, new, then, later).all(counting, progress)
    else:
        effects = tuple(_unknown(each) for each in counting)
    said = _narrate(then, later, effects, other)
    faults = tuple(dict.fromkeys((*first_faults, *later_faults)))
    return CaseChanges(then, later, effects, other, faults, said)


def _ask(ask: Callable[[], Answer], which: str) -> tuple[Answer | None, tuple[str, ...]]:
    try:
        return ask(), ()
    except RipenessError as error:
        return None, (f"{which} has no answer: {error}",)


def _zone_only(case: CaseFile) -> Answer:
    try:
        made = game(case)
    except BargainingError as error:
        raise RipenessError(f"it makes no game: {error}") from error
    return Answer(made.main.name, made.main.title, slack(made, made.main, worth(made, reference=False)))


def _solved(case: CaseFile, name: str) -> Answer:
    """With the talks solved. Raises SolveError where they cannot be."""
    made = game(case)
    agenda = next(each for each in made.agendas if each.name == name)
    war = worth(made)
    if not agenda.ends_fighting:
        return Answer(agenda.name, agenda.title, slack(made, agenda, war))
    solved = solve_talks(case, made)
    found = standing(solved, war, agenda)
    chance = forecast(case, forecast_talks(case, solved), PERIODS).deal_by[-1]
    return Answer(agenda.name, agenda.title, found.zone.slack, found.now.slack, found.status, chance)


class _Effects:
    """Works out the effects of changes."""

    def __init__(self, old: CaseFile, new: CaseFile, then: Answer, later: Answer) -> None:
        self.old, self.new, self.then, self.later = old, new, then, later

    def all(self, changes: Sequence[Difference], progress: Callable[[int, int], None] | None) -> tuple[Effect, ...]:
        """The effect of each change; those that can be made in neither way alone are made together."""
        first = [self.of((each,), talks=False) for each in changes]
        lone = [each for each in first if each.known]
        stuck = [each for each in first if not each.known]
        if len(stuck) > 1:
            together = self.of(tuple(each.changes[0] for each in stuck), talks=False)
            stuck = [replace(together, faults=(*_first_faults(stuck), *together.faults))]
        ranked = sorted(lone, key=lambda each: each.size, reverse=True)
        found: list[Effect] = []
        for done, each in enumerate((*stuck, *ranked)):
            solve = done < TALKS_SOLVED and each.known
            found.append(replace(self.of(each.changes), faults=each.faults) if solve else each)
            if progress:
                progress(done + 1, len(stuck) + len(ranked))
        return tuple(sorted(found, key=lambda each: each.size, reverse=True))

    def of(self, changes: tuple[Difference, ...], talks: bool = True) -> Effect:
        """What some changes do together; without ``talks`` only to slack against war."""
        faults: list[str] = []
        alone = self._edited(self.old, [e for each in changes for e in each.forward], talks, faults)
        put = "put into the earlier case" if faults else ""
        without = self._edited(self.new, [e for each in changes for e in each.backward], talks, faults)
        taken = "taken out of the present one" if without is None else ""
        how = " or ".join(each for each in (put, taken) if each)
        by = "by itself" if len(changes) == 1 else "even together"
        said = (f"It cannot be {how} {by}: {faults[0]}",) if faults else ()
        return Effect(
            changes,
            Shift(self._as_asked(self.then, talks), alone) if alone else None,
            Shift(without, self._as_asked(self.later, talks)) if without else None,
            said,
        )

    @staticmethod
    def _as_asked(known: Answer, talks: bool) -> Answer:
        """An answer as far as it is asked for: without the talks, where they are not solved for the other either."""
        return known if talks else Answer(known.agenda, known.title, known.slack)

    @staticmethod
    def _edited(case: CaseFile, edits: Sequence[Edit], talks: bool, faults: list[str]) -> Answer | None:
        made = edited(case, edits)
        problem = first_fault(made)
        if problem is not None:
            faults.append(f"{problem.where}: {problem.seen}. {problem.rule}")
            return None
        try:
            return answer(made) if talks else _zone_only(made)
        except RipenessError as error:
            faults.append(str(error))
            return None


def _first_faults(stuck: Sequence[Effect]) -> tuple[str, ...]:
    named = ", ".join(f"‘{each.changes[0].label}’" for each in stuck[:STUCK_NAMED])
    more = f" and {len(stuck) - STUCK_NAMED} more" if len(stuck) > STUCK_NAMED else ""
    return (f"None of these {len(stuck)} changes can be made by itself, so they are made together: {named}{more}.",)


def _unknown(each: Difference) -> Effect:
    return Effect((each,), None, None, ("Its effect is not known, for one of the two cases has no answer.",))


def _less(after: float | None, before: float | None) -> float | None:
    return None if after is None or before is None else after - before


def _ripe(each: Answer) -> bool:
    return each.slack is not None and each.slack >= -TOLERANCE


def _zone(each: Answer) -> str:
    return "a zone" if _ripe(each) else "no zone"


def _written(value: float | None) -> str:
    return "none" if value is None else written(value)


def _percent(chance: float | None) -> str:
    return "not known" if chance is None else f"{chance:.0%}"


def _narrate(then: Answer | None, later: Answer | None, effects: Sequence[Effect], other: Sequence[Difference]) -> str:
    many = sum(len(each.changes) for each in effects)
    if not effects and not other:
        return "The case is as it was."
    if not effects:
        return "Nothing that the computation takes notice of has changed in the case."
    count = f"{many} change{'s' if many != 1 else ''} of the case"
    if then is None or later is None:
        return f"{count[:1].upper()}{count[1:]}."
    whole = Shift(then, later)
    most = next((each for each in effects if each.known and any(each.size)), None)
    said = f"With {count}: {whole}."
    if most is not None and many > 1:
        named = [f"{each.label} ({each.before or 'not there'} → {each.after or 'gone'})" for each in most.changes]
        said += f" What does most by itself: {listed(named) if len(named) < STUCK_NAMED else 'several together'}."
    return said
