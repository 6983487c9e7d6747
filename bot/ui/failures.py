"""What could not be brought, told to moderators: what it was, to whom or where, when, why."""

from collections.abc import Sequence

from bot.domain.deliveries import Failed
from bot.domain.rounds import OwedKind
from bot.services.audit import AUDIT
from bot.services.stock import LOW
from bot.services.suggestions import POST, SHOWN, TOLD
from bot.ui.text import ago, cut, inert, person

_REASON_ROOM = 80
_KINDS = {
    OwedKind.OPENING: "a round's thread",
    OwedKind.BRIEFING: "a briefing",
    OwedKind.PROMPT: "a question",
    OwedKind.NUDGE: "a word on the time left",
    OwedKind.TIME_UP: "a word on the time left",
    OwedKind.DEADLINE: "a word on a deadline",
    OwedKind.DEBRIEF: "a debrief",
    OwedKind.SUMMARY: "a round's summary",
    OwedKind.PROCESS: "a process's summary",
    OwedKind.EXPIRY: "the end of a round",
    OwedKind.RETRY: "a reminder to retry",
    AUDIT: "an audit entry",
    LOW: "a word on questions that run low",
    POST: "a suggestion",
    SHOWN: "a decided suggestion",
    TOLD: "the answer to a suggestion",
}
_BEGINNINGS = {
    "reminder_digest": "a digest of reminders",
    "reminder": "a reminder",
    "daily_wrap": "a daily question's wrap-up",
    "daily_feedback": "a daily answer's feedback",
    "daily": "a daily question",
    "interview": "a reminder",
    "goal": "a reminder",
    "check_in": "a session's check-in",
    "session_post": "a session's sign-up post",
    "session_event": "a session's event",
    "session": "a word on a session",
    "score": "a word on scorecards",
    "table": "a word at a session's table",
    "unfinished": "a word on an unfinished round",
}
"""Families of kinds by how their names begin, the longer ones first. That somebody has an interview or a goal is
their own affair: moderators read no more than that a reminder failed."""


def kind_words(kind: str) -> str:
    """What a kind of delivery is called."""
    begun = (words for beginning, words in _BEGINNINGS.items() if kind.startswith(beginning))
    return _KINDS.get(kind) or next(begun, "a message")


def listing(failed: Sequence[Failed]) -> str:
    """One line for each."""
    return "\n".join(_line(one) for one in failed)


def _line(one: Failed) -> str:
    where = f"in <#{one.channel_id}>" if one.channel_id else f"to {person(one.user_id)}"
    why = inert(cut(one.error or "the reason is not known", _REASON_ROOM))
    return f"- **{kind_words(one.kind).capitalize()}** {where}, {ago(one.settled_at)}: {why}"
