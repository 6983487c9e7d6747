"""A question as moderators and as members see it, and what is said when one was saved or could not be."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.domain.bank.overlay import EditConflict, ServerQuestion, text_of
from bot.domain.tracks import Track
from bot.services.banks import LookAlike
from bot.ui.actions import ActionButton
from bot.ui.bank.words import TITLES, apart, place, quoted, shown, state_of, words_of
from bot.ui.sentences import sentence
from bot.ui.text import ago, person

COLOUR = discord.Colour.from_rgb(88, 101, 242)
_WARNING = discord.Colour.from_rgb(230, 150, 40)
_LONG = ("approach", "sample_answer", "probes", "key_points")
_SECTION_ROOM = 1000
"""Of each long text where together they are more than a message holds; the rest is in the file beside it."""
_MESSAGE_ROOM = 5300
_DIFFERENCES_ROOM = 4800

Tracks = Mapping[str, Track]
Payload = dict[str, Any]
"""Arguments of a message: ``content``, ``embeds``, ``view``, ``file``."""


def for_members(one: ServerQuestion, tracks: Tracks) -> Payload:
    """What may be seen of a question before it is answered."""
    return {"embeds": [_head(one, tracks)]}


def for_moderators(one: ServerQuestion, tracks: Tracks) -> Payload:
    """Everything about a question, with what can be done about it."""
    head = _head(one, tracks)
    changed = f", changed {ago(one.changed_at)}" if one.changed_at else ""
    head.add_field(name="State", value=f"{state_of(one)}\nversion {one.version}{changed}")
    head.set_footer(text=one.id)
    if one.question.assesses:
        assesses = shown(one.question.assesses, _SECTION_ROOM)
        head.add_field(name=TITLES["assesses"], value=assesses, inline=False)
    texts = {name: text for name in _LONG if (text := listed(one, name))}
    whole = sum(len(text) for text in texts.values()) + len(head) <= _MESSAGE_ROOM
    room = _MESSAGE_ROOM if whole else _SECTION_ROOM
    rest = [
        discord.Embed(title=TITLES[name], description=shown(text, room), colour=COLOUR) for name, text in texts.items()
    ]
    payload: Payload = {"embeds": [head, *rest], "view": _buttons(one)}
    return payload if whole else payload | {"file": _file(one)}


def saved(one: ServerQuestion, tracks: Tracks, what: str) -> Payload:
    """The question after something was done to it."""
    return {"content": what, **for_moderators(one, tracks)}


def refused(error: Exception, row_id: int) -> Payload:
    """A text that was not saved is kept: it can be mended, given up, or saved all the same."""
    if isinstance(error, EditConflict):
        return conflict(error, row_id)
    view = discord.ui.View(timeout=None)
    payload: Payload = {"view": view}
    if isinstance(error, LookAlike):
        payload["embeds"] = [_alike(error)]
        view.add_item(ActionButton("Save anyway", "qanyway", row_id, style=discord.ButtonStyle.success))
    view.add_item(ActionButton("Edit again", "qagain", row_id, style=discord.ButtonStyle.primary))
    view.add_item(ActionButton("Discard", "qdrop", row_id))
    text = sentence(error)  # type: ignore[arg-type]
    return payload | {"content": f"{text} What you wrote is kept: **Edit again** opens it."}


def conflict(error: EditConflict, row_id: int) -> Payload:
    """Somebody else was quicker: what they changed, and the choice what to do with one's own text."""
    who = person(error.by) if error.by else "Somebody"
    now = error.now
    embed = discord.Embed(
        title="This question changed while you were writing",
        description=f"{who} made it version {now.version} ({state_of(now)}), so nothing of yours is saved yet.",
        colour=_WARNING,
    )
    room = min(450, _DIFFERENCES_ROOM // (2 * max(len(error.differences), 1)))
    for one in error.differences:
        before, after = apart(one.before, one.after, room)
        value = f"**Before:** {before or '-'}\n**Now:** {after or '-'}"
        embed.add_field(name=TITLES[one.field], value=value[:1024], inline=False)
    if not error.differences:
        embed.add_field(name="Its text", value="is the same as before.")
    embed.set_footer(text="Edit again on top: your text in the form, over theirs; what only they changed stays.")
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Edit again on top", "qagain", row_id, style=discord.ButtonStyle.primary))
    view.add_item(ActionButton("Discard", "qdrop", row_id))
    return {"content": None, "embeds": [embed], "view": view}


def retired(one: ServerQuestion) -> Payload:
    """A question is out of use."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Undo", "qrestore", one.id))
    return {"content": f"Retired, and not asked any more: {quoted(one.question.prompt, 200)}", "view": view}


def _head(one: ServerQuestion, tracks: Tracks) -> discord.Embed:
    question = one.question
    embed = discord.Embed(title="Question", description=shown(question.prompt, 1000), colour=COLOUR)
    embed.add_field(name="Stage", value=place(one, tracks))
    embed.add_field(name="Competency", value=words_of(question.competency).capitalize())
    embed.add_field(name="Difficulty", value=f"{question.difficulty.capitalize()} · {question.minutes} min")
    if question.tags:
        embed.add_field(name="Tags", value=", ".join(question.tags))
    if one.credit_id is not None:
        embed.add_field(name="Suggested by", value=person(one.credit_id))
    return embed


def listed(one: ServerQuestion, name: str) -> str:
    """A field as people read it: steps with numbers, other lists with dots."""
    question = one.question
    if name == "key_points":
        lines = (
            f"{point.point} ({', '.join(point.signs)})" if point.signs else point.point for point in question.key_points
        )
        return "\n".join(f"- {line}" for line in lines)
    if name == "approach":
        return "\n".join(f"{number}. {step}" for number, step in enumerate(question.approach, start=1))
    if name == "probes":
        return "\n".join(f"- {probe}" for probe in question.probes)
    return text_of(question, name)


def _buttons(one: ServerQuestion) -> discord.ui.View:
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Edit", "qform", one.id, style=discord.ButtonStyle.primary, emoji="✏️"))
    if one.retired:
        view.add_item(ActionButton("Restore", "qrestore", one.id, style=discord.ButtonStyle.success))
    else:
        view.add_item(ActionButton("Retire", "qretire", one.id))
    view.add_item(ActionButton("History", "qhistory", one.id))
    return view


def _file(one: ServerQuestion) -> discord.File:
    texts = [("id", one.id)] + [(TITLES[name], listed(one, name)) for name in ("prompt", "assesses", *_LONG)]
    text = "\n\n".join(f"{title}\n{text}" for title, text in texts if text)
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), filename="question.txt")


def _alike(error: LookAlike) -> discord.Embed:
    lines: Sequence[str] = [
        f"**{likeness:.0f} %** {quoted(one.question.prompt, 300)}\n`{one.id}`" for one, likeness in error.matches
    ]
    return discord.Embed(title="Already here", description="\n\n".join(lines), colour=_WARNING)
