"""Frontiers by integer programs, one per point and region, where elimination would need too wide a bucket.

One program finds the deal with the largest sum of worths in a *region* (all parties at least at given
worths). Nothing in the region dominates it, and it cuts each region that it lies in into one smaller region
per party: those that give that party more. When no region holds a deal, nothing is missing. That rests only
on the solver's word that a region is empty, given with its rounding on the safe side; what it finds is added
up again exactly.

Source: Klamroth, Lacour, Vanderpooten 2015, "On the representation of the search region in multi-objective
optimization", European Journal of Operational Research 245.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.dominance import undominated
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.program import AtLeast, OutOfTimeError, Program, best_deal, write_program

if TYPE_CHECKING:
    from ripeness.bargaining.deals import DealSpace

STEPS = 10_000  # of a swing at most: the solver keeps conditions, and columns whole, to 1e-6; a step must stand clear

Values = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Searched:
    """Deals found, ``choice[deal, issue]`` positions of options, and the swings by which any may be missed."""

    choice: NDArray[np.intp]
    tolerance: float


@dataclass(frozen=True, slots=True)
class Terms:
    """What the search may cost, and what it may miss: see ``frontier``."""

    budget: int
    tolerance: float | None
    on_budget: Literal["error", "approximate"]
    seconds: float | None


def search(
    space: DealSpace,
    chosen: Sequence[int],
    settings: Sequence[NDArray[np.intp]],
    bound: NDArray[np.float64],
    terms: Terms,
) -> Searched:
    """Find deals such that every allowed deal at or above ``bound[party]`` is matched up to the tolerance.

    Without a tolerance every undominated worth is found. Raises BargainingError where the terms do not allow it.
    """
    until = None if terms.seconds is None else time.monotonic() + terms.seconds
    program = write_program(space.tables(settings, chosen), space.combinations, settings, len(chosen))
    swing, top = space.swing_on_grid(chosen), space.best_on_grid(chosen)
    stepwise = terms.tolerance is None
    step = _steps(space, chosen, program) if terms.tolerance is None else _coarse(swing, terms.tolerance)
    summed = (program.cells / step).sum(axis=1)
    regions = np.array([space.on_grid(np.clip(bound, -1.0, 2.0), chosen) - 2])
    found, values = np.zeros((0, len(settings)), dtype=np.intp), np.zeros((0, len(chosen)), dtype=np.int64)
    while len(regions):
        regions = regions[np.argsort(-((top - regions) / swing).min(axis=1), kind="stable")]  # the largest first
        try:
            if len(found) >= terms.budget:
                raise OutOfTimeError
            choice = best_deal(program, summed, AtLeast(regions[0], step, stepwise), until=until)
        except OutOfTimeError:
            break
        if choice is None:
            regions = regions[1:]
            continue
        value = space.total(choice[None, :], chosen)[0]
        if (value < regions[0] - step // 2).any():
            raise BargainingError("the solver's rounding was too coarse for these values: state a larger tolerance.")
        found, values = np.vstack((found, choice)), np.vstack((values, value))
        regions = _cut(regions, value, step, top)
    missed = 0.0 if stepwise else float((step / swing).max())
    if len(regions):
        missed = max(missed, _missed(regions, values, top, swing, terms))
    order, first, kept = undominated(values)
    return Searched(found[order[first[kept]]], missed)


def list_at(
    space: DealSpace, chosen: Sequence[int], settings: Sequence[NDArray[np.intp]], total: Values, limit: int | None
) -> NDArray[np.intp]:
    """List the deals worth exactly ``total[party]``, an undominated worth, excluding each that was found.

    ``choice[deal, issue]``. Raises BargainingError where values are too finely graded to be told apart.
    """
    program = write_program(space.tables(settings, chosen), space.combinations, settings, len(chosen))
    conditions = AtLeast(total, _steps(space, chosen, program), stepwise=True)
    found: list[NDArray[np.intp]] = []
    while limit is None or len(found) < limit:
        choice = best_deal(program, np.zeros(len(program.cells)), conditions, found)
        if choice is None:
            break
        if not (space.total(choice[None, :], chosen) == total).all():
            raise BargainingError("another deal dominates the point: only undominated points list their deals.")
        found.append(choice)
    return np.array(found, dtype=np.intp).reshape(-1, len(settings))


def _steps(space: DealSpace, chosen: Sequence[int], program: Program) -> Values:
    """The largest step, per party, of which all its worths above the base are whole multiples."""
    swing = space.swing_on_grid(chosen)
    common = np.gcd.reduce(program.cells, axis=0)
    steps = np.where(common > 0, common, swing)  # 0: all deals that are left are worth the same
    for party, one, step in zip(chosen, swing.tolist(), steps.tolist(), strict=True):
        if one > STEPS * step:
            raise BargainingError(
                f"the worths of {space.parties[party]!r} go in steps of {step / one:.1g} swings, too fine for integer "
                f"programs to tell apart. Allow a tolerance of {1 / STEPS:g} or more, or round its tables."
            )
    return steps


def _coarse(swing: Values, tolerance: float) -> Values:
    if tolerance < 1 / STEPS:
        raise BargainingError(f"tolerance is {tolerance:g}: integer programs can keep {1 / STEPS:g} swings or more.")
    return np.floor(swing * tolerance).astype(np.int64)


def _cut(regions: Values, value: Values, step: Values, top: Values) -> Values:
    """Cut the regions that the value lies in (the first one surely), and drop those inside another."""
    inside = np.all(regions <= value, axis=1) | (np.arange(len(regions)) == 0)
    pieces = [regions[~inside]]
    for party in range(len(value)):
        piece = regions[inside].copy()
        piece[:, party] = np.maximum(piece[:, party], value[party] + step[party])
        pieces.append(piece)
    left = np.concatenate(pieces)
    left = left[(left <= top).all(axis=1)]
    order, first, kept = undominated(-left)
    return left[order[first[kept]]]


def _missed(regions: Values, values: Values, top: Values, swing: Values, terms: Terms) -> float:
    """What the best deal that a region might still hold would give more than the found deal nearest to it."""
    said = f"the search by integer programs was stopped with {len(values)} points found (budget {terms.budget} points"
    said += f", {terms.seconds:g} seconds)" if terms.seconds is not None else ")"
    if terms.on_budget == "error" or not len(values):
        raise BargainingError(
            f"{said} and {len(regions)} regions not searched. Raise them, allow a larger tolerance, give floors, or "
            "take what was found with its guarantee (on_budget='approximate')."
        )
    short = np.maximum(0.0, (top - values) / swing).max(axis=1)
    return float(short.min())
