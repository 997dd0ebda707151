"""The tables of the store, as they are at `SCHEMA_VERSION`."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.dialects.postgresql import TEXT

# 2: readings and decisions; 3: imported, and decisions that no program changes; 4: forecasts and how they came out;
# 5: audit, vectors and search in every store, and Alembic's mark. Each has its file in `migrations`.
SCHEMA_VERSION = 5

metadata = MetaData()
Words = Text().with_variant(TEXT(collation="C"), "postgresql")  # sorted and compared by code points in both

# One row: the version of these tables that the store holds, as four digits; written by Alembic.
alembic_version = Table(
    "alembic_version", metadata, Column("version_num", String(32), primary_key=True, nullable=False)
)

# One row: the version of a store up to 4. Since then it says 5, so that programs of that time call the store newer.
schema_version = Table("schema_version", metadata, Column("version", Integer, nullable=False))
SINCE_ALEMBIC = 5

reports = Table(
    "reports",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),  # the order of adding
    Column("id", Words, nullable=False, unique=True),
    Column("file", Words, nullable=False),  # as it was read
    Column("sha256", Words, nullable=False),  # of the raw bytes
    Column("text", Words, nullable=False),
    Column("metadata", JSON, nullable=False),  # {"title": {"value", "where"} or null, ..., "part": ..., "raw": ...}
    Column("source_lines", JSON, nullable=False),  # [{"start", "end", "exact"}, ...]
    Column("dropped", JSON, nullable=False),  # [{"text", "rule"}, ...]
    Column("original", Words),  # name of the copy in the case's reports folder
    Column("added_at", Words, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

briefs = Table(
    "briefs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("made_at", Words, nullable=False),  # ISO, UTC
    Column("inputs", Words, nullable=False),  # digest of everything that it was computed from
    Column("body", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# What a language model was asked about a report and what of its answer stood in the text: kept, for asking again costs.
readings = Table(
    "readings",
    metadata,
    Column("report", Words, primary_key=True),  # its id
    Column("sha256", Words, primary_key=True),  # of the stored text that was sent
    Column("reader", Words, primary_key=True),  # the model, as the user named it
    Column("version", Words, primary_key=True),  # of what is asked: another question is another reading
    Column("body", JSON, nullable=False),  # the readings that stand in the text, and what was rejected and why
    Column("read_at", Words, nullable=False),  # ISO, UTC
)

# What analysts decided about readings: rows are only added, and the last one about a reading holds.
decisions = Table(
    "decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("reading", Words, nullable=False, index=True),  # its id
    Column("kind", Words, nullable=False),  # statement, move, position, contradiction
    Column("status", Words, nullable=False),  # accepted, corrected, rejected, proposed (takes a decision back)
    Column("body", JSON, nullable=False),  # the reading as it was when it was decided on
    Column("changes", JSON, nullable=False),  # what was corrected: {field: value}
    Column("by", Words, nullable=False),
    Column("why", Words, nullable=False),
    Column("decided_at", Words, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

# Forecasts with their dates: rows are only added.
forecasts = Table(
    "forecasts",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),  # truce, deal, answer, question
    Column("terms", JSON, nullable=False),  # what exactly, by keys of the case
    Column("question", Words, nullable=False),  # the same in words
    Column("due", Words, nullable=False),  # ISO day: the last on which it can come true
    Column("chance", Float, nullable=False),
    Column("maker", Words, nullable=False),  # a person, or the model
    Column("source", Words, nullable=False),  # person, model
    Column("inputs", Words, nullable=False),  # digest of everything that the case was computed from then
    Column("version", Words, nullable=False),  # of the program
    Column("how", Words, nullable=False),  # how the chance came about
    Column("baselines", JSON, nullable=False),  # {name: {"chance": ..., "how": ...}}, of the same moment
    Column("as_of", Words, nullable=False),  # ISO day of the situation that it was made in
    Column("made_at", Words, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)

# How forecasts came out, as a person says: rows are only added, and the last one about a forecast holds.
resolutions = Table(
    "resolutions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("forecast", Words, ForeignKey("forecasts.id"), nullable=False, index=True),
    Column("outcome", Words, nullable=False),  # yes, no, void
    Column("by", Words, nullable=False),
    Column("because", Words, nullable=False),
    Column("passages", JSON, nullable=False),  # [{"report", "start", "end", "exact"}, ...]
    Column("resolved_at", Words, nullable=False),  # ISO, UTC
    sqlite_autoincrement=True,
)


# Readings that came with `ripeness import` and that the reader of this case does not find.
imported = Table(
    "imported",
    metadata,
    Column("reading", Words, primary_key=True),  # its id
    Column("kind", Words, nullable=False),
    Column("body", JSON, nullable=False),  # as it was read where it comes from
    Column("imported_at", Words, nullable=False),  # ISO, UTC
)

# Who did what in the workbench: rows are only added.
audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", Words, nullable=False),  # ISO, UTC
    Column("who", Words, nullable=False),
    Column("what", Words, nullable=False),  # a key of `audit.DEEDS`
    Column("about", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# Vectors of sentences: they can be computed again.
vectors = Table(
    "vectors",
    metadata,
    Column("model", Words, primary_key=True),  # its version
    Column("sentence", Words, primary_key=True),  # sha256 of its words
    Column("vector", LargeBinary, nullable=False),  # float32
)

# One row: what the index of words was made of. The index itself is made by each database in its own way.
search_key = Table("search_key", metadata, Column("key", Words, nullable=False))

# The tables whose rows are only added, by the rule that says so: the database itself refuses anything else, for other
# programs too. ``taken`` says which rows an SQLite REPLACE would delete.
ONLY_ADDED = (
    ("decisions", "the log of decisions is only added to; a new decision takes an old one back", "number = NEW.number"),
    ("forecasts", "forecasts are only added to; make another one", "number = NEW.number OR id = NEW.id"),
    ("resolutions", "the log of resolutions is only added to; a new one takes an old one back", "number = NEW.number"),
    ("audit", "the audit log is only added to", "number = NEW.number"),
)
