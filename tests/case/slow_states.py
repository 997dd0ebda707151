"""How a situation moves, once more in plain Python, one state and one rule at a time: the oracle of ``case.states``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from ripeness.case.assumptions import value_of
from ripeness.case.model import CaseFile, DriftRule

State = tuple[str, ...]


def named(case: CaseFile, state: State) -> dict[str, str]:
    return dict(zip(case.situation.variables, state, strict=True))


def put(case: CaseFile, state: State, changes: Mapping[str, str]) -> State:
    """Where changes put a state: at a value, or one step along the values as far as it goes."""
    values = named(case, state)
    for name, to in changes.items():
        order = list(case.situation.variables[name].values)
        if to == "up":
            values[name] = order[min(order.index(values[name]) + 1, len(order) - 1)]
        elif to == "down":
            values[name] = order[max(order.index(values[name]) - 1, 0)]
        else:
            values[name] = to
    return tuple(values.values())


def rules_of(case: CaseFile, party: str | None) -> tuple[DriftRule, ...]:
    return (*case.situation.drift, *(case.beliefs.get(party, ()) if party else ()))


def following(case: CaseFile, state: State, rules: Sequence[DriftRule], held: Sequence[str] = ()) -> dict[State, float]:
    """Chances of the next state, each variable by the last rule that holds, the held ones where they are."""
    here = named(case, state)
    ways = []
    for name in case.situation.variables:
        chances = {here[name]: 1.0}
        matching = [
            rule for rule in rules if rule.variable == name and all(c.met(here[key]) for key, c in rule.when.items())
        ]
        if matching and name not in held:
            for to, number in (*matching[-1].moves.items(), *matching[-1].to.items()):
                target = named(case, put(case, state, {name: to}))[name]
                if target != here[name]:
                    chances[target] = chances.get(target, 0.0) + value_of(case, number)
                    chances[here[name]] -= value_of(case, number)
        ways.append(chances.items())
    found: dict[State, float] = {}
    for path in product(*ways):
        chance = 1.0
        for _, share in path:
            chance *= share
        if chance > 1e-15:
            target = tuple(value for value, _ in path)
            found[target] = found.get(target, 0.0) + chance
    return found


def reached(case: CaseFile, start: State) -> set[State]:
    """Every state that drift, deals, actions and breaks may lead to; nothing moves on from an end."""
    beliefs = [rules_of(case, party) for party in (None, *case.beliefs)]
    found: set[State] = set()
    edge = {start}
    while edge:
        found |= edge
        new: set[State] = set()
        for state in edge:
            if any(all(c.met(named(case, state)[k]) for k, c in end.when.items()) for end in case.situation.ends):
                continue
            for rules in beliefs:
                new |= set(following(case, state, rules))
            for deal in case.deals.values():
                if deal.kind == "interim":
                    for rules in beliefs:
                        landed = set(following(case, put(case, state, deal.changes), rules, list(deal.changes)))
                        new |= landed | {put(case, each, deal.afterwards) for each in landed}
            for action in case.actions:
                for rules in beliefs:
                    new |= set(following(case, put(case, state, action.changes), rules, list(action.changes)))
            for deal in case.deals.values():
                if deal.kind == "interim" and deal.lasts is not None and value_of(case, deal.lasts) > 1:
                    for changes in ({}, *(action.changes for action in case.actions)):
                        for rules in beliefs:
                            held = [*deal.changes, *changes]
                            landed = set(following(case, put(case, state, changes), rules, held))
                            new |= landed | {put(case, each, deal.afterwards) for each in landed}
            new |= {put(case, state, rule.after) for rule in case.durability}
        edge = new - found
    return found
