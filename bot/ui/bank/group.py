"""The command ``/question``, whose subcommands come from several cogs."""

from discord import app_commands
from discord.ext import commands

_NAME = "question"


def question_group(bot: commands.AutoShardedBot) -> app_commands.Group:
    """The group ``/question`` of this bot; the first who asks makes it. Two bots in one process have one each."""
    found = bot.tree.get_command(_NAME)
    if isinstance(found, app_commands.Group):
        return found
    group = app_commands.Group(name=_NAME, description="This server's bank of questions", guild_only=True)
    bot.tree.add_command(group)
    return group


async def add_question_cog(bot: commands.AutoShardedBot, cog: commands.Cog) -> None:
    """Add a cog whose slash commands become subcommands of ``/question``; for the ``setup`` of an extension.

    The cog is a plain :class:`commands.Cog` (no ``GroupCog``) with ordinary ``@app_commands.command(name="import")``
    methods, autocomplete included::

        async def setup(bot: Greenroom) -> None:
            await add_question_cog(bot, QuestionFiles(bot))

    A group belongs to one cog in discord.py, so the commands are added at the top and moved below the group at once.
    """
    await bot.add_cog(cog)
    group = question_group(bot)
    for command in cog.get_app_commands():
        bot.tree.remove_command(command.name)
        group.add_command(command)
