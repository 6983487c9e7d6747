"""The messages of a running round: briefing, question panel, nudges."""

from collections.abc import Iterable
from datetime import datetime

import discord

from bot.domain.hints import hint_count
from bot.domain.notices import Briefing, Deadline, Nudge, Prompt, Stranded
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.turns import Form
from bot.services.rounds import Hint
from bot.ui.actions import ActionButton
from bot.ui.text import moment, person, plural
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
    count = plural(state.count, "question")
    speakers = dict.fromkeys(f"{one.name} ({one.role})" for turn in state.turns if (one := turn.speaker))
    panel = f"**Panel:** {', '.join(speakers)}\n" if speakers else ""
    return card(
        voice.colour,
        f"## {voice.emoji} {state.stage_title}\n-# {state.track_title}",
        f"{voice.greeting}\n\n{state.briefing}",
        f"**Interviewer:** {state.conductor}\n{panel}**Candidate:** {mention}\n"
        f"**In life:** {state.stage_minutes} minutes\n**Here:** {count}{_about(state)}",
    )


def question(notice: Prompt, voice: Voice, *, reads_messages: bool) -> discord.ui.LayoutView:
    """A question with its buttons and its countdown."""
    state, turn = notice.round, notice.turn
    return card(
        voice.colour,
        f"{heading(state, turn)}\n{voice.lead_in(state, turn)}",
        prompt(turn),
        f"{clock(turn, notice.ends_at)}{credit(notice.credit_id)}-# {how_to_answer(reads_messages)}",
        row=buttons(state, turn),
    )


def credit(member_id: int | None) -> str:
    """Who suggested the question, as a line of its own; nobody is pinged from here."""
    return f"-# Suggested by {person(member_id)}\n" if member_id else ""


def settled(state: Round, position: int, outcome: str = "") -> discord.ui.LayoutView:
    """A question that is done with: no buttons any more. ``outcome``: what came of it, where there is more to say."""
    turn = state.turn(position)
    took = ""
    if turn.prompted_at and turn.settled_at:
        minutes = (turn.settled_at - turn.prompted_at).total_seconds() / 60
        took = f" after {minutes:.0f} min" if minutes >= 1 else " within a minute"
    status = _STATUS.get(turn.status, "⬇️ Goes on below")
    below = f"{outcome}\n" if outcome else ""
    return card(_SETTLED, heading(state, turn), prompt(turn), f"{below}-# {status}{took}")


def buttons(state: Round, turn: Turn) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    """What can be done with the open question."""
    where = (state.id, turn.position)
    style = discord.ButtonStyle
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    row.add_item(ActionButton("Answer", "answer", *where, style=style.primary, emoji="✍️"))
    row.add_item(ActionButton("Submit", "submit", *where, style=style.success, emoji="📨"))
    if hint_count(turn.question):
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


_LEFT = {"half": "Half of your time is over", "day": "One day is left", "hour": "One hour is left"}


def deadline(notice: Deadline) -> str:
    """One line: a take-home is due in a while."""
    return (
        f"⏳ {_LEFT[notice.left]}: the task is due {moment(notice.due_at, 'F')} ({moment(notice.due_at, 'R')}). "
        "Late is fine too, it is only marked as late."
    )


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
    modal = blank_form(numbering(state, turn), custom_id)
    before = f"It follows your {plural(drafted, 'message')} in the thread." if drafted else None
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=True
    )
    modal.add_item(discord.ui.Label(text="Your answer", description=before, component=field))
    return modal


def blank_form(title: str, custom_id: str) -> discord.ui.Modal:
    """A form without fields."""
    # Without a timeout the library would keep every form that was closed unsent; the route needs none of them.
    return discord.ui.Modal(title=title, custom_id=custom_id, timeout=15 * 60)


def card(
    colour: discord.Colour,
    *texts: str,
    items: Iterable[discord.ui.Item[discord.ui.LayoutView]] = (),
    row: discord.ui.ActionRow[discord.ui.LayoutView] | None = None,
) -> discord.ui.LayoutView:
    """A card of texts with lines between them, ``items`` and a row of buttons at its end."""
    view = discord.ui.LayoutView(timeout=None)
    container: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=colour)
    for index, text in enumerate(texts):
        if index:
            container.add_item(discord.ui.Separator())
        container.add_item(discord.ui.TextDisplay(text))
    for item in items:
        container.add_item(item)
    if row is not None:
        container.add_item(row)
    view.add_item(container)
    return view


def heading(state: Round, turn: Turn) -> str:
    """Where in the round we are, what it is about, and who asks."""
    tries = hint_count(turn.question)
    hints = f" · {turn.hints} of {tries} hints" if turn.hints else ""
    asked = turn.question
    topic = asked.competency.replace("_", " ")
    speaker = f"\n**{turn.speaker.name}** · {turn.speaker.role}" if turn.speaker else ""
    kind = "follow-up" if turn.form is Form.PROBE else f"{topic} · {asked.difficulty.value}"
    return f"-# {numbering(state, turn)} · {kind}{hints}{speaker}"


def numbering(state: Round, turn: Turn) -> str:
    """``Question 2 of 5``; a follow-up has the number of its question."""
    return f"Question {state.number_of(turn.position)} of {state.count}"


def _about(state: Round) -> str:
    minutes = sum(turn.question.minutes for turn in state.turns if turn.timed)
    return f", about {minutes} minutes" if minutes else ""


def prompt(turn: Turn) -> str:
    """The question itself, its first line as a heading."""
    first, newline, rest = turn.question.prompt.partition("\n")
    return f"### {first}{newline}{rest}"


def clock(turn: Turn, ends_at: datetime | None) -> str:
    """The time box, as a line of its own; nothing where there is none."""
    if ends_at is None:
        return ""
    return f"⏱️ {turn.question.minutes} min, until {moment(ends_at, 't')} ({moment(ends_at, 'R')})\n"


def how_to_answer(reads_messages: bool) -> str:
    """The ways to answer."""
    if reads_messages:
        return "Type here, in as many messages as you like, and press Submit; or write it all behind Answer."
    return "Press Answer to write; or reply to this message, as often as you like, and press Submit."
