"""The store: one SQLite file in the case folder that keeps reports, decisions and what briefs were computed from."""

from ripeness.store.briefs import BriefRecord, last_brief, record_brief
from ripeness.store.database import Store, open_store
from ripeness.store.decisions import Decision, Imported, bring, decide, read_decisions, read_imported
from ripeness.store.original import keep_original
from ripeness.store.vectors import RememberedVectors

__all__ = [
    "BriefRecord",
    "Decision",
    "Imported",
    "RememberedVectors",
    "Store",
    "bring",
    "decide",
    "keep_original",
    "last_brief",
    "open_store",
    "read_decisions",
    "read_imported",
    "record_brief",
]
