"""Who sits where in a drafted case, which truces are on the table, who answered them how, what parties can do alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

from ripeness.claims.model import Move
from ripeness.drafting.cast import Cast
from ripeness.drafting.course import Course
from ripeness.drafting.grounds import key
from ripeness.drafting.stakes import Stakes
from ripeness.drafting.vocabulary import default, ladder

# How long a halt lasts of which nobody says how long, in months.
UNSAID_MONTHS = 3
LEAST_DAYS = 7  # a shorter halt is over before the first period of the model is
TRUCES_LIMIT = 4
_NUMBERS: dict[str, int] = dict(zip(
    "one two three four five six seven eight nine ten twelve fourteen fifteen twenty thirty forty sixty ninety".split(),
    (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 20, 30, 40, 60, 90), strict=True))  # fmt: skip
_SPAN = re.compile(rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)})[\s-]+(hour|day|week|month)s?\b|\b(week|month)-?long\b")
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|it|its|their|his|her)\b")
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30}
_OFFERING = frozenset({"propose", "offer", "demand", "accept", "accept-in-part", "halt"})
_ANSWERS = {"accept": "accepts", "reject": "rejects", "study": "studies", "accept-in-part": "studies"}
_SHOWN = frozenset({"done", "agreed", "conditional"})


@dataclass(frozen=True)
class Truce:
    """A halt of fighting that the record tells of. ``days`` is None where no telling says how long it is to last."""

    issue: str
    days: int | None
    moves: tuple[Move, ...]

    @property
    def key(self) -> str:
        """Its name among the deals of the case."""
        return f"halt_{key(self.issue)}" + (f"_{self.days}_days" if self.days else "")

    @property
    def name(self) -> str:
        """As a reader would call it."""
        span = f" of {self.days} days" if self.days else ""
        return f"A halt of {ladder(self.issue).halts}{span}"

    @property
    def periods(self) -> int:
        """How many months it lasts, begun ones whole."""
        return max(1, ceil(self.days / 30)) if self.days else UNSAID_MONTHS


@dataclass(frozen=True)
class Table:
    """The tables of a draft and what lies on them."""

    cast: Cast
    stakes: Stakes
    truces: tuple[Truce, ...]

    def tracks(self) -> dict[str, Any]:
        """The block ``tracks``."""
        cast, stakes = self.cast, self.stakes
        seats = [key(party) for party in cast.everybody]
        made: dict[str, Any] = {
            "settlement": {
                "name": "Settlement",
                "table": seats,
                "consent": [key(side) for side in cast.sides],
                "issues": [topic.key for topic in stakes.settlement],
                "recognition": self._recognition(cast.mediators, cast.sides),
            }
        }
        if cast.mediators:
            gone = default("mediator_gone_proposes")
            made["settlement"]["recognition_rules"] = [
                {
                    "when": {"mediator": "gone"},
                    "chances": {key(party): gone.number() for party in cast.mediators},
                    "because": gone.sentence,
                }
            ]
        made["settlement"]["because"] = "Rule 'consent': a settlement needs the sides; who else is told of sits there."
        if stakes.pair and stakes.relations:
            side, other = stakes.pair
            names = " and ".join(cast.grounds.names(stakes.pair))
            made["relations"] = {
                "name": f"Matters between {names}",
                "table": [key(side), key(other)],
                "consent": [key(side), key(other)],
                "issues": [topic.key for topic in stakes.relations],
                "linked_to": "settlement",
                "because": "Rule 'between two': no other side is told to speak of them.",
            }
        return made

    def _recognition(self, mediators: Sequence[str], sides: Sequence[str]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, parties, shared in (("proposes_mediator", mediators, 1), ("proposes_side", sides, 2)):
            kind = default(name)
            share = 1 if len(parties) <= shared else shared / len(parties)
            low, likely, high = (round(share * each, 3) for each in kind.range)
            for party in parties:
                made[key(party)] = {"low": low, "likely": likely, "high": high, "because": kind.sentence}
        return made

    def deals(self) -> dict[str, Any]:
        """The block ``deals``: the truces that the record tells of, as interim deals."""
        made = {}
        for truce in self.truces:
            offered = [m for m in truce.moves if m.kind in ("propose", "offer", "demand") and m.modality in _SHOWN]
            gain = default("truce_gain")
            span = (
                "as it was proposed"
                if truce.days
                else f"default: nobody is told to say how long; {UNSAID_MONTHS} months"
            )
            made[truce.key] = {
                "name": truce.name,
                "kind": "interim",
                "track": "settlement",
                "lasts": {"value": truce.periods, "because": f"How long: {span}."},
                "gains": {key(side): {**gain.number(), "because": gain.sentence} for side in self.cast.sides},
                "changes": {"fighting": "halted" if truce.issue == "ceasefire" else "limited"},
                "afterwards": {"fighting": "open"},
                "only_if": {"fighting": "open"},
                "offered_by": [
                    key(party) for party in self.cast.everybody if any(party in move.actors for move in offered)
                ],
                "on_the_table": True,
                "because": self.cast.grounds.because(
                    "The record tells of it.", self.cast.grounds.told(offered or truce.moves)
                ),
            }
        return made

    def answers(self) -> Iterator[dict[str, Any]]:
        """The list ``answers``: the last answer of each party to each truce that the record tells of."""
        for truce in self.truces:
            for party in self.cast.everybody:
                told = [
                    m
                    for m in truce.moves
                    if party in m.actors and m.kind in _ANSWERS and m.modality in (*_SHOWN, "may")
                ]
                if not told:
                    continue
                last = sorted(told, key=lambda move: move.happened)[-1]
                plain = last.modality in ("done", "agreed")  # what may be, or hangs on something, is no answer yet
                answer = _ANSWERS[last.kind] if plain else "studies"
                entry: dict[str, Any] = {"party": key(party), "deal": truce.key, "answer": answer}
                if re.fullmatch(r"\d{4}(-\d\d){0,2}", last.happened) and last.happened <= self.cast.as_of:
                    entry["on"] = last.happened
                said = f"{self.cast.grounds.parties[party].name} {answer} it, as the record tells."
                if not plain:
                    said += " What it said is conditional, or may still change."
                words = [*self.cast.grounds.told([last]), *([last.condition] if last.condition else [])]
                entry["because"] = self.cast.grounds.because(said, words)
                yield entry

    def actions(self, course: Course) -> Iterator[dict[str, Any]]:
        """The list ``actions``: what is told to have been threatened, promised or done by one party alone."""
        told = self.cast.grounds.told
        for party in self.cast.mediators:
            moves = [move for move in course.leaving if party in move.actors]
            if moves:
                yield self._action("Leave the talks", party, "stick", {"mediator": "gone"}, moves)
        if course.receiver is not None:
            for party in self.cast.others:
                own = [move for move in course.aid if party in move.actors and move.modality != "denied"]
                cut = [move for move in own if move.kind in ("halt", "threaten", "withdraw")]
                give = [move for move in own if move.kind in ("promise", "offer", "implement", "accept")]
                if cut:
                    yield self._action("Stop the aid", party, "stick", {"aid": "stopped"}, cut)
                if give or cut:
                    yield self._action("Let the aid flow", party, "support", {"aid": "flowing"}, give or cut)
        if self.cast.mediators:
            for side in self.cast.sides:
                moves = [m for m in self.cast.grounds.record.moves if m.kind == "gesture" and side in m.actors]
                if moves:
                    works, costs = default("gesture_works"), default("gesture_costs")
                    yield {
                        **self._action("A gesture to the mediator", side, "gesture", {"mediator": "up"}, moves),
                        "chance": {**works.number(), "because": works.sentence},
                        "cost": {**costs.number(), "because": costs.sentence},
                        "because": self.cast.grounds.because("Told as a gesture.", told(moves)),
                    }

    def _action(
        self, name: str, party: str, kind: str, changes: dict[str, str], moves: Sequence[Move]
    ) -> dict[str, Any]:
        because = self.cast.grounds.because("Told as threatened, promised or done.", self.cast.grounds.told(moves))
        return {"name": name, "party": key(party), "kind": kind, "changes": changes, "because": because}


def truces(cast: Cast) -> tuple[Truce, ...]:
    """The halts of fighting that the record tells of, those told most first.

    An answer that gives no length, to something named before, belongs to the halt of that kind which is told most. A
    call for a halt that gives none offers none in particular.
    """
    groups: dict[tuple[str, int | None], list[Move]] = {}
    for move in cast.grounds.record.moves:
        if move.issue is None or ladder(move.issue).shape != "truce" or move.kind not in (_OFFERING | set(_ANSWERS)):
            continue
        if move.modality not in (*_SHOWN, "may") or not set(move.actors) & set(cast.everybody):
            continue
        groups.setdefault((move.issue, _length(move)), []).append(move)
    found: list[Truce] = []
    for issue in dict.fromkeys(issue for issue, _ in groups):
        lengths = {days: rows for (each, days), rows in groups.items() if each == issue}
        unsaid = lengths.pop(None, [])
        rows = [Truce(issue, days, tuple(moves)) for days, moves in lengths.items()]
        rows.sort(key=lambda truce: -len(truce.moves))
        if rows:
            answers = tuple(move for move in unsaid if move.kind in _ANSWERS and _refers(move))
            rows[0] = replace(rows[0], moves=(*rows[0].moves, *answers))
        elif any(move.kind in _OFFERING for move in unsaid):
            rows = [Truce(issue, None, tuple(unsaid))]
        found += rows
    lasting = [truce for truce in found if truce.days is None or truce.days >= LEAST_DAYS]
    offered = [truce for truce in lasting if any(move.kind in _OFFERING for move in truce.moves)]
    offered.sort(key=lambda truce: -len(cast.grounds.told(truce.moves)))
    return tuple(offered[:TRUCES_LIMIT])


def _refers(move: Move) -> bool:
    """Whether an answer is told to be one to something that was named before: 'the truce', 'that proposal'."""
    return any(_DEFINITE.search(telling.passage.exact.lower()) for telling in move.tellings)


def _length(move: Move) -> int | None:
    """How many days a halt is to last, by the words that tell of it; parts of a day count as one."""
    for telling in move.tellings:
        found = _SPAN.search(telling.passage.exact.lower())
        if found:
            number, unit, whole = found.groups()
            count = 1 if whole else int(number) if number.isdigit() else _NUMBERS[number]
            return max(1, ceil(count * _DAYS[whole or unit]))
    return None
