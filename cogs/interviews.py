"""Real interviews: ``/interview add``, ``list``, ``edit``, ``remove``, and the buttons of their cards."""

import asyncio
import io
from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.errors import Reason, Refusal, Refused, StoreUnavailable
from bot.domain.interviews.calendar import calendar_file
from bot.domain.interviews.places import companies, track_for
from bot.domain.interviews.refusals import InterviewRefused, No
from bot.domain.interviews.texts import Texts
from bot.domain.interviews.values import NAME_ROOM, Interview, utc, wall_at
from bot.domain.when import LONGEST_TEXT, Reading, WhenError, read
from bot.domain.zones import place_of
from bot.services.interview_keeping import Time, Wish
from bot.services.kept import Kept
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.bank.bringing import bring
from bot.ui.choices import known_tracks, stage_choices, track_choices
from bot.ui.interviews import cards, forms
from bot.ui.interviews.place import check_place
from bot.ui.reply import Reply
from bot.ui.sentences import sentence
from bot.ui.threads import guild_of
from bot.ui.when_sentences import assumptions
from bot.ui.zones import CITY_FIELD, city_form, taken_zone, zone_choices

Interaction = discord.Interaction[Greenroom]
Name = app_commands.Range[str, 1, NAME_ROOM]
When = app_commands.Range[str, 1, LONGEST_TEXT]
Choices = list[app_commands.Choice[str]]

_KIND = "interview"
_NEVER_KEPT = (No.GONE, No.BROUGHT)
_MOST_CHOICES = 25


@app_commands.guild_only()
class Interviews(commands.GroupCog, group_name="interview", group_description="Your real interviews"):
    """Notes interviews, and changes them."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.interviews = bot.interviews
        self.kept = Kept(bot.store, bot.now)

    # ------------------------------------------------------------------ commands

    @app_commands.command(name="add")
    @app_commands.describe(
        company="Who interviews you",
        role="The role you applied for",
        stage="Which conversation it is, in your own words or from the list",
        at="When it begins, such as next Tuesday 14:30",
        timezone="The city in whose time that is; yours if you leave this out",
        track="The track to prepare with; found by the company if you leave this out",
    )
    async def add(
        self,
        interaction: Interaction,
        company: Name,
        role: Name,
        stage: Name,
        at: When,
        timezone: str | None = None,
        track: str | None = None,
    ) -> None:
        """Note a real interview: a plan until then, a checklist, and a thank-you note afterwards."""
        async with Reply(interaction) as reply:
            given = {"company": company, "role": role, "stage": stage, "at": at}
            fields = given | {
                "zone": timezone or "",
                "track": track or "",
                "channel": str(interaction.channel_id or ""),
            }
            await self._take(interaction, reply, guild_of(interaction), fields)

    @app_commands.command(name="list")
    async def list_all(self, interaction: Interaction) -> None:
        """See your interviews, with the next step of each."""
        async with Reply(interaction) as reply:
            found = await self.interviews.planned(guild_of(interaction), interaction.user.id)
            await reply.say(view=cards.pages(found, 0, self.bot.now()))

    @app_commands.command(name="edit")
    @app_commands.describe(
        interview="Which of your interviews",
        company="Who interviews you",
        role="The role you applied for",
        stage="Which conversation it is",
        at="When it begins now",
        timezone="The city in whose time that is; without a new time the clock stays and the city changes",
        track="The track to prepare with",
    )
    async def edit(
        self,
        interaction: Interaction,
        interview: str,
        company: Name | None = None,
        role: Name | None = None,
        stage: Name | None = None,
        at: When | None = None,
        timezone: str | None = None,
        track: str | None = None,
    ) -> None:
        """Change an interview; everything that I planned for it moves along."""
        async with Reply(interaction) as reply:
            one = await self._meant(interaction, interview)
            options = {"company": company, "role": role, "stage": stage, "at": at, "zone": timezone, "track": track}
            given = {name: value for name, value in options.items() if value is not None}
            if not given:
                await reply.modal(_edit_form(one))
                return
            await self._take(interaction, reply, one.guild_id, given | {"id": str(one.id)})

    @app_commands.command(name="remove")
    @app_commands.describe(interview="Which of your interviews")
    async def remove(self, interaction: Interaction, interview: str) -> None:
        """Take an interview away, with everything that I planned for it."""
        async with Reply(interaction) as reply:
            one = await self._meant(interaction, interview)
            await reply.say(view=cards.sure_to_remove(one))

    # ------------------------------------------------------------------ autocomplete

    @add.autocomplete("company")
    @edit.autocomplete("company")
    async def _companies(self, interaction: Interaction, typed: str) -> Choices:
        return _choices(companies(await known_tracks(self.bot.banks, interaction.guild_id)), typed)

    @add.autocomplete("role")
    @edit.autocomplete("role")
    async def _roles(self, interaction: Interaction, typed: str) -> Choices:
        tracks = await known_tracks(self.bot.banks, interaction.guild_id)
        return _choices([track.role for track in tracks.values()], typed)

    @add.autocomplete("stage")
    @edit.autocomplete("stage")
    async def _stages(self, interaction: Interaction, typed: str) -> Choices:
        tracks = await known_tracks(self.bot.banks, interaction.guild_id)
        given = interaction.namespace
        company, role = str(getattr(given, "company", None) or ""), str(getattr(given, "role", None) or "")
        found = tracks.get(str(getattr(given, "track", None))) or track_for(tracks, company, role)
        return stage_choices(tracks, found.id, typed) if found else []

    @add.autocomplete("track")
    @edit.autocomplete("track")
    async def _tracks(self, interaction: Interaction, typed: str) -> Choices:
        return track_choices(await known_tracks(self.bot.banks, interaction.guild_id), typed)

    @add.autocomplete("timezone")
    @edit.autocomplete("timezone")
    async def _zones(self, interaction: Interaction, typed: str) -> Choices:
        return zone_choices(typed, self.bot.now())

    @edit.autocomplete("interview")
    @remove.autocomplete("interview")
    async def _own(self, interaction: Interaction, typed: str) -> Choices:
        if interaction.guild_id is None:
            return []
        try:
            found = await self.interviews.planned(interaction.guild_id, interaction.user.id)
        except StoreUnavailable:
            return []
        return cards.choices(found, typed)

    # ------------------------------------------------------------------ forms and choices

    @action("iv_pick", int, int, int)
    async def pick_time(
        self, interaction: Interaction, reply: Reply, guild_id: int, kept_id: int, seconds: int
    ) -> None:
        """One of several times that may have been meant."""
        check_place(interaction, guild_id)
        async with self.kept.using(guild_id, interaction.user.id, kept_id, _KIND) as fields:
            await self._take(interaction, reply, guild_id, fields | {"picked": str(seconds)}, kept_id)

    @action("iv_again", int, int)
    async def open_again(self, interaction: Interaction, reply: Reply, guild_id: int, kept_id: int) -> None:
        """Open the form with what was kept."""
        check_place(interaction, guild_id)
        fields = await self.kept.get(guild_id, interaction.user.id, kept_id, _KIND)
        if fields.get("id"):
            one = await self.interviews.get(guild_id, interaction.user.id, int(fields["id"]))
            fields = forms.fields_of(one) | fields
        await reply.modal(forms.interview_form("Your interview", custom_id("iv_kept", guild_id, kept_id), fields))

    @action("iv_kept", int, int)
    async def take_kept(self, interaction: Interaction, reply: Reply, guild_id: int, kept_id: int) -> None:
        """A kept form came back, mended."""
        check_place(interaction, guild_id)
        async with self.kept.using(guild_id, interaction.user.id, kept_id, _KIND) as fields:
            typed = fields | typed_fields(interaction) | {"picked": ""}
            await self._take(interaction, reply, guild_id, typed, kept_id)

    @action("iv_edit", int, int)
    async def open_edit(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Open the form of an interview."""
        await reply.modal(_edit_form(await self._get(interaction, guild_id, interview_id)))

    @action("iv_form", int, int)
    async def take_edit(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The form of an interview came back."""
        check_place(interaction, guild_id)
        await self._take(interaction, reply, guild_id, typed_fields(interaction) | {"id": str(interview_id)})

    @action("iv_next", int, int)
    async def open_next(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Open the form for the interview that follows."""
        one = await self._get(interaction, guild_id, interview_id)
        known = {"company": one.company, "role": one.role, "zone": one.zone}
        known["stage"] = await self.interviews.title_after(one)
        form_id = custom_id("iv_new", guild_id, interview_id)
        await reply.modal(forms.interview_form("Your next interview", form_id, known))

    @action("iv_new", int, int)
    async def take_next(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The interview that follows is noted."""
        one = await self._get(interaction, guild_id, interview_id)
        same = one.track_id if typed_fields(interaction).get("company") == one.company else None
        known = {"channel": str(one.channel_id), "track": same or ""}
        await self._take(interaction, reply, guild_id, typed_fields(interaction) | known)

    @action("iv_zone", int, int)
    async def ask_zone(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Ask in which city's time the interview is."""
        one = await self._get(interaction, guild_id, interview_id)
        about = f"{one.wall:%H:%M} stays, on the clocks of that city, which are yours from now on."
        await reply.modal(city_form("Your time zone", custom_id("iv_zone_form", guild_id, interview_id), about))

    @action("iv_zone_form", int, int)
    async def take_zone(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The same time in another zone, which is the person's own."""
        one = await self._get(interaction, guild_id, interview_id)
        zone = taken_zone(typed_fields(interaction).get(CITY_FIELD, ""))
        await self.bot.people.set_zone(interaction.user.id, zone)
        if zone != one.zone:
            one = await self.interviews.change_zone(guild_id, interaction.user.id, interview_id, zone)
        await self._show(interaction, reply, one, cards.Noted(f"✅ It is {place_of(zone)} time now."))

    @action("iv_at", int, int, int)
    async def other_half(
        self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int, seconds: int
    ) -> None:
        """The other half of the day was meant."""
        one = await self._get(interaction, guild_id, interview_id)
        time = _time_at(seconds, one.zone)
        one = await self.interviews.edit(guild_id, interaction.user.id, interview_id, Texts(), time)
        await self._show(interaction, reply, one, cards.Noted("✅ Moved."))

    # ------------------------------------------------------------------ cards

    @action("iv_card", int, int)
    async def card(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The whole card."""
        one = await self._get(interaction, guild_id, interview_id)
        await reply.say(view=cards.detail(one, self.bot.now()))

    @action("iv_list", int, update=True)
    async def turn_page(self, interaction: Interaction, reply: Reply, page: int) -> None:
        """Another page of the list."""
        found = await self.interviews.planned(guild_of(interaction), interaction.user.id)
        await reply.update(view=cards.pages(found, page, self.bot.now()))

    @action("iv_ics", int, int)
    async def calendar(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """The file for a calendar."""
        one = await self._get(interaction, guild_id, interview_id)
        text = "Open it, and your calendar takes the interview, with an alarm a day and an hour before."
        await reply.say(text, file=await self._file(one))

    @action("iv_remove", int, int)
    async def ask_remove(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Ask before it is gone."""
        one = await self._get(interaction, guild_id, interview_id)
        await reply.say(view=cards.sure_to_remove(one))

    @action("iv_gone", int, int, update=True)
    async def remove_now(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """Take it away."""
        check_place(interaction, guild_id)
        one = await self.interviews.remove(guild_id, interaction.user.id, interview_id)
        await reply.update(view=cards.removed(one))

    @action("iv_keep", int, int, update=True)
    async def keep(self, interaction: Interaction, reply: Reply, guild_id: int, interview_id: int) -> None:
        """It stays."""
        one = await self._get(interaction, guild_id, interview_id)
        await reply.update(view=cards.detail(one, self.bot.now()))

    # ------------------------------------------------------------------ inside

    async def _take(
        self, interaction: Interaction, reply: Reply, guild_id: int, fields: dict[str, str], kept_id: int | None = None
    ) -> None:
        """Note or change what was written; what cannot be taken is kept and can be mended."""
        reply.keepsake = "\n".join(
            f"{name}: {fields[name]}" for name in ("company", "role", "stage", "at") if fields.get(name)
        )
        try:
            one, noted = await self._save(interaction, guild_id, fields, kept_id)
        except Refusal as error:
            if isinstance(error, InterviewRefused) and error.reason in _NEVER_KEPT:
                raise
            if isinstance(error, Refused) and error.reason is Reason.NOT_KEPT:
                raise
            choices = error.choices if isinstance(error, WhenError) else ()
            if choices:
                fields = fields | {"read_in": choices[0].zone}
            row_id = await self.kept.keep(guild_id, interaction.user.id, _KIND, fields, instead_of=kept_id)
            view = cards.not_yet(sentence(error), guild_id, row_id)
            if choices:
                view = cards.which_time(choices, guild_id, row_id, choices[0].zone)
            await self._answer(interaction, reply, view)
            return
        reply.keepsake = None
        await self._show(interaction, reply, one, noted)

    async def _save(
        self, interaction: Interaction, guild_id: int, fields: Mapping[str, str], kept_id: int | None
    ) -> tuple[Interview, cards.Noted]:
        """:raises Refusal: for whatever cannot be taken."""
        user_id = interaction.user.id
        before = await self.interviews.get(guild_id, user_id, int(fields["id"])) if fields.get("id") else None
        guess = await self.bot.people.zone(guild_id, user_id)
        typed = fields.get("zone", "").strip()
        zone = taken_zone(typed) if typed else before.zone if before else guess.name
        reading, time = await self._time(fields, zone, before)
        chosen = bool(typed) and (before is None or before.zone != zone)
        if chosen and not guess.sure:
            await self.bot.people.set_zone(user_id, zone)
        lines = assumptions(reading) if reading else []
        noted = cards.Noted(lines=lines, guessed=not (typed or guess.sure), instead=reading and reading.instead)
        if before is not None:
            one = await self.interviews.edit(guild_id, user_id, before.id, _texts(fields, before), time)
            if kept_id is not None:
                await self.kept.drop(guild_id, user_id, kept_id)
            return one, noted._replace(said="✅ Changed. Take the new file into your calendar: it moves the old entry.")
        if time is None:
            raise InterviewRefused(No.PAST)
        channel_id = int(fields.get("channel") or interaction.channel_id or 0)
        wish = Wish(interaction.id, guild_id, user_id, channel_id, _texts(fields, None), time, kept_id)
        return await self.interviews.add(wish), noted._replace(said="✅ Noted.")

    async def _time(
        self, fields: Mapping[str, str], zone: str, before: Interview | None
    ) -> tuple[Reading | None, Time | None]:
        """The time that is meant; none where that of a noted interview stays as it is."""
        typed = fields.get("at", "").strip()
        if fields.get("picked"):
            return None, _time_at(int(fields["picked"]), fields.get("read_in") or zone)
        if before is not None and typed in ("", forms.shown_time(before)):
            if zone == before.zone:
                return None, None
            typed = forms.shown_time(before)
        reading = await asyncio.to_thread(read, typed, zone, self.bot.now())
        wall, at = reading.wall.replace(second=0), reading.at.replace(second=0)
        return reading, Time(reading.zone, wall, at)

    async def _show(self, interaction: Interaction, reply: Reply, one: Interview, noted: cards.Noted) -> None:
        view = cards.detail(one, self.bot.now(), noted, with_file=True)
        await self._answer(interaction, reply, view, await self._file(one))
        await bring(self.bot.clockwork, one.user_id)

    async def _answer(
        self, interaction: Interaction, reply: Reply, view: discord.ui.LayoutView, file: discord.File | None = None
    ) -> None:
        """In place of our own message that led here, where only the person sees it."""
        shown = interaction.message
        if shown is not None and shown.flags.ephemeral:
            await reply.update(view=view, attachments=[file] if file else [])
        elif file is not None:
            await reply.say(view=view, file=file)
        else:
            await reply.say(view=view)

    async def _file(self, one: Interview) -> discord.File:
        checklist = self.interviews.words.checklist(one.kind)
        data = await asyncio.to_thread(calendar_file, one, checklist, self.bot.now())
        return discord.File(io.BytesIO(data), filename=cards.FILE)

    async def _get(self, interaction: Interaction, guild_id: int, interview_id: int) -> Interview:
        check_place(interaction, guild_id)
        return await self.interviews.get(guild_id, interaction.user.id, interview_id)

    async def _meant(self, interaction: Interaction, typed: str) -> Interview:
        """The interview that was picked from the list, or of which enough words were typed.

        :raises InterviewRefused: if there is none, or more than one.
        """
        guild_id = guild_of(interaction)
        if typed.isascii() and typed.isdigit() and len(typed) < 19:  # noqa: PLR2004 - digits that every database takes
            return await self.interviews.get(guild_id, interaction.user.id, int(typed))
        found = cards.matching(await self.interviews.planned(guild_id, interaction.user.id), typed)
        if len(found) != 1:
            raise InterviewRefused(No.GONE)
        return found[0]


def _edit_form(one: Interview) -> discord.ui.Modal:
    form_id = custom_id("iv_form", one.guild_id, one.id)
    return forms.interview_form("Change the interview", form_id, forms.fields_of(one))


def _texts(fields: Mapping[str, str], before: Interview | None) -> Texts:
    """What was written; of a change only what is another text than before."""
    known = {} if before is None else {"company": before.company, "role": before.role, "stage": before.stage}
    texts = {name: fields[name] for name in ("company", "role", "stage") if name in fields}
    new = {name: text for name, text in texts.items() if text != known.get(name)}
    return Texts(**new, track_id=fields.get("track") or None)


def _time_at(seconds: int, zone: str) -> Time:
    """:raises Refused: for seconds that no calendar has."""
    try:
        at = utc(seconds)
        return Time(zone, wall_at(at, zone), at)
    except (ValueError, OverflowError):
        raise Refused(Reason.UNKNOWN_BUTTON) from None


def _choices(texts: list[str], typed: str) -> Choices:
    """Texts to choose from, beside what was typed."""
    words = typed.casefold().split()
    found = [text for text in dict.fromkeys(texts) if all(word in text.casefold() for word in words)]
    return [app_commands.Choice(name=text[:100], value=text[:NAME_ROOM]) for text in found[:_MOST_CHOICES]]


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Interviews(bot))
