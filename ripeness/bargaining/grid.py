"""The grid on which worths are added: decimal places chosen per party, tables of whole numbers.

Between 1e-13 and 1e-12 of a party's swing is one step of its grid. Sums of whole numbers have no rounding,
so that ties and dominance do not depend on the order of adding.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log10
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.elimination import REACH, Scope, Scoped
from ripeness.bargaining.errors import BargainingError

if TYPE_CHECKING:
    from ripeness.bargaining.deals import Factor, Issue

GRID = 12  # decimal places of a swing that are told apart; further ones are noise of binary fractions
NO_SWING = 1e-12  # a party whose best and worst differ by less than this share of its values has no swing


def sum_by_scope(parties: Sequence[str], issues: Sequence[Issue], factors: Sequence[Factor]) -> list[Scoped]:
    """Add up the factors of all parties over the same issues: float tables ``[*scope, party]``."""
    names = [issue.name for issue in issues]
    tables: dict[Scope, np.ndarray] = {}
    for factor in factors:
        where = f"factor of {factor.party!r} over {', '.join(factor.issues)}"
        if factor.party not in parties:
            raise BargainingError(f"{where}: no such party. Parties: {', '.join(parties)}.")
        for name in factor.issues:
            if name not in names:
                raise BargainingError(f"{where}: {name!r} is no issue. Issues: {', '.join(names)}.")
        at = [names.index(name) for name in factor.issues]
        shape = tuple(len(issues[k].options) for k in at)
        if factor.table.shape != shape:
            raise BargainingError(
                f"{where}: the table is {factor.table.shape}, the options of its issues ask for {shape}."
            )
        scope = tuple(sorted(at))
        turned = factor.table.transpose([at.index(k) for k in scope])
        cells = tables.setdefault(scope, np.zeros((*turned.shape, len(parties))))
        cells[..., parties.index(factor.party)] += turned
    return list(tables.items())


def coarse_places(parties: Sequence[str], raw: Sequence[Scoped]) -> list[int]:
    """Decimal places at which no sum of ``raw`` leaves the reach of the grid."""
    most = _reach(len(parties), raw)
    for party, reach in zip(parties, most, strict=True):
        if reach == 0:
            raise BargainingError(_no_swing(party))
    return [floor(log10(REACH)) - floor(log10(reach)) - 1 for reach in most]


def fine_places(parties: Sequence[str], raw: Sequence[Scoped], swing: NDArray[np.float64]) -> list[int]:
    """Decimal places at which GRID places of each party's swing are told apart."""
    most = _reach(len(parties), raw)
    for party, reach, one in zip(parties, most, swing, strict=True):
        if one <= NO_SWING * reach:
            raise BargainingError(_no_swing(party))
    places = [GRID - floor(log10(one)) for one in swing]
    for party, reach, one, digits in zip(parties, most, swing, places, strict=True):
        if log10(reach) + digits > log10(REACH):
            raise BargainingError(
                f"the values of {party!r} reach {reach:g}, its best and worst allowed deals differ by {one:g}: too "
                "far apart to add exactly. Subtract constants from its tables, or list as forbidden what a huge "
                "negative value stands for."
            )
    return places


def on_grid(raw: Sequence[Scoped], places: Sequence[int]) -> tuple[Scoped, ...]:
    """Read float tables to the nearest point of the grid."""
    # A division by an exact power of ten is rounded once; a product with 1e-k would be rounded twice.
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(np.negative(places), 0)
    return tuple((scope, np.rint(cells * up / down).astype(np.int64)) for scope, cells in raw)


def off_grid(total: NDArray[np.int64], places: Sequence[int]) -> NDArray[np.float64]:
    """Turn sums on the grid back into each party's own units."""
    up, down = 10.0 ** np.maximum(places, 0), 10.0 ** np.maximum(np.negative(places), 0)
    return total / up * down


def held(cells: np.ndarray, scope: Scope, settings: Sequence[NDArray[np.intp]]) -> np.ndarray:
    """Keep of a table over ``scope`` only the options that each issue may take."""
    for axis, issue in enumerate(scope):
        if len(settings[issue]) < cells.shape[axis]:
            cells = cells.take(settings[issue], axis=axis)
    return cells


def _reach(parties: int, raw: Sequence[Scoped]) -> NDArray[np.float64]:
    return sum((np.abs(cells).max(axis=tuple(range(len(scope)))) for scope, cells in raw), np.zeros(parties))


def _no_swing(party: str) -> str:
    return (
        f"all allowed deals are worth the same to {party!r}: it has no swing to measure in. "
        "Give it a factor that tells deals apart, or leave it out of the parties."
    )
