"""Forms about interviews."""

from collections.abc import Mapping

import discord

from bot.domain.interviews import notes
from bot.domain.interviews.timing import MOST_DAYS
from bot.domain.interviews.values import NAME_ROOM, Interview
from bot.domain.when import LONGEST_TEXT
from bot.ui.actions import custom_id
from bot.ui.panels import blank_form
from bot.ui.text import cut

COMPANY, ROLE, STAGE, AT, ZONE = "company", "role", "stage", "at", "zone"
POINTS, NAME, TONE, LEVEL, NOTES, DAYS = "points", "name", "tone", "level", "notes", "days"
LEVELS = {"4": "Very well", "3": "Well", "2": "So-so", "1": "Badly"}
_ZONE_ROOM = 60
_FIELDS = {
    COMPANY: ("Company", NAME_ROOM, "Upwork"),
    ROLE: ("Role", NAME_ROOM, "Product Analyst"),
    STAGE: ("Stage", NAME_ROOM, "Recruiter screen, take-home, team…"),
    AT: ("When?", LONGEST_TEXT, "next Tuesday 14:30, 12 March 9am"),
    ZONE: ("In which city's time?", _ZONE_ROOM, "Berlin, India, America/New_York"),
}
Modal = discord.ui.Modal
_PARAGRAPH = discord.TextStyle.paragraph


def interview_form(title: str, form_id: str, values: Mapping[str, str]) -> Modal:
    """Everything about an interview, filled in with what is known."""
    modal = blank_form(title, form_id)
    for name, (label, room, example) in _FIELDS.items():
        value = values.get(name, "")[:room]
        field: discord.ui.TextInput[Modal] = discord.ui.TextInput(
            custom_id=name, default=value or None, max_length=room, placeholder=example, required=name != ZONE
        )
        modal.add_item(discord.ui.Label(text=label, component=field))
    return modal


def fields_of(one: Interview) -> dict[str, str]:
    """An interview as its form shows it."""
    return {COMPANY: one.company, ROLE: one.role, STAGE: one.stage, AT: shown_time(one), ZONE: one.zone}


def shown_time(one: Interview) -> str:
    """Its time in the form, as it can be read back."""
    return f"{one.wall:%Y-%m-%d %H:%M}"


def note_form(one: Interview, tones: Mapping[str, str]) -> Modal:
    """What the thank-you note is made of; ``tones``: titles by name."""
    modal = blank_form("Thank-you note", custom_id("iv_note_form", one.guild_id, one.id))
    points: discord.ui.TextInput[Modal] = discord.ui.TextInput(
        custom_id=POINTS, style=_PARAGRAPH, max_length=notes.POINTS_ROOM, default=one.after.points or None
    )
    about = "Two or three points from the conversation, a line each, as you would write them yourself."
    modal.add_item(discord.ui.Label(text="What did you talk about?", description=about, component=points))
    name: discord.ui.TextInput[Modal] = discord.ui.TextInput(
        custom_id=NAME,
        max_length=notes.NAME_ROOM,
        required=False,
        default=one.after.interviewer[: notes.NAME_ROOM] or None,
    )
    modal.add_item(discord.ui.Label(text="Who interviewed you?", description="May stay empty.", component=name))
    chosen = one.after.tone or next(iter(tones))
    options = [discord.SelectOption(label=title, value=key, default=key == chosen) for key, title in tones.items()]
    modal.add_item(discord.ui.Label(text="Which tone?", component=discord.ui.Select(custom_id=TONE, options=options)))
    return modal


def went_form(one: Interview) -> Modal:
    """How it went."""
    modal = blank_form("How did it go?", custom_id("iv_went_form", one.guild_id, one.id))
    options = [
        discord.SelectOption(label=f"{level}: {words}", value=level, default=level == str(one.after.level))
        for level, words in LEVELS.items()
    ]
    modal.add_item(discord.ui.Label(text="All in all", component=discord.ui.Select(custom_id=LEVEL, options=options)))
    text: discord.ui.TextInput[Modal] = discord.ui.TextInput(
        custom_id=NOTES,
        style=_PARAGRAPH,
        max_length=notes.NOTES_ROOM,
        required=False,
        default=one.after.notes or None,
    )
    about = "What they asked, what worked, what you would say differently. Only you see it."
    modal.add_item(discord.ui.Label(text="Notes", description=about, component=text))
    return modal


def days_form(one: Interview) -> Modal:
    """In how many days the company wants to be heard of."""
    title = cut(f"When will you hear from {one.company}?", 45)
    modal = blank_form(title, custom_id("iv_days_form", one.guild_id, one.id))
    field: discord.ui.TextInput[Modal] = discord.ui.TextInput(custom_id=DAYS, max_length=2, placeholder="5")
    about = f"A whole number from 1 to {MOST_DAYS}."
    modal.add_item(discord.ui.Label(text="In how many days?", description=about, component=field))
    return modal
