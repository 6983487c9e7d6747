"""What is owed to people and channels."""

from sqlalchemy import (
    JSON,
    Column,
    Index,
    Integer,
    String,
    Table,
    text,
)

from bot.storage.tables.columns import RowId, Snowflake, UtcDateTime, metadata

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake),
    Column("user_id", Snowflake, nullable=False),
    Column("place", Snowflake, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("key", String(128), nullable=False, unique=True),
    Column("subject", String(64), nullable=False),
    Column("payload", JSON, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    # When it was due at first: trying again later moves ``due_at`` only. Rows of older versions have none.
    Column("planned_at", UtcDateTime),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("owner", String(80)),
    Column("leased_until", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("message_id", Snowflake),
    Column("error", String(200)),
    Index("ix_deliveries_subject", "subject"),
    Index("ix_deliveries_guild_id_user_id", "guild_id", "user_id"),
    Index(
        "ix_deliveries_due",
        "due_at",
        "id",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_deliveries_place",
        "place",
        sqlite_where=text("status = 'pending'"),
        postgresql_where=text("status = 'pending'"),
    ),
    Index(
        "ix_deliveries_owner",
        "owner",
        sqlite_where=text("status = 'pending' AND owner IS NOT NULL"),
        postgresql_where=text("status = 'pending' AND owner IS NOT NULL"),
    ),
    # The id is the nonce of the message: never given twice either.
    sqlite_autoincrement=True,
)

# The direct channel of each person who got a message: to open one costs a request.
direct_channels = Table(
    "direct_channels",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("channel_id", Snowflake, nullable=False),
)
