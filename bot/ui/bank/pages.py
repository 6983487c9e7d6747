"""Questions found, in pages."""

from collections.abc import Mapping

import discord

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.tracks import Track
from bot.services.banks import Found
from bot.ui.actions import ActionButton
from bot.ui.bank.panels import COLOUR, Payload
from bot.ui.bank.words import place, quoted, state_of, words_of

STATES: Mapping[str, Mapping[str, object]] = {
    "use": {"retired": False},
    "retired": {"retired": True},
    "own": {"retired": False, "builtin": False},
    "edited": {"retired": False, "edited": True},
}
"""What the states that can be chosen mean as filters of the bank."""

STATE_TITLES = {
    "use": "In use",
    "retired": "Retired",
    "own": "This server's own",
    "edited": "Built in, edited here",
}
FOR_ALL = frozenset({"use", "own"})
"""States that members may list; of what is retired they see nothing."""

_FILTERS = {"track": "track_id", "stage": "stage_id", "competency": "competency", "difficulty": "difficulty"}
_WORDS = 60


def filters_of(query: Mapping[str, str]) -> dict[str, object]:
    """What a query (``text``, ``state``, ``track``, ``stage``, ``competency``, ``difficulty``) asks of the bank."""
    chosen: dict[str, object] = {column: query[name] for name, column in _FILTERS.items() if query.get(name)}
    return chosen | dict(STATES.get(query.get("state", ""), STATES["use"]))


def page_of(
    found: Found, tracks: Mapping[str, Track], query: Mapping[str, str], page: int, row_id: int | None
) -> Payload:
    """One page; ``row_id``: where the query is kept, if there are others."""
    embed = discord.Embed(title="Questions", colour=COLOUR)
    lines = [_line(one, tracks) for one in found.questions]
    embed.description = "\n\n".join(lines) or (
        "No question fits that: try fewer words or filters." if page == 0 else "There is nothing on this page any more."
    )
    embed.set_footer(text=_asked(query, page))
    view = discord.ui.View(timeout=None)
    if row_id is not None:
        view.add_item(ActionButton("Back", "qlist", row_id, max(page - 1, 0), disabled=page == 0))
        view.add_item(ActionButton("Next", "qlist", row_id, page + 1, disabled=not found.more))
        return {"embeds": [embed], "view": view}
    return {"embeds": [embed]}


def _line(one: ServerQuestion, tracks: Mapping[str, Track]) -> str:
    question = one.question
    about = [place(one, tracks, 40), words_of(question.competency), question.difficulty.value]
    about += [state_of(one)] * bool(one.version)
    return f"**{quoted(question.prompt, 90)}**\n`{one.id}` · {' · '.join(about)}"


def _asked(query: Mapping[str, str], page: int) -> str:
    text = " ".join(query.get("text", "").split())[:_WORDS]
    told = [f"“{text}”"] * bool(text) + [STATE_TITLES.get(query.get("state", ""), STATE_TITLES["use"])]
    told += [words_of(query[name]) for name in _FILTERS if query.get(name)]
    return " · ".join([*told, f"page {page + 1}"])
