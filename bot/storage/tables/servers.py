"""Servers, and what the bot notes about itself."""

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    String,
    Table,
    Text,
    text,
)

from bot.storage.tables.columns import Snowflake, UtcDateTime, metadata

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("practice_id", Snowflake),
    Column("role_id", Snowflake),
    Column("review_id", Snowflake),
    Column("audit_id", Snowflake),
    Column("zone", String(64)),
    # Whether `/progress leaderboard` is on; nothing: it is.
    Column("leaderboard", Boolean),
    Column("changed_at", UtcDateTime, nullable=False),
)

# Servers from which the bot was removed: their data are erased some time after.
departures = Table(
    "departures",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("left_at", UtcDateTime, nullable=False),
)

# Who does something with the bot in which server. Discord tells a bot without a special permission of nobody who
# leaves, so it is asked about them, one after the other.
members = Table(
    "members",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    # When they last did anything, to the day.
    Column("seen_at", UtcDateTime, nullable=False),
    # When they were seen or asked about last, and since when they are known to be gone.
    Column("checked_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Index("ix_members_seen_at", "seen_at", "guild_id", "user_id"),
    Index("ix_members_checked_at", "checked_at"),
    Index(
        "ix_members_left_at",
        "left_at",
        sqlite_where=text("left_at IS NOT NULL"),
        postgresql_where=text("left_at IS NOT NULL"),
    ),
)
