"""Servers' own questions and tracks, and what people suggest."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    text,
)

from bot.storage.tables.columns import RowId, Snowflake, UtcDateTime, metadata

server_tracks = Table(
    "server_tracks",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("track_id", String(40), primary_key=True),
    Column("track", JSON, nullable=False),
    Column("actor_id", Snowflake, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

server_questions = Table(
    "server_questions",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("builtin", Boolean, nullable=False),
    Column("retired", Boolean, nullable=False),
    Column("competency", String(32), nullable=False),
    Column("difficulty", String(8), nullable=False),
    # The prompt as it is searched and compared: small letters, single spaces.
    Column("plain", Text, nullable=False),
    Column("question", JSON, nullable=False),
    # A random number by which large pools are sampled, another way for each round.
    Column("shuffle", BigInteger, nullable=False),
    Column("credit_id", Snowflake),
    Column("version", Integer, nullable=False),
    # The bank's revision in which the row was written last.
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_server_questions_guild_id_revision_question_id", "guild_id", "revision", "question_id"),
    Index(
        "ix_server_questions_credit",
        "guild_id",
        "credit_id",
        sqlite_where=text("credit_id IS NOT NULL"),
        postgresql_where=text("credit_id IS NOT NULL"),
    ),
    # In the order in which a stage's questions are sampled.
    Index("ix_server_questions_sample", "guild_id", "track_id", "stage_id", "retired", "shuffle", "question_id"),
)

# Counts the transactions that changed a server's questions or tracks: what was read as of one revision is good until
# the next. The row is locked until such a transaction ends, so no lower revision appears after a higher one.
bank_revisions = Table(
    "bank_revisions",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
)

question_changes = Table(
    "question_changes",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("question_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor_id", Snowflake, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_question_changes_guild_id_question_id_version", "guild_id", "question_id", "version", unique=True),
    Index("ix_question_changes_guild_id_actor_id", "guild_id", "actor_id"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same suggestion.
    Column("source_id", Snowflake, nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("member_id", Snowflake, nullable=False),
    # Where it was suggested: where the member is told if their direct messages are closed.
    Column("channel_id", Snowflake, nullable=False),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("question", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text),
    Column("decided_by", Snowflake),
    Column("question_id", String(64)),
    # Its message in the review channel.
    Column("posted_in_id", Snowflake),
    Column("posted_id", Snowflake),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Index("ix_suggestions_guild_id_status", "guild_id", "status"),
    Index("ix_suggestions_guild_id_member_id", "guild_id", "member_id"),
    Index("ix_suggestions_guild_id_decided_by", "guild_id", "decided_by"),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    Column("member_id", Snowflake, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
    Index("ix_reports_guild_id_member_id", "guild_id", "member_id"),
)

# Stages that ran low for somebody who drew on them, and when moderators were told.
shortages = Table(
    "shortages",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("track_id", String(40), primary_key=True),
    Column("stage_id", String(40), primary_key=True),
    Column("unseen", Integer, nullable=False),
    Column("needed", Integer, nullable=False),
    Column("noticed_at", UtcDateTime, nullable=False),
)

# What was written into a form that was refused, to be offered again.
kept_forms = Table(
    "kept_forms",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("form", String(16), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_kept_forms_guild_id_user_id", "guild_id", "user_id"),
    Index("ix_kept_forms_created_at", "created_at"),
    sqlite_autoincrement=True,
)

# Files of questions between their preview and the press that imports them.
kept_files = Table(
    "kept_files",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("name", String(200), nullable=False),
    Column("track_id", String(40)),
    # Compressed, as it was sent: at the press it is read anew, against the bank as it is then.
    Column("data", LargeBinary, nullable=False),
    # What the person was shown of it, and how many questions each button says.
    Column("digest", String(64), nullable=False),
    Column("offer", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_kept_files_guild_id", "guild_id"),
    Index("ix_kept_files_created_at", "created_at"),
    sqlite_autoincrement=True,
)
