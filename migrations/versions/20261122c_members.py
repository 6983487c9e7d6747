"""members: who does something with the bot where, and indexes by which a person is found

Revision: 5b1c0d7e2a94, after 3514ed7e1997.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.storage import tables

revision = "5b1c0d7e2a94"
down_revision = "3514ed7e1997"
branch_labels = None
depends_on = None

_INDEXES = (
    ("daily_votes", "voter_id"),
    ("deliveries", "user_id"),
    ("kept_forms", "user_id"),
    ("question_changes", "actor_id"),
    ("reports", "member_id"),
    ("session_pairs", "high_id"),
    ("session_votes", "user_id"),
    ("sessions", "host_id"),
    ("suggestions", "decided_by"),
)
_CREDITED = sa.text("credit_id IS NOT NULL")
_LEFT = sa.text("left_at IS NOT NULL")

_TIMED = (
    ("rounds", "candidate_id", "active_at"),
    ("server_tracks", "actor_id", "changed_at"),
    ("question_changes", "actor_id", "created_at"),
    ("suggestions", "member_id", "created_at"),
    ("suggestions", "decided_by", "decided_at"),
    ("reports", "member_id", "created_at"),
    ("kept_forms", "user_id", "created_at"),
    ("kept_files", "user_id", "created_at"),
    ("reminders", "user_id", "created_at"),
    ("daily_subscriptions", "user_id", "created_at"),
    ("daily_channels", "actor_id", "created_at"),
    ("daily_answers", "user_id", "answered_at"),
    ("interviews", "user_id", "created_at"),
    ("scorings", "interviewer_id", "ended_at"),
    ("scorecards", "rater_id", "changed_at"),
    ("sessions", "host_id", "created_at"),
    ("session_members", "user_id", "joined_at"),
    ("sharing", "user_id", "changed_at"),
    ("goals", "user_id", "changed_at"),
    ("review_cards", "user_id", "reviewed_at"),
)
_UNTIMED = (
    ("server_questions", "credit_id"),
    ("scorecards", "about_id"),
    ("daily_pauses", "user_id"),
    ("daily_questions", "user_id"),
    ("daily_votes", "voter_id"),
    ("practice_days", "user_id"),
    ("deliveries", "user_id"),
    ("session_votes", "user_id"),
    ("session_questions", "user_id"),
    ("session_pairs", "low_id"),
    ("session_pairs", "high_id"),
    ("session_turns", "candidate_id"),
    ("session_turns", "interviewer_id"),
)
"""Nothing here says when somebody did something: whoever is found nowhere else is seen now."""

_ITEMS = {"sqlite": "json_each", "postgresql": "json_array_elements_text"}


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("guild_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("checked_at", tables.UtcDateTime(timezone=True), nullable=False),
        sa.Column("left_at", tables.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("guild_id", "user_id", name=op.f("pk_members")),
    )
    _fill()
    op.create_index("ix_members_checked_at", "members", ["checked_at"])
    op.create_index("ix_members_left_at", "members", ["left_at"], sqlite_where=_LEFT, postgresql_where=_LEFT)
    op.create_index("ix_members_seen_at", "members", ["seen_at", "guild_id", "user_id"])
    op.drop_index("ix_deliveries_guild_id", table_name="deliveries")
    for table, person in _INDEXES:
        op.create_index(f"ix_{table}_guild_id_{person}", table, ["guild_id", person])
    op.create_index("ix_session_check_ins_guild_id", "session_check_ins", ["guild_id"])
    op.create_index(
        "ix_server_questions_credit",
        "server_questions",
        ["guild_id", "credit_id"],
        sqlite_where=_CREDITED,
        postgresql_where=_CREDITED,
    )


def downgrade() -> None:
    op.drop_index("ix_server_questions_credit", table_name="server_questions")
    op.drop_index("ix_session_check_ins_guild_id", table_name="session_check_ins")
    for table, person in reversed(_INDEXES):
        op.drop_index(f"ix_{table}_guild_id_{person}", table_name=table)
    op.create_index("ix_deliveries_guild_id", "deliveries", ["guild_id"])
    op.drop_table("members")


def _fill() -> None:
    """Everybody of whom anything is stored was last seen when they last did something, and was in the server then."""
    found = [_of(table, person, sa.column(at)) for table, person, at in _TIMED]
    found += [_of(table, person, sa.null()) for table, person in _UNTIMED]
    came = sa.table("session_check_ins", sa.column("guild_id"), sa.column("present"), sa.column("opened_at"))
    items = getattr(sa.func, _ITEMS[op.get_bind().dialect.name])(came.c.present).table_valued("value")
    present = sa.cast(items.c.value, sa.BigInteger).label("person")
    found.append(sa.select(came.c.guild_id, present, came.c.opened_at).select_from(came.join(items, sa.true())))
    every = sa.union_all(*found).subquery()
    seen = sa.func.coalesce(sa.func.max(every.c.at), sa.func.now())
    columns = [sa.column(name) for name in ("guild_id", "user_id", "seen_at", "checked_at")]
    who = sa.select(every.c.guild_id, every.c.person, seen, seen).where(every.c.person > 0)
    who = who.group_by(every.c.guild_id, every.c.person)
    op.execute(sa.table("members", *columns).insert().from_select([one.name for one in columns], who))


def _of(table: str, person: str, at: sa.ColumnElement[Any]) -> sa.Select[Any]:
    who = sa.column(person).label("person")
    return sa.select(sa.column("guild_id"), who, at.label("at")).select_from(sa.table(table))
