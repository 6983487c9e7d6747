"""What somebody did in a server, newest first, in pages."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.progress.overview import Place
from bot.domain.tracks import Question

PAGE = 10


class Kind(StrEnum):
    """What an item of the history is; one letter, as it stands in menus."""

    ROUND = "r"
    DAILY = "d"


class Item(NamedTuple):
    """One closed round or one daily answer. ``id``: of the round, or of the answer. ``title``: of the stage, or the
    question. ``below``: the track; nothing for a daily answer. ``rating``: the person's own, of a round its mean."""

    kind: Kind
    id: int
    at: datetime
    title: str
    below: str = ""
    answered: int = 1
    rating: float | None = None


class Page(NamedTuple):
    """One page, counted from 0; ``pages`` is at least 1."""

    items: tuple[Item, ...]
    number: int
    pages: int


class Done(NamedTuple):
    """So many rounds of a stage, the last of them then."""

    place: Place
    times: int
    last: datetime


class Given(BaseModel):
    """A daily answer with its question as it was asked."""

    model_config = ConfigDict(frozen=True)

    id: int
    text: str
    rating: int | None
    answered_at: datetime
    track_id: str
    stage_id: str
    question: Question


def pages_of(count: int) -> int:
    """How many pages so many items take."""
    return max(1, -(-count // PAGE))
