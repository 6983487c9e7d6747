"""What comes at a time of its own: reminders, daily questions, interviews."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    text,
)

from bot.storage.tables.columns import RowId, Snowflake, UtcDateTime, metadata

# What people chose for themselves; it holds in all servers that they share with the bot.
people = Table(
    "people",
    metadata,
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("zone", String(64)),
    # Quiet hours on the person's clocks, as HH:MM; both or none.
    Column("quiet_start", String(5)),
    Column("quiet_end", String(5)),
    # How many reviews a day they want at most.
    Column("reviews_a_day", Integer),
    Column("changed_at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same reminder.
    Column("source_id", Snowflake, nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    # Where it was set: where it comes if the person's direct messages are closed.
    Column("channel_id", Snowflake, nullable=False),
    Column("text", Text, nullable=False),
    # What was written for the time, to be read again in another zone before it is confirmed.
    Column("typed", String(100), nullable=False),
    Column("zone", String(64), nullable=False),
    # The first occurrence, and how clocks of the zone show it, YYYY-MM-DDTHH:MM: the series is reckoned from that.
    # Nothing while the time of a draft is not clear.
    Column("first_at", UtcDateTime),
    Column("wall", String(16)),
    Column("recurrence", String(16), nullable=False),
    # Comes in quiet hours too.
    Column("loud", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("next_at", UtcDateTime),
    # How many occurrences in a row could not be brought.
    Column("failures", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_reminders_guild_id_user_id_status", "guild_id", "user_id", "status"),
    Index(
        "ix_reminders_drafts",
        "created_at",
        sqlite_where=text("status = 'draft'"),
        postgresql_where=text("status = 'draft'"),
    ),
    sqlite_autoincrement=True,
)

# What fell due in somebody's quiet hours and waits for their end; kept for the buttons of the digest.
held_reminders = Table(
    "held_reminders",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("reminder_id", RowId, ForeignKey("reminders.id", ondelete="CASCADE"), nullable=False),
    # The end of the quiet hours, in seconds (Unix time): what waits for the same comes in one message.
    Column("ends", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Index("ix_held_reminders_of", "guild_id", "user_id", "ends", "reminder_id", "due_at", unique=True),
    Index("ix_held_reminders_reminder_id", "reminder_id"),
)

daily_subscriptions = Table(
    "daily_subscriptions",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", Snowflake, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False),
    Column("wall", String(5), nullable=False),
    # Weekdays, 0 = Monday; nothing for every day. ``since``: the day on which they were chosen.
    Column("days", JSON(none_as_null=True)),
    Column("since", Date, nullable=False),
    Column("track_id", String(40)),
    # direct, thread or channel.
    Column("place", String(8), nullable=False),
    # Where it was set or what was chosen; and the private thread once it is open.
    Column("channel_id", Snowflake, nullable=False),
    Column("thread_id", Snowflake),
    Column("next_at", UtcDateTime),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

# Days off that somebody asked for: no question comes, and no streak breaks.
daily_pauses = Table(
    "daily_pauses",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    # Only these weekdays of them: days of an older subscription on which no question came.
    Column("days", JSON(none_as_null=True)),
    Index("ix_daily_pauses_guild_id_user_id", "guild_id", "user_id"),
)

# A server's daily question.
daily_channels = Table(
    "daily_channels",
    metadata,
    Column("guild_id", Snowflake, primary_key=True, autoincrement=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("wall", String(5), nullable=False),
    Column("days", JSON(none_as_null=True)),
    Column("track_id", String(40)),
    Column("mention_id", Snowflake),
    Column("actor_id", Snowflake, nullable=False),
    # Whether it goes on. What was removed stays, so that its versions never begin anew.
    Column("active", Boolean, nullable=False),
    Column("next_at", UtcDateTime),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    # What came in the way last, and when.
    Column("problem", String(250)),
    Column("problem_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

# Daily questions that were asked: of one person (``user_id``), or of a whole server.
daily_questions = Table(
    "daily_questions",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake),
    # own (subscribed), now (asked for) or channel.
    Column("scope", String(8), nullable=False),
    # What it is asked for once: an interaction, or the day of a subscription.
    Column("key", String(64), nullable=False, unique=True),
    # The local day that it belongs to.
    Column("day", Date, nullable=False),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("question_id", String(64), nullable=False),
    Column("question", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    # Where it stands: a channel, a thread or a direct channel; its message; the thread for answers.
    Column("place_id", Snowflake),
    Column("message_id", Snowflake),
    Column("thread_id", Snowflake),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    # Of a review: when the person rated an answer to the same question before, and how.
    Column("last_at", UtcDateTime),
    Column("last_rating", Integer),
    Index("ix_daily_questions_guild_id_user_id_question_id", "guild_id", "user_id", "question_id"),
    Index("ix_daily_questions_guild_id_day", "guild_id", "day"),
    Index("ix_daily_questions_message_id", "message_id"),
    Index("ix_daily_questions_thread_id", "thread_id"),
    Index("ix_daily_questions_place_id", "place_id"),
    sqlite_autoincrement=True,
)

daily_answers = Table(
    "daily_answers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source_id", Snowflake, nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("daily_id", RowId, ForeignKey("daily_questions.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("text", Text, nullable=False),
    Column("rating", Integer),
    # Whether its author agreed that it is shown in the wrap-up.
    Column("shared", Boolean, nullable=False),
    Column("answered_at", UtcDateTime, nullable=False),
    Index("ix_daily_answers_daily_id_user_id", "daily_id", "user_id", unique=True),
    Index("ix_daily_answers_guild_id_user_id", "guild_id", "user_id"),
    sqlite_autoincrement=True,
)

# Answers that others found useful.
daily_votes = Table(
    "daily_votes",
    metadata,
    Column("answer_id", RowId, ForeignKey("daily_answers.id", ondelete="CASCADE"), primary_key=True),
    Column("voter_id", Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", Snowflake, nullable=False),
    Index("ix_daily_votes_guild_id_voter_id", "guild_id", "voter_id"),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("source_id", Snowflake, nullable=False, unique=True),
    Column("guild_id", Snowflake, nullable=False),
    Column("user_id", Snowflake, nullable=False),
    Column("channel_id", Snowflake, nullable=False),
    Column("company", String(80), nullable=False),
    Column("role", String(80), nullable=False),
    # The track and stage that it is like, if the bot knows them; and what the person calls the stage.
    Column("track_id", String(40)),
    Column("stage_id", String(40)),
    Column("stage", String(80), nullable=False),
    # What kind of conversation it is, and how long it takes.
    Column("kind", String(16), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("zone", String(64), nullable=False),
    # On the clocks of the zone, YYYY-MM-DDTHH:MM, and the instant that it means.
    Column("wall", String(16), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("status", String(16), nullable=False),
    # What to do until then, and when: a JSON list of steps.
    Column("plan", JSON, nullable=False),
    # What was said about the conversation afterwards, as a JSON object of the interview's own form.
    Column("after", JSON, nullable=False),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_interviews_guild_id_user_id_status", "guild_id", "user_id", "status"),
    sqlite_autoincrement=True,
)
