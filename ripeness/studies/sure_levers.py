"""Levers with sureness: in which share of the draws each lever opens the zone, which two do so most cheaply.

A lever is an uncertain number moved to the end of its plausible range at which slack is larger, or a deed: an action of
a party, a move of the situation, a link between tracks. The same draws are solved with and without it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import BargainingError, DealSpace
from ripeness.case.changes import ends_today, places, with_numbers
from ripeness.case.game import Game
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.errors import RipenessError
from ripeness.outlook.levers import NO_EFFECT, Deed, counts, deeds
from ripeness.outlook.reasons import Question, agenda_of
from ripeness.outlook.words import listed, written
from ripeness.outlook.worth import Worth, worth
from ripeness.outlook.zone import is_open, slack
from ripeness.studies.draws import REPLICATES, Drawn, points
from ripeness.studies.keeping import Keeper, finished
from ripeness.studies.solving import Bench, bench, posed
from ripeness.studies.spreading import Workers
from ripeness.studies.study import Progress, Study
from ripeness.studies.summary import Estimate, estimate, opened, share

if TYPE_CHECKING:
    import polars as pl

DRAWS = {"zone": 128, "now": 64}  # of the study's first draws: for a deal now the talks are solved for each lever
ASSUMPTIONS = 12  # that are tried over the draws: those that change slack most
FEW = 6  # levers of which all pairs are tried: the surest that somebody could pull or that a number stands for
LIKELY = 0.5  # share of draws in which a pair must open it to be offered as a combination
HALVINGS = 6  # of the way to the favourable ends, to find how much of it a pair needs: to a 64th
HARM = 0.01  # of chance: by less nothing is called worse, or a pair better than one of the two


@dataclass(frozen=True)
class Pull:
    """One change of a case: a number at another value, or a deed.

    ``cost``: the share of its plausible range by which a number is moved, or the swings that an action costs its
    author; both are shares of a whole, and are added up as such. None where it is nobody's deed.
    """

    name: str
    kind: str  # 'assumption', or as in ``outlook.levers.Step``
    party: str | None
    loc: Loc | None
    value: float | None
    deed: Deed | None
    cost: float | None

    def of(self, case: CaseFile, start: float | None = None, part: float = 1.0) -> CaseFile:
        """The case with the change; of a number only a ``part`` of the way from ``start``."""
        if self.deed is not None:
            return self.deed.of(case)
        value = self.value if start is None else start + part * ((self.value or 0.0) - start)
        return with_numbers(case, {self.loc or (): float(value or 0.0)})


@dataclass(frozen=True, slots=True)
class SureLever:
    """A lever over the draws: ``chance`` of a zone (or a deal now) with it, and its ``gain`` over that without it.

    ``value``: where a number is moved to; ``opens``: share of the draws that are closed without it in which it opens.
    """

    name: str
    kind: str
    party: str | None
    value: float | None
    cost: float | None
    chance: Estimate
    gain: float
    opens: float
    narration: str


@dataclass(frozen=True, slots=True)
class SurePair:
    """Two levers together.

    ``chance`` and ``cost`` are those of going all the way: shares of ranges and swings together. ``part``: how much of
    the way suffices in the case as it stands (1 where it stays closed, or there are no numbers).
    """

    names: tuple[str, str]
    chance: Estimate
    part: float
    cost: float
    narration: str


@dataclass(frozen=True, slots=True)
class SureLevers:
    """All levers over the draws, the surest first; ``worse``: what would close it, the worst first.

    ``pairs``: combinations of two of the best few that open it in more of the draws than either alone, cheapest first;
    ``cheapest``: the first of them that does so in at least half of the draws.
    """

    question: Question
    draws: int
    chance: Estimate
    levers: tuple[SureLever, ...]
    worse: tuple[SureLever, ...]
    pairs: tuple[SurePair, ...]
    cheapest: SurePair | None
    narration: str


Sets = tuple[tuple[Pull, ...], ...]


def sure_levers(
    found: Study, question: Question = "zone", workers: Workers | None = None, progress: Progress | None = None
) -> SureLevers:
    """Try the levers of the main agenda over the first draws of a study."""
    case, agenda = found.case, found.main.agenda.name
    tried = [deed for deed in deeds(case, agenda) if ends_today(deed.of(case)) is None]
    if question == "now":  # with other tracks linked the talks have other places, and each draw is a long search
        tried = [deed for deed in tried if deed.link is None]
    also = [_state(case, deed) for deed in tried]
    problem, unsolved = posed(case, found.uncertain, int(found.inputs["periods"]), also)
    if question == "now" and unsolved is not None:
        raise RipenessError(f"A deal now cannot be asked about. {unsolved}")
    at = bench(problem.pickled())
    good, bad = _pulls(at, agenda, question, case, found.uncertain.own)
    steps = [Pull(deed.name, deed.kind, deed.party, None, None, deed, deed.cost) for deed in tried]
    each = DRAWS[question] // REPLICATES
    keeper = Keeper(found.folder)

    def over(sets: Sets, name: str) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
        seed, own = int(found.inputs["seed"]), problem.uncertain
        tasks = [(sets, agenda, question, own.values(points(own.dimensions, seed, k, each))) for k in range(REPLICATES)]
        names = [f"levers-{question}-{name}-{k}" for k in range(REPLICATES)]
        count = partial(progress, "trying levers") if progress else None
        frames = finished(keeper, names, lever_draws, problem, tasks, workers or Workers(), count)
        slacks = np.concatenate([frame.to_numpy() for frame in frames])
        return slacks, np.repeat(np.arange(REPLICATES), [len(frame) for frame in frames])

    single: Sets = ((), *((pull,) for pull in (*good, *bad, *steps)))
    slacks, replicate = over(single, "single")
    shares = [_open(slacks[:, k]) for k in range(len(single))]
    base = estimate(shares[0], replicate)
    levers = [
        _lever(question, pulls[0], base, shares[0], own, replicate)
        for pulls, own in zip(single[1:], shares[1:], strict=True)
    ]
    helping = [lever for lever, pulls in zip(levers, single[1:], strict=True) if pulls[0] not in bad]
    order = sorted(helping, key=lambda lever: -lever.chance.value)
    couples = _couples([*good, *steps], order)
    pairs: list[SurePair] = []
    if couples and base.value < 1:
        both, replicate = over(couples, "pairs")
        for k, pulls in enumerate(couples):
            pairs.append(_pair(at, agenda, question, pulls, estimate(_open(both[:, k]), replicate)))
        pairs.sort(key=lambda pair: (pair.cost, -pair.chance.value))
    alone = {lever.name: lever.chance.value for lever in levers}
    pairs = [pair for pair in pairs if pair.chance.value >= max(alone[name] for name in pair.names) + HARM]
    cheapest = next((pair for pair in pairs if pair.chance.value >= LIKELY), None)
    worse = sorted((lever for lever in levers if lever.gain <= -HARM), key=lambda lever: lever.gain)
    best = tuple(lever for lever in order if lever.gain > 0)
    said = _narrate(question, len(slacks), base, best, cheapest, pairs, worse)
    return SureLevers(question, len(slacks), base, best, tuple(worse), tuple(pairs), cheapest, said)


def lever_draws(
    pickled: bytes, sets: Sets, agenda: str, question: Question, values: NDArray[np.float64]
) -> pl.DataFrame:
    """Slack of an agenda in each draw with each set of changes, one column for each set.

    Minus infinity where every deal is firmly refused, nan where the numbers make no case.
    """
    import polars as pl

    at = bench(pickled)
    table = np.array([[*_slacks(at, at.case(row), sets, agenda, question)] for row in values], dtype=np.float64)
    return pl.DataFrame({f"{k}": table[:, k] for k in range(len(sets))})


def _slacks(at: Bench, case: CaseFile, sets: Sets, agenda: str, question: Question) -> Iterator[float]:
    """Slack of a draw with each set of changes; where only the situation is moved nothing is solved again."""
    first = _solved(at, case, question)
    space = None if first is None else first[0].space  # kept as long as no stake is moved
    solved: dict[tuple[str, ...], tuple[Game, Worth] | None] = {(): first}
    for pulls in sets:
        lasting = [pull for pull in pulls if pull.deed is None or pull.deed.link is not None]
        put = {name: to for pull in pulls if pull.deed is not None for name, to in pull.deed.put.items()}
        key = tuple(pull.name for pull in lasting)
        if key not in solved:
            other = case
            for pull in lasting:
                other = pull.of(other)
            staked = any(pull.loc is not None and at.is_stake(pull.loc) for pull in lasting)
            solved[key] = _solved(at, other, question, None if staked else space)
        known = solved[key]
        yield float("nan") if known is None else _slack(*known, agenda, put)


def _solved(at: Bench, case: CaseFile, question: Question, space: DealSpace | None = None) -> tuple[Game, Worth] | None:
    """A case's game, and what its deals are compared with; None where there is none."""
    try:
        made = at.game(case, space)
        return made, worth(made, reference=False) if question == "zone" else at.solved(case, made)[0].worth
    except (BargainingError, RipenessError):
        return None


def _slack(made: Game, values: Worth, agenda: str, put: Mapping[str, str]) -> float:
    """Slack where some variables of today's situation stand elsewhere."""
    if put:
        names, today = [*made.product.values], made.states[made.now]
        state = [put.get(name, value) for name, value in zip(names, today, strict=True)]
        made = replace(made, now=int(np.searchsorted(made.kept, made.product.at(state))))
    found = slack(made, agenda_of(made, agenda), values)
    return -np.inf if found is None else found


def _slack_of(at: Bench, case: CaseFile, agenda: str, question: Question) -> float:
    known = _solved(at, case, question)
    return float("nan") if known is None else _slack(*known, agenda, {})


def _open(slacks: NDArray[np.float64]) -> NDArray[np.float64]:
    return opened(slacks, ~np.isnan(slacks))


def _state(case: CaseFile, deed: Deed) -> tuple[str, ...]:
    return tuple(deed.put.get(name, variable.now) for name, variable in case.situation.variables.items())


def _pulls(
    at: Bench, agenda: str, question: Question, case: CaseFile, drawn: Sequence[Drawn]
) -> tuple[list[Pull], list[Pull]]:
    """The numbers that change slack most, at the end where it is larger, and at the other one."""
    consent = agenda_of(at.base, agenda).consent
    found: list[tuple[float, Pull, Pull]] = []
    for each in drawn:
        if not counts(case, each.loc, consent, question):
            continue
        low, high = each.number.span
        ends = [_slack_of(at, with_numbers(case, {each.loc: end}), agenda, question) for end in (low, high)]
        effect = abs(ends[1] - ends[0]) if np.isfinite(ends).all() else float(ends[0] != ends[1])
        if np.isnan(ends).any() or effect <= NO_EFFECT:
            continue
        better, worse = (high, low) if ends[1] > ends[0] else (low, high)
        moved = [
            Pull(each.label, "assumption", None, each.loc, end, None, _moved(each, end)) for end in (better, worse)
        ]
        found.append((effect, moved[0], replace(moved[1], name=f"{each.label} (at the other end)")))
    found.sort(key=lambda each: -each[0])
    kept = found[:ASSUMPTIONS]
    return [good for _, good, _ in kept], [bad for _, _, bad in kept]


def _moved(each: Drawn, end: float) -> float:
    """The share of its plausible range by which a number is moved to an end."""
    low, high = each.number.span
    return abs(end - each.number.point) / (high - low)


def _couples(pulls: Sequence[Pull], order: Sequence[SureLever]) -> Sets:
    """Pairs of the surest levers that have a cost; not two that put the same variable, or the same number."""
    by_name = {pull.name: pull for pull in pulls}
    few = [by_name[lever.name] for lever in order if lever.cost is not None][:FEW]
    return tuple(
        (one, two)
        for one, two in combinations(few, 2)
        if not (one.deed and two.deed and set(one.deed.put) & set(two.deed.put))
    )


def _pair(at: Bench, agenda: str, question: Question, pulls: tuple[Pull, ...], chance: Estimate) -> SurePair:
    """A pair, and the least that suffices in the case as it stands: numbers moved the same part of their way."""
    case, known = at.problem.case, places(at.problem.case)
    starts = {pull.name: next((n.point for at, n in known.values() if at == pull.loc), None) for pull in pulls}

    def opens(part: float) -> bool:
        other = case
        for pull in pulls:
            other = pull.of(other, starts[pull.name], part)
        return is_open(_slack_of(at, other, agenda, question))

    part = 1.0
    if any(pull.deed is None for pull in pulls) and opens(1.0):
        low, part = 0.0, 1.0
        for _ in range(HALVINGS):
            middle = (low + part) / 2
            low, part = (low, middle) if opens(middle) else (middle, part)
    cost = sum(pull.cost or 0.0 for pull in pulls)
    names = (pulls[0].name, pulls[1].name)
    what = "there is a zone" if question == "zone" else "there is a deal now"
    said = f"‘{names[0]}’ with ‘{names[1]}’: {what} in {share(chance)} of the draws, at a cost of {written(cost)}."
    if part < 1:
        said += f" In the case as it stands {part:.0%} of the way suffices."
    return SurePair(names, chance, part, cost, said)


def _lever(
    question: Question,
    pull: Pull,
    base: Estimate,
    without: NDArray[np.float64],
    own: NDArray[np.float64],
    replicate: NDArray[np.intp],
) -> SureLever:
    chance = estimate(own, replicate)
    shut = without == 0
    opens = float(np.nanmean(own[shut])) if shut.any() else float("nan")
    what = "a zone" if question == "zone" else "a deal now"
    moved = "" if pull.value is None else f" at {pull.value:.3g}"
    said = f"‘{pull.name}’{moved}: {what} in {share(chance)} of the draws, against {share(base)} without it."
    gain = chance.value - base.value
    return SureLever(pull.name, pull.kind, pull.party, pull.value, pull.cost, chance, gain, opens, said)


def _narrate(
    question: Question,
    draws: int,
    base: Estimate,
    best: Sequence[SureLever],
    cheapest: SurePair | None,
    pairs: Sequence[SurePair],
    worse: Sequence[SureLever],
) -> str:
    what = "a zone" if question == "zone" else "a deal now"
    said = [f"In {share(base)} of {draws:,} draws there is {what} as things stand."]
    if base.value == 1:
        said.append("So there is nothing to open.")
    elif best:
        first = listed([f"‘{lever.name}’ ({share(lever.chance)})" for lever in best[:3]])
        said.append(f"The surest levers: {first}.")
    else:
        said.append("No single lever that was tried opens it in more of them.")
    if cheapest is not None:
        said.append(f"The cheapest two together that open it in at least half of the draws: {cheapest.narration}")
    elif pairs:
        surest = max(pairs, key=lambda pair: pair.chance.value)
        said.append(f"No two of the best few open it in half of the draws; the surest: {surest.narration}")
    elif best and base.value < 1:
        said.append("No two of the best few that were tried together open it in more draws than one of them alone.")
    if worse:
        first = listed([f"‘{lever.name}’ ({share(lever.chance)})" for lever in worse[:3]])
        said.append(f"What would make it worse: {first}.")
    return " ".join(said)
