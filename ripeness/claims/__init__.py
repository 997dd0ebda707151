"""Claims: who said and did what, with the passage, and the party that a speaker speaks for, or nobody."""

from ripeness.claims.conclusions import Conclusions
from ripeness.claims.decided import Decided, Judged, Standing, apply
from ripeness.claims.model import (
    BUILT_IN,
    Contradiction,
    Move,
    Party,
    PartyKind,
    Position,
    Record,
    Side,
    Speaker,
    Statement,
    Telling,
)
from ripeness.claims.parties import known_beforehand, party
from ripeness.claims.plain import from_plain, to_plain
from ripeness.claims.record import Read, concluded, read_record
from ripeness.claims.statements import PartyMention, parties_named, read_statements

__all__ = [
    "BUILT_IN",
    "Conclusions",
    "Contradiction",
    "Decided",
    "Judged",
    "Move",
    "Party",
    "PartyKind",
    "PartyMention",
    "Position",
    "Read",
    "Record",
    "Side",
    "Speaker",
    "Standing",
    "Statement",
    "Telling",
    "apply",
    "concluded",
    "from_plain",
    "known_beforehand",
    "parties_named",
    "party",
    "read_record",
    "read_statements",
    "to_plain",
]
