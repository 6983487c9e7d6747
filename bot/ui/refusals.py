"""What a failure of Discord means to whoever brings deliveries, and why, in words for moderators."""

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import discord

from bot.services.ports import LaterError, UnreachableError

SERVER_ERROR, TOO_FAST = 500, 429
"""HTTP's own numbers."""

_WORDS = {
    10003: "the channel was deleted",
    10004: "the server is gone",
    10008: "the message was deleted",
    10013: "this person's account is gone",
    50001: "I cannot see the channel",
    50007: "their direct messages are closed to me",
    50013: "I lack a permission there",
    50033: "this person's account is gone",
    50083: "the thread is archived",
    50278: "we share no server any more",
    160005: "the thread is locked",
}
"""By Discord's error codes."""


def reason(error: discord.HTTPException) -> str:
    """One clause; an error that is not known keeps its numbers, for whoever looks it up."""
    known = _WORDS.get(error.code)
    return known or f"Discord refused it ({error.status}, code {error.code})"


@contextmanager
def told() -> Iterator[None]:
    """Raises what a failure inside means.

    :raises UnreachableError: the place will not take it, now or later; :raises LaterError: it may, in a while.
    """
    try:
        yield
    except (discord.Forbidden, discord.NotFound) as error:
        raise UnreachableError(reason(error)) from error
    except discord.HTTPException as error:
        if error.status >= SERVER_ERROR or error.status == TOO_FAST:
            raise LaterError(f"Discord was out of order ({error.status})") from error
        raise UnreachableError(reason(error)) from error
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        raise LaterError(f"Discord did not answer ({type(error).__name__})") from error
