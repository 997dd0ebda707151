"""Deals cut into classes in which they break alike and may cross the refusals of the same parties only.

A frontier is exact for sums of factors. Breaking and refusing are no such sums, but within a class a deal's value is an
increasing function of its utility (docs/decisions/0004).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations, product
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining import Deal, DealSpace, Frontier, frontier
from ripeness.case.game import Agenda, Durability, Game
from ripeness.errors import SolveError

MAX_CLASSES = 2_000  # each is a frontier of its own, some milliseconds; a case has some ten
KEPT = 256  # frontiers that are kept: a case has some ten or twenty, of some hundred points each

Where = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DealClass:
    """Deals that cross firm refusals of the parties in ``crossed`` at most, and break as ``terms`` do.

    ``where`` holds the options that the class leaves to each issue.
    """

    crossed: tuple[str, ...]
    terms: Mapping[str, str]
    where: Where


def deal_classes(
    game: Game, agenda: Agenda, options: Where, rules: Sequence[Durability], crossing: int
) -> Iterator[DealClass]:
    """Every class of an agenda's deals with these ``options``: parties that may be crossed by ways of breaking.

    ``rules`` are the durability rules that count, ``crossing`` how many parties may be crossed at most. A deal is in
    the class of exactly the parties that it crosses, where all that could better it without crossing more are too.
    Raises SolveError where there are more classes than can be compared.
    """
    firm = sorted({line.party for line in game.firm if line.party in agenda.consent})
    sets = list(chain.from_iterable(combinations(firm, size) for size in range(min(crossing, len(firm)) + 1)))
    issues = tuple(dict.fromkeys(issue for rule in rules for issue in rule.terms))
    cells = [_alike(rules, issue, options[issue]) for issue in issues]
    count = len(sets) * prod(len(cell) for cell in cells)
    if count > MAX_CLASSES:
        raise SolveError(
            f"The firm refusals and durability rules of '{agenda.title}' cut its deals into {count:,} classes; at most "
            f"{MAX_CLASSES:,} can be compared. Make durability depend on fewer issues, or refusals on fewer parties."
        )
    for crossed in sets:
        for cell in product(*cells):
            where = dict(options) | dict(zip(issues, cell, strict=True))
            for line in game.firm:
                if line.party in firm and line.party not in crossed and line.issue in agenda.issues:
                    where[line.issue] = tuple(o for o in where[line.issue] if o not in line.options)
            if all(where.values()):
                yield DealClass(crossed, {issue: held[0] for issue, held in zip(issues, cell, strict=True)}, where)


def _alike(rules: Sequence[Durability], issue: str, options: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The options of an issue, grouped by which durability rules they meet."""
    groups: dict[tuple[bool, ...], list[str]] = {}
    for option in options:
        met = tuple(rule.terms[issue].met(option) for rule in rules if issue in rule.terms)
        groups.setdefault(met, []).append(option)
    return [tuple(group) for group in groups.values()]


def known_frontier(space: DealSpace, parties: tuple[str, ...], where: Where, **terms: Any) -> Frontier:
    """The frontier of a class, kept for a while: solving again with other numbers asks for the same ones.

    ``terms`` as in ``ripeness.bargaining.frontier``.
    """
    return _frontier(space, parties, tuple(where.items()), tuple(terms.items()))


def known_value(space: DealSpace, deal: Deal) -> NDArray[np.float64]:
    """The worth of a deal in swings, ``[party]``, kept for a while as frontiers are; not to be written to."""
    return _value(space, deal)


@lru_cache(maxsize=64 * KEPT)
def _value(space: DealSpace, deal: Deal) -> NDArray[np.float64]:
    value = space.value(deal)
    value.setflags(write=False)
    return value


@lru_cache(maxsize=KEPT)
def _frontier(space: DealSpace, parties: tuple[str, ...], where: Any, terms: Any) -> Frontier:
    return frontier(space, parties=parties, where=dict(where), **dict(terms))
