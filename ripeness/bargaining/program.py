"""Deals as an integer program, for issues that are tied together too widely for elimination.

Each option of an issue is a 0-1 column. A factor over several issues has a column per cell of its table;
cells add up to the options that they contain, so with whole options exactly the right cell is 1. HiGHS
(Huangfu and Hall 2018, Mathematical Programming Computation 10) finds the best deal under conditions.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.elimination import Scoped
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.forbidden import Combination

SCALE = 1e3  # the solver proves an optimum to 1e-6: with the largest value so large, to 1e-9 of it
SOON = 0.05  # seconds that the solver is given at least, however late it is


class OutOfTimeError(Exception):
    """The solver was stopped; nothing is known."""


@dataclass(frozen=True, slots=True)
class Program:
    """Deals as columns x: ``lower <= matrix x <= upper``, worth ``base[party]`` and ``cells[column, party]``.

    Worths are on the grid, and the least of each block of columns (of which a deal has one) is in the base.
    ``first[issue]`` is the column of the issue's first option; columns past ``whole`` are cells of tables.
    """

    settings: tuple[NDArray[np.intp], ...]
    first: NDArray[np.intp]
    whole: int
    matrix: Any  # scipy ships no types for sparse arrays
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    base: NDArray[np.int64]
    cells: NDArray[np.int64]

    def choice(self, x: NDArray[np.float64]) -> NDArray[np.intp]:
        """Read the deal off a solution: per issue the position of its option."""
        ends = [*self.first[1:].tolist(), self.whole]
        picked = [int(np.argmax(x[a:b])) for a, b in zip(self.first.tolist(), ends, strict=True)]
        return np.array([options[k] for options, k in zip(self.settings, picked, strict=True)], dtype=np.intp)


@dataclass(frozen=True, slots=True)
class AtLeast:
    """What a deal must be worth: ``least[party]`` on the grid, counted in ``unit[party]``.

    With ``stepwise`` all worths lie on whole units above the base: half a unit is left for the solver's rounding.
    """

    least: NDArray[np.int64]
    unit: NDArray[np.int64]
    stepwise: bool


def write_program(
    tables: Sequence[Scoped], rules: Sequence[Combination], settings: Sequence[NDArray[np.intp]], parties: int
) -> Program:
    """Write deals as columns. ``tables`` hold worths on the grid, ``[*scope, party]``, held to ``settings``."""
    sizes = [len(options) for options in settings]
    first = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
    rows = _Rows([], [], [])
    for start, size in zip(first.tolist(), sizes, strict=True):
        rows.add([(start + option, 1.0) for option in range(size)], 1.0, 1.0)
    for rule in rules:
        hits = [(int(first[k]), np.flatnonzero(hit[settings[k]]).tolist()) for k, hit in rule.hits]
        rows.add([(start + option, 1.0) for start, at in hits for option in at], 0.0, len(hits) - 1.0)
    single = [np.zeros((size, parties), dtype=np.int64) for size in sizes]
    joint: list[NDArray[np.int64]] = []
    columns = sum(sizes)
    for scope, cells in tables:
        if len(scope) == 1:
            single[scope[0]] += cells
            continue
        number = np.arange(cells[..., 0].size).reshape(cells.shape[:-1]) + columns
        for axis, issue in enumerate(scope):
            for option in range(sizes[issue]):
                inside = [(int(c), 1.0) for c in number.take(option, axis=axis).ravel()]
                rows.add([*inside, (int(first[issue]) + option, -1.0)], 0.0, 0.0)
        joint.append(cells.reshape(-1, parties))
        columns += number.size
    blocks = [*single, *joint]
    base = sum((block.min(axis=0) for block in blocks), np.zeros(parties, dtype=np.int64))
    worth = np.concatenate([block - block.min(axis=0) for block in blocks])
    lower, upper = np.array(rows.lower), np.array(rows.upper)
    return Program(tuple(settings), first, sum(sizes), rows.matrix(columns), lower, upper, base, worth)


def best_deal(
    program: Program,
    worth: NDArray[np.float64],
    conditions: AtLeast | None = None,
    excluded: Sequence[NDArray[np.intp]] = (),
    until: float | None = None,
) -> NDArray[np.intp] | None:
    """Find the allowed deal with the largest ``worth[column]`` under conditions, None where there is none.

    ``choice[issue]``, positions of options. ``excluded`` deals are not found again. Raises OutOfTimeError past
    ``until`` (of the monotonic clock), BargainingError where the solver gives up.
    """
    from scipy.optimize import Bounds, milp

    limits = [_limits(program.matrix, program.lower, program.upper)]
    if conditions is not None:
        asked, unit = conditions.least - program.base, conditions.unit
        count = np.asarray(-(-asked // unit) - 0.5 if conditions.stepwise else asked / unit, dtype=np.float64)
        limits.append(_limits((program.cells / unit).T, count, np.full(len(unit), np.inf)))
    for choice in excluded:
        row = np.zeros(len(program.cells))
        at = [np.searchsorted(options, option) for options, option in zip(program.settings, choice, strict=True)]
        row[program.first + np.array(at)] = 1.0
        limits.append(_limits(row[None, :], np.array([-np.inf]), np.array([len(choice) - 1.0])))
    integrality = np.zeros(len(worth))
    integrality[: program.whole] = 1
    options: dict[str, Any] = {"mip_rel_gap": 0.0}
    if until is not None:
        options["time_limit"] = max(SOON, until - time.monotonic())
    solved = milp(-worth, integrality=integrality, bounds=Bounds(0, 1), constraints=limits, options=options)
    if solved.status == 1:
        raise OutOfTimeError
    if solved.status == 2:
        return None
    if solved.status != 0:
        raise BargainingError(f"the solver gave up on an integer program: {solved.message}")
    return program.choice(solved.x)


def _limits(matrix: Any, lower: NDArray[np.float64], upper: NDArray[np.float64]) -> Any:
    """Conditions for scipy, whose types know single bounds only."""
    from scipy.optimize import LinearConstraint

    arguments: Any = (matrix, lower, upper)
    return LinearConstraint(*arguments)


def best_deals(
    tables: Sequence[Scoped],
    rules: Sequence[Combination],
    settings: Sequence[NDArray[np.intp]],
    parties: int,
    seconds: float | None = None,
) -> NDArray[np.intp] | None:
    """Find an allowed deal with the largest sum of each column of the tables by itself, None where none is allowed.

    ``choice[column, issue]``, each optimal to about 1e-9 of the largest value of its column. Raises
    BargainingError where that takes more than ``seconds``.
    """
    program = write_program(tables, rules, settings, parties)
    until = None if seconds is None else time.monotonic() + seconds
    found: list[NDArray[np.intp]] = []
    for party in range(parties):
        worth = program.cells[:, party].astype(np.float64)
        try:
            choice = best_deal(program, worth * (SCALE / max(1.0, worth.max())), until=until)
        except OutOfTimeError as stopped:
            raise BargainingError(
                f"the parties' best and worst deals were not found in {seconds:g} seconds, so there is no scale: "
                "raise the limit, tie fewer issues together, or forbid what is out of the question."
            ) from stopped
        if choice is None:
            return None
        found.append(choice)
    return np.array(found)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Conditions on columns, one by one: sparse entries (row, column, coefficient) and bounds."""

    entries: list[tuple[int, int, float]]
    lower: list[float]
    upper: list[float]

    def add(self, terms: Sequence[tuple[int, float]], lower: float, upper: float) -> None:
        self.entries.extend((len(self.lower), column, coefficient) for column, coefficient in terms)
        self.lower.append(lower)
        self.upper.append(upper)

    def matrix(self, columns: int) -> Any:
        from scipy.sparse import csr_array

        row, column, coefficient = (np.array(each) for each in zip(*self.entries, strict=True))
        return csr_array((coefficient, (row, column)), shape=(len(self.lower), columns))
