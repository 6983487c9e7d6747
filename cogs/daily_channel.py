"""A server's daily question: ``/daily channel`` for moderators, and the buttons on each post for everybody."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.daily.channels import DailyChannel, Trouble
from bot.domain.errors import Reason, Refused
from bot.services.day_answers import DayOver
from bot.services.kept import Kept
from bot.ui.actions import action, typed_fields
from bot.ui.choices import known_tracks, track_choices
from bot.ui.daily import channel, channel_settings
from bot.ui.daily.group import daily_group
from bot.ui.daily.reading import days_of, wall_of
from bot.ui.permissions import POST_PERMISSIONS, look_at_channel
from bot.ui.reply import Reply, keepsake_file
from bot.ui.rights import FOR_MODERATORS, moderated
from bot.ui.sentences import sentence
from bot.ui.text import moment
from bot.ui.threads import guild_of
from bot.ui.zones import taken_zone, zone_choices

Interaction = discord.Interaction[Greenroom]
_KIND = "daily_channel"
_DAYS = ("Every day", "Weekdays", "Weekends", "Mon, Wed, Fri", "Tue, Thu")


class TextChannelOption(app_commands.Transformer):
    """A channel, offered among the text channels. What else may arrive is refused with a sentence of ours."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [discord.ChannelType.text]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> int:
        return int(value.id)


class RoleOption(app_commands.Transformer):
    """A role; whether it may be pinged is looked at later."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.role

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> int:
        return int(value.id)


class DailyChannelCog(commands.Cog):
    """Sets the daily question up, and takes answers to it."""

    group = app_commands.Group(name="channel", description="A daily question for this whole server")

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.channels = bot.daily_channels
        self.answers = bot.day_answers
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ moderators

    @group.command(name="set", extras=FOR_MODERATORS)
    @app_commands.describe(
        channel="Where the question comes",
        time="When, such as 9:00 or 6 pm",
        days="On which days; every day if you leave this out",
        track="The company and role to ask for; all of them if you leave this out",
        mention="A role to ping; nobody if you leave this out",
        timezone="The city whose clocks count; this server's time zone if you leave this out",
    )
    async def choose(
        self,
        interaction: Interaction,
        channel: app_commands.Transform[int, TextChannelOption],
        time: str,
        days: str = "",
        track: str | None = None,
        mention: app_commands.Transform[int, RoleOption] | None = None,
        timezone: str = "",
    ) -> None:
        """Start this server's daily question, or change it."""
        async with Reply(interaction) as reply:
            fields = {
                "channel": str(channel),
                "time": time,
                "days": days,
                "track": track or "",
                "mention": str(mention or ""),
                "timezone": timezone,
            }
            await self._set(interaction, reply, fields)

    @choose.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @choose.autocomplete("days")
    async def _days(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        near = [name for name in _DAYS if typed.strip().casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=name) for name in near]

    @choose.autocomplete("timezone")
    async def _zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return zone_choices(typed, self.bot.now())

    @group.command(name="remove", extras=FOR_MODERATORS)
    async def remove(self, interaction: Interaction) -> None:
        """Stop this server's daily question."""
        async with Reply(interaction) as reply:
            settings = await moderated(interaction, self.bot.guild_settings)
            await self.channels.remove(settings.guild_id)
            await reply.say(_REMOVED)

    @group.command(name="status", extras=FOR_MODERATORS)
    async def status(self, interaction: Interaction) -> None:
        """See how this server's daily question stands, and what is in its way."""
        async with Reply(interaction) as reply:
            settings = await moderated(interaction, self.bot.guild_settings)
            await reply.say(view=await self._panel(interaction, settings.guild_id))

    @action("day_status", update=True)
    async def check_again(self, interaction: Interaction, reply: Reply) -> None:
        """Look at everything anew."""
        settings = await moderated(interaction, self.bot.guild_settings)
        await reply.update(view=await self._panel(interaction, settings.guild_id))

    @action("day_now", slow=True)
    async def post_now(self, interaction: Interaction, reply: Reply) -> None:
        """One more question, at once."""
        settings = await moderated(interaction, self.bot.guild_settings)
        channel_id = await self.channels.post_now(settings.guild_id)
        await self.bot.clockwork.serve(channel_id)
        found = await self.channels.status(settings.guild_id)
        if found.settings.trouble is not None and found.settings.trouble[0] is Trouble.POST:
            await reply.say(view=channel_settings.panel(_here(interaction), found, "It could not be posted"))
            return
        await reply.say(f"One more question comes to <#{channel_id}>; people have a day to answer it.")

    @action("day_remove", update=True)
    async def remove_by_button(self, interaction: Interaction, reply: Reply) -> None:
        """The same as the command."""
        settings = await moderated(interaction, self.bot.guild_settings)
        await self.channels.remove(settings.guild_id)
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.TextDisplay(_REMOVED))
        await reply.update(view=view)

    @action("day_retry", int)
    async def try_again(self, interaction: Interaction, reply: Reply, row_id: int) -> None:
        """The permissions were granted: what was chosen before is tried once more."""
        async with self.kept.using(guild_of(interaction), interaction.user.id, row_id, _KIND) as fields:
            await self._set(interaction, reply, fields, row_id)

    # ------------------------------------------------------------------ everybody

    @action("day_answer", int)
    async def open_form(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """Open the form, with what the person answered before."""
        try:
            daily, before = await self.answers.own(guild_of(interaction), daily_id, interaction.user.id)
        except DayOver as over:
            await reply.say(sentence(over), embeds=channel.sample(over.question))
            return
        await reply.modal(channel.answer_form(daily, before.text if before else ""))

    @action("day_text", int)
    async def take_answer(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """The form came back."""
        text = typed_fields(interaction).get("text", "")
        reply.keepsake = text
        guild_id = guild_of(interaction)
        try:
            given = await self.answers.answer(guild_id, daily_id, interaction.user.id, interaction.id, text)
        except DayOver as over:
            said = f"{sentence(over)} What you wrote is in the file."
            await reply.say(said, embeds=channel.sample(over.question), file=keepsake_file(text))
            return
        reply.keepsake = None
        payload = channel.given(given)
        await reply.say(payload.pop("content"), **payload)
        if given.question.place_id is not None:
            await self.bot.clockwork.serve(given.question.place_id)

    @action("day_share", int, int, update=True)
    async def share(self, interaction: Interaction, reply: Reply, daily_id: int, agreed: int) -> None:
        """The author agrees that the answer is shown, or no longer."""
        await self.answers.share(guild_of(interaction), daily_id, interaction.user.id, agreed=bool(agreed))
        await reply.update(view=channel.consent(daily_id, agreed=bool(agreed)))

    @action("day_answers", int)
    async def see_answers(self, interaction: Interaction, reply: Reply, daily_id: int) -> None:
        """What the others wrote."""
        await reply.say(view=await self._page(interaction, daily_id, 0))

    @action("day_page", int, int, update=True)
    async def turn_page(self, interaction: Interaction, reply: Reply, daily_id: int, page: int) -> None:
        """Another page of it."""
        await reply.update(view=await self._page(interaction, daily_id, page))

    @action("day_useful", int, int, int, update=True)
    async def vote(self, interaction: Interaction, reply: Reply, answer_id: int, page: int, useful: int) -> None:
        """An answer is useful, or no longer."""
        guild_id, user_id = guild_of(interaction), interaction.user.id
        daily_id = await self.answers.vote(guild_id, answer_id, user_id, useful=bool(useful))
        await reply.update(view=await self._page(interaction, daily_id, page))

    # ------------------------------------------------------------------ inside

    async def _set(
        self, interaction: Interaction, reply: Reply, fields: dict[str, str], row_id: int | None = None
    ) -> None:
        settings = await moderated(interaction, self.bot.guild_settings)
        guild = _here(interaction)
        wanted, notes = self._wanted(guild, interaction.user.id, fields, settings.zone)
        seen = look_at_channel(guild, "The channel", wanted.channel_id, POST_PERMISSIONS)
        if seen.missing:
            kept = await self.kept.keep(guild.id, interaction.user.id, _KIND, fields, instead_of=row_id)
            refusal = channel_settings.cannot_post(guild, seen, kept)
            await reply.say(refusal.pop("content"), **refusal)
            return
        chosen = await self.channels.choose(wanted)
        if row_id is not None:
            await self.kept.drop(guild.id, interaction.user.id, row_id)
        await self.bot.clockwork.set_alarm()
        found = await self.channels.status(guild.id)
        head = f"The daily question is set\n-# The next one comes {moment(chosen.next_at or self.bot.now(), 'R')}."
        await reply.say(view=channel_settings.panel(guild, found, head, notes))

    def _wanted(
        self, guild: discord.Guild, actor_id: int, fields: dict[str, str], zone: str | None
    ) -> tuple[DailyChannel, list[str]]:
        """What was chosen, and what has to be said about it.

        :raises Refused: or another refusal, naming the option that does not do.
        """
        channel_id, mention_id = int(fields["channel"]), int(fields["mention"] or 0) or None
        place = guild.get_channel(channel_id)
        if not isinstance(place, discord.TextChannel) or place.is_news():
            raise Refused(Reason.NOT_A_CHANNEL_HERE)
        if mention_id is not None and not _may_be_pinged(guild, mention_id):
            raise Refused(Reason.NOT_A_ROLE_TO_PING)
        notes = []
        if fields["timezone"].strip():
            zone = taken_zone(fields["timezone"])
        elif zone is None:
            notes.append("This server has no time zone yet, so I took UTC: the option `timezone` takes another one.")
        wanted = DailyChannel(
            guild_id=guild.id,
            channel_id=channel_id,
            zone=zone or "UTC",
            wall=wall_of(fields["time"]),
            days=days_of(fields["days"]),
            track_id=fields["track"] or None,
            mention_id=mention_id,
            actor_id=actor_id,
            created_at=self.bot.now(),
        )
        return wanted, notes

    async def _panel(self, interaction: Interaction, guild_id: int) -> discord.ui.LayoutView:
        found = await self.channels.status(guild_id)
        return channel_settings.panel(_here(interaction), found, "This server's daily question")

    async def _page(self, interaction: Interaction, daily_id: int, page: int) -> discord.ui.LayoutView:
        user_id = interaction.user.id
        found = await self.answers.read(guild_of(interaction), daily_id, user_id)
        return channel.answers_page(daily_id, found, user_id, page)


_REMOVED = (
    "Removed: no more daily questions here. What was asked already gets its wrap-up; `/daily channel set` starts again."
)


def _here(interaction: Interaction) -> discord.Guild:
    """The server, as the gateway told of it.

    :raises Refused: where the commands were installed without the bot.
    """
    guild = interaction.client.get_guild(guild_of(interaction))
    if guild is None or guild.unavailable:
        raise Refused(Reason.NOT_INSTALLED)
    return guild


def _may_be_pinged(guild: discord.Guild, role_id: int) -> bool:
    role = guild.get_role(role_id)
    return role is not None and not role.is_default() and not role.is_bot_managed()


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    cog = DailyChannelCog(bot)
    await bot.add_cog(cog)
    # A group belongs to one cog in discord.py, so this one is moved below /daily once it is there.
    bot.tree.remove_command(cog.group.name)
    daily_group(bot).add_command(cog.group)
