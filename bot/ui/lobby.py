"""What ``/mock`` answers with, visible to the person only."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.drafts import Part
from bot.domain.notices import Unfinished
from bot.domain.rounds import Round, TurnStatus
from bot.ui.actions import ActionButton
from bot.ui.text import cut, moment, plural


def opened(state: Round) -> str:
    """Where the new round is."""
    count = plural(state.count, "question")
    return f"Your **{state.stage_title}** is ready in <#{state.thread_id}>: {count}. Good luck."


def public_offer(track_id: str, stage_id: str, questions: int | None, *, reviews: bool) -> discord.ui.View:
    """A button that opens the same round in a public thread; with ``reviews``, what is due for review comes first."""
    view = discord.ui.View(timeout=None)
    style, name = discord.ButtonStyle.primary, "public_reviews" if reviews else "public"
    view.add_item(ActionButton("Use a public thread", name, track_id, stage_id, questions or 0, style=style))
    return view


def unfinished(notice: Unfinished, mentioned: int | None) -> dict[str, Any]:
    """A round that waits; ``mentioned``: whom to call, where it goes to a channel."""
    state = notice.round
    turn = state.current
    at = f", at question {state.number_of(turn.position)} of {state.count}" if turn else ""
    where = f" in <#{state.thread_id}>" if state.thread_id else ""
    text = (
        f"{f'<@{mentioned}> ' if mentioned else ''}⏸️ Your round **{state.track_title}: {state.stage_title}** is still "
        f"open{where}{at}. Go on where you left off, or finish it and get the debrief for what you answered."
    )
    view = discord.ui.View(timeout=None)
    ids = (state.guild_id, state.id)
    view.add_item(ActionButton("Resume", "take_up", *ids, style=discord.ButtonStyle.primary))
    view.add_item(ActionButton("Finish", "finish_left", *ids))
    users = [discord.Object(mentioned)] if mentioned else []
    return {"content": text, "view": view, "allowed_mentions": discord.AllowedMentions(users=users)}


def status(found: Sequence[Round], gone: set[int], drafts: Mapping[int, Mapping[int, list[Part]]]) -> str:
    """A person's open rounds: where, which question, what is drafted, how long it has."""
    return "\n\n".join(_line(state, state.id in gone, drafts.get(state.id, {})) for state in found)


def _line(state: Round, gone: bool, drafts: Mapping[int, list[Part]]) -> str:
    title = f"**{state.track_title}: {state.stage_title}**"
    turn = state.current
    if turn is None:
        return f"{title}: its thread is being opened; `/mock resume` if it does not come."
    done = sum(one.status in {TurnStatus.ANSWERED, TurnStatus.SKIPPED} for one in state.turns)
    where = "its thread was deleted; `/mock resume` opens a new one" if gone else f"in <#{state.thread_id}>"
    drafted = len(drafts.get(turn.position, ()))
    lines = [
        f"{title}, {where}",
        f"Question {state.number_of(turn.position)} of {state.count}, {done} done: {cut(turn.question.prompt, 160)}",
    ]
    notes = []
    if drafted:
        notes.append(f"{plural(drafted, 'message')} drafted")
    if turn.ends_at is not None:
        notes.append(f"time box ends {moment(turn.ends_at, 'R')}")
    if turn.due_at is not None:
        notes.append(f"due {moment(turn.due_at, 'R')}")
    if notes:
        lines.append("-# " + " · ".join(notes))
    return "\n".join(lines)
