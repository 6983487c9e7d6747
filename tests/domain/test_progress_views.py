"""What is shown of progress: effort, goals, groups, the overview, the export. All pure."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.competencies import Competency
from bot.domain.drafts import Part, Source
from bot.domain.progress import exporting
from bot.domain.progress.effort import Effort, Period, first_day, ranked
from bot.domain.progress.goals import next_summary, week_of
from bot.domain.progress.groups import FEWEST, group_of, in_fives
from bot.domain.progress.history import Given, pages_of
from bot.domain.progress.levels import Certainty, CompetencyLevel, Evidence, Standing, Trend
from bot.domain.progress.levels import Source as Said
from bot.domain.progress.overview import Overview, Place, Totals, first_of_calendar, first_of_trend, months, steps, ways
from bot.domain.rounds import TurnStatus
from bot.settings import ROOT
from tests.domain.values import START, later, make_question, make_round, make_track, make_turns, read_rubrics

TODAY = date(2026, 3, 4)
RUBRICS = read_rubrics(ROOT / "data")


# ---------------------------------------------------------------------- effort


@pytest.mark.parametrize(
    ("period", "first"),
    [(Period.WEEK, date(2026, 3, 2)), (Period.MONTH, date(2026, 3, 1)), (Period.ALL, date.min)],
)
def test_a_time_begins_on_its_first_day(period: Period, first: date) -> None:
    assert first_day(period, TODAY) == first


def test_the_most_points_come_first_and_equals_share_a_rank() -> None:
    efforts = [Effort(1, 1, 1, 0), Effort(2, 3, 0, 1), Effort(3), Effort(4, 1, 0, 1), Effort(5, 1, 0, 0)]
    found = [(one.rank, one.effort.user_id) for one in ranked(efforts)]
    assert found == [(1, 2), (2, 4), (2, 1), (4, 5)], "of equals whoever helped comes first; nothing done is no place"


@given(st.lists(st.builds(Effort, st.integers(1, 99), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))))
def test_a_rank_says_how_many_did_more(efforts: list[Effort]) -> None:
    for place in ranked(efforts):
        assert place.rank == 1 + sum(one.points > place.effort.points for one in efforts)


# ---------------------------------------------------------------------- goals


@pytest.mark.parametrize(
    ("zone", "after", "due"),
    [
        ("UTC", datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 8, 18, tzinfo=UTC)),
        ("UTC", datetime(2026, 3, 8, 17, 59, tzinfo=UTC), datetime(2026, 3, 8, 18, tzinfo=UTC)),
        ("UTC", datetime(2026, 3, 8, 18, tzinfo=UTC), datetime(2026, 3, 15, 18, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 3, 22, 17, tzinfo=UTC), datetime(2026, 3, 29, 16, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 3, 4, tzinfo=UTC), datetime(2026, 3, 8, 5, tzinfo=UTC)),
    ],
)
def test_a_summary_comes_on_sunday_at_six_on_the_persons_clocks(zone: str, after: datetime, due: datetime) -> None:
    assert next_summary(zone, after) == due


@given(st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Apia"]), st.datetimes(
    datetime(2011, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # fmt: skip
def test_a_moment_lies_in_its_own_week(zone: str, at: datetime) -> None:
    monday, began_at = week_of(zone, at)
    assert monday.weekday() == 0
    assert began_at <= at < began_at + timedelta(days=7, hours=2)


# ---------------------------------------------------------------------- groups


def test_a_competency_of_fewer_than_five_people_is_not_told() -> None:
    people: list[dict[Competency, float]] = [{Competency.SQL: 2.2} for _ in range(FEWEST)]
    for one in people[1:]:
        one[Competency.STRATEGY] = 4.0
    found = group_of(people)
    assert [(one.competency, one.level, one.people) for one in found.levels] == [(Competency.SQL, 2.0, 5)]
    people[0][Competency.STRATEGY] = 4.0
    assert [one.competency for one in group_of(people).levels] == [Competency.STRATEGY, Competency.SQL]


@given(st.lists(st.floats(1, 4), min_size=FEWEST, max_size=40))
def test_a_group_is_told_in_halves_and_fives(levels: list[float]) -> None:
    (found,) = group_of([{Competency.SQL: level} for level in levels]).levels
    assert found.level * 2 == int(found.level * 2)
    assert found.people % FEWEST == 0
    assert in_fives(len(levels)) <= len(levels) < in_fives(len(levels)) + FEWEST


# ---------------------------------------------------------------------- overview


def test_the_calendar_ends_with_the_week_of_today() -> None:
    assert first_of_calendar(TODAY) == date(2025, 9, 8)
    assert first_of_calendar(TODAY).weekday() == 0


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 4), date(2025, 4, 1)),
        (date(2026, 12, 31), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2025, 2, 1)),
    ],
)
def test_the_line_has_twelve_months(today: date, first: date) -> None:
    assert first_of_trend(today) == first


def _said(level: float, day: date) -> Evidence:
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Evidence(competency=Competency.SQL, level=level, source=Said.SELF, at=at)


def test_a_month_is_the_mean_of_what_was_said_in_it() -> None:
    evidence = [
        _said(4, date(2025, 3, 31)),
        _said(1, date(2026, 1, 2)),
        _said(2, date(2026, 1, 30)),
        _said(3, date(2026, 3, 4)),
    ]
    assert months(evidence, TODAY) == ((date(2026, 1, 1), 1.5), (date(2026, 3, 1), 3.0)), "older ones are left out"


def _standing(*weak: Competency) -> Standing:
    levels = tuple(
        CompetencyLevel(
            competency=one, level=1.44, spread=0.5, evidence_count=2, sure=Certainty.FAIR, trend=Trend.UP
        )
        for one in weak
    )  # fmt: skip
    return Standing(levels=levels, weak=weak)


def test_a_weak_area_leads_to_a_stage_that_measures_it() -> None:
    track = make_track()
    measured = track.stages[0].competencies[0]
    found = steps(_standing(measured), {track.id: track}, track.id, RUBRICS)
    assert [(one.place, one.level) for one in found] == [(Place(track.id, track.stages[0].id), 1.4)]
    unknown = next(one for one in Competency if all(one not in stage.competencies for stage in track.stages))
    assert steps(_standing(unknown), {track.id: track}, None, RUBRICS)[0].place is None


def test_ways_tell_which_stages_were_done() -> None:
    track = make_track()
    other = track.model_copy(update={"id": "other", "title": "Other"})
    tracks = {track.id: track, "other": other}
    assert [one.title for one in ways(tracks, set(), None)] == [track.title], "somewhere one has to begin"
    done = {Place("other", track.stages[0].id), Place(track.id, "gone")}
    found = ways(tracks, done, "other")
    assert [(one.title, one.done[0]) for one in found] == [("Other", True), (track.title, False)]


def _overview(**changes: Any) -> Overview:
    values: dict[str, Any] = {
        "today": TODAY, "totals": Totals(1, 0, 1), "streak": 1, "best": 1, "practised": (TODAY,), "levels": (),
        "months": (), "ways": (), "steps": (),
    }  # fmt: skip
    return Overview(**values | changes)


def test_what_looks_alike_has_one_digest() -> None:
    assert _overview().digest == _overview().digest
    assert _overview().digest != _overview(streak=2).digest
    assert not _overview().is_empty
    assert _overview(totals=Totals(0, 0, 0)).is_empty


# ---------------------------------------------------------------------- export


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (10, 1), (11, 2), (100, 10)])
def test_pages_hold_ten(count: int, pages: int) -> None:
    assert pages_of(count) == pages


NASTY = '=cmd|"/c calc"!A1,\n```\n# not a heading\n```` "quoted", ünï 🎙️'


def _round() -> tuple[Any, dict[int, list[Part]]]:
    turns = [turn.put(status=TurnStatus.ANSWERED, rating=3, settled_at=later(minutes=9)) for turn in make_turns(2)]
    state = make_round(turns=tuple(turns), finished_at=later(hours=1))
    part = Part(source_id=1, source=Source.MODAL, content=NASTY, created_at=START)
    return state, {0: [part]}


def test_csv_gives_the_words_back_and_no_formula() -> None:
    state, parts = _round()
    text = exporting.csv_head() + "".join(exporting.round_lines(state, parts))
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["rating"] for row in rows] == ["3", "3"]
    assert rows[0]["answer"] == "'" + NASTY, "a spreadsheet must not run it"
    assert rows[0]["date"] == "2026-03-02 09:39"
    assert set(rows[0]) == set(exporting.COLUMNS)


def test_markdown_keeps_the_words_inside_their_fence() -> None:
    text = exporting.round_text(*_round())
    assert f"`````text\n{NASTY}\n`````" in text
    assert text.count("own rating 3 of 4") == 2


def test_a_daily_answer_is_told_in_both() -> None:
    answer = Given(
        id=1, text=NASTY, rating=None, answered_at=START, track_id="shop", stage_id="screen", question=make_question()
    )
    assert NASTY in exporting.daily_text(answer)
    (row,) = csv.reader(io.StringIO(exporting.daily_line(answer), newline=""))
    assert row[1] == "daily"
    assert row[-1] == "'" + NASTY
