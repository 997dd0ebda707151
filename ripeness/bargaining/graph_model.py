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
from typing import Literal, NamedTuple

from ripeness.bargaining.errors import BargainingError

Concept = Literal["Nash", "GMR", "SMR", "SEQ"]
CONCEPTS: tuple[Concept, ...] = ("Nash", "GMR", "SMR", "SEQ")
Order = Sequence["str | Sequence[str]"]  # states from best to worst; those in one inner sequence are as good
INVERSE_AT_MOST = 7  # states whose orders are all tried: 7! = 5040


class Verdict(NamedTuple):
    """Whether a state is stable for a party, and the reason in a sentence."""

    stable: bool
    narration: str


@dataclass(frozen=True, eq=False)
class GraphModel:
    """Parties, states, the moves of each party between states, and how good it finds each state.

    ``moves[party][state]``: the states that it can move to by itself; a move that cannot be taken back is listed
    one way only. ``rank[party][state]``: larger is better, equal is indifferent. Build one ``from_options`` to
    have states and moves made from options. Raises BargainingError where a name is unknown or a rank missing.
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
        _check(parties, states, moves, ranks)
        made = {
            party: {state: frozenset(moves.get(party, {}).get(state, ())) - {state} for state in states}
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
        if concept not in CONCEPTS:
            raise BargainingError(f"{concept!r} is no stability concept here. There are {', '.join(CONCEPTS)}.")
        improvements = self.improvements(party, state)
        if not improvements:
            return Verdict(True, f"{party} can move to no state that it prefers to {state}.")
        if concept == "Nash":
            return Verdict(False, f"{party} can move from {state} to {_listed(improvements)}, which it prefers.")
        reasons = []
        for to in improvements:
            sanction = self._sanction(party, state, to, concept)
            if sanction is None:
                return Verdict(False, f"{party} can move from {state} to {to}, and {_unpunished(concept)}.")
            reasons.append(sanction)
        return Verdict(True, f"{party} stays at {state}: " + "; ".join(reasons) + ".")

    def stable(self, concept: Concept) -> dict[str, tuple[str, ...]]:
        """The states that are stable for each party."""
        return {
            party: tuple(state for state in self.states if self.verdict(party, state, concept).stable)
            for party in self.parties
        }

    def equilibria(self, concept: Concept) -> tuple[str, ...]:
        """The states that are stable for all parties."""
        stable = self.stable(concept)
        return tuple(state for state in self.states if all(state in stable[party] for party in self.parties))

    def orders_that_keep(self, party: str, state: str, concept: Concept) -> Iterator[tuple[str, ...]]:
        """Which strict orders of the party's preferences, best first, would make a state stable for it.

        The others keep theirs. Only states that count are ordered: for up to seven states all orders are tried;
        more raise BargainingError.
        """
        self._know(party, state)
        if len(self.states) > INVERSE_AT_MOST:
            raise BargainingError(
                f"{len(self.states)} states have too many orders to try all: at most {INVERSE_AT_MOST}. "
                "Leave out states that do not matter, or ask for the verdict under the orders that you have in mind."
            )
        for order in permutations(self.states):
            tried = GraphModel(self.parties, self.states, self.moves, rank={**self.rank, party: ranked(order)})
            if tried.verdict(party, state, concept).stable:
                yield order

    # --- inside --------------------------------------------------------------------------------

    def _sanction(self, party: str, state: str, to: str, concept: Concept) -> str | None:
        """How the others would answer the improvement ``to`` so that it does not pay; None if they cannot."""
        rank = self.rank[party]
        for end, movers in self.responses(party, to, improving=concept == "SEQ").items():
            if rank[end] > rank[state]:
                continue
            if concept == "SMR" and any(rank[way] > rank[state] for way in self.moves[party][end]):
                continue
            no_way_out = ", from where it cannot escape to anything better" if concept == "SMR" else ""
            own_good = ", each move to the mover's own good" if concept == "SEQ" else ""
            return (
                f"after its move to {to}, {_then(movers)} can take it to {end}, no better than "
                f"{state}{no_way_out}{own_good}"
            )
        return None

    def _sorted(self, states: frozenset[str]) -> list[str]:
        return [state for state in self.states if state in states]

    def _know(self, party: str, state: str) -> None:
        for name, known, kind in ((party, self.parties, "party"), (state, self.states, "state")):
            if name not in known:
                raise BargainingError(f"{name!r} is no {kind} of this model. There are {', '.join(known)}.")


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
    moves: Mapping[str, Mapping[str, Iterable[str]]],
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
                f"preferences of {party!r} leave out or invent {_listed(wrong)}: rank every state once."
            )
    for party, ways in moves.items():
        for state in {state for start, ends in ways.items() for state in (start, *ends)}:
            if state not in states:
                raise BargainingError(f"a move of {party!r} speaks of {state!r}, which is no state.")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _then(movers: Sequence[str]) -> str:
    return ", then ".join(movers)


def _unpunished(concept: Concept) -> str:
    return {
        "GMR": "the others can take it from there to nothing that is as bad for it",
        "SMR": "whatever the others do then, it can stay or get to something better",
        "SEQ": "the others have no answer to it, to their own good, that would make it regret that",
    }.get(concept, "it prefers that")
