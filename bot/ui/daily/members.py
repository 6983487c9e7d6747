"""Who is in a server: asked of Discord, as the bot is not told who comes and goes."""

import aiohttp
import discord

from bot.services.ports import LaterError

_UNKNOWN_MEMBER, _UNKNOWN_USER = 10007, 10013
"""What Discord says of somebody who is not in the server, and of one whose account is gone."""


class DiscordMembers:
    """Looks members up one by one."""

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def has(self, guild_id: int, user_id: int) -> bool:
        """Whether a person is a member; yes where the server is not known, which whoever sends there finds out.

        :raises LaterError: if nobody can tell now.
        """
        await self._client.wait_until_ready()
        guild = self._client.get_guild(guild_id)
        if guild is None:
            return True
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound:
            return False
        except discord.HTTPException as error:
            raise LaterError(f"{error.status} {error.code}") from error
        return True

    async def find_out(self, guild_id: int, user_id: int) -> bool | None:
        """Whether a person is a member; ``None`` where nobody can tell now, for whatever reason."""
        guild = self._client.get_guild(guild_id)
        if guild is None or guild.unavailable or self._client.is_closed():
            return None
        try:
            await guild.fetch_member(user_id)
        except discord.NotFound as error:
            return False if error.code in (_UNKNOWN_MEMBER, _UNKNOWN_USER) else None
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            return None
        return True
