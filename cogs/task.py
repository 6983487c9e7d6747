"""The technical task and its defence."""

import asyncio
import logging
from typing import Any

import discord
from discord import app_commands

from bot.client import Greenroom
from bot.domain.drafts import Attachment, Part, Source, human_size, is_blank
from bot.domain.errors import Reason, Refused, StoreUnavailable
from bot.domain.notices import Prompt
from bot.domain.rounds import Round
from bot.domain.stages.take_home.deadlines import time_of
from bot.domain.tracks import StageKind
from bot.domain.turns import Form
from bot.services.planning import Wish
from bot.services.tasks import Query, Tasks, Work
from bot.ui import take_home_parts as parts
from bot.ui.actions import action, custom_id, typed_fields
from bot.ui.forms import look_of
from bot.ui.forms.take_home import write_up
from bot.ui.panels import blank_form
from bot.ui.reply import Reply
from bot.ui.selects import chosen
from bot.ui.stage import StageCog
from bot.ui.text import inert, moment
from bot.ui.threads import guild_of
from bot.ui.voices import Voice

_log = logging.getLogger(__name__)

Interaction = discord.Interaction[Greenroom]


class Task(StageCog):
    """The technical task and its defence."""

    kind = StageKind.TASK
    voice = Voice(
        colour=discord.Colour.from_rgb(240, 150, 30),
        emoji="🧮",
        greeting=(
            "Good to meet you. I have read what there is to read; now I would like to hear how you think. "
            "Write SQL as you would at your desk."
        ),
        lead_ins=(
            "Here is where I would like to start.",
            "All right. Now this one.",
            "Let us look at another part.",
            "Take your time with this.",
        ),
        last_lead_in="One last problem.",
        close="Thank you, that gave me a good picture of how you work. Let us go through it.",
    )

    task = app_commands.Group(
        name="task", description="The take-home of your technical task, in its thread", guild_only=True
    )

    def __init__(self, bot: Greenroom) -> None:
        super().__init__(bot.rounds, bot.clockwork)
        self.bot = bot
        self.tasks: Tasks = bot.tasks

    async def start(self, parent: discord.TextChannel, wish: Wish) -> Round:
        opened = await super().start(parent, wish)
        if any(turn.form is Form.TASK for turn in opened.turns):
            self.tasks.warm()
        return opened

    # ------------------------------------------------------------------ open

    @task.command(name="open")
    @app_commands.describe(time="How long you want, from 1 hour to 14 days; the usual time if you leave this out")
    async def open_command(self, interaction: Interaction, time: str | None = None) -> None:
        """Open your take-home: the brief, the problems and the tables; your time starts."""
        async with Reply(interaction, slow=True) as reply:
            work = await self._here(interaction)
            await self._open(interaction, reply, work, time)

    @open_command.autocomplete("time")
    async def _times(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        work = await self._quietly_here(interaction)
        return parts.time_choices(work.kept if work else None, typed)

    @action("task_open", int, int)
    async def ask_time(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """Ask how much time it shall take."""
        work = await self._of(interaction, round_id)
        work.state.open_turn(position)
        if work.kept.opened_at is not None:
            raise Refused(Reason.TASK_IS_OPEN)
        await reply.modal(parts.open_form(work.kept, custom_id("task_time", round_id, position)))

    @action("task_time", int, int, update=True, slow=True)
    async def take_time(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """The time is chosen."""
        work = await self._of(interaction, round_id)
        work.state.open_turn(position)
        await self._open(interaction, reply, work, typed_fields(interaction).get("time"))

    async def _open(self, interaction: Interaction, reply: Reply, work: Work, time: str | None) -> None:
        span = work.kept.default_time if time is None else time_of(time)
        after = await self.tasks.open(work, interaction.user.id, span)
        await self._hand_out(interaction, after)
        due = moment(after.kept.due_at, "F") if after.kept.due_at else ""
        taken = f"Your task is open, due {due}. Good luck."
        await self.settling.settle(interaction, reply, work.turn.position, after.state, taken)

    async def _hand_out(self, interaction: Interaction, work: Work) -> None:
        """Post the files where the work is done; the button ``Tables`` brings them again."""
        if not isinstance(interaction.channel, discord.Thread):
            return
        try:
            files = parts.handouts(work.task, await self.tasks.tables(work.task))
            await interaction.channel.send("📦 The tables, their dictionary and the problems.", files=files)
        except (discord.HTTPException, OSError) as error:
            _log.warning("the files of a task could not be posted: %s", error)

    # ------------------------------------------------------------------ schema

    @task.command(name="schema")
    @app_commands.describe(table="One table with its columns; all tables in short if you leave this out")
    async def schema(self, interaction: Interaction, table: str | None = None) -> None:
        """See what is in the tables of your take-home."""
        async with Reply(interaction) as reply:
            work = await self._here(interaction)
            if table is None:
                await reply.say(embed=parts.schema(work.task), file=parts.dictionary_file(work.task))
                return
            found = work.task.table(table.strip().casefold())
            if found is None:
                raise Refused(Reason.UNKNOWN_TABLE)
            await reply.say(embed=parts.schema_of(found))

    @schema.autocomplete("table")
    async def _tables(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        work = await self._quietly_here(interaction)
        return parts.table_choices(work.task, typed) if work else []

    @action("task_tables", int, int, slow=True)
    async def tables(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """The tables in short, and everything as files."""
        work = await self._of(interaction, round_id)
        files = parts.handouts(work.task, await self.tasks.tables(work.task))
        await reply.say(embed=parts.schema(work.task), files=files)

    # ------------------------------------------------------------------ SQL

    @task.command(name="sql")
    @app_commands.describe(
        problem="The problem it solves; leave this out to look around in the data",
        file="A .sql file of up to 100 KB; a form opens if you leave this out",
    )
    async def sql(
        self, interaction: Interaction, problem: str | None = None, file: discord.Attachment | None = None
    ) -> None:
        """Run a query on the tables of your take-home."""
        async with Reply(interaction, slow=file is not None) as reply:
            work = await self._here(interaction)
            self.tasks.check_open(work)
            chosen_problem = work.problem(problem) if problem else None
            if file is None:
                before = await self.tasks.last_query(work, problem or "")
                await reply.modal(parts.sql_form(work, chosen_problem, before))
                return
            if not file.filename.casefold().endswith(".sql"):
                raise Refused(Reason.NOT_SQL_FILE)
            await self._run(interaction, reply, work, problem or "", await _text_of(file))

    @sql.autocomplete("problem")
    async def _problems(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        work = await self._quietly_here(interaction)
        return parts.problem_choices(work.kept, typed) if work else []

    @action("task_problem", int, int)
    async def show_problem(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """A problem was chosen from the panel's menu."""
        work = await self._of(interaction, round_id)
        await reply.say(**parts.problem(work, work.problem(chosen(interaction))))

    @action("task_hint", int, int, str)
    async def hint(self, interaction: Interaction, reply: Reply, round_id: int, position: int, problem_id: str) -> None:
        """One hint more on a problem."""
        work = await self._of(interaction, round_id)
        self.tasks.check_open(work)
        one = work.problem(problem_id)
        await reply.say(parts.hints(one, await self.tasks.hint(work, interaction.user.id, one)))

    @action("task_sql", int, int, str)
    async def write_sql(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, problem_id: str
    ) -> None:
        """Open the form for a query, with the last one in it."""
        work = await self._of(interaction, round_id)
        self.tasks.check_open(work)
        one = None if problem_id == parts.NO_PROBLEM else work.problem(problem_id)
        before = await self.tasks.last_query(work, one.id) if one else ""
        await reply.modal(parts.sql_form(work, one, before))

    @action("task_run", int, int, str)
    async def run_sql(
        self, interaction: Interaction, reply: Reply, round_id: int, position: int, problem_id: str
    ) -> None:
        """The form came back: run what is in it."""
        fields = typed_fields(interaction)
        reply.keepsake = fields.get("sql", "")
        work = await self._of(interaction, round_id)
        asked = fields.get("problem", "") if problem_id == parts.NO_PROBLEM else problem_id
        await self._run(interaction, reply, work, asked, fields.get("sql", ""))

    async def _run(self, interaction: Interaction, reply: Reply, work: Work, problem_id: str, sql: str) -> None:
        reply.keepsake = sql
        query = Query(interaction.id, problem_id, sql, interaction.created_at)
        found = await self.tasks.attempt(work, interaction.user.id, query)
        reply.keepsake = None
        await reply.say(**await asyncio.to_thread(parts.outcome, found))
        if found.problem is not None:
            await self._show_tally(interaction, work)

    async def _show_tally(self, interaction: Interaction, work: Work) -> None:
        """Bring the panel up to date: what is solved stands on it."""
        state = await self.rounds.get(work.state.guild_id, work.state.id)
        turn = state.turn(work.turn.position)
        if state.current != turn or turn.panel_id is None or not isinstance(interaction.channel, discord.Thread):
            return
        notice = Prompt(round=state, turn=turn, ends_at=None)
        payload = await look_of(turn.form).panel(notice, self.voice, reads_messages=self.bot.reads_messages)
        try:
            await interaction.channel.get_partial_message(turn.panel_id).edit(**payload)
        except discord.HTTPException as error:
            _log.info("a panel could not be brought up to date: %s", error.code)

    # ------------------------------------------------------------------ submit

    @task.command(name="submit")
    @app_commands.describe(
        text="Your write-up, or its last words; what you typed in the thread comes before it",
        file1="A file: the text of .sql, .md and .txt is read, of others the name is kept",
        file2="Another file",
        file3="Another file",
    )
    async def submit(
        self,
        interaction: Interaction,
        text: str | None = None,
        file1: discord.Attachment | None = None,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
    ) -> None:
        """Hand in your take-home: your text, your files and your queries; then its defence begins."""
        async with Reply(interaction, slow=True) as reply:
            reply.keepsake = text
            work = await self._here(interaction)
            self.tasks.check_open(work)
            given = [file for file in (file1, file2, file3) if file is not None]
            read = [(one.filename, await _text_of(one)) for one in given if _is_readable(one)]
            whole = "\n\n".join(piece for piece in (text or "", parts.quoted(read)) if piece)
            attached = tuple(Attachment(name=one.filename, size=one.size) for one in given)
            await self._submit(interaction, reply, work, whole, attached)

    @action("task_submit", int, int, update=True)
    async def press_submit(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """What was typed is handed in; without anything typed a form asks for it."""
        work = await self._of(interaction, round_id)
        work.state.open_turn(position)
        await self._read_missed(interaction, work)
        if (await self.rounds.parts(work.state)).get(position):
            await self._submit(interaction, reply, work)
            return
        modal = blank_form("Hand in your task", custom_id("task_in", round_id, position))
        tried = bool(work.kept.tries)
        modal.add_item(write_up(0, required=not tried))
        await reply.modal(modal)

    @action("task_in", int, int, update=True)
    async def take_in(self, interaction: Interaction, reply: Reply, round_id: int, position: int) -> None:
        """The form behind Submit came back."""
        text = typed_fields(interaction).get("text", "")
        reply.keepsake = text
        work = await self._of(interaction, round_id)
        work.state.open_turn(position)
        await self._submit(interaction, reply, work, text)

    async def _submit(
        self,
        interaction: Interaction,
        reply: Reply,
        work: Work,
        text: str = "",
        attached: tuple[Attachment, ...] = (),
    ) -> None:
        where = (work.state.guild_id, work.state.id, interaction.user.id, work.turn.position)
        await self._read_missed(interaction, work)
        if is_blank(text) and not attached:
            after = await self.rounds.submit(*where)
        else:
            part = Part(
                source_id=interaction.id,
                source=Source.MODAL,
                content=text,
                attachments=attached,
                created_at=interaction.created_at,
            )
            after = await self.rounds.answer(*where, part)
        await self.settling.settle(
            interaction, reply, work.turn.position, after, "Handed in. Now let us talk about it."
        )

    # ------------------------------------------------------------------ inside

    async def _here(self, interaction: Interaction) -> Work:
        return await self.tasks.in_thread(guild_of(interaction), interaction.channel_id or 0, interaction.user.id)

    async def _of(self, interaction: Interaction, round_id: int) -> Work:
        return await self.tasks.of_round(guild_of(interaction), round_id, interaction.user.id)

    async def _quietly_here(self, interaction: Interaction) -> Work | None:
        """For suggestions, where there is nobody to tell that something is wrong."""
        try:
            return await self._here(interaction)
        except (Refused, StoreUnavailable):
            return None

    async def _read_missed(self, interaction: Interaction, work: Work) -> None:
        """Read from the thread what could not be stored when it came."""
        if self.bot.catch_up.missed(interaction.channel_id):
            await self.bot.catch_up.one(work.state)


def _is_readable(file: discord.Attachment) -> bool:
    return file.filename.casefold().endswith(parts.READABLE) and file.size <= parts.MOST_BYTES


async def _text_of(file: discord.Attachment) -> str:
    """The text of an attached file.

    :raises Refused: if it is too large, empty, no text, or not to be had.
    """
    name = inert(file.filename)
    if file.size > parts.MOST_BYTES:
        raise Refused(Reason.FILE_TOO_LARGE, name=name, most=human_size(parts.MOST_BYTES))
    try:
        data: Any = await file.read()
    except discord.HTTPException as error:
        raise Refused(Reason.FILE_UNREADABLE, name=name) from error
    return parts.decoded(file.filename, data)


async def setup(bot: Greenroom) -> None:
    """Called by the client when it loads this cog."""
    await bot.add_cog(Task(bot))
