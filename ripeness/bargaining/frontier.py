"""The frontier: the deals that nobody can improve on without a loss to somebody, without listing deals.

Exactly, by elimination (``merging``) or by integer programs (``program``); or, where the caller says so, up to
a stated tolerance. Whatever was done, the answer tells what it guarantees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE, acceptable
from ripeness.bargaining.deals import Deal, DealSpace, Issue, Method, Where
from ripeness.bargaining.elimination import best_below, best_beside
from ripeness.bargaining.epsilon import Boxes, TooCoarseError
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.merging import Merged, decode, merge_buckets
from ripeness.bargaining.points import Exact, OverBudgetError

ALLOWANCES = (1 / 64, 1 / 8, np.inf)  # swings to leave below the floors while pruning, the least that does is used

Floor = Sequence[float] | Mapping[str, float] | NDArray[np.float64]
OnBudget = Literal["error", "approximate"]


@dataclass(frozen=True, eq=False)
class Frontier:
    """Undominated points in swings, best for the first party first, each with a deal and the number of its deals.

    ``value[point, party]``; ``choice[point, issue]`` positions of the options of one witness deal;
    ``count[point]`` how many allowed deals attain exactly that point (to the grid of ``deals``, at most
    1e-12 swings), or at least so many where ``counted`` is false. ``exact`` means every undominated point
    at or above ``floor[party]``, and no others. Otherwise, for every undominated deal at or above the floor,
    some listed point is at least as good for every party up to ``tolerance`` swings (and may be that much
    below the floor itself); no listed point is dominated by another listed one. ``where`` is what issues
    were held to.
    """

    parties: tuple[str, ...]
    value: NDArray[np.float64]
    choice: NDArray[np.intp]
    count: tuple[int, ...]
    space: DealSpace = field(repr=False)
    floor: NDArray[np.float64] = field(repr=False)
    where: Where = field(default_factory=dict, repr=False)
    exact: bool = True
    tolerance: float = 0.0
    counted: bool = True
    method: Method = "elimination"

    def __len__(self) -> int:
        return len(self.value)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The issues of the space."""
        return self.space.issues

    @cached_property
    def deals(self) -> tuple[Deal, ...]:
        """One witness deal per point."""
        return self.space.named(self.choice)

    def ties(self, point: int, limit: int | None = 1000) -> tuple[Deal, ...]:
        """List the deals that attain a point, at most ``limit`` of them (None: all; ``count[point]`` may be huge).

        The order is that of a search, the same each time; the witness may stand anywhere in it. Raises
        BargainingError for a point of an approximate frontier that is dominated after all, or that an
        integer program cannot tell from its neighbours.
        """
        from ripeness.bargaining.ties import tied

        if not -len(self) <= point < len(self):
            raise BargainingError(f"there is no point {point}: the frontier has {len(self)}, numbered from 0.")
        return tied(self, point, limit)

    def to_table(self) -> list[dict[str, str | float | int]]:
        """One row per point: the witness's option by issue, ``'<party> (swings)'``, and ``'count'`` of its deals."""
        columns = [f"{party} (swings)" for party in self.parties]
        clash = {issue.name for issue in self.issues} & {*columns, "count"}
        if clash:
            raise BargainingError(f"the issue {min(clash)!r} has the name of another column of the table: rename it.")
        return [
            {**deal, **dict(zip(columns, row, strict=True)), "count": count}
            for deal, row, count in zip(self.deals, self.value.tolist(), self.count, strict=True)
        ]


def frontier(
    space: DealSpace,
    parties: Sequence[str] | None = None,
    where: Where | None = None,
    floor: Floor | None = None,
    budget: int = 200_000,
    tolerance: float | None = None,
    on_budget: OnBudget = "error",
    method: Method | None = None,
    seconds: float | None = None,
) -> Frontier:
    """Find the undominated allowed deals among ``parties`` (default: all).

    ``where`` holds issues to an option or options; the scale stays that of the whole space. ``floor``
    (in swings, per party in the order of ``parties`` or by name; -inf for none) leaves out points that
    give a party less than its floor by more than 1e-9, and prunes on the way: nothing above is lost.
    An empty frontier is an answer.

    Where more than ``budget`` points at once would be kept: an error; with ``on_budget="approximate"`` an
    answer with ``exact=False`` and its tolerance, which is an error again if above ``tolerance`` (swings; None
    for any). ``method`` (default: the space's) ``"integer"`` solves one integer program per point instead, for
    spaces tied together too widely; ``tolerance`` is then what undominated points may be missed by, None for
    exactly (an error where a party's values are too finely graded for that), and ``seconds`` limits it, as
    ``budget`` does its points. Raises BargainingError, naming what to change.
    """
    where = {
        issue: (options,) if isinstance(options, str) else tuple(options) for issue, options in (where or {}).items()
    }
    chosen = space.party_positions(parties)
    names = tuple(space.parties[k] for k in chosen)
    bound = _bound(floor, names)
    way = method or space.method
    _check_terms(way, budget, tolerance, on_budget, seconds)
    if way == "integer":
        from ripeness.bargaining.integer import Terms, search

        terms = Terms(budget, tolerance, on_budget, seconds)
        searched = search(space, chosen, space.settings(where), bound, terms)
        choice, error = searched.choice, np.array(searched.tolerance)
        value = space.in_swings(space.total(choice, chosen), chosen)
        choice = choice[acceptable(value, bound - error, TOLERANCE)]
        count = (1,) * len(choice)
    else:
        merged = _eliminate(space, chosen, where, bound, budget, tolerance, on_budget)
        error = merged.points.error / space.swing_on_grid(chosen)
        value = space.in_swings(merged.points.value, chosen)
        listed = np.flatnonzero(acceptable(value, bound - error, TOLERANCE))
        choice = decode(merged, listed, space.settings(where))
        count = tuple(int(n) for n in merged.points.count[listed])
    value = space.in_swings(space.total(choice, chosen), chosen)
    most = float(np.max(error, initial=0.0))
    counted = way == "elimination" and most == 0
    return Frontier(names, value, choice, count, space, bound, where, most == 0, most, counted=counted, method=way)


def _eliminate(
    space: DealSpace,
    chosen: Sequence[int],
    where: Where | None,
    bound: NDArray[np.float64],
    budget: int,
    tolerance: float | None,
    on_budget: OnBudget,
) -> Merged:
    """Merge exactly; if that is too much and the caller says so, again in boxes, as narrow as the budget lets them."""
    buckets = space.buckets(space.settings(where), chosen)
    beside = best_beside(buckets, best_below(buckets))
    names = [*(issue.name for issue in space.issues)]
    names += ["a wide forbidden combination"] * (len(buckets) - len(names))

    def least(allowance: float) -> NDArray[np.int64]:
        # Two grid points lower than asked: the last word on the floor is spoken on the scaled values later.
        return space.on_grid(np.clip(bound - allowance - TOLERANCE, -2.0, 2.0), chosen) - 2

    try:
        return merge_buckets(buckets, beside, least(0.0), lambda bucket: Exact(budget, names[bucket.issue]))
    except OverBudgetError:
        if on_budget == "error":
            raise
    swing = space.swing_on_grid(chosen)
    pruning = np.isfinite(bound).any()
    allowances = (tolerance,) if tolerance is not None else ALLOWANCES if pruning else (np.inf,)
    for allowed in allowances:
        try:
            return merge_buckets(
                buckets, beside, least(allowed), lambda bucket, a=allowed: Boxes(budget, swing, a, names[bucket.issue])
            )
        except TooCoarseError:
            if allowed == allowances[-1]:
                raise
    raise AssertionError("the last allowance returns or raises")


def _bound(floor: Floor | None, names: tuple[str, ...]) -> NDArray[np.float64]:
    if floor is None:
        return np.full(len(names), -np.inf)
    if isinstance(floor, Mapping):
        strangers = [name for name in floor if name not in names]
        if strangers:
            raise BargainingError(
                f"floor for {', '.join(strangers)}: not among the parties of this frontier ({', '.join(names)}). "
                "A floor holds only for parties whose gains are compared: add them to parties."
            )
        floor = [floor.get(name, -np.inf) for name in names]
    bound = np.asarray(floor, dtype=np.float64)
    if bound.shape != (len(names),) or np.isnan(bound).any():
        raise BargainingError(f"floor is {floor!r}: give one number for each of {', '.join(names)} (-inf for none).")
    return bound


def _check_terms(way: Method, budget: int, tolerance: float | None, on_budget: OnBudget, seconds: float | None) -> None:
    if way not in ("elimination", "integer"):
        raise BargainingError(f"method is {way!r}: it is 'elimination' or 'integer'.")
    if on_budget not in ("error", "approximate"):
        raise BargainingError(f"on_budget is {on_budget!r}: it is 'error' or 'approximate'.")
    if budget < 1:
        raise BargainingError(f"budget is {budget}: allow one point at least.")
    if tolerance is not None and not tolerance > 0:
        raise BargainingError(f"tolerance is {tolerance}: give a positive number of swings, or None.")
    if way == "elimination" and tolerance is not None and on_budget == "error":
        raise BargainingError(
            f"tolerance is {tolerance:g}, but past the budget there is to be an error: say on_budget='approximate'."
        )
    if way == "elimination" and seconds is not None:
        raise BargainingError("seconds limits integer programs only: elimination is limited by budget.")
