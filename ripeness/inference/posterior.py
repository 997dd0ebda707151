"""What the record says of preferences: prior and posterior side by side, and what each party would say to a deal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from ripeness.case import Agenda
from ripeness.case.assumptions import numbers, value_of
from ripeness.case.labels import Loc, label
from ripeness.case.model import CaseFile
from ripeness.inference.evidence import ACTS, Evidence, Item, ends_fighting, thin
from ripeness.inference.inputs import Settings
from ripeness.inference.priors import Floats
from ripeness.shown import Shown

INTERVAL = 0.9  # of every interval that is shown
NARROWED = 0.9  # a number has moved if its deviation is at most so much of the prior's,
SHIFTED = 0.25  # or its mean has moved by so many of the prior's deviations

How = Literal["reweighted", "fitted again", "not known"]


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution in four numbers; ``low`` and ``high`` hold 90 % between them."""

    mean: float
    sd: float
    low: float
    high: float

    @staticmethod
    def of(draws: Floats) -> Spread:
        """That of draws."""
        low, high = np.quantile(draws, [(1 - INTERVAL) / 2, (1 + INTERVAL) / 2])
        return Spread(float(draws.mean()), float(draws.std()), float(low), float(high))


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number before and after the record. ``loc`` is its place in the case, or 'reservation' and the like."""

    loc: Loc
    label: str
    unit: str
    prior: Spread
    posterior: Spread

    @property
    def name(self) -> str:
        """The place as people write it."""
        return ".".join(map(str, self.loc))

    @property
    def fixed(self) -> bool:
        """Whether it was known before: the best option of an issue is worth 100."""
        return self.prior.low == self.prior.high

    @property
    def moved(self) -> bool:
        """Whether the record told anything about it that is worth the word."""
        if self.fixed:
            return False
        shift = abs(self.posterior.mean - self.prior.mean) / self.prior.sd
        return self.posterior.sd <= NARROWED * self.prior.sd or shift >= SHIFTED


@dataclass(frozen=True, slots=True)
class Shift:
    """By how much a number moves, in standard deviations of its posterior."""

    loc: Loc
    label: str
    by: float


@dataclass(frozen=True, slots=True)
class Influence:
    """What one item did: the numbers that are elsewhere with it than without it, the most moved first.

    ``how`` the fit without it was found: by reweighting the draws, by fitting again where that is not to be trusted
    (``khat`` above .7), or not at all.
    """

    item: Item
    shifts: tuple[Shift, ...]
    how: How
    khat: float


@dataclass(frozen=True, slots=True)
class OtherEnd:
    """How much the answer moves if weak edges and shared desks join originals too: its number that moves most."""

    shift: Shift | None  # None: the counts are the same at both ends
    how: How


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How well the chains agree: the worst over all numbers of a party."""

    rhat: float  # rank-normalised, split
    ess_bulk: float
    ess_tail: float
    diverging: int
    draws: int


@dataclass(frozen=True, eq=False)
class Draws:
    """Draws of one party's stakes, ``[draw, ...]``; issues and options in the order of the case, options padded.

    ``weight`` in points, ``value`` 0..100, ``worst`` and ``best`` (of the allowed deals) in points, the rest in swings
    and per swing.
    """

    weight: Floats  # [draw, issue]
    value: Floats  # [draw, issue, option]
    worst: Floats
    best: Floats
    reservation: Floats
    precision: Floats
    exaggeration: Floats
    concession: Floats


@dataclass(frozen=True, eq=False)
class PartyPosterior:
    """One party. Without evidence the posterior is the prior, and there are no diagnostics."""

    party: str
    name: str
    items: tuple[Item, ...]
    quantities: tuple[Quantity, ...]
    influences: tuple[Influence, ...]
    other_end: OtherEnd | None
    diagnostics: Diagnostics | None
    draws: Draws

    @property
    def acts(self) -> int:
        """How many acts (offers, acceptances, rejections) the record has of it; the rest are words."""
        return sum(item.kind in ACTS for item in self.items)

    @property
    def thin(self) -> str | None:
        """Why the record is too thin for this party, or None: words alone do not tell what it would take."""
        return thin(self.name, self.items)

    @property
    def unmoved(self) -> tuple[Quantity, ...]:
        """The numbers that the record could have moved and did not."""
        return tuple(quantity for quantity in self.quantities if not quantity.moved and not quantity.fixed)


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance that a party takes a deal: its mean, and the interval that holds 90 % of the draws."""

    party: str
    mean: float
    low: float
    high: float
    thin: bool


@dataclass(frozen=True, eq=False)
class Posterior(Shown):
    """Preferences as they fit the record. ``digest`` is of the inputs, ``run`` also of the settings."""

    case: CaseFile
    agendas: tuple[Agenda, ...]
    settings: Settings
    evidence: Evidence
    parties: Mapping[str, PartyPosterior]
    notes: tuple[str, ...]
    digest: str
    run: str
    versions: Mapping[str, str]

    def answer(self, deal: str | Mapping[str, str]) -> tuple[Chance, ...]:
        """The chance that each party accepts a deal: a key of the case, or terms.

        An issue that it leaves out is at its status quo. Where a deal does not end the fighting, it is compared with
        that. Raises KeyError for a deal or an option that the case does not have.
        """
        named = self.case.deals[deal] if isinstance(deal, str) else None
        terms: Mapping[str, str] = named.terms if named else deal  # pyright: ignore[reportAssignmentType]
        ends = ends_fighting(self.agendas, terms, named)
        found = []
        for party, own in self.parties.items():
            other = own.draws.reservation if ends else self.utility(party, {})
            gain = own.draws.precision * (self.utility(party, terms) - other)
            chance = Spread.of(0.5 * (1 + np.tanh(gain / 2)))
            found.append(Chance(party, chance.mean, chance.low, chance.high, own.thin is not None))
        return tuple(found)

    def to_named_deals(self) -> dict[str, tuple[Chance, ...]]:
        """What each party would say to the final deals of the case, by their keys."""
        return {key: self.answer(key) for key, deal in self.case.deals.items() if deal.kind == "final"}

    def utility(self, party: str, terms: Mapping[str, str]) -> Floats:
        """Worth of a deal to a party in swings, ``[draw]``; an issue left out without status quo counts on average."""
        draws, share = self.parties[party].draws, self._shares(terms)
        worth = np.zeros(len(draws.reservation))
        for k, own in enumerate(share.values()):
            worth += draws.weight[:, k] * (draws.value[:, k, : len(own)] / 100 @ own)
        for joint in self.case.preferences[party].joint:
            met = 1.0
            for name, condition in joint.when.items():
                hits = [condition.met(option) for option in self.case.issues[name].options]
                met *= float(share[name] @ np.array(hits, dtype=np.float64))
            worth += met * value_of(self.case, joint.worth)
        return (worth - draws.worst) / (draws.best - draws.worst)

    def _shares(self, terms: Mapping[str, str]) -> dict[str, Floats]:
        found = {}
        for name, issue in self.case.issues.items():
            chosen = terms.get(name, issue.status_quo)
            if chosen is not None and chosen not in issue.options:
                raise KeyError(chosen)
            found[name] = np.array([float(chosen in (None, option)) for option in issue.options])
            found[name] /= found[name].sum()
        return found

    def draws(self) -> dict[Loc, Floats]:
        """Joint draws of the numbers of the case that the record speaks of, ``[draw]`` each, in the case's own units.

        Only of parties for which the record is not too thin. Weights sum to what those of the case do (times the
        part of 0..100 that its values span), values run from 0 to 100 on every issue.
        """
        known = {loc for loc, *_ in numbers(self.case)}
        return {
            loc: cells
            for own in self.parties.values()
            if own.thin is None
            for loc, cells in columns(self.case, own.party, own.draws)
            if loc in known
        }


def columns(case: CaseFile, party: str, draws: Draws) -> Iterator[tuple[Loc, Floats]]:
    """Every number of a party with its draws, by its place: those of the case, then those that only a fit has."""
    preference = case.preferences[party]
    for k, (name, issue) in enumerate(case.issues.items()):
        if name in preference.weights and draws.weight[..., k].any():
            yield ("preferences", party, "weights", name), draws.weight[..., k]
            for o, option in enumerate(issue.options):
                yield ("preferences", party, "values", name, option), draws.value[..., k, o]
    for name in ("precision", "reservation", "exaggeration", "concession"):
        yield ("parties", party, name), getattr(draws, name)


UNITS = {
    "weights": "weight points",
    "values": "0 to 100",
    "precision": "per swing",
    "reservation": "swings",
    "exaggeration": "swings",
    "concession": "log of precision",
}

_OWN = {
    "reservation": "worth of fighting on",
    "exaggeration": "how far its demands go beyond what it wants",
    "concession": "how much less sharp its offers become from first to last",
    "precision": "precision of its answers",
}


def labelled(case: CaseFile, loc: Loc) -> tuple[str, str]:
    """What a number is called, and its unit."""
    kind = str(loc[2])
    if kind in _OWN:
        return f"{case.parties[str(loc[1])].name}: {_OWN[kind]}", UNITS[kind]
    return label(case, loc), UNITS[kind]
