"""A case drafted from the record: ranges, defaults by name, and the passages that they rest on."""

from ripeness.drafting.compose import DRAFTER, Draft, defaults_left, draft, unjudged
from ripeness.drafting.folder import DRAFT_FILE, Redraft, drafted_day, drafted_parties, prepare, redraft, start
from ripeness.drafting.grounds import Grounds
from ripeness.drafting.merging import Difference
from ripeness.drafting.writing import case_text

__all__ = [
    "DRAFTER",
    "DRAFT_FILE",
    "Difference",
    "Draft",
    "Grounds",
    "Redraft",
    "case_text",
    "defaults_left",
    "draft",
    "drafted_day",
    "drafted_parties",
    "prepare",
    "redraft",
    "start",
    "unjudged",
]
