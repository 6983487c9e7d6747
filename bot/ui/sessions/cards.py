"""Scorecards as people see them before they are opened: the message in the thread, one's own card, its forms."""

from collections.abc import Iterable, Mapping
from typing import Any

import discord

from bot.domain.catalogue import Catalogue
from bot.domain.competencies import Competency, Level
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_notices import CardNudge, CardsWanted
from bot.domain.sessions.scoring import NOT_SEEN, ROOM, Ask, Part, Sat, Scorecard, Scoring, What
from bot.services.scorecards import OwnCard
from bot.ui.actions import ActionButton, custom_id
from bot.ui.panels import blank_form, card
from bot.ui.sessions.roles import role_names
from bot.ui.text import cut, inert, moment, person, plural

COLOUR = discord.Colour.from_rgb(120, 110, 200)
OVER = discord.Colour.dark_grey()
_PRIMARY = discord.ButtonStyle.primary
_LABEL = 45
_RUBRIC_ROOM = 2900
"""A message holds 4,000 characters; where the rubrics are longer, the lines in the form have to do."""
_A_ROW = 5
_NOT_SEEN = "Not seen"

Payload = dict[str, Any]
Row = discord.ui.ActionRow[discord.ui.LayoutView]


# ---------------------------------------------------------------------- words


def asker(sat: Sat) -> str:
    """What the one who asks is called in this kind of stage."""
    return role_names(sat.kind).interviewer.lower()


def answerer(sat: Sat) -> str:
    """What the one who is rated is called in this kind of stage."""
    return role_names(sat.kind).candidate.lower()


def place(sat: Sat) -> str:
    """Stage and track by their titles."""
    return f"{inert(sat.stage_title)} · {inert(sat.track_title)}"


def title_of(catalogue: Catalogue, key: str) -> str:
    """What a competency or a skill is called."""
    return _rubric(catalogue, key)[0]


def _rubric(catalogue: Catalogue, key: str) -> tuple[str, tuple[Level, ...]]:
    if key in set(Skill):
        skill = catalogue.interviewing.of(Skill(key))
        return skill.title, skill.levels
    found = catalogue.rubrics.of(Competency(key))
    return found.title, found.levels


# ---------------------------------------------------------------------- the message in the thread, and reminders


def wanted(notice: CardsWanted, *, in_private: bool) -> Payload:
    """The way to one's card, with how many are in. Its people are called once, when it comes into the thread."""
    scoring, sat = notice.scoring, notice.scoring.sat
    observers = f", {', '.join(map(person, sat.observer_ids))} observed" if sat.observer_ids else ""
    who = (
        f"{person(sat.candidate_id)} was the {answerer(sat)}, {person(sat.interviewer_id)} the {asker(sat)}{observers}."
    )
    how = "All cards are open: the debrief is below."
    if not scoring.is_open:
        how = (
            f"Each of you fills in a card, the {answerer(sat)} too. Nobody sees another one until all are in, or until "
            f"{moment(scoring.closes_at, 'F')}."
        )
    # A private message is not changed any more: a count in it would soon be wrong.
    count = [] if in_private else [f"-# {notice.progress.received} of {notice.progress.expected} in"]
    colour = OVER if scoring.is_open else COLOUR
    view = card(colour, f"### 📝 Scorecards\n-# {place(sat)}", f"{who}\n{how}", *count, row=_my_card(scoring))
    people = [] if in_private or notice.edits else [discord.Object(one) for one in sat.raters if one > 0]
    return {"view": view, "allowed_mentions": discord.AllowedMentions(users=people)}


def nudge(notice: CardNudge) -> Payload:
    """A word in private to somebody whose card is not in."""
    scoring, sat = notice.scoring, notice.scoring.sat
    state = "is begun, and not all in yet" if notice.begun else "is not in yet"
    head = f"Your scorecard {state}."
    why = (
        f"The cards open {moment(scoring.closes_at, 'R')}, and yours would be missed."
        if notice.last
        else "Two minutes now, while it is fresh, are worth more than ten tomorrow."
    )
    where = f" · <#{sat.thread_id}>" if sat.thread_id is not None else ""
    return {"view": card(COLOUR, f"📝 {head} {why}\n-# {place(sat)}{where}", row=_my_card(scoring))}


def _my_card(scoring: Scoring) -> Row:
    row: Row = discord.ui.ActionRow()
    row.add_item(button("My scorecard", "score_card", scoring, style=_PRIMARY, emoji="📝"))
    return row


def button(label: str, action: str, scoring: Scoring, *more: object, **look: Any) -> ActionButton:
    """A button about the cards of a sitting."""
    return ActionButton(label, action, scoring.sat.guild_id, scoring.id, *more, **look)


# ---------------------------------------------------------------------- one's own card


def own_card(own: OwnCard, rater_id: int, catalogue: Catalogue) -> discord.ui.LayoutView:
    """Somebody's card, for their eyes only: what is in, the levels of the part that comes next, and its buttons."""
    if own.scoring.is_open:
        return _closed(own, catalogue)
    missing = own.missing
    lines = [_part_line(part, own, catalogue, done=part not in missing) for part in own.parts]
    texts = [f"### 📝 Your scorecard\n-# {place(own.scoring.sat)}", _purpose(own, rater_id) + "\n" + "\n".join(lines)]
    if missing and (guide := _guide(missing[0], catalogue)):
        texts.append(guide)
    texts.append(_footing(own))
    return _with_rows(texts, _buttons(own, missing))


def _purpose(own: OwnCard, rater_id: int) -> str:
    sat = own.scoring.sat
    if not own.missing:
        return "✅ **Your card is in.** You can change it until all are opened."
    if rater_id != sat.candidate_id:
        return f"You rate {person(sat.candidate_id)}: their words first, then the level that fits them."
    return f"You rate yourself, then {person(sat.interviewer_id)} as your {asker(sat)}."


def _footing(own: OwnCard) -> str:
    scoring = own.scoring
    count = f"{own.progress.received} of {own.progress.expected} cards are in"
    until = f"{count}. They open when all are, or {moment(scoring.closes_at, 'R')}"
    return (
        f"-# {until}; until then only you see this one.\n-# What is said about the {asker(scoring.sat)} only they read."
    )


def _part_line(part: Part, own: OwnCard, catalogue: Catalogue, *, done: bool) -> str:
    names = ", ".join(title_of(catalogue, key) for key in part.rated)
    about = f" ({person(part.about_id)})" if part.about_id != own.scoring.sat.candidate_id else ""
    bare = _without_words(part, own) if done else 0
    hint = f" · {plural(bare, 'level')} without their words: a short quote makes it count" if bare else ""
    return f"{'✅' if done else '▫️'} **Part {part.number + 1} of {len(own.parts)}**{about}: {names}{hint}"


def _without_words(part: Part, own: OwnCard) -> int:
    """How many levels of a part stand there without the words that they rest on."""
    about = own.about(part)
    quotes = [ask.key for ask in part.asks if ask.what is What.QUOTE and ask.key in part.rated]
    return sum(key in about.seen() and not about.evidence.get(key) for key in quotes) if about else 0


def _guide(part: Part, catalogue: Catalogue) -> str:
    """The rubrics of a part in full."""
    found = []
    for key in part.rated:
        title, levels = _rubric(catalogue, key)
        found.append(f"**{title}**\n" + "\n".join(f"{one.level}. {one.text}" for one in levels))
    text = "\n".join(found)
    return text if len(text) <= _RUBRIC_ROOM else ""


def _buttons(own: OwnCard, missing: tuple[Part, ...]) -> list[ActionButton]:
    made = []
    if missing:
        label = "Next part" if own.cards else "Begin"
        made.append(button(label, "score_part", own.scoring, missing[0].number, style=_PRIMARY, emoji="✍️"))
    done = [part for part in own.parts if part not in missing]
    made += [button(f"Change part {one.number + 1}", "score_part", own.scoring, one.number) for one in done]
    return made


def _with_rows(texts: Iterable[str], buttons: list[ActionButton]) -> discord.ui.LayoutView:
    rows = []
    for start in range(0, len(buttons), _A_ROW):
        row: Row = discord.ui.ActionRow()
        for one in buttons[start : start + _A_ROW]:
            row.add_item(one)
        rows.append(row)
    return card(COLOUR, *texts, items=rows)


def _closed(own: OwnCard, catalogue: Catalogue) -> discord.ui.LayoutView:
    """What somebody wrote, to read."""
    state = "It was not whole in time, so it is not in the debrief; nobody else sees it." if own.missing else ""
    if not own.cards:
        state = "None of yours came in this time; the debrief in the thread is yours all the same."
    texts = [f"### 📝 Your scorecard\n-# {place(own.scoring.sat)}", f"The cards are open. {state}".strip()]
    texts += [cut(_read(one, catalogue), 1700) for one in own.cards]
    return card(OVER, *texts)


def _read(one: Scorecard, catalogue: Catalogue) -> str:
    lines = [f"**About** {person(one.about_id)}"]
    for key, level in one.levels.items():
        quote = f": {inert(one.evidence[key])}" if one.evidence.get(key) else ""
        lines.append(f"{title_of(catalogue, key)} · {level or _NOT_SEEN.lower()}{quote}")
    texts = [text for key, text in one.evidence.items() if key not in one.levels and text]
    lines += [f"“{inert(text)}”" for text in (*texts, one.raised) if text]
    return "\n".join(lines)


# ---------------------------------------------------------------------- the forms


def form(own: OwnCard, part: Part, catalogue: Catalogue) -> discord.ui.Modal:
    """One part of a card, with what was filled in before."""
    scoring, before = own.scoring, own.about(part)
    where = custom_id("score_take", scoring.sat.guild_id, scoring.id, part.number)
    modal = blank_form(f"Scorecard, part {part.number + 1} of {len(own.parts)}", where)
    for ask in part.asks:
        label, description = _words(ask, part, own, catalogue)
        field = _radio(ask, before, catalogue) if ask.what is What.LEVEL else _field(ask, before)
        modal.add_item(discord.ui.Label(text=cut(label, _LABEL), description=description, component=field))
    return modal


def _words(ask: Ask, part: Part, own: OwnCard, catalogue: Catalogue) -> tuple[str, str | None]:
    """What a field is called, and what goes into it."""
    sat = own.scoring.sat
    about_self = part.about_id == sat.candidate_id and not any(one.what is What.QUOTE for one in own.parts[0].asks)
    if ask.what is What.LEVEL:
        return title_of(catalogue, ask.key), None
    if part.about_id != sat.candidate_id:
        if ask.what is What.QUOTE:
            return "What they did well", f"Only your {asker(sat)} reads this."
        return "What would have made it better", f"One thing to try next time; only your {asker(sat)} reads this."
    if ask.what is What.QUOTE:
        return f"{title_of(catalogue, ask.key)}: in their words", "Quote or sum up what they said, then choose below."
    if about_self:
        return "What would you do differently?", "Your table reads it once the cards are open."
    return "What would have raised the score?", "One thing, such as a number or a reason that was missing."


def _field(ask: Ask, before: Scorecard | None) -> discord.ui.TextInput[discord.ui.Modal]:
    text = ""
    if before is not None:
        text = before.raised if ask.what is What.RAISED else before.evidence.get(ask.key, "")
    return discord.ui.TextInput(
        custom_id=ask.name,
        style=discord.TextStyle.paragraph,
        max_length=ROOM,
        required=False,
        default=text or None,
    )


def _radio(ask: Ask, before: Scorecard | None, catalogue: Catalogue) -> discord.ui.RadioGroup[discord.ui.Modal]:
    chosen = before.levels.get(ask.key) if before is not None else None
    options = [
        discord.RadioGroupOption(
            label=f"Level {one.level}", value=str(one.level), description=one.line, default=chosen == one.level
        )
        for one in _rubric(catalogue, ask.key)[1]
    ]
    nothing = "It did not come up, or you could not tell"
    unseen = discord.RadioGroupOption(
        label=_NOT_SEEN, value=str(NOT_SEEN), description=nothing, default=chosen == NOT_SEEN
    )
    return discord.ui.RadioGroup(custom_id=ask.name, options=[*options, unseen], required=True)


def typed(given: Mapping[str, str]) -> str:
    """What stood in a form, as a text to give back; nothing if nothing was written."""
    texts = {name.partition("-")[2].replace("_", " "): text for name, text in given.items() if not _is_level(name)}
    if not any(text.strip() for text in texts.values()):
        return ""
    levels = (
        f"{name.partition('-')[2].replace('_', ' ')}: level {text}" for name, text in given.items() if _is_level(name)
    )
    return "\n\n".join([*(f"{name}:\n{text}" for name, text in texts.items() if text.strip()), *levels])


def _is_level(name: str) -> bool:
    return name.startswith(f"{What.LEVEL}-")
