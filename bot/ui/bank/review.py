"""Suggestions and reports as moderators see them, and what is said about the bank unasked."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.bank.overlay import Difference, ServerQuestion
from bot.domain.bank.suggestions import REASON_ROOM, Suggestion, SuggestionStatus, titles
from bot.domain.errors import Refusal
from bot.domain.notices import AuditEntry, BankNotice, LowStock, SuggestionDecided, SuggestionPost
from bot.domain.tracks import Track
from bot.services.banks import LookAlike
from bot.services.reports import Reported
from bot.services.suggestions import Queue
from bot.ui.actions import ActionButton, custom_id
from bot.ui.bank import panels
from bot.ui.bank.words import TITLES, apart, quoted, shown
from bot.ui.panels import blank_form
from bot.ui.selects import ActionSelect
from bot.ui.sentences import sentence
from bot.ui.text import ago, cut, person, plural

Payload = dict[str, Any]
Alike = Sequence[tuple[ServerQuestion, float]]
Tracks = Mapping[str, Track]

_ALIKE_COLOUR = discord.Colour.from_rgb(230, 150, 40)
_COLOURS = {
    SuggestionStatus.WAITING: panels.COLOUR,
    SuggestionStatus.APPROVED: discord.Colour.from_rgb(87, 166, 99),
    SuggestionStatus.DECLINED: discord.Colour.dark_grey(),
}
_ROOMS = {"assesses": 300, "approach": 1100, "sample_answer": 1500, "probes": 1100}
"""With the prompt and what it is like they fit into one message; the form has the whole text."""
_MOST_REPORTS = 8
_MOST_SHORTAGES = 5
_DIFFERENCE_ROOM = 250
NEXT = "review_next"


# ---------------------------------------------------------------------- suggestions


def suggestion(one: Suggestion, alike: Alike, tracks: Tracks, *, in_queue: bool) -> Payload:
    """A suggestion with its buttons, or with what came of it. ``in_queue``: a moderator goes from one to the next."""
    as_question = ServerQuestion(
        guild_id=one.guild_id,
        track_id=one.track_id,
        stage_id=one.stage_id,
        question=one.question,
        credit_id=one.member_id,
    )
    (head,) = panels.for_members(as_question, tracks)["embeds"]
    head.title, head.colour = f"Suggestion {one.id}", _COLOURS[one.status]
    embeds = [head]
    if one.waits:
        texts = {name: text for name in _ROOMS if (text := panels.listed(as_question, name))}
        embeds += [
            discord.Embed(title=TITLES[name], description=shown(text, _ROOMS[name]), colour=panels.COLOUR)
            for name, text in texts.items()
        ]
        embeds += [look_alikes(alike)] if alike else []
    content = f"Suggested {ago(one.created_at)}" if one.waits else _outcome(one)
    return {"content": content, "embeds": embeds, "view": _buttons(one, len(alike), in_queue)}


def look_alikes(alike: Alike) -> discord.Embed:
    """Questions of the bank that are much like a suggestion."""
    lines = [f"**{likeness:.0f} %** {quoted(one.question.prompt, 90)}\n`{one.id}`" for one, likeness in alike]
    return discord.Embed(title="Already here", description="\n\n".join(lines), colour=_ALIKE_COLOUR)


def _buttons(one: Suggestion, alike: int, in_queue: bool) -> discord.ui.View | None:
    view = discord.ui.View(timeout=None)
    if one.waits:
        style = discord.ButtonStyle
        view.add_item(ActionButton("Approve", "approve", one.id, alike, style=style.success))
        view.add_item(ActionButton("Edit and approve", "approve_edit", one.id, style=style.primary))
        view.add_item(ActionButton("Decline", "decline", one.id, style=style.danger))
    if in_queue:
        view.add_item(ActionButton("Next", NEXT, "s", one.id, emoji="➡️"))
    return view if view.children else None


def _outcome(one: Suggestion) -> str:
    who = person(one.decided_by) if one.decided_by else "a moderator"
    when = ago(one.decided_at) if one.decided_at else ""
    if one.status is SuggestionStatus.APPROVED:
        return f"✅ Approved by {who} {when}. Its id: `{one.question_id}`"
    return f"Declined by {who} {when}: {quoted(one.reason or '', REASON_ROOM)}"


def decline_form(one: Suggestion) -> discord.ui.Modal:
    """The form behind ``Decline``."""
    modal = blank_form(f"Decline suggestion {one.id}", custom_id("decline_form", one.id))
    return _with_reason(modal, "Reason", "The member reads it: say what would make it a good question.")


# ---------------------------------------------------------------------- what members write


def refused(error: Refusal, row_id: int) -> Payload:
    """A suggestion that was not taken is kept: it can be mended, or sent all the same where it is only much like
    another question."""
    view = discord.ui.View(timeout=None)
    payload: Payload = {"view": view}
    if isinstance(error, LookAlike):
        payload["embeds"] = [look_alikes(error.matches)]
        view.add_item(ActionButton("Suggest anyway", "sanyway", row_id, style=discord.ButtonStyle.success))
    view.add_item(ActionButton("Edit again", "sagain", row_id, style=discord.ButtonStyle.primary))
    return payload | {"content": f"{sentence(error)} What you wrote is kept: **Edit again** opens it."}


def not_approved(error: Refusal, row_id: int) -> Payload:
    """A moderator's text for a suggestion was refused."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Edit again", "approve_again", row_id, style=discord.ButtonStyle.primary))
    return {"content": f"{sentence(error)} What you wrote is kept: **Edit again** opens it.", "view": view}


def track_menu(row_id: int, tracks: Tracks) -> Payload:
    """Where a message is to become a question: the track."""
    options = [discord.SelectOption(label=cut(one.title, 100), value=one.id) for one in list(tracks.values())[:25]]
    view = discord.ui.View(timeout=None)
    view.add_item(ActionSelect("Which company and role?", options, "strack", row_id))
    return {"content": "Where would an interviewer ask this?", "view": view}


def stage_menu(row_id: int, track: Track) -> Payload:
    """Then the stage."""
    options = [discord.SelectOption(label=cut(one.title, 100), value=one.id) for one in track.stages[:25]]
    view = discord.ui.View(timeout=None)
    view.add_item(ActionSelect("Which stage?", options, "sstage", row_id, track.id))
    return {"content": f"At which stage of **{track.title}**?", "view": view}


# ---------------------------------------------------------------------- reports


def report(found: Reported, tracks: Tracks) -> Payload:
    """A reported question with what members say about it."""
    one, reports = found
    (head,) = panels.for_members(one, tracks)["embeds"]
    lines = [f"• {person(each.member_id)}: {quoted(each.reason, 200)}" for each in reports[:_MOST_REPORTS]]
    more = len(reports) - _MOST_REPORTS
    lines += [f"• and {more} more"] if more > 0 else []
    title = f"Reported by {plural(len(reports), 'member')}"
    said = discord.Embed(title=title, description="\n".join(lines), colour=_ALIKE_COLOUR).set_footer(text=one.id)
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Edit", "qform", one.id, style=discord.ButtonStyle.primary, emoji="✏️"))
    view.add_item(ActionButton("Retire", "report_retire", one.id, style=discord.ButtonStyle.danger))
    view.add_item(ActionButton("Dismiss", "report_dismiss", one.id))
    view.add_item(ActionButton("Next", NEXT, "r", one.id, emoji="➡️"))
    return {"content": None, "embeds": [head, said], "view": view}


def settled(text: str, question_id: str) -> Payload:
    """A report after something was done about it."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Next", NEXT, "r", question_id, emoji="➡️"))
    return {"content": text, "embeds": [], "view": view}


def report_form(guild_id: int, round_id: int, questions: Mapping[int, str]) -> discord.ui.Modal:
    """Which question of a round (position, prompt) is bad, and why."""
    modal = blank_form("Report a question", custom_id("report_form", guild_id, round_id))
    options = [
        discord.SelectOption(label=cut(" ".join(text.split()), 100), value=str(at)) for at, text in questions.items()
    ]
    menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(custom_id="question", options=options[:25])
    modal.add_item(discord.ui.Label(text="Which question?", component=menu))
    return _with_reason(modal, "What is wrong with it?", "Moderators read it, with your name.")


def _with_reason(modal: discord.ui.Modal, text: str, description: str) -> discord.ui.Modal:
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="reason", style=discord.TextStyle.paragraph, max_length=REASON_ROOM, required=True
    )
    modal.add_item(discord.ui.Label(text=text, description=description, component=field))
    return modal


# ---------------------------------------------------------------------- the queue


def waiting(queue: Queue, tracks: Tracks) -> str:
    """What waits, in a line; and the stages that ran low."""
    parts = [plural(len(queue.suggestions), "suggestion")] if queue.suggestions else []
    parts += [plural(len(queue.reports), "reported question")] if queue.reports else []
    text = f"{' and '.join(parts)} to review." if parts else "Nothing waits for review."
    low = [
        f"-# 📉 Low: {titles(tracks, one.track_id, one.stage_id)}, {one.unseen} left for somebody who practises it"
        for one in queue.shortages[:_MOST_SHORTAGES]
    ]
    return "\n".join([text, *low])


# ---------------------------------------------------------------------- unasked


def notice(what: BankNotice, member: int | None, server: str) -> Payload:
    """What the bank has to say. ``member``: whom to ping, in a channel."""
    match what:
        case SuggestionPost():
            return suggestion(what.suggestion, what.alike, what.tracks, in_queue=False)
        case SuggestionDecided():
            return _decided(what, member, server)
        case AuditEntry():
            return {"embed": _entry(what)}
        case LowStock():
            left = plural(what.unseen, "question is", "questions are") if what.unseen else "no question is"
            text = (
                f"📉 **{what.place}**: {left} left that somebody who practises it has not had; two more rounds need "
                f"{what.needed}. `/question add`, `/question import` or `/question review` bring new ones."
            )
            return {"content": text}
        case _:
            raise TypeError(f"no way to say {type(what).__name__}")


def _decided(what: SuggestionDecided, member: int | None, server: str) -> Payload:
    one = what.suggestion
    hello = f"<@{member}>, your" if member else "Your"
    text = f"{hello} question for **{what.place}** in {quoted(server, 100)}"
    if one.status is SuggestionStatus.APPROVED:
        text = f"🎉 {text} is in the bank now, with your name on it. Thank you!"
    else:
        text = f"{text} was not taken this time. The reason: {quoted(one.reason or '', REASON_ROOM)}"
    embed = discord.Embed(description=shown(one.question.prompt, 700), colour=_COLOURS[one.status])
    users = [discord.Object(member)] if member else []
    return {"content": text, "embed": embed, "allowed_mentions": discord.AllowedMentions(users=users)}


def _entry(what: AuditEntry) -> discord.Embed:
    text = f"{person(what.actor_id)} {what.did} **{quoted(what.what, 100)}**"
    if what.text:
        text += f"\n{quoted(what.text, 700)}"
    embed = discord.Embed(description=text, colour=panels.COLOUR, timestamp=what.at)
    for one in what.changes:
        embed.add_field(name=TITLES.get(one.field, one.field), value=_difference(one), inline=False)
    return embed


def _difference(one: Difference) -> str:
    before, after = apart(one.before, one.after, _DIFFERENCE_ROOM // 2)
    return f"**Before:** {before or '-'}\n**After:** {after or '-'}"
