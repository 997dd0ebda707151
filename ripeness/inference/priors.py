"""What the case says of a party's preferences before any act is looked at, as the prior of the fit.

Everything here is in shares: weights sum to 1 over the issues in which the party has a stake, values run from 0 to 1,
worth of joint factors in parts of the sum of the weights. All arrays of one case have the same shape: one row for each
issue of the case, one column for each option of the issue that has most; what is padded is marked as such.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseFile
from ripeness.case.numbers import Number

# Conventions, none of them estimated: what an analyst who writes a bare number is taken to mean by it.
CONCENTRATION = 20.0  # of the Dirichlet over weights: a weight of .3 is then read as .3 give or take .1
VALUE_SD = 0.12  # of the value of an option in the middle of the scale that stands as a bare number
RESERVATION_SD = 0.15  # swings around what the case computes for fighting on
UNKNOWN_RESERVATION = (0.5, 0.35)  # mean and sd in swings where nobody computed it
PRECISION = 10.0  # per swing: a deal that is better by a tenth of a swing is then taken with a chance of .73
PRECISION_SD = 0.7  # of its logarithm: a factor of two either way
EXAGGERATION = 0.2  # swings, scale of the half-normal: demands may point well past what is wanted
CONCESSION = 0.5  # scale of the half-normal: from first to last offer precision falls to exp(-.4) of itself on average
MOST_CONCENTRATION = 2000.0  # of a range so narrow that the number is as good as known
LEAST_SHAPE = 0.5  # of a gamma: no weight and no step is taken to be nothing for certain

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Cells = Any  # an array: numpy's where data are laid out, jax's inside a compiled program


class Prior(NamedTuple):
    """The prior of one party, ``[issue, option]`` where an array has two axes. A tree of arrays, for jax.

    ``weight_shape``: gamma shapes whose shares are the Dirichlet. On an issue that is ``ordered`` the value falls from
    ``peak`` by steps with gamma ``step_shape[issue, gap]``; elsewhere options have scores, normal with ``score`` and
    ``score_sd``. ``joint[factor]`` are fixed worths.
    """

    stake: Cells  # [issue]: the party has a weight there
    option: Cells  # [issue, option]: no padding
    ordered: Cells  # [issue]
    peak: Cells  # [issue]
    weight_shape: Cells  # [issue]
    step_shape: Cells  # [issue, option - 1]
    score: Cells  # [issue, option]
    score_sd: Cells  # [issue, option]
    joint: Cells  # [factor], shares
    reservation: Cells  # mean and sd, swings
    precision: Cells  # mean and sd of the logarithm, per swing
    exaggeration: Cells  # scale, swings
    concession: Cells  # scale


@dataclass(frozen=True, slots=True)
class Scale:
    """The way from shares to the units of the case: ``points`` that the weights sum to, and what was assumed."""

    points: float
    notes: tuple[str, ...]


def moments(case: CaseFile, number: Number) -> tuple[float, float | None]:
    """Mean and standard deviation of a number of the case; no deviation for a bare value."""
    number = case.assumptions[number.use].number if number.use else number
    if number.choices:
        weight = np.array([choice.weight for choice in number.choices])
        value = np.array([choice.value for choice in number.choices])
        mean = float(weight @ value / weight.sum())
        return mean, float(np.sqrt(weight @ (value - mean) ** 2 / weight.sum()))
    if number.low is not None and number.likely is not None and number.high is not None:
        mean = (number.low + 4 * number.likely + number.high) / 6  # PERT
        return mean, float(np.sqrt((mean - number.low) * (number.high - mean) / 7))
    return number.point, None


def stakes_of(case: CaseFile, party: str) -> frozenset[str]:
    """The issues of which a party has a weight, and whose options are not all alike to it."""
    if party not in case.preferences:
        return frozenset()
    weight = _tables(case, party)[2][0]
    return frozenset(name for name, points in zip(case.issues, weight, strict=True) if points > 0)


def prior_of(case: CaseFile, party: str, reservation: float | None) -> tuple[Prior, Scale]:
    """The prior of a party that has stakes. ``reservation``: what fighting on is worth to it, where computed."""
    issues = list(case.issues)
    option, (value, value_sd), (weight, weight_sd) = _tables(case, party)
    points = float(weight.sum())
    stake = weight > 0
    single = np.array([_single_peaked(row[real]) for row, real in zip(value, option, strict=True)])
    stated = np.array([issue.ordered for issue in case.issues.values()])
    notes = tuple(
        f"{case.parties[party].name}: its values of {case.issues[issues[k]].name} have more than one peak in the case, "
        "so that the order of the options is not used."
        for k in np.flatnonzero(stated & stake & ~single)
    )
    sd = np.where(np.isnan(value_sd), 2 * VALUE_SD * np.sqrt(value * (1 - value)), value_sd)
    return (
        Prior(
            stake=stake,
            option=option,
            ordered=stated & stake & single,
            peak=value.argmax(axis=1),
            weight_shape=np.maximum(_concentration(weight / points, weight_sd / points) * weight / points, LEAST_SHAPE),
            step_shape=_steps(value, sd, option),
            score=value,
            score_sd=np.where(np.isnan(value_sd), VALUE_SD, value_sd),
            joint=np.array(_joint(case, party, points)),
            reservation=np.array(UNKNOWN_RESERVATION if reservation is None else (reservation, RESERVATION_SD)),
            precision=np.array(_precision(case, party)),
            exaggeration=np.array(EXAGGERATION),
            concession=np.array(CONCESSION),
        ),
        Scale(points, notes),
    )


def _tables(case: CaseFile, party: str) -> tuple[Bools, tuple[Floats, Floats], tuple[Floats, Floats]]:
    """Which cells hold an option; values from 0 to 1 and weights in points, each with deviations (nan: a bare number).

    An issue of which the party has no weight, or whose options are all alike to it, has the weight 0. Where the values
    of an issue span less than 0 to 100 the weight is that much smaller: it is the worth of going from worst to best.
    """
    preference = case.preferences[party]
    shape = (len(case.issues), max(len(issue.options) for issue in case.issues.values()))
    option, value, value_sd = np.zeros(shape, dtype=np.bool_), np.zeros(shape), np.full(shape, np.nan)
    weight, weight_sd = np.zeros(shape[0]), np.full(shape[0], np.nan)
    for k, (name, issue) in enumerate(case.issues.items()):
        option[k, : len(issue.options)] = True
        if name not in preference.weights:
            continue
        found = np.array([_deviated(moments(case, preference.values[name][key])) for key in issue.options])
        low, span = found[:, 0].min(), float(np.ptp(found[:, 0]))
        if span > 0:
            value[k, : len(found)], value_sd[k, : len(found)] = (found[:, 0] - low) / span, found[:, 1] / span
            mean, sd = _deviated(moments(case, preference.weights[name]))
            weight[k], weight_sd[k] = mean * span / 100, sd * span / 100
    return option, (value, value_sd), (weight, weight_sd)


def _deviated(found: tuple[float, float | None]) -> tuple[float, float]:
    return found[0], np.nan if found[1] is None else found[1]


def _single_peaked(value: Floats) -> bool:
    peak = int(value.argmax())
    return bool((np.diff(value[: peak + 1]) >= 0).all() and (np.diff(value[peak:]) <= 0).all())


def _concentration(share: Floats, sd: Floats) -> float:
    """That of a Dirichlet with the variance that the case's ranges have in all; bare numbers have the default's."""
    spread = share * (1 - share)
    variance = np.where(np.isnan(sd), spread / (CONCENTRATION + 1), sd**2)
    return float(np.clip(spread.sum() / max(variance.sum(), 1e-12) - 1, 1, MOST_CONCENTRATION)) if spread.any() else 1.0


def _steps(value: Floats, sd: Floats, option: Bools) -> Floats:
    """Gamma shapes of the steps between neighbouring options, so that values spread as far as the case says."""
    shapes = np.ones((len(value), value.shape[1] - 1))
    for k, row in enumerate(value):
        size = int(option[k].sum())
        steps = np.abs(np.diff(row[:size]))
        spread, variance = (row * (1 - row))[:size].sum(), (sd[k, :size] ** 2).sum()
        total = np.clip(spread / variance - 1, 1, MOST_CONCENTRATION) if spread > 0 and variance > 0 else 1.0
        shapes[k, : size - 1] = np.maximum(total * steps, LEAST_SHAPE)
    return shapes


def _precision(case: CaseFile, party: str) -> tuple[float, float]:
    number = case.parties[party].precision
    if number is None:
        return float(np.log(PRECISION)), PRECISION_SD
    mean, sd = moments(case, number)
    return float(np.log(mean)), PRECISION_SD if sd is None else max(sd / mean, 0.01)


def _joint(case: CaseFile, party: str, points: float) -> list[float]:
    """Worths of all joint factors of the case, in its order; those of other parties are worth nothing to this one."""
    return [
        value_of(case, joint.worth) / points if name == party else 0.0
        for name, preference in case.preferences.items()
        for joint in preference.joint
    ]
