"""Why not this deal? Who would refuse it and by how much, what costs them most, and the nearest deals all would take.

Everything is in swings, and the narration is built with the answer. That nobody refuses, or that no deal at all is
taken by everybody, are answers like any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.bargaining.consent import TOLERANCE
from ripeness.bargaining.deals import Deal, DealSpace, Where
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.nearest import Nearest, Reservation, nearest_deals, reservation_values


@dataclass(frozen=True, slots=True)
class Cost:
    """What one issue costs a party: the most it could gain by changing that issue alone, and to which option."""

    issue: str
    option: str
    instead: str
    amount: float


@dataclass(frozen=True, slots=True)
class Objection:
    """One party that refuses: by how much the deal falls short of its reservation value, and what costs it most.

    ``costs`` holds the issues on which some other option would serve it better with the rest of the deal as it is
    (joint factors included, among allowed deals only), the costliest first. It may be empty: then only
    changes on several issues at once would help it.
    """

    party: str
    shortfall: float
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One issue settled differently."""

    issue: str
    option: str
    instead: str


@dataclass(frozen=True, slots=True)
class NearDeal:
    """A deal that everybody would take, what changes for it, and the gain over each party's reservation value."""

    deal: Deal
    changes: tuple[Change, ...]
    gain: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to 'why not this deal?'.

    ``gain[party]`` over the reservation values, in swings. ``broken`` are the numbers of the rules that the deal
    breaks (``space.rule`` says each in words), ``excluded`` the issues on which it takes an option that ``where``
    rules out. ``distance`` is the smallest number of changed options after which all would take it (0: as it
    stands; None: no deal is taken by all). ``nearest`` lists the deals at that distance, those best for the
    party that gains least first; all of them if ``complete``, else as many as were asked for.
    """

    deal: Deal
    parties: tuple[str, ...]
    gain: tuple[float, ...]
    objections: tuple[Objection, ...]
    broken: tuple[int, ...]
    excluded: tuple[str, ...]
    distance: int | None
    nearest: tuple[NearDeal, ...]
    complete: bool
    narration: str

    @property
    def refused(self) -> bool:
        """Whether the deal is not to be had as it stands: refused by a party, forbidden or excluded."""
        return bool(self.objections or self.broken or self.excluded)


def why_not(
    space: DealSpace,
    deal: Mapping[str, str],
    reservation: Reservation,
    parties: Sequence[str] | None = None,
    where: Where | None = None,
    limit: int = 20,
    budget: int = 200_000,
) -> Refusal:
    """Say who of ``parties`` (default: all) would refuse a deal and by how much, and which deals nearby none would.

    ``reservation`` in swings, in the order of ``parties`` or by name, below every deal or above some as it may be.
    ``where`` (issue -> option or options) says what is still to be had: costs and nearest deals keep to it. At most
    ``limit`` nearest deals are listed. Raises BargainingError for a deal that names no option of an issue, unknown
    names, and where the search would keep more than ``budget`` sums at once.
    """
    chosen = space.party_positions(parties)
    names = tuple(space.parties[k] for k in chosen)
    if where is not None:
        where = {issue: options if isinstance(options, str) else tuple(options) for issue, options in where.items()}
    bound = reservation_values(reservation, names)
    if np.isposinf(bound).any():
        who = ", ".join(name for name, least in zip(names, bound, strict=True) if np.isposinf(least))
        raise BargainingError(
            f"the reservation value of {who} is inf: a shortfall needs a number. If it refuses some options at any "
            "price, leave these out with where."
        )
    broken = space.broken(deal)
    terms = Deal((issue.name, deal[issue.name]) for issue in space.issues)
    gain = space.value(terms)[list(chosen)] - bound
    costs = _costs(space, terms, chosen, where)
    objections = tuple(
        Objection(name, float(-gain[at]), tuple(_costliest_first(costs[at])))
        for at, name in enumerate(names)
        if gain[at] < -TOLERANCE
    )
    excluded = tuple(
        issue.name
        for issue, options in zip(space.issues, space.settings(where), strict=True)
        if issue.options.index(terms[issue.name]) not in options
    )
    found = nearest_deals(space, terms, bound, names, where, limit, budget)
    near = _near(space, terms, found, chosen, bound)
    said = _narrate(space, terms, names, gain, objections, broken, excluded, found, near)
    return Refusal(
        terms, names, tuple(gain.tolist()), objections, broken, excluded, found.distance, near, found.complete, said
    )


def _costs(space: DealSpace, deal: Deal, chosen: Sequence[int], where: Where | None) -> list[list[Cost]]:
    """For each party and each issue: the best single change, where there is one for the better."""
    as_it_is = space.value(deal)
    costs: list[list[Cost]] = [[] for _ in chosen]
    for issue, options in zip(space.issues, space.settings(where), strict=True):
        others = [issue.options[at] for at in options.tolist() if issue.options[at] != deal[issue.name]]
        others = [option for option in others if space.allowed({**deal, issue.name: option})]
        if not others:
            continue
        better = np.array([space.value({**deal, issue.name: option}) - as_it_is for option in others])
        for at, party in enumerate(chosen):
            most = int(better[:, party].argmax())
            if better[most, party] > 0:
                costs[at].append(Cost(issue.name, deal[issue.name], others[most], float(better[most, party])))
    return costs


def _costliest_first(costs: Sequence[Cost]) -> list[Cost]:
    return sorted(costs, key=lambda cost: -cost.amount)


def _near(
    space: DealSpace, deal: Deal, found: Nearest, chosen: Sequence[int], bound: NDArray[np.float64]
) -> tuple[NearDeal, ...]:
    near = []
    for other in found.deals:
        changes = tuple(Change(name, deal[name], option) for name, option in other.items() if option != deal[name])
        near.append(NearDeal(other, changes, tuple((space.value(other)[list(chosen)] - bound).tolist())))
    return tuple(sorted(near, key=lambda each: (-min(each.gain), -sum(each.gain))))


# --- in words ------------------------------------------------------------------------------------------


def _narrate(
    space: DealSpace,
    deal: Deal,
    names: Sequence[str],
    gain: NDArray[np.float64],
    objections: Sequence[Objection],
    broken: Sequence[int],
    excluded: Sequence[str],
    found: Nearest,
    near: Sequence[NearDeal],
) -> str:
    sentences = [f"It is not allowed, by {space.rule(number)}." for number in broken]
    sentences += [f"'{deal[issue]}' on '{issue}' is not to be had." for issue in excluded]
    sentences += [_objection(objection) for objection in objections]
    refusing = {objection.party for objection in objections}
    content = [
        f"{name} ({'it takes anything' if np.isinf(amount) else f'{amount:.3g} above'})"
        for name, amount in zip(names, np.maximum(gain, 0).tolist(), strict=True)
        if name not in refusing
    ]
    if not refusing:
        sentences.append(f"Nobody would refuse it: {', '.join(content)}.")
    elif content:
        sentences.append(f"It would be taken by {', '.join(content)}.")
    if found.distance != 0:
        sentences.append(_nearest(found, near))
    return " ".join(sentences)


def _objection(objection: Objection) -> str:
    said = (
        f"{objection.party} would refuse it: it falls {objection.shortfall:.3g} swings short of its reservation value."
    )
    if not objection.costs:
        return f"{said} No single change would serve it better."
    most = objection.costs[0]
    return (
        f"{said} '{most.issue}' costs it most: '{most.instead}' instead of '{most.option}' "
        f"would be worth {most.amount:.3g} swings to it."
    )


def _nearest(found: Nearest, near: Sequence[NearDeal]) -> str:
    if found.distance is None:
        return "There is no deal that everybody would take, whatever is changed."
    many = f"{found.distance} option{'s' if found.distance > 1 else ''}"
    changes = " and ".join(f"'{c.issue}' to '{c.instead}'" for c in near[0].changes)
    if found.complete and len(near) == 1:
        return f"Everybody would take it with {many} changed, in one way only: {changes}."
    ways = f"in {len(near)} ways" if found.complete else f"in more than {len(near)} ways"
    which = "that leaves most to the party that gains least" if found.complete else "of those listed"
    return f"Everybody would take it with {many} changed, {ways}; the one {which}: {changes}."
