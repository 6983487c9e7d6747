"""What is said around the planning of a session: the post, reminders, words to people."""

from typing import Any

import discord

from bot.domain.sessions.notices import SessionNotice, SessionPost, SessionReminder, SessionTold, Told
from bot.domain.sessions.values import Session
from bot.ui.actions import ActionButton
from bot.ui.cards import Row, card, row
from bot.ui.sessions import post
from bot.ui.sessions.words import AS_WISHED, COLOUR, at, calendar_button, link, named, to_post

_BEFORE = {"day": "Tomorrow", "hour": "In an hour", "ten": "In ten minutes"}
_TOLD = {
    Told.MOVED_UP: "🎉 A place is free and it is yours: you are in for **{name}**, {at}.",
    Told.MOVED: "🗓️ **{name}** is at another time now: {at}. Your place stays yours.",
    Told.CANCELLED: "**{name}** was cancelled, so nothing happens there.",
    Told.FIXED: "📌 The time is found: **{name}** is {at}, and you have a place.",
    Told.FIXED_WAITING: "📌 The time is found: **{name}** is {at}. All places are taken, you are on the waiting list.",
    Told.POLL_OVER: (
        "All times that you proposed for **{name}** have passed, so I closed the poll: `/session create` starts a new "
        "one."
    ),
    Told.NOBODY: "Nobody has signed up for **{name}**, so it does not take place: `/session create` plans another one.",
    Told.NO_POST: (
        "I could not post the sign-up for **{name}** in <#{channel}>: allow me to write there, then `/session edit` "
        "posts it."
    ),
}
_WITH_PLACE = (Told.MOVED_UP, Told.MOVED, Told.FIXED, Told.FIXED_WAITING)


def message(notice: SessionNotice, member: int | None) -> dict[str, Any]:
    """``member``: whom to call where it stands in a channel."""
    match notice:
        case SessionPost():
            return {"view": post.view(notice)}
        case SessionReminder():
            return _to(member, _reminder(notice), _buttons(notice.session, f"r{notice.which}"))
        case SessionTold():
            return _to(member, _told(notice), _told_buttons(notice))
        case _:
            raise TypeError(f"no way to say {type(notice).__name__}")


def _to(member: int | None, text: str, buttons: Row | None) -> dict[str, Any]:
    call = f"<@{member}> " if member else ""
    view = card(COLOUR, [call + text], *([buttons] if buttons else []))
    users = [discord.Object(member)] if member else []
    return {"view": view, "allowed_mentions": discord.AllowedMentions(users=users)}


def _reminder(notice: SessionReminder) -> str:
    session = notice.session
    return (
        f"⏰ **{_BEFORE[notice.which]}: {named(session)}**\n{at(session)}. You are in {AS_WISHED[notice.member.wish]}; "
        f"{to_post(session, 'the post')} is where we meet."
    )


def _told(notice: SessionTold) -> str:
    session = notice.session
    time = at(session) if session.starts_at else ""
    return _TOLD[notice.told].format(name=named(session), at=time, channel=session.channel_id)


def _told_buttons(notice: SessionTold) -> Row | None:
    if notice.told in _WITH_PLACE:
        return _buttons(notice.session, f"{notice.told.value}{notice.number}")
    if notice.told is Told.CANCELLED and (url := link(notice.session)):
        return row(discord.ui.Button(label="The post", url=url))
    return None


def _buttons(session: Session, mark: str) -> Row:
    """``mark`` tells two messages of the same words apart."""
    cannot = ActionButton("I cannot come", "ses_cannot", session.guild_id, session.id, mark)
    return row(calendar_button(session), cannot)
