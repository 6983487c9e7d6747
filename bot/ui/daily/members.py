"""Who is in a server: asked of Discord, as the bot is not told who comes and goes."""

import discord

from bot.services.ports import LaterError

_OWN_FAULT = 500


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
