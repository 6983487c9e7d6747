"""The check-in of a session: its post, and what people are told in private when it is over."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.sessions.checkin import CheckIn
from bot.domain.sessions.table_notices import CheckInPost, Personal, SessionPersonal, SessionTrouble, Trouble
from bot.domain.sessions.tables import Table
from bot.ui.actions import ActionButton
from bot.ui.cards import Row, card, row
from bot.ui.sessions.words import COLOUR, OVER
from bot.ui.text import cut, inert, moment, people, plural

_MOST_NAMED = 40
"""People named in one list; the others are a number."""

_LIST_ROOM = 1200
_PRIMARY = discord.ButtonStyle.primary


def post(notice: CheckInPost) -> discord.ui.LayoutView:
    """Who is there; afterwards who sits where. The button stays for late comers."""
    check_in = notice.check_in
    head = f"## 🙋 {inert(notice.name)}: are you here?\n-# {inert(notice.place)}"
    if notice.over:
        return card(OVER, [head, _THANKS if notice.tables else _NO_TABLE])
    if not check_in.is_open:
        return card(COLOUR, [_head_of_tables(notice), _tables(notice.tables), _LATE], _buttons(check_in, late=True))
    until = f"Press **I am here** until {moment(check_in.ends_at, 't')} ({moment(check_in.ends_at, 'R')})."
    here = f"**Here ({len(check_in.present)})**\n{_named(check_in.present) or 'Nobody yet: be the first.'}"
    awaited = (
        f"**Awaited ({len(notice.awaited)})**\n{_named(notice.awaited)}" if notice.awaited else "**All are here.**"
    )
    more = "-# Tables are formed when all are here, when the time is over, or when the host presses Begin now."
    return card(COLOUR, [head, until, here, awaited, more], _buttons(check_in, late=False))


_THANKS = "This session is over. Thank you for coming."
_NO_TABLE = "This session is over: no table could be formed this time."
_LATE = "-# Late? Press **I am here** and you sit down at the smallest table."


def _head_of_tables(notice: CheckInPost) -> str:
    return f"## 🪑 {inert(notice.name)}: {plural(len(notice.tables), 'table')}\n-# {inert(notice.place)}"


def _buttons(check_in: CheckIn, *, late: bool) -> Row:
    here = ActionButton("I am here", "here", check_in.session_id, style=_PRIMARY, emoji="🙋")
    return row(here) if late else row(here, ActionButton("Begin now", "here_begin", check_in.session_id, emoji="▶️"))


def _named(user_ids: Sequence[int]) -> str:
    named = people(user_ids[:_MOST_NAMED])
    rest = len(user_ids) - _MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def _tables(tables: Sequence[Table]) -> str:
    lines = []
    for one in tables:
        where = f"<#{one.thread_id}>" if one.thread_id else "opens in a moment"
        where = "has ended" if not one.is_open else where
        lines.append(f"**Table {one.number}** · {where}\n{people(one.member_ids)}")
    return cut("\n".join(lines), _LIST_ROOM * 2) or "No table could be formed."


_PERSONAL = {
    Personal.RELEASED: (
        "**{name}** has begun without you, so your place went to the others. If you are only late, press **I am here** "
        "under {post} and you sit down at a table all the same."
    ),
    Personal.MISSED: (
        "You could not make it to **{name}**, and too few came for a table. `/session list` shows the next one; "
        "`/mock start` gives you a round with me at any time."
    ),
    Personal.UNSEATED: (
        "All places of **{name}** are taken this time. Thank you for coming: whoever was on the waiting list and came "
        "is worth a place, so do sign up for the next one."
    ),
    Personal.ONLY_ONE: (
        "You were the only one at **{name}** this time, so there is nobody to pair you with. `/mock start` gives you a "
        "round with me instead."
    ),
}


def personal(notice: SessionPersonal, guild_id: int, channel_id: int | None) -> dict[str, Any]:
    """Why somebody does not sit at a table, without blame."""
    there = f"https://discord.com/channels/{guild_id}/{channel_id}/{notice.link}"
    post_link = f"[the check-in]({there})" if notice.link and channel_id else "the check-in"
    return {"content": _PERSONAL[notice.what].format(name=inert(notice.name), post=post_link)}


_TROUBLE = {
    Trouble.NO_THREAD: "I could not open the threads for the tables of **{name}**: {reason}",
    Trouble.THREAD_GONE: "The thread of a table of **{name}** is gone; what was said and noted there is kept with me.",
    Trouble.NO_VOICE: (
        "The tables of **{name}** have no voice channels, as Discord did not let me make them: people can meet in any "
        "other voice channel, or type."
    ),
    Trouble.VOICE_CAP: (
        "The tables of **{name}** have no voice channels: this server has 500 channels, Discord's limit. People can "
        "meet in any other voice channel, or type."
    ),
    Trouble.CHANNEL_GONE: (
        "I cannot reach the channel of **{name}** any more, so its tables cannot open there: `/session create` in "
        "another channel makes a new one."
    ),
    Trouble.NO_STAGE: (
        "The track or stage of **{name}** was removed meanwhile, so I have no questions for its tables: `/session "
        "create` with another one makes a new session."
    ),
    Trouble.NOBODY: (
        "Fewer than two people came to **{name}** this time, so no table could be formed: `/session create` plans "
        "another one."
    ),
}
_ONCE_MORE = {
    Trouble.NO_THREAD: "Grant what is missing, then press **Try again**.",
    Trouble.THREAD_GONE: "**Try again** opens a new one, and the table goes on where it was.",
}


def trouble(notice: SessionTrouble, guild_id: int, member: int | None) -> dict[str, Any]:
    """For the host: what is wrong and the way on. ``member``: whom to call where it stands in a channel."""
    text = _TROUBLE[notice.trouble].format(name=inert(notice.name), reason=notice.reason)
    again = _ONCE_MORE.get(notice.trouble)
    call = f"<@{member}> " if member else ""
    payload: dict[str, Any] = {"content": f"{call}{text}{' ' + again if again else ''}"}
    if member:
        payload["allowed_mentions"] = discord.AllowedMentions(users=[discord.Object(member)])
    if again:
        view = discord.ui.View(timeout=None)
        view.add_item(ActionButton("Try again", "tab_open", guild_id, notice.session_id, style=_PRIMARY, emoji="🔁"))
        payload["view"] = view
    return payload
