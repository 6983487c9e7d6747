"""reviews: how many a day somebody wants at most

Revision: e1a7d3c95b20, after 8c1f0a52d7be.
"""

import sqlalchemy as sa
from alembic import op

revision = "e1a7d3c95b20"
down_revision = "8c1f0a52d7be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("reviews_a_day", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "reviews_a_day")
