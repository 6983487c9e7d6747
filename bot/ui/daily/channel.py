"""A server's daily question as its members see it: the post, its answers, the wrap-up."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.daily.channel_notices import DayNotice, DayPoolLow, DayPost, DayWrapUp
from bot.domain.daily.channels import ANSWER_ROOM, DayAnswer, pages
from bot.domain.daily.questions import DailyQuestion
from bot.domain.tracks import Question
from bot.services.day_answers import Given
from bot.ui.actions import ActionButton, custom_id
from bot.ui.bank.words import shown, words_of
from bot.ui.panels import blank_form, card, credit
from bot.ui.text import cut, inert, moment, person, plural

COLOUR = discord.Colour.from_rgb(233, 161, 59)
_OVER = discord.Colour.dark_grey()
_BEST = discord.Colour.from_rgb(87, 166, 99)
_MESSAGE_ROOM = 5900
_LEAST = 300

Payload = dict[str, Any]
Row = discord.ui.ActionRow[discord.ui.LayoutView]
_PRIMARY, _SUCCESS = discord.ButtonStyle.primary, discord.ButtonStyle.success


def notice(what: DayNotice) -> Payload:
    """What a server's daily question has to say."""
    match what:
        case DayPost():
            return post(what)
        case DayWrapUp():
            return wrap_up(what)
        case DayPoolLow():
            return {"content": _low(what)}
        case _:
            raise TypeError(f"no way to say {type(what).__name__}")


# ---------------------------------------------------------------------- the post


def post(what: DayPost) -> Payload:
    """The question of a day; while it is open, with its buttons. Only the chosen role is pinged."""
    daily, asked = what.question, what.question.question
    ping = f"<@&{what.mention_id}>\n" if what.mention_id else ""
    about = f"{words_of(asked.competency).capitalize()} · {asked.difficulty.value} · {asked.minutes} min"
    row: Row = discord.ui.ActionRow()
    if daily.is_open:
        row.add_item(ActionButton("Answer", "day_answer", daily.id, style=_PRIMARY, emoji="✍️"))
    row.add_item(ActionButton("See answers", "day_answers", daily.id, emoji="👀"))
    view = card(
        COLOUR if daily.is_open else _OVER,
        f"{ping}## Question of the day\n-# {what.place}",
        _prompt(asked),
        f"{credit(what.credit_id)}-# {about}\n-# {_count(what)}",
        row=row,
    )
    roles = [discord.Object(what.mention_id)] if what.mention_id else []
    return {"view": view, "allowed_mentions": discord.AllowedMentions(roles=roles)}


def thread_name(daily: DailyQuestion) -> str:
    """``Mon 2 March: data analysis``."""
    day = daily.day
    return f"{day:%a} {day.day} {day:%B}: {words_of(daily.question.competency)}"


def _prompt(asked: Question) -> str:
    first, newline, rest = asked.prompt.partition("\n")
    return f"### {first}{newline}{rest}"


def _count(what: DayPost) -> str:
    said = f"💬 {plural(what.answered, 'answer')}" if what.answered else "💬 No answer yet: be the first"
    if not what.question.is_open:
        return f"💬 {plural(what.answered, 'answer')} · answering has ended"
    return f"{said} · open until {moment(what.ends_at, 'f')}" if what.ends_at else said


# ---------------------------------------------------------------------- answering


def answer_form(daily: DailyQuestion, before: str) -> discord.ui.Modal:
    """The form behind ``Answer``, with what the person answered before."""
    modal = blank_form("Change your answer" if before else "Your answer", custom_id("day_text", daily.id))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text",
        style=discord.TextStyle.paragraph,
        max_length=ANSWER_ROOM,
        required=True,
        default=before or None,
    )
    about = cut(" ".join(daily.question.prompt.split()), 100)
    modal.add_item(discord.ui.Label(text="Your answer", description=about, component=field))
    return modal


def given(what: Given) -> Payload:
    """An answer is in: what a coach says about it, and the question whether it may be shown."""
    head = "Changed: your new answer is in." if what.changed else "Your answer is in."
    remarks = "\n".join(f"• {inert(str(remark))}" for remark in what.feedback.remarks)
    feedback = f"\n\n**Feedback**\n{cut(remarks, 1500)}" if remarks else ""
    text = f"✅ {head} Only those who answer too can read it; the sample comes with the wrap-up.{feedback}"
    return {"content": text, "view": consent(what.question.id, agreed=what.answer.shared)}


def consent(daily_id: int, *, agreed: bool) -> discord.ui.View:
    """Whether one's answer may be shown, and the way to the others'."""
    view = discord.ui.View(timeout=None)
    label = "May be shown in the wrap-up"
    style = _SUCCESS if agreed else discord.ButtonStyle.secondary
    emoji = "✅" if agreed else "⬜"
    view.add_item(ActionButton(label, "day_share", daily_id, int(not agreed), style=style, emoji=emoji))
    view.add_item(ActionButton("See answers", "day_answers", daily_id, emoji="👀"))
    return view


def sample(daily: DailyQuestion) -> list[discord.Embed]:
    """How a strong answer goes; nothing for a question that came without."""
    asked = daily.question
    embed = discord.Embed(title=cut(" ".join(asked.prompt.split()), 250), colour=COLOUR)
    steps = "\n".join(f"{number}. {step}" for number, step in enumerate(asked.approach, start=1))
    if asked.sample_answer:
        embed.description = f"**A sample answer**\n{shown(asked.sample_answer, 1700)}"
    if steps:
        embed.description = f"**How to go about it**\n{shown(steps, 1400)}\n\n{embed.description or ''}".strip()
    return [embed]


# ---------------------------------------------------------------------- reading


def answers_page(daily_id: int, answers: Sequence[DayAnswer], viewer_id: int, page: int) -> discord.ui.LayoutView:
    """A page of answers, each with its button; one's own has none."""
    sheets = pages(list(answers))
    page = max(0, min(page, len(sheets) - 1))
    view = discord.ui.LayoutView(timeout=None)
    box: discord.ui.Container[discord.ui.LayoutView] = discord.ui.Container(accent_colour=COLOUR)
    box.add_item(discord.ui.TextDisplay(f"### {plural(len(answers), 'answer')}"))
    for one in sheets[page]:
        box.add_item(discord.ui.Separator())
        texts = [discord.ui.TextDisplay[Any](_author(one, viewer_id)), discord.ui.TextDisplay[Any](_text(one))]
        if one.answer.user_id == viewer_id:
            for text in texts:
                box.add_item(text)
        else:
            box.add_item(discord.ui.Section(*texts, accessory=_useful(one, page)))
    if len(sheets) > 1:
        row: Row = discord.ui.ActionRow()
        row.add_item(ActionButton("Back", "day_page", daily_id, max(page - 1, 0), disabled=page == 0))
        row.add_item(ActionButton("Next", "day_page", daily_id, page + 1, disabled=page == len(sheets) - 1))
        box.add_item(row)
    view.add_item(box)
    return view


def _author(one: DayAnswer, viewer_id: int) -> str:
    who = "You" if one.answer.user_id == viewer_id else person(one.answer.user_id)
    useful = f" · useful to {plural(one.votes, 'person', 'people')}" if one.votes else ""
    return f"**{who}**{useful}"


def _text(one: DayAnswer) -> str:
    # It has a text of its own, so that nothing in it reaches another one; a message holds what nobody sees, too.
    return shown(one.answer.text, ANSWER_ROOM).strip() or "…"


def _useful(one: DayAnswer, page: int) -> ActionButton:
    style = _SUCCESS if one.mine else discord.ButtonStyle.secondary
    return ActionButton("Useful", "day_useful", one.answer.id, page, int(not one.mine), style=style, emoji="👍")


# ---------------------------------------------------------------------- the wrap-up


def wrap_up(what: DayWrapUp) -> Payload:
    """The day after. The author of the shown answer is named, and not pinged."""
    answered = what.found.answered
    said = f"{plural(answered, 'person', 'people')} answered" if answered else "nobody answered this time"
    embeds = sample(what.question)
    best = what.found.best
    if best is not None:
        room = max(_MESSAGE_ROOM - sum(map(len, embeds)) - 100, _LEAST)
        votes = best.votes
        title = f"Most useful to the others ({plural(votes, 'vote')})" if votes else "One of your answers"
        embed = discord.Embed(title=title, description=shown(best.answer.text, room), colour=_BEST)
        embeds.append(embed.add_field(name="Written by", value=person(best.answer.user_id)))
    return {
        "content": f"🌅 The wrap-up: {said}. Thank you!" if answered else f"🌅 The wrap-up: {said}.",
        "embeds": embeds,
    }


def _low(what: DayPoolLow) -> str:
    left = plural(what.left, "question is", "questions are") if what.left else "no question is"
    of = f" of **{what.track}**" if what.track else ""
    again = "the oldest ones come again then" if what.left else "the oldest ones come again now"
    return (
        f"📉 The daily question: {left} left{of} that this server was not asked yet; {again}. `/question add`, "
        "`/question import` or `/question review` bring new ones."
    )
