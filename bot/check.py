"""``python -m bot check``: everything that can be wrong before a start, all at once."""

import os
from collections.abc import Callable

import aiohttp
import discord
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from bot.domain.catalogue import load, uncovered
from bot.domain.mistakes import ContentError
from bot.settings import ROOT, Settings, database_url, explain
from bot.storage.engine import make_engine, probe, reason_of, sqlite_file
from bot.storage.upgrade import SchemaBehindError, check_current
from bot.ui.permissions import missing_in, titles

_MOST_SERVERS = 200


async def check_everything(say: Callable[[str], None]) -> list[str]:
    """All mistakes, one sentence each; ``say`` is told what was found to be in order."""
    mistakes = _content(say)
    settings, wrong = _settings()
    mistakes += wrong + await _database(say)
    if settings is not None:
        mistakes += await _discord(settings, say)
    elif not wrong:
        say("Discord: not looked at, as there is no DISCORD_TOKEN.")
    return mistakes


def _content(say: Callable[[str], None]) -> list[str]:
    """Every content file."""
    try:
        catalogue = load(ROOT / "data")
    except ContentError as error:
        return [str(mistake) for mistake in error.mistakes]
    if missing := uncovered(catalogue):
        return [f"data/tracks: no question measures {', '.join(sorted(missing))}"]
    count = sum(len(stage.questions) for track in catalogue.tracks.values() for stage in track.stages)
    say(f"Content: {len(catalogue.tracks)} tracks, {count} questions.")
    say(
        f"Also there: {len(catalogue.employers)} employers, {len(catalogue.exercises)} exercises, "
        f"{len(catalogue.tasks)} tasks."
    )
    return []


def _settings() -> tuple[Settings | None, list[str]]:
    try:
        return Settings(), []
    except ValidationError as error:
        without_token = [
            detail for detail in error.errors(include_url=False) if detail["loc"] == ("discord_token",)
        ] and "DISCORD_TOKEN" not in os.environ
        if without_token and len(error.errors()) == 1:
            return None, []
        return None, explain(error)


async def _database(say: Callable[[str], None]) -> list[str]:
    try:
        url = database_url()
    except (ValidationError, ValueError):
        return []  # the settings say it already
    file = sqlite_file(url)
    if file is not None and not file.exists():
        say("Database: none yet; the first start makes it.")
        return []
    engine = make_engine(url)
    try:
        probe(url)
        await check_current(engine)
    except SchemaBehindError as error:
        return [f"The database is not up to date ({error}): run `python -m bot upgrade`."]
    except (DBAPIError, OSError) as error:
        return [f"The database cannot be used: {reason_of(error)}."]
    finally:
        await engine.dispose()
    say("Database: up to date.")
    return []


async def _discord(settings: Settings, say: Callable[[str], None]) -> list[str]:
    """Log in without listening, and look at what the bot may do in each of its servers."""
    if settings.discord_api_base:
        discord.http.Route.BASE = settings.discord_api_base
    client = discord.Client(intents=discord.Intents.none())
    try:
        async with client:
            await client.login(settings.discord_token.get_secret_value())
            info = await client.application_info()
            mistakes = []
            if settings.message_content and not _has_message_content(info):
                mistakes.append(
                    "MESSAGE_CONTENT is on, but “Message Content Intent” is off on the Bot page of the developer "
                    "portal: switch it on there, or set MESSAGE_CONTENT=false."
                )
            servers = await client.http.get_guilds(limit=_MOST_SERVERS)
            for guild in servers:
                mistakes += _permissions(guild["name"], discord.Permissions(int(guild["permissions"])))
            say(f"Discord: logged in as {client.user}, in {len(servers)} servers.")
            return mistakes
    except discord.LoginFailure:
        return ["Discord does not accept DISCORD_TOKEN: copy the token again from the developer portal."]
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return [f"Discord could not be reached: {error}."]


def _has_message_content(info: discord.AppInfo) -> bool:
    return info.flags.gateway_message_content or info.flags.gateway_message_content_limited


def _permissions(server: str, held: discord.Permissions) -> list[str]:
    missing = ", ".join(titles(missing_in(held)))
    return [f"{server}: the bot lacks {missing}; give its role these permissions."] if missing else []
