"""Claims: who said what, with the passage, and the party that a speaker speaks for, or nobody."""

from ripeness.claims.decided import Decided, Judged, Standing, apply
from ripeness.claims.model import Party, PartyKind, Record, Speaker, Statement
from ripeness.claims.parties import party
from ripeness.claims.plain import from_plain, to_plain
from ripeness.claims.statements import PartyMention, parties_named, read_record, read_statements

__all__ = [
    "Decided",
    "Judged",
    "Party",
    "PartyKind",
    "PartyMention",
    "Record",
    "Speaker",
    "Standing",
    "Statement",
    "apply",
    "from_plain",
    "parties_named",
    "party",
    "read_record",
    "read_statements",
    "to_plain",
]
