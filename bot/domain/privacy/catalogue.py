"""Every table, and what of it belongs to a person: the one place from which data are exported and erased."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple

SERVER_KEPT_FOR = timedelta(days=30)
"""So long after the bot was removed from a server everything of that server stays."""

LEFT_KEPT_FOR = timedelta(days=30)
"""So long after it was found that somebody left a server what is stored about them there stays."""

IDLE_KEPT_FOR = timedelta(days=730)
"""So long after somebody did anything in a server what is stored about them there stays."""


class Fate(StrEnum):
    """What becomes of a row when the person in it is erased. ``DELETED``: the row goes. ``NOBODY``: their id becomes 0
    or nothing. ``STAND_IN``: it becomes a random negative number, so that rows about the same unknown person still fit
    together within one server."""

    DELETED = "deleted"
    NOBODY = "nobody"
    STAND_IN = "stand_in"


class Mark(NamedTuple):
    """A column with a person's id. ``blank``: the columns with words, and what they hold after the person is gone.
    ``theirs``: whether such a row is exported to them."""

    column: str
    fate: Fate = Fate.DELETED
    blank: Mapping[str, Any] = {}
    theirs: bool = True


class Through(NamedTuple):
    """Rows that belong to whoever a row of ``parent`` belongs to, and go with it."""

    column: str
    parent: str


class Entry(NamedTuple):
    """A table. ``what``: what stands in it, ``why`` it is kept, ``long``: how long, for people to read.

    ``inside``: JSON columns in which people's ids stand among others. ``at``: the columns that say when the person
    last did something, or when something is still to come.
    """

    table: str
    what: str
    why: str
    long: str
    marks: tuple[Mark, ...] = ()
    through: Through | None = None
    inside: tuple[str, ...] = ()
    at: tuple[str, ...] = ()

    @property
    def of_people(self) -> bool:
        """Whether people are in it."""
        return bool(self.marks or self.through or self.inside)


class OpenThings(NamedTuple):
    """What a person has open: threads of rounds, sessions that they host or take part in, tables that they sit at.
    Pairs of a server's id and the thing's."""

    threads: list[tuple[int, int]]
    hosted: list[tuple[int, int]]
    joined: list[tuple[int, int]]
    seats: list[tuple[int, int]]


_ME = (Mark("user_id"),)
_PERSON = "until you delete it, 30 days after you left the server, or two years after you last did anything in it"
_SERVER = "as long as the server keeps it"
_WEEK = "a week, and then until the next night"
_DAY = "a day, and then until the next night"
_WORDLESS: Mapping[str, Any] = {"evidence": {}, "sources": {}, "raised": ""}
_BY = (Mark("actor_id", Fate.NOBODY),)
_MADE = ("created_at",)

CATALOGUE = (
    Entry("meta", "What the bot notes about itself, such as the commands it told Discord.", "To run.", "always"),
    Entry(
        "rounds",
        "Your rounds: which track and stage, when, in which thread.",
        "To go on after a pause, and for your history.",
        _PERSON,
        (Mark("candidate_id"),),
        at=("active_at",),
    ),
    Entry(
        "turns",
        "The questions of your rounds, your hints, your own ratings, and what you did in tasks and negotiations.",
        "For debriefs and levels, and to ask you something new.",
        _PERSON,
        (Mark("candidate_id"),),
    ),
    Entry(
        "parts",
        "Your answers, message by message; of files only name and size.",
        "For the debrief and the transcript.",
        _PERSON,
        through=Through("round_id", "rounds"),
    ),
    Entry(
        "attempts",
        "The SQL that you tried, and the verdict.",
        "For the debrief of a task.",
        _PERSON,
        through=Through("round_id", "rounds"),
    ),
    Entry(
        "deliveries",
        "Messages that the bot owes or brought: kind, time, place. What they say is drawn from the other tables.",
        "To bring each message once, after a failure too.",
        _PERSON,
        _ME,
        inside=("payload",),
    ),
    Entry("guilds", "What a server chose in `/setup`.", "To work as its moderators want.", _SERVER),
    Entry("departures", "When the bot was removed from a server.", "To erase the server's data then.", "30 days"),
    Entry(
        "members",
        "The day on which you last did anything in a server, when the bot last looked whether you are still there, and "
        "since when you are not.",
        "To erase what is stored about you here some time after you left, or stayed away.",
        _PERSON,
        _ME,
    ),
    Entry(
        "server_tracks",
        "Tracks of a server's own, with the moderator who changed each last.",
        "They are the server's content.",
        _SERVER,
        _BY,
    ),
    Entry(
        "server_questions",
        "A server's own questions, with who suggested them.",
        "They are the server's content; without your name after you are gone.",
        _SERVER,
        (Mark("credit_id", Fate.NOBODY),),
    ),
    Entry("bank_revisions", "How often a server's questions changed.", "To show no outdated ones.", _SERVER),
    Entry(
        "question_changes",
        "The history of a server's questions, with who changed what.",
        "So that a change can be taken back; without your name after you are gone.",
        _SERVER,
        _BY,
    ),
    Entry(
        "suggestions",
        "Questions that you suggested, and the decision. One that was taken in stays in the bank.",
        "For moderators to decide on, and to tell you.",
        _PERSON,
        (Mark("member_id"), Mark("decided_by", Fate.NOBODY, {"reason": None}, theirs=False)),
        at=_MADE,
    ),
    Entry(
        "reports",
        "What you reported about a question.",
        "For moderators to decide on.",
        _PERSON,
        (Mark("member_id"),),
        at=_MADE,
    ),
    Entry("shortages", "Stages that ran out of new questions; not for whom.", "To tell moderators.", _SERVER),
    Entry(
        "kept_forms",
        "What you wrote into a form that was refused.",
        "To offer it again.",
        _WEEK,
        _ME,
        at=_MADE,
    ),
    Entry("kept_files", "A file of questions between preview and import.", "To import it.", _DAY, _ME, at=_MADE),
    Entry(
        "people",
        "Your time zone, your quiet hours, and how many reviews a day you want.",
        "To come at the right time.",
        _PERSON,
        _ME,
        at=("changed_at",),
    ),
    Entry(
        "reminders",
        "Your reminders: text, time, zone.",
        "To remind you.",
        _PERSON,
        _ME,
        at=("created_at", "next_at"),
    ),
    Entry("held_reminders", "Reminders that fell into your quiet hours.", "To bring them after.", _PERSON, _ME),
    Entry(
        "daily_subscriptions",
        "Your daily question: time, days, place.",
        "To bring it.",
        _PERSON,
        _ME,
        at=("created_at", "next_at"),
    ),
    Entry("daily_pauses", "Your days off.", "To leave you alone, and your streak whole.", _PERSON, _ME),
    Entry("daily_channels", "A server's daily question, and who set it up.", "To bring it.", _SERVER, _BY),
    Entry(
        "daily_questions",
        "Questions of the day that were asked of you, or of a server.",
        "To ask you something new.",
        _PERSON,
        _ME,
    ),
    Entry(
        "daily_answers",
        "Your answers to daily questions, your rating, and whether you share them.",
        "For feedback and levels.",
        _PERSON,
        _ME,
        at=("answered_at",),
    ),
    Entry(
        "daily_votes",
        "Answers that you found useful. Your vote still counts after you are gone, without your name.",
        "To show what helped.",
        _PERSON,
        (Mark("voter_id", Fate.STAND_IN),),
    ),
    Entry("practice_days", "The days on which you practised.", "For your streak.", _PERSON, _ME),
    Entry(
        "interviews",
        "Your real interviews: company, role, time, plan, and what came of them.",
        "To prepare you and to ask after.",
        _PERSON,
        _ME,
        at=("starts_at",),
    ),
    Entry("direct_channels", "The number of your direct message channel.", "To write to you.", _PERSON, _ME),
    Entry(
        "scorings",
        "Who sat in which role in a sitting that is rated.",
        "To show all scorecards at once.",
        _PERSON,
        (Mark("interviewer_id", Fate.STAND_IN),),
        inside=("sat", "excused"),
        at=("ended_at",),
    ),
    Entry(
        "scorecards",
        "Scorecards by you and about you: levels, quotes, remarks. After you are gone the levels stay, without names "
        "and words.",
        "For debriefs and levels.",
        _PERSON,
        (Mark("rater_id", Fate.STAND_IN, _WORDLESS), Mark("about_id", Fate.STAND_IN, _WORDLESS)),
        at=("changed_at",),
    ),
    Entry(
        "sessions",
        "Study group sessions, and who hosts them.",
        "To plan and to remind.",
        _PERSON,
        (Mark("host_id", Fate.NOBODY, {"title": ""}),),
        at=_MADE,
    ),
    Entry("session_members", "Sessions you signed up for.", "To keep your place.", _PERSON, _ME, at=("joined_at",)),
    Entry("session_votes", "The times at which you can.", "To find a time.", _PERSON, _ME),
    Entry(
        "session_check_ins",
        "Who was there when a session began.",
        "To form the tables.",
        _PERSON,
        inside=("present",),
    ),
    Entry(
        "session_tables",
        "Tables of sessions: seats, questions, what was typed there, notes.",
        "For the course of a session and its debrief.",
        _PERSON,
        inside=("state",),
    ),
    Entry("session_questions", "Questions that you heard at tables.", "To ask you something new.", _PERSON, _ME),
    Entry(
        "session_pairs",
        "With whom you sat at a table, and when.",
        "To seat you with others next time.",
        _PERSON,
        (Mark("low_id"), Mark("high_id")),
    ),
    Entry(
        "session_turns",
        "Who was candidate and who asked. After you are gone without your name.",
        "To share the roles fairly.",
        _PERSON,
        (Mark("candidate_id", Fate.STAND_IN), Mark("interviewer_id", Fate.STAND_IN)),
    ),
    Entry("sharing", "What you share of your progress.", "Nothing is shared unless you say so.", _PERSON, _ME),
    Entry("goals", "Your goal: rounds a week.", "For the summary on Sunday.", _PERSON, _ME),
    Entry(
        "review_cards",
        "When each question that you answered is due again.",
        "For spaced review.",
        _PERSON,
        _ME,
        at=("reviewed_at",),
    ),
    Entry("review_log", "Each rating that moved such a question.", "For spaced review.", _PERSON, _ME),
)
"""In the order of bot/storage/tables, more or less; the order in which things are exported."""

ENTRIES: Mapping[str, Entry] = {one.table: one for one in CATALOGUE}
