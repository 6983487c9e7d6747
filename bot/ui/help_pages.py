"""How the pages of ``/help`` look."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot.ui import panels
from bot.ui.actions import ActionButton
from bot.ui.first_minutes import STARTS, Start, steps_of
from bot.ui.help_topics import Topic
from bot.ui.selects import ActionSelect
from bot.ui.text import cut, inert

_COLOUR = discord.Colour.from_rgb(88, 101, 242)
_MOST_OPTIONS = 25
_LABEL_ROOM = 100
_QUOTED = 60

Known = Mapping[str, Topic]
Row = discord.ui.ActionRow[discord.ui.LayoutView]


def front(known: Known) -> discord.ui.LayoutView:
    """The start page: ways to begin, and every topic."""
    begin: Row = discord.ui.ActionRow()
    for start in STARTS:
        style = discord.ButtonStyle.primary
        begin.add_item(ActionButton(start.label, "help", start.key, style=style, emoji=start.emoji))
    text = (
        "## Practise interviews here\n"
        "I play the interviewer, stage by stage, as the company would; afterwards you learn what each answer had and "
        "what it lacked."
    )
    begin_with = "**Who are you?** Each button tells you how to begin."
    listed = "\n".join(f"`{one.title}` {one.description}" for one in _tops(known))
    return panels.card(
        _COLOUR, text, f"### All topics\n{listed}", begin_with, items=[begin, _menu("Read about a topic", known)]
    )


def begin(start: Start, known: Known, practice_id: int | None) -> discord.ui.LayoutView:
    """The first five minutes of one kind of person."""
    names = [one.title.removeprefix("/") for one in known.values()]
    steps = steps_of(start, names, practice_id)
    listed = "\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1))
    return _page(known, f"## {start.emoji} {start.label}\n{start.promise}", listed)


def page(topic: Topic, known: Known) -> discord.ui.LayoutView:
    """Everything about one topic."""
    parts = [f"## {topic.title}\n{topic.description}"]
    if topic.usage:
        usage = f"`{topic.usage}`" if topic.usage.startswith("/") else f"**{topic.usage}**"
        parts.append("\n".join([usage, *map(_option, topic.options)]))
    if topic.inner:
        parts.append("\n".join(f"`{known[key].title}` {known[key].description}" for key in topic.inner))
    parts.append(f"-# {_who(topic)} {_where(topic)}")
    return _page(known, *parts, inner=topic.inner)


def lost(typed: str, near: Sequence[str], known: Known) -> discord.ui.LayoutView:
    """No such topic: the nearest ones."""
    said = f"I have no page on “{inert(cut(typed, _QUOTED))}”: "
    if not near:
        return _page(known, f"{said}pick a topic from the list below.")
    row: Row = discord.ui.ActionRow()
    for key in near:
        row.add_item(ActionButton(known[key].title, "help", key, style=discord.ButtonStyle.primary))
    return _page(known, f"{said}did you mean {' or '.join(f'`{known[key].title}`' for key in near)}?", row=row)


def _page(known: Known, *texts: str, inner: Sequence[str] = (), row: Row | None = None) -> discord.ui.LayoutView:
    items: list[discord.ui.Item[Any]] = [row] if row is not None else []
    if inner:
        items.append(_select("Read about one of these", [known[key] for key in inner], "help_inner"))
    items.append(_menu("Read about another topic", known))
    back: Row = discord.ui.ActionRow()
    back.add_item(ActionButton("Start page", "help", "start", emoji="🏠"))
    return panels.card(_COLOUR, *texts, items=items, row=back)


def _menu(placeholder: str, known: Known) -> Row:
    return _select(placeholder, _tops(known), "help_pick")


def _select(placeholder: str, topics: Sequence[Topic], action: str) -> Row:
    options = [
        discord.SelectOption(label=one.title, value=one.key, description=cut(one.description, _LABEL_ROOM))
        for one in topics[:_MOST_OPTIONS]
    ]
    row: Row = discord.ui.ActionRow()
    row.add_item(ActionSelect(placeholder, options, action))
    return row


def _tops(known: Known) -> list[Topic]:
    return [one for one in known.values() if one.is_top]


def _option(option: Any) -> str:
    needed = "" if option.required else " (optional)"
    return f"- `{option.name}`{needed}: {option.description.rstrip('.')}. {option.values}".rstrip()


def _who(topic: Topic) -> str:
    if topic.for_moderators:
        return "For moderators: people with Manage Server, or with the moderator role chosen in `/setup`."
    return "For everyone."


def _where(topic: Topic) -> str:
    return "In servers." if topic.in_servers_only else "In servers and in direct messages."
