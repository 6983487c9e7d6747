"""Study groups: ``/session create``, ``list``, ``edit``, ``cancel``, ``start``, ``stats``, and the host's buttons."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refusal, Refused, StoreUnavailable
from bot.domain.sessions.refusals import No, SessionRefused
from bot.domain.sessions.values import (
    FEWEST_PLACES,
    LARGEST_TABLE,
    LONGEST,
    MOST_PLACES,
    SHORTEST,
    SMALLEST_TABLE,
    TABLE_SIZE,
    TITLE_ROOM,
    Session,
)
from bot.domain.when import WhenError
from bot.services.kept import Kept
from bot.services.sessions import Change, Planned
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.bank.bringing import bring
from bot.ui.choices import known_tracks, stage_choices, track_choices
from bot.ui.permissions import POST_PERMISSIONS, look_at_channel
from bot.ui.reply import Reply
from bot.ui.rights import is_moderator
from bot.ui.sentences import sentence
from bot.ui.sessions import lists, reading
from bot.ui.sessions.rights import check_host
from bot.ui.threads import guild_of, parent_of
from bot.ui.zones import CITY_FIELD, city_form, taken_zone, zone_choices

Interaction = discord.Interaction[Greenroom]
Choices = list[app_commands.Choice[str]]
Starts = app_commands.Range[str, 1, lists.STARTS_ROOM]
Title = app_commands.Range[str, 1, TITLE_ROOM]
Minutes = app_commands.Range[int, SHORTEST, LONGEST]
TableSize = app_commands.Range[int, SMALLEST_TABLE, LARGEST_TABLE]
Places = app_commands.Range[int, FEWEST_PLACES, MOST_PLACES]

_KIND = "session"
_NOT_IN_THE_FORM = (Reason.NOT_KEPT, Reason.UNKNOWN_TRACK, Reason.UNKNOWN_STAGE, Reason.NOT_INSTALLED)
_NEVER_KEPT = (No.GONE, No.NOT_HOST, No.CANCELLED, No.ENDED, No.BEGUN)
_LONGEST_ID = 18


@app_commands.guild_only()
class Sessions(commands.GroupCog, group_name="session", group_description="Practise together: study group sessions"):
    """Plans sessions, and takes those who want to come."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.sessions = bot.sessions
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="create")
    @app_commands.describe(
        track="The company and role to practise for",
        stage="The stage of its process",
        starts="When, such as Friday 18:00; several with ; between are a poll; leave it out to be asked",
        length="How many minutes; 60 if you leave this out",
        title="What it is called; like the stage if you leave this out",
        timezone="The city in whose time that is; yours if you leave this out",
        places="How many people can take part; 12 if you leave this out",
        weekly="Plan it again every week at the same time",
        table="How many people sit at a table; 2 if you leave this out",
    )
    async def create(
        self,
        interaction: Interaction,
        *,
        track: str,
        stage: str,
        starts: Starts | None = None,
        length: Minutes | None = None,
        title: Title | None = None,
        timezone: str | None = None,
        places: Places | None = None,
        weekly: bool = False,
        table: TableSize = TABLE_SIZE,
    ) -> None:
        """Plan a session with real people: a sign-up post, an event, reminders."""
        async with Reply(interaction) as reply:
            channel = parent_of(interaction)
            fields = {
                "track": track,
                "stage": stage,
                "starts": starts or "",
                "length": str(length or ""),
                "title": title or "",
                "zone": timezone or "",
                "places": str(places or ""),
                "weekly": "1" if weekly else "",
                "table": str(table),
                "channel": str(channel.id),
            }
            if starts is None:
                guild_id = guild_of(interaction)
                await self.bot.banks.place(guild_id, track, stage)
                row_id = await self.kept.keep(guild_id, interaction.user.id, _KIND, fields)
                await reply.modal(lists.form("Your session", custom_id("ses_kept", row_id), fields, poll=True))
                return
            await self._take(interaction, reply, fields)

    @app_commands.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """See the sessions that are ahead, and where you stand in each."""
        async with Reply(interaction) as reply:
            found = await self.sessions.listed(guild_of(interaction), interaction.user.id)
            await reply.say(view=lists.ahead(found))

    @app_commands.command(name="edit")
    @app_commands.describe(
        session="Which session",
        starts="When it begins now",
        title="What it is called now",
        length="How many minutes it takes now",
        places="How many people can take part now",
        timezone="The city in whose time that is",
    )
    async def edit(
        self,
        interaction: Interaction,
        session: str,
        starts: Starts | None = None,
        title: Title | None = None,
        length: Minutes | None = None,
        places: Places | None = None,
        timezone: str | None = None,
    ) -> None:
        """Move or change a session that you host; everybody who signed up is told of a new time."""
        async with Reply(interaction) as reply:
            one = await self._hosted(interaction, session)
            options = {"starts": starts, "title": title, "length": length, "places": places, "zone": timezone}
            given = {name: str(value) for name, value in options.items() if value is not None}
            if not given:
                form_id = custom_id("ses_form", one.id)
                await reply.modal(lists.form("Change the session", form_id, lists.fields_of(one)))
                return
            await self._take(interaction, reply, given | {"id": str(one.id)})

    @app_commands.command(name="cancel")
    @app_commands.describe(session="Which session")
    async def cancel(self, interaction: Interaction, session: str) -> None:
        """Cancel a session that you host; everybody who signed up is told."""
        async with Reply(interaction) as reply:
            one = await self._hosted(interaction, session)
            await reply.say(view=lists.sure_to_cancel(one))

    @app_commands.command(name="start")
    @app_commands.describe(session="Which session")
    async def start(self, interaction: Interaction, session: str) -> None:
        """Begin a session that you host before its time: the check-in opens at once."""
        async with Reply(interaction, slow=True) as reply:
            one = await self._hosted(interaction, session)
            one = await self.sessions.start(one.guild_id, one.id)
            await reply.say(
                f"The check-in is open in <#{one.channel_id}>: everybody who signed up says that they are there."
            )
            await bring(self.bot.clockwork, one.channel_id)

    @app_commands.command(name="stats")
    async def stats(self, interaction: Interaction) -> None:
        """See how this server's sessions go, in numbers; for organisers."""
        async with Reply(interaction) as reply:
            guild_id = guild_of(interaction)
            moderator = is_moderator(interaction, await self.bot.guild_settings.get(guild_id))
            found = await self.sessions.stats(guild_id, interaction.user.id, moderator=moderator)
            await reply.say(view=lists.numbers(found))

    # ------------------------------------------------------------------ autocomplete

    @create.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @create.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> Choices:
        tracks = await known_tracks(self.bot.banks, interaction.guild_id)
        return stage_choices(tracks, getattr(interaction.namespace, "track", None), typed)

    @create.autocomplete("timezone")
    @edit.autocomplete("timezone")
    async def _zones(self, interaction: Interaction, typed: str) -> Choices:
        return zone_choices(typed, self.bot.now())

    @edit.autocomplete("session")
    @cancel.autocomplete("session")
    @start.autocomplete("session")
    async def _sessions(self, interaction: Interaction, typed: str) -> Choices:
        if interaction.guild_id is None:
            return []
        try:
            return lists.choices(await self.sessions.ahead(interaction.guild_id), typed)
        except StoreUnavailable:
            return []

    # ------------------------------------------------------------------ the host's buttons

    @action("ses_fix", int)
    async def fix(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """Take the time that suits most people."""
        one = await self._get(interaction, session_id)
        await check_host(interaction, one, self.bot.guild_settings)
        one = await self.sessions.fix(one.guild_id, one.id, interaction.user.id, interaction.id)
        await self._show(reply, one, "📌 The time is fixed, and everybody who can is signed up.")
        await self.bot.clockwork.run_due()

    @action("ses_gone", int, int, update=True)
    async def cancel_now(self, interaction: Interaction, reply: Reply, session_id: int, series: int) -> None:
        """Cancel it, or the whole series."""
        one = await self._get(interaction, session_id)
        await check_host(interaction, one, self.bot.guild_settings)
        one = await self.sessions.cancel(one.guild_id, one.id, interaction.user.id, series=bool(series))
        await reply.update(view=lists.cancelled(one))
        await self.bot.clockwork.run_due()

    @action("ses_stay", int, update=True)
    async def keep(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """It is not cancelled."""
        await reply.update(view=lists.stays(await self._get(interaction, session_id)))

    @action("ses_zone", int)
    async def ask_zone(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """Ask in which city's time the session is."""
        one = await self._timed(interaction, session_id)
        about = f"{one.wall:%H:%M} stays, on the clocks of that city, which are yours from now on."
        await reply.modal(city_form("Your time zone", custom_id("ses_zone_form", one.id), about))

    @action("ses_zone_form", int)
    async def take_zone(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """The same time in another zone, which is the host's own."""
        one = await self._timed(interaction, session_id)
        zone = taken_zone(typed_fields(interaction).get(CITY_FIELD, ""))
        await self.bot.people.set_zone(interaction.user.id, zone)
        if zone != one.zone:
            change = Change(time=reading.in_zone(one, zone), zone=zone)
            one = await self.sessions.edit(one.guild_id, one.id, change, interaction.user.id)
        await self._show(reply, one, "✅ Moved to the time of that city.")

    @action("ses_at", int, int)
    async def other_half(self, interaction: Interaction, reply: Reply, session_id: int, seconds: int) -> None:
        """The other half of the day was meant."""
        one = await self._timed(interaction, session_id)
        change = Change(time=reading.picked(seconds, one.zone))
        one = await self.sessions.edit(one.guild_id, one.id, change, interaction.user.id)
        await self._show(reply, one, "✅ Moved.")

    @action("ses_form", int)
    async def take_edit(self, interaction: Interaction, reply: Reply, session_id: int) -> None:
        """The form of a session came back."""
        await self._take(interaction, reply, typed_fields(interaction) | {"id": str(session_id)})

    # ------------------------------------------------------------------ what could not be taken at once

    @action("ses_pick", int, int)
    async def pick_time(self, interaction: Interaction, reply: Reply, kept_id: int, seconds: int) -> None:
        """One of several times that may have been meant."""
        async with self.kept.using(guild_of(interaction), interaction.user.id, kept_id, _KIND) as fields:
            await self._take(interaction, reply, fields | {"picked": str(seconds)}, kept_id)

    @action("ses_again", int)
    async def open_again(self, interaction: Interaction, reply: Reply, kept_id: int) -> None:
        """Open the form with what was kept."""
        fields = await self.kept.get(guild_of(interaction), interaction.user.id, kept_id, _KIND)
        if fields.get("id"):
            fields = lists.fields_of(await self._get(interaction, int(fields["id"]))) | fields
        await reply.modal(lists.form("Your session", custom_id("ses_kept", kept_id), fields))

    @action("ses_kept", int)
    async def take_kept(self, interaction: Interaction, reply: Reply, kept_id: int) -> None:
        """A kept form came back, mended."""
        async with self.kept.using(guild_of(interaction), interaction.user.id, kept_id, _KIND) as fields:
            await self._take(interaction, reply, fields | typed_fields(interaction) | {"picked": ""}, kept_id)

    # ------------------------------------------------------------------ inside

    async def _take(
        self, interaction: Interaction, reply: Reply, fields: dict[str, str], kept_id: int | None = None
    ) -> None:
        """Plan or change what was written; what cannot be taken is kept and can be mended."""
        reply.keepsake = "\n".join(f"{name}: {fields[name]}" for name in ("starts", "title") if fields.get(name))
        try:
            one, said, noted = await self._save(interaction, fields, kept_id)
        except Refusal as error:
            if isinstance(error, SessionRefused) and error.reason in _NEVER_KEPT:
                raise
            if isinstance(error, Refused) and error.reason in _NOT_IN_THE_FORM:
                raise
            found = error.choices if isinstance(error, WhenError) else ()
            kept = fields | ({"read_in": found[0].zone} if found else {})
            guild_id, user_id = guild_of(interaction), interaction.user.id
            row_id = await self.kept.keep(guild_id, user_id, _KIND, kept, instead_of=kept_id)
            view = lists.not_yet(sentence(error), row_id)
            if found:
                view = lists.which_time(found, row_id, found[0].zone)
            await self._answer(interaction, reply, view)
            return
        reply.keepsake = None
        await bring(self.bot.clockwork, one.channel_id)
        one = await self.sessions.get(one.guild_id, one.id)
        await self._answer(interaction, reply, lists.planned(one, said, noted))
        if fields.get("id"):
            await self.bot.clockwork.run_due()

    async def _save(
        self, interaction: Interaction, fields: dict[str, str], kept_id: int | None
    ) -> tuple[Session, str, lists.Noted]:
        """:raises Refusal: for whatever cannot be taken."""
        guild_id, user_id = guild_of(interaction), interaction.user.id
        before = await self._own(interaction, int(fields["id"])) if fields.get("id") else None
        guess = await self.bot.people.zone(guild_id, user_id)
        typed = fields.get("zone", "").strip()
        zone = taken_zone(typed) if typed else before.zone if before else guess.name
        if typed and not guess.sure:
            await self.bot.people.set_zone(user_id, zone)
        if before is not None:
            return await self._edit(interaction, fields, before, zone, kept_id)
        times = await self._times(fields, zone)
        channel_id = self._channel(interaction, int(fields["channel"]))
        wanted = Planned(
            f"by:{interaction.id}",
            guild_id,
            channel_id,
            user_id,
            fields["track"],
            fields["stage"],
            times.zone,
            times.found,
            reading.title_of(fields),
            reading.minutes_of(fields),
            reading.places_of(fields),
            int(fields.get("table") or TABLE_SIZE),
            bool(fields.get("weekly")),
            kept_id,
        )
        one = await self.sessions.plan(wanted)
        guessed = not (typed or guess.sure) and len(times.found) == 1
        said = (
            "✅ Planned."
            if one.starts_at
            else "✅ The poll is open; press **Fix the best** there when you have enough."
        )
        return one, said, lists.Noted(times.lines, guessed, times.instead)

    async def _edit(
        self, interaction: Interaction, fields: dict[str, str], before: Session, zone: str, kept_id: int | None
    ) -> tuple[Session, str, lists.Noted]:
        change, times = await reading.change_of(fields, before, zone, self.bot.now())
        if times is None and zone != before.zone and before.wall is not None:
            change = change._replace(time=reading.in_zone(before, zone), zone=zone)
        one = await self.sessions.edit(before.guild_id, before.id, change, interaction.user.id)
        if kept_id is not None:
            await self.kept.drop(before.guild_id, interaction.user.id, kept_id)
        moved = " Everybody who signed up is told of the new time." if one.starts_at != before.starts_at else ""
        noted = lists.Noted(times.lines, instead=times.instead) if times else lists.Noted()
        return one, f"✅ Changed.{moved}", noted

    async def _times(self, fields: dict[str, str], zone: str) -> reading.Times:
        if fields.get("picked"):
            zone = fields.get("read_in") or zone
            return reading.Times(zone, (reading.picked(int(fields["picked"]), zone),))
        return await reading.times_of(fields.get("starts", ""), zone, self.bot.now())

    def _channel(self, interaction: Interaction, channel_id: int) -> int:
        """:raises Refused: if the post cannot stand there."""
        guild = interaction.client.get_guild(guild_of(interaction))
        if guild is None or guild.unavailable:
            raise Refused(Reason.NOT_INSTALLED)
        seen = look_at_channel(guild, "The channel", channel_id, POST_PERMISSIONS)
        if seen.gone:
            raise Refused(Reason.NOT_A_CHANNEL_HERE)
        if seen.missing:
            raise Refused(Reason.MISSING_PERMISSION, permission=seen.missing[0], channel=seen.mention)
        return channel_id

    async def _show(self, reply: Reply, one: Session, said: str) -> None:
        """What came of a host's press, once the post and the event are in step."""
        await bring(self.bot.clockwork, one.channel_id)
        one = await self.sessions.get(one.guild_id, one.id)
        await reply.say(view=lists.planned(one, said, lists.Noted()))

    async def _answer(self, interaction: Interaction, reply: Reply, view: discord.ui.LayoutView) -> None:
        """In place of our own message that led here, where only the person sees it."""
        shown = interaction.message
        if shown is not None and shown.flags.ephemeral:
            await reply.update(view=view)
        else:
            await reply.say(view=view)

    async def _get(self, interaction: Interaction, session_id: int) -> Session:
        return await self.sessions.get(guild_of(interaction), session_id)

    async def _own(self, interaction: Interaction, session_id: int) -> Session:
        """:raises SessionRefused: if it is not there, or whoever presses is neither its host nor a moderator."""
        one = await self._get(interaction, session_id)
        await check_host(interaction, one, self.bot.guild_settings)
        return one

    async def _timed(self, interaction: Interaction, session_id: int) -> Session:
        """The same, with a time."""
        one = await self._own(interaction, session_id)
        if one.starts_at is None:
            raise SessionRefused(No.IN_POLL)
        return one

    async def _hosted(self, interaction: Interaction, typed: str) -> Session:
        """The session that was picked from the list, or of which enough words were typed. Raises as :meth:`_own`."""
        guild_id = guild_of(interaction)
        if typed.isascii() and typed.isdigit() and len(typed) <= _LONGEST_ID:
            return await self._own(interaction, int(typed))
        found = lists.matching(await self.sessions.ahead(guild_id), typed)
        if len(found) != 1:
            raise SessionRefused(No.GONE)
        return await self._own(interaction, found[0].id)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Sessions(bot))
