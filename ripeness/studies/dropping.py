"""How much of an answer hangs on one source, or on one number: it is taken away, and the case solved again.

*Drop one origin*: no report counts that goes back to it (``lineage.drop_one_origin``); what rested on those reports
alone loses its ground (``case.ground``). *Drop one assumption*: a number takes the named default of its unit. Either
way the answer is that of the case as it then stands, with a small study of its own beside.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from ripeness.bargaining import BargainingError
from ripeness.case.assumptions import assumptions
from ripeness.case.changes import places
from ripeness.case.game import game
from ripeness.case.ground import Lost, with_default, without_reports
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Number
from ripeness.errors import RipenessError
from ripeness.outlook.solved import solve_talks
from ripeness.outlook.standing import status_of
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import worth
from ripeness.outlook.zone import is_open, slack
from ripeness.studies.solving import Problem, posed
from ripeness.studies.spreading import Workers
from ripeness.studies.study import Progress, Study, study
from ripeness.studies.summary import Estimate, share

DRAWS = 256  # of the small study of a case from which something was taken
STUDIED = 3  # assumptions, those that change most, for which it is made
NO_CHANGE = 5e-4  # swings of slack and chances that are not worth telling
SHOWN = 6  # things that lost their ground, told by name


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of the main agenda at the likely values of its numbers.

    ``zone`` and ``now``: slack against war and against not agreeing now; ``deal``: chance of a deal within the periods
    looked at. None where there is none, or the talks cannot be solved.
    """

    status: str
    zone: float | None
    now: float | None
    deal: float | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """What an answer is without something. ``after`` is None where the case then makes no game: ``fault`` says why.

    ``name``: the origin's outlet or the assumption; ``reports``: those that no longer count; ``lost``: what lost its
    ground; ``zone_before`` and ``zone``: shares of draws with a zone (None: no study was made).
    """

    name: str
    label: str
    reports: tuple[str, ...]
    lost: tuple[Lost, ...]
    before: Answer
    after: Answer | None
    zone_before: Estimate | None
    zone: Estimate | None
    fault: str | None
    narration: str

    @property
    def turns(self) -> bool:
        """Whether the answer is another one without it."""
        return self.after is None or self.after.status != self.before.status


def drop_origins(
    found: Study,
    origins: Iterable[tuple[str, Collection[str]]],
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> tuple[Dropped, ...]:
    """Take each origin away: its name, and the ids of all reports that go back to it. Those that matter most first."""
    each = [*origins]
    made: list[Dropped] = []
    before, start = _base(found)
    for done, (name, gone) in enumerate(each):
        case, lost = without_reports(found.case, gone)
        dropped = _dropped(found, name, name, tuple(sorted(gone)), lost, case, before, start)
        if dropped.after is not None and any(thing.kind != "today" for thing in lost):
            dropped = _studied(found, dropped, case, workers)
        made.append(_told(found, dropped))
        if progress:
            progress("dropping origins", done + 1, len(each))
    return tuple(sorted(made, key=_importance))


def drop_assumptions(
    found: Study, workers: Workers | None = None, progress: Progress | None = None
) -> tuple[Dropped, ...]:
    """Put each number of the case to its named default, one at a time; those that change the answer most first."""
    known = places(found.case)
    used = {number.use for number in _numbers(found.case)}
    each = [a for a in assumptions(found.case) if known[a.name][0][0] != "assumptions" or a.name in used]
    before, start = _base(found)
    made: list[tuple[Dropped, CaseFile]] = []
    for done, assumption in enumerate(each):
        case = with_default(found.case, known[assumption.name][0])
        dropped = _dropped(found, assumption.name, assumption.label, (), (), case, before, start)
        if dropped.after is None or _change(dropped) > NO_CHANGE or dropped.turns:
            made.append((dropped, case))
        if progress:
            progress("putting numbers to their defaults", done + 1, len(each))
    made.sort(key=lambda pair: _importance(pair[0]))
    studied = [
        (_studied(found, dropped, case, workers) if k < STUDIED and dropped.after else dropped)
        for k, (dropped, case) in enumerate(made)
    ]
    return tuple(_told(found, dropped) for dropped in studied)


def _numbers(case: CaseFile) -> list[Number]:
    from ripeness.case.assumptions import numbers

    return [number for _, number, _, _ in numbers(case)]


def _base(found: Study) -> tuple[Answer, Problem]:
    problem, _ = posed(found.case, found.uncertain, int(found.inputs["periods"]))
    return answer_of(found.case, found.main.agenda.name, problem), problem


def answer_of(case: CaseFile, agenda: str, base: Problem) -> Answer:
    """The answer of an agenda of a case, solved from the solution of another that is much like it.

    Raises BargainingError or RipenessError where the case makes no game.
    """
    made = game(case)
    main = next(each for each in made.agendas if agenda in each.tracks)
    zone = slack(made, main, worth(made, reference=False))
    if base.start is None:
        return Answer("zone" if is_open(zone) else "no zone", zone, None, None)
    same = len(made.kept) == len(base.kept) and (made.kept == base.kept).all()
    solved = solve_talks(case, made, start=base.start if same else None)
    now = slack(made, main, solved.worth) if main.ends_fighting else solved.side_slack(main)
    deal = float(solved.course(base.periods).deal_by()[-1])
    return Answer(status_of(zone, now), zone, now, deal)


def _dropped(
    found: Study,
    name: str,
    label: str,
    reports: tuple[str, ...],
    lost: tuple[Lost, ...],
    case: CaseFile,
    before: Answer,
    base: Problem,
) -> Dropped:
    after, fault = before, None
    try:
        if case is not found.case and (lost or not reports):
            after = answer_of(case, found.main.agenda.name, base)
    except (BargainingError, RipenessError) as error:
        after, fault = None, str(error)
    return Dropped(name, label, reports, lost, before, after, None, None, fault, "")


def _studied(found: Study, dropped: Dropped, case: CaseFile, workers: Workers | None) -> Dropped:
    """The same with a small study of the case without it."""
    runs = None if found.folder is None else found.folder / "without"
    joint = {
        each.loc: found.uncertain.joint[:, k]
        for k, each in enumerate(found.uncertain.together)
        if places(case).get(each.name) == places(found.case).get(each.name)
    }
    inputs = found.inputs
    try:
        small = study(case, DRAWS, None, int(inputs["seed"]), workers, runs, joint, int(inputs["periods"]))
    except RipenessError as error:
        return replace(dropped, fault=str(error))
    return replace(dropped, zone_before=found.main.zone, zone=small.main.zone)


def _change(dropped: Dropped) -> float:
    """How far slack and the chance of a deal move together; infinite where there is nothing to compare."""
    after, before = dropped.after, dropped.before
    if after is None:
        return float("inf")
    pairs = ((before.zone, after.zone), (before.now, after.now), (before.deal, after.deal))
    return sum(abs(one - two) if one is not None and two is not None else float(one is not two) for one, two in pairs)


def _importance(dropped: Dropped) -> tuple[bool, float]:
    return not dropped.turns, -_change(dropped)


def _told(found: Study, dropped: Dropped) -> Dropped:
    what = f"Without {dropped.name}" if dropped.reports else f"With ‘{dropped.label}’ at its default"
    many = len(dropped.reports)
    said = []
    if dropped.reports:
        reports = f"{many} report{'s go' if many != 1 else ' goes'} back to {dropped.name}, by edges of any strength."
        said.append(reports)
        said.append(_lost(dropped.lost))
    before, after = dropped.before, dropped.after
    if after is None:
        said.append(f"{what} the case makes no game: {dropped.fault}")
    elif dropped.reports and not dropped.lost:
        said.append("The answer does not rest on it.")
    else:
        turn = f"the answer goes from ‘{before.status}’ to ‘{after.status}’"
        said.append(
            f"{what} {turn if dropped.turns else f'the answer stays ‘{after.status}’'}{_figures(before, after)}."
        )
        if dropped.zone is not None and dropped.zone_before is not None:
            said.append(
                f"There is a zone in {share(dropped.zone)} of {DRAWS} draws, against {share(dropped.zone_before)} of "
                f"{len(found.draws):,} with it."
            )
            if dropped.reports and found.uncertain.together:
                said.append("Preferences are drawn as they were fitted with it.")
        elif dropped.fault is not None:
            said.append(f"No study of it could be made: {dropped.fault}")
    return replace(dropped, narration=" ".join(said))


def _figures(before: Answer, after: Answer) -> str:
    parts = []
    write: Callable[[float], str]
    for name, one, two, write in (
        ("slack against fighting on", before.zone, after.zone, written),
        ("the chance of a deal", before.deal, after.deal, "{:.0%}".format),
    ):
        if one is not None and two is not None and write(one) != write(two):
            parts.append(f"{name} from {write(one)} to {write(two)}")
        elif (one is None) is not (two is None):
            parts.append(
                f"{name} from {'none' if one is None else write(one)} to {'none' if two is None else write(two)}"
            )
    return f" ({'; '.join(parts)})" if parts else ""


def _lost(lost: tuple[Lost, ...]) -> str:
    gone = [thing for thing in lost if thing.kind != "today"]
    today = [thing.label for thing in lost if thing.kind == "today"]
    if not lost:
        return "Nothing in the case rests on it alone."
    said = []
    if gone:
        kinds = dict.fromkeys(thing.kind for thing in gone)
        counts = [
            f"{n} {kind}{'s' if n != 1 and kind not in ('priority', 'stakes') else ''}"
            for kind in kinds
            if (n := _many(gone, kind))
        ]
        named = [f"{thing.label}" for thing in gone[:SHOWN]]
        more = f" and {len(gone) - SHOWN} more" if len(gone) > SHOWN else ""
        said.append(f"Without ground then: {listed(counts)} ({'; '.join(named)}{more}).")
    if today:
        said.append(f"Today's situation stays as it is, though it would rest on nothing: {listed(today)}.")
    return " ".join(said)


def _many(lost: list[Lost], kind: str) -> int:
    return sum(thing.kind == kind for thing in lost)
