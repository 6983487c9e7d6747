"""Bring notices to Discord: render, send, and tell what a failure means."""

import asyncio
from typing import Any, Protocol

import aiohttp
import discord

from bot.domain.catalogue import Catalogue
from bot.domain.daily.channel_notices import DayNotice
from bot.domain.deliveries import Delivery
from bot.domain.errors import Refused
from bot.domain.interviews.notices import InterviewNotice
from bot.domain.notices import (
    BankNotice,
    Briefing,
    DailyNotice,
    Deadline,
    DebriefEntry,
    Notice,
    Nudge,
    ProcessSummary,
    Prompt,
    RetryReminder,
    RoundSummary,
    Stranded,
    Unfinished,
    Unreadable,
    Welcome,
)
from bot.domain.progress.goals import GoalNotice
from bot.domain.reminder_notices import ReminderNotice
from bot.domain.rounds import Round
from bot.domain.sessions.notices import SessionNotice
from bot.domain.sessions.score_notices import CardNotice
from bot.domain.sessions.table_notices import TableNotice
from bot.domain.tracks import StageKind
from bot.services.ports import AwayError, LaterError, UnreachableError
from bot.ui import debriefs, fingerprint, lobby, panels, pipelines, welcome
from bot.ui.bank import review
from bot.ui.daily import channel as server_question
from bot.ui.daily import messages as daily
from bot.ui.direct import DirectChannels
from bot.ui.forms import look_of
from bot.ui.interviews import messages as interview_messages
from bot.ui.lateness import add_lateness
from bot.ui.progress import goal_cards
from bot.ui.refusals import reason, told
from bot.ui.reminders import brought
from bot.ui.sessions import messages as session_messages
from bot.ui.sessions import score_messages, table_messages
from bot.ui.text import person
from bot.ui.threads import find_place, open_thread
from bot.ui.voices import Voice

_SEND_SECONDS = 20.0
"""Shorter than a lease: whoever takes over a lease must not find us still sending."""

_LOOK_BACK = 25
_ARCHIVED = 50083
_NO_SUCH_CHANNEL = (10003, 50001)


class Speaker(Protocol):
    """The part of the client that a messenger needs."""

    @property
    def client(self) -> discord.Client: ...

    catalogue: Catalogue

    @property
    def reads_messages(self) -> bool: ...
    def voice(self, kind: StageKind) -> Voice: ...


class DiscordMessenger:
    """Says notices in threads, channels and direct messages."""

    def __init__(self, speaker: Speaker, direct: DirectChannels) -> None:
        self._speaker = speaker
        self._direct = direct

    async def send(self, delivery: Delivery, notice: Notice) -> int:
        """Say it; see :class:`bot.services.ports.Messenger` for what is raised."""
        with told():
            async with asyncio.timeout(_SEND_SECONDS):
                return await self._send_again_if_cut(delivery, notice)

    async def open_thread(self, state: Round) -> int:
        """Open the round's thread, with its candidate in it."""
        try:
            client = self._speaker.client
            parent = await find_place(client, state.guild_id, state.parent_id)
            return (await open_thread(parent, state)).id
        except (discord.Forbidden, discord.NotFound) as error:
            raise UnreachableError(reason(error)) from error
        except discord.HTTPException as error:
            raise LaterError(f"Discord was out of order ({error.status})") from error
        except Refused as error:
            raise UnreachableError(error.reason) from error

    async def _send_again_if_cut(self, delivery: Delivery, notice: Notice) -> int:
        """A kept connection that the other side has just closed fails at once, and a new one works at once; the nonce
        sees to it that nobody reads the message twice."""
        try:
            return await self._send(delivery, notice)
        except aiohttp.ClientConnectionError:
            return await self._send(delivery, notice)

    async def _send(self, delivery: Delivery, notice: Notice) -> int:
        if delivery.channel_id is not None:
            return await self._say(await self._channel(delivery, delivery.channel_id), delivery, notice)
        if delivery.user_id <= 0:
            raise UnreachableError("whom it was for had their data deleted")
        # Right after a start the connection may not be there yet; that takes a second or two.
        await self._speaker.client.wait_until_ready()
        try:
            return await self._say(await self._direct.of(delivery.user_id), delivery, notice)
        except (discord.Forbidden, discord.NotFound) as error:
            if error.code not in _NO_SUCH_CHANNEL or not await self._direct.forget(delivery.user_id):
                raise
            return await self._say(await self._direct.of(delivery.user_id), delivery, notice)

    async def _say(self, place: discord.abc.Messageable, delivery: Delivery, notice: Notice) -> int:
        payload = await self._payload(delivery, notice)
        if notice.edits is not None:
            return await _edit(place, notice.edits, payload)
        if delivery.attempts > 1 and (there := await self._already_there(place, payload, notice.since)) is not None:
            return there
        try:
            message = await place.send(**payload, nonce=delivery.nonce)
        except discord.HTTPException as error:
            if error.code != _ARCHIVED or not isinstance(place, discord.Thread) or place.locked:
                raise
            await place.edit(archived=False)
            message = await place.send(**await self._payload(delivery, notice), nonce=delivery.nonce)
        return message.id

    async def _channel(self, delivery: Delivery, channel_id: int) -> discord.abc.Messageable:
        client = self._speaker.client
        # Right after a start the servers are not known yet; that takes a second or two.
        await client.wait_until_ready()
        guild = client.get_guild(delivery.guild_id)
        if guild is None or guild.unavailable:
            raise AwayError
        place = await find_place(client, delivery.guild_id, channel_id)
        if not isinstance(place, discord.abc.Messageable):
            raise UnreachableError("nothing can be said there")
        return place

    async def _already_there(
        self, place: discord.abc.Messageable, payload: dict[str, Any], since: int | None
    ) -> int | None:
        """The id of the same message, if an earlier try got through and only its answer was lost."""
        me = self._speaker.client.user
        wanted = fingerprint.of_payload(payload)
        async for message in place.history(limit=_LOOK_BACK):
            if since is not None and message.id <= since:
                return None
            if me is not None and message.author.id == me.id and fingerprint.of_message(message) == wanted:
                return message.id
        return None

    async def _payload(self, delivery: Delivery, notice: Notice) -> dict[str, Any]:
        payload = await self._render(delivery, notice)
        return payload if notice.late is None else add_lateness(payload, notice.late)

    async def _render(self, delivery: Delivery, notice: Notice) -> dict[str, Any]:
        mention = person(delivery.user_id)
        match notice:
            case Briefing():
                return {"view": panels.briefing(notice, self._voice(notice.round), mention)}
            case Prompt():
                reads = self._speaker.reads_messages
                look = look_of(notice.turn.form)
                return await look.panel(notice, self._voice(notice.round), reads_messages=reads)
            case DebriefEntry():
                return await look_of(notice.entry.turn.form).debrief(notice, self._voice(notice.round))
            case RoundSummary():
                return debriefs.summary(notice, self._voice(notice.round))
            case ProcessSummary():
                return await pipelines.process_message(notice.process, delivery.guild_id, delivery.user_id)
            case RetryReminder():
                return debriefs.retry(notice, mention)
            case CardNotice():
                in_private = delivery.channel_id is None
                return await score_messages.message(notice, self._speaker.catalogue, in_private=in_private)
            case _:
                return self._render_other(delivery, notice)

    def _render_other(self, delivery: Delivery, notice: Notice) -> dict[str, Any]:
        """What is said outside of rounds, or in words alone. ``member``: whom to call in a channel."""
        member = delivery.user_id if delivery.channel_id and delivery.user_id > 0 else None
        match notice:
            case BankNotice():
                guild = self._speaker.client.get_guild(delivery.guild_id)
                return review.notice(notice, member, guild.name if guild else "a server")
            case DayNotice():
                return server_question.notice(notice)
            case DailyNotice():
                return daily.notice(notice, reads_messages=self._speaker.reads_messages)
            case ReminderNotice():
                return brought.message(notice, member)
            case TableNotice():
                return table_messages.message(notice, delivery)
            case Unfinished():
                return lobby.unfinished(notice, member)
            case SessionNotice():
                return session_messages.message(notice, member)
            case GoalNotice():
                return goal_cards.summary(notice, member)
            case InterviewNotice():
                return interview_messages.message(notice, member)
            case _:
                return {"content": _words(notice)}

    def _voice(self, state: Round) -> Voice:
        return self._speaker.voice(state.kind)


async def _edit(place: discord.abc.Messageable, message_id: int, payload: dict[str, Any]) -> int:
    """Change a message of ours; to do it twice is to do it once."""
    if not isinstance(place, discord.TextChannel | discord.Thread):
        raise UnreachableError("no message can be changed there")
    await place.get_partial_message(message_id).edit(**payload)
    return message_id


def _words(notice: Notice) -> str:
    """What is said in words alone."""
    match notice:
        case Nudge():
            return panels.nudge(notice)
        case Deadline():
            return panels.deadline(notice)
        case Unreadable():
            return panels.UNREADABLE
        case Stranded():
            return panels.stranded(notice)
        case Welcome():
            return welcome.words(notice)
        case _:
            raise TypeError(f"no way to say {type(notice).__name__}")
