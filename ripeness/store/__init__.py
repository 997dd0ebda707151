"""The store keeps reports, decisions, forecasts and what briefs said: an SQLite file in the case folder, or a team's
PostgreSQL database.
"""

from ripeness.store.audit import Entry, note, read_audit, read_on
from ripeness.store.briefs import BriefRecord, last_brief, record_brief
from ripeness.store.copying import aside, copy_store
from ripeness.store.database import FILE, Opening, Store, is_team, open_store, utc_now
from ripeness.store.decisions import (
    Decision,
    Imported,
    Log,
    bring,
    decide,
    marks,
    read_decisions,
    read_imported,
    read_log,
)
from ripeness.store.forecasts import (
    KeptForecast,
    Resolution,
    keep_forecasts,
    read_forecasts,
    read_resolutions,
    resolve,
)
from ripeness.store.original import keep_original
from ripeness.store.readings import KeptReading, keep_reading, kept_readings
from ripeness.store.vectors import RememberedVectors

__all__ = [
    "FILE",
    "BriefRecord",
    "Decision",
    "Entry",
    "Imported",
    "KeptForecast",
    "KeptReading",
    "Log",
    "Opening",
    "RememberedVectors",
    "Resolution",
    "Store",
    "aside",
    "bring",
    "copy_store",
    "decide",
    "is_team",
    "keep_forecasts",
    "keep_original",
    "keep_reading",
    "kept_readings",
    "last_brief",
    "marks",
    "note",
    "open_store",
    "read_audit",
    "read_decisions",
    "read_forecasts",
    "read_imported",
    "read_log",
    "read_on",
    "read_resolutions",
    "record_brief",
    "resolve",
    "utc_now",
]
