"""forms of turns, and attempts at tasks

Revision: 5d0c2b7e41aa, after 90dac081f597.
"""

import sqlalchemy as sa
from alembic import op

from bot.storage import tables

revision = "5d0c2b7e41aa"
down_revision = "90dac081f597"
branch_labels = None
depends_on = None

_ROW_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("turns", sa.Column("form", sa.String(length=16), server_default="question", nullable=False))
    op.add_column("turns", sa.Column("speaker", sa.JSON(none_as_null=True), nullable=True))
    op.add_column("turns", sa.Column("data", sa.JSON(), server_default="{}", nullable=False))
    op.create_table(
        "attempts",
        sa.Column("id", _ROW_ID, nullable=False),
        sa.Column("source_id", sa.BigInteger(), nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("round_id", _ROW_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(length=64), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("created_at", tables.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["rounds.id"], name=op.f("fk_attempts_round_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
        sa.UniqueConstraint("source_id", name=op.f("uq_attempts_source_id")),
    )
    op.create_index("ix_attempts_round_id_problem", "attempts", ["round_id", "problem"])


def downgrade() -> None:
    op.drop_index("ix_attempts_round_id_problem", table_name="attempts")
    op.drop_table("attempts")
    for column in ("data", "speaker", "form"):
        op.drop_column("turns", column)
