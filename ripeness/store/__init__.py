"""The store: one SQLite file in the case folder that keeps reports, decisions, forecasts and what briefs said."""

from ripeness.store.audit import Entry, note, read_audit
from ripeness.store.briefs import BriefRecord, last_brief, record_brief
from ripeness.store.database import Store, open_store, utc_now
from ripeness.store.decisions import (
    Decision,
    Imported,
    Log,
    bring,
    decide,
    log_number,
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
    "BriefRecord",
    "Decision",
    "Entry",
    "Imported",
    "KeptForecast",
    "KeptReading",
    "Log",
    "RememberedVectors",
    "Resolution",
    "Store",
    "bring",
    "decide",
    "keep_forecasts",
    "keep_original",
    "keep_reading",
    "kept_readings",
    "last_brief",
    "log_number",
    "note",
    "open_store",
    "read_audit",
    "read_decisions",
    "read_forecasts",
    "read_imported",
    "read_log",
    "read_resolutions",
    "record_brief",
    "resolve",
    "utc_now",
]
