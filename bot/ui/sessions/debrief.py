"""The debrief of a table, the candidate's copy, and what an interviewer gets to know."""

import asyncio
import io
from collections.abc import Iterator, Mapping, Sequence

import discord

from bot.domain.catalogue import Catalogue
from bot.domain.sessions.debriefing import CraftDebrief, Remark, Spread, TableDebrief
from bot.domain.sessions.interviewing import Skill
from bot.domain.sessions.score_notices import CardsOpened, CraftNotice
from bot.domain.sessions.scoring import Sat
from bot.ui.actions import ActionButton
from bot.ui.bank.words import quoted
from bot.ui.charts import Levels, spread_alt, spread_png
from bot.ui.panels import card
from bot.ui.sessions.cards import COLOUR, Payload, Row, answerer, asker, button, place, title_of
from bot.ui.text import inert, person, plural

FILE, PICTURE = "debrief.txt", "levels.png"
_ROOM = 3600
"""Discord takes 4,000 characters in such a message."""
_LEAST, _MOST = 60, 400
_NOBODY = (
    "No card came in this time, so there is nothing to add up, and that is all right: take five minutes together, say "
    "what went well, and name one thing to try next time."
)


async def opened(notice: CardsOpened, catalogue: Catalogue) -> Payload:
    """The debrief for the table, or the candidate's copy; all remarks at full length are in its file."""
    found = notice.found
    head = "Your debrief" if notice.own else "Debrief of your table"
    for_whom = "-# Yours to keep; it is the one that your table sees." if notice.own else ""
    texts = [f"## 🧭 {head}\n-# {place(found.sat)}\n{_count(found)}", *_levels(found, catalogue, own=notice.own)]
    room = _ROOM - sum(map(len, texts)) - len(for_whom)
    remarks = _remarks(found, catalogue, room)
    row: Row = discord.ui.ActionRow()
    row.add_item(button("My scorecard", "score_card", notice.scoring, emoji="📝"))
    items: list[discord.ui.Item[discord.ui.LayoutView]] = []
    files = []
    if found.raters:
        levels = [_drawn(one, catalogue) for one in found.spreads]
        words = spread_alt(levels)
        png = await asyncio.to_thread(spread_png, levels)
        files.append(discord.File(io.BytesIO(png), filename=PICTURE, description=words))
        gallery: discord.ui.MediaGallery[discord.ui.LayoutView] = discord.ui.MediaGallery()
        items.append(gallery.add_item(media=f"attachment://{PICTURE}", description=words))
    if remarks:
        texts.append(remarks)
        files.append(discord.File(io.BytesIO(_transcript(found, catalogue).encode()), filename=FILE))
        items.append(discord.ui.File(f"attachment://{FILE}"))
    if for_whom:
        texts.append(for_whom)
    return {"view": card(COLOUR, *texts, items=items, row=row), "files": files}


def _drawn(one: Spread, catalogue: Catalogue) -> Levels:
    return Levels(title_of(catalogue, one.competency), tuple(one.levels.values()), one.own)


def _count(found: TableDebrief) -> str:
    who = f"{person(found.sat.candidate_id)} was the {answerer(found.sat)}."
    if not found.received:
        return f"{who} {_NOBODY}"
    if found.received < found.expected:
        return f"{who} {found.received} of {found.expected} cards came in; this is what they say."
    return f"{who} All {found.expected} cards are in."


# ---------------------------------------------------------------------- levels


def _levels(found: TableDebrief, catalogue: Catalogue, *, own: bool) -> Iterator[str]:
    if not found.received:
        return
    yield "\n".join(_level_line(one, catalogue, own=own) for one in found.spreads)
    verdict = (
        [f"**Hire band:** {found.band}\n-# From the mean of all levels, where 3 is the hire bar."] if found.band else []
    )
    talk = [*_talk(found, catalogue), *_blind_spot(found, catalogue, own=own)]
    yield "\n".join([*verdict, *talk]) or "Nobody else rated this sitting, so there is no hire band."


def _level_line(one: Spread, catalogue: Catalogue, *, own: bool) -> str:
    title = title_of(catalogue, one.competency)
    whose = "you" if own else "own"
    self_rating = f" · {whose}: {one.own}" if one.own is not None else ""
    if one.mean is None:
        return f"**{title}**: not rated{self_rating}"
    if len(one.levels) == 1:
        return f"**{title}**: {one.mean:.0f} of 4{self_rating}"
    spread = f"all {one.lowest}" if not one.range else f"from {one.lowest} to {one.highest}"
    return f"**{title}**: {one.mean:.1f} of 4 ({spread}){self_rating}"


def _talk(found: TableDebrief, catalogue: Catalogue) -> Iterator[str]:
    """The largest disagreement, as a question."""
    if found.dispute is not None:
        title = title_of(catalogue, found.dispute.competency)
        yield f"**Talk about {title}:** {_sides(found.dispute)}. What did you hear?"
    elif any(len(one.levels) > 1 for one in found.spreads):
        yield "**You agree on every level.** Then talk about what would have raised the lowest of them."


def _sides(one: Spread) -> str:
    by_level: dict[int, list[str]] = {}
    for rater_id, level in one.levels.items():
        by_level.setdefault(level, []).append(person(rater_id))
    return "; ".join(f"{' and '.join(who)} saw level {level}" for level, who in sorted(by_level.items()))


def _blind_spot(found: TableDebrief, catalogue: Catalogue, *, own: bool) -> Iterator[str]:
    """Where the candidate saw it otherwise than the rest."""
    one = found.blind_spot
    if one is None or one.own is None or one.mean is None:
        return
    who = "you rated yourself" if own else f"{person(found.sat.candidate_id)} rated themselves"
    others = f"{one.mean:.1f}" if one.mean % 1 else f"{one.mean:.0f}"
    where = "above" if (one.gap or 0) > 0 else "below"
    title = title_of(catalogue, one.competency)
    yield f"**Self and others:** in {title} {who} {one.own}, {where} the others' {others}."


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


# ---------------------------------------------------------------------- remarks


def _remarks(found: TableDebrief, catalogue: Catalogue, room: int) -> str:
    """All remarks, grouped, each shortened to what there is room for."""
    groups = _groups(found, catalogue)
    texts = [remark.text for _, remarks in groups for remark in remarks]
    if not texts:
        return ""
    extra = sum(len(title) + 8 for title, _ in groups) + 45 * len(texts)
    each = max(_LEAST, min(_MOST, (room - extra) // len(texts)))
    said = [
        f"**{title}**\n" + "\n".join(f"• {quoted(one.text, each)} ({person(one.rater_id)})" for one in remarks)
        for title, remarks in groups
    ]
    return _fitting(said, room)


def _fitting(groups: Sequence[str], room: int) -> str:
    """As many groups as there is room for; the file has them all."""
    kept: list[str] = []
    more = "\n-# More in the file."
    for group in groups:
        if sum(len(one) + 1 for one in (*kept, group)) + len(more) > room:
            return "\n".join(kept) + more
        kept.append(group)
    return "\n".join(kept)


def _groups(found: TableDebrief, catalogue: Catalogue) -> list[tuple[str, tuple[Remark, ...]]]:
    groups = [(f"{title_of(catalogue, one.competency)}: what was said", one.quotes) for one in found.spreads]
    own = (Remark(found.sat.candidate_id, found.own_words),) if found.own_words else ()
    groups = [
        ("What would have raised the score", found.raised),
        (f"What the {answerer(found.sat)} would do otherwise", own),
        *groups,
    ]
    return [(title, remarks) for title, remarks in groups if remarks]


def _transcript(found: TableDebrief, catalogue: Catalogue) -> str:
    """All of it in plain text; people by their roles, as a file has no mentions."""
    lines = [f"{found.sat.stage_title}, {found.sat.track_title}", f"{found.received} of {found.expected} cards", ""]
    for one in found.spreads:
        levels = ", ".join(f"{_role(found.sat, who)} {level}" for who, level in one.levels.items()) or "not rated"
        own = f", {answerer(found.sat)} {one.own}" if one.own is not None else ""
        lines.append(f"{title_of(catalogue, one.competency)}: {levels}{own}")
    if found.band:
        lines.append(f"Hire band: {found.band}")
    for title, remarks in _groups(found, catalogue):
        lines += ["", title, *(f"- {one.text} ({_role(found.sat, one.rater_id)})" for one in remarks)]
    return "\n".join(lines) + "\n"


def _role(sat: Sat, user_id: int) -> str:
    if user_id == sat.candidate_id:
        return answerer(sat)
    if user_id == sat.interviewer_id:
        return asker(sat)
    number = sat.observer_ids.index(user_id) + 1
    return f"observer {number}" if len(sat.observer_ids) > 1 else "observer"


# ---------------------------------------------------------------------- for the interviewer


def craft(notice: CraftNotice, catalogue: Catalogue) -> Payload:
    """What the candidate said, in private."""
    found: CraftDebrief = notice.found
    sat = found.sat
    lines = [_craft_line(skill, level, catalogue) for skill, level in found.levels.items()]
    words = [
        f"**{title}**\n{inert(text)}"
        for title, text in (("What you did well", found.helped), ("What would have made it better", found.raised))
        if text
    ]
    row: Row = discord.ui.ActionRow()
    row.add_item(ActionButton("My interviewing so far", "score_craft", sat.guild_id, notice.scoring.id, emoji="🎧"))
    head = f"### 🎧 How you asked\n-# {place(sat)}\n{person(sat.candidate_id)} about you; nobody else sees this."
    return {"view": card(COLOUR, head, *(["\n".join(lines)] if lines else []), *words, row=row)}


def _craft_line(skill: Skill, level: int, catalogue: Catalogue) -> str:
    rubric = catalogue.interviewing.of(skill)
    return f"**{rubric.title}**: {level} of 4. {rubric.levels[level - 1].text}"


def craft_so_far(found: Mapping[Skill, tuple[float, int]], catalogue: Catalogue) -> discord.ui.LayoutView:
    """The means of all sittings in a server, for that person alone."""
    head = "### 🎧 Your interviewing so far\n-# From candidates of this server; only you see it."
    if not found:
        return card(COLOUR, head, "Nobody has said anything yet: it comes after the first sitting in which you ask.")
    lines = [
        f"**{catalogue.interviewing.of(skill).title}**: {mean:.1f} of 4, from {plural(count, 'sitting')}"
        for skill, (mean, count) in found.items()
    ]
    weakest = min(found, key=lambda skill: found[skill][0])
    rubric = catalogue.interviewing.of(weakest)
    step = min(int(found[weakest][0]), len(rubric.levels) - 1)
    return card(COLOUR, head, "\n".join(lines), f"**Next step in {_lower(rubric.title)}:** {rubric.levels[step].text}")
