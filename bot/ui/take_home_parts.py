"""The messages and forms around a take-home, beside its panel."""

import io
from collections.abc import Iterable
from typing import Any

import discord
from discord import app_commands

from bot.domain.errors import Reason, Refused
from bot.domain.handouts import about_table, dictionary, problem_sheet
from bot.domain.sql_tables import as_csv, as_table
from bot.domain.stages.take_home.deadlines import in_words, time_of
from bot.domain.stages.take_home.rules import TakeHome, marks, tally
from bot.domain.tasks import Problem, Task, TaskTable
from bot.services.tasks import Outcome, Work
from bot.ui import panels
from bot.ui.actions import ActionButton, custom_id
from bot.ui.choices import MOST_CHOICES
from bot.ui.text import cut, inert, plural

_MESSAGE = 2000
_DESCRIPTION = 4096
_FIELD = 4000
_CHOICE = 100
_TIMES = ("2 hours", "6 hours", "1 day", "2 days", "3 days", "7 days", "14 days")
NO_PROBLEM = "-"
"""Stands in a custom id for a query that belongs to no problem."""


def text_file(name: str, text: str) -> discord.File:
    """A text as a file."""
    return discord.File(io.BytesIO(text.encode("utf-8", "replace")), filename=name)


# ---------------------------------------------------------------------- opening


def times(kept: TakeHome) -> tuple[str, ...]:
    """The times to choose from, the usual one among them, shortest first."""
    usual = in_words(kept.default_time)
    return tuple(sorted({*_TIMES, usual}, key=time_of))


def open_form(kept: TakeHome, to: str) -> discord.ui.Modal:
    """How long it shall take."""
    modal = panels.blank_form("How much time do you want?", to)
    usual = in_words(kept.default_time)
    options = [discord.SelectOption(label=one, value=one, default=one == usual) for one in times(kept)]
    menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(custom_id="time", options=options)
    note = "Your time starts now. Late is fine, it is only marked as late."
    modal.add_item(discord.ui.Label(text="Time", description=note, component=menu))
    return modal


def time_choices(kept: TakeHome | None, typed: str) -> list[app_commands.Choice[str]]:
    """Times that begin as it was typed; what was typed itself, where it is a time."""
    offered = [one for one in (times(kept) if kept else _TIMES) if one.startswith(typed.strip().casefold())]
    try:
        own = in_words(time_of(typed))
    except Refused:
        pass
    else:
        offered = [own, *(one for one in offered if one != own)]
    return [app_commands.Choice(name=one, value=one) for one in offered[:MOST_CHOICES]]


def handouts(task: Task, tables: bytes) -> list[discord.File]:
    """Everything as files."""
    packed = discord.File(io.BytesIO(tables), filename="tables.zip", description="All tables as CSV")
    return [packed, dictionary_file(task), text_file("problems.md", problem_sheet(task))]


def dictionary_file(task: Task) -> discord.File:
    """All tables with all columns."""
    return text_file("dictionary.md", dictionary(task))


# ---------------------------------------------------------------------- tables and problems


def schema(task: Task) -> discord.Embed:
    """All tables in short."""
    room = _DESCRIPTION // len(task.tables) - 20
    lines = [f"**{table.name}** · {cut(about_table(table), room - len(table.name))}" for table in task.tables]
    embed = discord.Embed(title=f"{task.company}: the tables", description=cut("\n".join(lines), _DESCRIPTION))
    return embed.set_footer(text="One table with its columns: /task schema table")


def schema_of(table: TaskTable) -> discord.Embed:
    """One table with its columns."""
    columns = "\n".join(f"`{one.name}` {one.type.value} · {one.meaning}" for one in table.columns)
    return discord.Embed(title=table.name, description=cut(f"{about_table(table)}\n\n{columns}", _DESCRIPTION))


def table_choices(task: Task, typed: str) -> list[app_commands.Choice[str]]:
    """Tables whose name or description has what was typed."""
    wanted = typed.strip().casefold()
    return [
        app_commands.Choice(name=cut(f"{table.name} · {table.description}", _CHOICE), value=table.name)
        for table in task.tables
        if wanted in f"{table.name} {table.description}".casefold()
    ][:MOST_CHOICES]


def problem_choices(kept: TakeHome, typed: str) -> list[app_commands.Choice[str]]:
    """Problems whose title or id has what was typed, each with its mark."""
    words = typed.casefold().split()
    return [
        app_commands.Choice(name=cut(f"{mark} {one.title} ({one.difficulty.value})", _CHOICE), value=one.id)
        for one, mark in marks(kept)
        if all(word in f"{one.title} {one.id} {one.difficulty.value}".casefold() for word in words)
    ][:MOST_CHOICES]


def problem(work: Work, one: Problem) -> dict[str, Any]:
    """A problem with what can be done about it."""
    tries = work.kept.tries.get(one.id, 0)
    state = "✅ solved" if one.id in work.kept.solved else "not solved yet" if tries else "not tried yet"
    tried = f", {plural(tries, 'query', 'queries')}" if tries else ""
    tables = ", ".join(one.tables)
    about = f"-# {one.difficulty.value} · about {one.minutes} min · tables: {tables} · {state}{tried}"
    return {"text": f"### {one.title}\n{one.prompt}\n{about}", "view": _actions(work, one.id)}


def hints(one: Problem, shown: int) -> str:
    """The hints so far."""
    lines = "\n".join(f"{number}. {text}" for number, text in enumerate(one.hints[:shown], start=1))
    return f"💡 **{one.title}: hint {shown} of {len(one.hints)}**\n{lines}"


def _actions(work: Work, problem_id: str) -> discord.ui.View:
    where = (work.state.id, work.turn.position, problem_id)
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("SQL", "task_sql", *where, style=discord.ButtonStyle.primary, emoji="🧮"))
    if problem_id != NO_PROBLEM:
        view.add_item(ActionButton("Hint", "task_hint", *where, emoji="💡"))
    return view


# ---------------------------------------------------------------------- queries


def sql_form(work: Work, one: Problem | None, before: str) -> discord.ui.Modal:
    """Where a query is written: with the problem above it, or with a menu of the problems."""
    problem_id = one.id if one else NO_PROBLEM
    to = custom_id("task_run", work.state.id, work.turn.position, problem_id)
    modal = panels.blank_form("Run a query", to)
    if one is not None:
        modal.add_item(discord.ui.TextDisplay(f"**{one.title}**\n{one.prompt}"))
    elif work.kept.problems:
        modal.add_item(_problem_menu(work.kept))
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id="sql",
        style=discord.TextStyle.paragraph,
        max_length=_FIELD,
        required=True,
        default=before if 0 < len(before) <= _FIELD else None,
    )
    note = "One statement of DuckDB's SQL. Longer ones: /task sql with a file."
    modal.add_item(discord.ui.Label(text="SQL", description=note, component=field))
    return modal


def _problem_menu(kept: TakeHome) -> "discord.ui.Label[discord.ui.Modal]":
    options = [discord.SelectOption(label=cut(f"{mark} {one.title}", 100), value=one.id) for one, mark in marks(kept)]
    menu: discord.ui.Select[discord.ui.Modal] = discord.ui.Select(
        custom_id="problem", placeholder="None: just look at the data", options=options, required=False
    )
    return discord.ui.Label(text="Problem", description="It is judged if you choose one.", component=menu)


def outcome(found: Outcome) -> dict[str, Any]:
    """What came of a query: the verdict, the result as a table and as a file. May take a while: not for the loop."""
    result = found.result
    title = f"**{found.problem.title}**: " if found.problem else ""
    view = _actions(found.work, found.problem.id if found.problem else NO_PROBLEM)
    if result.error is not None:
        head = f"⚠️ {title}{cut(inert(result.error.sentence), 1200)}"
        return {"text": head + _block(result.error.place, _MESSAGE - len(head)), "view": view}
    head = _verdict(found, title)
    shown = as_table(result.columns, result.rows, room=_MESSAGE - len(head) - 12)
    file = discord.File(io.BytesIO(as_csv(result.columns, result.rows)), filename="result.csv")
    return {"text": head + _block(shown, _MESSAGE - len(head)), "view": view, "file": file}


def _verdict(found: Outcome, title: str) -> str:
    result = found.result
    count = len(result.rows)
    counted = f"{count:,} row{'' if count == 1 else 's'}"
    if result.truncated:
        counted += " and more, cut off there"
    about = f"-# {counted}, in {max(result.seconds, 0.01):.2f} s; the file has them"
    if found.verdict is None:
        return f"🔎 Here is your result.\n{about}"
    mark = "✅" if found.verdict.right else "🔸"
    solved = f" · {tally(found.work.kept)}" if found.verdict.right else ""
    return f"{mark} {title}{cut(inert(found.verdict.sentence), 900)}\n{about}{solved}"


def _block(text: str, room: int) -> str:
    """A code block that nothing in it can close; at most ``room`` characters, with its fences."""
    safe = "".join("ˋ" if mark == "`" else mark if mark.isprintable() or mark == "\n" else "␣" for mark in text)
    return f"\n```\n{cut(safe, room - 9)}\n```" if text.strip() else ""


# ---------------------------------------------------------------------- files that are attached

MOST_BYTES = 100 * 1024
_SHOWN = 4000
READABLE = (".sql", ".md", ".txt")


def decoded(name: str, data: bytes) -> str:
    """The text of a file.

    :raises Refused: if it is empty, or no text in UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(Reason.FILE_NOT_TEXT, name=inert(name)) from None
    if "\x00" in text:
        raise Refused(Reason.FILE_NOT_TEXT, name=inert(name))
    if not text.strip():
        raise Refused(Reason.FILE_EMPTY, name=inert(name))
    return text


def quoted(files: Iterable[tuple[str, str]]) -> str:
    """Files as a part of what is handed in: name and text, long ones cut, with what is left out said."""
    return "\n\n".join(f"--- {name} ---\n{_shortened(text)}" for name, text in files)


def _shortened(text: str) -> str:
    text = text.strip()
    if len(text) <= _SHOWN:
        return text
    return f"{text[:_SHOWN]}\n… {len(text) - _SHOWN:,} more characters are in the file."
