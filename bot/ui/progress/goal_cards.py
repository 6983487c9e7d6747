"""A goal of rounds a week, and Sunday's summary."""

from typing import Any

import discord

from bot.domain.progress.goals import GoalNotice, Week
from bot.domain.zones import place_of
from bot.services.goals import Aim
from bot.ui import panels
from bot.ui.actions import ActionButton, custom_id
from bot.ui.progress.cards import COLOUR
from bot.ui.text import moment, plural
from bot.ui.zones import city_form

_OFFERS = (1, 2, 3, 5, 7)
Row = discord.ui.ActionRow[discord.ui.LayoutView]


def goal(found: Aim, guild_id: int, user_id: int) -> discord.ui.LayoutView:
    """The goal as it stands, with others to choose from."""
    if not found.rounds:
        text = (
            "## 🎯 No goal\nHow many rounds a week suit you? I count along, and sum the week up on Sunday evening; "
            "nobody else sees it."
        )
        return panels.card(COLOUR, text, items=[_offers(guild_id, user_id, 0)])
    left = max(found.rounds - found.week.rounds, 0)
    status = "That is your week." if not left else f"{plural(left, 'round')} to go, until Sunday."
    head = f"## 🎯 {plural(found.rounds, 'round')} a week"
    text = f"This week: **{_done(found.week)}**. {status}"
    next_at = f"-# The next summary comes {moment(found.next_at, 'F')}." if found.next_at else ""
    zone = "" if found.sure else f"\n-# {_unsure(found.zone)}"
    items = [_offers(guild_id, user_id, found.rounds)]
    if not found.sure:
        items.append(_row(_zone_button(guild_id, user_id)))
    return panels.card(COLOUR, f"{head}\n{text}\n{next_at}{zone}", items=items)


def summary(notice: GoalNotice, mentioned: int | None) -> dict[str, Any]:
    """The week in a few lines. ``mentioned``: whom to call in a channel."""
    call = f"<@{mentioned}> " if mentioned else ""
    zone = "" if notice.sure else f"\n-# {_unsure(notice.zone)}"
    ids = (notice.guild_id, notice.user_id, notice.delivery_id)
    row = _row(ActionButton("Change the goal", "prg_goal", *ids, emoji="🎯"))
    if not notice.sure:
        row.add_item(_zone_button(notice.guild_id, notice.user_id))
    users = [discord.Object(mentioned)] if mentioned else []
    return {
        "view": panels.card(COLOUR, f"## 🌇 Your week\n{call}{_told(notice)}{zone}", items=[row]),
        "allowed_mentions": discord.AllowedMentions(users=users),
    }


def _told(notice: GoalNotice) -> str:
    week, wanted = notice.week, notice.goal
    if week.rounds >= wanted:
        return f"{_done(week)}, and {plural(wanted, 'round')} was the goal: it is met. Enjoy your evening."
    if week.rounds:
        return f"{_done(week)} of {wanted}. Each of them counts, and tomorrow a new week begins."
    if week.days:
        return (
            f"No round this week, and practice on {plural(week.days, 'day')}: that counts. A new week begins tomorrow."
        )
    return "A week without practice: weeks differ. A new one begins tomorrow, and the goal can be as small as you like."


def _done(week: Week) -> str:
    return plural(week.rounds, "round")


def _unsure(zone: str) -> str:
    return f"On the clocks of {place_of(zone)}, which I assumed: if that is wrong, press **Another time zone**."


def zone_form(guild_id: int, user_id: int) -> discord.ui.Modal:
    """The form that asks for a city."""
    return city_form("Your time zone", custom_id("prg_zone_form", guild_id, user_id), "The largest one near you.")


def _zone_button(guild_id: int, user_id: int) -> ActionButton:
    return ActionButton("Another time zone", "prg_zone", guild_id, user_id, emoji="🌍")


def _offers(guild_id: int, user_id: int, chosen: int) -> Row:
    offers = [
        ActionButton(
            f"{number} a week", "prg_goal_set", guild_id, user_id, number,
            style=discord.ButtonStyle.success if number == chosen else discord.ButtonStyle.secondary,
        )
        for number in _OFFERS
    ]  # fmt: skip
    if chosen:
        offers[-1] = ActionButton("No goal", "prg_goal_set", guild_id, user_id, 0, style=discord.ButtonStyle.danger)
    return _row(*offers)


def _row(*buttons: ActionButton) -> Row:
    made: Row = discord.ui.ActionRow()
    for button in buttons:
        made.add_item(button)
    return made
