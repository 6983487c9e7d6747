"""What autocomplete offers around questions; while the store is away, nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import app_commands

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.competencies import Competency
from bot.domain.errors import Refused, StoreUnavailable
from bot.domain.tracks import Difficulty
from bot.services.banks import Banks
from bot.services.guilds import Guilds
from bot.ui.bank.history import version_title
from bot.ui.bank.words import words_of
from bot.ui.choices import MOST_CHOICES
from bot.ui.rights import is_moderator
from bot.ui.text import cut

_ROOM = 100
Strings = list[app_commands.Choice[str]]

IN_USE: Mapping[str, object] = {"retired": False}
RETIRED: Mapping[str, object] = {"retired": True}
EDITED: Mapping[str, object] = {"edited": True}


class DifficultyOption(app_commands.Transformer):
    """How hard a question is, in words."""

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        return [app_commands.Choice(name=one.value.capitalize(), value=one.value) for one in Difficulty]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Difficulty:
        return Difficulty(value)


async def retired_too(interaction: discord.Interaction[Any], guilds: Guilds) -> tuple[Mapping[str, object], ...]:
    """What moderators are offered besides questions in use: a filter for the retired ones, which members never see."""
    if interaction.guild_id is None:
        return ()
    try:
        settings = await guilds.get(interaction.guild_id)
    except StoreUnavailable:
        return ()
    return (RETIRED,) if is_moderator(interaction, settings) else ()


async def question_choices(banks: Banks, guild_id: int | None, typed: str, *wanted: Mapping[str, object]) -> Strings:
    """Questions by words or id; ``wanted``: filters of the bank, those that fit the first come first."""
    found: dict[str, ServerQuestion] = {}
    try:
        for filters in wanted or ({},):
            if guild_id is not None and len(found) < MOST_CHOICES:
                some = await banks.choices(guild_id, typed, MOST_CHOICES, filters)
                found |= {one.id: one for one in some if one.id not in found}
    except StoreUnavailable:
        return []
    return [app_commands.Choice(name=_title(one), value=one.id) for one in list(found.values())[:MOST_CHOICES]]


async def version_choices(banks: Banks, guild_id: int | None, question_id: object, typed: str) -> Sequence[Any]:
    """Versions of the question that was chosen, the newest first."""
    if guild_id is None:
        return []
    try:
        one = await banks.get(guild_id, str(question_id))
        titled = [(version_title(change), change.version) for change in await banks.history(guild_id, one.id)]
    except (Refused, StoreUnavailable):
        return []
    if one.builtin:
        titled.append(("Version 0: as it came", 0))
    fitting = [(title, version) for title, version in titled if typed.casefold() in title.casefold()]
    return [app_commands.Choice(name=title, value=version) for title, version in fitting[:MOST_CHOICES]]


def competency_choices(first: Iterable[Competency], typed: str) -> Strings:
    """Competencies that match what was typed, those of the stage first."""
    words = words_of(typed.casefold()).split()
    names = dict.fromkeys((*first, *Competency))
    return [
        app_commands.Choice(name=words_of(one.value).capitalize(), value=one.value)
        for one in names
        if all(word in words_of(one.value) for word in words)
    ][:MOST_CHOICES]


def _title(one: ServerQuestion) -> str:
    prompt = " ".join(one.question.prompt.split())
    return cut(f"Retired: {prompt}" if one.retired else prompt, _ROOM)
