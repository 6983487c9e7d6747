"""A negotiation in the debrief: the deal, what was possible, what each move did, and the picture of it."""

import asyncio
import io
from typing import Any

import discord

from bot.domain.notices import DebriefEntry
from bot.domain.offer import Issue, MoveKind, Negotiation, Review, figure, review
from bot.domain.rounds import Turn
from bot.domain.stages.negotiation.notes import changed, in_words, limits, outcome, points
from bot.domain.stages.negotiation.rules import bargain_of, closed, how_it_ended
from bot.ui import debriefs
from bot.ui.charts import frontier_alt, frontier_png
from bot.ui.offer_tables import TITLES
from bot.ui.text import cut, inert
from bot.ui.voices import Voice

_MESSAGE_ROOM = 5900
"""Discord counts 6,000 characters over all embeds of a message."""
_FIELD_ROOM = 1024
_ALT_ROOM = 1000
_MOVE_ROOM = 160
_LEAST_MOVES = 300
_PICTURE = "negotiation.png"


async def entry(notice: DebriefEntry, voice: Voice) -> dict[str, Any]:
    """The usual frame of a question, with the negotiation in the place of the answer, and its picture."""
    turn = notice.entry.turn
    game = closed(bargain_of(turn).game)
    found = review(game)
    picture = await asyncio.to_thread(frontier_png, found)
    payload = debriefs.entry(notice, voice)
    question, _, *rest = payload["embeds"]
    room = _MESSAGE_ROOM - sum(map(len, (question, *rest)))
    alt = cut(frontier_alt(found), _ALT_ROOM)
    file = discord.File(io.BytesIO(picture), filename=_PICTURE, description=alt)
    return payload | {"embeds": [question, *_embeds(turn, game, found, voice, room), *rest], "file": file}


def _embeds(turn: Turn, game: Negotiation, found: Review, voice: Voice, room: int) -> tuple[discord.Embed, ...]:
    """What came of it with the picture, then the moves; of little room the list of moves gives way first."""
    result = discord.Embed(title=how_it_ended(turn), description="\n".join(outcome(found)), colour=voice.colour)
    result.add_field(name="Their first offer → the deal" if game.deal else "Their last offer", value=_deal(game))
    result.add_field(
        name="How far they would have gone (weight of 100)", value=cut(_bullets(limits(game)), _FIELD_ROOM)
    )
    result.set_image(url=f"attachment://{_PICTURE}")
    moves = discord.Embed(title="Your moves", colour=voice.colour)
    room -= len(result) + len(moves)
    remarks = "\n".join(f"{'✅' if one.helped else '⚠️'} {one.text}" for one in found.remarks)
    moves.description = cut(_inert_lines(remarks) or "You made no move.", max(room - _LEAST_MOVES, _LEAST_MOVES))
    room -= len(moves.description)
    made = _moves(game, found)
    name = "Move by move"
    if made and room > len(name):
        moves.add_field(name=name, value=cut(made, min(_FIELD_ROOM, room - len(name))), inline=False)
    return result, moves


def _inert_lines(text: str) -> str:
    """Remarks may quote what was typed: nothing in it may format, mention or turn what follows."""
    return "\n".join(inert(line) for line in text.splitlines())


def _deal(game: Negotiation) -> str:
    currency, last = game.employer.currency, game.deal or game.standing
    lines = []
    for issue in Issue:
        first, then = (figure(issue, package[issue], currency) for package in (game.opening, last))
        lines.append(f"**{TITLES[issue]}:** {first}" + (f" → {then}" if then != first else ""))
    return "\n".join(lines)


def _moves(game: Negotiation, found: Review) -> str:
    """Each counter and question with what it brought, in points of the candidate's own sheet."""
    lines = []
    for one in found.exchanges:
        if one.kind is MoveKind.COUNTER and one.asked is not None:
            what = f"asked for {in_words(one.asked, game, changed(one.before, one.asked))}"
            gave = f", after you gave {points(one.gave)}" if one.gave > 0 else ""
            brought = f"{'+' if one.gained >= 0 else '−'}{points(abs(one.gained))}{gave}"
        else:
            what, brought = f"“{inert(cut(one.text, _MOVE_ROOM))}”", "a question, free"
        lines.append(f"**{one.number}** {what}: {brought}")
    return "\n".join(lines)


def _bullets(lines: Any) -> str:
    return "\n".join(f"• {line}" for line in lines)
