"""Read from a round's thread what was said while we could not listen."""

import asyncio
import logging

import discord

from bot.domain.drafts import Attachment, Part, Source
from bot.domain.errors import Refused, StoreUnavailable
from bot.domain.rounds import Round, Waiting
from bot.services.rounds import Rounds
from bot.ui.threads import find_place

_log = logging.getLogger(__name__)

_MOST_MESSAGES = 200
_AT_ONCE = 4


class CatchUp:
    """Brings drafts in line with their threads, after a start and after trouble with the store.

    What was missed is noted in memory only: after a restart every open round with news is looked at anyway.
    """

    def __init__(self, client: discord.Client, rounds: Rounds) -> None:
        self._client = client
        self._rounds = rounds
        self._missed: set[int] = set()

    def miss(self, thread_id: int) -> None:
        """Something in this thread could not be stored."""
        self._missed.add(thread_id)

    def missed(self, thread_id: int | None) -> bool:
        """Whether this thread has to be read before its draft is used."""
        return thread_id in self._missed

    async def all(self) -> None:
        """Look at every open round whose thread has messages after the question."""
        slots = asyncio.Semaphore(_AT_ONCE)

        async def one(waiting: Waiting) -> None:
            async with slots:
                try:
                    await self.one(await self._rounds.get(waiting.guild_id, waiting.round_id))
                except (discord.HTTPException, Refused, StoreUnavailable) as error:
                    _log.info("round %s could not be caught up with: %s", waiting.round_id, type(error).__name__)

        await asyncio.gather(*(one(waiting) for waiting in await self._rounds.waiting() if self._has_news(waiting)))

    async def one(self, state: Round) -> None:
        """Bring the draft of the open question in line with the thread."""
        turn = state.current
        if turn is None or turn.panel_id is None or state.thread_id is None:
            return
        thread = await find_place(self._client, state.guild_id, state.thread_id)
        if not isinstance(thread, discord.Thread):
            return
        since = discord.Object(turn.panel_id)
        said = [message async for message in thread.history(limit=_MOST_MESSAGES, after=since, oldest_first=True)]
        mine = [self.part_of(message) for message in said if message.author.id == state.candidate_id]
        readable = [part for part in mine if part is not None]
        # Where some of the candidate's messages cannot be read, or there are more than we look at, a stored one that
        # is not among them may still be there: then nothing is taken away.
        whole = len(readable) == len(mine) and len(said) < _MOST_MESSAGES
        await self._rounds.caught_up(state.guild_id, state.id, turn.position, readable, whole)
        self._missed.discard(state.thread_id)

    def _has_news(self, waiting: Waiting) -> bool:
        guild = self._client.get_guild(waiting.guild_id)
        thread = guild.get_thread(waiting.thread_id) if guild else None
        return thread is not None and (thread.last_message_id is None or thread.last_message_id > waiting.panel_id)

    @staticmethod
    def part_of(message: discord.Message) -> Part | None:
        """What of a message is a part of an answer; ``None`` if there is nothing in it that we can read."""
        files = tuple(
            Attachment(name=found.filename, size=found.size, seconds=found.duration) for found in message.attachments
        )
        if not message.content and not files:
            return None
        return Part(
            source_id=message.id,
            source=Source.TYPED,
            content=message.content,
            attachments=files,
            created_at=message.created_at,
        )
