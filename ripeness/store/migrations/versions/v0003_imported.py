"""Version 3: readings that were imported; the log of decisions is only added to."""

import sqlalchemy as sa
from alembic import op

from ripeness.store.migrations.common import Words, json, only_added, text

revision, down_revision = "0003", "0002"


def upgrade() -> None:
    """A table more, an index, and guards."""
    op.create_index("ix_decisions_reading", "decisions", ["reading"], if_not_exists=True)
    op.create_table(
        "imported", sa.Column("reading", Words, primary_key=True), text("kind"), json("body"), text("imported_at")
    )
    only_added("decisions", "the log of decisions is only added to; a new decision takes an old one back")
