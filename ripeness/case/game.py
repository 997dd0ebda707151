"""The case as arrays: its deal space, its situation with every party's belief, its agendas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np
from scipy import sparse

from ripeness.bargaining import DealSpace, Factor, Issue, Situation
from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseFile, Condition, DriftRule, When

MAX_STATES = 20_000  # above it a solve would take minutes; a case of five variables has some hundreds
State = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """What is decided as one package: a track with those linked to it.

    ``fixed`` are the issues that the package leaves out, at their status quo.
    """

    name: str
    title: str
    tracks: tuple[str, ...]
    issues: tuple[str, ...]
    consent: tuple[str, ...]
    quorum: int | None
    fixed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm refusal: ``party`` takes no deal that has one of these ``options`` on ``issue``."""

    party: str
    issue: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """How a final deal of certain terms breaks in the present situation.

    ``chance`` per period; ``after`` is the state in which fighting resumes. ``rule`` is the index
    of the durability rule that decided, or None where the deal holds for certain.
    """

    chance: float
    after: int
    rule: int | None


@dataclass(frozen=True, slots=True)
class Game:
    """Everything that the engine needs, with the names to read its answers by."""

    parties: tuple[str, ...]
    space: DealSpace
    situation: Situation
    states: tuple[State, ...]
    now: int
    agendas: tuple[Agenda, ...]
    firm: tuple[Firm, ...]
    durability: tuple[tuple[Mapping[str, Condition], Break], ...]

    def breaks(self, terms: Mapping[str, str]) -> Break:
        """How a final deal with these terms breaks: the last rule that matches counts."""
        found = Break(0.0, self.now, None)
        for condition, rule in self.durability:
            if _met(condition, terms):
                found = rule
        return found

    def crossed(self, agenda: Agenda, deal: Mapping[str, str]) -> tuple[Firm, ...]:
        """The firm refusals that a deal on ``agenda`` runs into: of parties and issues that the agenda has."""
        return tuple(
            line
            for line in self.firm
            if line.party in agenda.consent and line.issue in agenda.issues and deal[line.issue] in line.options
        )

    def durable_issues(self) -> tuple[str, ...]:
        """The issues on which durability depends."""
        return tuple(dict.fromkeys(issue for condition, _ in self.durability for issue in condition))


def game(case: CaseFile) -> Game:
    """Compile a checked case at the point values of its numbers.

    Raises BargainingError where the arrays make no game: no allowed deal, a party without a stake.
    """
    parties = tuple(case.preferences)
    variables = case.situation.variables
    states = tuple(product(*(variable.values for variable in variables.values())))
    now = states.index(tuple(variable.now for variable in variables.values()))
    return Game(
        parties=parties,
        space=_space(case, parties),
        situation=_situation(case, parties, states),
        states=states,
        now=now,
        agendas=tuple(_agendas(case)),
        firm=tuple(Firm(p.party, p.issue, p.refuses) for p in case.positions if p.firm),
        durability=tuple(_durability(case, states, now)),
    )


def states_of(case: CaseFile) -> int:
    """How many situations the case has."""
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
    for name, track in case.tracks.items():
        if track.linked_to:
            continue
        names = (name, *(key for key, other in case.tracks.items() if other.linked_to == name))
        tracks = [case.tracks[key] for key in names]
        covered = tuple(issue for part in tracks for issue in part.issues)
        yield Agenda(
            name=name,
            title=" with ".join(part.name for part in tracks),
            tracks=names,
            issues=covered,
            consent=tuple(dict.fromkeys(party for part in tracks for party in part.consent)),
            quorum=track.quorum,
            fixed={key: str(issue.status_quo) for key, issue in case.issues.items() if key not in covered},
        )


# --- situation -------------------------------------------------------------------------------------


def _situation(case: CaseFile, parties: Sequence[str], states: Sequence[State]) -> Situation:
    block = case.situation
    rules = block.drift
    flow = np.array([[_flow(case, party, state) for party in parties] for state in states])
    ends = np.zeros(len(states), bool)
    end_value = np.zeros((len(states), len(parties)))
    for end in block.ends:
        for s, state in enumerate(states):
            if _met(end.when, _named(case, state)):
                ends[s] = True
                end_value[s] = [value_of(case, end.values[party]) for party in parties]
    return Situation(
        states=[", ".join(state) for state in states],
        parties=tuple(parties),
        drift=[_drift(case, states, (*rules, *case.beliefs.get(party, ()))) for party in parties],
        reference=_drift(case, states, rules),
        flow=flow,
        discount=np.array([value_of(case, case.parties[party].discount) for party in parties]),
        ends=ends,
        end_value=end_value,
    )


def _named(case: CaseFile, state: State) -> dict[str, str]:
    return dict(zip(case.situation.variables, state, strict=True))


def _met(when: When | Mapping[str, Condition], values: Mapping[str, str]) -> bool:
    return all(condition.met(values[name]) for name, condition in when.items())


def _flow(case: CaseFile, party: str, state: State) -> float:
    """The last rule for the party whose condition holds."""
    named = _named(case, state)
    matching = [rule for rule in case.situation.flows if rule.party == party and _met(rule.when, named)]
    return value_of(case, matching[-1].per_period)


def _drift(case: CaseFile, states: Sequence[State], rules: Sequence[DriftRule]) -> sparse.csr_array:
    """``drift[state, next_state]``: given the situation, its variables move independently of each other."""
    index = {state: s for s, state in enumerate(states)}
    rows, columns, chances = [], [], []
    for s, state in enumerate(states):
        steps = [list(_steps(case, name, state, rules)) for name in case.situation.variables]
        for path in product(*steps):
            rows.append(s)
            columns.append(index[tuple(value for value, _ in path)])
            chances.append(prod(chance for _, chance in path))
    shape = (len(states), len(states))
    return sparse.coo_array((chances, (rows, columns)), shape=shape).tocsr()


def _steps(case: CaseFile, name: str, state: State, rules: Sequence[DriftRule]) -> Iterator[tuple[str, float]]:
    """Where one variable goes from ``state``, with the chance of each; the last matching rule counts."""
    named = _named(case, state)
    matching = [rule for rule in rules if rule.variable == name and _met(rule.when, named)]
    chances: dict[str, float] = {}
    if matching:
        for step, number in matching[-1].moves.items():
            value = _stepped(case, name, named[name], step)
            chances[value] = chances.get(value, 0.0) + value_of(case, number)
        for value, number in matching[-1].to.items():
            chances[value] = chances.get(value, 0.0) + value_of(case, number)
    moved = sum(chance for value, chance in chances.items() if value != named[name])
    chances[named[name]] = max(0.0, 1.0 - moved)
    return ((value, chance) for value, chance in chances.items() if chance > 0)


def _stepped(case: CaseFile, name: str, value: str, step: str) -> str:
    """One step up or down an ordered variable; at its end there is no further step. Other words are values."""
    if step not in ("up", "down"):
        return step
    values = list(case.situation.variables[name].values)
    place = values.index(value) + (1 if step == "up" else -1)
    return values[min(max(place, 0), len(values) - 1)]


def _durability(case: CaseFile, states: Sequence[State], now: int) -> Iterator[tuple[Mapping[str, Condition], Break]]:
    """The rules whose situation holds now, each with its chance and the state after a break."""
    named = _named(case, states[now])
    for i, rule in enumerate(case.durability):
        if _met(rule.when, named):
            after = {**named, **{name: _stepped(case, name, named[name], to) for name, to in rule.after.items()}}
            state = tuple(after[name] for name in case.situation.variables)
            yield rule.terms, Break(value_of(case, rule.breaks), states.index(state), i)
