"""Scheduled events of sessions on Discord."""

from typing import Any

import aiohttp
import discord

from bot.domain.sessions.values import EventProblem, Session
from bot.services.ports import AwayError, LaterError
from bot.services.session_deliveries import NoEventError
from bot.ui.sessions.words import link
from bot.ui.text import cut

_TOO_MANY = 30038
_UNKNOWN_EVENT = 10070
_OUTSIDE = discord.EntityType.external.value
_FOR_MEMBERS = discord.PrivacyLevel.guild_only.value
_NAME_ROOM, _ABOUT_ROOM = 100, 1000
_SERVER_ERROR, _TOO_FAST = 500, 429


class DiscordEvents:
    """Makes, changes and removes events; see :class:`bot.services.session_deliveries.Events`.

    It speaks to Discord without the library's memory of events, which would need one more intent.
    """

    def __init__(self, client: discord.Client) -> None:
        self._client = client

    async def put(self, session: Session, *, again: bool) -> int:
        """Make the event, or bring it in step."""
        await self._at_home(session)
        try:
            event_id = session.event_id
            if event_id is None and again:
                event_id = await self._made_before(session)
            if event_id is not None:
                await self._client.http.edit_scheduled_event(session.guild_id, event_id, **_payload(session))
                return event_id
            made = await self._client.http.create_guild_scheduled_event(session.guild_id, **_payload(session))
            return int(made["id"])
        except discord.HTTPException as error:
            raise _meaning(error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise LaterError(f"Discord did not answer ({type(error).__name__})") from error

    async def remove(self, session: Session) -> None:
        """Take the event away."""
        await self._at_home(session)
        assert session.event_id is not None, "it has an event"
        try:
            await self._client.http.delete_scheduled_event(session.guild_id, session.event_id)
        except discord.NotFound:
            return
        except discord.HTTPException as error:
            raise _meaning(error) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise LaterError(f"Discord did not answer ({type(error).__name__})") from error

    async def _made_before(self, session: Session) -> int | None:
        """The event of an earlier try whose answer was lost: it has the link to the same post."""
        for one in await self._client.http.get_scheduled_events(session.guild_id, False):
            about: Any = one.get("entity_metadata") or {}
            if about.get("location") == link(session):
                return int(one["id"])
        return None

    async def _at_home(self, session: Session) -> None:
        await self._client.wait_until_ready()
        guild = self._client.get_guild(session.guild_id)
        if guild is None or guild.unavailable:
            raise AwayError


def _payload(session: Session) -> dict[str, Any]:
    assert session.starts_at is not None, "its time is known"
    assert session.ends_at is not None, "its time is known"
    about = f"{session.place}\nSign up, change your wish or leave in the post: {link(session)}"
    return {
        "name": cut(session.name, _NAME_ROOM),
        "description": cut(about, _ABOUT_ROOM),
        "privacy_level": _FOR_MEMBERS,
        "entity_type": _OUTSIDE,
        "entity_metadata": {"location": link(session)},
        "scheduled_start_time": session.starts_at.isoformat(),
        "scheduled_end_time": session.ends_at.isoformat(),
    }


def _meaning(error: discord.HTTPException) -> Exception:
    """What a failure means to whoever brings deliveries."""
    if error.status >= _SERVER_ERROR or error.status == _TOO_FAST:
        return LaterError(f"Discord was out of order ({error.status})")
    if error.code == _TOO_MANY:
        return NoEventError(EventProblem.CAP)
    if error.code == _UNKNOWN_EVENT:
        return NoEventError(EventProblem.GONE)
    if isinstance(error, discord.Forbidden):
        return NoEventError(EventProblem.RIGHTS)
    return NoEventError(EventProblem.REFUSED)
