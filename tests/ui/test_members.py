"""What Discord says about who is in a server, and what that means."""

from typing import Any, cast

import aiohttp
import discord
import pytest

from bot.ui.daily.members import DiscordMembers


class Response:
    """As much of an answer as an error of discord.py needs."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.reason = "so"


def _error(kind: type[discord.HTTPException], status: int, code: int) -> discord.HTTPException:
    return kind(cast(Any, Response(status)), {"code": code, "message": "said"})


class Guild:
    """A server that answers in one way."""

    def __init__(self, says: BaseException | None, *, unavailable: bool = False) -> None:
        self.says = says
        self.unavailable = unavailable

    async def fetch_member(self, _user_id: int) -> object:
        if self.says is not None:
            raise self.says
        return object()


class Client:
    """A bot in server 1."""

    def __init__(self, guild: Guild, *, closed: bool = False) -> None:
        self.guild = guild
        self.closed = closed

    def get_guild(self, guild_id: int) -> Guild | None:
        return self.guild if guild_id == 1 else None

    def is_closed(self) -> bool:
        return self.closed


async def _found(client: Client, guild_id: int = 1) -> bool | None:
    return await DiscordMembers(cast(Any, client)).find_out(guild_id, 5)


@pytest.mark.parametrize(
    ("says", "there"),
    [
        (None, True),
        (_error(discord.NotFound, 404, 10007), False),
        (_error(discord.NotFound, 404, 10013), False),
        (_error(discord.NotFound, 404, 10004), None),
        (_error(discord.Forbidden, 403, 50001), None),
        (_error(discord.DiscordServerError, 503, 0), None),
        (discord.RateLimited(60.0), None),
        (aiohttp.ServerDisconnectedError(), None),
        (TimeoutError(), None),
    ],
)
async def test_only_a_clear_answer_counts(says: BaseException | None, there: bool | None) -> None:
    assert await _found(Client(Guild(says))) is there


async def test_nobody_is_asked_where_no_answer_can_be_had() -> None:
    gone = Guild(_error(discord.NotFound, 404, 10007))
    assert await _found(Client(gone), guild_id=2) is None
    assert await _found(Client(gone, closed=True)) is None
    assert await _found(Client(Guild(gone.says, unavailable=True))) is None
