"""What is negotiated in a drafted case, what each party wants of it, and how much it speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ripeness.claims.issues import codebook
from ripeness.claims.model import Move, Position
from ripeness.drafting.cast import Cast
from ripeness.drafting.grounds import key
from ripeness.drafting.vocabulary import Default, default, issue_name, ladder, ranged, shows
from ripeness.reports import Passage

ISSUES_LIMIT = 8  # what is told on fewest originals is left out first, and named
# The weight of an issue by the independent originals on which a party speaks of it: so many points each, to a bound,
# from a quarter of the fewest to twice the most. A convention, and wide: what is spoken of more need not matter more.
POINTS, MOST_ORIGINALS = 20.0, 5
# What an outside party and one side may settle between themselves.
_BETWEEN_TWO = frozenset({"sanctions", "trade", "resources", "recognition"})
# Moves by which a party shows that an issue matters to it; to accuse or to deny shows no stake.
_BARGAINING = frozenset(
    {"propose", "demand", "offer", "accept", "accept-in-part", "reject", "study", "concede", "promise", "threaten"}
)
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?")


@dataclass(frozen=True)
class Stand:
    """Where a party stands on an issue now: for what is asked, or against it, with what shows it."""

    party: str
    issue: str
    stance: str
    position: Position
    moves: tuple[Move, ...]
    earlier: Position | None  # the other stance, where it has been held too

    @property
    def firm(self) -> bool:
        """Whether the party's own people are told to refuse it in words that leave no room: nobody else's count."""
        return self.stance == "against" and any(
            telling.teller is not None and telling.teller.party == self.party and shows("firm", telling.passage.exact)
            for move in self.moves
            for telling in move.tellings
        )


@dataclass(frozen=True)
class Topic:
    """An issue of the case: its options from first to last, and where each party that stands somewhere has its ends.

    ``wanted`` and ``refused`` name an option by party.
    """

    id: str
    options: Mapping[str, str]
    status_quo: str
    wanted: Mapping[str, str]
    refused: Mapping[str, str]

    @property
    def key(self) -> str:
        """Its name in the case."""
        return key(self.id)


@dataclass(frozen=True)
class Stakes:
    """The issues of a draft and the stands on them. ``pair``: one side and an outsider with matters of their own."""

    cast: Cast
    stands: Mapping[tuple[str, str], Stand]
    topics: tuple[Topic, ...]
    pair: tuple[str, str] | None
    between: frozenset[str]  # the topics of the pair alone
    left_out: tuple[str, ...]

    @cached_property
    def settlement(self) -> tuple[Topic, ...]:
        """What all sides decide on together."""
        return tuple(topic for topic in self.topics if topic.id not in self.between)

    @cached_property
    def relations(self) -> tuple[Topic, ...]:
        """What a side and an outsider decide between themselves."""
        return tuple(topic for topic in self.topics if topic.id in self.between)

    def asked(self, party: str) -> tuple[Topic, ...]:
        """The topics of the deals to which a party must consent."""
        own = self.settlement if party in self.cast.sides else ()
        return (*own, *(self.relations if self.pair and party in self.pair else ()))

    def issues(self) -> dict[str, Any]:
        """The block ``issues`` of a case."""
        return {
            topic.key: {
                "name": issue_name(topic.id),
                "ordered": True,
                "options": dict(topic.options),
                "status_quo": topic.status_quo,
            }
            for topic in self.topics
        }

    def preferences(self) -> dict[str, Any]:
        """The block ``preferences``: of everybody whose consent counts."""
        asked = [party for party in self.cast.everybody if self.asked(party)]
        return {key(party): self._preference(party) for party in asked}

    def positions(self) -> Iterator[dict[str, Any]]:
        """The list ``positions``: what the parties of the case want and refuse of its issues."""
        for topic in self.topics:
            for party in self.cast.everybody:
                stand = self.stands.get((party, topic.id))
                if stand is not None and (party in topic.wanted or party in topic.refused):
                    yield self._position(topic, stand)

    def _position(self, topic: Topic, stand: Stand) -> dict[str, Any]:
        name = self.cast.grounds.parties[stand.party].name
        entry: dict[str, Any] = {"party": key(stand.party), "issue": topic.key}
        if stand.stance == "for":
            entry["wants"] = [topic.wanted[stand.party]]
            said = f"{name} asks for it or has agreed to it"
        else:
            entry["refuses"] = [topic.refused[stand.party]]
            said = f"{name} refuses it"
            if stand.firm and self.asked(stand.party) and topic in self.asked(stand.party):
                entry["firm"] = True
                said += ", in words that leave no room"
        if _DATE.fullmatch(stand.position.last) and stand.position.last[:10] <= self.cast.as_of:
            entry["said"] = stand.position.last
        if stand.earlier is not None:
            entry["note"] = "The record also has it the other way; the later, or the one told more, is taken."
        entry["because"] = self.cast.grounds.because(f"{said}.", stand.position.passages)
        return entry

    def _preference(self, party: str) -> dict[str, Any]:
        topics = self.asked(party)
        made: dict[str, Any] = {
            "weights": {topic.key: self._weight(party, topic) for topic in topics},
            "values": {topic.key: dict(self._values(party, topic)) for topic in topics},
        }
        joint = list(self._joint(party, topics))
        if joint:
            made["joint"] = joint
        return made

    def _weight(self, party: str, topic: Topic) -> dict[str, Any]:
        """By the originals on which it speaks of the issue; for a silent party as for whoever speaks of it most."""
        grounds = self.cast.grounds
        passages = self._spoken(party, topic)
        if passages:
            fewest, most = grounds.originals(passages)
            count = f"{fewest} to {most}" if fewest < most else str(fewest)
            spoken = "one independent original" if most == 1 else f"{count} independent originals"
            reason = f"Rule 'weight by originals': {grounds.parties[party].name} is told on {spoken} to speak of it."
            return {**_points(fewest, most), "because": grounds.because(reason, passages)}
        others = {other: told for other in self.cast.everybody if (told := self._spoken(other, topic))}
        if not others:
            unspoken = default("weight_unspoken")
            return {**unspoken.number(), "because": unspoken.sentence}
        most = max(others, key=lambda other: grounds.originals(others[other]))
        reason = (
            f"Rule 'weight of the silent': {grounds.parties[party].name} is not told to speak of it; it is taken to "
            f"weigh as much as for {grounds.parties[most].name}, which does."
        )
        return {**_points(*grounds.originals(others[most])), "because": grounds.because(reason, others[most])}

    def _spoken(self, party: str, topic: Topic) -> tuple[Passage, ...]:
        grounds = self.cast.grounds
        return grounds.told(
            move
            for move in grounds.record.moves
            if move.issue == topic.id and party in move.actors and move.kind in _BARGAINING
        )

    def _values(self, party: str, topic: Topic) -> Iterator[tuple[str, dict[str, Any]]]:
        wanted, refused = topic.wanted.get(party), topic.refused.get(party)
        stand = self.stands.get((party, topic.id))
        for option in topic.options:
            if wanted is None and refused is None:
                kind = self._leaning(party, topic, option)
            elif option == wanted:
                kind = default("value_wanted")
            elif option == refused:
                kind = default("value_refused")
            else:
                kind = default("value_between")
            named = option == (wanted if stand and stand.stance == "for" else refused)
            passages: Sequence[Passage] = stand.position.passages if stand is not None and named else ()
            because = self.cast.grounds.because(kind.sentence, passages) if passages else kind.sentence
            yield option, {**kind.number(), "because": because}

    def _leaning(self, party: str, topic: Topic, option: str) -> Default:
        """Where somebody stands of whom the record is silent: away from what others ask, and anywhere in truth."""
        asked = {topic.wanted[other] for other in topic.wanted if other != party}
        if len(asked) > 1:  # of rivals: which of them it would rather see is not known
            return default("value_unknown")
        if option in asked:
            return default("value_leaning_from")
        middle = list(topic.options)[1]
        return default("value_between" if option == middle else "value_leaning_to")

    def _joint(self, party: str, topics: Sequence[Topic]) -> Iterator[dict[str, Any]]:
        """What a party made hang on something else: its conditional moves of which the condition names an issue too."""
        by_id = {topic.id: topic for topic in topics}
        seen: set[tuple[str, str]] = set()
        for move in self.cast.grounds.record.moves:
            if party not in move.actors or move.condition is None or move.issue not in by_id:
                continue
            words = re.findall(r"[\w'-]+", move.condition.exact.lower())
            other = codebook().issue_of(words)
            if other not in by_id or other == move.issue or (move.issue, other) in seen:
                continue
            terms = {by_id[issue].key: by_id[issue].wanted.get(party) for issue in (move.issue, other)}
            if all(terms.values()):
                seen.add((move.issue, other))
                together = default("together")
                because = self.cast.grounds.because(
                    together.sentence, (*self.cast.grounds.told([move]), move.condition)
                )
                yield {"when": terms, "worth": together.number(), "because": because}


def _points(fewest: int, most: int) -> dict[str, float]:
    """The weight of what is spoken of on so many originals."""
    low, high = (POINTS * min(each, MOST_ORIGINALS) for each in (fewest, most))
    return ranged(low / 4, (low + high) / 2, 2 * high)


def stakes(cast: Cast) -> Stakes:
    """What is negotiated, by what the sides and those with matters of their own ask for and refuse."""
    stands = dict(_stands(cast))
    told: dict[str, int] = {}
    for (party, issue), stand in stands.items():
        if ladder(issue).shape in ("measure", "divided") and party in cast.everybody:
            told[issue] = told.get(issue, 0) + sum(cast.grounds.originals(stand.position.passages))
    pair, between = _between_two(cast, stands, told)
    kept = [issue for issue in told if issue in between or any((side, issue) in stands for side in cast.sides)]
    kept.sort(key=lambda issue: (-told[issue], issue))
    chosen = kept[:ISSUES_LIMIT]
    topics = tuple(_topic(cast, stands, issue, pair if issue in between else None) for issue in chosen)
    left = tuple(issue_name(issue) for issue in sorted(set(told) - set(chosen)))
    return Stakes(cast, stands, topics, pair, frozenset(between & set(chosen)), left)


def _stands(cast: Cast) -> Iterator[tuple[tuple[str, str], Stand]]:
    rows: dict[tuple[str, str], list[Position]] = {}
    for position in cast.grounds.record.positions:
        rows.setdefault((position.party, position.issue), []).append(position)
    for (party, issue), held in rows.items():
        if party not in cast.everybody:
            continue
        last, *earlier = sorted(held, key=lambda each: (each.last, cast.grounds.originals(each.passages)), reverse=True)
        moves = tuple(cast.grounds.moves[move] for move in last.moves if move in cast.grounds.moves)
        yield (party, issue), Stand(party, issue, last.stance, last, moves, earlier[0] if earlier else None)


def _between_two(
    cast: Cast, stands: Mapping[tuple[str, str], Stand], told: Mapping[str, int]
) -> tuple[tuple[str, str] | None, frozenset[str]]:
    """The side and the outsider with most matters that no other side speaks of, and these matters."""
    found: dict[tuple[str, str], set[str]] = {}
    for issue in _BETWEEN_TWO & set(told):
        sides = [side for side in cast.sides if (side, issue) in stands]
        outside = [party for party in cast.others if (party, issue) in stands]
        dealt = {
            (actor, target)
            for move in cast.grounds.record.moves
            if move.issue == issue
            for actor in move.actors
            for target in move.targets
        }
        for side in sides or cast.sides:
            for other in outside or cast.others:
                spoken = (side in sides and other in outside) or (side, other) in dealt or (other, side) in dealt
                if spoken and all(one == side for one in sides):
                    found.setdefault((side, other), set()).add(issue)
    if not found:
        return None, frozenset()
    pair = max(sorted(found), key=lambda each: sum(told[issue] for issue in found[each]))
    return pair, frozenset(found[pair])


def _topic(cast: Cast, stands: Mapping[tuple[str, str], Stand], issue: str, pair: tuple[str, str] | None) -> Topic:
    rung = ladder(issue)
    takers = pair or cast.sides
    stance = {party: stands[party, issue].stance for party in takers if (party, issue) in stands}
    asking = [party for party in takers if stance.get(party) == "for"]
    if rung.shape == "divided" or (rung.rival and len(asking) > 1):
        return _divided(cast, issue, takers, stance, asking)
    options: dict[str, str] = dict(zip(("none", "part", "full"), rung.titles, strict=True))
    # Of a rival measure it is known whose it is only as far as the sides go: others may ask it of either.
    spoken = takers if rung.rival else cast.everybody
    every = {party: stands[party, issue].stance for party in spoken if (party, issue) in stands}
    wanted = {party: "full" if each == "for" else "none" for party, each in every.items()}
    refused = {party: "none" if each == "for" else "full" for party, each in every.items()}
    return Topic(issue, options, "none", wanted, refused)


def _divided(cast: Cast, issue: str, takers: Sequence[str], stance: Mapping[str, str], asking: Sequence[str]) -> Topic:
    """Options from what one asks to what another asks. Where one alone asks, the other end is how things are."""
    names = {party: cast.grounds.parties[party].name for party in takers}
    first = asking[0] if asking else next(iter(stance))
    second = next((party for party in asking if party != first), None) or next(
        (party for party in takers if party != first), None
    )
    own = f"as_{key(first)}_would"
    if second is not None and second in asking:
        other, label = f"as_{key(second)}_would", f"As {names[second]} would have it"
    else:
        other, label = "as_it_is", "As it is now"
    if not asking:  # everybody who speaks of it is against: what is refused is not what the speaker asks
        own, mine = "as_refused", f"As others would have it, which {names[first]} refuses"
    else:
        mine = f"As {names[first]} would have it"
    options = {own: mine, "between": "Between the two", other: label}
    wanted: dict[str, str] = {}
    refused: dict[str, str] = {}
    for party, each in stance.items():
        if each == "against":
            wanted[party], refused[party] = other, own
        elif party == first:
            wanted[party], refused[party] = own, other
        elif party == second:  # what a third one asks may be something else again: its worth is not known
            wanted[party], refused[party] = other, own
    return Topic(issue, options, "as_it_is" if other == "as_it_is" else "between", wanted, refused)
