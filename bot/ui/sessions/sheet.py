"""The private sheet of those who ask: one question a page. In an offer stage both sides have one."""

from datetime import datetime

import discord

from bot.domain.offer import Issue, Negotiation, figure
from bot.domain.offer.package import SATURATING
from bot.domain.sessions.sittings import NOTE_ROOM, Note, Sitting
from bot.domain.sessions.tables import Table
from bot.domain.tracks import Question
from bot.ui.actions import ActionButton
from bot.ui.bank.words import quoted, shown, words_of
from bot.ui.cards import Part, Row, card, row
from bot.ui.offer_tables import TITLES, currency_name, package_table
from bot.ui.selects import ActionSelect
from bot.ui.text import cut, inert, moment, person

_PRIVATE = discord.Colour.from_rgb(120, 120, 170)
_PROMPT_ROOM, _PROBES_ROOM, _NOTES_ROOM, _NOTE_ROOM, _LABEL_ROOM = 700, 800, 500, 120, 100
_SAID_ROOM, _REVIEW_ROOM = 600, 3600


def page(table: Table, sitting: Sitting, index: int, reader_id: int) -> discord.ui.LayoutView:
    """One page; an index that there is not becomes the nearest one."""
    if sitting.is_over:
        return review(sitting, reader_id)
    if reader_id == sitting.candidate_id:
        return candidate_sheet(sitting)
    count = len(sitting.questions)
    index = max(0, min(index, count - 1))
    asked = sitting.questions[index]
    mark = " · ✅ asked" if index in sitting.asked else ""
    topic = f"{words_of(asked.competency)} · {asked.difficulty.value} · {asked.minutes} min"
    head = f"-# 🗒️ For your eyes only · question {index + 1} of {count} · {topic}{mark}"
    parts: list[Part] = [head, f"### {shown(asked.prompt, _PROMPT_ROOM)}", _companions(asked), _clock(sitting)]
    if sitting.game is not None and index == 0:
        parts.insert(1, _employer(sitting.game, sitting.started_at))
    notes = _notes(sitting, index, reader_id)
    rows = [_points(table, sitting, index)] if asked.key_points else []
    return card(_PRIVATE, [one for one in [*parts, notes] if one], *rows, _buttons(table, sitting, index))


def review(sitting: Sitting, reader_id: int) -> discord.ui.LayoutView:
    """A round that is over, for the scorecard: what one noted oneself, what was ticked, what the candidate typed."""
    texts = []
    for index, asked in enumerate(sitting.questions):
        heard = [asked.key_points[point].point for question, point in sorted(sitting.ticked) if question == index]
        lines = [f"✅ {inert(one)}" for one in heard] if reader_id == sitting.interviewer_id else []
        lines += [f"✏️ {quoted(one.text, NOTE_ROOM)}" for one in _own(sitting, reader_id) if one.question == index]
        lines += [f"💬 {quoted(one.text, _SAID_ROOM)}" for one in sitting.answers if one.question == index]
        if lines:
            texts.append(f"**{index + 1}. {quoted(asked.prompt, _LABEL_ROOM)}**\n" + "\n".join(lines))
    general = [f"✏️ {quoted(one.text, NOTE_ROOM)}" for one in _own(sitting, reader_id) if one.question is None]
    text = cut("\n".join([*general, *texts]), _REVIEW_ROOM) or "You noted nothing in this round."
    head = f"-# 🗒️ For your eyes only · the round of {person(sitting.candidate_id)} is over\n### For your scorecard"
    return card(_PRIVATE, [head, text])


def _own(sitting: Sitting, reader_id: int) -> list[Note]:
    return [one for one in sitting.notes if one.user_id == reader_id]


def _companions(asked: Question) -> str:
    lines = [f"**What it assesses**\n{asked.assesses}"] if asked.assesses else []
    if asked.probes:
        lines.append("**Follow-ups**\n" + cut("\n".join(f"• {one}" for one in asked.probes), _PROBES_ROOM))
    return "\n".join(lines)


def _clock(sitting: Sitting) -> str:
    if sitting.is_paused:
        return "⏸️ The clock stands still."
    return f"⏱️ The round ends {moment(sitting.ends_at, 'R')}." if sitting.ends_at else ""


def _notes(sitting: Sitting, index: int, reader_id: int) -> str:
    own = [one for one in sitting.notes if one.user_id == reader_id and one.question in (index, None)]
    if not own:
        return ""
    lines = "\n".join(f"• {quoted(one.text, _NOTE_ROOM)}" for one in own[-4:])
    return f"**Your notes**\n{cut(lines, _NOTES_ROOM)}"


def _points(table: Table, sitting: Sitting, index: int) -> Row:
    """Key points as a checklist: what is ticked was heard."""
    heard = {point for question, point in sitting.ticked if question == index}
    options = [
        discord.SelectOption(label=cut(one.point, _LABEL_ROOM), value=str(number), default=number in heard)
        for number, one in enumerate(sitting.questions[index].key_points)
    ]
    where = (table.id, sitting.number, index)
    return row(ActionSelect("Tick what you hear", options, "tab_tick", *where, least=0, most=len(options)))


def _buttons(table: Table, sitting: Sitting, index: int) -> Row:
    where, last = (table.id, sitting.number), len(sitting.questions) - 1
    label = "Ask again" if index in sitting.asked else "Ask"
    return row(
        ActionButton(label, "tab_ask", *where, index, style=discord.ButtonStyle.primary, emoji="🎤"),
        ActionButton("Note", "tab_note", *where, index + 1, emoji="✏️"),
        ActionButton("Back", "tab_page", *where, max(index - 1, 0), 0, disabled=index == 0),
        ActionButton("Next", "tab_page", *where, min(index + 1, last), 1, disabled=index >= last),
    )


# ---------------------------------------------------------------------- offers


def _employer(game: Negotiation, since: datetime | None) -> str:
    """What only the employer knows: where they begin, what they would like, where they stop."""
    employer = game.employer
    lines = []
    for issue in employer.by_weight():
        term = employer.terms[issue]
        like, stop = (figure(issue, one, employer.currency) for one in (term.aspiration, term.limit))
        edge = "you stop at" if issue in SATURATING else "at most"
        lines.append(f"**{TITLES[issue]}** · weight {term.weight} · you would like {like}; {edge} {stop}")
    first = package_table(game.standing, employer.currency, since) if since else ""
    begin = f"\n**Begin with this offer**\n{first}" if first else ""
    return (
        f"**You are {inert(employer.title)}.** All in {currency_name(employer.currency)}.\n" + "\n".join(lines) + begin
    )


def candidate_sheet(sitting: Sitting) -> discord.ui.LayoutView:
    """What the candidate of an offer stage wants; the employer never sees it."""
    game, since = sitting.game, sitting.started_at
    assert game is not None, "only a candidate who negotiates has a sheet"
    wishes, currency = game.wishes, game.employer.currency
    lines = []
    for issue in wishes.by_weight():
        wish = wishes.wishes[issue]
        least, hope = (figure(issue, one, currency) for one in (wish.least, wish.hope))
        lines.append(
            f"**{TITLES[issue]}** · weight {wish.weight} · you hope for {hope}; {least} is worth nothing to you"
        )
    pay = f" Today your base is {figure(Issue.BASE, wishes.pay_now, currency)}." if wishes.pay_now else ""
    begun = f"-# Your day counts from {moment(since, 'd')}." if since else ""
    about = f"-# 🗒️ For your eyes only\n### Your private sheet\n{wishes.about}{pay}"
    walk = f"**Walk away below {round(wishes.walk_away * 100)} points of 100**, which all hopes together are."
    return card(_PRIVATE, [one for one in (about, "\n".join(lines), walk, begun) if one])
