"""How large a file may be that goes out to somebody."""

from typing import Any

import discord

_LARGEST = 10 * 1024 * 1024
"""Bytes of one file that Discord takes everywhere; it may say more for a server, and a phone is the worse for it."""


def room_for(interaction: discord.Interaction[Any]) -> int:
    """Bytes of one file in the answer to an interaction."""
    return min(interaction.filesize_limit or _LARGEST, _LARGEST)
