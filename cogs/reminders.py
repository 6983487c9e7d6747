"""Reminders: ``/remind me``, ``list``, ``cancel``, ``quiet``, and the buttons below those that come."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.recurrence import Recurrence
from bot.domain.reminders import Later, Reminder
from bot.domain.when import MOST_YEARS, WhenError, WhenReason, read_clock
from bot.services.quiet import hours_of
from bot.services.reminders import Understood, Wish, read_until
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.reminders import brought, confirm, lists
from bot.ui.reminders.words import TITLES, quoted
from bot.ui.reply import Reply
from bot.ui.selects import chosen
from bot.ui.text import cut
from bot.ui.threads import guild_of
from bot.ui.zones import CITY_FIELD, city_form, taken_zone, zone_choices

Interaction = discord.Interaction[Greenroom]

_OFF = {"off", "none", "no", "never"}
_FURTHEST = timedelta(days=366 * MOST_YEARS)
_SAID_ROOM = 100


class RepeatOption(app_commands.Transformer):
    """How often, in words."""

    @property
    def choices(self) -> list[app_commands.Choice[str | int | float]]:
        return [app_commands.Choice(name=title, value=one.value) for one, title in TITLES.items()]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Recurrence:
        return Recurrence(value)


@app_commands.guild_only()
class Reminding(commands.GroupCog, group_name="remind", group_description="Reminders that come when you want them"):
    """Takes reminders and brings them in order."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.reminders = bot.reminders

    # ------------------------------------------------------------------ setting one

    @app_commands.command(name="me")
    @app_commands.describe(
        when="When, in your words: tomorrow 9am, in 2 hours, next Tuesday 18:00",
        what="What I should remind you of",
        repeat="How often; once if you leave this out",
        timezone="Your time zone: type a city and pick it from the list; I remember it",
    )
    async def me(
        self,
        interaction: Interaction,
        when: str,
        what: str,
        repeat: app_commands.Transform[Recurrence, RepeatOption] = Recurrence.ONCE,
        timezone: str | None = None,
    ) -> None:
        """Be reminded of something; I show you how I read the time before anything is set."""
        async with Reply(interaction) as reply:
            reply.keepsake = f"{when}\n{what}"
            guild_id = guild_of(interaction)
            if timezone is not None:
                await self.bot.people.set_zone(interaction.user.id, taken_zone(timezone))
            wish = Wish(interaction.id, guild_id, interaction.user.id, interaction.channel_id or 0, when, what, repeat)
            await reply.say(view=confirm.panel(await self.reminders.draft(wish)))

    @me.autocomplete("timezone")
    async def _zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return zone_choices(typed, self.bot.now())

    @action("remind_set", int, update=True)
    async def set_it(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """It was read as it was meant."""
        await self._own(interaction, reminder_id)
        one = await self.reminders.confirm(reminder_id, interaction.user.id)
        await reply.update(view=confirm.was_set(one))
        await self.bot.clockwork.set_alarm()

    @action("remind_discard", int, update=True)
    async def discard(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """Better not."""
        await self._own(interaction, reminder_id)
        await reply.update(view=confirm.discarded(await self.reminders.discard(reminder_id, interaction.user.id)))

    @action("remind_pick", int, int, update=True)
    async def pick(self, interaction: Interaction, reply: Reply, reminder_id: int, seconds: int) -> None:
        """One of the times that it may mean."""
        await self._own(interaction, reminder_id)
        await self._show(reply, await self.reminders.pick(reminder_id, interaction.user.id, seconds))

    @action("remind_repeat", int, update=True)
    async def repeat(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """How often was chosen from the menu."""
        await self._own(interaction, reminder_id)
        value = chosen(interaction)
        if value not in {one.value for one in Recurrence}:
            raise Refused(Reason.UNKNOWN_BUTTON)
        await self._show(reply, await self.reminders.repeat(reminder_id, interaction.user.id, Recurrence(value)))

    @action("remind_loud", int, int, update=True)
    async def loud(self, interaction: Interaction, reply: Reply, reminder_id: int, loud: int) -> None:
        """Bring it in quiet hours too, or not."""
        await self._own(interaction, reminder_id)
        await self._show(reply, await self.reminders.loud(reminder_id, interaction.user.id, loud=bool(loud)))

    @action("remind_edit", int)
    async def edit(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """Open the form with what was written."""
        await reply.modal(confirm.edit_form(await self._own(interaction, reminder_id)))

    @action("remind_edit_form", int, update=True)
    async def edited(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """The form came back."""
        fields = typed_fields(interaction)
        typed, text = fields.get(confirm.WHEN, ""), fields.get(confirm.WHAT, "")
        reply.keepsake = f"{typed}\n{text}"
        await self._own(interaction, reminder_id)
        await self._show(reply, await self.reminders.rewrite(reminder_id, interaction.user.id, typed, text))

    @action("remind_zone", int)
    async def ask_for_zone(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """Open the form for a city."""
        await reply.modal(confirm.zone_form(await self._own(interaction, reminder_id)))

    @action("remind_zone_form", int, update=True)
    async def take_zone(self, interaction: Interaction, reply: Reply, reminder_id: int) -> None:
        """The person's zone, from now on; the time is read anew."""
        await self._own(interaction, reminder_id)
        zone = taken_zone(typed_fields(interaction).get(CITY_FIELD, ""))
        await self.bot.people.set_zone(interaction.user.id, zone)
        await self._show(reply, await self.reminders.read_again(reminder_id, interaction.user.id))

    # ------------------------------------------------------------------ the list

    @app_commands.command(name="list")
    async def show(self, interaction: Interaction) -> None:
        """See your reminders in this server, cancel them, resume those that are paused."""
        async with Reply(interaction) as reply:
            found = await self.reminders.of(guild_of(interaction), interaction.user.id)
            await reply.say(view=lists.page(found, 0))

    @app_commands.command(name="cancel")
    @app_commands.describe(reminder="Start typing its words and pick it from the list")
    async def cancel(self, interaction: Interaction, reminder: str) -> None:
        """Take back a reminder, with all of its repetitions."""
        async with Reply(interaction) as reply:
            found = await self.reminders.of(guild_of(interaction), interaction.user.id)
            meant = next((one for one in found if str(one.id) == reminder), None)
            if meant is None:
                raise Refused(Reason.NO_REMINDER_SUCH)
            one = await self.reminders.cancel(meant.id, interaction.user.id)
            await reply.say(f"Cancelled: {quoted(one, 300)}")

    @cancel.autocomplete("reminder")
    async def _mine(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if interaction.guild_id is None:
            return []
        try:
            found = await self.reminders.of(interaction.guild_id, interaction.user.id)
        except StoreUnavailable:
            return []
        return lists.choices(found, typed)

    @action("remind_page", int, update=True)
    async def turn(self, interaction: Interaction, reply: Reply, number: int) -> None:
        """Another page."""
        await self._list(interaction, reply, number)

    @action("remind_cancel", int, int, update=True)
    async def cancel_in_list(self, interaction: Interaction, reply: Reply, reminder_id: int, number: int) -> None:
        """Take back one of the list."""
        await self._own(interaction, reminder_id)
        one = await self.reminders.cancel(reminder_id, interaction.user.id)
        await self._list(interaction, reply, number, f"Cancelled: {quoted(one, _SAID_ROOM)}")

    @action("remind_resume", int, int, update=True)
    async def resume(self, interaction: Interaction, reply: Reply, reminder_id: int, number: int) -> None:
        """Go on with a paused one."""
        await self._own(interaction, reminder_id)
        one = await self.reminders.resume(reminder_id, interaction.user.id)
        await self._list(interaction, reply, number, f"It goes on: {quoted(one, _SAID_ROOM)}")
        await self.bot.clockwork.serve(interaction.user.id)

    # ------------------------------------------------------------------ quiet hours

    @app_commands.command(name="quiet")
    @app_commands.rename(start="from", end="until")
    @app_commands.describe(
        start="When they begin, such as 22:00; write off for none",
        end="When they end, such as 7:00",
        timezone="Your time zone: type a city and pick it from the list; I remember it",
    )
    async def quiet(
        self, interaction: Interaction, start: str | None = None, end: str | None = None, timezone: str | None = None
    ) -> None:
        """Set your quiet hours: what falls due in them comes in one message at their end."""
        async with Reply(interaction) as reply:
            guild_of(interaction)
            hours = _hours(start, end)
            if timezone is not None:
                await self.bot.people.set_zone(interaction.user.id, taken_zone(timezone))
            if start is not None or end is not None:
                await self.bot.people.set_quiet(interaction.user.id, hours)
            await reply.say(view=await self._quiet(interaction))

    @quiet.autocomplete("timezone")
    async def _quiet_zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return zone_choices(typed, self.bot.now())

    @action("quiet_off", update=True)
    async def quiet_off(self, interaction: Interaction, reply: Reply) -> None:
        """No quiet hours any more."""
        await self.bot.people.set_quiet(interaction.user.id, None)
        await reply.update(view=await self._quiet(interaction))

    @action("quiet_zone")
    async def quiet_zone(self, interaction: Interaction, reply: Reply) -> None:
        """Open the form for a city."""
        about = "Quiet hours and reminders go by its clocks."
        await reply.modal(city_form("Your time zone", custom_id("quiet_zone_form"), about))

    @action("quiet_zone_form", update=True)
    async def take_quiet_zone(self, interaction: Interaction, reply: Reply) -> None:
        """The person's zone, from now on."""
        zone = taken_zone(typed_fields(interaction).get(CITY_FIELD, ""))
        await self.bot.people.set_zone(interaction.user.id, zone)
        await reply.update(view=await self._quiet(interaction))

    # ------------------------------------------------------------------ below one that came

    @action("remind_done", int, int, update=True)
    async def done(self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int) -> None:
        """It is done."""
        await self._own(interaction, reminder_id)
        one = await self.reminders.tick_off(reminder_id, interaction.user.id, brought_by)
        await reply.update(view=brought.done(one))

    @action("remind_later", int, int, str, update=True)
    async def later(self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int, how: str) -> None:
        """Once more, after a while."""
        await self._put_off(interaction, reply, reminder_id, brought_by, _later(how))

    @action("remind_other", int, int)
    async def other(self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int) -> None:
        """Open the form that asks until when."""
        await reply.modal(brought.other_form(await self._own(interaction, reminder_id), brought_by))

    @action("remind_other_form", int, int, update=True)
    async def take_other(self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int) -> None:
        """Until then, or one of the times that this may mean."""
        typed = typed_fields(interaction).get(brought.UNTIL, "")
        reply.keepsake = typed
        one = await self._own(interaction, reminder_id)
        meant = await read_until(self.bot.people, one, typed, self.bot.now())
        if len(meant) > 1:
            await reply.update(view=brought.which(one, brought_by, typed, meant))
            return
        await self._put_off(interaction, reply, reminder_id, brought_by, meant[0].at)

    @action("remind_until", int, int, int, update=True)
    async def until(
        self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int, seconds: int
    ) -> None:
        """Until one of the times that were offered."""
        now = self.bot.now()
        if seconds <= now.timestamp():
            raise WhenError(WhenReason.PAST)
        if seconds > (now + _FURTHEST).timestamp():
            raise Refused(Reason.UNKNOWN_BUTTON)
        await self._put_off(interaction, reply, reminder_id, brought_by, datetime.fromtimestamp(seconds, UTC))

    @action("remind_all_done", int, int, int, update=True)
    async def all_done(self, interaction: Interaction, reply: Reply, guild_id: int, ends: int, brought_by: int) -> None:
        """A whole digest is done."""
        held = await self.reminders.held(guild_id, interaction.user.id, ends)
        await reply.update(view=brought.all_done(held))

    @action("remind_all_later", int, int, int, update=True)
    async def all_later(
        self, interaction: Interaction, reply: Reply, guild_id: int, ends: int, brought_by: int
    ) -> None:
        """A whole digest once more."""
        person, how = interaction.user.id, _later(chosen(interaction))
        at = await self.reminders.snooze_all(guild_id, person, ends, brought_by, how)
        await reply.update(view=brought.all_put_off(await self.reminders.held(guild_id, person, ends), at))
        await self.bot.clockwork.set_alarm()

    # ------------------------------------------------------------------ inside

    async def _own(self, interaction: Interaction, reminder_id: int) -> Reminder:
        """The person's own reminder, here or in direct messages.

        :raises Refused: for any other, as if it did not exist.
        """
        one = await self.reminders.get(reminder_id, interaction.user.id)
        if interaction.guild_id not in (None, one.guild_id):
            raise Refused(Reason.REMINDER_GONE)
        return one

    async def _show(self, reply: Reply, found: Understood) -> None:
        await reply.update(view=confirm.panel(found))

    async def _list(self, interaction: Interaction, reply: Reply, number: int, said: str = "") -> None:
        found = await self.reminders.of(guild_of(interaction), interaction.user.id)
        await reply.update(view=lists.page(found, number, said))

    async def _put_off(
        self, interaction: Interaction, reply: Reply, reminder_id: int, brought_by: int, until: datetime | Later
    ) -> None:
        one = await self._own(interaction, reminder_id)
        at = await self.reminders.snooze(reminder_id, interaction.user.id, brought_by, until)
        await reply.update(view=brought.put_off(one, brought_by, at))
        await self.bot.clockwork.set_alarm()

    async def _quiet(self, interaction: Interaction) -> discord.ui.LayoutView:
        person = await self.bot.people.get(interaction.user.id)
        zone = await self.bot.people.zone(guild_of(interaction), interaction.user.id)
        return lists.quiet(hours_of(person), zone)


def _later(value: str) -> Later:
    try:
        return Later(value)
    except ValueError:
        raise Refused(Reason.UNKNOWN_BUTTON) from None


def _hours(start: str | None, end: str | None) -> tuple[str, str] | None:
    """Quiet hours as they are kept; ``None``: turned off, or not spoken of."""
    if start is None and end is None:
        return None
    if start is not None and end is None and start.strip().casefold() in _OFF:
        return None
    if start is None or end is None:
        raise Refused(Reason.QUIET_HALF)
    first, last = _clock(start), _clock(end)
    if first == last:
        raise Refused(Reason.QUIET_SAME)
    return f"{first:%H:%M}", f"{last:%H:%M}"


def _clock(typed: str) -> time:
    return read_clock(cut(typed, 200))


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Reminding(bot))
