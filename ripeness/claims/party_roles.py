"""What part each party plays, proposed from its moves: who fights, who mediates, who backs a side, who only hosts.

A proposal carries the moves that show it, for the user to confirm; parties whose moves show nothing get none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ripeness.claims.lexicon import word_set
from ripeness.claims.model import Move, Role

_HAPPENED = frozenset({"done", "agreed", "alleged", "conditional", "may"})
# A side is asked and answers: it says yes, no or perhaps to what is brought to it, and gives way. Others bring it.
_ANSWERING = frozenset({"accept", "accept-in-part", "reject", "study", "concede"})
_STRIKING = frozenset({"attack", "violate", "accuse"})
_BRINGING = frozenset({"propose", "mediate"})
# By these a party takes sides: who makes them more often than it proposes is nobody's mediator.
_OPPOSING = frozenset({"reject", "accuse", "violate"})
_SUPPLIES = frozenset({"foreign-aid", "sanctions", "trade"})
_HOSTING = word_set("host hosts hosted hosting venue receive received receives invited invites")
_CARRYING = word_set(
    "mediate mediates mediated mediating mediation broker brokers brokered carry carries carried carrying message "
    "messages shuttle shuttled between brokering bridging facilitated facilitates envoy handed text good offices"
)
# How many moves must show that a party fights, mediates or backs; how much a side's share of the dispute must be.
FIGHTING, MEDIATING, BACKING, PROPOSING = 2, 2, 1, 2
ASKED = 0.5  # what a demand counts less than an answer: those who are no side demand things too
SIDE_SHARE = 0.3  # of the party with the most; on the sets for tuning the second side has .45 and more


@dataclass(frozen=True, slots=True)
class PartyRole:
    """A proposed role, the ids of the moves that show it, and the rule in plain words."""

    role: Role
    moves: tuple[str, ...]
    why: str


def roles(moves: Sequence[Move]) -> Mapping[str, PartyRole]:
    """The role of each party whose moves show one, by party id."""
    fights, brokers, hosts, backs, proposes = (defaultdict[str, list[Move]](list) for _ in range(5))
    opposed = Counter(party for move in moves if move.kind in _OPPOSING for party in move.actors)
    for move in moves:
        if move.modality not in _HAPPENED:
            continue
        if move.kind == "halt" and move.issue in _SUPPLIES:
            for party in move.actors if move.issue == "foreign-aid" else ():
                backs[party].append(move)  # who can stop the arms has sent them
        elif move.kind in ("attack", "halt", "violate"):
            struck = move.targets if move.kind == "attack" else ()
            for party in {*move.actors, *struck}:
                fights[party].append(move)
        elif move.kind == "mediate":
            words = _words(move)
            only_hosts = bool(words & _HOSTING) and not words & _CARRYING
            for party in move.actors:
                (hosts if only_hosts else brokers)[party].append(move)
        elif move.issue == "foreign-aid" and move.kind in ("promise", "offer", "implement", "accept"):
            for party in move.actors:
                backs[party].append(move)
        elif move.kind == "propose":
            for party in move.actors:
                proposes[party].append(move)
    sides = _sides(moves, {party for party, rows in fights.items() if len(rows) >= FIGHTING})
    proposed: dict[str, PartyRole] = {}
    for party in sorted({*fights, *brokers, *hosts, *backs, *sides, *proposes}):
        fought, brokered, hosted, backed = fights[party], brokers[party], hosts[party], backs[party]
        carried = len(brokered) + len(hosted)
        if len(fought) >= FIGHTING and len(fought) > carried:
            proposed[party] = PartyRole("belligerent", _ids(fought), "it attacks, is attacked or stops fighting")
        elif len(brokered) >= MEDIATING or (brokered and carried >= MEDIATING):
            proposed[party] = PartyRole("mediator", _ids(brokered + hosted), "it mediates between others")
        elif party in sides and carried < MEDIATING:
            proposed[party] = PartyRole("belligerent", _ids(sides[party]), "it is one of the two sides of the dispute")
        elif len(backed) >= BACKING and not fought:
            proposed[party] = PartyRole("backer", _ids(backed), "it arms, pays or informs a side")
        elif hosted:
            proposed[party] = PartyRole("host", _ids(hosted), "talks are held at its place")
        elif brokered:
            proposed[party] = PartyRole("mediator", _ids(brokered), "it mediates between others")
        elif len(proposes[party]) >= max(PROPOSING, opposed[party] + 1):
            proposed[party] = PartyRole("mediator", _ids(proposes[party]), "it brings proposals and is no side")
    return proposed


def _sides(moves: Sequence[Move], fighting: set[str]) -> Mapping[str, list[Move]]:
    """The sides of a dispute in which few are told to shoot: the two that most often answer, strike and are struck.

    Who brings proposals loses as much by each. A party that is ``fighting`` is one of the two in any case.
    """
    if len(fighting) > 1:
        return {}
    made: dict[str, list[Move]] = defaultdict(list)
    brought: Counter[str] = Counter()
    for move in moves:
        if move.modality not in _HAPPENED:
            continue
        if move.kind in _BRINGING:
            brought.update(move.actors)
        own = move.kind in _ANSWERING | _STRIKING or (move.kind == "halt" and move.issue not in _SUPPLIES)
        struck = move.targets if move.kind in _STRIKING or move.kind == "demand" else ()
        for party in dict.fromkeys((*(move.actors if own else ()), *struck)):
            made[party].append(move)
    asked = Counter(party for move in moves if move.kind == "demand" for party in move.actors)
    for move in moves:
        if move.kind == "demand" and move.modality in _HAPPENED:
            for party in move.actors:
                made[party].append(move)
    weight = {party: len(rows) - ASKED * asked[party] - brought[party] for party, rows in made.items()}
    ranked = sorted(made, key=lambda party: (party not in fighting, -weight[party], party))[:2]
    least = max(SIDE_SHARE * max(weight.values(), default=0), 1)
    sides = {party: made[party] for party in ranked if party in fighting or weight[party] >= least}
    return sides if len(sides) > 1 else {}


def _words(move: Move) -> set[str]:
    return {word.strip(".,;:'\"“”’").lower() for telling in move.tellings for word in telling.passage.exact.split()}


def _ids(moves: Iterable[Move]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(move.id for move in moves))
