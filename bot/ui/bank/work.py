"""Long work in front of whoever waits for it: how far it is, and a button to stop it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, NamedTuple

import discord

from bot.domain.errors import Reason, Refused
from bot.services.heavy import no_collection
from bot.services.progress import Progress
from bot.ui.actions import ActionButton
from bot.ui.threads import guild_of

_log = logging.getLogger(__name__)

EVERY_SECONDS = 2.0
STOP = "stop_work"
"""The action behind the button; its argument is the id of the interaction that began the work."""


class _Work(NamedTuple):
    progress: Progress
    guild_id: int
    user_id: int


class Works:
    """The long work of this process: one piece at a time for each server."""

    def __init__(self) -> None:
        self._running: dict[int, _Work] = {}

    @asynccontextmanager
    async def showing(self, interaction: discord.Interaction[Any], back: Mapping[str, Any]) -> AsyncIterator[Progress]:
        """Work that tells how far it is once it takes longer; the interaction must be acknowledged.

        ``back``: what the message shows again if the work fails after that.

        :raises Refused: if other work of this server is still running.
        """
        guild_id = guild_of(interaction)
        if any(work.guild_id == guild_id for work in self._running.values()):
            raise Refused(Reason.WORK_RUNNING)
        progress, over = Progress(), asyncio.Event()
        self._running[interaction.id] = _Work(progress, guild_id, interaction.user.id)
        ticker = asyncio.create_task(_tell(interaction, progress, over))  # noqa: TID251 - awaited on leaving
        failed = True
        try:
            with no_collection():
                yield progress
            failed = False
        finally:
            del self._running[interaction.id]
            over.set()
            # Before anything else is said: what comes later must not be painted over.
            told = await ticker
            if told and failed:
                await _edit(interaction, **back)

    def stop(self, interaction: discord.Interaction[Any], work_id: int) -> None:
        """Have work end; whoever began it may do that, also without the rights for it by now, as it saves nothing.

        :raises Refused: if this person has no such work running.
        """
        work = self._running.get(work_id)
        if work is None or (work.guild_id, work.user_id) != (interaction.guild_id, interaction.user.id):
            raise Refused(Reason.WORK_OVER)
        work.progress.stop()


async def _tell(interaction: discord.Interaction[Any], progress: Progress, over: asyncio.Event) -> bool:
    """Returns whether anything was told."""
    told = False
    while True:
        try:
            await asyncio.wait_for(over.wait(), EVERY_SECONDS)
        except TimeoutError:
            view = discord.ui.View(timeout=None)
            view.add_item(ActionButton("Stop", STOP, interaction.id))
            told = await _edit(interaction, content=line(progress), view=view) or told
        else:
            return told


async def _edit(interaction: discord.Interaction[Any], **changes: Any) -> bool:
    try:
        await interaction.edit_original_response(**changes)
    except discord.HTTPException as error:
        _log.info("how far a piece of work is could not be told: %s", error.code)
        return False
    return True


def line(progress: Progress) -> str:
    """How far the work is, in words."""
    far = f": {min(progress.done, progress.total):,} of {progress.total:,}" if progress.total else ""
    return f"⏳ {progress.doing or 'Beginning'}{far} …"
