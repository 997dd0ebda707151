"""What the record is made of: statements, moves, positions and contradictions, each with its passages.

Every reading has an ``id`` made of what it is and where it stands, so that reading the same pile again gives the same
ids and an analyst's decision stays with its reading. ``reader`` says who read it: ``BUILT_IN``, or the name of the
language model that the user chose. Dates are ISO dates, months, years or intervals of them ('2025-03-12/2025-03-18');
'' where the text gives no way to know.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

from ripeness.reports.model import Passage
from ripeness.shown import Shown

PartyKind = Literal["state", "alliance", "international body", "armed group", "organisation"]
Role = Literal["belligerent", "mediator", "backer", "host"]
MoveKind = Literal[
    "propose", "demand", "offer", "accept", "accept-in-part", "reject", "study", "concede", "promise", "threaten",
    "withdraw", "accuse", "deny", "meet", "call", "mediate", "gesture", "attack", "halt", "violate", "implement",
]  # fmt: skip
Modality = Literal["done", "agreed", "may", "alleged", "denied", "hypothetical", "conditional"]
Mode = Literal["said", "did"]
Stance = Literal["for", "against"]
ContradictionKind = Literal["denial", "readouts", "numbers", "headline", "change"]

BUILT_IN = "built-in"
# What the rule of a telling says where its own words do not name the issue.
CARRIED = "the issue is that of the sentences before"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can hold a position: a state, an alliance, an armed group, a body, a union or company."""

    id: str  # 'russia', 'united-states', 'nato'
    name: str
    kind: PartyKind


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as resolved, beside the words that the report uses.

    ``name`` is canonical within the pile ('Andrea Kendall-Taylor'); ``surface`` is what stands at
    the attribution ('Ms. Kendall-Taylor'). ``party`` is the id of the party that the speaker
    speaks for, or None: analysts, newspapers and unnamed sources speak for nobody. ``why`` says in
    plain words which rule settled the party, and ``because`` holds the passages it rests on.
    ``unsettled`` marks a speaker who has an office of which the text does not say whose it is: then the party is
    not known, which is not the same as none.
    """

    name: str
    surface: Passage
    party: str | None
    role: str | None  # 'spokesman', 'analyst', as the report puts it
    why: str
    because: tuple[Passage, ...]
    unsettled: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody is said to have said. ``speaker`` is None where the text does not let one say who spoke.

    A ``quotation`` has the words between quotation marks, an ``indirect`` statement the clause that reports them.
    ``via`` are those through whom the report has it, outermost first ('the Kremlin said that Putin had demanded').
    ``negated`` says that the speaker is told not to have said it, or to deny it; ``hedged``, that the report itself
    is not sure ('reportedly', 'appeared to say').
    """

    id: str
    report: str
    kind: Literal["quotation", "indirect"]
    text: str  # the words, of a quotation without the marks
    content: Passage  # where they stand
    speaker: Speaker | None
    cue: Passage | None  # 'said', 'according to'
    rule: str  # the rule that bound speaker and words
    via: tuple[Speaker, ...] = ()
    negated: bool = False
    hedged: bool = False
    said: str = ""  # when
    issue: str | None = None
    reader: str = BUILT_IN


@dataclass(frozen=True, slots=True)
class Telling:
    """One place where a report tells of a move. ``teller`` is who says so, or None where the report itself does."""

    passage: Passage
    teller: Speaker | None
    statement: str | None  # id of the statement that it is read from
    rule: str


@dataclass(frozen=True, slots=True)
class Move:
    """What parties did in the negotiation or the war, also by speaking, with every telling of it in the pile.

    ``actors`` and ``targets`` are ids of parties. ``condition`` are the words on which a conditional move hangs.
    ``happened`` is when it happened, and ``dated`` are the words which say so.
    """

    id: str
    kind: MoveKind
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    issue: str | None  # of the codebook, or one proposed from the pile
    option: str | None  # what exactly: an option of the codebook, or the words of the report
    modality: Modality
    mode: Mode
    condition: Passage | None
    happened: str
    dated: Passage | None
    tellings: tuple[Telling, ...]
    reader: str = BUILT_IN


@dataclass(frozen=True, slots=True)
class Position:
    """Where a party stands on an issue, by its own moves. ``since`` and ``last`` are their dates."""

    id: str
    party: str
    issue: str
    stance: Stance
    options: tuple[str, ...]  # what exactly it is for or against, as its moves put it
    since: str
    last: str
    moves: tuple[str, ...]  # ids of the moves that show it
    passages: tuple[Passage, ...]
    reader: str = BUILT_IN


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: who says so (None where the report itself does), and where."""

    teller: str | None
    party: str | None
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two accounts that cannot both be right, or a party that says the opposite of what it said."""

    id: str
    kind: ContradictionKind
    about: str  # in plain words
    a: Side
    b: Side
    rule: str
    reader: str = BUILT_IN


def reading_id(prefix: str, *parts: object) -> str:
    """A stable id: a digest of what the reading is and where it stands."""
    key = "\0".join(str(part) for part in parts)
    return f"{prefix}-" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:10]


@dataclass(frozen=True, slots=True)
class Record(Shown):
    """All that was read off a pile of reports, in the order of the reports."""

    statements: tuple[Statement, ...] = ()
    moves: tuple[Move, ...] = ()
    positions: tuple[Position, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
