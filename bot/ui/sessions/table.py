"""What stands in the thread of a table: the panel, questions that are asked, the clock, one-line words."""

from typing import Any

import discord

from bot.domain.sessions.sittings import BREAK, GRACE, NOTE_ROOM, Sitting
from bot.domain.sessions.table_notices import TableClock, TablePanel, TableQuestion, TableWord, Word
from bot.domain.sessions.tables import Table, held
from bot.ui.actions import ActionButton, custom_id
from bot.ui.cards import Row, card, row
from bot.ui.panels import blank_form
from bot.ui.pickers import ActionPicker
from bot.ui.sessions.roles import role_names
from bot.ui.sessions.words import COLOUR
from bot.ui.text import inert, moment, people, person, plural

_STYLE = discord.ButtonStyle
_ASKED = discord.Colour.from_rgb(87, 166, 99)


def panel(notice: TablePanel) -> dict[str, Any]:
    """Whose turn it is. Those who take part are called, so that the thread shows up for them."""
    called = [discord.Object(one) for one in notice.table.member_ids if one > 0]
    view = panel_view(notice.table, notice.sitting)
    return {"view": view, "allowed_mentions": discord.AllowedMentions(users=called)}


def panel_view(table: Table, sitting: Sitting) -> discord.ui.LayoutView:
    """The same as a view; it changes when the clock is stopped."""
    names = role_names(table.kind)
    head = f"## 🪑 Table {table.number} · round {table.index + 1} of {len(table.sittings)}\n-# {inert(table.title)}"
    parts = [
        f"**{names.candidate}:** {person(sitting.candidate_id)}",
        f"**{names.interviewer}:** {person(sitting.interviewer_id)}",
    ]
    if sitting.observer_ids:
        parts.append(f"**{names.observers}:** {people(sitting.observer_ids)}")
    voice = f"\n🔊 You can talk in <#{table.voice_id}>." if table.voice_id else ""
    bent = "\n-# Your wishes alone made no round, so everybody takes turns." if table.bent else ""
    texts = [head, "\n".join(parts), f"{names.scene}{voice}{bent}{_left_out(table)}", _clock(sitting)]
    return card(COLOUR, texts, _round_row(table, sitting), _people_row(table, sitting))


def _left_out(table: Table) -> str:
    if not table.left_out_ids:
        return ""
    names = people(table.left_out_ids)
    return f"\n-# Today's time does not reach for everybody: {names} will be asked first next time."


def _clock(sitting: Sitting) -> str:
    if sitting.ends_at is None:
        return ""
    if sitting.is_paused:
        return "⏸️ The clock stands still."
    first = f" A few minutes of it are for the scorecards ({BREAK.seconds // 60})." if sitting.number > 1 else ""
    count = plural(len(sitting.questions), "question")
    return f"⏱️ Until {moment(sitting.ends_at, 't')} ({moment(sitting.ends_at, 'R')}), {count}.{first}"


def _round_row(table: Table, sitting: Sitting) -> Row:
    where = (table.id, sitting.number)
    last = table.index + 1 >= len(table.sittings)
    pause = ActionButton("Pause", "tab_pause", *where, 1, emoji="⏸️")
    if sitting.is_paused:
        pause = ActionButton("Go on", "tab_pause", *where, 0, style=_STYLE.success, emoji="▶️")
    items = [
        ActionButton("My sheet", "tab_sheet", *where, style=_STYLE.primary, emoji="🗒️"),
        ActionButton("Note", "tab_note", *where, 0, emoji="✏️"),
        pause,
    ]
    if not last:
        items.append(ActionButton("Next round", "tab_next", *where, style=_STYLE.success, emoji="⏭️"))
    return row(*items, ActionButton("End", "tab_end", *where, style=_STYLE.danger, emoji="🏁"))


def _people_row(table: Table, sitting: Sitting) -> Row:
    where = (table.id, sitting.number)
    return row(
        ActionButton("I must leave", "tab_leave", table.id, emoji="🚪"),
        ActionButton("Reassign", "tab_roles", *where, emoji="🔀"),
    )


def question(notice: TableQuestion) -> dict[str, Any]:
    """A question, as the interviewer asks it."""
    asked = notice.sitting.questions[notice.index]
    first, newline, rest = asked.prompt.partition("\n")
    who = person(notice.sitting.candidate_id)
    text = f"-# {person(notice.sitting.interviewer_id)} asks {who} · about {asked.minutes} min"
    return {"view": card(_ASKED, [text, f"### {first}{newline}{rest}"])}


def clock(notice: TableClock) -> dict[str, Any]:
    """The time of a round is nearly over, or over."""
    if not notice.over:
        return {"content": f"⏳ This round ends {moment(notice.ends_at, 'R')}: time for the last question."}
    sitting = notice.table.current
    last = sitting is None or notice.table.index + 1 >= len(notice.table.sittings)
    then = "the table ends" if last else "the next round begins"
    grace = plural(GRACE.seconds // 60, "minute")
    return {
        "content": (
            f"⏰ That is the time. Finish your thought: {then} {moment(notice.turns_at, 'R')} by itself. You have "
            f"{grace} for the last words, and **Pause** gives you more."
        )
    }


_WORDS = {
    Word.PAUSED: "⏸️ {who} stopped the clock. **Go on** starts it again.",
    Word.RESUMED: "▶️ {who} started the clock again: the round ends {ends}.",
    Word.LEFT: "🚪 {who} had to leave. The table goes on with the others.",
    Word.JOINED: "👋 {who} sits down at this table.",
    Word.MOVED: "🔀 {who}, your partner had to leave: you go on at {link}, they expect you there.",
    Word.ALONE: "🏁 One person cannot hold an interview, so this table ends here. What was said and noted is kept.",
    Word.ENDED: "🏁 That was the last round of this table. Thank you all: the scorecards above are yours to fill in.",
    Word.VOICE_GONE: "🔇 The voice channel of this table is gone: go on in another one, or type here.",
}
_NOTHING_HELD = "🏁 This table has ended before a round got under way, so there is nothing to rate."


def word(notice: TableWord) -> dict[str, Any]:
    """One line."""
    sitting = notice.table.current
    ends = moment(sitting.ends_at, "R") if sitting and sitting.ends_at else "when you say so"
    where = f"<#{notice.link}>" if notice.link else "another table"
    words = _NOTHING_HELD if notice.word is Word.ENDED and not held(notice.table) else _WORDS[notice.word]
    text = words.format(who=person(notice.user_id), ends=ends, link=where)
    if notice.word is not Word.MOVED:
        return {"content": text}
    called = [discord.Object(notice.user_id)] if notice.user_id > 0 else []
    return {"content": text, "allowed_mentions": discord.AllowedMentions(users=called)}


def note_form(table: Table, sitting: Sitting, index: int | None) -> discord.ui.Modal:
    """A note on the round, or on one of its questions."""
    modal = blank_form("Your note", custom_id("tab_noted", table.id, sitting.number, 0 if index is None else index + 1))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="text", style=discord.TextStyle.paragraph, max_length=NOTE_ROOM, required=True
    )
    about = (
        "What did they say, in their own words?" if index is None else f"On question {index + 1}, in their own words"
    )
    modal.add_item(discord.ui.Label(text="Note", description=about, component=field))
    return modal


def leaving(table: Table) -> discord.ui.LayoutView:
    """A slip would take somebody's round away: ask once more."""
    yes = ActionButton("Yes, I leave", "tab_left", table.id, style=_STYLE.danger, emoji="🚪")
    text = "### Leave this table?\nYour parts go to the others, the thread closes for you; cards that you sent in stay."
    return card(COLOUR, [text, "-# To stay, just dismiss this message."], row(yes))


def ending(table: Table) -> discord.ui.LayoutView:
    """Rounds are left: ask once more."""
    left = plural(len(table.sittings) - table.index - 1, "round")
    yes = ActionButton("Yes, end it", "tab_ended", table.id, style=_STYLE.danger, emoji="🏁")
    text = f"### End this table now?\n{left} would not take place. **Next round** goes on instead."
    return card(COLOUR, [text, "-# To go on, just dismiss this message."], row(yes))


def roles(table: Table, sitting: Sitting) -> discord.ui.LayoutView:
    """For the host: who takes which part now, and who is not there any more."""
    names = role_names(table.kind)
    where = (table.id, sitting.number)
    text = f"### Who does what in this round?\n{names.candidate}: {person(sitting.candidate_id)}\n"
    text += f"{names.interviewer}: {person(sitting.interviewer_id)}"
    pickers = [
        ActionPicker.person(f"Make somebody {names.candidate.lower()}", "tab_candidate", *where),
        ActionPicker.person(f"Make somebody {names.interviewer.lower()}", "tab_interviewer", *where),
        ActionPicker.person("Somebody is not here any more", "tab_gone", *where),
    ]
    return card(COLOUR, [text], *(row(one) for one in pickers))
