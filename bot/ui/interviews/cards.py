"""Interviews as they are shown to the person who noted them."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import discord
from discord import app_commands

from bot.domain.interviews.values import Interview, Outcome
from bot.domain.when import Reading
from bot.domain.zones import place_of
from bot.ui.actions import ActionButton
from bot.ui.cards import Part, card, cards, row
from bot.ui.interviews.words import COLOUR, OVER, button, head, named, step_line
from bot.ui.selects import ActionSelect
from bot.ui.text import cut, inert, moment, plural

PAGE = 3
NONE = "You have no interview ahead in this server: `/interview add` notes one, and I plan the days before it with you."
FILE = "interview.ics"
OUTCOMES = {
    Outcome.NEXT: ("Next stage", "🎉"),
    Outcome.OFFER: ("An offer", "🏆"),
    Outcome.REJECTED: ("A rejection", "🌧️"),
    Outcome.WAITING: ("Still waiting", "⏳"),
}
_STEP_ROOM = 150
_PLAN_ROOM = 2600
"""Of the 4,000 characters of a message; signs that format count twice, as they are escaped."""

_MOST_CHOICES, _CHOICE_ROOM = 25, 100
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger


class Noted(NamedTuple):
    """What is said beside a card. ``said``: what was just done; ``lines``: what was taken for granted; ``guessed``: the
    zone is not the person's own choice; ``instead``: another time that may be meant."""

    said: str = ""
    lines: Sequence[str] = ()
    guessed: bool = False
    instead: Reading | None = None


_NOTHING = Noted()


def detail(one: Interview, now: datetime, noted: Noted = _NOTHING, *, with_file: bool = False) -> discord.ui.LayoutView:
    """The whole card: when, the plan, what can be done."""
    parts: list[Part] = [f"{noted.said}\n{head(one)}" if noted.said else head(one)]
    lines = [*noted.lines, *([_guessed(one)] if noted.guessed else [])]
    if lines:
        parts.append("\n".join(f"-# {line}" for line in lines))
    if one.starts_at > now:
        parts += [discord.ui.Separator(), _plan(one, now)]
    elif one.after.outcome is not None:
        title, emoji = OUTCOMES[one.after.outcome]
        parts.append(f"{emoji} **{title}**")
    if with_file:
        parts.append(discord.ui.File(f"attachment://{FILE}"))
    parts.append(_buttons(one, now, noted))
    return card(COLOUR, parts)


def pages(found: Sequence[Interview], number: int, now: datetime, said: str = "") -> discord.ui.LayoutView:
    """One page of a person's interviews, a card for each."""
    last = max(0, (len(found) - 1) // PAGE)
    number = min(max(number, 0), last)
    if not found:
        return card(COLOUR, [f"{said}\n{NONE}" if said else NONE])
    ahead = sum(one.starts_at > now for one in found)
    text = f"## Your interviews\n{plural(ahead, 'interview')} ahead."
    groups: list[list[Part]] = [[f"{said}\n{text}" if said else text]]
    for one in found[number * PAGE : (number + 1) * PAGE]:
        shown = button("Details", "iv_card", one, style=_PRIMARY)
        groups.append([head(one), _next(one, now), row(shown, *_row(one, now))])
    if last:
        back = ActionButton("Back", "iv_list", number - 1, disabled=number == 0)
        groups.append([row(back, ActionButton("Next", "iv_list", number + 1, disabled=number == last))])
    return cards(COLOUR, *groups)


def which_time(readings: Iterable[Reading], guild_id: int, kept_id: int, zone: str) -> discord.ui.LayoutView:
    """The time may mean several: a button for each."""
    picks = [
        ActionButton(f"{one.wall:%a %d %b %Y, %H:%M}", "iv_pick", guild_id, kept_id, int(one.at.timestamp()))
        for one in readings
    ]
    edit = ActionButton("Edit", "iv_again", guild_id, kept_id)
    text = f"## 🗓️ Which of these do you mean?\n-# On the clocks of {place_of(zone)}. Nothing is noted yet."
    return card(COLOUR, [text, row(*picks), row(edit)])


def not_yet(sentence: str, guild_id: int, kept_id: int) -> discord.ui.LayoutView:
    """What was written cannot be taken; it is kept behind the button."""
    edit = ActionButton("Edit", "iv_again", guild_id, kept_id, style=_PRIMARY, emoji="✏️")
    return card(OVER, [f"{sentence}\n-# Nothing you wrote is lost: press **Edit**, it is all in the form.", row(edit)])


def sure_to_remove(one: Interview) -> discord.ui.LayoutView:
    """Asks before an interview is taken away."""
    text = f"{head(one)}\nShall I take it away, with everything that I planned for it?"
    yes = button("Yes, remove it", "iv_gone", one, style=_DANGER)
    return card(COLOUR, [text, row(yes, button("Keep it", "iv_keep", one))])


def removed(one: Interview) -> discord.ui.LayoutView:
    """It is gone."""
    text = f"Removed: {named(one)}, {inert(one.stage)}. I say nothing more about it; your calendar may still have it."
    return card(OVER, [text])


def which_outcome(one: Interview) -> discord.ui.LayoutView:
    """What the company said, as a menu."""
    options = [
        discord.SelectOption(label=title, value=outcome.value, emoji=emoji)
        for outcome, (title, emoji) in OUTCOMES.items()
    ]
    text = f"### What did {inert(one.company)} say?"
    return card(COLOUR, [text, row(ActionSelect("They said…", options, "iv_outcome", one.guild_id, one.id))])


def outcome(one: Interview, words: str, asked_at: datetime | None) -> discord.ui.LayoutView:
    """What came of it is kept; a kind word, and what may come next."""
    said = one.after.outcome or Outcome.WAITING
    text = f"### {OUTCOMES[said][1]} {named(one)}\n{inert(words)}"
    if said is Outcome.WAITING:
        if asked_at is not None:
            text += f"\n-# I ask once more {moment(asked_at, 'R')}."
        return card(COLOUR, [text, row(button("I heard back", "iv_heard", one))])
    if said is Outcome.NEXT:
        return card(COLOUR, [text, row(button("Add the next interview", "iv_next", one, style=_PRIMARY, emoji="➕"))])
    return card(COLOUR, [text])


def choices(found: Iterable[Interview], typed: str) -> list[app_commands.Choice[str]]:
    """Interviews that have all words of what was typed, for autocomplete."""
    return [app_commands.Choice(name=label(one)[:_CHOICE_ROOM], value=str(one.id)) for one in matching(found, typed)][
        :_MOST_CHOICES
    ]


def matching(found: Iterable[Interview], typed: str) -> list[Interview]:
    """Interviews whose label has all words of what was typed."""
    words = typed.casefold().split()
    return [one for one in found if all(word in label(one).casefold() for word in words)]


def label(one: Interview) -> str:
    """A line for a list to pick from."""
    return f"{cut(one.company, 30)} · {cut(one.stage, 36)} · {one.wall:%a %d %b, %H:%M}"


def _plan(one: Interview, now: datetime) -> str:
    steps = [step_line(step, _STEP_ROOM) for step in one.plan if not step.sent or step.at > now]
    return (
        f"### Until then\n{cut(chr(10).join(steps), _PLAN_ROOM)}\n"
        "-# The evening before comes a checklist, an hour before a good word, and afterwards I ask how it went."
    )


def _next(one: Interview, now: datetime) -> str:
    step = next((step for step in one.plan if step.sent and step.at > now), None)
    if one.starts_at <= now:
        done = OUTCOMES[one.after.outcome] if one.after.outcome else OUTCOMES[Outcome.WAITING]
        return f"{done[1]} {done[0] if one.after.outcome else 'No word from them yet'}"
    if step is None:
        return "Next: the checklist, the evening before."
    return f"Next: {moment(step.at, 'R')}, {inert(cut(step.text, 120))}"


def _buttons(one: Interview, now: datetime, noted: Noted) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    made = row(*_row(one, now))
    if noted.guessed:
        made.add_item(button("Another time zone", "iv_zone", one, emoji="🌍"))
    if noted.instead is not None:
        at = int(noted.instead.at.timestamp())
        made.add_item(button(f"At {noted.instead.wall:%H:%M} instead", "iv_at", one, at))
    return made


def _row(one: Interview, now: datetime) -> list[ActionButton]:
    remove = button("Remove", "iv_remove", one, style=_DANGER)
    if one.ends_at <= now:
        return [
            button("I heard back", "iv_heard", one, emoji="📬"),
            button("Thank-you note", "iv_note", one, emoji="✉️"),
            remove,
        ]
    return [
        button("Calendar file", "iv_ics", one, emoji="🗓️"),
        button("Edit", "iv_edit", one, emoji="✏️"),
        remove,
    ]


def _guessed(one: Interview) -> str:
    return (
        f"I do not know your time zone and took {place_of(one.zone)} ({one.zone}): if that is wrong, press "
        "**Another time zone**."
    )
