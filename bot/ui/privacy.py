"""The cards of ``/privacy``."""

import discord

from bot.domain.people import Person
from bot.domain.privacy.catalogue import IDLE_KEPT_FOR, LEFT_KEPT_FOR, SERVER_KEPT_FOR
from bot.domain.progress.sharing import Shared, Sharing
from bot.domain.reviews import USUAL_LIMIT
from bot.domain.zones import place_of
from bot.ui.actions import ActionButton, custom_id
from bot.ui.cards import Part, Row, card, row
from bot.ui.panels import blank_form
from bot.ui.text import plural

HERE, EVERYWHERE = "here", "all"
WORD = "DELETE"
FIELD = "word"
_COLOUR = discord.Colour.from_rgb(96, 125, 139)
_PRIMARY, _DANGER = discord.ButtonStyle.primary, discord.ButtonStyle.danger
_TITLES = {
    Shared.PROGRESS: ("your progress", "members can look at your `/progress show`"),
    Shared.LEADERBOARD: ("a place on the leaderboard", "members see how many days and rounds you practised"),
}

View = discord.ui.LayoutView


def settings(person: Person, shared: Sharing | None) -> View:
    """What is shared with whom, and what else somebody chose. ``shared``: nothing outside of a server."""
    parts: list[Part] = ["## 🔒 Your privacy", _shared(shared)]
    if shared is not None:
        parts.append(row(*(_toggle(what, shared) for what in Shared)))
    export, delete = ActionButton("Export my data", "prv_export_ask"), ActionButton("Delete my data", "prv_delete_ask")
    return card(_COLOUR, *parts, _choices(person), _kept(), discord.ui.Separator(), row(export, delete))


def ask_export(in_server: bool) -> View:
    """Which data?"""
    text = (
        "## 📦 Your data as files\nEverything that I store about you, to read (Markdown) and for programs (JSON), with "
        "a README that explains each file. Only you see it."
    )
    return card(_COLOUR, text, _scopes("prv_export", in_server, _PRIMARY))


def exported(number: int, count: int) -> str:
    """With each file of an export."""
    if count == 1:
        return "📦 Here is everything that I store about you. Open **README.md** first: it explains each file."
    where = "The README, which explains each file, is in the last one." if number == 1 else ""
    return f"📦 Part {number} of {count}. {where}".strip()


def ask_delete(in_server: bool) -> View:
    """What shall be deleted?"""
    what = (
        "Your rounds, answers, ratings, reminders, interviews, subscriptions: all that I store about you goes at once, "
        "and cannot be brought back. Open rounds end, and sessions that you host are called off."
    )
    stays = (
        "-# Scores that others gave or got stay as numbers, without your name and words. Questions of yours in the "
        "server's bank stay, without your name. Messages in Discord are yours to delete there."
    )
    return card(_COLOUR, "## 🗑️ Delete your data", what, stays, _scopes("prv_delete", in_server, _DANGER))


def confirm_form(scope: str) -> discord.ui.Modal:
    """The word that confirms it."""
    where = "in this server" if scope == HERE else "everywhere"
    modal = blank_form(f"Delete your data {where}", custom_id("prv_delete_form", scope))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=FIELD, max_length=20, placeholder=WORD, required=True
    )
    modal.add_item(
        discord.ui.Label(text=f"Type {WORD} to confirm", description="It cannot be taken back.", component=field)
    )
    return modal


def not_confirmed(scope: str) -> tuple[str, discord.ui.View]:
    """Another word was typed."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Type it again", "prv_delete", scope, style=_DANGER))
    return f"Nothing was deleted: the word is **{WORD}**.", view


def deleted(scope: str) -> str:
    """It is done."""
    where = "in this server" if scope == HERE else "anywhere"
    return f"Done: I store nothing about you {where} any more. If you come back, we begin afresh. Good luck out there!"


def _scopes(action: str, in_server: bool, style: discord.ButtonStyle) -> Row:
    here = [ActionButton("In this server", action, HERE, style=style)] if in_server else []
    return row(*here, ActionButton("Everywhere", action, EVERYWHERE, style=style))


def _toggle(what: Shared, shared: Sharing) -> ActionButton:
    is_on = getattr(shared, what.value)
    words = {
        Shared.PROGRESS: ("Share my progress", "Stop sharing my progress"),
        Shared.LEADERBOARD: ("Join the leaderboard", "Leave the leaderboard"),
    }[what]
    return ActionButton(words[is_on], "prv_share", what.value, int(not is_on))


def _shared(shared: Sharing | None) -> str:
    if shared is None:
        return "What you share is set in each server: run this command there."
    lines = [
        f"{'✅' if getattr(shared, what.value) else '▫️'} {name}: "
        f"{'' if getattr(shared, what.value) else 'not shared; if it were, '}{effect}"
        for what, (name, effect) in _TITLES.items()
    ]
    return "### Shared with the members of this server\n" + "\n".join(lines)


def _choices(person: Person) -> str:
    zone = place_of(person.zone) if person.zone else "not chosen; I reckon with the server's"
    quiet = f"{person.quiet_start} to {person.quiet_end}" if person.quiet_start else "none"
    reviews = USUAL_LIMIT if person.reviews_a_day is None else person.reviews_a_day
    return (
        f"### What you chose for all servers\nTime zone: {zone}\nQuiet hours: {quiet} (`/remind quiet` changes them)\n"
        f"Reviews a day: {reviews or 'none'} (`/daily reviews` changes that)"
    )


def _kept() -> str:
    years, left, removed = IDLE_KEPT_FOR.days // 365, LEFT_KEPT_FOR.days, SERVER_KEPT_FOR.days
    return (
        f"-# What you write stays until you delete it, or for {plural(years, 'year')} after you last did something in "
        f"a server, {plural(left, 'day')} after I found that you left it, or {plural(removed, 'day')} after I was "
        "removed from it."
    )
