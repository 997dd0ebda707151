"""Version 5: audit, vectors and search in every store, which were made when they were first needed until then."""

import sqlalchemy as sa
from alembic import op

from ripeness.store.migrations.common import Words, json, number, only_added, search_tables, text

RULES = {
    "decisions": "the log of decisions is only added to; a new decision takes an old one back",
    "forecasts": "forecasts are only added to; make another one",
    "resolutions": "the log of resolutions is only added to; a new one takes an old one back",
    "audit": "the audit log is only added to",
}

revision, down_revision = "0005", "0004"


def upgrade() -> None:
    """More tables, and a version that programs of before Alembic take for a newer one."""
    op.create_table(
        "audit",
        number(),
        *(text(name) for name in ("at", "who", "what")),
        json("about"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    for name in ("decisions", "forecasts", "resolutions", "audit"):  # some files of version 4 lack a guard
        taken = "number = NEW.number OR id = NEW.id" if name == "forecasts" else "number = NEW.number"
        only_added(name, RULES[name], taken)
    key = [sa.Column(name, Words, primary_key=True) for name in ("model", "sentence")]
    op.create_table("vectors", *key, sa.Column("vector", sa.LargeBinary, nullable=False), if_not_exists=True)
    op.create_table("search_key", text("key"), if_not_exists=True)
    search_tables()
    op.execute("UPDATE schema_version SET version = 5")
