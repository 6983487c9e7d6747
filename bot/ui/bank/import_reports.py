"""What an import would do, as a short message, and everything about it as a file."""

import asyncio
import io
from collections.abc import Iterable, Iterator
from typing import Any

import discord

from bot.domain.bank.importing import Does, Plan, Step
from bot.services.bank_files import Exported, Imported
from bot.ui.actions import ActionButton
from bot.ui.bank.uploads import shortened, shown_name
from bot.ui.text import plural

ALL = "import_all"
WITHOUT_COPIES = "import_new"
EXAMPLE = "import_example"
_COLOUR = discord.Colour.from_rgb(88, 140, 126)
_MOST_LINES = 6
_LINE_ROOM = 220
_NAME_ROOM = 200
_PROMPT_ROOM = 80


async def preview(plan: Plan, name: str, file_id: int | None, note: str = "") -> dict[str, Any]:
    """What ``reply.update`` takes to show what an import would do; ``file_id`` None: it cannot be gone on with."""
    if len(plan.problems) == 1 and plan.problems[0].row is None:
        reason = shortened(plan.problems[0].reason, _LINE_ROOM * 2)
        text = f"I cannot take {shown_name(name)}: {reason}."
        return {"content": text, "embed": None, "attachments": [], "view": example_button()}
    files = []
    if plan.problems or len(plan.steps) > len(plan.of(Does.ADDS)) or plan.copies or plan.sheet.notes:
        # Where all is new and nothing is amiss, it would only repeat the message.
        report = await asyncio.to_thread(full_report, plan, name)
        files.append(discord.File(io.BytesIO(report.encode("utf-8", "replace")), filename="import-report.txt"))
    view = None
    if plan.problems:
        view = example_button()
    elif file_id is not None:
        view = buttons(file_id, plan.offer)
    return {
        "content": note or None,
        "embed": await asyncio.to_thread(_embed, plan, name),
        "attachments": files,
        "view": view,
    }


def done(name: str, found: Imported) -> dict[str, Any]:
    """What ``reply.update`` takes to show what an import did."""
    parts = [
        f"**{plural(found.added, 'question')}** added" if found.added else "",
        f"**{plural(found.changed, 'question')}** changed" if found.changed else "",
        f"{plural(found.left_out, 'likely duplicate')} left out" if found.left_out else "",
        f"{plural(found.same, 'row')} had nothing new" if found.same else "",
    ]
    text = f"Imported {shown_name(name)}: {', '.join(part for part in parts if part)}."
    return {"content": text, "embed": None, "view": None}


def buttons(file_id: int, offer: tuple[int, int]) -> discord.ui.View:
    """To go on with an import. ``offer``: how many questions without likely duplicates, and with them."""
    new, every = offer
    view = discord.ui.View(timeout=None)
    main = discord.ButtonStyle.primary
    if new == every:
        view.add_item(ActionButton(f"Import {plural(every, 'question')}", ALL, file_id, style=main))
        return view
    if new:
        view.add_item(ActionButton("Import without duplicates", WITHOUT_COPIES, file_id, style=main))
    view.add_item(ActionButton("Import all", ALL, file_id))
    return view


def example_button() -> discord.ui.View:
    """To get a file to start from."""
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Example file", EXAMPLE))
    return view


def exported(found: Exported) -> str:
    """What an export holds, in words."""
    if not found.files:
        return "There is nothing to export: this server has neither added, edited nor retired a question."
    several = f" in {len(found.files)} files" if len(found.files) > 1 else ""
    as_they_are = "it as it is" if found.questions == 1 else "them as they are"
    text = f"{plural(found.questions, 'question')}{several}; `/question import` takes {as_they_are}."
    if found.homeless:
        text += f" {plural(found.homeless, 'question')} of tracks or stages that are gone could not come along."
    return text


def _embed(plan: Plan, name: str) -> discord.Embed:
    lines = [f"**{text}**" for text in _counts(plan)]
    if plan.problems:
        lines.append("Nothing can be imported until this is mended:")
        lines += _some(f"• {shortened(one, _LINE_ROOM)}" for one in _problems(plan))
    elif plan.copies:
        lines.append("These are much like others:")
        lines += _some(f"• {shortened(_copy(plan, step), _LINE_ROOM)}" for step in plan.copies)
    lines += [f"-# {shortened(note, _LINE_ROOM)}" for note in plan.sheet.notes]
    if not plan.problems:
        lines.append(
            "Nothing is saved yet." if plan.doing else "There is nothing to import: all of it is here already."
        )
    title = f"Preview: {shown_name(name[-_NAME_ROOM:])}"
    return discord.Embed(title=title, description="\n".join(lines), colour=_COLOUR)


def _counts(plan: Plan) -> Iterator[str]:
    adds, changes, same = (len(plan.of(does)) for does in (Does.ADDS, Does.CHANGES, Does.NOTHING))
    problems = len(plan.problems) + plan.sheet.more_problems
    yield from (
        text
        for count, text in (
            (problems, f"{plural(problems, 'problem')} to mend"),
            (adds, f"{plural(adds, 'new question')}"),
            (changes, f"{plural(changes, 'question')} of your bank changed"),
            (same, f"{plural(same, 'row')} with nothing new"),
            (len(plan.copies), f"{plural(len(plan.copies), 'likely duplicate')}"),
        )
        if count
    )


def _some(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    more = len(found) - _MOST_LINES
    return found[:_MOST_LINES] + [f"… and {more:,} more, in the file."] * (more > 0)


def full_report(plan: Plan, name: str) -> str:
    """Everything about an import, for people to read beside their spreadsheet."""
    lines = [f"Import of {' '.join(name.split())}", *_counts(plan), *plan.sheet.notes]
    more = [f"… and {plan.sheet.more_problems:,} more problems"] * (plan.sheet.more_problems > 0)
    lines += _section("To mend", [*_problems(plan), *more])
    lines += _section("Likely duplicates", (_copy(plan, step) for step in plan.copies))
    changes = (f"{_row(plan, step.row)}, {step.after.id}: {', '.join(step.changed)}" for step in plan.of(Does.CHANGES))
    lines += _section("Changes of questions that are here", changes)
    lines += _section("Nothing new", (f"{_row(plan, step.row)}, {step.after.id}" for step in plan.of(Does.NOTHING)))
    return "\n".join(lines) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    found = list(lines)
    return ["", title, "-" * len(title), *found] if found else []


def _problems(plan: Plan) -> Iterator[str]:
    return (plan.sheet.explain(problem) for problem in plan.problems)


def _copy(plan: Plan, step: Step) -> str:
    assert step.like is not None, "it was chosen for that"
    other = _row(plan, step.like.row) if step.like.row else step.like.question_id
    prompt = " ".join(step.after.question.prompt.split())
    return f"{_row(plan, step.row)}: {step.like.likeness} % like {other}: {prompt[:_PROMPT_ROOM]}"


def _row(plan: Plan, number: int) -> str:
    return f"{plan.sheet.counted} {number}"
