"""A graph model made from options: each is in the hand of one party, taken or not; states are what can be.

Preferences may be an order of the states, or statements in order of priority: a state that meets the first is
better than any that does not, whatever the rest. 'A or B' is said with a condition: A wherever B does not hold.

Source: Fang, Hipel, Kilgour, Peng 2003, "A decision support system for interactive decision making", IEEE
Transactions on Systems, Man and Cybernetics C 33 (option form, option prioritising).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations, product

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.graph_model import GraphModel, Order, ranked

Pattern = Mapping[str, bool]  # option -> taken or not; options that are left out may be either
OPTIONS_AT_MOST = 12  # 4096 combinations; nine options are judged in seconds, models of the literature have up to ten


@dataclass(frozen=True, slots=True)
class Option:
    """Something that one party does or does not do. ``for_good``: once done it cannot be undone."""

    name: str
    party: str
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A wish about the options: ``then`` holds, or, with a condition, holds wherever ``given`` does."""

    then: Pattern
    given: Pattern | None = None

    def met(self, state: Pattern) -> bool:
        """Whether a state, all options said, fulfils it; a condition that does not hold fulfils it."""
        return (self.given is not None and not _matches(state, self.given)) or _matches(state, self.then)


def model_of_options(
    options: Sequence[Option],
    priorities: Mapping[str, Sequence[Statement]] | None = None,
    infeasible: Sequence[Pattern] = (),
    merged: Sequence[tuple[str, Pattern]] = (),
    order: Mapping[str, Order] | None = None,
) -> GraphModel:
    """Make the graph model in which each party switches its own options, one or several at a time.

    Preferences, of each party in one of two ways: ``priorities[party]``, its wishes, the most important first, or
    ``order[party]``, the names of the states from best to worst. ``infeasible``: combinations that cannot be.
    ``merged``: (name, pattern): all states that match count as one under this name; wishes are read on the first of
    them. A pattern that says every option names a single state. Other states are named by the options taken, joined
    with '+', or 'nothing'.
    """
    priorities, order = priorities or {}, order or {}
    _check(options, priorities, order, (*infeasible, *(pattern for _, pattern in merged)))
    names = [option.name for option in options]
    settings = [dict(zip(names, taken, strict=True)) for taken in product((False, True), repeat=len(names))]
    feasible = [state for state in settings if not any(_matches(state, pattern) for pattern in infeasible)]
    if not feasible:
        raise BargainingError("no combination of the options is feasible. Drop or narrow an infeasible pattern.")
    called = [_name(state, merged) for state in feasible]
    _check_names([name for name in called if name not in dict(merged)])
    first = dict(reversed(list(zip(called, feasible, strict=True))))
    parties = list(dict.fromkeys(option.party for option in options))
    moves = {party: _moves(party, options, feasible, called) for party in parties}
    rank = {
        party: _ranks(first, priorities[party]) if party in priorities else ranked(order[party]) for party in parties
    }
    return GraphModel(parties, list(dict.fromkeys(called)), moves, rank=rank)


def _ranks(states: Mapping[str, Pattern], statements: Sequence[Statement]) -> dict[str, float]:
    """Compare which statements are met as words are in a dictionary: the first outweighs all that follow."""
    met = {name: tuple(each.met(state) for each in statements) for name, state in states.items()}
    place = {each: float(number) for number, each in enumerate(sorted(set(met.values())))}
    return {name: place[each] for name, each in met.items()}


def _moves(
    party: str, options: Sequence[Option], states: Sequence[Pattern], called: Sequence[str]
) -> dict[str, set[str]]:
    """Where a party can go from each named state: only its own options change, none that is done for good undone."""
    own = [option for option in options if option.party == party]
    bound = [option.name for option in own if option.for_good]
    given = [option.name for option in options if option.party != party]
    groups: dict[tuple[bool, ...], list[int]] = {}
    for number, state in enumerate(states):
        groups.setdefault(tuple(state[name] for name in given), []).append(number)
    moves: dict[str, set[str]] = {name: set() for name in called}
    for group in groups.values():
        for here, there in permutations(group, 2):
            if called[here] != called[there] and all(states[there][name] or not states[here][name] for name in bound):
                moves[called[here]].add(called[there])
    return moves


def _matches(state: Pattern, pattern: Pattern) -> bool:
    return all(state[option] == taken for option, taken in pattern.items())


def _name(state: Pattern, merged: Sequence[tuple[str, Pattern]]) -> str:
    for name, pattern in merged:
        if _matches(state, pattern):
            return name
    return "+".join(option for option, taken in state.items() if taken) or "nothing"


def _check(
    options: Sequence[Option],
    priorities: Mapping[str, Sequence[Statement]],
    order: Mapping[str, Order],
    patterns: Sequence[Pattern],
) -> None:
    names = [option.name for option in options]
    if not names or len(set(names)) < len(names):
        raise BargainingError(f"{len(names)} options, {len(set(names))} of them different: name each option once.")
    if len(names) > OPTIONS_AT_MOST:
        raise BargainingError(
            f"{len(names)} options make {2 ** len(names)} combinations: at most {OPTIONS_AT_MOST} options. Leave out "
            "options that do not matter, or name states and moves to GraphModel yourself."
        )
    parties = {option.party for option in options}
    told = [*priorities, *order]
    if sorted(told) != sorted(parties):
        raise BargainingError(
            f"preferences are given for {sorted(told)}, options belong to {sorted(parties)}: give each party's once, "
            "in priorities or in order."
        )
    wishes = [part for each in priorities.values() for wish in each for part in (wish.then, wish.given or {})]
    for pattern in (*patterns, *wishes):
        for option in pattern:
            if option not in names:
                raise BargainingError(f"{option!r} is no option. The options: {', '.join(names)}.")


def _check_names(called: Sequence[str]) -> None:
    """That no two states came by the same name, as with options 'a', 'b' and 'a+b'."""
    twice = [name for name, count in Counter(called).items() if count > 1]
    if twice:
        raise BargainingError(f"two states would be called {twice[0]!r}: rename an option, without '+' and 'nothing'.")
