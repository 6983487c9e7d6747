"""The form of a question. What it is meant for stands in its custom id, so that it outlives a restart."""

import re

import discord

from bot.domain.bank.drafting import Draft
from bot.domain.competencies import Competency
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Difficulty
from bot.ui.actions import custom_id
from bot.ui.bank.words import TITLES
from bot.ui.panels import blank_form

ADD, EDIT, KEPT = "qadd", "qedit", "qkept"
"""Actions of the form: a new question, a change, and either of them with what was kept of an earlier try."""

_ROOM = {"prompt": 700, "assesses": 300, "approach": 1330, "sample_answer": 1700, "probes": 1330}
"""Characters; of lists: six entries of 220 and their line ends."""

_HINTS = {
    "prompt": "As the interviewer says it.",
    "assesses": "What an interviewer wants to find out with it.",
    "approach": "How to go about it: a step on each line, at most 6 of 220 characters.",
    "sample_answer": "At least 40 characters, or nothing.",
    "probes": "What an interviewer asks next: one on each line, at most 6 of 220 characters.",
}
_MOST = 4000
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_CODE = 8
"""So many letters tell competencies apart; more would not fit a custom id beside a track and a stage."""
_AS_IT_IS = "-"


def question_form(draft: Draft, form_id: str | None = None) -> discord.ui.Modal:
    """The form with a draft's texts; ``form_id`` if it is not the one for that draft."""
    modal = blank_form("Edit the question" if draft.question else "A new question", form_id or id_of(draft))
    for name, room in _ROOM.items():
        # Nobody sees these characters; without them the text can be sent as it is.
        text = _UNPRINTABLE.sub("", draft.texts.get(name, ""))[:_MOST]
        field: discord.ui.TextInput[discord.ui.Modal] = discord.ui.TextInput(
            custom_id=name,
            style=discord.TextStyle.paragraph,
            max_length=max(room, len(text)),
            required=name == "prompt",
            default=text or None,
        )
        modal.add_item(discord.ui.Label(text=TITLES[name], description=_HINTS[name], component=field))
    return modal


def kept_id(row_id: int) -> str:
    """Custom id of the form for a kept draft."""
    return custom_id(KEPT, row_id)


def id_of(draft: Draft) -> str:
    """Custom id of the form for a draft."""
    difficulty = draft.difficulty[:1] or _AS_IT_IS
    competency = draft.competency[:_CODE] or _AS_IT_IS
    if draft.question:
        return custom_id(EDIT, draft.base, draft.question, competency, difficulty)
    return custom_id(ADD, draft.track, draft.stage, competency, difficulty)


def draft_of(texts: dict[str, str], competency: str, difficulty: str, **about: object) -> Draft:
    """The draft that came in a form whose custom id held these.

    :raises Refused: for a custom id that is not ours.
    """
    try:
        values = {"competency": _whole(competency, Competency), "difficulty": _whole(difficulty, Difficulty)}
    except StopIteration:
        raise Refused(Reason.UNKNOWN_BUTTON) from None
    return Draft(texts, **values, **about)  # type: ignore[arg-type]


def _whole(code: str, kinds: type[Competency | Difficulty]) -> str:
    """:raises StopIteration: if nothing begins like that."""
    return "" if code == _AS_IT_IS else next(one.value for one in kinds if one.value.startswith(code))
