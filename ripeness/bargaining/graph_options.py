"""A graph model made from options: each is in the hand of one party, taken or not; states are what can be.

Preferences may be ranks, or statements in order of priority: a state that meets the first is better than any that
does not, whatever the rest.

Source: Fang, Hipel, Kilgour, Peng 2003, "A decision support system for interactive decision making", IEEE
Transactions on Systems, Man and Cybernetics C 33 (option form, option prioritising).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.graph_model import GraphModel

Pattern = Mapping[str, bool]  # option -> taken or not; options that are left out may be either


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
    priorities: Mapping[str, Sequence[Statement]],
    infeasible: Sequence[Pattern] = (),
    merged: Sequence[tuple[str, Pattern]] = (),
) -> GraphModel:
    """Make the graph model in which each party switches its own options, one or several at a time.

    ``priorities[party]``: its wishes, the most important first. ``infeasible``: combinations that cannot be.
    ``merged``: (name, pattern): all states that match count as one under this name; its statements are read on the
    first of them. States are named by the options taken, joined with '+', or 'nothing'.
    """
    _check(options, priorities, (*infeasible, *(pattern for _, pattern in merged)))
    names = [option.name for option in options]
    settings = [dict(zip(names, taken, strict=True)) for taken in product((False, True), repeat=len(names))]
    feasible = [state for state in settings if not any(_matches(state, pattern) for pattern in infeasible)]
    if not feasible:
        raise BargainingError("no combination of the options is feasible. Drop or narrow an infeasible pattern.")
    called = [_name(state, merged) for state in feasible]
    first = dict(reversed(list(zip(called, feasible, strict=True))))
    parties = list(dict.fromkeys(option.party for option in options))
    moves: dict[str, dict[str, set[str]]] = {party: {name: set() for name in first} for party in parties}
    for party in parties:
        for here, state in zip(called, feasible, strict=True):
            moves[party][here] |= {
                there
                for there, other in zip(called, feasible, strict=True)
                if there != here and _can_switch(party, options, state, other)
            }
    rank = {party: {name: _score(state, priorities[party]) for name, state in first.items()} for party in parties}
    return GraphModel(parties, list(dict.fromkeys(called)), moves, rank=rank)


def _score(state: Pattern, statements: Sequence[Statement]) -> float:
    """Statements as the digits of a binary number: the first outweighs all that follow."""
    return float(sum(2 ** (len(statements) - 1 - place) for place, each in enumerate(statements) if each.met(state)))


def _can_switch(party: str, options: Sequence[Option], state: Pattern, other: Pattern) -> bool:
    for option in options:
        if state[option.name] == other[option.name]:
            continue
        if option.party != party or (option.for_good and state[option.name]):
            return False
    return True


def _matches(state: Pattern, pattern: Pattern) -> bool:
    return all(state[option] == taken for option, taken in pattern.items())


def _name(state: Pattern, merged: Sequence[tuple[str, Pattern]]) -> str:
    for name, pattern in merged:
        if _matches(state, pattern):
            return name
    return "+".join(option for option, taken in state.items() if taken) or "nothing"


def _check(
    options: Sequence[Option], priorities: Mapping[str, Sequence[Statement]], patterns: Sequence[Pattern]
) -> None:
    names = [option.name for option in options]
    if not names or len(set(names)) < len(names):
        raise BargainingError(f"{len(names)} options, {len(set(names))} of them different: name each option once.")
    parties = {option.party for option in options}
    if set(priorities) != parties:
        raise BargainingError(
            f"priorities are given for {sorted(priorities)}, options belong to {sorted(parties)}: give each party's."
        )
    wishes = [part for each in priorities.values() for wish in each for part in (wish.then, wish.given or {})]
    for pattern in (*patterns, *wishes):
        for option in pattern:
            if option not in names:
                raise BargainingError(f"{option!r} is no option. The options: {', '.join(names)}.")
