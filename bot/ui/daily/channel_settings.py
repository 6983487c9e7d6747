"""A server's daily question as its moderators see it: what is set, what is in its way."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.daily.channels import DailyChannel, Trouble
from bot.domain.zones import place_of
from bot.services.daily_channels import LOW_LEFT, ChannelStatus
from bot.ui.actions import ActionButton
from bot.ui.daily.channel import COLOUR
from bot.ui.panels import card
from bot.ui.permissions import POST_PERMISSIONS, Finding, how_to_grant, look_at_channel
from bot.ui.text import cut, inert, moment, plural

THREAD_PERMISSIONS = discord.Permissions(
    create_public_threads=True, send_messages_in_threads=True, read_message_history=True
)
"""What more is needed for a thread on each question; without, the question is posted all the same."""

_NAME_ROOM = 60
_DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
_SETS = {frozenset(range(5)): "on weekdays", frozenset({5, 6}): "on weekends"}
_TROUBLES = {
    Trouble.POST: "A question could not be posted",
    Trouble.THREAD: "A question has no thread",
    Trouble.WRAP_UP: "A wrap-up could not be posted",
}
_DANGER, _PRIMARY = discord.ButtonStyle.danger, discord.ButtonStyle.primary

Row = discord.ui.ActionRow[discord.ui.LayoutView]


def days_in_words(days: frozenset[int] | None) -> str:
    """``every day``, ``on weekdays``, ``on Mondays, Wednesdays``."""
    if days is None:
        return "every day"
    return _SETS.get(days) or f"on {', '.join(_DAYS[day] for day in sorted(days))}"


def panel(guild: discord.Guild, found: ChannelStatus, head: str, notes: Sequence[str] = ()) -> discord.ui.LayoutView:
    """What is set, when it comes next, how much is left, what is in its way."""
    chosen = found.settings
    next_at = f"{moment(chosen.next_at, 'F')} ({moment(chosen.next_at, 'R')})" if chosen.next_at else "not planned"
    track = "all tracks" if chosen.track_id is None else inert(cut(found.track or chosen.track_id, _NAME_ROOM))
    ping = f"<@&{chosen.mention_id}>" if chosen.mention_id else "nobody"
    lines = [
        f"**Channel:** <#{chosen.channel_id}>",
        f"**When:** {days_in_words(chosen.days)} at {chosen.wall} in {place_of(chosen.zone)} ({chosen.zone})",
        f"**Next:** {next_at}",
        f"**Questions from:** {track}",
        f"**Pinged:** {ping}",
        f"**Not asked yet:** {_left(found)}",
    ]
    if found.latest is not None and found.latest.place_id is not None and found.latest.message_id is not None:
        link = f"https://discord.com/channels/{guild.id}/{found.latest.place_id}/{found.latest.message_id}"
        lines.append(f"**Latest:** [{found.latest.day:%d %B %Y}]({link})")
    row: Row = discord.ui.ActionRow()
    row.add_item(ActionButton("Post one now", "day_now", style=_PRIMARY, emoji="📣"))
    row.add_item(ActionButton("Check again", "day_status", emoji="🔄"))
    row.add_item(ActionButton("Remove", "day_remove", style=_DANGER))
    wrong = [*notes, *problems(guild, found)]
    texts = [f"## {head}", "\n".join(lines)] + (["\n".join(f"⚠️ {one}" for one in wrong)] if wrong else [])
    return card(COLOUR, *texts, row=row)


def problems(guild: discord.Guild, found: ChannelStatus) -> list[str]:
    """What is in the way of the next question, as it is now, and what came in the way of the last one."""
    chosen = found.settings
    seen = look_at_channel(guild, "The channel", chosen.channel_id, POST_PERMISSIONS)
    lines = []
    if seen.gone:
        lines.append("The channel was deleted: choose another one with `/daily channel set`.")
    elif seen.missing:
        lines.append(_grant(guild, seen))
    else:
        lines += without_threads(guild, chosen.channel_id)
    lines += not_pinged(guild, chosen)
    if found.track_gone:
        lines.append(
            "The track you chose is no longer there, so I ask from all tracks: `/daily channel set` takes another one."
        )
    if chosen.trouble is not None and chosen.problem_at is not None:
        kind, why = chosen.trouble
        lines.append(f"{_TROUBLES[kind]} {moment(chosen.problem_at, 'R')}: {inert(cut(why, 200))}.")
    return lines


def without_threads(guild: discord.Guild, channel_id: int) -> list[str]:
    """What is missing for threads."""
    seen = look_at_channel(guild, "Threads", channel_id, THREAD_PERMISSIONS)
    return [_grant(guild, seen) + " Until then questions come without threads."] if seen.missing else []


def not_pinged(guild: discord.Guild, chosen: DailyChannel) -> list[str]:
    """Why the chosen role hears nothing."""
    if chosen.mention_id is None:
        return []
    role = guild.get_role(chosen.mention_id)
    if role is None:
        return ["The role to ping was deleted: `/daily channel set` takes another one, or none."]
    channel = guild.get_channel(chosen.channel_id)
    if role.mentionable or channel is None or channel.permissions_for(guild.me).mention_everyone:
        return []
    where = f"Server Settings → Roles → {inert(cut(role.name, _NAME_ROOM))}"
    return [f"I may not ping {role.mention}. {where}: allow anyone to mention this role."]


def cannot_post(guild: discord.Guild, seen: Finding, row_id: int) -> dict[str, Any]:
    """Nothing is set yet: what is missing, how to grant it, and one press to try again."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Try again", "day_retry", row_id, style=_PRIMARY, emoji="🔄"))
    return {"content": f"{_grant(guild, seen)}\nWhat you chose is kept: then press **Try again**.", "view": view}


def _grant(guild: discord.Guild, seen: Finding) -> str:
    own = guild.self_role
    return how_to_grant(seen, inert(cut(own.name if own else guild.me.display_name, _NAME_ROOM))).removeprefix("❌ ")


def _left(found: ChannelStatus) -> str:
    if not found.left:
        return "none, so the oldest ones come again"
    few = ": `/question add` or `/question import` brings new ones" if found.left < LOW_LEFT else ""
    return f"{plural(found.left, 'question')}{few}"
