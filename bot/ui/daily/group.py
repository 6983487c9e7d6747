"""The command ``/daily``, whose subcommands come from several cogs."""

from discord import app_commands
from discord.ext import commands

_NAME = "daily"


def daily_group(bot: commands.AutoShardedBot) -> app_commands.Group:
    """The group ``/daily`` of this bot; the first who asks makes it. Two bots in one process have one each."""
    found = bot.tree.get_command(_NAME)
    if isinstance(found, app_commands.Group):
        return found
    group = app_commands.Group(name=_NAME, description="One interview question a day", guild_only=True)
    bot.tree.add_command(group)
    return group


async def add_daily_cog(bot: commands.AutoShardedBot, cog: commands.Cog) -> None:
    """Add a cog whose slash commands become subcommands of ``/daily``; see ``bot.ui.bank.group``."""
    await bot.add_cog(cog)
    group = daily_group(bot)
    for command in cog.get_app_commands():
        bot.tree.remove_command(command.name)
        group.add_command(command)
