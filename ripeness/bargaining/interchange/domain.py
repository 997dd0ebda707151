"""What the formats share: a domain of additive profiles, each a weight per issue and a value per option."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.bargaining.deals import DealSpace, Factor, Issue
from ripeness.bargaining.errors import BargainingError

SIZE_LIMIT = 16_000_000  # bytes or characters of one text: a hundred times the largest competition domain
SUM_OF_WEIGHTS = 1e-9  # how far a sum of weights may be from 1 before values are rescaled on writing


@dataclass(frozen=True, eq=False)
class Domain:
    """A deal space with what the formats say beside it.

    ``reservation[party]`` in swings, as everywhere in the engine; ``own_reservation`` in the units of the file.
    ``discount[party]`` is the factor by which a utility has shrunk at the end of the talks (1: not at all); the engine
    does not use it, it is kept for writing.
    """

    name: str
    space: DealSpace
    reservation: NDArray[np.float64]
    discount: NDArray[np.float64]

    def __init__(
        self, name: str, space: DealSpace, reservation: ArrayLike | None = None, discount: ArrayLike | None = None
    ) -> None:
        parties = len(space.parties)
        given = {
            "reservation": np.zeros(parties) if reservation is None else np.array(reservation, dtype=np.float64),
            "discount": np.ones(parties) if discount is None else np.array(discount, dtype=np.float64),
        }
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "space", space)
        for field, numbers in given.items():
            if numbers.shape != (parties,) or not np.isfinite(numbers).all():
                raise BargainingError(
                    f"{field} is {numbers.tolist()}: give one finite number for each of {', '.join(space.parties)}."
                )
            numbers.setflags(write=False)
            object.__setattr__(self, field, numbers)

    @property
    def own_reservation(self) -> NDArray[np.float64]:
        """The reservation values in each party's own units."""
        return self.space.worst + self.reservation * self.space.span


@dataclass(frozen=True, slots=True)
class Profile:
    """One party as the formats write it: ``weight[issue]``, ``value[issue][option]``; utility is their sum product."""

    weight: Mapping[str, float]
    value: Mapping[str, Mapping[str, float]]
    reservation: float
    discount: float = 1.0


def domain_of(name: str, issues: Sequence[Issue], profiles: Mapping[str, Profile]) -> Domain:
    """Build the deal space of some profiles (by party) over the same issues; the profiles' unit is kept as the raw one.

    Raises BargainingError where issues or options differ, naming them.
    """
    for party, profile in profiles.items():
        _check_same("issues", party, [issue.name for issue in issues], profile.value)
        for issue in issues:
            _check_same(f"options of {issue.name!r}", party, issue.options, profile.value[issue.name])
    factors = [
        Factor(
            party,
            (issue.name,),
            [profile.weight[issue.name] * profile.value[issue.name][option] for option in issue.options],
        )
        for party, profile in profiles.items()
        for issue in issues
    ]
    space = DealSpace(tuple(profiles), issues, factors)
    own = np.array([profile.reservation for profile in profiles.values()])
    discount = [profile.discount for profile in profiles.values()]
    return Domain(name, space, (own - space.worst) / space.span, discount)


def profiles_of(domain: Domain) -> dict[str, Profile]:
    """Write every party of a domain as weights that sum to 1 and values from 0 to 1.

    Utilities are kept as they are where they fit that; else they are scaled, and shifted where an issue has negative
    values, which leaves worths in swings (and reservation values with them) unchanged up to the rounding of binary
    fractions: deals that tied exactly may come back about 1e-12 swings apart. Raises BargainingError for
    joint factors, and for forbidden and required combinations, which these formats cannot say.
    """
    space = domain.space
    if space.combinations:
        raise BargainingError(
            f"the space has rules ({space.rule(0)}, ...): the format cannot say them. "
            "Leave them out, or fix the issues that they are over."
        )
    joint = [factor for factor in space.factors if len(factor.issues) > 1]
    if joint:
        raise BargainingError(
            f"{joint[0].party!r} has a factor over {' and '.join(joint[0].issues)}: the format only knows values of "
            "single issues. Merge these issues into one whose options are the combinations."
        )
    return {
        party: _profile(domain, party, float(own), float(discount))
        for party, own, discount in zip(space.parties, domain.own_reservation, domain.discount, strict=True)
    }


def _profile(domain: Domain, party: str, own_reservation: float, discount: float) -> Profile:
    issues = domain.space.issues
    table = {issue.name: np.zeros(len(issue.options)) for issue in issues}
    for factor in domain.space.factors:
        if factor.party == party:
            table[factor.issues[0]] = table[factor.issues[0]] + factor.table
    shift = 0.0
    if any(cells.min() < 0 for cells in table.values()):
        shift = sum(float(cells.min()) for cells in table.values())
        table = {name: cells - cells.min() for name, cells in table.items()}
    most = {name: float(cells.max()) for name, cells in table.items()}
    scale = sum(most.values())
    if abs(scale - 1) <= SUM_OF_WEIGHTS:
        scale = 1.0
    value = {
        issue.name: dict(zip(issue.options, (table[issue.name] / (most[issue.name] or 1.0)).tolist(), strict=True))
        for issue in issues
    }
    weight = {name: each / scale for name, each in most.items()}
    return Profile(weight, value, (own_reservation - shift) / scale, discount)


def number(text: object, what: str) -> float:
    """Read a finite number; ``what`` says in an error what it is and where it stands."""
    try:
        if isinstance(text, bool) or not isinstance(text, str | int | float):
            raise ValueError
        read = float(text)
    except (ValueError, OverflowError):
        raise BargainingError(f"{what} is {text!r}: expected a number.") from None
    if not isfinite(read):
        raise BargainingError(f"{what} is {text!r}: expected a finite number.")
    return read


def check_size(text: str | bytes, what: str) -> None:
    """Refuse a text that is too large to be a domain, before any of it is parsed."""
    if len(text) > SIZE_LIMIT:
        raise BargainingError(f"{what} is {len(text)} long, the limit is {SIZE_LIMIT}: this is no domain or profile.")


def _check_same(what: str, party: str, expected: Sequence[str], found: Mapping[str, object]) -> None:
    known = frozenset(expected)
    missing, more = [name for name in expected if name not in found], [name for name in found if name not in known]
    if missing or more:
        raise BargainingError(
            f"the {what} in the profile of {party!r} are not those of the domain: "
            + "; ".join(f"{said} {', '.join(names)}" for said, names in (("without", missing), ("with", more)) if names)
            + ". All profiles must be over the same domain."
        )
