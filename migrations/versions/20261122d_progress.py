"""progress: levels are read from indexes alone

Revision: 8c1f0a52d7be, after 5b1c0d7e2a94.
"""

import sqlalchemy as sa
from alembic import op

revision = "8c1f0a52d7be"
down_revision = "5b1c0d7e2a94"
branch_labels = None
depends_on = None

_KNOWN = {"sqlite": "json_extract(question, '$.competency')", "postgresql": "question ->> 'competency'"}
_RATED, _TASK = sa.text("rating IS NOT NULL"), sa.text("form = 'task'")


def upgrade() -> None:
    op.add_column("turns", sa.Column("competency", sa.String(length=40), nullable=True))
    op.execute(f"UPDATE turns SET competency = {_KNOWN[op.get_bind().dialect.name]}")
    op.create_index(
        "ix_turns_rated",
        "turns",
        ["guild_id", "candidate_id", "settled_at", "competency", "rating"],
        sqlite_where=_RATED,
        postgresql_where=_RATED,
    )
    op.create_index(
        "ix_turns_tasks",
        "turns",
        ["guild_id", "candidate_id", "settled_at"],
        sqlite_where=_TASK,
        postgresql_where=_TASK,
    )


def downgrade() -> None:
    op.drop_index("ix_turns_tasks", table_name="turns")
    op.drop_index("ix_turns_rated", table_name="turns")
    op.drop_column("turns", "competency")
