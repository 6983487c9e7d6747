"""A server's daily question on Discord: the thread on its post, and the post as it changes."""

from typing import Literal

import discord

from bot.domain.daily.channel_notices import DayPost
from bot.domain.daily.questions import DailyQuestion
from bot.services.ports import AwayError, UnreachableError
from bot.ui.daily import channel
from bot.ui.refusals import told
from bot.ui.text import cut
from bot.ui.threads import find_place

_THREAD_IS_THERE = 160004
_TOO_MANY_THREADS = 160006
_ARCHIVE_MINUTES: Literal[4320] = 4320
_NAME_ROOM = 100


class DiscordDayPosts:
    """What is done to posted questions; see :class:`bot.services.daily_channel_deliveries.DayPosts`."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def open_thread(self, question: DailyQuestion) -> int:
        """Open the thread on the post."""
        with told():
            post = await self._post(question)
            try:
                name = cut(channel.thread_name(question), _NAME_ROOM)
                return (await post.create_thread(name=name, auto_archive_duration=_ARCHIVE_MINUTES)).id
            except discord.HTTPException as error:
                if error.code == _THREAD_IS_THERE:
                    return post.id  # such a thread has the id of its message
                if error.code == _TOO_MANY_THREADS:
                    raise UnreachableError("the server has 1,000 active threads, Discord's limit") from error
                raise

    async def show(self, notice: DayPost) -> None:
        """Bring the post up to date; nobody is pinged again."""
        with told():
            post = await self._post(notice.question)
            await post.edit(view=channel.post(notice)["view"], allowed_mentions=discord.AllowedMentions.none())

    def is_gone(self, guild_id: int, channel_id: int) -> bool:
        """Whether the channel was deleted."""
        guild = self._client.get_guild(guild_id)
        return guild is not None and not guild.unavailable and guild.get_channel(channel_id) is None

    async def _post(self, question: DailyQuestion) -> discord.PartialMessage:
        await self._client.wait_until_ready()
        guild = self._client.get_guild(question.guild_id)
        if guild is None or guild.unavailable:
            raise AwayError
        if question.place_id is None or question.message_id is None:
            raise UnreachableError("the question was never posted")
        place = await find_place(self._client, question.guild_id, question.place_id)
        if not isinstance(place, discord.TextChannel):
            raise UnreachableError("it is no text channel any more")
        return place.get_partial_message(question.message_id)
