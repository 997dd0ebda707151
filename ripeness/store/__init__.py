"""The store: one SQLite file in the case folder that keeps reports, decisions and what briefs were computed from."""

from ripeness.store.briefs import BriefRecord, last_brief, record_brief
from ripeness.store.database import Store, open_store
from ripeness.store.decisions import Decision, Imported, bring, decide, read_decisions, read_imported
from ripeness.store.original import keep_original
from ripeness.store.readings import KeptReading, keep_reading, kept_readings
from ripeness.store.vectors import RememberedVectors

__all__ = [
    "BriefRecord",
    "Decision",
    "Imported",
    "KeptReading",
    "RememberedVectors",
    "Store",
    "bring",
    "decide",
    "keep_original",
    "keep_reading",
    "kept_readings",
    "last_brief",
    "open_store",
    "read_decisions",
    "read_imported",
    "record_brief",
]
