"""Who would take which point: gains over a reservation value, slack, and the parties that stand in the way.

Arrays are ``value[point, party]`` and ``reservation[party]``, both in swings. That nothing is acceptable,
or that there is no point at all, is an answer here and never an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.errors import BargainingError

TOLERANCE = 1e-9  # swings by which a party may fall short and still accept: far above rounding, far below judgement
TIE = 1e-12  # swings within which two points are as good: the grid of ``deals``


class Slack(NamedTuple):
    """The most that the worst-off party can gain, in swings, and at which point (None where there is none)."""

    amount: float
    point: int | None


@dataclass(frozen=True, slots=True)
class Blocker:
    """A smallest set of parties without whose consent there would be a deal, and what bringing them in would take.

    ``shortfall`` is in each member's own swings, at ``point``: the point that all others accept and at
    which the largest shortfall is least (then the sum). ``narration`` says it in a sentence.
    """

    parties: tuple[int, ...]
    shortfall: tuple[float, ...]
    point: int
    narration: str


def gains(value: ArrayLike, reservation: ArrayLike) -> NDArray[np.float64]:
    """What each party gains at each point over its reservation value, ``[point, party]`` in swings."""
    worth, least = np.asarray(value, dtype=np.float64), np.asarray(reservation, dtype=np.float64)
    if worth.ndim != 2 or least.shape != worth.shape[1:]:
        raise BargainingError(
            f"value has the shape {worth.shape}, reservation {least.shape}: expected (points, parties) and (parties,)."
        )
    if np.isnan(worth).any() or np.isnan(least).any():
        raise BargainingError("a value or reservation is not a number (NaN): find where it was computed.")
    return worth - least


def acceptable(value: ArrayLike, reservation: ArrayLike, tolerance: float = TOLERANCE) -> NDArray[np.bool_]:
    """Mark the points that give every party at least its reservation value, less ``tolerance`` swings."""
    return np.asarray((gains(value, reservation) >= -tolerance).all(axis=1))


def slack(value: ArrayLike, reservation: ArrayLike) -> Slack:
    """Find the largest gain that all parties can have at once; below zero it is the gap.

    Among points equally good for the worst-off party (within 1e-12) the one with the larger sum of gains
    is named, then the first. Without points the slack is -inf. Raises BargainingError where a reservation
    value is infinite, as no sum of gains exists then.
    """
    gain = gains(value, reservation)
    if not np.isfinite(np.asarray(reservation, dtype=np.float64)).all():
        raise BargainingError(f"reservation is {reservation!r}: slack needs a finite reservation value for each party.")
    if not gain.size:
        return Slack(-np.inf, None)
    worst = gain.min(axis=1)
    best = float(worst.max())
    tied = np.flatnonzero(worst >= best - TIE)
    return Slack(best, int(tied[_first_largest(gain[tied].sum(axis=1))]))


def blockers(
    value: ArrayLike, reservation: ArrayLike, names: Sequence[str] | None = None, tolerance: float = TOLERANCE
) -> tuple[Blocker, ...]:
    """Find all minimal sets of parties whose consent, if dropped, would open the zone; the smallest first.

    A set opens the zone if some point is refused by nobody outside it, so the minimal sets are the
    minimal sets of refusers of single points. Empty where the zone is open, and where there is no point.
    ``names[party]`` are used in the narration.
    """
    gain = gains(value, reservation)
    called = _names(names, gain.shape[1])
    return tuple(_blocker(gain, list(members), called, tolerance) for members in minimal_blockers(gain, tolerance))


def deciding(gain: NDArray[np.float64], quorum: int | None = None) -> NDArray[np.float64]:
    """The gain that decides each point, ``[point]``: the smallest, or with a quorum q the q-th largest."""
    needed = quorum or gain.shape[1]
    return -np.sort(-gain, axis=1)[:, needed - 1]


def minimal_blockers(
    gain: NDArray[np.float64], tolerance: float = TOLERANCE, quorum: int | None = None
) -> tuple[tuple[int, ...], ...]:
    """All minimal sets of parties that, counted as accepting, would open the zone; the smallest first.

    ``gain[point, party]`` over the reservation values; minus infinity where a party can accept at no price. With
    a quorum q a point needs q accepting parties. Empty where the zone is open, and where there is no point.
    """
    enough = quorum or gain.shape[1]
    refusers = {tuple(np.flatnonzero(row).tolist()) for row in np.unique(gain < -tolerance, axis=0)}
    missing = {members: max(0, enough - (gain.shape[1] - len(members))) for members in refusers}
    if 0 in missing.values():
        return ()
    needed = {frozenset(some) for members, count in missing.items() for some in combinations(members, count)}
    minimal = [members for members in needed if not any(other < members for other in needed)]
    return tuple(sorted((tuple(sorted(members)) for members in minimal), key=lambda members: (len(members), members)))


def _blocker(gain: NDArray[np.float64], members: list[int], names: Sequence[str], tolerance: float) -> Blocker:
    others = [party for party in range(gain.shape[1]) if party not in members]
    points = np.flatnonzero((gain[:, others] >= -tolerance).all(axis=1))
    short = np.maximum(-gain[points][:, members], 0.0)
    largest = short.max(axis=1)
    tied = np.flatnonzero(largest <= largest.min() + TIE)
    at = tied[_first_largest(-short[tied].sum(axis=1))]
    shortfall = tuple(float(amount) for amount in short[at])
    said = _narration([names[k] for k in members], shortfall, bool(others))
    return Blocker(tuple(members), shortfall, int(points[at]), said)


def _first_largest(sums: NDArray[np.float64]) -> int:
    return int(np.flatnonzero(sums >= sums.max() - TIE)[0])


def _narration(members: Sequence[str], shortfall: Sequence[float], others: bool) -> str:
    who = members[0] if len(members) == 1 else f"{', '.join(members[:-1])} and {members[-1]} together"
    amounts = ", ".join(f"{name} {amount:.3g} swings" for name, amount in zip(members, shortfall, strict=True))
    nearest = "Of the deals that all others accept, the one nearest to it" if others else "The nearest deal"
    return f"The zone is closed by {who}. {nearest} falls short of the reservation value by: {amounts}."


def _names(names: Sequence[str] | None, parties: int) -> Sequence[str]:
    if names is None:
        return [f"party {k}" for k in range(parties)]
    if len(names) != parties:
        raise BargainingError(f"{len(names)} names for {parties} parties: give one name per column of value.")
    return names
