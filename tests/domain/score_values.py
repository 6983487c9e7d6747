"""Sittings and cards, for tests of scorecards."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.domain.competencies import Competency
from bot.domain.sessions.scoring import (
    NOT_SEEN,
    Sat,
    Scorecard,
    Scoring,
    What,
    begun,
    filled,
    merged,
    parts,
)
from bot.domain.tracks import StageKind
from tests.domain.values import GUILD, SNOWFLAKE, START, THREAD

CANDIDATE, INTERVIEWER, OBSERVER, SECOND = (SNOWFLAKE + 100 + number for number in range(4))


def make_sat(**changes: Any) -> Sat:
    """A sitting of three on two competencies."""
    values: dict[str, Any] = {
        "guild_id": GUILD,
        "table_id": 7,
        "sitting": 1,
        "session_id": 3,
        "thread_id": THREAD,
        "candidate_id": CANDIDATE,
        "interviewer_id": INTERVIEWER,
        "observer_ids": (OBSERVER,),
        "competencies": (Competency.SQL, Competency.DATA_ANALYSIS),
        "track_title": "Upwork: Product Analyst",
        "stage_title": "Technical task",
        "kind": StageKind.TASK,
    }
    return Sat(**values | changes)


def make_scoring(sat: Sat | None = None, **changes: Any) -> Scoring:
    """Cards that are waited for since :data:`START`."""
    return begun(sat or make_sat(), START).model_copy(update={"id": 5} | changes)


def form_of(sat: Sat, rater_id: int, number: int, levels: Mapping[str, int], text: str = "") -> dict[str, str]:
    """What somebody sends for a part: the given levels, and ``text`` with the field's name in each text."""
    asks = parts(sat, rater_id)[number].asks
    return {
        ask.name: str(levels.get(ask.key, NOT_SEEN)) if ask.what is What.LEVEL else f"{text} {ask.key}" * bool(text)
        for ask in asks
    }


def cards_of(
    scoring: Scoring, rater_id: int, levels: Mapping[str, int], text: str = "", only: Iterable[int] | None = None
) -> list[Scorecard]:
    """Somebody's cards with all parts in, or ``only`` some."""
    every = parts(scoring.sat, rater_id)
    found: dict[int, Scorecard] = {}
    for part in every:
        if only is not None and part.number not in set(only):
            continue
        given = form_of(scoring.sat, rater_id, part.number, levels, text)
        new = filled(scoring, part, rater_id, given, START)
        found[part.about_id] = merged(found.get(part.about_id), new, part, part.number + 1, every)
    return list(found.values())
