"""Version 1: reports and briefs."""

import sqlalchemy as sa
from alembic import op

from ripeness.store.migrations.common import Words, json, number, text

revision, down_revision = "0001", None


def upgrade() -> None:
    """An empty database becomes a store of version 1."""
    version = op.create_table("schema_version", sa.Column("version", sa.Integer, nullable=False))
    op.create_table(
        "reports",
        number(),
        text("id", unique=True),
        text("file"),
        text("sha256"),
        text("text"),
        json("metadata"),
        json("source_lines"),
        json("dropped"),
        sa.Column("original", Words),
        text("added_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "briefs", number(), text("made_at"), text("inputs"), json("body"), sqlite_autoincrement=True
    )  # fmt: skip
    op.bulk_insert(version, [{"version": 1}])
