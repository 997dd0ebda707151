"""Claims: who said what, with the passage, and the party that a speaker speaks for, or nobody."""

from ripeness.claims.model import Party, PartyKind, Speaker, Statement
from ripeness.claims.parties import party
from ripeness.claims.statements import PartyMention, parties_named, read_record, read_statements

__all__ = [
    "Party",
    "PartyKind",
    "PartyMention",
    "Speaker",
    "Statement",
    "parties_named",
    "party",
    "read_record",
    "read_statements",
]
