"""The case as arrays: its deal space, its situation with every party's belief, its agendas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from ripeness.bargaining import Deal, DealSpace, Factor, Issue, Situation
from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseFile, Condition, When
from ripeness.case.states import (
    Positions,
    Product,
    State,
    Tables,
    first_alike,
    matrix,
    moves,
    product_of,
    reachable,
    tables,
)

MAX_PRODUCT = 200_000  # combinations of values that are looked at; some seconds
MAX_STATES = 20_000  # reachable ones: above it a solve would take minutes; a case of five variables has some hundreds


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is decided as one package: a track with those linked to it.

    ``fixed`` are the issues that the package leaves out, at their status quo. ``ends_fighting``: whether a final deal
    on it ends the fighting, or is only one more thing settled while it goes on.
    """

    name: str
    title: str
    tracks: tuple[str, ...]
    issues: tuple[str, ...]
    consent: tuple[str, ...]
    quorum: int | None
    fixed: Mapping[str, str]
    ends_fighting: bool = True


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm refusal: ``party`` takes no deal that has one of these ``options`` on ``issue``."""

    party: str
    issue: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """How a final deal of certain terms breaks if it is struck in a certain situation.

    ``chance`` per period; ``after`` is the state in which fighting resumes. ``rule`` is the index
    of the durability rule that decided, or None where the deal holds for certain.
    """

    chance: float
    after: int
    rule: int | None


@dataclass(frozen=True, eq=False)
class Durability:
    """A rule for how deals break: for which ``terms``, where it ``holds[state]``, and ``after[state]``."""

    terms: Mapping[str, Condition]
    holds: NDArray[np.bool_]
    chance: float
    after: Positions


@dataclass(frozen=True, eq=False)
class Access:
    """Options of an issue that can be agreed on only in some states: where ``open[state]``."""

    issue: str
    options: tuple[str, ...]
    open: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Game:
    """Everything that the engine needs, with the names to read its answers by.

    ``standing`` is the status quo of each issue, None where it has none. ``states`` are those that can be reached from
    ``now``; ``kept`` are their positions in the ``product`` of all combinations, ``chances`` where each variable goes
    in each of these: one table per party, then the reference; ``pays[combination, party]`` is the flow of fighting.
    """

    parties: tuple[str, ...]
    space: DealSpace
    standing: Mapping[str, str | None]
    situation: Situation
    states: tuple[State, ...]
    now: int
    agendas: tuple[Agenda, ...]
    firm: tuple[Firm, ...]
    durability: tuple[Durability, ...]
    available: tuple[Access, ...]
    product: Product
    kept: Positions
    chances: tuple[Tables, ...]
    pays: NDArray[np.float64]

    def status_quo(self) -> Deal:
        """The deal in which nothing is agreed. Only for games in which every issue has a status quo."""
        return Deal({issue: str(option) for issue, option in self.standing.items()})

    def breaks(self, terms: Mapping[str, str], state: int | None = None) -> Break:
        """How a final deal with these terms breaks if struck in a state (now): the last rule that matches counts."""
        at = self.now if state is None else state
        found = Break(0.0, at, None)
        for index, rule in enumerate(self.durability):
            if rule.holds[at] and met(rule.terms, terms):
                found = Break(rule.chance, int(rule.after[at]), index)
        return found

    def crossed(self, agenda: Agenda, deal: Mapping[str, str]) -> tuple[Firm, ...]:
        """The firm refusals that a deal on ``agenda`` runs into: of parties and issues that the agenda has."""
        return next(self.crossings(agenda, [deal]))

    def crossings(self, agenda: Agenda, deals: Iterable[Mapping[str, str]]) -> Iterator[tuple[Firm, ...]]:
        """For each deal what ``crossed`` says."""
        lines = [line for line in self.firm if line.party in agenda.consent and line.issue in agenda.issues]
        for deal in deals:
            yield tuple(line for line in lines if deal[line.issue] in line.options)

    @property
    def main(self) -> Agenda:
        """The agenda that answers are about first: the first that ends the fighting, or the first."""
        return next((agenda for agenda in self.agendas if agenda.ends_fighting), self.agendas[0])

    def options(self, agenda: Agenda, state: int | None = None) -> dict[str, tuple[str, ...]]:
        """What each issue can be settled by in a state (now); what the agenda leaves out is at its status quo."""
        at = self.now if state is None else state
        shut = [access for access in self.available if not access.open[at]]
        return {
            issue.name: (agenda.fixed[issue.name],)
            if issue.name in agenda.fixed
            else tuple(o for o in issue.options if not any(a.issue == issue.name and o in a.options for a in shut))
            for issue in self.space.issues
        }


def met(when: When | Mapping[str, Condition], values: Mapping[str, str]) -> bool:
    """Whether every condition holds for the values."""
    return all(condition.met(values[name]) for name, condition in when.items())


def game(
    case: CaseFile, also: Sequence[State] = (), space: DealSpace | None = None, kept: Positions | None = None
) -> Game:
    """Compile a checked case at the point values of its numbers; the states ``also`` count as reachable.

    ``space``: the deal space, where it is known from a case with the same issues, preferences and combinations.
    ``kept``: the states to compile, where they are known to hold all that can be reached.
    Raises BargainingError where the arrays make no game: no allowed deal, a party without a stake, chances above 1.
    """
    parties = tuple(case.preferences)
    product, rules = product_of(case), case.situation.drift
    reference = tables(case, product, rules)  # one and the same table for all who believe what the analyst does
    own = (case.beliefs.get(party) for party in parties)
    chances = (*(tables(case, product, (*rules, *more)) if more else reference for more in own), reference)
    now = product.at([variable.now for variable in case.situation.variables.values()])
    ends = np.zeros(product.size, dtype=np.bool_)
    for end in case.situation.ends:
        ends |= product.met(end.when)
    seeds = [now, *(product.at(state) for state in also)]
    if kept is None:
        kept = reachable(product, seeds, chances, [*_jumps(case, product)], ends)
    pays = _pays(case, parties, product)
    return Game(
        parties=parties,
        space=space or _space(case, parties),
        standing={name: issue.status_quo for name, issue in case.issues.items()},
        situation=_situation(case, parties, product, kept, chances, pays),
        states=product.all_named(kept),
        now=int(np.searchsorted(kept, now)),
        agendas=tuple(_agendas(case)),
        firm=tuple(Firm(p.party, p.issue, p.refuses) for p in case.positions if p.firm),
        durability=tuple(_durability(case, product, kept)),
        available=tuple(Access(a.issue, a.options, product.met(a.when)[kept]) for a in case.available),
        product=product,
        kept=kept,
        chances=chances,
        pays=pays,
    )


def _durability(case: CaseFile, product: Product, kept: Positions) -> Iterator[Durability]:
    place = np.arange(product.size)  # from an end, where no deal is struck, a break need not lead to what is kept
    place[kept] = np.arange(len(kept))
    for rule in case.durability:
        after = np.minimum(place[product.moved(rule.after)[kept]], len(kept) - 1)
        yield Durability(rule.terms, product.met(rule.when)[kept], value_of(case, rule.breaks), after)


def states_of(case: CaseFile) -> int:
    """How many combinations of values the situation of the case has."""
    return prod(len(variable.values) for variable in case.situation.variables.values())


# --- deals -----------------------------------------------------------------------------------------


def _space(case: CaseFile, parties: Sequence[str]) -> DealSpace:
    issues = [Issue(name, tuple(issue.options)) for name, issue in case.issues.items()]
    factors = [factor for party in parties for factor in _factors(case, party)]
    forbidden = [_where(case, entry.combination) for entry in case.forbidden]
    required = [(_where(case, entry.if_), _where(case, entry.then)) for entry in case.required]
    return DealSpace(parties, issues, factors, forbidden, required)


def _factors(case: CaseFile, party: str) -> Iterator[Factor]:
    preference = case.preferences[party]
    for issue, weight in preference.weights.items():
        worth = value_of(case, weight) / 100
        values = [value_of(case, preference.values[issue][option]) for option in case.issues[issue].options]
        yield Factor(party, (issue,), worth * np.array(values))
    for joint in preference.joint:
        names = tuple(joint.when)
        options = [tuple(case.issues[name].options) for name in names]
        table = np.zeros([len(named) for named in options])
        for place in np.ndindex(table.shape):
            if all(joint.when[name].met(options[k][place[k]]) for k, name in enumerate(names)):
                table[place] = value_of(case, joint.worth)
        yield Factor(party, names, table)


def _where(case: CaseFile, when: When) -> dict[str, tuple[str, ...]]:
    """The options of each issue that meet a condition on a deal."""
    return {
        issue: tuple(option for option in case.issues[issue].options if condition.met(option))
        for issue, condition in when.items()
    }


def _agendas(case: CaseFile) -> Iterator[Agenda]:
    belligerents = {name for name, party in case.parties.items() if party.role == "belligerent"}
    for name, track in case.tracks.items():
        if track.linked_to:
            continue
        names = (name, *(key for key, other in case.tracks.items() if other.linked_to == name))
        tracks = [case.tracks[key] for key in names]
        covered = tuple(issue for part in tracks for issue in part.issues)
        consent = tuple(dict.fromkeys(party for part in tracks for party in part.consent))
        yield Agenda(
            name=name,
            title=" with ".join(part.name for part in tracks),
            tracks=names,
            issues=covered,
            consent=consent,
            quorum=track.quorum,
            fixed={key: str(issue.status_quo) for key, issue in case.issues.items() if key not in covered},
            ends_fighting=belligerents <= set(consent) if track.ends_fighting is None else track.ends_fighting,
        )


# --- situation -------------------------------------------------------------------------------------


def _jumps(case: CaseFile, product: Product) -> Iterator[partial[Positions]]:
    """Where deals, actions and breaks may put the situation: for what is thought possible and some states, the next."""
    interim = [deal for deal in case.deals.values() if deal.kind == "interim"]
    steps: list[tuple[Mapping[str, str], Iterable[str], Mapping[str, str]]] = [
        *((deal.changes, deal.changes, deal.afterwards) for deal in interim),
        *((action.changes, action.changes, {}) for action in case.actions),
        *((rule.after, product.values, {}) for rule in case.durability),
    ]
    for deal in interim:
        if deal.lasts is not None and value_of(case, deal.lasts) > 1:  # a later period of it, with an own move or not
            steps += [
                (changes, {*deal.changes, *changes}, deal.afterwards)
                for changes in ({}, *(action.changes for action in case.actions))
            ]
    for changes, held, afterwards in steps:
        first, last = product.moved(changes), product.moved(afterwards)
        for expires in (False, True) if afterwards else (False,):
            yield partial(_jump, product, first, tuple(held), last if expires else None)


def _jump(
    product: Product, first: Positions, held: Sequence[str], last: Positions | None, possible: Tables, at: Positions
) -> Positions:
    following = moves(product, possible, first[at], held)[1]
    return following if last is None else last[following]


def _pays(case: CaseFile, parties: Sequence[str], product: Product) -> NDArray[np.float64]:
    """What a period of fighting pays, ``[combination, party]``: the last rule for the party whose condition holds."""
    pays = np.zeros((product.size, len(parties)))
    for rule in case.situation.flows:
        if rule.party in parties:
            pays[product.met(rule.when), parties.index(rule.party)] = value_of(case, rule.per_period)
    return pays


def _situation(
    case: CaseFile,
    parties: Sequence[str],
    product: Product,
    kept: Positions,
    chances: Sequence[Tables],
    pays: NDArray[np.float64],
) -> Situation:
    block = case.situation
    ends = np.zeros(product.size, dtype=np.bool_)
    end_value = np.zeros((product.size, len(parties)))
    for end in block.ends:
        here = product.met(end.when)
        ends |= here
        end_value[here] = [value_of(case, end.values[party]) for party in parties]
    drift: list[sparse.csr_array] = []
    for k, table in enumerate(chances):
        first = first_alike(chances, k)
        drift.append(drift[first] if first < k else matrix(product, kept, table, kept))
    return Situation(
        states=[", ".join(state) for state in product.all_named(kept)],
        parties=tuple(parties),
        drift=drift[:-1],
        reference=drift[-1],
        flow=pays[kept],
        discount=np.array([value_of(case, case.parties[party].discount) for party in parties]),
        ends=ends[kept],
        end_value=end_value[kept],
    )
