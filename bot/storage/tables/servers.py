"""Servers, and what the bot notes about itself."""

from sqlalchemy import (
    Boolean,
    Column,
    String,
    Table,
    Text,
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
