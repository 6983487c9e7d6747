"""The sign-up post of a session, and the poll for its time."""

from collections.abc import Iterator

import discord

from bot.domain.sessions.notices import SessionPost
from bot.domain.sessions.signups import by_wish, taken, waiting
from bot.domain.sessions.values import Session, SessionStatus, Wish
from bot.ui.actions import ActionButton
from bot.ui.cards import Part, Row, card, row
from bot.ui.sessions.words import COLOUR, OVER, STATUS, WISHES, calendar_button, head, when
from bot.ui.text import moment, people, person, plural

_MOST_WAITING = 20
_MOST_CAN = 12
_PRIMARY, _SUCCESS, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.success, discord.ButtonStyle.danger
_PLURAL = {
    Wish.CANDIDATE: "Candidates",
    Wish.INTERVIEWER: "Interviewers",
    Wish.EITHER: "Either",
    Wish.OBSERVER: "Observers",
}


def view(notice: SessionPost) -> discord.ui.LayoutView:
    """The post as it stands now. Nobody in it is pinged."""
    session = notice.session
    parts: list[Part] = [head(session), f"{when(session)}\n👤 Host: {person(session.host_id)}", discord.ui.Separator()]
    if session.status is SessionStatus.POLL:
        return card(COLOUR, [*parts, _times(notice), _HOW_TO_VOTE], *_poll_rows(session))
    parts += [text for text in (_people(notice), _places(notice)) if text]
    if session.status is not SessionStatus.PLANNED:
        return card(OVER if not session.is_open else COLOUR, parts)
    return card(COLOUR, parts, *_rows(session))


def _people(notice: SessionPost) -> str:
    lines = [
        f"{WISHES[wish][1]} **{_PLURAL[wish]}** ({len(those)}): {people([one.user_id for one in those])}"
        for wish, those in by_wish(notice.members).items()
    ]
    nobody = "Nobody has signed up yet: be the first." if notice.session.status is SessionStatus.PLANNED else ""
    return "\n".join(lines) or nobody


def _places(notice: SessionPost) -> str:
    session = notice.session
    if session.status in STATUS:
        return STATUS[session.status]
    free = session.capacity - taken(notice.members)
    line = waiting(notice.members)
    said = f"**{plural(free, 'place')} left** of {session.capacity}." if free > 0 else _full(session)
    if line:
        more = f" and {len(line) - _MOST_WAITING} more" if len(line) > _MOST_WAITING else ""
        said += f"\n⏳ Waiting ({len(line)}): {people([one.user_id for one in line[:_MOST_WAITING]])}{more}"
    return f"{said}\n-# Press what you would like to be; another press changes it."


def _full(session: Session) -> str:
    return f"**All {session.capacity} places are taken:** press all the same, and you are on the waiting list."


def _rows(session: Session) -> Iterator[Row]:
    joining = [
        ActionButton(label, "ses_join", session.id, wish.value, style=_PRIMARY, emoji=emoji)
        for wish, (label, emoji) in WISHES.items()
    ]
    yield row(*joining, ActionButton("Leave", "ses_leave", session.id, style=_DANGER))
    yield row(calendar_button(session))


_HOW_TO_VOTE = "-# Press every time at which you can; one more press takes it back."


def _times(notice: SessionPost) -> str:
    lines = []
    for number, one in enumerate(notice.session.times):
        can = notice.votes.get(number, ())
        who = f": {people(can[:_MOST_CAN])}" if can else ""
        more = f" and {len(can) - _MOST_CAN} more" if len(can) > _MOST_CAN else ""
        how_many = plural(len(can), "person", "people") if can else "nobody yet"
        lines.append(f"**{number + 1}.** {moment(one.at, 'F')} · {how_many}{who}{more}")
    return "\n".join(["**When can you?**", *lines])


def _poll_rows(session: Session) -> Iterator[Row]:
    yield row(*(ActionButton(str(number + 1), "ses_vote", session.id, number) for number in range(len(session.times))))
    yield row(ActionButton("Fix the best", "ses_fix", session.id, style=_SUCCESS, emoji="📌"))
