"""The take-home: its panel, its form, its debrief."""

from typing import Any

import discord

from bot.domain.notices import DebriefEntry, Prompt
from bot.domain.rounds import Round, Turn
from bot.domain.stages.take_home.deadlines import in_words
from bot.domain.stages.take_home.rules import TakeHome, marks, tally
from bot.domain.turns import TurnStatus
from bot.ui import debriefs, panels
from bot.ui.actions import ActionButton
from bot.ui.forms.look import Look
from bot.ui.selects import ActionSelect
from bot.ui.take_home_parts import text_file
from bot.ui.text import cut, moment, plural
from bot.ui.voices import Voice

_Row = discord.ui.ActionRow[discord.ui.LayoutView]
_GREY = discord.Colour.dark_grey()
_FIELD_ROOM = 1024
_ENDED = {
    TurnStatus.SKIPPED: "⏭️ Skipped",
    TurnStatus.LEFT: "⏹️ The round ended here",
}


class TakeHomeLook(Look):
    """The take-home: closed, open, handed in."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        kept = TakeHome.of(notice.turn)
        if kept.opened_at is None or kept.due_at is None:
            return {"view": _closed(notice.round, notice.turn, kept, voice)}
        return {"view": _open(notice.round, notice.turn, kept, voice, reads_messages)}

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        turn = state.turn(position)
        kept = TakeHome.of(turn)
        texts = [f"{panels.heading(state, turn)}\n### {kept.title}"]
        if kept.opened_at is not None:
            texts.append(tally(kept))
        return {"view": panels.card(_GREY, *texts, f"-# {_ending(turn, kept)}")}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        modal = panels.blank_form("Hand in your task", custom_id)
        modal.add_item(write_up(drafted, required=True))
        return modal

    async def debrief(self, notice: DebriefEntry, voice: Voice) -> dict[str, Any]:
        kept = TakeHome.of(notice.entry.turn)
        payload = debriefs.entry(notice, voice, _queries(kept, voice))
        if notice.handouts:
            payload["files"] = [text_file(one.name, one.text) for one in notice.handouts]
        return payload


def write_up(drafted: int, *, required: bool) -> "discord.ui.Label[discord.ui.Modal]":
    """The field for what is handed in beside the queries."""
    hint = "The decision first; then the figures it rests on, the state of the data, what is next."
    before = f"It follows your {plural(drafted, 'message')} in the thread." if drafted else hint
    if not required:
        before = "May stay empty: then your queries are handed in alone."
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=required
    )
    return discord.ui.Label(text="Your write-up", description=before, component=field)


def _closed(state: Round, turn: Turn, kept: TakeHome, voice: Voice) -> discord.ui.LayoutView:
    where = (state.id, turn.position)
    row: _Row = discord.ui.ActionRow()
    row.add_item(ActionButton("Open", "task_open", *where, style=discord.ButtonStyle.primary, emoji="📂"))
    row.add_item(ActionButton("Skip", "skip", *where, emoji="⏭️"))
    row.add_item(ActionButton("Finish", "finish", *where, style=discord.ButtonStyle.danger, emoji="🏁"))
    hours = max(1, round(sum(one.minutes for one in kept.problems) / 60))
    return panels.card(
        voice.colour,
        f"{panels.heading(state, turn)}\n{voice.lead_in(state, turn)}",
        panels.prompt(turn),
        f"**{kept.title}**\nA brief of {kept.company}, {plural(len(kept.problems), 'SQL problem')} (about "
        f"{plural(hours, 'hour')} if you do them all) and the tables to download.",
        f"⏱️ You choose how long you want; {in_words(kept.default_time)} is usual.\n"
        "-# Your time starts when you press Open. Late is fine, it is only marked as late.",
        row=row,
    )


def _open(state: Round, turn: Turn, kept: TakeHome, voice: Voice, reads_messages: bool) -> discord.ui.LayoutView:
    where = (state.id, turn.position)
    assert kept.due_at is not None
    questions = "\n".join(f"{number}. {question}" for number, question in enumerate(kept.presents, start=1))
    how = "Type your write-up here or behind Answer" if reads_messages else "Write behind Answer, or reply to this"
    return panels.card(
        voice.colour,
        f"{panels.heading(state, turn)}\n### {kept.title}",
        kept.brief.strip(),
        f"**You will be asked**\n{questions}",
        f"⏱️ Due {moment(kept.due_at, 'F')} ({moment(kept.due_at, 'R')})\n**{tally(kept)}**\n"
        f"-# {how}, add files with /task submit, then Submit hands it all in with your queries.",
        items=[*_menu(kept, where), _tools(where)],
        row=_ends(where),
    )


def _menu(kept: TakeHome, where: tuple[int, int]) -> list[_Row]:
    if not kept.problems:
        return []
    options = [
        discord.SelectOption(
            label=cut(f"{mark} {one.title}", 100),
            value=one.id,
            description=f"{one.difficulty.value}, about {one.minutes} min",
        )
        for one, mark in marks(kept)
    ]
    row: _Row = discord.ui.ActionRow()
    row.add_item(ActionSelect("Look at a problem…", options, "task_problem", *where))
    return [row]


def _tools(where: tuple[int, int]) -> _Row:
    row: _Row = discord.ui.ActionRow()
    row.add_item(ActionButton("SQL", "task_sql", *where, "-", style=discord.ButtonStyle.primary, emoji="🧮"))
    row.add_item(ActionButton("Tables", "task_tables", *where, emoji="🗂️"))
    row.add_item(ActionButton("Hint", "hint", *where, emoji="💡"))
    return row


def _ends(where: tuple[int, int]) -> _Row:
    row: _Row = discord.ui.ActionRow()
    row.add_item(ActionButton("Answer", "answer", *where, style=discord.ButtonStyle.primary, emoji="✍️"))
    row.add_item(ActionButton("Submit", "task_submit", *where, style=discord.ButtonStyle.success, emoji="📨"))
    row.add_item(ActionButton("Skip", "skip", *where, emoji="⏭️"))
    row.add_item(ActionButton("Finish", "finish", *where, style=discord.ButtonStyle.danger, emoji="🏁"))
    return row


def _ending(turn: Turn, kept: TakeHome) -> str:
    if turn.status is TurnStatus.ANSWERED:
        if kept.submitted_at is None or kept.due_at is None:
            return "✅ Taken with the end of the round"
        if kept.is_late:
            return f"✅ Handed in, {in_words(kept.submitted_at - kept.due_at)} late"
        return "✅ Handed in on time"
    return _ENDED.get(turn.status, "⬇️ Goes on below")


def _queries(kept: TakeHome, voice: Voice) -> tuple[discord.Embed, ...]:
    """The problems that were tried, and a word on where the references are."""
    if kept.opened_at is None:
        return ()
    tried = [f"{mark} {one.title} ({kept.tries[one.id]})" for one, mark in marks(kept) if one.id in kept.tries]
    embed = discord.Embed(title="Your queries", colour=voice.colour, description=tally(kept))
    if tried:
        embed.add_field(name="Problem (queries)", value=cut("\n".join(tried), _FIELD_ROOM), inline=False)
    embed.set_footer(text="reference.sql has one right query for each problem; queries.sql has those you ran.")
    return (embed,)
