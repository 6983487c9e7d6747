"""The success matrix: its panel, its forms, its debrief."""

import asyncio
import io
from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.matrix import Exercise, Ranking, defence_prompt, most_fragile
from bot.domain.matrix import Turn as TurningPoint
from bot.domain.notices import DebriefEntry, Prompt
from bot.domain.rounds import Round, Turn, TurnStatus
from bot.domain.stages.matrix.rules import FIGURE_ROOM, LINES, MOST_FIELDS, decision, field_id, named, share
from bot.domain.stages.matrix.state import WEIGHTS, MatrixState
from bot.ui import debriefs, panels
from bot.ui.actions import ActionButton
from bot.ui.charts import sensitivity_alt, sensitivity_png
from bot.ui.forms.look import Look
from bot.ui.text import cut, inert
from bot.ui.voices import Voice

PICTURE = "where-it-turns.png"
_MESSAGE_ROOM = 3950
"""Discord counts 4,000 characters over all texts of a message."""
_LABEL_ROOM, _DESCRIPTION_ROOM = 45, 100
_ALT_ROOM = 1024
_LINES_ROOM = 1000
_MOST_TURNS = 3
_SCORE_HINT = "1 to 5"
_WEIGHT_HINT = "for example 30; only proportions matter"
_EARLY = "Your defence so far is kept. "


class MatrixLook(Look):
    """The success matrix."""

    async def panel(self, notice: Prompt, voice: Voice, *, reads_messages: bool) -> dict[str, Any]:
        matrix = MatrixState.of(notice.turn)
        ranking = matrix.ranking
        if ranking is None:
            return {"view": _filling(notice, voice, matrix)}
        picture = await asyncio.to_thread(_picture, ranking, matrix.turns)
        return {"view": _deciding(notice, voice, (matrix, ranking), reads_messages=reads_messages), "file": picture}

    def settled(self, state: Round, position: int) -> dict[str, Any]:
        turn = state.turn(position)
        ranking = MatrixState.of(turn).ranking
        below = decision(ranking) if ranking and turn.status is TurnStatus.ANSWERED else ""
        # The picture of a panel that is done with is gone: the newer panel has its own, and so has the debrief.
        return {"view": panels.settled(state, position, below), "attachments": []}

    def form(self, state: Round, turn: Turn, custom_id: str, drafted: int) -> discord.ui.Modal:
        modal = panels.blank_form(panels.numbering(state, turn), custom_id)
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id="text", style=discord.TextStyle.paragraph, max_length=4000, required=True
        )
        what = "Which project goes on, why these weights, and what would change your mind."
        modal.add_item(discord.ui.Label(text="Your decision and its defence", description=what, component=field))
        return modal

    async def debrief(self, notice: DebriefEntry, voice: Voice) -> dict[str, Any]:
        payload = debriefs.entry(notice, voice)
        matrix = MatrixState.of(notice.entry.turn)
        ranking = matrix.ranking
        if ranking is None:
            return payload
        answer = payload["embeds"][1]
        answer.set_image(url=f"attachment://{PICTURE}")
        return {**payload, "file": await asyncio.to_thread(_picture, ranking, matrix.turns)}


# ---------------------------------------------------------------------- forms


def figures_form(matrix: MatrixState, form: str, custom_id: str) -> discord.ui.Modal:
    """The form of the weights, or of one project's scores, with what it held before."""
    title = "Weights" if form == WEIGHTS else f"Score {form}"
    modal = panels.blank_form(cut(title, _LABEL_ROOM), custom_id)
    held = matrix.held(form)
    if len(matrix.criteria) > MOST_FIELDS:
        lines = "\n".join(f"{name}: {held.get(name, '')}" for name in matrix.criteria)
        _add_field(modal, title, _hint(form), LINES, lines, long=True)
        return modal
    for place, criterion in enumerate(matrix.exercise.criteria):
        _add_field(modal, criterion.name, criterion.meaning, field_id(place), held.get(criterion.name, ""), _hint(form))
    return modal


def _hint(form: str) -> str:
    return _WEIGHT_HINT if form == WEIGHTS else _SCORE_HINT


def _add_field(
    modal: discord.ui.Modal, label: str, about: str, custom_id: str, held: str, hint: str = "", *, long: bool = False
) -> None:
    room = _LINES_ROOM if long else FIGURE_ROOM
    style = discord.TextStyle.paragraph if long else discord.TextStyle.short
    field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
        custom_id=custom_id, style=style, max_length=room, placeholder=hint or None, default=held[:room] or None
    )
    text, description = cut(label, _LABEL_ROOM), cut(about, _DESCRIPTION_ROOM)
    modal.add_item(discord.ui.Label(text=text, description=description, component=field))


# ---------------------------------------------------------------------- the panel


def case_card(matrix: MatrixState, voice: Voice) -> discord.ui.LayoutView:
    """The case by itself."""
    return panels.card(voice.colour, *_case(matrix.exercise))


def refilled(state: Round, position: int, matrix: MatrixState, form: str) -> discord.ui.View:
    """A button that opens a form again, beside the word on what was wrong in it."""
    view = discord.ui.View(timeout=None)
    view.add_item(_form_button(state, position, matrix, form))
    return view


def _filling(notice: Prompt, voice: Voice, matrix: MatrixState) -> discord.ui.LayoutView:
    """The case, and how far the figures are."""
    state, turn = notice.round, notice.turn
    head = f"{panels.heading(state, turn)}\n{voice.lead_in(state, turn)}"
    question = panels.prompt(turn)
    early = _EARLY if matrix.early else ""
    order = ", in any order" if len(matrix.missing) > 1 else ""
    todo = f"{early}Fill in {named(matrix.missing)}{order}; you can change each of them later."
    progress = "\n".join([*_progress(matrix), todo])
    clock = f"{panels.clock(turn, notice.ends_at)}-# Then you see the ranking, and defend it."
    end = f"{progress}\n{clock}"
    room = _MESSAGE_ROOM - len(head) - len(question) - len(end)
    situation, projects = _case(matrix.exercise)
    case = (situation, cut(projects, max(room - len(situation), FIGURE_ROOM)))
    return panels.card(
        voice.colour, head, question, *case, end,
        items=[_figures_row(state, turn, matrix)], row=panels.buttons(state, turn),
    )  # fmt: skip


def _deciding(
    notice: Prompt, voice: Voice, found: tuple[MatrixState, Ranking], *, reads_messages: bool
) -> discord.ui.LayoutView:
    """What the matrix says, where it turns, and the question that asks to defend it."""
    state, turn = notice.round, notice.turn
    matrix, ranking = found
    gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery(
        discord.MediaGalleryItem(f"attachment://{PICTURE}", description=_alt(ranking, matrix.turns))
    )
    early = f"\n-# {_EARLY}Add to it or press Submit." if matrix.early else ""
    turning = "\n".join(["**Where it turns**", *_turning_points(ranking, matrix.turns)])
    question = f"**Defend it**\n{defence_prompt(ranking, matrix.turns)}{early}"
    end = f"{panels.clock(turn, notice.ends_at)}-# {panels.how_to_answer(reads_messages)}"
    # The picture stands with the words that explain it, the question right above the buttons that answer it.
    items: list[discord.ui.Item[discord.ui.LayoutView]] = [gallery]
    for text in (turning, question, end):
        items += [discord.ui.TextDisplay(text), discord.ui.Separator()]
    return panels.card(
        voice.colour,
        f"{panels.heading(state, turn)}\n**{matrix.exercise.title}**",
        f"### {_headline(ranking)}\n" + "\n".join(_rows(ranking)),
        items=[*items[:-1], _figures_row(state, turn, matrix)],
        row=panels.buttons(state, turn),
    )


def _case(exercise: Exercise) -> tuple[str, str]:
    criteria = "\n".join(f"• **{one.name}**: {one.meaning}" for one in exercise.criteria)
    stories = "\n\n".join(f"**{one.name}**\n{one.story}" for one in exercise.projects)
    return f"**{exercise.title}**\n{exercise.situation}\n\n{criteria}", stories


def _progress(matrix: MatrixState) -> list[str]:
    """Which figures are there, a line each."""
    lines = []
    for form in matrix.forms:
        if form in matrix.missing:
            continue
        title = "Weights" if form == WEIGHTS else form
        held = matrix.weights if form == WEIGHTS else matrix.scores[form]
        figures = " · ".join(f"{name} {inert(str(held[name]))}" for name in matrix.criteria)
        lines.append(f"✅ **{title}** {figures}")
    return lines


def _figures_row(state: Round, turn: Turn, matrix: MatrixState) -> discord.ui.ActionRow[discord.ui.LayoutView]:
    row: discord.ui.ActionRow[discord.ui.LayoutView] = discord.ui.ActionRow()
    for form in matrix.forms:
        row.add_item(_form_button(state, turn.position, matrix, form))
    if matrix.ranking is not None:
        row.add_item(ActionButton("Case", "matrix_case", state.id, turn.position, emoji="📄"))
    return row


def _form_button(state: Round, position: int, matrix: MatrixState, form: str) -> ActionButton:
    missing = form in matrix.missing
    style = discord.ButtonStyle.primary if missing else discord.ButtonStyle.secondary
    label, emoji = ("Weights", "⚖️") if form == WEIGHTS else (f"Score {form}", "🔢")
    return ActionButton(label, "matrix", state.id, position, matrix.forms.index(form), style=style, emoji=emoji)


def _headline(ranking: Ranking) -> str:
    first, second = ranking.totals
    if ranking.winner is None:
        return f"A tie at {first:.2f}"
    ahead, behind = max(first, second), min(first, second)
    return f"{ranking.winner} is ahead, {ahead:.2f} to {behind:.2f}"


def _rows(ranking: Ranking) -> list[str]:
    first, second = ranking.projects
    rows = [f"-# Weight, then {first} : {second}"]
    rows += [f"• {row.criterion} · {share(row.weight)} · **{row.scores[0]} : {row.scores[1]}**" for row in ranking.rows]
    return rows


def _turning_points(ranking: Ranking, turns: Sequence[TurningPoint]) -> list[str]:
    """The weights that have to move least, a line each."""
    if ranking.winner is None:
        return ["• At a tie the smallest change of a weight decides, where the scores differ."]
    found = sorted((one for one in turns if one.at is not None), key=lambda one: abs(one.shift or 0.0))
    lines = []
    for one in found[:_MOST_TURNS]:
        at = one.at or 0.0
        way = "more" if at > one.weight else "less"
        lines.append(
            f"• {one.criterion}: {ranking.loser} leads once it weighs {way} than {share(at)} (now {share(one.weight)})"
        )
    return lines or [f"• No single weight puts {ranking.loser} ahead."]


# ---------------------------------------------------------------------- the picture


def _picture(ranking: Ranking, turns: Sequence[TurningPoint]) -> discord.File:
    """How the ranking turns with the most fragile weight. Not on the event loop: drawing takes some 100 ms."""
    data = sensitivity_png(ranking, turns)
    return discord.File(io.BytesIO(data), filename=PICTURE, description=_alt(ranking, turns))


def _alt(ranking: Ranking, turns: Sequence[TurningPoint]) -> str:
    fragile = most_fragile(turns)
    return cut(sensitivity_alt(ranking, turns, fragile.criterion if fragile else None), _ALT_ROOM)
