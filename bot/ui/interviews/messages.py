"""The messages that come by themselves around an interview."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import discord

from bot.domain.competencies import Competency
from bot.domain.interviews.notices import InterviewNotice
from bot.domain.interviews.values import Do, Interview, Say
from bot.ui.actions import ActionButton
from bot.ui.cards import Part, card, row
from bot.ui.interviews.words import COLOUR, EMOJI, button, named
from bot.ui.selects import ActionSelect
from bot.ui.text import inert, moment

OTHER = "other"
_DAYS = (3, 5, 7, 10, 14)
_PRIMARY = discord.ButtonStyle.primary
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def message(notice: InterviewNotice, channel_user_id: int | None) -> dict[str, Any]:
    """``channel_user_id``: whom to call where it stands in a channel, before the eyes of others: then it tells nothing,
    not even what it is about."""
    return {"view": view(notice)} if channel_user_id is None else _pointer(notice, channel_user_id)


def view(notice: InterviewNotice) -> discord.ui.LayoutView:
    """The message itself, for the person alone."""
    return card(COLOUR, [part for part in _parts(notice) if part])


def _pointer(notice: InterviewNotice, user_id: int) -> dict[str, Any]:
    one = notice.interview
    text = (
        f"<@{user_id}>, I have something for you about your plans, and your direct messages are closed to me. Open "
        "them, or press the button: only you see what comes then."
    )
    show = button("Show me", "iv_show", one, one.version, notice.say.value, notice.step, style=_PRIMARY)
    shown = discord.ui.LayoutView(timeout=None)
    shown.add_item(discord.ui.TextDisplay(text)).add_item(row(show))
    return {"view": shown, "allowed_mentions": discord.AllowedMentions(users=[discord.Object(user_id)])}


def _parts(notice: InterviewNotice) -> Iterator[Part]:
    one = notice.interview
    match notice.say:
        case Say.PREP:
            yield from _prep(notice)
        case Say.CHECKLIST:
            yield f"### ✅ Ready for {named(one)}\n**{inert(one.stage)}** begins {_at(one)}."
            yield "\n".join(f"☐ {inert(line)}" for line in notice.lines)
            yield row(*_practise(notice), _details(one))
        case Say.LUCK:
            yield f"### 🍀 {named(one)}\n**{inert(one.stage)}** begins {_at(one)}.\n{inert(' '.join(notice.lines))}"
            yield row(_details(one))
        case Say.AFTER:
            yield from _after(one)
        case Say.NUDGE:
            yield (
                f"### 📬 Any word from {inert(one.company)}?\nYour **{inert(one.stage)}** for {inert(one.role)} was "
                f"{moment(one.starts_at, 'R')}. If they are late, a short, friendly line to your contact is fine."
            )
            times = one.after.nudges
            yield row(button("I heard back", "iv_heard_now", one, one.version, times, style=_PRIMARY, emoji="📬"))


def _prep(notice: InterviewNotice) -> Iterator[Part]:
    one = notice.interview
    step = one.plan[notice.step]
    yield f"### 🎯 {named(one)}\n**{inert(one.stage)}** is {moment(one.starts_at, 'R')}. One thing for today:"
    yield f"{EMOJI[step.do]} {inert(' '.join(notice.lines))}"
    buttons = _practise(notice, first=step.do is Do.PRACTISE)
    if step.competency is not None:
        buttons.insert(0, one_question(step.competency, style=_PRIMARY))
    yield row(*buttons, _details(one, notice.step))


def one_question(competency: Competency, **look: Any) -> ActionButton:
    """The way to a single question on a competency."""
    return ActionButton(f"One question on {competency.replace('_', ' ')}", "iv_hint", competency.value, **look)


def _after(one: Interview) -> Iterator[Part]:
    yield (
        f"### 💬 How did it go?\nYour **{inert(one.stage)}** with {named(one)} is behind you. A thank-you note "
        "within a day is remembered; give me two or three points of the talk, and I draft it."
    )
    yield row(
        button("Write a thank-you note", "iv_note", one, style=_PRIMARY, emoji="✉️"),
        button("How it went", "iv_went", one, emoji="📝"),
        button("I heard back", "iv_heard", one, emoji="📬"),
    )
    options = [discord.SelectOption(label=f"They said I would hear in {days} days", value=str(days)) for days in _DAYS]
    options.append(discord.SelectOption(label="Another number of days…", value=OTHER))
    yield row(ActionSelect("They said I would hear in … days", options, "iv_days", one.guild_id, one.id, one.version))


def _practise(notice: InterviewNotice, *, first: bool = False) -> list[ActionButton]:
    if not notice.can_practise:
        return []
    style = _PRIMARY if first else discord.ButtonStyle.secondary
    return [button("Practise this stage", "iv_round", notice.interview, style=style, emoji="🎤")]


def _details(one: Interview, step: int = 0) -> ActionButton:
    # The version and the step tell two messages of the same words apart.
    return button("Details", "iv_details", one, one.version, step)


def _at(one: Interview) -> str:
    return f"{moment(one.starts_at, 'F')} ({moment(one.starts_at, 'R')})"


# ---------------------------------------------------------------------- the thank-you note


def note(one: Interview, text: str, tones: Mapping[str, str]) -> discord.ui.LayoutView:
    """The draft, to be copied, with the other tones as buttons."""
    safe = _UNSEEN.sub("", text).replace("```", "'''")
    chosen = one.after.tone if one.after.tone in tones else next(iter(tones))
    others = [
        button(title, "iv_tone", one, key, disabled=key == chosen, style=discord.ButtonStyle.secondary)
        for key, title in tones.items()
    ]
    edit = button("Change the points", "iv_note", one, emoji="✏️")
    top = "### ✉️ Your thank-you note\nCopy it, put your name below, and change whatever does not sound like you."
    return card(COLOUR, [top, f"```\n{safe}\n```", row(*others, edit)])


def went(one: Interview, words: str) -> discord.ui.LayoutView:
    """It is kept how it went."""
    buttons = row(button("Write a thank-you note", "iv_note", one, style=_PRIMARY, emoji="✉️"))
    return card(COLOUR, [f"{inert(words)}\n-# Kept with this interview; only you see it.", buttons])
