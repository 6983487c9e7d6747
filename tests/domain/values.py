"""Small valid values of the domain, for tests of everything that stands on it."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.competencies import Competency, Rubrics
from bot.domain.drafts import Part, Source
from bot.domain.rounds import Round, RoundStatus, Turn, TurnStatus, Visibility
from bot.domain.tracks import Difficulty, Question, StageKind, Track

START = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)
"""An instant with microseconds, so that a store that rounds is found out."""

SNOWFLAKE = 2**62
"""Ids as large as Discord's can become; far over what 32 bits or a float can hold exactly."""

GUILD, ELSEWHERE = SNOWFLAKE + 1, SNOWFLAKE + 2
PARENT, THREAD = SNOWFLAKE + 10, SNOWFLAKE + 11
ALICE, BOB = SNOWFLAKE + 20, SNOWFLAKE + 21


def later(**span: float) -> datetime:
    """So much after :data:`START`."""
    return START + timedelta(**span)


def make_question(number: int = 1, **changes: Any) -> Question:
    """A question with id ``q-<number>``."""
    values: dict[str, Any] = {
        "id": f"q-{number}",
        "prompt": f"Question number {number}: what did you do?",
        "assesses": "Whether the candidate says what they did.",
        "approach": ("Say where you were.", "Say what you did.", "Say what came of it."),
        "sample_answer": "I was at a shop, I counted the visitors, and sales rose from 12 to 15 a day.",
        "probes": ("What was your own part?", "What would you change?"),
        "key_points": ({"point": "Names the place"}, {"point": "Gives a number", "signs": ("from", "percent")}),
        "competency": Competency.BACKGROUND,
        "difficulty": Difficulty.MEDIUM,
        "minutes": 5,
    }
    return Question.model_validate(values | changes)


def make_turns(count: int = 3) -> tuple[Turn, ...]:
    """Questions that wait to be asked."""
    return tuple(Turn(position=at, question=make_question(at + 1)) for at in range(count))


def make_round(count: int = 3, **changes: Any) -> Round:
    """A planned round of ``count`` questions; its thread is not there yet."""
    values: dict[str, Any] = {
        "id": 0,
        "guild_id": GUILD,
        "parent_id": PARENT,
        "candidate_id": ALICE,
        "track_id": "shop-analyst",
        "stage_id": "screen",
        "kind": StageKind.SCREEN,
        "track_title": "Shop · Analyst",
        "stage_title": "Screen",
        "conductor": "Recruiter",
        "stage_minutes": 30,
        "briefing": "You talk to a recruiter for half an hour, about your work and why you are here.",
        "visibility": Visibility.PRIVATE,
        "seed": 2**61 + 7,
        "started_at": START,
        "active_at": START,
        "turns": make_turns(count),
    }
    return Round.model_validate(values | changes)


def make_open(count: int = 3, **changes: Any) -> Round:
    """A round whose first question is open in :data:`THREAD`."""
    turns = list(make_turns(count))
    turns[0] = turns[0].model_copy(update={"status": TurnStatus.OPEN})
    return make_round(count, **{"status": RoundStatus.OPEN, "thread_id": THREAD, "turns": tuple(turns)} | changes)


def make_part(number: int = 1, content: str = "I counted visitors.", **changes: Any) -> Part:
    """A typed message, the ``number``-th of a thread."""
    values: dict[str, Any] = {
        "source_id": SNOWFLAKE + 1000 + number,
        "source": Source.TYPED,
        "content": content,
        "created_at": later(seconds=number),
    }
    return Part.model_validate(values | changes)


def make_row(key: str = "round:1:prompt", **changes: Any) -> dict[str, Any]:
    """What :meth:`DeliveryRows.owe` takes: something for Alice in :data:`THREAD`, due at :data:`START`."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "channel_id": THREAD,
        "user_id": ALICE,
        "kind": "prompt",
        "key": key,
        "subject": "round:1",
        "payload": {"round": 1, "position": 0},
        "due_at": START,
    }
    return values | changes


def make_track(questions: int = 4) -> Track:
    """A track of two stages: a screen and an offer, each with so many questions."""

    def stage(name: str, kind: StageKind, start: int) -> dict[str, Any]:
        return {
            "id": name,
            "kind": kind,
            "title": name.title(),
            "conductor": "Recruiter",
            "minutes": 30,
            "briefing": "You talk to a recruiter for half an hour, about your work and why you are here.",
            "competencies": ("background",),
            "questions": [make_question(start + number).model_dump() for number in range(questions)],
        }

    stages = (stage("screen", StageKind.SCREEN, 1), stage("offer", StageKind.OFFER, 101))
    return Track.model_validate(
        {"id": "shop-analyst", "title": "Shop · Analyst", "company": "Shop", "role": "Analyst", "stages": stages}
    )


def read_rubrics(folder: Path) -> Rubrics:
    """The rubrics that are shipped."""
    return Rubrics.model_validate(tomllib.loads((folder / "rubrics.toml").read_text(encoding="utf-8")))
