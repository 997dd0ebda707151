"""Version 2: what language models read, and what people decide."""

import sqlalchemy as sa
from alembic import op

from ripeness.store.migrations.common import Words, json, number, text

revision, down_revision = "0002", "0001"


def upgrade() -> None:
    """Two tables more."""
    key = [sa.Column(name, Words, primary_key=True) for name in ("report", "sha256", "reader", "version")]
    op.create_table("readings", *key, json("body"), text("read_at"))
    op.create_table(
        "decisions",
        number(),
        *(text(name) for name in ("reading", "kind", "status")),
        json("body"),
        json("changes"),
        *(text(name) for name in ("by", "why", "decided_at")),
        sqlite_autoincrement=True,
    )
