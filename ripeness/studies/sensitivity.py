"""Which uncertain numbers an answer hangs on: total-order indices, and what it is at either end of each number.

The total-order index of a number (or of a group of them) is the share of an answer's variance that is left if all
others are known: 0 says that the number does not matter, alone or with others. It takes a design of its own, of
N (G + 2) cases for G groups. The ends are read off the draws of the study and take nothing.

Sources: Homma and Saltelli 1996, "Importance measures in global sensitivity analysis of nonlinear models", Reliability
Engineering and System Safety 52; SALib (Herman and Usher 2017, Journal of Open Source Software 2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ripeness.case.assumptions import numbers
from ripeness.case.labels import Loc
from ripeness.case.model import CaseFile
from ripeness.outlook.words import listed
from ripeness.studies.draws import Drawn, Uncertain
from ripeness.studies.keeping import Keeper, finished
from ripeness.studies.solving import posed, solve_draws
from ripeness.studies.spreading import Workers, require
from ripeness.studies.study import PART, Progress, Study
from ripeness.studies.summary import column, made_case, opened, talked

if TYPE_CHECKING:
    import polars as pl

BASE = 64  # N: rows of the design for each group; the intervals say what that is worth
FEWEST = 16  # rows without a fault below which nothing is said of an answer
RESAMPLES = 200  # of the bootstrap behind the intervals
SURE = 0.95
TAIL = 0.1  # share of the draws that stands for an end of a number
TELLING = 0.05  # indices below it are not told, nor those whose interval reaches 0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Index:
    """The total-order index of a group for one answer, and half the width of its 95 % interval."""

    value: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Importance:
    """Which groups of numbers one answer hangs on, most first; empty where ``note`` says why nothing can be said."""

    answer: str
    indices: Mapping[str, Index]
    note: str | None


@dataclass(frozen=True, slots=True)
class Ends:
    """The answer in the draws in which a number is lowest and highest (a tenth of them each, or one alternative).

    ``zone`` and ``now``: shares with a zone and with a deal now; ``deal``: chance of a deal in the periods looked at.
    Each is a pair, low end first; nan where no such draw was solved.
    """

    name: str
    label: str
    low: float
    high: float
    zone: tuple[float, float]
    now: tuple[float, float]
    deal: tuple[float, float]

    @property
    def effect(self) -> float:
        """The largest difference that it makes to one of the three."""
        differences = [abs(high - low) for low, high in (self.zone, self.now, self.deal)]
        return max((each for each in differences if each == each), default=0.0)


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """Indices for each answer, the ends of each number (those that matter most first), and how many cases it took."""

    groups: Mapping[str, tuple[str, ...]]
    answers: tuple[Importance, ...]
    ends: tuple[Ends, ...]
    solved: int
    faulty: int
    narration: str


def sensitivity(
    found: Study,
    each: bool = False,
    base: int = BASE,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Total-order indices of groups of numbers, or of ``each`` number, for the answers of the main agenda.

    ``base`` (N) is a power of two. Raises StudyError where SALib is not installed.
    """
    require("SALib", "studies")
    from SALib.sample import sobol

    groups = groups_of(found.case, found.uncertain, each)
    seed = int(found.inputs["seed"])
    design: Floats = sobol.sample(_problem(groups), base, calc_second_order=False, seed=seed)
    problem, _ = posed(found.case, found.uncertain, int(found.inputs["periods"]))
    values = found.uncertain.values(design)
    parts = [values[first : first + PART] for first in range(0, len(values), PART)]
    names = [f"sensitivity-{'each' if each else 'groups'}-{base}-{k:05d}" for k in range(len(parts))]
    count = partial(progress, "solving for sensitivity") if progress else None
    tasks = [(part,) for part in parts]
    import polars as pl

    frames = finished(Keeper(found.folder), names, solve_draws, problem, tasks, workers or Workers(), count)
    frame = pl.concat(frames)
    answers = tuple(_importance(name, own, groups, base, seed) for name, own in _answers(found, frame).items())
    faulty = int((~made_case(frame)).sum())
    ends = ends_of(found)
    listed_groups = {
        name: tuple(number.label for number, g in zip(_labelled(found.uncertain), groups, strict=True) if g == name)
        for name in dict.fromkeys(groups)
    }
    return Sensitivity(listed_groups, answers, ends, len(frame), faulty, _narrate(answers, ends))


def groups_of(case: CaseFile, uncertain: Uncertain, each: bool) -> list[str]:
    """The group of each dimension of a draw; with ``each``, every number by itself."""
    users: dict[str, Loc] = {}
    for loc, number, _, _ in numbers(case):
        if number.use:
            users.setdefault(number.use, loc)
    names = [number.label if each else _group(case, users.get(number.name, number.loc)) for number in uncertain.own]
    return [*names, *(["what the record fits"] if uncertain.together else [])]


def _group(case: CaseFile, loc: Loc) -> str:
    section = str(loc[0])
    if section == "preferences":
        return f"stakes of {case.parties[str(loc[1])].name}"
    if section == "beliefs":
        return f"what {case.parties[str(loc[1])].name} expects"
    if section == "parties":
        return "precision of answers" if loc[-1] == "precision" else "patience"
    if section == "tracks":
        return "worth of leaving" if "exits" in loc else "who proposes"
    if section == "situation":
        return {"drift": "how the situation moves", "flows": "what fighting pays"}.get(str(loc[1]), "worth of the ends")
    return {
        "durability": "how settlements break",
        "deals": "interim deals",
        "actions": "actions",
    }.get(section, "other numbers")


def _labelled(uncertain: Uncertain) -> list[Drawn]:
    return [*uncertain.own, *uncertain.together[:1]]


def _problem(groups: Sequence[str]) -> dict[str, Any]:
    size = len(groups)
    problem: dict[str, Any] = {
        "num_vars": size,
        "names": [f"x{k}" for k in range(size)],
        "bounds": [[0.0, 1.0]] * size,
    }
    if len(set(groups)) < size or size == 1:
        problem["groups"] = list(groups)
    return problem


def _answers(found: Study, frame: pl.DataFrame) -> dict[str, Floats]:
    """The answers of the main agenda in each case of a frame; nan where there is none."""
    agenda = found.main.agenda.name
    counted, solved = made_case(frame), talked(frame)
    slack, now = column(frame, f"{agenda}.zone"), column(frame, f"{agenda}.now")
    answers = {"slack against fighting on": slack, "whether there is a zone": opened(slack, counted)}
    if solved.any():
        last = [row[-1] if row is not None else float("nan") for row in frame["deal_by"].to_list()]
        answers["slack against waiting"] = now
        answers["whether there is a deal now"] = opened(now, solved)
        answers[f"chance of a deal within {found.inputs['periods']} {found.case.period}s"] = np.array(last)
    return answers


def _importance(answer: str, own: Floats, groups: Sequence[str], base: int, seed: int) -> Importance:
    from SALib.analyze import sobol

    several = [*dict.fromkeys(groups)]
    rows = own.reshape(base, len(several) + 2)
    rows = rows[np.isfinite(rows).all(axis=1)]
    if len(rows) < FEWEST:
        return Importance(answer, {}, f"only {len(rows)} of {base} rows of the design have this answer throughout")
    if np.ptp(rows) == 0:
        return Importance(answer, {}, "it is the same in all cases, so nothing that was drawn matters to it")
    with np.errstate(all="ignore"):
        found = sobol.analyze(
            _problem(groups), rows.ravel(), calc_second_order=False, num_resamples=RESAMPLES, conf_level=SURE, seed=seed
        )
    indices = {
        name: Index(float(value), float(half))
        for name, value, half in zip(several, found["ST"], found["ST_conf"], strict=True)
    }
    left = base - len(rows)
    note = (
        f"{left} of {base} rows of the design were left out: not all of their cases have this answer" if left else None
    )
    return Importance(answer, dict(sorted(indices.items(), key=lambda each: -each[1].value)), note)


def ends_of(found: Study) -> tuple[Ends, ...]:
    """What the answers are where each number is low and where it is high, over the draws; what matters most first."""
    frame, agenda = found.draws, found.main.agenda.name
    zone = opened(column(frame, f"{agenda}.zone"), made_case(frame))
    now = opened(column(frame, f"{agenda}.now"), talked(frame))
    deal = np.array([row[-1] if row is not None else np.nan for row in frame["deal_by"].to_list()], dtype=np.float64)
    ends = []
    for each in found.uncertain.drawn:
        value = column(frame, f"given.{each.name}")
        low, high = np.quantile(value, [TAIL, 1 - TAIL])
        if each.number.choices:
            low, high = value.min(), value.max()
        at = (value <= low, value >= high)
        pairs = [tuple(_mean(answer[where]) for where in at) for answer in (zone, now, deal)]
        ends.append(Ends(each.name, each.label, float(low), float(high), *pairs))  # pyright: ignore[reportArgumentType]
    return tuple(sorted(ends, key=lambda end: -end.effect))


def _mean(values: Floats) -> float:
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")


def _narrate(answers: Sequence[Importance], ends: Sequence[Ends]) -> str:
    said = []
    for importance in answers:
        if importance.note is not None and not importance.indices:
            said.append(f"On {importance.answer} nothing is said: {importance.note}.")
            continue
        telling = [
            f"{name} ({index.value:.2f} ± {index.half_width:.2f})"
            for name, index in importance.indices.items()
            if index.value >= TELLING and index.value > index.half_width
        ]
        first = listed(telling[:3]) if telling else "no single group that could be told from none"
        said.append(f"{importance.answer[0].upper()}{importance.answer[1:]} hangs most on {first}.")
    if ends and ends[0].effect > 0:
        end = ends[0]
        low, high = end.zone
        said.append(
            f"Where ‘{end.label}’ is low ({end.low:.3g} or less) there is a zone in {low:.0%} of the draws, where it "
            f"is high ({end.high:.3g} or more) in {high:.0%}."
        )
    return " ".join(said)
