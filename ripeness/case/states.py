"""The situations of a case and how they move: rules with conditions become sparse arrays over the reachable states.

A state is one value for each variable. Given the state, its variables move independently of each other, each by the
last rule whose condition holds; variables that are held (by a truce, say) stay where they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ripeness.bargaining import BargainingError
from ripeness.case.assumptions import value_of
from ripeness.case.model import STEPS, CaseFile, DriftRule, When

State = tuple[str, ...]
Positions = NDArray[np.intp]
Tables = Mapping[str, NDArray[np.float64]]  # per variable the chances [state, value] of where it goes
SLACK = 1e-9  # by which chances may exceed 1: rounding


@dataclass(frozen=True, eq=False)
class Product:
    """Every combination of values. ``place[variable][state]`` is the position of the variable's value there."""

    values: Mapping[str, tuple[str, ...]]

    @property
    def shape(self) -> tuple[int, ...]:
        """How many values each variable has."""
        return tuple(len(values) for values in self.values.values())

    @cached_property
    def size(self) -> int:
        """How many states there are."""
        return int(np.prod(self.shape, dtype=np.int64))

    @cached_property
    def place(self) -> dict[str, Positions]:
        """Where each variable stands in each state."""
        return dict(zip(self.values, np.unravel_index(np.arange(self.size), self.shape), strict=True))

    def at(self, state: Sequence[str]) -> int:
        """The position of a state that is named by the values of its variables, in their order."""
        places = [values.index(value) for values, value in zip(self.values.values(), state, strict=True)]
        return int(np.ravel_multi_index(places, self.shape))

    def named(self, position: int) -> State:
        """The values of the variables in a state."""
        return tuple(values[self.place[name][position]] for name, values in self.values.items())

    def all_named(self, positions: Positions) -> tuple[State, ...]:
        """The values of the variables in many states."""
        columns = ([values[k] for k in self.place[name][positions].tolist()] for name, values in self.values.items())
        return tuple(zip(*columns, strict=True))

    def met(self, when: When) -> NDArray[np.bool_]:
        """Where a condition holds, ``[state]``."""
        holds = np.ones(self.size, dtype=np.bool_)
        for name, condition in when.items():
            holds &= np.array([condition.met(value) for value in self.values[name]])[self.place[name]]
        return holds

    def moved(self, changes: Mapping[str, str]) -> Positions:
        """Where changes put each state, ``[state]``: variables at a value, or one step up or down as far as it goes."""
        places = dict(self.place)
        for name, to in changes.items():
            places[name] = self.stepped(name, to)
        return np.ravel_multi_index(tuple(places.values()), self.shape)

    def stepped(self, name: str, to: str) -> Positions:
        """Where one variable goes from each state: a step along its values, or to a value."""
        if to not in STEPS:
            return np.full(self.size, self.values[name].index(to))
        return np.clip(self.place[name] + (1 if to == "up" else -1), 0, len(self.values[name]) - 1)


def product_of(case: CaseFile) -> Product:
    """All situations of a case."""
    return Product({name: tuple(variable.values) for name, variable in case.situation.variables.items()})


def tables(case: CaseFile, states: Product, rules: Sequence[DriftRule]) -> Tables:
    """Where each variable goes from each state. Raises BargainingError for chances of moving that exceed 1."""
    return {name: _table(case, states, name, [r for r in rules if r.variable == name]) for name in states.values}


def first_alike(beliefs: Sequence[Tables], place: int) -> int:
    """The position of the first belief that is the very same as the one at a place."""
    return next(k for k, each in enumerate(beliefs) if each is beliefs[place])


def _table(case: CaseFile, states: Product, name: str, rules: Sequence[DriftRule]) -> NDArray[np.float64]:
    counting = np.full(states.size, -1)
    for number, rule in enumerate(rules):
        counting[states.met(rule.when)] = number
    chance = np.zeros((states.size, len(states.values[name])))
    for number in np.unique(counting[counting >= 0]).tolist():
        at, rule = np.flatnonzero(counting == number), rules[number]
        for to, amount in (*rule.moves.items(), *rule.to.items()):
            chance[at, states.stepped(name, to)[at]] += value_of(case, amount)
        _refuse_no_chance(case, name, rule, chance[at])
    own = (np.arange(states.size), states.place[name])
    chance[own] = 0.0
    chance[own] = np.maximum(0.0, 1.0 - chance.sum(axis=1))
    return chance


def _refuse_no_chance(case: CaseFile, name: str, rule: DriftRule, chance: NDArray[np.float64]) -> None:
    if chance.min() >= -SLACK and chance.sum(axis=1).max() <= 1 + SLACK:
        return
    moves = {to: value_of(case, amount) for to, amount in (*rule.moves.items(), *rule.to.items())}
    where = {key: list(condition.values) for key, condition in rule.when.items()}
    raise BargainingError(
        f"the drift rule of '{name}'{f' where {where}' if where else ''} gives the chances {moves}: each lies between "
        "0 and 1 and together they are at most 1; what is left is staying."
    )


def moves(
    states: Product, chances: Tables, start: Positions, held: Iterable[str] = ()
) -> tuple[Positions, Positions, NDArray[np.float64]]:
    """Where a period leads from the ``start`` states: rows (positions in ``start``), next states, chances."""
    row, column = np.arange(len(start)), np.zeros(len(start), dtype=np.intp)
    chance = np.ones(len(start))
    for name, values in states.values.items():
        column *= len(values)
        if name in held:
            column += states.place[name][start[row]]
            continue
        here, to = np.nonzero(chances[name][start])
        count = np.bincount(here, minlength=len(start))
        begin = np.cumsum(count) - count
        many = count[row]
        rank = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
        entry = np.repeat(begin[row], many) + rank
        row, column, chance = np.repeat(row, many), np.repeat(column, many), np.repeat(chance, many)
        column = column + to[entry]
        chance = chance * chances[name][start[row], to[entry]]
    return row, column, chance


def reachable(
    states: Product,
    seeds: Sequence[int],
    beliefs: Sequence[Tables],
    jumps: Sequence[Callable[[Tables, Positions], Positions]],
    ends: NDArray[np.bool_],
) -> Positions:
    """The states that can be reached from the seeds by any belief's drift or by a jump, in order of position.

    Each of the ``jumps`` gives, for what some belief thinks possible and a set of states, where a deal, an action or a
    break may lead from there. Nothing moves on from an end.
    """
    possible = {name: sum((belief[name] for belief in beliefs), np.zeros(1)) for name in states.values}
    found = np.zeros(states.size, dtype=np.bool_)
    edge = np.unique(np.array(seeds, dtype=np.intp))
    while len(edge):
        found[edge] = True
        edge = edge[~ends[edge]]
        following = [moves(states, possible, edge)[1], *(jump(possible, edge) for jump in jumps)]
        edge = np.unique(np.concatenate(following))
        edge = edge[~found[edge]]
    return np.flatnonzero(found)


def matrix(
    states: Product, kept: Positions, chances: Tables, start: Positions, held: Iterable[str] = ()
) -> sparse.csr_array:
    """The drift from each of the ``start`` states, ``[start, kept]``; ``kept`` are the states that count."""
    row, column, chance = moves(states, chances, start, held)
    place = np.full(states.size, -1)
    place[kept] = np.arange(len(kept))
    inside = place[column] >= 0  # only from an end, whose row is never read, does a move lead out of what is kept
    shape = (len(start), len(kept))
    return sparse.csr_array((chance[inside], (row[inside], place[column[inside]])), shape=shape)
