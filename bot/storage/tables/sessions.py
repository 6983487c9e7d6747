"""Sessions of study groups: sign-ups, tables, scorecards."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from bot.storage.tables.columns import RowId, Snowflake, UtcDateTime, metadata

# What the people of a sitting at a table say about it: whose cards are awaited, until when, and since when all see
# them.
scorings = Table(
    "scorings",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("table_id", RowId, nullable=False),
    # Which of the table's sittings.
    Column("sitting", Integer, nullable=False),
    Column("interviewer_id", Snowflake, nullable=False),
    # Who sat there in which role, what is rated, how it is called: a JSON object.
    Column("sat", JSON, nullable=False),
    # Who left and is no longer waited for.
    Column("excused", JSON, nullable=False),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime),
    # The message in the thread with the button and the count.
    Column("message_id", Snowflake),
    Index("ix_scorings_guild_id_table_id_sitting", "guild_id", "table_id", "sitting", unique=True),
    Index("ix_scorings_guild_id_interviewer_id", "guild_id", "interviewer_id"),
    sqlite_autoincrement=True,
)

# What somebody says about somebody: about the candidate, or the candidate about the interviewer.
scorecards = Table(
    "scorecards",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("scoring_id", RowId, ForeignKey("scorings.id", ondelete="CASCADE"), nullable=False),
    Column("rater_id", Snowflake, nullable=False),
    Column("about_id", Snowflake, nullable=False),
    # JSON objects: levels and quotes by what is rated, and the interaction that brought each part, by its number.
    Column("levels", JSON, nullable=False),
    Column("evidence", JSON, nullable=False),
    Column("sources", JSON, nullable=False),
    Column("raised", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    # When its last part came in: before that it is a draft.
    Column("submitted_at", UtcDateTime),
    Index("ix_scorecards_scoring_id_rater_id_about_id", "scoring_id", "rater_id", "about_id", unique=True),
    Index("ix_scorecards_guild_id_rater_id", "guild_id", "rater_id"),
    Index("ix_scorecards_guild_id_about_id", "guild_id", "about_id"),
    sqlite_autoincrement=True,
)

# Meetings of study groups.
sessions = Table(
    "sessions",
    metadata,
    Column("id", RowId, primary_key=True),
    # What it is planned for once: an interaction, or the session a week before it.
    Column("key", String(64), nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("host_id", Snowflake, nullable=False),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("track_title", String(80), nullable=False),
    Column("stage_title", String(80), nullable=False),
    Column("title", String(80), nullable=False),
    Column("zone", String(64), nullable=False),
    # On the clocks of the zone, YYYY-MM-DDTHH:MM, and the instant that it means; nothing while the time is to be found.
    Column("wall", String(16)),
    Column("starts_at", UtcDateTime),
    Column("minutes", Integer, nullable=False),
    Column("capacity", Integer, nullable=False),
    # How many people sit at a table.
    Column("table_size", Integer, nullable=False),
    Column("weekly", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    # The times of its poll: a JSON list.
    Column("times", JSON, nullable=False),
    # The sign-up post, and the scheduled event or why there is none.
    Column("message_id", Snowflake),
    Column("event_id", Snowflake),
    Column("event_problem", String(16)),
    # Counts what deliveries depend on: one of an older version is void.
    Column("version", Integer, nullable=False),
    # Whether an update of the post is owed that has not looked yet, and when the last one was or is due.
    Column("show_owed", Boolean, nullable=False),
    Column("show_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("ended_at", UtcDateTime),
    Index("ix_sessions_guild_id_status", "guild_id", "status"),
    Index("ix_sessions_guild_id_starts_at", "guild_id", "starts_at"),
    Index("ix_sessions_guild_id_host_id", "guild_id", "host_id"),
    sqlite_autoincrement=True,
)

session_members = Table(
    "session_members",
    metadata,
    Column("session_id", RowId, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("wish", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("source_id", Snowflake, nullable=False),
    # How many sessions they missed in the 90 days before they signed up.
    Column("missed", Integer, nullable=False),
    Index("ix_session_members_guild_id_user_id_state", "guild_id", "user_id", "state"),
)

# Who can at which of the proposed times.
session_votes = Table(
    "session_votes",
    metadata,
    Column("session_id", RowId, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("choice", Integer, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Index("ix_session_votes_guild_id_user_id", "guild_id", "user_id"),
)

# The ten minutes before a session's tables are formed.
session_check_ins = Table(
    "session_check_ins",
    metadata,
    Column("session_id", RowId, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("message_id", Snowflake),
    # Ids of those who pressed, in that order.
    Column("present", JSON, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index("ix_session_check_ins_guild_id", "guild_id"),
)

# Tables of sessions. What is not asked for in queries stands in ``state``: its members, its sittings.
session_tables = Table(
    "session_tables",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("session_id", RowId, nullable=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("thread_id", Snowflake),
    Column("voice_id", Snowflake),
    # How many sittings took place.
    Column("held", Integer, nullable=False),
    Column("state", JSON, nullable=False),
    # Counts changes: two that were made on the same state cannot both be stored.
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_session_tables_session_id_number", "session_id", "number", unique=True),
    Index("ix_session_tables_thread_id", "thread_id"),
    Index("ix_session_tables_voice_id", "voice_id"),
    Index("ix_session_tables_guild_id_created_at", "guild_id", "created_at"),
    sqlite_autoincrement=True,
)

# Questions that people heard at a table: they are not asked of them again while there are others.
session_questions = Table(
    "session_questions",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
)

# Who sat at one table in a session; the lower id first.
session_pairs = Table(
    "session_pairs",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("low_id", Snowflake, primary_key=True, autoincrement=False),
    Column("high_id", Snowflake, primary_key=True, autoincrement=False),
    Column("session_id", RowId, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
    Index("ix_session_pairs_guild_id_high_id", "guild_id", "high_id"),
)

# Who was candidate and who asked, sitting by sitting of a table.
session_turns = Table(
    "session_turns",
    metadata,
    Column("table_id", RowId, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Column("candidate_id", Snowflake, nullable=False),
    Column("interviewer_id", Snowflake, nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_session_turns_guild_id_candidate_id_day", "guild_id", "candidate_id", "day"),
    Index("ix_session_turns_guild_id_interviewer_id_day", "guild_id", "interviewer_id", "day"),
)
