"""What somebody did, wants and shows."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    text,
)

from bot.storage.tables.columns import Snowflake, UtcDateTime, metadata

# The days, on a person's own clocks, on which they answered something.
practice_days = Table(
    "practice_days",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
)

# What somebody lets the members of a server see of their progress; without a row nothing.
sharing = Table(
    "sharing",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("shows_progress", Boolean, nullable=False),
    Column("on_leaderboard", Boolean, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index(
        "ix_sharing_leaderboard",
        "guild_id",
        "user_id",
        sqlite_where=text("on_leaderboard"),
        postgresql_where=text("on_leaderboard"),
    ),
)

# How many rounds a week somebody wants to do.
goals = Table(
    "goals",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    # 0: none any more; the row stays, so that its versions never begin anew.
    Column("rounds", Integer, nullable=False),
    # Where it was set: where Sunday's summary goes if direct messages are closed.
    Column("channel_id", Snowflake, nullable=False),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# Questions that somebody answered and rated, and when each is due again.
review_cards = Table(
    "review_cards",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    # The scheduler's own state; what it was made of stands in ``review_log``.
    Column("card", JSON, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # The rating that counts last, and when that answer was given.
    Column("rating", Integer, nullable=False),
    Column("reviewed_at", UtcDateTime, nullable=False),
    Index("ix_review_cards_guild_id_user_id_due_at", "guild_id", "user_id", "due_at"),
)

# What happened to each card: an answer with its rating, or another go that was asked for (``due_at``).
review_log = Table(
    "review_log",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    # Which answer or press, such as round:3:1, daily:17 or retry:3: changed, it stays one entry.
    Column("source", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("rating", Integer),
    Column("due_at", UtcDateTime),
)
