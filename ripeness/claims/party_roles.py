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
# Moves by which a dispute is carried on: whoever makes them to the other side and is answered is a side in it.
_CONTENDING = frozenset(
    {"demand", "reject", "accept", "accept-in-part", "offer", "concede", "threaten", "accuse", "violate", "withdraw",
     "implement", "halt", "attack"}
)  # fmt: skip
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
SIDE_SHARE = 0.5  # of the moves of the party with the most


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
            for party in move.actors:
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
    """The sides of a dispute in which nobody shoots: the two parties that make the most moves to each other."""
    if len(fighting) > 1:
        return {}
    made: dict[str, list[Move]] = defaultdict(list)
    for move in moves:
        if move.kind in _CONTENDING and move.modality in _HAPPENED:
            for party in move.actors:
                made[party].append(move)
    ranked = sorted(made, key=lambda party: (-len(made[party]), party))[:2]
    least = SIDE_SHARE * len(made[ranked[0]]) if ranked else 0
    return {party: made[party] for party in ranked if len(made[party]) >= max(least, 2)} if len(ranked) > 1 else {}


def _words(move: Move) -> set[str]:
    return {word.strip(".,;:'\"“”’").lower() for telling in move.tellings for word in telling.passage.exact.split()}


def _ids(moves: Iterable[Move]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(move.id for move in moves))
