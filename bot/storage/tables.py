"""Every table. Each one that belongs to a server carries ``guild_id``."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC on both sides; SQLite, which has no zones, keeps it without one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite numbers rows only in a column declared INTEGER; everywhere else an id has 64 bits.
_RowId = BigInteger().with_variant(Integer, "sqlite")
_Snowflake = BigInteger

meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

rounds = Table(
    "rounds",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("parent_id", _Snowflake, nullable=False),
    Column("thread_id", _Snowflake),
    Column("candidate_id", _Snowflake, nullable=False),
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
    Column("round_id", _RowId, ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("candidate_id", _Snowflake, nullable=False),
    Column("question_id", String(64), nullable=False),
    Column("question", JSON, nullable=False),
    Column("form", String(16), nullable=False, server_default="question"),
    Column("speaker", JSON(none_as_null=True)),
    # What the turn's form keeps between its moves.
    Column("data", JSON, nullable=False, server_default="{}"),
    Column("status", String(16), nullable=False),
    Column("prompted_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("panel_id", _Snowflake),
    Column("hints", Integer, nullable=False),
    Column("rating", Integer),
    Index("ix_turns_guild_id_candidate_id_question_id", "guild_id", "candidate_id", "question_id"),
)

parts = Table(
    "parts",
    metadata,
    Column("source_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("round_id", _RowId, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
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
    Column("id", _RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same attempt.
    Column("source_id", _Snowflake, nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("round_id", _RowId, ForeignKey("rounds.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("problem", String(64), nullable=False),
    Column("query", Text, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_attempts_round_id_problem", "round_id", "problem"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("channel_id", _Snowflake),
    Column("user_id", _Snowflake, nullable=False),
    Column("place", _Snowflake, nullable=False),
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
    Column("message_id", _Snowflake),
    Column("error", String(200)),
    Index("ix_deliveries_subject", "subject"),
    Index("ix_deliveries_guild_id", "guild_id"),
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

guilds = Table(
    "guilds",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("practice_id", _Snowflake),
    Column("role_id", _Snowflake),
    Column("review_id", _Snowflake),
    Column("audit_id", _Snowflake),
    Column("zone", String(64)),
    # Whether `/progress leaderboard` is on; nothing: it is.
    Column("leaderboard", Boolean),
    Column("changed_at", UtcDateTime, nullable=False),
)

server_tracks = Table(
    "server_tracks",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("track_id", String(40), primary_key=True),
    Column("track", JSON, nullable=False),
    Column("actor_id", _Snowflake, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

server_questions = Table(
    "server_questions",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
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
    Column("credit_id", _Snowflake),
    Column("version", Integer, nullable=False),
    # The bank's revision in which the row was written last.
    Column("revision", BigInteger, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Index("ix_server_questions_guild_id_revision_question_id", "guild_id", "revision", "question_id"),
    # In the order in which a stage's questions are sampled.
    Index("ix_server_questions_sample", "guild_id", "track_id", "stage_id", "retired", "shuffle", "question_id"),
)

# Counts the transactions that changed a server's questions or tracks: what was read as of one revision is good until
# the next. The row is locked until such a transaction ends, so no lower revision appears after a higher one.
bank_revisions = Table(
    "bank_revisions",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
)

question_changes = Table(
    "question_changes",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("question_id", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("actor_id", _Snowflake, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_question_changes_guild_id_question_id_version", "guild_id", "question_id", "version", unique=True),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("id", _RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same suggestion.
    Column("source_id", _Snowflake, nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("member_id", _Snowflake, nullable=False),
    # Where it was suggested: where the member is told if their direct messages are closed.
    Column("channel_id", _Snowflake, nullable=False),
    Column("track_id", String(40), nullable=False),
    Column("stage_id", String(40), nullable=False),
    Column("question", JSON, nullable=False),
    Column("status", String(16), nullable=False),
    Column("reason", Text),
    Column("decided_by", _Snowflake),
    Column("question_id", String(64)),
    # Its message in the review channel.
    Column("posted_in_id", _Snowflake),
    Column("posted_id", _Snowflake),
    Column("created_at", UtcDateTime, nullable=False),
    Column("decided_at", UtcDateTime),
    Index("ix_suggestions_guild_id_status", "guild_id", "status"),
    Index("ix_suggestions_guild_id_member_id", "guild_id", "member_id"),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    Column("member_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("reason", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("settled_at", UtcDateTime),
)

# Stages that ran low for somebody who drew on them, and when moderators were told.
shortages = Table(
    "shortages",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
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
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
    Column("form", String(16), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_kept_forms_created_at", "created_at"),
    sqlite_autoincrement=True,
)

# Files of questions between their preview and the press that imports them.
kept_files = Table(
    "kept_files",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
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

# What people chose for themselves; it holds in all servers that they share with the bot.
people = Table(
    "people",
    metadata,
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("zone", String(64)),
    # Quiet hours on the person's clocks, as HH:MM; both or none.
    Column("quiet_start", String(5)),
    Column("quiet_end", String(5)),
    Column("changed_at", UtcDateTime, nullable=False),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", _RowId, primary_key=True),
    # The interaction that brought it: a replay of the same event is the same reminder.
    Column("source_id", _Snowflake, nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
    # Where it was set: where it comes if the person's direct messages are closed.
    Column("channel_id", _Snowflake, nullable=False),
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
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
    Column("reminder_id", _RowId, ForeignKey("reminders.id", ondelete="CASCADE"), nullable=False),
    # The end of the quiet hours, in seconds (Unix time): what waits for the same comes in one message.
    Column("ends", BigInteger, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Index("ix_held_reminders_of", "guild_id", "user_id", "ends", "reminder_id", "due_at", unique=True),
    Index("ix_held_reminders_reminder_id", "reminder_id"),
)

daily_subscriptions = Table(
    "daily_subscriptions",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("zone", String(64), nullable=False),
    Column("wall", String(5), nullable=False),
    # Weekdays, 0 = Monday; nothing for every day. ``since``: the day on which they were chosen.
    Column("days", JSON(none_as_null=True)),
    Column("since", Date, nullable=False),
    Column("track_id", String(40)),
    # direct, thread or channel.
    Column("place", String(8), nullable=False),
    # Where it was set or what was chosen; and the private thread once it is open.
    Column("channel_id", _Snowflake, nullable=False),
    Column("thread_id", _Snowflake),
    Column("next_at", UtcDateTime),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

# Days off that somebody asked for: no question comes, and no streak breaks.
daily_pauses = Table(
    "daily_pauses",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
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
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("channel_id", _Snowflake, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("wall", String(5), nullable=False),
    Column("days", JSON(none_as_null=True)),
    Column("track_id", String(40)),
    Column("mention_id", _Snowflake),
    Column("actor_id", _Snowflake, nullable=False),
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
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake),
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
    Column("place_id", _Snowflake),
    Column("message_id", _Snowflake),
    Column("thread_id", _Snowflake),
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
    Column("id", _RowId, primary_key=True),
    Column("source_id", _Snowflake, nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("daily_id", _RowId, ForeignKey("daily_questions.id", ondelete="CASCADE"), nullable=False),
    Column("user_id", _Snowflake, nullable=False),
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
    Column("answer_id", _RowId, ForeignKey("daily_answers.id", ondelete="CASCADE"), primary_key=True),
    Column("voter_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
)

# The days, on a person's own clocks, on which they answered something.
practice_days = Table(
    "practice_days",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
)

interviews = Table(
    "interviews",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("source_id", _Snowflake, nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("user_id", _Snowflake, nullable=False),
    Column("channel_id", _Snowflake, nullable=False),
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

# The direct channel of each person who got a message: to open one costs a request.
direct_channels = Table(
    "direct_channels",
    metadata,
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("channel_id", _Snowflake, nullable=False),
)

# What the people of a sitting at a table say about it: whose cards are awaited, until when, and since when all see
# them.
scorings = Table(
    "scorings",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("table_id", _RowId, nullable=False),
    # Which of the table's sittings.
    Column("sitting", Integer, nullable=False),
    Column("interviewer_id", _Snowflake, nullable=False),
    # Who sat there in which role, what is rated, how it is called: a JSON object.
    Column("sat", JSON, nullable=False),
    # Who left and is no longer waited for.
    Column("excused", JSON, nullable=False),
    Column("ended_at", UtcDateTime, nullable=False),
    Column("closes_at", UtcDateTime, nullable=False),
    Column("opened_at", UtcDateTime),
    # The message in the thread with the button and the count.
    Column("message_id", _Snowflake),
    Index("ix_scorings_guild_id_table_id_sitting", "guild_id", "table_id", "sitting", unique=True),
    Index("ix_scorings_guild_id_interviewer_id", "guild_id", "interviewer_id"),
    sqlite_autoincrement=True,
)

# What somebody says about somebody: about the candidate, or the candidate about the interviewer.
scorecards = Table(
    "scorecards",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("scoring_id", _RowId, ForeignKey("scorings.id", ondelete="CASCADE"), nullable=False),
    Column("rater_id", _Snowflake, nullable=False),
    Column("about_id", _Snowflake, nullable=False),
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
    Column("id", _RowId, primary_key=True),
    # What it is planned for once: an interaction, or the session a week before it.
    Column("key", String(64), nullable=False, unique=True),
    Column("guild_id", _Snowflake, nullable=False),
    Column("channel_id", _Snowflake, nullable=False),
    Column("host_id", _Snowflake, nullable=False),
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
    Column("message_id", _Snowflake),
    Column("event_id", _Snowflake),
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
    sqlite_autoincrement=True,
)

session_members = Table(
    "session_members",
    metadata,
    Column("session_id", _RowId, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("wish", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("source_id", _Snowflake, nullable=False),
    # How many sessions they missed in the 90 days before they signed up.
    Column("missed", Integer, nullable=False),
    Index("ix_session_members_guild_id_user_id_state", "guild_id", "user_id", "state"),
)

# Who can at which of the proposed times.
session_votes = Table(
    "session_votes",
    metadata,
    Column("session_id", _RowId, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("choice", Integer, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
)

# The ten minutes before a session's tables are formed.
session_check_ins = Table(
    "session_check_ins",
    metadata,
    Column("session_id", _RowId, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("channel_id", _Snowflake, nullable=False),
    Column("message_id", _Snowflake),
    # Ids of those who pressed, in that order.
    Column("present", JSON, nullable=False),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
)

# Tables of sessions. What is not asked for in queries stands in ``state``: its members, its sittings.
session_tables = Table(
    "session_tables",
    metadata,
    Column("id", _RowId, primary_key=True),
    Column("session_id", _RowId, nullable=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("number", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("thread_id", _Snowflake),
    Column("voice_id", _Snowflake),
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
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    Column("times", Integer, nullable=False),
)

# Who sat at one table in a session; the lower id first.
session_pairs = Table(
    "session_pairs",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("low_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("high_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("session_id", _RowId, primary_key=True, autoincrement=False),
    Column("day", Date, nullable=False),
)

# Who was candidate and who asked, sitting by sitting of a table.
session_turns = Table(
    "session_turns",
    metadata,
    Column("table_id", _RowId, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("guild_id", _Snowflake, nullable=False),
    Column("candidate_id", _Snowflake, nullable=False),
    Column("interviewer_id", _Snowflake, nullable=False),
    Column("day", Date, nullable=False),
    Index("ix_session_turns_guild_id_candidate_id_day", "guild_id", "candidate_id", "day"),
    Index("ix_session_turns_guild_id_interviewer_id_day", "guild_id", "interviewer_id", "day"),
)

# What somebody lets the members of a server see of their progress; without a row nothing.
sharing = Table(
    "sharing",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
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
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    # 0: none any more; the row stays, so that its versions never begin anew.
    Column("rounds", Integer, nullable=False),
    # Where it was set: where Sunday's summary goes if direct messages are closed.
    Column("channel_id", _Snowflake, nullable=False),
    # Counts what was changed: a delivery of an older version is void.
    Column("version", Integer, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# Questions that somebody answered and rated, and when each is due again.
review_cards = Table(
    "review_cards",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
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
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("user_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("question_id", String(64), primary_key=True),
    # Which answer or press, such as round:3:1, daily:17 or retry:3: changed, it stays one entry.
    Column("source", String(64), primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("rating", Integer),
    Column("due_at", UtcDateTime),
)

# Servers from which the bot was removed: their data are erased some time after.
departures = Table(
    "departures",
    metadata,
    Column("guild_id", _Snowflake, primary_key=True, autoincrement=False),
    Column("left_at", UtcDateTime, nullable=False),
)
