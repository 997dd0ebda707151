"""Version 4: forecasts, and how they came out."""

import sqlalchemy as sa
from alembic import op

from ripeness.store.migrations.common import json, number, only_added, text

revision, down_revision = "0004", "0003"


def upgrade() -> None:
    """Two tables more, which are only added to."""
    only_added("decisions", "the log of decisions is only added to; a new decision takes an old one back")
    op.create_table(
        "forecasts",
        number(),
        text("id", unique=True),
        text("kind"),
        json("terms"),
        text("question"),
        text("due"),
        sa.Column("chance", sa.Float, nullable=False),
        *(text(name) for name in ("maker", "source", "inputs", "version", "how")),
        json("baselines"),
        text("as_of"),
        text("made_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "resolutions",
        number(),
        text("forecast", sa.ForeignKey("forecasts.id"), index=True),
        *(text(name) for name in ("outcome", "by", "because")),
        json("passages"),
        text("resolved_at"),
        sqlite_autoincrement=True,
    )
    only_added("forecasts", "forecasts are only added to; make another one", "number = NEW.number OR id = NEW.id")
    only_added("resolutions", "the log of resolutions is only added to; a new one takes an old one back")
