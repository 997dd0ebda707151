"""The nearest deals that everybody would take: fewest options changed, exactly, without listing deals.

The number of changed options is one more worth to add up, minus one for each change. Issues are eliminated as for
the frontier, with that worth beside the parties' own, keeping only sums that can still come to every reservation
value within k changes; k doubles until some do. The sums then serve as an oracle: walking back down the buckets, an
option is tried only if some sum of what is left completes it, so that every branch ends in a deal and deals are
listed one by one, dominated ones too.

Source: the elimination of Rollon and Larrosa 2006 (see ``frontier``); the walk is ours. Time: that of a frontier of
one party more, at most log2(issues) + 3 times, and per listed deal one check of each option against those sums.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE
from ripeness.bargaining.deals import Deal, DealSpace, Where
from ripeness.bargaining.elimination import Bucket, best_below, best_beside
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.merging import Merged, child_cells, merge_buckets
from ripeness.bargaining.points import Exact, OverBudgetError, Points, merged, numbered, single

NEAR = 2  # changes up to which it is cheaper to look than to ask first whether any deal is taken by all

Reservation = Sequence[float] | Mapping[str, float] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The deals with the fewest changed options that all parties take.

    ``distance`` is that number of options, None where no deal is taken by all. ``complete`` tells whether ``deals``
    holds every one of them, or only as many as were asked for.
    """

    distance: int | None
    deals: tuple[Deal, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class _Chain:
    """Buckets still to be walked into, the next one first, each under one setting of its neighbours (flat).

    ``sums`` are the undominated sums over everything in the chain.
    """

    bucket: int
    cell: int
    rest: _Chain | None
    sums: Points


def nearest_deals(
    space: DealSpace,
    deal: Mapping[str, str],
    reservation: Reservation,
    parties: Sequence[str] | None = None,
    where: Where | None = None,
    limit: int = 20,
    budget: int = 200_000,
) -> Nearest:
    """Find the allowed deals that give each of ``parties`` its reservation value with the fewest options changed.

    ``reservation`` in swings, in the order of ``parties`` or by name (-inf for one that takes anything); a party takes
    what falls short by no more than 1e-9. ``where`` holds the deals found to an option or options per issue; the
    ``deal`` itself may break it, and may be forbidden. The search is by elimination, whatever the method of the space.
    Raises BargainingError for a space too wide for that, where more than ``budget`` sums at once would be kept, and for
    unknown names.
    """
    if limit < 1:
        raise BargainingError(f"limit is {limit}: ask for one deal or more.")
    chosen = space.party_positions(parties)
    names = [space.parties[k] for k in chosen]
    bound = reservation_values(reservation, names)
    settings = space.settings(where)
    changed = _changed(space, deal, settings)
    buckets = tuple(_counting(bucket, changed) for bucket in space.buckets(settings, chosen))
    least = _least_sums(space, bound, chosen)
    try:
        found = _within_fewest(space, buckets, least, bound, names, where, budget)
        if found is None:
            return Nearest(None, (), True)
        distance = -int(found.points.value[:, -1].max())
        need = np.append(least, -distance)
        listed = list(islice(_walk(_merged(buckets, need, budget), need, settings, budget), limit + 1))
    except OverBudgetError as error:
        raise BargainingError(
            f"the search for the nearest deals would keep more than its budget of {budget} sums at once. Hold issues "
            "to fewer options with where, ask for fewer parties, or raise the budget."
        ) from error
    return Nearest(distance, space.named(np.array(listed[:limit])), len(listed) <= limit)


def reservation_values(reservation: Reservation, names: Sequence[str]) -> NDArray[np.float64]:
    """Read one reservation value per party, ``[party]`` in swings; infinite ones are allowed."""
    if isinstance(reservation, Mapping):
        wrong = [name for name in (*reservation, *names) if name not in reservation or name not in names]
        if wrong:
            raise BargainingError(
                f"reservation values are given for {', '.join(reservation) or 'nobody'}; the parties are "
                f"{', '.join(names)}. Give one for each and no others (-inf for a party that takes anything)."
            )
        reservation = [reservation[name] for name in names]
    bound = np.asarray(reservation, dtype=np.float64)
    if bound.shape != (len(names),) or np.isnan(bound).any():
        raise BargainingError(f"reservation is {reservation!r}: give one number for each of {', '.join(names)}.")
    return bound


def _changed(
    space: DealSpace, deal: Mapping[str, str], settings: Sequence[NDArray[np.intp]]
) -> tuple[NDArray[np.bool_], ...]:
    """For each issue: which of the options that it may take differ from the deal's."""
    space.broken(deal)  # checks its names
    return tuple(
        options != issue.options.index(deal[issue.name]) for issue, options in zip(space.issues, settings, strict=True)
    )


def _counting(bucket: Bucket, changed: Sequence[NDArray[np.bool_]]) -> Bucket:
    """Add a last column: -1 where the option of the bucket's own issue is a change."""
    count = np.zeros((*bucket.value.shape[:-1], 1), dtype=np.int64)
    if bucket.issue < len(changed):  # the rest only tell whether a combination matches so far
        count[..., 0] = -changed[bucket.issue].astype(np.int64)
    return replace(bucket, value=np.concatenate((bucket.value, count), axis=-1))


def _least_sums(space: DealSpace, bound: NDArray[np.float64], chosen: Sequence[int]) -> NDArray[np.int64]:
    """The smallest sums on the grid that the parties take, ``[party]``: accepting does not depend on rounding."""
    aim = np.clip(bound - TOLERANCE, -1.0, 2.0)
    least = space.on_grid(aim, chosen) - 2
    for _ in range(5):
        short = space.in_swings(least, chosen) - np.clip(bound, -1.0, 2.0) < -TOLERANCE
        least = least + short
    return least


def _within_fewest(
    space: DealSpace,
    buckets: Sequence[Bucket],
    least: NDArray[np.int64],
    bound: NDArray[np.float64],
    names: Sequence[str],
    where: Where | None,
    budget: int,
) -> Merged | None:
    """Double the number of changes until some deal comes to ``least``; None if none does."""
    for within in _doubling(len(space.issues)):
        # Deals far away are many: before looking there, make sure that there is one at all.
        if within > NEAR and not len(space.frontier(names, where, bound, budget, method="elimination")):
            return None
        found = _merged(buckets, np.append(least, -within), budget)
        if len(found.points):
            return found
    return None


def _doubling(most: int) -> Iterator[int]:
    """0, 1, 2, 4, ... and last ``most``."""
    within = 0
    while within < most:
        yield within
        within = max(1, 2 * within)
    yield most


def _merged(buckets: Sequence[Bucket], need: NDArray[np.int64], budget: int) -> Merged:
    beside = best_beside(buckets, best_below(buckets))
    return merge_buckets(buckets, beside, need, lambda _: Exact(budget, "the nearest deals"))


def _walk(
    found: Merged, need: NDArray[np.int64], settings: Sequence[NDArray[np.intp]], budget: int
) -> Iterator[list[int]]:
    """List the deals that come to ``need``, dominated ones too, as positions of options, each once.

    What is left to be walked into has its undominated sums beside it: where one of them completes a partial
    deal, so does some deal, and where none does, no deal does. So every branch that is entered ends in a deal.
    """
    buckets = [message.bucket for message in found.messages]
    cells = [[child_cells(buckets[child], bucket) for child in bucket.children] for bucket in buckets]
    nothing = single(np.zeros_like(need))
    chain = _roots(found, nothing)
    waiting: list[tuple[_Chain | None, NDArray[np.int64], dict[int, int]]] = [(chain, nothing.value[0], {})]
    while waiting:
        at, so_far, taken = waiting.pop()
        if at is None:
            yield [int(options[taken[issue]]) for issue, options in enumerate(settings)]
            continue
        bucket = buckets[at.bucket]
        value = bucket.value.reshape(-1, *bucket.value.shape[-2:])[at.cell]
        for option in np.flatnonzero(bucket.open.reshape(-1, len(value))[at.cell]).tolist():
            left = at.rest
            for child, cell in zip(bucket.children, (int(of[at.cell, option]) for of in cells[at.bucket]), strict=True):
                left = _Chain(child, cell, left, _added(left, found.messages[child].at(cell), budget))
            total = so_far + value[option]
            if (total + (left.sums if left else nothing).value >= need).all(axis=1).any():
                waiting.append((left, total, {**taken, bucket.issue: option}))


def _roots(found: Merged, nothing: Points) -> _Chain | None:
    """The roots as a chain; their sums are those of the steps in which they were merged."""
    chain: _Chain | None = None
    value = nothing.value
    for root, step in zip(found.roots, found.steps, strict=True):
        value = value[step[:, 0]] + found.messages[root].points.value[step[:, 1]]
        sums = Points(value, np.ones(len(value), dtype=np.int64), np.arange(len(value))[:, None], nothing.error)
        chain = _Chain(root, 0, chain, sums)
    return chain


def _added(chain: _Chain | None, sent: Points, budget: int) -> Points:
    return numbered(merged(chain.sums, sent, None, Exact(budget, "the nearest deals")) if chain else sent)
