"""What a study draws: the uncertain numbers of a case, by scrambled Sobol points and inverse distributions.

A range is a PERT: a beta distribution on low to high whose mean is (low + 4 likely + high) / 6. Weighted alternatives
are drawn by their weights, single values stay as they are, and a number that others use by name is drawn once. Joint
draws (a posterior) may take the place of some numbers: then whole rows of them are drawn, so that what hangs together
stays together.

Sources: Malcolm and others 1959, "Application of a technique for research and development program evaluation",
Operations Research 7 (PERT, shape 4). Owen 1997, "Scrambled net variance for integrals of smooth functions", Annals of
Statistics 25: independent scramblings of one net give independent estimates, and so an honest standard error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.case.assumptions import numbers, value_of
from ripeness.case.changes import LIMITS
from ripeness.case.labels import Loc, label, number_name
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Number
from ripeness.errors import StudyError

SHAPE = 4.0  # of the PERT distribution: how much the likely value weighs against the ends; 4 is the usual one
REPLICATES = 8  # independent scramblings: their spread is the standard error, with 7 degrees of freedom
MOST_DIMENSIONS = 21_201  # that scipy has direction numbers for

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One number that is drawn: its place, its name and label as in the list of assumptions, the number, its unit."""

    loc: Loc
    name: str
    label: str
    number: Number
    unit: str


@dataclass(frozen=True, eq=False)
class Uncertain:
    """The uncertain numbers of a case.

    ``own`` are drawn one by one; ``joint[row, place]`` are draws of the numbers ``together`` that hang together, of
    which each draw of the study takes one row.
    """

    own: tuple[Drawn, ...]
    together: tuple[Drawn, ...]
    joint: Floats

    @property
    def drawn(self) -> tuple[Drawn, ...]:
        """All numbers that are drawn, in the order of the columns of ``values``."""
        return (*self.own, *self.together)

    @property
    def dimensions(self) -> int:
        """How many uniform numbers a draw takes: one for each number, one for the row of the joint draws."""
        return len(self.own) + bool(self.together)

    def values(self, uniform: Floats) -> Floats:
        """The numbers of each draw, ``[draw, number]``, from points of the unit cube ``[draw, dimension]``."""
        columns = [quantile(each.number, uniform[:, k]) for k, each in enumerate(self.own)]
        columns = [_whole(each, column) for each, column in zip(self.own, columns, strict=True)]
        if self.together:
            row = np.minimum((uniform[:, -1] * len(self.joint)).astype(np.intp), len(self.joint) - 1)
            columns += list(self.joint[row].T)
        return np.column_stack(columns) if columns else np.zeros((len(uniform), 0))

    def means(self, case: CaseFile) -> dict[Loc, float]:
        """The mean of each number, of joint draws and the number as it stands: what can happen in a draw can with it.

        That is because chances are never below 0, so that their mean is 0 only where all of them are.
        """
        found = {each.loc: mean(each.number) for each in self.own}
        for k, each in enumerate(self.together):
            found[each.loc] = float(self.joint[:, k].mean() + value_of(case, each.number)) / 2
        return found

    def faults(self, values: Floats) -> list[str | None]:
        """For each draw what is impossible about one of its numbers by itself, or None."""
        found: list[str | None] = [None] * len(values)
        for k, each in enumerate(self.drawn):
            low, high = _limits(each)
            for draw in np.flatnonzero(~((values[:, k] >= low) & (values[:, k] <= high))).tolist():
                found[draw] = found[draw] or f"{each.label}: {values[draw, k]:g} lies outside {low:g} to {high:g}"
        return found


def uncertain(case: CaseFile, joint: Mapping[Loc, ArrayLike] | None = None) -> Uncertain:
    """The numbers of a case that are drawn. ``joint[place][draw]``: joint draws, all of one length, in place of some.

    Raises StudyError where there is nothing to draw, or the joint draws do not fit the case.
    """
    listed = {loc: (number, unit) for loc, number, _, unit in numbers(case)}
    drawn = {loc: Drawn(loc, number_name(loc), label(case, loc), *both) for loc, both in listed.items()}
    joint = joint or {}
    if strange := [loc for loc in joint if loc not in drawn]:
        raise StudyError(f"there is no number at {strange[0]}", "Joint draws are of numbers of the case, by place.")
    rows = [np.asarray(each, dtype=np.float64) for each in joint.values()]
    if any(each.ndim != 1 or not len(each) or len(each) != len(rows[0]) for each in rows):
        raise StudyError("the joint draws are not lists of one length", "Give one value of each number per draw.")
    if any(not np.isfinite(each).all() for each in rows):
        raise StudyError("a joint draw is not a finite number", "Correct the draws.")
    own = tuple(each for loc, each in drawn.items() if loc not in joint and not each.number.use and _varies(each))
    if not own and not joint:
        raise StudyError(
            "every number of the case is a single value, so there is nothing to draw",
            "Write what is uncertain as {low, likely, high}, or as choices with weights.",
        )
    if len(own) >= MOST_DIMENSIONS:
        raise StudyError(f"{len(own):,} uncertain numbers", f"At most {MOST_DIMENSIONS - 1:,} can be drawn.")
    return Uncertain(own, tuple(drawn[loc] for loc in joint), np.array(rows).T if rows else np.zeros((0, 0)))


def points(dimensions: int, seed: int, replicate: int, count: int) -> Floats:
    """The first ``count`` scrambled Sobol points of a replicate, ``[draw, dimension]``: more draws keep the first."""
    from scipy.stats import qmc

    random = np.random.default_rng(np.random.SeedSequence([seed, replicate]))
    sobol = qmc.Sobol(dimensions, scramble=True, seed=random)  # pyright: ignore[reportCallIssue]  'rng' from 1.15 on
    return sobol.random_base2(max(0, (count - 1).bit_length()))[:count]


def quantile(number: Number, uniform: Floats) -> Floats:
    """The values of a number at shares 0..1 of its distribution."""
    if number.low is not None and number.likely is not None and number.high is not None:
        from scipy.special import betaincinv

        width = number.high - number.low
        if width == 0:
            return np.full(len(uniform), number.low)
        before = 1 + SHAPE * (number.likely - number.low) / width
        after = 1 + SHAPE * (number.high - number.likely) / width
        return number.low + width * betaincinv(before, after, uniform)
    if number.choices:
        weight = np.array([choice.weight for choice in number.choices])
        share = np.cumsum(weight) / weight.sum()
        value = np.array([choice.value for choice in number.choices])
        return value[np.minimum(np.searchsorted(share, uniform, side="right"), len(value) - 1)]
    return np.full(len(uniform), number.point)


def mean(number: Number) -> float:
    """The mean of a number's distribution."""
    if number.low is not None and number.likely is not None and number.high is not None:
        return (number.low + SHAPE * number.likely + number.high) / (2 + SHAPE)
    if number.choices:
        weight = sum(choice.weight for choice in number.choices)
        return sum(choice.value * choice.weight for choice in number.choices) / weight
    return number.point


def _varies(each: Drawn) -> bool:
    low, high = each.number.span
    return low < high


def _whole(each: Drawn, values: Floats) -> Floats:
    """A deal lasts a whole number of periods; everything else is as drawn."""
    return np.rint(values) if each.unit == "periods" else values


def _limits(each: Drawn) -> tuple[float, float]:
    """What a number of its unit may be."""
    if each.loc[-1] == "discount":
        return float(np.nextafter(0, 1)), float(np.nextafter(1, 0))
    if each.unit == "periods":
        return 1.0, np.inf
    if each.unit == "per swing" or "weights" in each.loc:
        return 0.0, np.inf
    if each.unit == "weight points":  # what goes together may be worth less together
        return -np.inf, np.inf
    return LIMITS.get(each.unit, (-np.inf, np.inf))


def standard_error(by_replicate: Sequence[float] | Floats) -> float:
    """The standard error of the mean of estimates from independent scramblings; nan where fewer than two have one."""
    known = np.asarray(by_replicate, dtype=np.float64)
    known = known[np.isfinite(known)]
    return float(known.std(ddof=1) / np.sqrt(len(known))) if len(known) > 1 else float("nan")
