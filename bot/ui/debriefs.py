"""The messages after a round: one for each question, then the summary with the transcript."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import discord

from bot.domain.competencies import LEVELS, Rubric
from bot.domain.debrief import Entry
from bot.domain.notices import DebriefEntry, RetryReminder, RoundSummary
from bot.domain.rounds import Round, TurnStatus
from bot.domain.star import star_of
from bot.domain.tracks import StageKind
from bot.domain.turns import Form
from bot.ui.actions import ActionButton
from bot.ui.star import TITLE, star
from bot.ui.text import cut, inert, plural
from bot.ui.voices import Voice

_GUIDE = discord.Colour.from_rgb(88, 101, 242)
_LEVELS = discord.Colour.from_rgb(87, 166, 99)
MESSAGE_ROOM = 5900
"""Discord counts 6,000 characters over all embeds of a message."""
_ANSWER_ROOM = 1500
_FIELD_ROOM = 1024
_LEAST_ANSWER = 200
_LEAST_NAMES = 60
"""However much there is to say, some of the answer and of its files' names is shown; the transcript has it all."""
_NO_GUIDANCE = "This question came without guidance: the levels below are what to go by."
_NOT_ANSWERED = {
    TurnStatus.SKIPPED: "You passed on this one.",
    TurnStatus.LEFT: "You did not come to this one.",
}


def entry(notice: DebriefEntry, voice: Voice, extra: Sequence[discord.Embed] = ()) -> dict[str, Any]:
    """One question: the answer and what it did, what a strong answer does, and the levels to place oneself in.

    ``extra`` follows the answer; the answer is shortened for it.
    """
    if notice.entry.turn.form is Form.PROBE:
        # Its guidance and its levels are those of the question it follows.
        question = _question(notice, voice)
        return {"embeds": [question, _answer(notice, voice, MESSAGE_ROOM - len(question))]}
    question, *rest = _question(notice, voice), *extra, guidance(notice.entry), levels(notice.rubric)
    room = MESSAGE_ROOM - len(question) - sum(len(embed) for embed in rest)
    return {
        "embeds": [question, _answer(notice, voice, room), *rest],
        "view": ratings(notice.round, notice.entry.turn.position, notice.entry.turn.rating),
    }


def ratings(state: Round, position: int, chosen: int | None) -> discord.ui.View:
    """Four buttons for the candidate's own level."""
    view = discord.ui.View(timeout=None)
    for level in LEVELS:
        style = discord.ButtonStyle.success if level == chosen else discord.ButtonStyle.secondary
        view.add_item(ActionButton(str(level), "rate", state.guild_id, state.id, position, level, style=style))
    return view


def summary(notice: RoundSummary, voice: Voice) -> dict[str, Any]:
    """The round in a few lines, with its transcript and the next step."""
    state, found = notice.round, notice.summary
    embed = discord.Embed(title=f"Debrief: {state.stage_title}", description=voice.close, colour=voice.colour)
    counts = [plural(found.answered, "answer")]
    counts += [f"{found.skipped} skipped"] if found.skipped else []
    counts += [f"{found.left} not reached"] if found.left else []
    embed.add_field(name="Time", value=f"{_minutes(found.used)} of {_minutes(found.planned)} planned")
    embed.add_field(name="Questions", value=", ".join(counts))
    if found.strengths:
        embed.add_field(name="What went well", value=_bullets(found.strengths), inline=False)
    embed.add_field(name="The one thing to work on", value=found.work_on, inline=False)
    embed.set_footer(text="Rate each answer above from 1 to 4: your own judgement is what your progress is drawn from.")
    view = discord.ui.View(timeout=None)
    if notice.next_stage is not None:
        view.add_item(
            ActionButton("Next stage", "next", state.guild_id, state.id, style=discord.ButtonStyle.primary, emoji="➡️")
        )
    view.add_item(ActionButton("Retry later", "retry", state.guild_id, state.id, emoji="🔁"))
    view.add_item(ActionButton("Report a question", "report", state.guild_id, state.id, emoji="🚩"))
    return {"embed": embed, "view": view, "file": _transcript(notice)}


def retry(notice: RetryReminder, mention: str) -> dict[str, Any]:
    """The reminder that was asked for."""
    state = notice.round
    view = discord.ui.View(timeout=None)
    view.add_item(
        ActionButton("Start it", "open", state.track_id, state.stage_id, 0, style=discord.ButtonStyle.primary)
    )
    text = f"🔁 {mention}, you wanted another go at **{state.track_title}: {state.stage_title}**. Ready when you are."
    users = [discord.Object(state.candidate_id)]
    return {"content": text, "view": view, "allowed_mentions": discord.AllowedMentions(users=users)}


def _question(notice: DebriefEntry, voice: Voice) -> discord.Embed:
    turn = notice.entry.turn
    state = notice.round
    title = f"Question {state.number_of(turn.position)} of {state.count}"
    if turn.form is Form.PROBE:
        title = f"Follow-up on question {state.number_of(turn.position)}"
    embed = discord.Embed(title=title, description=f"**{turn.question.prompt}**", colour=voice.colour)
    return embed.set_author(name=str(turn.speaker)) if turn.speaker else embed


def _answer(notice: DebriefEntry, voice: Voice, room: int) -> discord.Embed:
    return answer(notice.entry, notice.round.kind, voice.colour, room)


def answer(found: Entry, kind: StageKind, colour: discord.Colour, room: int) -> discord.Embed:
    """What was written, as it was written. It has an embed's description to itself, so nothing in it (an open code
    block, a turned direction) reaches any other text, and nobody is pinged from an embed."""
    embed = discord.Embed(title="Your answer", colour=colour)
    # Of little room half goes to the feedback, which stands nowhere else but in the transcript, as the answer does.
    remarks = cut(_remarks(found), min(_FIELD_ROOM, room // 2))
    if remarks:
        embed.add_field(name="Feedback", value=remarks, inline=False)
    story = star(star_of(found, kind), min(_FIELD_ROOM, (room - len(embed)) // 3))
    if story:
        embed.add_field(name=TITLE, value=story, inline=False)
    if found.attachments:
        names = "\n".join(f"📎 {inert(str(attachment))}" for attachment in found.attachments)
        embed.add_field(name="Attached", value=cut(names, min(_FIELD_ROOM, room // 4)), inline=False)
    left = min(room - len(embed), _ANSWER_ROOM)
    embed.description = cut(found.answer, left) if found.answer.strip() else _nothing(found)
    return embed


def _nothing(found: Entry) -> str:
    if found.attachments:
        return "You answered with files."
    return _NOT_ANSWERED.get(found.turn.status, "Nothing was written.")


def _remarks(found: Entry) -> str:
    remarks = [*found.notes, *(map(str, found.feedback.remarks) if found.feedback else ())]
    return _bullets([inert(remark) for remark in remarks])


def guidance(found: Entry) -> discord.Embed:
    """What the question is after, a sample answer, and which points of a strong one were made."""
    asked, judged = found.turn.question, found.feedback
    # An empty box would say that a point was not made; where nothing was read for points, nothing says so.
    made, open_mark = (set(judged.covered), "▫️") if judged else (set(), "•")
    points = "\n".join(f"{'✅' if point.point in made else open_mark} {point.point}" for point in asked.key_points)
    # A question of a server's own may have a prompt only, and Discord takes no field without a text.
    told = {"What it assesses": asked.assesses, "A sample answer": asked.sample_answer}
    texts = [f"**{title}**\n{text}" for title, text in told.items() if text]
    embed = discord.Embed(description="\n\n".join(texts) or _NO_GUIDANCE, colour=_GUIDE)
    if points:
        embed.add_field(name="What a strong answer does", value=cut(points, _FIELD_ROOM), inline=False)
    return embed


def levels(rubric: Rubric) -> discord.Embed:
    """The levels to place oneself in."""
    lines = "\n".join(f"**{level.level}** · {level.text}" for level in rubric.levels)
    title = f"{rubric.title}: where would you place this answer?"
    return discord.Embed(title=title, description=lines, colour=_LEVELS)


def _bullets(lines: Any) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _minutes(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes > 0 else "under a minute"


def _transcript(notice: RoundSummary) -> discord.File:
    state = notice.round
    name = f"{state.track_id}-{state.stage_id}-{state.started_at:%Y-%m-%d}.md"
    data = notice.transcript.encode("utf-8", "surrogatepass")
    return discord.File(io.BytesIO(data), filename=name, description="The transcript of this round")
