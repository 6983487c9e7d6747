"""What there is to see of one's practice: ``/progress`` and the user menu "Show progress"."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import Greenroom
from bot.domain.daily.questions import Scope
from bot.domain.progress.effort import Period
from bot.domain.progress.goals import MOST_ROUNDS
from bot.domain.progress.history import Kind
from bot.domain.progress.refusals import No, ProgressRefused
from bot.domain.progress.sharing import Shared
from bot.services.dailies import Wish
from bot.services.editing import competency_of
from bot.services.progress_export import Volume
from bot.ui.actions import action, typed_fields
from bot.ui.daily import cards as daily_cards
from bot.ui.daily.guidance import guidance
from bot.ui.progress import boards, cards, goal_cards, histories
from bot.ui.progress.pictures import Pictures
from bot.ui.reply import Reply
from bot.ui.rights import is_moderator, moderated
from bot.ui.text import moment
from bot.ui.threads import guild_of
from bot.ui.uploads import room_for
from bot.ui.zones import CITY_FIELD, taken_zone

Interaction = discord.Interaction[Greenroom]
_ANY = "-"
_SHARE_OF_LIMIT = 0.9
"""Leaves room in an upload for all that is not the files."""


@app_commands.guild_only()
class Progress(commands.GroupCog, group_name="progress", group_description="How your practice goes"):
    """Shows people their own progress, and others only what these share."""

    def __init__(self, bot: Greenroom) -> None:
        self.bot = bot
        self.pages = bot.progress_pages
        self.pictures = Pictures()
        self.menu = app_commands.ContextMenu(name="Show progress", callback=self.show_person)
        self.menu.guild_only = True

    async def cog_load(self) -> None:
        self.bot.tree.add_command(self.menu)

    async def cog_unload(self) -> None:
        self.bot.tree.remove_command(self.menu.name, type=self.menu.type)

    # ------------------------------------------------------------------ show

    @app_commands.command(name="show")
    @app_commands.describe(member="Somebody who shares theirs; yours if you leave this out")
    async def show(self, interaction: Interaction, member: discord.User | None = None) -> None:
        """See your levels, streak and tracks in one picture, and what to do next."""
        async with Reply(interaction, slow=True) as reply:
            await reply.say(**await self._shown(interaction, (member or interaction.user).id))

    async def show_person(self, interaction: Interaction, member: discord.User) -> None:
        """See what this person shares of their progress."""
        async with Reply(interaction, slow=True) as reply:
            await reply.say(**await self._shown(interaction, member.id))

    @action("prg_text", int)
    async def as_text(self, interaction: Interaction, reply: Reply, user_id: int) -> None:
        """The picture in words."""
        guild_id = guild_of(interaction)
        found = await self.pages.shown_to(guild_id, user_id, interaction.user.id)
        await reply.say(view=cards.as_text(found, await self._whose(interaction, user_id)))

    @action("prg_share", int, update=True, slow=True)
    async def share(self, interaction: Interaction, reply: Reply, on: int) -> None:
        """Members may see it, or no longer."""
        await self.pages.share(guild_of(interaction), interaction.user.id, Shared.PROGRESS, on=bool(on))
        shown = await self._shown(interaction, interaction.user.id)
        files = [shown.pop("file")] if "file" in shown else []
        await reply.update(attachments=files, **shown)

    @action("prg_ask", str)
    async def ask(self, interaction: Interaction, reply: Reply, competency: str) -> None:
        """One question at once on a weak area."""
        guild_id, measured = guild_of(interaction), None if competency == _ANY else competency_of(competency)
        wish = Wish(guild_id, interaction.user.id, Scope.NOW, f"now:{interaction.id}", None, measured)
        asked = await self.bot.dailies.asked(await self.bot.dailies.ask(wish))
        asked = asked.model_copy(update={"wish": (None, measured.value if measured else None)})
        await reply.say(view=daily_cards.card(asked, reads_messages=self.bot.reads_messages))

    async def _shown(self, interaction: Interaction, user_id: int) -> dict[str, Any]:
        found = await self.pages.shown_to(guild_of(interaction), user_id, interaction.user.id)
        png = None if found.is_empty else await self.pictures.of(found)
        return cards.show(found, await self._whose(interaction, user_id), png)

    async def _whose(self, interaction: Interaction, user_id: int) -> cards.Whose:
        own = user_id == interaction.user.id
        return cards.Whose(user_id, await self.pages.sharing(guild_of(interaction), user_id) if own else None)

    # ------------------------------------------------------------------ history

    @app_commands.command(name="history")
    async def history(self, interaction: Interaction) -> None:
        """Page through your rounds and daily answers, and open their transcripts."""
        async with Reply(interaction) as reply:
            await self._page(interaction, reply, 0)

    @action("prg_page", int)
    async def first_page(self, interaction: Interaction, reply: Reply, number: int) -> None:
        """The history, from another card."""
        await self._page(interaction, reply, number)

    @action("prg_turn", int, update=True)
    async def newer(self, interaction: Interaction, reply: Reply, number: int) -> None:
        """Another page in place of this one."""
        found = await self.pages.history(guild_of(interaction), interaction.user.id, number)
        await reply.update(view=histories.page(found))

    @action("prg_older", int, update=True)
    async def older(self, interaction: Interaction, reply: Reply, number: int) -> None:
        """As above; two buttons of a message need two custom ids."""
        await self.newer(interaction, reply, number)

    @action("prg_open", Kind, int, slow=True)
    async def open_item(self, interaction: Interaction, reply: Reply, kind: Kind, item_id: int) -> None:
        """One round with its transcript, or one daily answer with its feedback."""
        guild_id, user_id = guild_of(interaction), interaction.user.id
        if kind is Kind.ROUND:
            text, file = histories.opened(await self.pages.round(guild_id, user_id, item_id))
            await reply.say(text, file=file)
            return
        daily = await self.pages.daily(guild_id, user_id, item_id)
        found = await self.bot.dailies.feedback(daily)
        payload = guidance(found) | {"content": f"You answered this {moment(found.answer.answered_at, 'D')}."}
        if daily.scope is Scope.CHANNEL:
            del payload["view"]  # answers to a server's question take no rating
        await reply.say(payload.pop("content"), **payload)

    async def _page(self, interaction: Interaction, reply: Reply, number: int) -> None:
        found = await self.pages.history(guild_of(interaction), interaction.user.id, number)
        await reply.say(view=histories.page(found))

    # ------------------------------------------------------------------ export

    @app_commands.command(name="export")
    async def export(self, interaction: Interaction) -> None:
        """Get your rounds and answers as Markdown and CSV files."""
        async with Reply(interaction, slow=True) as reply:
            guild_id = guild_of(interaction)
            most = int(room_for(interaction) * _SHARE_OF_LIMIT)
            async with self.bot.progress_export.volumes(guild_id, interaction.user.id, most) as volumes:
                async for volume in volumes:
                    with volume.markdown.open("rb") as markdown, volume.csv.open("rb") as csv:
                        files = [discord.File(markdown, volume.markdown.name), discord.File(csv, volume.csv.name)]
                        await reply.say(_exported(volume), files=files)

    # ------------------------------------------------------------------ leaderboard

    @app_commands.command(name="leaderboard")
    async def leaderboard(self, interaction: Interaction) -> None:
        """See who practises most, by effort and not by level; join it or leave it."""
        async with Reply(interaction) as reply:
            await reply.say(view=await self._board(interaction, Period.WEEK))

    @action("prg_board", Period, update=True)
    async def board(self, interaction: Interaction, reply: Reply, period: Period) -> None:
        """Another time."""
        await reply.update(view=await self._board(interaction, period))

    @action("prg_board_join", int, Period, update=True)
    async def join(self, interaction: Interaction, reply: Reply, on: int, period: Period) -> None:
        """Stand on it, or no longer."""
        await self.pages.share(guild_of(interaction), interaction.user.id, Shared.LEADERBOARD, on=bool(on))
        await reply.update(view=await self._board(interaction, period))

    @action("prg_board_on", int, update=True)
    async def switch(self, interaction: Interaction, reply: Reply, on: int) -> None:
        """Moderators have one here, or none."""
        await moderated(interaction, self.bot.guild_settings)
        await self.pages.switch_board(guild_of(interaction), on=bool(on))
        await reply.update(view=await self._board(interaction, Period.WEEK))

    async def _board(self, interaction: Interaction, period: Period) -> discord.ui.LayoutView:
        settings = await self.bot.guild_settings.get(guild_of(interaction))
        moderates = is_moderator(interaction, settings)
        if not settings.has_leaderboard:
            return boards.switched_off(moderates=moderates)
        found = await self.pages.board(settings.guild_id, interaction.user.id, period)
        return boards.board(found, moderates=moderates)

    @app_commands.command(name="group")
    async def group(self, interaction: Interaction) -> None:
        """For hosts and moderators: how the group does by competency, without names."""
        async with Reply(interaction, slow=True) as reply:
            settings = await self.bot.guild_settings.get(guild_of(interaction))
            if not is_moderator(interaction, settings):
                await self._check_leads(settings.guild_id, interaction.user.id)
            found = await self.pages.group(settings.guild_id)
            await reply.say(view=boards.group(found, self.bot.catalogue.rubrics))

    async def _check_leads(self, guild_id: int, user_id: int) -> None:
        if not await self.pages.leads(guild_id, user_id):
            raise ProgressRefused(No.NOT_LED)

    # ------------------------------------------------------------------ goal

    @app_commands.command(name="goal")
    @app_commands.describe(rounds="So many rounds a week; 0 takes the goal back")
    async def goal(
        self, interaction: Interaction, rounds: app_commands.Range[int, 0, MOST_ROUNDS] | None = None
    ) -> None:
        """Choose how many rounds a week you want to do; a summary comes on Sundays."""
        async with Reply(interaction) as reply:
            guild_id, user_id, goals = guild_of(interaction), interaction.user.id, self.bot.goals
            if rounds is None:
                found = await goals.get(guild_id, user_id)
            else:
                found = await goals.choose(guild_id, user_id, rounds, interaction.channel_id)
            await reply.say(view=goal_cards.goal(found, guild_id, user_id))

    @action("prg_goal", int, int, int)
    async def change_goal(
        self, interaction: Interaction, reply: Reply, guild_id: int, user_id: int, delivery_id: int
    ) -> None:
        """The button of a summary."""
        _check_own(interaction, guild_id, user_id)
        found = await self.bot.goals.get(guild_id, user_id)
        await reply.say(view=goal_cards.goal(found, guild_id, user_id))

    @action("prg_goal_set", int, int, int, update=True)
    async def set_goal(self, interaction: Interaction, reply: Reply, guild_id: int, user_id: int, rounds: int) -> None:
        """One of the goals on offer."""
        _check_own(interaction, guild_id, user_id)
        channel_id = interaction.channel_id if interaction.guild_id is not None else None
        found = await self.bot.goals.choose(guild_id, user_id, rounds, channel_id)
        await reply.update(view=goal_cards.goal(found, guild_id, user_id))

    @action("prg_zone", int, int)
    async def ask_zone(self, interaction: Interaction, reply: Reply, guild_id: int, user_id: int) -> None:
        """The zone was assumed: ask for the right one."""
        _check_own(interaction, guild_id, user_id)
        await reply.modal(goal_cards.zone_form(guild_id, user_id))

    @action("prg_zone_form", int, int)
    async def take_zone(self, interaction: Interaction, reply: Reply, guild_id: int, user_id: int) -> None:
        """A city came."""
        _check_own(interaction, guild_id, user_id)
        await self.bot.people.set_zone(user_id, taken_zone(typed_fields(interaction).get(CITY_FIELD, "")))
        found = await self.bot.goals.rezone(guild_id, user_id)
        await reply.say(view=goal_cards.goal(found, guild_id, user_id))


def _check_own(interaction: Interaction, guild_id: int, user_id: int) -> None:
    """In direct messages there is no server, and in another one these ids mean nothing.

    :raises ProgressRefused: for everybody but the person that a button was made for.
    """
    if interaction.guild_id not in (None, guild_id):
        raise ProgressRefused(No.GONE)
    if interaction.user.id != user_id:
        raise ProgressRefused(No.NOT_YOURS, user_id=user_id)


def _exported(volume: Volume) -> str:
    if volume.number == 1:
        return "Here is your practice in this server: Markdown to read, CSV to count with. Only you can see this."
    return f"And part {volume.number}."


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Progress(bot))
