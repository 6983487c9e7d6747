"""A daily question with its buttons, and what becomes of it once it is answered."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.daily.notices import DailyAsked
from bot.domain.daily.questions import ANSWER_ROOM, DailyQuestion, Scope
from bot.domain.hints import hint, hint_count
from bot.domain.tracks import Question
from bot.services.rounds import Hint
from bot.ui import panels
from bot.ui.actions import ActionButton, custom_id
from bot.ui.daily.words import ASIDES
from bot.ui.text import cut, moment

COLOUR = discord.Colour.from_rgb(240, 160, 60)
_DONE = discord.Colour.dark_grey()
_ANY = "-"
_TITLE_ROOM = 45

Row = discord.ui.ActionRow[discord.ui.LayoutView]
Button = discord.ui.Item[Any]


def card(notice: DailyAsked, *, reads_messages: bool) -> discord.ui.LayoutView:
    """The question; ``reads_messages``: what is typed in a thread can be read."""
    daily = notice.daily
    asked = daily.question
    head = f"-# {_title(daily)} · {notice.place}\n-# {about(asked)}"
    if notice.to is not None:
        head = f"<@{notice.to}>\n{head}"
    texts = [head, _prompt(asked)]
    if asked_before := _before(daily):
        texts.append(asked_before)
    end = [panels.credit(notice.credit_id).strip(), *(f"-# {ASIDES[one]}" for one in notice.asides)]
    end.append(f"-# {_how(notice, reads_messages=reads_messages)}")
    return panels.card(COLOUR, *texts, "\n".join(filter(None, end)), row=_row(_buttons(notice)))


def settled(daily: DailyQuestion, note: str = "✅ Answered") -> discord.ui.LayoutView:
    """The question without its buttons."""
    return panels.card(_DONE, f"-# {_title(daily)} · {note}", _prompt(daily.question))


def hint_card(daily: DailyQuestion, number: int) -> tuple[str, discord.ui.View]:
    """Hint ``number`` (from 1), and a button for the next one."""
    total = hint_count(daily.question)
    view = discord.ui.View(timeout=None)
    if number < total:
        view.add_item(ActionButton("Another hint", "dq_hint", daily.id, number + 1, emoji="💡"))
    return panels.hint(Hint(hint(daily.question, number), number, total)), view


IS_IT = "Is that your answer to the daily question above?"


def take_it(daily: DailyQuestion, message_id: int) -> discord.ui.View:
    """A button that makes a message the answer."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Take it", "dq_take", daily.id, message_id, style=discord.ButtonStyle.primary))
    return view


def answer_form(title: str, form_id: str, text: str = "") -> discord.ui.Modal:
    """The form for an answer, filled in with ``text``."""
    modal = panels.blank_form(cut(title, _TITLE_ROOM), form_id)
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=ANSWER_ROOM,
        required=True,
        default=text[:ANSWER_ROOM] or None,
    )
    modal.add_item(discord.ui.Label(text="Your answer", component=field))
    return modal


def own_form(daily: DailyQuestion) -> discord.ui.Modal:
    """The form behind ``Answer`` of a person's own question."""
    return answer_form(" ".join(daily.question.prompt.split()), custom_id("dq_form", daily.id))


def about(asked: Question) -> str:
    """``communication · medium · about 5 min``."""
    return f"{asked.competency.value.replace('_', ' ')} · {asked.difficulty.value} · about {asked.minutes} min"


def _title(daily: DailyQuestion) -> str:
    return "A question for now" if daily.scope is Scope.NOW else "Your daily question"


def _prompt(asked: Question) -> str:
    first, newline, rest = asked.prompt.partition("\n")
    return f"### {first}{newline}{rest}"


def _before(daily: DailyQuestion) -> str:
    """Of a review: when it was had before, and how that went."""
    if daily.last_at is None:
        return ""
    return f"🔁 You had this on {moment(daily.last_at, 'D')}; you rated yourself {daily.last_rating}."


def _how(notice: DailyAsked, *, reads_messages: bool) -> str:
    daily = notice.daily
    if daily.thread_id is not None:
        return panels.how_to_answer(reads_messages)
    if daily.is_private and notice.to is None:
        return "Press Answer to write, or reply to this message: one reply is your answer."
    return "Press Answer to write: only you see what comes of it."


def _buttons(notice: DailyAsked) -> list[Button]:
    daily = notice.daily
    found: list[Button] = [ActionButton("Answer", "dq_answer", daily.id, style=discord.ButtonStyle.primary, emoji="✍️")]
    if daily.thread_id is not None:
        found.append(ActionButton("Submit", "dq_submit", daily.id, style=discord.ButtonStyle.success))
    elif daily.scope is Scope.NOW:
        found.append(ActionButton("Answer in a thread", "dq_thread", daily.id, emoji="🧵"))
    if hint_count(daily.question):
        found.append(ActionButton("Hint", "dq_hint", daily.id, 1, emoji="💡"))
    if daily.scope is Scope.NOW and daily.thread_id is None:
        wish = [one or _ANY for one in notice.wish]
        found.append(ActionButton("Another one", "dq_another", daily.id, *wish, emoji="🔀"))
    if daily.scope is Scope.OWN:
        found.append(ActionButton("Settings", "dset", daily.guild_id, emoji="⚙️"))
    return found


def wished(text: str) -> str | None:
    """A part of a wish that stands in a button."""
    return None if text == _ANY else text


def _row(items: Sequence[Button]) -> Row:
    row: Row = discord.ui.ActionRow()
    for one in items:
        row.add_item(one)
    return row
