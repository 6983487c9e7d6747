"""Reading a file that somebody attached to a command."""

import asyncio

import aiohttp
import discord

from bot.domain.drafts import human_size
from bot.domain.errors import Reason, Refused
from bot.ui.text import cut, inert

SECONDS = 20.0
"""For the whole file: 10 MiB at 4 Mbit/s."""

_NAME_ROOM = 60


def name_of(file: discord.Attachment) -> str:
    """The file's name inside a sentence."""
    return shown_name(file.filename)


def shown_name(name: str) -> str:
    """A file's name inside a sentence; of a very long one the end, which tells what it is."""
    return inert(name if len(name) <= _NAME_ROOM else "…" + name[1 - _NAME_ROOM :])


async def read_upload(file: discord.Attachment, most: int) -> bytes:
    """The bytes of an attached file.

    :raises Refused: if it has more than ``most`` bytes, or is gone, or does not come in time.
    """
    too_large = Refused(Reason.FILE_OVER_LIMIT, name=name_of(file), most=human_size(most))
    if file.size > most:
        raise too_large
    try:
        async with asyncio.timeout(SECONDS):
            data = await file.read()
    except (discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Refused(Reason.FILE_UNREADABLE, name=name_of(file)) from error
    if len(data) > most:
        raise too_large
    return data


def shortened(text: str, room: int) -> str:
    """Somebody's words on one line of ours."""
    return inert(cut(" ".join(text.split()), room))
