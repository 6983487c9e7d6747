"""The messages of a running round: briefing, question panel, nudges."""

from datetime import datetime

import discord

from bot.domain.hints import hint_count
from bot.domain.notices import Briefing, Nudge, Prompt, Stranded
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.services.rounds import Hint
from bot.ui.actions import ActionButton
from bot.ui.text import moment, plural
from bot.ui.voices import Voice

UNREADABLE = (
    "I cannot read plain messages in this server, so that one is not part of your answer yet: press **Answer**, reply "
    "to my question, or choose **Apps → Submit as answer** on your message."
)
_SETTLED = discord.Colour.dark_grey()
_STATUS = {
    TurnStatus.ANSWERED: "✅ Answered",
    TurnStatus.SKIPPED: "⏭️ Skipped",
    TurnStatus.LEFT: "⏹️ The round ended here",
}


def briefing(notice: Briefing, voice: Voice, mention: str) -> discord.ui.LayoutView:
    """Who interviews you, how long, what it is like."""
    state = notice.round
    count = plural(len(state.turns), "question")
    return _card(
        voice.colour,
        f"## {voice.emoji} {state.stage_title}\n-# {state.track_title}",
        f"{voice.greeting}\n\n{state.briefing}",
        f"**Interviewer:** {state.conductor}\n**Candidate:** {mention}\n**In life:** {state.stage_minutes} minutes\n"
        f"**Here:** {count}, about {sum(turn.question.minutes for turn in state.turns)} minutes",
    )


def question(notice: Prompt, voice: Voice, *, reads_messages: bool) -> discord.ui.LayoutView:
    """A question with its buttons and its countdown."""
    state, turn = notice.round, notice.turn
    return _card(
        voice.colour,
        f"{_heading(state, turn)}\n{voice.lead_in(turn, len(state.turns))}",
        _prompt(turn),
        f"{_clock(turn, notice.ends_at)}\n-# {_how_to_answer(reads_messages)}",
        row=buttons(state, turn),
    )


def settled(state: Round, position: int) -> discord.ui.LayoutView:
    """A question that is done with: no buttons any more."""
    turn = state.turn(position)
    took = ""
    if turn.prompted_at and turn.settled_at:
        minutes = (turn.settled_at - turn.prompted_at).total_seconds() / 60
        took = f" after {minutes:.0f} min" if minutes >= 1 else " within a minute"
    return _card(_SETTLED, _heading(state, turn), _prompt(turn), f"-# {_STATUS.get(turn.status, 'Open')}{took}")


def buttons(state: Round, turn: Turn) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """What can be done with the open question."""
    where = (state.id, turn.position)
    style = discord.ButtonStyle
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    row.add_item(ActionButton("Answer", "answer", *where, style=style.primary, emoji="✍️"))
    row.add_item(ActionButton("Submit", "submit", *where, style=style.success, emoji="📨"))
    row.add_item(ActionButton("Hint", "hint", *where, emoji="💡"))
    row.add_item(ActionButton("Skip", "skip", *where, emoji="⏭️"))
    row.add_item(ActionButton("Finish", "finish", *where, style=style.danger, emoji="🏁"))
    return row


def nudge(notice: Nudge) -> str:
    """One line: the time box is nearly over, or over."""
    if notice.over:
        return (
            "⏰ That is the time an interviewer would give this question. Finish your thought all the same: "
            "nothing is cut, the clock is only practice."
        )
    return f"⏳ The time for this question ends {moment(notice.ends_at, 'R')}. Bring your answer to its point."


def stranded(notice: Stranded) -> str:
    """A word in direct messages when the thread is gone or closed to us."""
    state = notice.round
    return (
        f"I cannot write in the thread of your round **{state.track_title}: {state.stage_title}** any more. Everything "
        "you answered is safe: run `/mock resume` in a channel of that server and we go on."
    )


def hint(found: Hint) -> str:
    """The steps so far."""
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(found.steps, start=1))
    more = "" if found.number < found.total else "\n-# That is the whole approach; the rest is yours."
    return f"💡 **Hint {found.number} of {found.total}: how to go about it**\n{steps}{more}"


def answer_form(state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
    """The form behind ``Answer``; what was drafted in the thread stays in front of what is written here."""
    modal = discord.ui.Modal(title=f"Question {turn.position + 1} of {len(state.turns)}", custom_id=custom_id)
    # Without a timeout the library would keep every form that was closed unsent; the route needs none of them.
    modal.timeout = 15 * 60
    before = f"It follows your {plural(drafted, 'message')} in the thread." if drafted else None
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=True
    )
    modal.add_item(discord.ui.Label(text="Your answer", description=before, component=field))
    return modal


def _card(
    colour: discord.Colour, *texts: str, row: discord.ui.ActionRow[discord.ui.LayoutView] | None = None
) -> discord.ui.LayoutView:
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=colour)
    for index, text in enumerate(texts):
        if index:
            container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(text))
    if row is not None:
        container.add_item(row)
    view.add_item(container)
    return view


def _heading(state: Round, turn: Turn) -> str:
    tries = hint_count(turn.question)
    hints = f" · {turn.hints} of {tries} hints" if turn.hints else ""
    asked = turn.question
    topic = asked.competency.replace("_", " ")
    return f"-# Question {turn.position + 1} of {len(state.turns)} · {topic} · {asked.difficulty.value}{hints}"


def _prompt(turn: Turn) -> str:
    first, newline, rest = turn.question.prompt.partition("\n")
    return f"### {first}{newline}{rest}"


def _clock(turn: Turn, ends_at: datetime) -> str:
    return f"⏱️ {turn.question.minutes} min, until {moment(ends_at, 't')} ({moment(ends_at, 'R')})"


def _how_to_answer(reads_messages: bool) -> str:
    if reads_messages:
        return "Type here, in as many messages as you like, and press Submit; or write it all behind Answer."
    return "Press Answer to write; or reply to this message, as often as you like, and press Submit."
