"""The situation of a drafted case: the front, outside aid, the mediator's patience, a truce; how they move.

A variable is there only where the record speaks of it, the front excepted: there is no war without one. Where it stands
today is read off the last move that says so; how fast it moves no report measures, so that is a default.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ripeness.claims.model import Move, Statement
from ripeness.drafting.cast import Cast
from ripeness.drafting.grounds import key
from ripeness.drafting.stakes import Stakes
from ripeness.drafting.vocabulary import default, ends_of_signs, ladder, shows

_HAPPENED = frozenset({"done", "agreed"})
# By these those outside give, or take away.
_WITHOUT_AID = "front_moves_without_aid"  # a default, and the number that all rules about the end of aid share
_GIVING = frozenset({"halt", "withdraw", "promise", "offer", "implement", "threaten"})


@dataclass(frozen=True)
class Course:
    """What of the situation the record speaks of. ``truces``: whether any halt of fighting is on the table."""

    cast: Cast
    stakes: Stakes
    truces: bool

    @property
    def ends(self) -> tuple[str, str]:
        """The two sides between which the front runs: those told of most, by their names.

        Not by who is told of more: one more report would turn the front round.
        """
        one, two = sorted(self.cast.sides[:2])
        return one, two

    @cached_property
    def aid(self) -> tuple[Move, ...]:
        """The moves about aid from outside, in the order of the record."""
        return tuple(move for move in self.cast.grounds.record.moves if move.issue == "foreign-aid")

    @cached_property
    def receiver(self) -> str | None:
        """The side that the aid goes to: at which those outside aim their moves, or 'to' which it is told to go."""
        count = dict.fromkeys(self.ends, 0)
        for move in self.aid:
            given = any(actor in self.cast.others for actor in move.actors) and move.kind in _GIVING
            named = {
                party
                for telling in move.tellings
                for at in ends_of_signs("aid_to", telling.passage.exact)
                for party in self._next_named(telling.passage.exact[at:])
            }
            for side in count:
                count[side] += (given and side in move.targets) + (side in named)
        best = max(count, key=lambda side: count[side])
        return best if count[best] > min(count.values()) else None

    def _next_named(self, text: str) -> set[str]:
        """The parties in the next words."""
        return self.cast.grounds.named_in(" ".join(text.split()[:3]))

    @cached_property
    def leaving(self) -> tuple[Move, ...]:
        """Moves by which a mediator is told to be about to leave, or to have left."""
        return tuple(
            move
            for move in self.cast.grounds.record.moves
            if any(actor in self.cast.mediators for actor in move.actors)
            and move.kind in ("threaten", "withdraw")
            and move.modality not in ("denied", "hypothetical")
            and (move.issue == "talks" or any(shows("leaving", each.passage.exact) for each in move.tellings))
        )

    def situation(self) -> dict[str, Any]:
        """The block ``situation``."""
        return {
            "variables": dict(self._variables()),
            "drift": list(self._drift()),
            "flows": list(self._flows()),
            "ends": list(self._ends()),
        }

    def beliefs(self) -> dict[str, Any]:
        """The block ``beliefs``: each side hopes for a little more than is known, or for much where it is told to.

        A war in which nobody did would be settled (Blainey 1973; Fearon 1995): to draft one without hope would find a
        deal in every war.
        """
        return {key(side): list(self._belief(side)) for side in self.ends}

    def durability(self) -> list[dict[str, Any]]:
        """The list ``durability``: no settlement holds for certain; one that is watched or guaranteed holds better."""
        breaks = default("breaks")
        rules: list[dict[str, Any]] = [{"breaks": breaks.number(), "because": breaks.sentence}]
        guarded = default("breaks_guarded")
        rules += [
            {"terms": {topic.key: "full"}, "breaks": guarded.number(), "because": guarded.sentence}
            for topic in self.stakes.settlement
            if ladder(topic.id).durable and "full" in topic.options
        ]
        return rules

    def _variables(self) -> Iterator[tuple[str, dict[str, Any]]]:
        one, two = self.ends
        first, second = self.cast.grounds.names(self.ends)
        yield (
            "front",
            {
                "name": "How the fighting goes",
                "ordered": True,
                "values": {
                    f"{key(two)}_has_won": f"{second} has won",
                    f"{key(two)}_ahead": f"{second} ahead",
                    "level": "Level",
                    f"{key(one)}_ahead": f"{first} ahead",
                    f"{key(one)}_has_won": f"{first} has won",
                },
                "now": "level",
                "because": "Default 'front': the record has no measure of the fighting; set it where it stands.",
            },
        )
        if self.receiver is not None:
            stopped, moves = self._aid_now()
            yield (
                "aid",
                {
                    "name": f"Outside aid for {self.cast.grounds.parties[self.receiver].name}",
                    "ordered": True,
                    "values": {"stopped": "Stopped", "reduced": "Reduced", "flowing": "Flowing"},
                    "now": "stopped" if stopped else "flowing",
                    "because": self.cast.grounds.because(
                        "The last that the record tells of it."
                        if moves
                        else "Default 'aid': nothing is told to have stopped it.",
                        self.cast.grounds.told(moves),
                    ),
                },
            )
        if self.cast.mediators:
            yield "mediator", self._mediator()
        if self.truces:
            yield (
                "fighting",
                {
                    "name": "Whether there is fighting",
                    "ordered": True,
                    "values": {"halted": "Halted by a truce", "limited": "Halted in part", "open": "Open"},
                    "now": "open",
                    "because": "Default 'fighting': what was agreed is told, not what holds; set it where it stands.",
                },
            )

    def _mediator(self) -> dict[str, Any]:
        gone = [each for each in self.leaving if each.kind == "withdraw" and each.modality in _HAPPENED]
        back = [move.happened for move in self.cast.grounds.record.moves if self._carries_on(move) and move.happened]
        gone = [move for move in gone if not any(day > move.happened for day in back)]
        now = "gone" if gone else "impatient" if self.leaving else "engaged"
        reason = {
            "gone": "It is told to have left the talks.",
            "impatient": "It is told to threaten to leave the talks.",
            "engaged": "Default 'mediator': nothing is told of its leaving.",
        }[now]
        names = " and ".join(self.cast.grounds.names(self.cast.mediators))
        return {
            "name": f"The patience of {names}",
            "ordered": True,
            "values": {"gone": "Gone", "impatient": "Running out", "engaged": "Engaged"},
            "now": now,
            "because": self.cast.grounds.because(reason, self.cast.grounds.told(gone or self.leaving)),
        }

    def _carries_on(self, move: Move) -> bool:
        """Whether a mediator is at work: it mediates, proposes or meets."""
        at_work = move.kind in ("mediate", "propose", "meet", "call") and move.modality in _HAPPENED
        return at_work and any(actor in self.cast.mediators for actor in move.actors)

    def _aid_now(self) -> tuple[bool, tuple[Move, ...]]:
        """Whether the aid has stopped, by the last move that says it stopped or flows again, and that move."""
        turns = [
            move
            for move in self.aid
            if move.modality in _HAPPENED
            and any(actor in self.cast.others for actor in move.actors)
            and move.kind in _GIVING - {"threaten"}
        ]
        dated = sorted(turns, key=lambda move: move.happened)
        if not dated:
            return False, ()
        return dated[-1].kind in ("halt", "withdraw"), (dated[-1],)

    def assumptions(self) -> dict[str, Any]:
        """The block ``assumptions``: what several rules share, one number for all of them."""
        if self.receiver is None:
            return {}
        worse = default(_WITHOUT_AID)
        return {_WITHOUT_AID: {**worse.number(), "because": worse.sentence}}

    def _drift(self) -> Iterator[dict[str, Any]]:
        moves = default("front_moves")
        yield {
            "variable": "front",
            "moves": {"up": moves.number(), "down": moves.number()},
            "because": moves.sentence,
        }
        if self.receiver is not None:
            step, back = ("down", "up") if self.receiver == self.ends[0] else ("up", "down")
            yield {
                "variable": "front",
                "when": {"aid": "stopped"},
                "moves": {step: _WITHOUT_AID, back: moves.number()},
                "because": default(_WITHOUT_AID).sentence,
            }
            yield from _swaying("aid", "aid_stops", "aid_resumes")
        if self.truces:
            yield {
                "variable": "front",
                "when": {"fighting": "halted"},
                "moves": {"up": 0, "down": 0},
                "because": "Rule 'halted': while a truce holds the front does not move.",
            }
        if self.cast.mediators:
            yield from _swaying("mediator", "mediator_tires", "mediator_returns")

    def _flows(self) -> Iterator[dict[str, Any]]:
        for party in self.cast.everybody:
            costs = default("fighting_costs_side" if party in self.cast.sides else "fighting_costs_other")
            yield {"party": key(party), "per_period": costs.number(), "because": costs.sentence}
            if self.truces:
                yield {
                    "party": key(party),
                    "when": {"fighting": "halted"},
                    "per_period": 0,
                    "because": "Rule 'halted': while a truce holds the fighting costs nothing.",
                }

    def _ends(self) -> Iterator[dict[str, Any]]:
        for side, other in (self.ends, self.ends[::-1]):
            won, lost, rest = default("victory"), default("defeat"), default("defeat_other")
            worth = {key(side): (won, won.number()), key(other): (lost, lost.number())}
            worth |= {key(party): (rest, rest.number()) for party in self.cast.everybody if party not in self.ends}
            yield {
                "name": f"{self.cast.grounds.parties[side].name} has won",
                "when": {"front": f"{key(side)}_has_won"},
                "values": {party: {**number, "because": kind.sentence} for party, (kind, number) in worth.items()},
            }

    def _confident(self, side: str) -> Iterator[Statement]:
        for statement in self.cast.grounds.said_by(side):
            told = statement.kind == "indirect" and not statement.negated and shows("confident", statement.text)
            about = self.cast.grounds.first_named(statement.text)
            others = {via.party for via in statement.via} - {None, side}  # it is another party that says so of this one
            if told and about in (None, side) and not others and not shows("of_talks", statement.text):
                yield statement

    def _belief(self, side: str) -> Iterator[dict[str, Any]]:
        passages = tuple(dict.fromkeys(each.content for each in self._confident(side)))
        hope = "front_believed" if passages else "front_hoped"
        believed, feared = default(hope), default(f"{hope}_back")
        step, back = ("up", "down") if side == self.ends[0] else ("down", "up")
        yield {
            "variable": "front",
            "moves": {step: believed.number(), back: {**feared.number(), "because": feared.sentence}},
            "because": self.cast.grounds.because(believed.sentence, passages),
        }
        if self.receiver in self.ends:  # what the end of aid does to the front both sides know
            lost, kept = (back, (step, believed)) if side == self.receiver else (step, (back, feared))
            yield {
                "variable": "front",
                "when": {"aid": "stopped"},
                "moves": {lost: _WITHOUT_AID, kept[0]: {**kept[1].number(), "because": kept[1].sentence}},
                "because": default(_WITHOUT_AID).sentence,
            }
        if self.truces:
            yield {
                "variable": "front",
                "when": {"fighting": "halted"},
                "moves": {"up": 0, "down": 0},
                "because": "Rule 'halted': while a truce holds the front does not move.",
            }


def _swaying(variable: str, down: str, up: str) -> Iterator[dict[str, Any]]:
    falls, rises = default(down), default(up)
    yield {
        "variable": variable,
        "moves": {
            "down": {**falls.number(), "because": falls.sentence},
            "up": {**rises.number(), "because": rises.sentence},
        },
    }
