"""The tables of the store, as they are at `SCHEMA_VERSION`."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

# 2: readings and decisions; 3: imported, and decisions that no program changes; 4: forecasts and how they came out
SCHEMA_VERSION = 4

metadata = MetaData()

# One row: which version of these tables the file holds.
schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))

reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order of adding
    Column("id", Text, nullable=False, unique=True),
    Column("file", Text, nullable=False),  # as it was read
    Column("sha256", Text, nullable=False),  # of the raw bytes
    Column("text", Text, nullable=False),
    Column("metadata", JSON, nullable=False),  # {"title": {"value", "where"} or null, ..., "part": ..., "raw": ...}
    Column("source_lines", JSON, nullable=False),  # [{"start", "end", "exact"}, ...]
    Column("dropped", JSON, nullable=False),  # [{"text", "rule"}, ...]
    Column("original", Text),  # name of the copy in the case's reports folder
    Column("added_at", Text, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

briefs = Table(
    "briefs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("made_at", Text, nullable=False),  # ISO, UTC
    Column("inputs", Text, nullable=False),  # digest of everything that it was computed from
    Column("body", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# What a language model was asked about a report and what of its answer stood in the text: kept, for asking again costs.
readings = Table(
    "readings",
    metadata,
    Column("report", Text, primary_key=True),  # its id
    Column("sha256", Text, primary_key=True),  # of the stored text that was sent
    Column("reader", Text, primary_key=True),  # the model, as the user named it
    Column("version", Text, primary_key=True),  # of what is asked: another question is another reading
    Column("body", JSON, nullable=False),  # the readings that stand in the text, and what was rejected and why
    Column("read_at", Text, nullable=False),  # ISO, UTC
)

# What analysts decided about readings: rows are only added, and the last one about a reading holds.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("reading", Text, nullable=False, index=True),  # its id
    Column("kind", Text, nullable=False),  # statement, move, position, contradiction
    Column("status", Text, nullable=False),  # accepted, corrected, rejected, proposed (takes a decision back)
    Column("body", JSON, nullable=False),  # the reading as it was when it was decided on
    Column("changes", JSON, nullable=False),  # what was corrected: {field: value}
    Column("by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("decided_at", Text, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

# Forecasts with their dates: rows are only added.
forecasts = Table(
    "forecasts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # truce, deal, answer, question
    Column("terms", JSON, nullable=False),  # what exactly, by keys of the case
    Column("question", Text, nullable=False),  # the same in words
    Column("due", Text, nullable=False),  # ISO day: the last on which it can come true
    Column("chance", Float, nullable=False),
    Column("maker", Text, nullable=False),  # a person, or the model
    Column("source", Text, nullable=False),  # person, model
    Column("inputs", Text, nullable=False),  # digest of everything that the case was computed from then
    Column("version", Text, nullable=False),  # of the program
    Column("how", Text, nullable=False),  # how the chance came about
    Column("baselines", JSON, nullable=False),  # {name: {"chance": ..., "how": ...}}, of the same moment
    Column("as_of", Text, nullable=False),  # ISO day of the situation that it was made in
    Column("made_at", Text, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

# How forecasts came out, as a person says: rows are only added, and the last one about a forecast holds.
resolutions = Table(
    "resolutions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("forecast", Text, ForeignKey("forecasts.id"), nullable=False, index=True),
    Column("outcome", Text, nullable=False),  # yes, no, void
    Column("by", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("passages", JSON, nullable=False),  # [{"report", "start", "end", "exact"}, ...]
    Column("resolved_at", Text, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)


def _only_added(table: str, rule: str, taken: str = "number = NEW.number") -> tuple[str, ...]:
    """Triggers by which the database itself refuses to change or delete a row, for other programs too.

    REPLACE deletes without a trigger: it is met as it inserts what is ``taken``.
    """
    refuse = f"SELECT RAISE(ABORT, '{rule}')"
    when = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608  names of our own
    return tuple(
        f"CREATE TRIGGER IF NOT EXISTS {table}_{name} BEFORE {what} BEGIN {refuse}; END"
        for name, what in (
            ("stay", f"UPDATE ON {table}"),
            ("are_kept", f"DELETE ON {table}"),
            ("are_not_replaced", f"INSERT ON {table} {when}"),
        )
    )


TRIGGERS = (
    *_only_added("decisions", "the log of decisions is only added to; a new decision takes an old one back"),
    *_only_added("forecasts", "forecasts are only added to; make another one", "number = NEW.number OR id = NEW.id"),
    *_only_added("resolutions", "the log of resolutions is only added to; a new one takes an old one back"),
)

# Readings that came with `ripeness import` and that the reader of this case does not find.
imported = Table(
    "imported",
    metadata,
    Column("reading", Text, primary_key=True),  # its id
    Column("kind", Text, nullable=False),
    Column("body", JSON, nullable=False),  # as it was read where it comes from
    Column("imported_at", Text, nullable=False),  # ISO, UTC
)

# Who did what in the workbench: rows are only added. Made with the first of them; no part of the version.
audit = Table(
    "audit",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Text, nullable=False),  # ISO, UTC
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),  # a key of `audit.DEEDS`
    Column("about", JSON, nullable=False),
    sqlite_autoincrement=True,
)
AUDIT_TRIGGERS = _only_added("audit", "the audit log is only added to")

# What can be computed again; no part of the version.
vectors = Table(
    "vectors",
    MetaData(),
    Column("model", Text, primary_key=True),  # its version
    Column("sentence", Text, primary_key=True),  # sha256 of its words
    Column("vector", LargeBinary, nullable=False),  # float32
)
