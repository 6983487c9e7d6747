"""A person's daily question: ``/daily subscribe``, ``pause``, ``settings``, ``unsubscribe``; and ``/daily reviews``."""

import asyncio
import logging
from datetime import date, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.daily.subscriptions import PAUSE, Place, Plan, Subscription
from bot.domain.errors import Reason, Refusal, Refused
from bot.domain.reviews import HIGHEST_LIMIT
from bot.domain.rounds import Visibility
from bot.services.kept import Kept
from bot.ui.actions import action, typed_fields
from bot.ui.choices import known_tracks, track_choices
from bot.ui.daily import reviewing, settings
from bot.ui.daily.group import add_daily_cog
from bot.ui.daily.reading import day_of, days_of, place_chosen, wall_of
from bot.ui.permissions import missing_in, titles
from bot.ui.reply import Reply
from bot.ui.sentences import sentence
from bot.ui.threads import check_can_open, find_place, guild_of, open_for
from bot.ui.zones import CITY_FIELD, taken_zone, zone_choices

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
_FORM = "daily"
_DAY = timedelta(days=1)
_TO_POST = discord.Permissions(view_channel=True, send_messages=True)


class DailySettings(commands.Cog):
    """Sets a personal daily question up. It is on from the first moment; nothing hangs on a further press."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.subscriptions = bot.daily_subscriptions
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="subscribe")
    @app_commands.describe(
        time="When it comes, on your own clock: 9:00, or 6:30 pm",
        timezone="The largest city near you; if you leave this out, the one you gave before, or this server's",
        days="Every day if you leave this out",
        track="Only of this company and role; all if you leave this out",
        where="In your direct messages if you leave this out",
    )
    @app_commands.choices(where=settings.PLACES)
    async def subscribe(
        self, interaction: Interaction, time: str, timezone: str = "", days: str = "", track: str = "", where: str = ""
    ) -> None:
        """Get an interview question of your own on the days and at the time you like."""
        async with Reply(interaction) as reply:
            fields = {"time": time, "timezone": timezone, "days": days, "track": track, "where": where}
            await self._take(interaction, reply, guild_of(interaction), fields)

    @subscribe.autocomplete("timezone")
    async def _zones(self, _: Interaction, typed: str) -> Choices:
        return await asyncio.to_thread(zone_choices, typed, self.bot.now())

    @subscribe.autocomplete("days")
    async def _days(self, _: Interaction, typed: str) -> Choices:
        return settings.days_choices(typed)

    @subscribe.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @app_commands.command(name="pause")
    @app_commands.rename(start="from")
    @app_commands.describe(
        until="The day on which it comes again: 12 March, or next Monday; a week if you leave this out",
        start="The first day off; today if you leave this out",
    )
    async def pause(self, interaction: Interaction, until: str = "", start: str = "") -> None:
        """Take days off from your daily question; your streak waits."""
        async with Reply(interaction) as reply:
            reply.keepsake = None
            guild_id = guild_of(interaction)
            found = await self.subscriptions.overview(guild_id, interaction.user.id)
            zone, now = found.subscription.zone, self.bot.now()
            first = await day_of(start, zone, now) if start.strip() else found.today
            back = await day_of(until, zone, now) if until.strip() else first + PAUSE
            await self._pause(interaction, guild_id, first, back - _DAY)
            await reply.say(view=await self._panel(interaction, guild_id))

    @app_commands.command(name="settings")
    async def settings(self, interaction: Interaction) -> None:
        """See and change your daily question."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._panel(interaction, guild_of(interaction)))

    @app_commands.command(name="unsubscribe")
    async def unsubscribe(self, interaction: Interaction) -> None:
        """End your daily question."""
        async with Reply(interaction) as reply:
            await self.subscriptions.unsubscribe(guild_of(interaction), interaction.user.id)
            await reply.say(settings.ENDED)

    @app_commands.command(name="reviews")
    @app_commands.describe(limit="So many a day at most; 0 for none")
    async def reviews(
        self, interaction: Interaction, limit: app_commands.Range[int, 0, HIGHEST_LIMIT] | None = None
    ) -> None:
        """See what is due for review, and choose how many reviews a day may come."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._reviews(interaction, limit))

    @action("drev", int, update=True)
    async def limit_reviews(self, interaction: Interaction, reply: Reply, limit: int) -> None:
        """One of the numbers on offer."""
        await reply.update(view=await self._reviews(interaction, limit))

    async def _reviews(self, interaction: Interaction, limit: int | None) -> discord.ui.LayoutView:
        guild_id, user_id = guild_of(interaction), interaction.user.id
        if limit is not None:
            await self.bot.people.set_reviews(user_id, limit)
        return reviewing.panel(await self.bot.dailies.reviews(guild_id, user_id))

    # ------------------------------------------------------------------ the panel

    @action("dset", int)
    async def open_panel(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """The panel, from wherever its button stands."""
        await reply.say(view=await self._panel(interaction, guild_id))

    @action("dset_pause", int, update=True)
    async def pause_a_week(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """Seven days off, today included."""
        _check_here(interaction, guild_id)
        today = (await self.subscriptions.overview(guild_id, interaction.user.id)).today
        await self._pause(interaction, guild_id, today, today + PAUSE - _DAY)
        await reply.update(view=await self._panel(interaction, guild_id))

    @action("dset_resume", int, update=True)
    async def resume(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """No day off any more."""
        _check_here(interaction, guild_id)
        await self.subscriptions.resume(guild_id, interaction.user.id)
        await self.bot.clockwork.set_alarm()
        await reply.update(view=await self._panel(interaction, guild_id))

    @action("dset_end", int, update=True)
    async def end(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """No question any more."""
        _check_here(interaction, guild_id)
        await self.subscriptions.unsubscribe(guild_id, interaction.user.id)
        await reply.update(view=settings.over())

    @action("dset_change", int)
    async def change(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """The form, filled in with what holds now."""
        _check_here(interaction, guild_id)
        state = (await self.subscriptions.overview(guild_id, interaction.user.id)).subscription
        tracks = await self.bot.banks.tracks(guild_id)
        await reply.modal(settings.form(guild_id, settings.fields_of(state), tracks))

    @action("dset_edit", int, int)
    async def edit(self, interaction: Interaction, reply: Reply, guild_id: int, kept_id: int) -> None:
        """The form, filled in with what was refused."""
        _check_here(interaction, guild_id)
        fields = await self.kept.get(guild_id, interaction.user.id, kept_id, _FORM)
        await reply.modal(settings.form(guild_id, fields, await self.bot.banks.tracks(guild_id), kept_id))

    @action("dset_form", int, int)
    async def take_form(self, interaction: Interaction, reply: Reply, guild_id: int, kept_id: int) -> None:
        """The form came back."""
        _check_here(interaction, guild_id)
        if interaction.guild_id is None:
            # In direct messages anybody could name any server: only who has a subscription there may change it.
            await self.subscriptions.overview(guild_id, interaction.user.id)
        await self._take(interaction, reply, guild_id, typed_fields(interaction), kept_id)

    # ------------------------------------------------------------------ after subscribing

    @action("dsub_yes", int, update=True)
    async def confirm_zone(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """The zone that was assumed is the person's own."""
        _check_here(interaction, guild_id)
        found = await self.subscriptions.overview(guild_id, interaction.user.id)
        await self.bot.people.set_zone(interaction.user.id, found.subscription.zone)
        await reply.update(view=await self._panel(interaction, guild_id))

    @action("dsub_city", int)
    async def ask_city(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """The zone that was assumed is not."""
        _check_here(interaction, guild_id)
        await self.subscriptions.overview(guild_id, interaction.user.id)
        await reply.modal(settings.city_form(guild_id))

    @action("dsub_city_form", int, update=True)
    async def take_city(self, interaction: Interaction, reply: Reply, guild_id: int) -> None:
        """The city came back."""
        _check_here(interaction, guild_id)
        zone = taken_zone(typed_fields(interaction).get(CITY_FIELD, ""))
        await self.subscriptions.change(guild_id, interaction.user.id, zone=zone)
        await self.bot.people.set_zone(interaction.user.id, zone)
        await self.bot.clockwork.set_alarm()
        view = await self._panel(interaction, guild_id)
        await (reply.update(view=view) if interaction.message is not None else reply.say(view=view))

    @action("dsub_place", int, str, update=True)
    async def choose_place(self, interaction: Interaction, reply: Reply, guild_id: int, where: str) -> None:
        """Another place, as direct messages are closed."""
        _check_here(interaction, guild_id)
        before = (await self.subscriptions.overview(guild_id, interaction.user.id)).subscription
        place = place_chosen(where)
        parent = await self._parent(interaction, guild_id, before)
        thread_id = await self._prepare(interaction, place, parent, before)
        changes = {"place": place, "channel_id": parent.id, "thread_id": thread_id or before.thread_id}
        await self.subscriptions.change(guild_id, interaction.user.id, **changes)
        await self.bot.clockwork.set_alarm()
        await reply.update(view=await self._panel(interaction, guild_id))

    # ------------------------------------------------------------------ inside

    async def _take(
        self, interaction: Interaction, reply: Reply, guild_id: int, fields: dict[str, str], kept_id: int = 0
    ) -> None:
        """Subscribe as the fields say; what is refused is kept."""
        try:
            state, sure = await self._subscribe(interaction, guild_id, fields)
        except Refusal as refusal:
            user_id = interaction.user.id
            row_id = await self.kept.keep(guild_id, user_id, _FORM, fields, instead_of=kept_id or None)
            text, button = settings.refused(sentence(refusal), guild_id, row_id)
            await reply.say(text, view=button)
            return
        await self.bot.clockwork.set_alarm()
        closed = state.place is Place.DIRECT and not await self._say_hello(interaction, state)
        await reply.say(view=settings.subscribed(state, sure=sure, closed=closed))

    async def _subscribe(
        self, interaction: Interaction, guild_id: int, fields: dict[str, str]
    ) -> tuple[Subscription, bool]:
        """Read all fields before anything is changed; also whether the zone is the person's own."""
        user_id = interaction.user.id
        wall, days = wall_of(fields.get("time", "")), days_of(fields.get("days", ""))
        place = place_chosen(fields.get("where", ""))
        track = fields.get("track") or settings.ANY
        if track != settings.ANY and track not in await self.bot.banks.tracks(guild_id):
            raise Refused(Reason.UNKNOWN_TRACK)
        typed = fields.get("timezone", "").strip()
        guess = await self.bot.people.zone(guild_id, user_id)
        zone = taken_zone(typed) if typed else guess.name
        before = await self.subscriptions.get(guild_id, user_id)
        parent = await self._parent(interaction, guild_id, before)
        thread_id = await self._prepare(interaction, place, parent, before)
        plan = Plan(zone, wall, days, None if track == settings.ANY else track, place, parent.id, thread_id)
        state = await self.subscriptions.subscribe(guild_id, user_id, plan)
        if typed:
            await self.bot.people.set_zone(user_id, zone)
        return state, bool(typed) or guess.sure

    async def _parent(self, interaction: Interaction, guild_id: int, before: Subscription | None) -> Any:
        """The channel from which this comes; from direct messages, the one where it was set up."""
        channel: Any = interaction.channel
        if interaction.guild_id is None:
            guild = self.bot.get_guild(guild_id)
            channel = guild.get_channel(before.channel_id) if guild and before else None
        if isinstance(channel, discord.Thread):
            channel = channel.parent
        if channel is None:
            raise Refused(Reason.NOT_A_TEXT_CHANNEL)
        return channel

    async def _prepare(
        self, interaction: Interaction, place: Place, parent: Any, before: Subscription | None
    ) -> int | None:
        """See to it that the question can come there; returns the private thread, if there is to be one."""
        if place is Place.DIRECT:
            return None
        if not isinstance(parent, discord.TextChannel):
            raise Refused(Reason.NOT_A_TEXT_CHANNEL)
        if place is Place.CHANNEL:
            if lacking := titles(missing_in(parent.permissions_for(parent.guild.me), _TO_POST)):
                raise Refused(Reason.MISSING_PERMISSION, permission=lacking[0], channel=parent.mention)
            return None
        if before is not None and before.thread_id is not None and await self._is_there(before):
            return before.thread_id
        check_can_open(parent, Visibility.PRIVATE)
        name = f"Daily question · {interaction.user.display_name}"
        return (await open_for(parent, name, interaction.user.id, reason="daily question")).id

    async def _is_there(self, before: Subscription) -> bool:
        try:
            return await find_place(self.bot, before.guild_id, before.thread_id or 0) is not None
        except (discord.NotFound, discord.Forbidden):
            return False

    async def _say_hello(self, interaction: Interaction, state: Subscription) -> bool:
        """Find out whether direct messages are open, by the first one; whoever presses there has them open."""
        if interaction.guild_id is None:
            return True
        guild = self.bot.get_guild(state.guild_id)
        text, view = settings.hello(state, guild.name if guild else "a server")
        try:
            await interaction.user.send(text, view=view)
        except discord.Forbidden:
            return False
        except discord.HTTPException as error:
            _log.info("the first words in direct messages failed: %s", error.code)
        return True

    async def _pause(self, interaction: Interaction, guild_id: int, first: date, last: date) -> None:
        await self.subscriptions.pause(guild_id, interaction.user.id, first, last)
        await self.bot.clockwork.set_alarm()

    async def _panel(self, interaction: Interaction, guild_id: int) -> discord.ui.LayoutView:
        _check_here(interaction, guild_id)
        found = await self.subscriptions.overview(guild_id, interaction.user.id)
        return settings.panel(found, await self.bot.banks.tracks(guild_id))


def _check_here(interaction: Interaction, guild_id: int) -> None:
    """:raises Refused: in another server, where that subscription does not exist."""
    if interaction.guild_id not in (None, guild_id):
        raise Refused(Reason.NOT_SUBSCRIBED)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await add_daily_cog(bot, DailySettings(bot))
