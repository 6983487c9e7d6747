"""All that ``/progress show`` draws and tells, as one value: what is shown alike is equal."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from statistics import fmean
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.competencies import Competency, Rubrics
from bot.domain.progress.levels import Evidence, Standing
from bot.domain.tracks import Track

CALENDAR_WEEKS = 26
TREND_MONTHS = 12
MOST_TRACKS = 3
MOST_STEPS = 2


class Place(NamedTuple):
    """A stage of a track."""

    track_id: str
    stage_id: str


class Level(BaseModel):
    """One competency. ``level`` and ``spread`` have one digit after the point; ``sure`` and ``trend`` as in
    :mod:`bot.domain.progress.levels`; ``count``: pieces of evidence."""

    model_config = ConfigDict(frozen=True)

    title: str
    level: float
    spread: float
    sure: str
    trend: str
    count: int


class Month(NamedTuple):
    """The mean of all levels that were given in a month, on its first day."""

    day: date
    level: float


class Way(BaseModel):
    """A track as its stages in order, each done or not."""

    model_config = ConfigDict(frozen=True)

    title: str
    done: tuple[bool, ...]


class Next(BaseModel):
    """What to do about a weak area. Without a stage that measures it there is only a question at once."""

    model_config = ConfigDict(frozen=True)

    competency: Competency
    title: str
    level: float
    place: Place | None = None
    stage_title: str = ""


class Totals(NamedTuple):
    """All that somebody did in a server."""

    days: int
    rounds: int
    answers: int


class Overview(BaseModel):
    """One person's progress in one server. ``practised``: days of practice in the calendar's weeks; ``streak`` and
    ``best`` in days."""

    model_config = ConfigDict(frozen=True)

    today: date
    totals: Totals
    streak: int
    best: int
    practised: tuple[date, ...]
    levels: tuple[Level, ...]
    months: tuple[Month, ...]
    ways: tuple[Way, ...]
    steps: tuple[Next, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw yet."""
        return not (self.totals.days or self.totals.answers or self.levels)

    @property
    def digest(self) -> str:
        """Equal for what is drawn alike."""
        return hashlib.sha256(self.model_dump_json(exclude={"steps"}).encode()).hexdigest()


def first_of_calendar(today: date) -> date:
    """The Monday with which the calendar begins; its last column is the week of ``today``."""
    return today - timedelta(days=today.weekday(), weeks=CALENDAR_WEEKS - 1)


def first_of_trend(today: date) -> date:
    """The first day of the oldest month in the line of levels."""
    months = today.year * 12 + today.month - TREND_MONTHS
    return date(months // 12, months % 12 + 1, 1)


def levels(standing: Standing, rubrics: Rubrics) -> tuple[Level, ...]:
    """The levels as they are shown, highest first."""
    shown = [
        Level(
            title=rubrics.of(one.competency).title,
            level=round(one.level, 1),
            spread=round(one.spread, 1),
            sure=str(one.sure),
            trend=str(one.trend),
            count=one.evidence_count,
        )
        for one in standing.levels
    ]
    return tuple(sorted(shown, key=lambda one: (-one.level, one.title)))


def months(evidence: Iterable[Evidence], today: date) -> tuple[Month, ...]:
    """The line of levels: months without any are left out."""
    since = first_of_trend(today)
    found: dict[date, list[float]] = defaultdict(list)
    for one in evidence:
        day = _day(one.at)
        if since <= day <= today:
            found[day.replace(day=1)].append(one.level)
    return tuple(Month(day, round(fmean(given), 1)) for day, given in sorted(found.items()))


def ways(tracks: Mapping[str, Track], done: Collection[Place], latest: str | None) -> tuple[Way, ...]:
    """The tracks of which something was done, the one used last first; the first track there is if there are none."""
    begun = {one.track_id for one in done}
    order = sorted((name for name in tracks if name in begun), key=lambda name: name != latest)
    return tuple(_way(tracks[name], done) for name in (order or list(tracks)[:1])[:MOST_TRACKS])


def steps(standing: Standing, tracks: Mapping[str, Track], latest: str | None, rubrics: Rubrics) -> tuple[Next, ...]:
    """The weakest areas, each with a stage that measures it: of the track used last if that has one."""
    by_competency = {one.competency: one.level for one in standing.levels}
    order = sorted(tracks, key=lambda name: name != latest)
    return tuple(
        _next(one, by_competency.get(one, 1.0), [tracks[name] for name in order], rubrics)
        for one in standing.weak[:MOST_STEPS]
    )


def _way(track: Track, done: Collection[Place]) -> Way:
    return Way(title=track.title, done=tuple(Place(track.id, stage.id) in done for stage in track.stages))


def _next(competency: Competency, level: float, tracks: Iterable[Track], rubrics: Rubrics) -> Next:
    title = rubrics.of(competency).title
    for track in tracks:
        for stage in track.stages:
            if competency in stage.competencies:
                place = Place(track.id, stage.id)
                return Next(
                    competency=competency, title=title, level=round(level, 1), place=place, stage_title=stage.title
                )
    return Next(competency=competency, title=title, level=round(level, 1))


def _day(at: datetime) -> date:
    return at.date()
