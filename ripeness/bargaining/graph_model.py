"""The Graph Model: parties with options they control, states, moves, preferences; which states would last, and why.

A party's improvement is a state that it can move to and prefers. A state is stable for it

- Nash (R): if it has no improvement;
- GMR: if every improvement may be followed by moves of the others to a state that is no better for it;
- SMR: if it cannot escape from such a state by a further move either;
- SEQ: if the others get there by improvements of their own.

Sources: Fang, Hipel, Kilgour 1993, "Interactive decision making: the graph model for conflict resolution";
Howard 1971, "Paradoxes of rationality" (GMR, SMR); Fraser, Hipel 1979, "Solving complex conflicts" (SEQ).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import isfinite
from typing import Literal, NamedTuple

from ripeness.bargaining import graph_words as words
from ripeness.bargaining.errors import BargainingError
from ripeness.bargaining.graph_words import listed, quoted

Concept = Literal["Nash", "GMR", "SMR", "SEQ"]
CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")
Order = Sequence["str | Sequence[str]"]  # states from best to worst; those in one inner sequence are as good
ORDERS_AT_MOST = 9  # states whose orders are listed: 9! = 362880, a second
SETS_AT_MOST = 1000  # ways to keep a state that are told apart: comparing them all takes a moment


class Verdict(NamedTuple):
    """Whether a state is stable (for a party, or for all), and the reason in a sentence."""

    stable: bool
    narration: str


class Keeping(NamedTuple):
    """What would make a state stable for a party: that all states of one of the ``sets`` are no better for it.

    An empty set: it is stable whatever the party prefers. The same in a sentence.
    """

    sets: tuple[frozenset[str], ...]
    narration: str


@dataclass(frozen=True, eq=False)
class GraphModel:
    """Parties, states, the moves of each party between states, and how good it finds each state.

    ``moves[party][state]``: the states that it can move to by itself; a move that cannot be taken back is listed
    one way only. ``rank[party][state]``: larger is better, equal is indifferent; or give ``order[party]``, the
    states from best to worst. ``graph_options.model_of_options`` makes states and moves from options. Raises
    BargainingError where a name is unknown or a rank missing.
    """

    parties: tuple[str, ...]
    states: tuple[str, ...]
    moves: Mapping[str, Mapping[str, frozenset[str]]]
    rank: Mapping[str, Mapping[str, float]]

    def __init__(
        self,
        parties: Sequence[str],
        states: Sequence[str],
        moves: Mapping[str, Mapping[str, Iterable[str]]],
        rank: Mapping[str, Mapping[str, float]] | None = None,
        order: Mapping[str, Order] | None = None,
    ) -> None:
        if (rank is None) == (order is None):
            raise BargainingError("give the preferences once: as rank (larger is better) or as order (best first).")
        ranks = rank if rank is not None else {name: ranked(each) for name, each in (order or {}).items()}
        told = {party: {start: frozenset(ends) for start, ends in ways.items()} for party, ways in moves.items()}
        _check(parties, states, told, ranks)
        made = {
            party: {state: told.get(party, {}).get(state, frozenset()) - {state} for state in states}
            for party in parties
        }
        values = {"parties": tuple(parties), "states": tuple(states), "moves": made, "rank": dict(ranks)}
        for name, value in values.items():
            object.__setattr__(self, name, value)

    # --- moves ---------------------------------------------------------------------------------

    def improvements(self, party: str, state: str) -> tuple[str, ...]:
        """States that the party can move to and prefers, in the order of ``states``."""
        here = self.rank[party][state]
        reached = self.moves[party][state]
        return tuple(to for to in self.states if to in reached and self.rank[party][to] > here)

    def responses(self, party: str, state: str, improving: bool) -> dict[str, tuple[str, ...]]:
        """Where the others can take the situation from a state: reached state -> who moved, in turn.

        By legal sequences of moves: nobody moves twice in a row. ``improving``: each only where it prefers it to
        the state it moves from. The state itself is in only if they come back to it.
        """
        others = [other for other in self.parties if other != party]
        path: dict[tuple[str, str | None], tuple[str, ...]] = {(state, None): ()}
        queue: list[tuple[str, str | None]] = [(state, None)]
        found: dict[str, tuple[str, ...]] = {}
        for here, last in queue:  # grows while it is read
            for other in others:
                if other == last:
                    continue
                steps = self.improvements(other, here) if improving else self._sorted(self.moves[other][here])
                for to in steps:
                    if (to, other) not in path:
                        path[to, other] = (*path[here, last], other)
                        found.setdefault(to, path[to, other])
                        queue.append((to, other))
        return found

    # --- stability -----------------------------------------------------------------------------

    def verdict(self, party: str, state: str, concept: Concept) -> Verdict:
        """Judge one state for one party under one concept, with the reason."""
        self._know(party, state)
        _known(concept)
        stable, reasons = self._judged(party, state, concept)
        if stable and self.improvements(party, state):
            return Verdict(True, f"{party} stays at {quoted(state)}: {'; '.join(reasons)}.")
        return Verdict(stable, f"{reasons[0]}.")

    def stable(self, concept: Concept) -> dict[str, tuple[str, ...]]:
        """The states that are stable for each party."""
        _known(concept)
        return {
            party: tuple(state for state in self.states if self._judged(party, state, concept)[0])
            for party in self.parties
        }

    def equilibrium(self, state: str, concept: Concept) -> Verdict:
        """Judge whether a state is stable for all parties, with the reason: what holds each, or who leaves it."""
        self._know(self.parties[0], state)
        _known(concept)
        judged = {party: self._judged(party, state, concept) for party in self.parties}
        leaving = [reason for stable, reasons in judged.values() if not stable for reason in reasons]
        if leaving:
            return Verdict(False, f"{quoted(state)} is no equilibrium ({concept}): {'; '.join(leaving)}.")
        content = [party for party in self.parties if not self.improvements(party, state)]
        held = [reason for party, (_, reasons) in judged.items() if party not in content for reason in reasons]
        reasons = ([words.no_better_move(content, state)] if content else []) + held
        return Verdict(True, f"{quoted(state)} is an equilibrium ({concept}): {'; '.join(reasons)}.")

    def equilibria(self, concept: Concept) -> tuple[str, ...]:
        """The states that are stable for all parties."""
        stable = self.stable(concept)
        return tuple(state for state in self.states if all(state in stable[party] for party in self.parties))

    # --- the inverse question ------------------------------------------------------------------

    def what_keeps(self, party: str, state: str, concept: Concept) -> Keeping:
        """Which preferences of the party would make a state stable for it, those of the others as they are.

        Only the states that it prefers to this one count, not how it orders them. The answer is exact, with ties
        too: the least sets of states such that it is stable if and only if all of one set are no better for the
        party than this state. Raises BargainingError where there are more than 1000 such sets.
        """
        self._know(party, state)
        _known(concept)
        sets = {frozenset[str]()}
        for to in self._sorted(self.moves[party][state]):
            ways = self._ways_to_deter(party, state, to, concept)
            if frozenset() not in ways:
                sets = _least({kept | way for kept in sets for way in ways})
            if len(sets) > SETS_AT_MOST:
                raise BargainingError(
                    f"{quoted(state)} may be kept for {party} in more than {SETS_AT_MOST} ways. Leave out states or "
                    "moves that do not matter, or ask for the verdict under the preferences that you have in mind."
                )
        place = {name: number for number, name in enumerate(self.states)}
        found = tuple(sorted(sets, key=lambda each: (len(each), sorted(place[name] for name in each))))
        return Keeping(found, words.kept_by(party, state, [self._sorted(each) for each in found]))

    def orders_that_keep(self, party: str, state: str, concept: Concept) -> Iterator[tuple[str, ...]]:
        """List the strict orders of the party's preferences, best first, under which a state would be stable for it.

        The others keep theirs. For up to nine states, as there are n! orders; beyond that ask ``what_keeps``.
        """
        sets = self.what_keeps(party, state, concept).sets
        if len(self.states) > ORDERS_AT_MOST:
            raise BargainingError(
                f"{len(self.states)} states have too many orders to list: at most {ORDERS_AT_MOST}. "
                "Ask what_keeps for the condition on them, or leave out states that do not matter."
            )
        for order in permutations(self.states):
            preferred = order[: order.index(state)]
            if any(each.isdisjoint(preferred) for each in sets):
                yield order

    # --- inside --------------------------------------------------------------------------------

    def _judged(self, party: str, state: str, concept: Concept) -> tuple[bool, list[str]]:
        """Whether a state is stable for a party, and the reasons, as clauses without a full stop."""
        improvements = self.improvements(party, state)
        if not improvements:
            return True, [words.no_better_move([party], state)]
        if concept == "Nash":
            return False, [words.gains(party, state, improvements)]
        reasons = []
        for to in improvements:
            responses = self.responses(party, to, improving=concept == "SEQ")
            end = next((end for end in responses if self._deters(party, state, end, concept)), None)
            if end is None:
                others = [other for other in self.parties if other != party]
                return False, [words.unanswered(party, state, to, others, bool(responses), concept)]
            reasons.append(words.answered(party, state, to, responses[end], end, concept))
        return True, reasons

    def _deters(self, party: str, state: str, end: str, concept: Concept) -> bool:
        """Whether an answer that ends there makes the party regret that it left the state."""
        rank = self.rank[party]
        if rank[end] > rank[state]:
            return False
        return concept != "SMR" or all(rank[way] <= rank[state] for way in self.moves[party][end])

    def _ways_to_deter(self, party: str, state: str, to: str, concept: Concept) -> set[frozenset[str]]:
        """Sets of states of which one must be, wholly, no better than ``state``, that a move ``to`` does not pay."""
        ways = {frozenset([to])}
        if concept != "Nash":
            for end in self.responses(party, to, improving=concept == "SEQ"):
                escapes = self.moves[party][end] if concept == "SMR" else frozenset[str]()
                ways.add(frozenset([end, *escapes]) - {state})
        return _least(ways)

    def _sorted(self, states: frozenset[str]) -> list[str]:
        return [state for state in self.states if state in states]

    def _know(self, party: str, state: str) -> None:
        for name, known, kind in ((party, self.parties, "party"), (state, self.states, "state")):
            if name not in known:
                raise BargainingError(f"{name!r} is no {kind} of this model. There are {', '.join(known)}.")


def _known(concept: str) -> None:
    if concept not in CONCEPTS:
        raise BargainingError(f"{concept!r} is no stability concept here. There are {', '.join(CONCEPTS)}.")


def _least(sets: set[frozenset[str]]) -> set[frozenset[str]]:
    """Only the sets that hold no other of them."""
    kept: list[frozenset[str]] = []
    for each in sorted(sets, key=len):
        if not any(smaller <= each for smaller in kept):
            kept.append(each)
    return set(kept)


def ranked(order: Order) -> dict[str, float]:
    """Turn an order from best to worst into ranks, larger better; states in one inner sequence tie."""
    rank: dict[str, float] = {}
    for place, entry in enumerate(order):
        for state in (entry,) if isinstance(entry, str) else entry:
            if state in rank:
                raise BargainingError(f"{state!r} stands twice in an order of preferences: name each state once.")
            rank[state] = float(len(order) - place)
    return rank


def _check(
    parties: Sequence[str],
    states: Sequence[str],
    moves: Mapping[str, Mapping[str, frozenset[str]]],
    rank: Mapping[str, Mapping[str, float]],
) -> None:
    for names, kind in ((parties, "party"), (states, "state")):
        if not names or len(set(names)) < len(names):
            raise BargainingError(f"{len(names)} names of a {kind}, {len(set(names))} different: name each once.")
    for party in (*moves, *rank):
        if party not in parties:
            raise BargainingError(
                f"moves or preferences of {party!r}, who is no party. There are {', '.join(parties)}."
            )
    for party in parties:
        if set(rank.get(party, ())) != set(states):
            wrong = sorted(set(rank.get(party, ())) ^ set(states))
            raise BargainingError(
                f"preferences of {party!r} leave out or invent {listed(wrong)}: rank every state once."
            )
        if not all(isfinite(value) for value in rank[party].values()):
            raise BargainingError(f"a rank of {party!r} is not a finite number: larger is better, equal is as good.")
    for party, ways in moves.items():
        for state in {state for start, ends in ways.items() for state in (start, *ends)}:
            if state not in states:
                raise BargainingError(f"a move of {party!r} speaks of {state!r}, which is no state.")
