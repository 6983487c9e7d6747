"""Rounds, what was asked in them, and what was answered."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from bot.storage.tables.columns import RowId, Snowflake, UtcDateTime, metadata

rounds = Table(
    "rounds",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("parent_id", Snowflake, nullable=False),
    Column("thread_id", Snowflake),
    Column("candidate_id", Snowflake, nullable=False),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("track_title", String(80), nullable=False),
    Column("stage_title", String(80), nullable=False),
    Column("conductor", String(80), nullable=False),
    Column("stage_minutes", Integer, nullable=False),
    Column("briefing", Text, nullable=False),
    Column("visibility", String(16), nullable=False),
    Column("seed", BigInteger, nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    # The open question's place, kept beside the turns so that a typed message costs one narrow look-up.
    Column("position", Integer),
    Column("started_at", UtcDateTime, nullable=False),
    Column("active_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("prompts", Integer, nullable=False),
    Index("ix_rounds_thread_id", "thread_id", unique=True),
    Index("ix_rounds_guild_id_candidate_id_status", "guild_id", "candidate_id", "status"),
    Index(
        "ix_rounds_open",
        "status",
        sqlite_where=text("status IN ('opening', 'open')"),
        postgresql_where=text("status IN ('opening', 'open')"),
    ),
    # An id is never given twice, not even after its row was erased: it stands in buttons and in delivery keys.
    sqlite_autoincrement=True,
)

turns = Table(
    "turns",
    metadata,
    Column("round_id", RowId, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("candidate_id", Snowflake, nullable=False),
    Column("question_id", String(64), nullable=False),
    Column("question", JSON, nullable=False),
    Column("form", String(16), nullable=False, server_default="question"),
    Column("speaker", JSON(none_as_null=True)),
    # What the turn's form keeps between its moves.
    Column("data", JSON, nullable=False, server_default="{}"),
    Column("status", String(16), nullable=False),
    Column("prompted_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("panel_id", Snowflake),
    Column("hints", Integer, nullable=False),
    Column("rating", Integer),
    # The question's own, beside it: levels are drawn from the index below alone, without a look at the questions.
    Column("competency", String(40)),
    Index("ix_turns_guild_id_candidate_id_question_id", "guild_id", "candidate_id", "question_id"),
    Index(
        "ix_turns_rated",
        "guild_id",
        "candidate_id",
        "settled_at",
        "competency",
        "rating",
        sqlite_where=text("rating IS NOT NULL"),
        postgresql_where=text("rating IS NOT NULL"),
    ),
    Index(
        "ix_turns_tasks",
        "guild_id",
        "candidate_id",
        "settled_at",
        sqlite_where=text("form = 'task'"),
        postgresql_where=text("form = 'task'"),
    ),
)

parts = Table(
    "parts",
    metadata,
    Column("source_id", Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("round_id", RowId, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("source", String(16), nullable=False),
    Column("content", Text, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_parts_round_id_position", "round_id", "position"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same attempt.
    Column("source_id", Snowflake, nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("round_id", RowId, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("problem", String(64), nullable=False),
    Column("query", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_attempts_round_id_problem", "round_id", "problem"),
)
