"""Real interviews: what a stage is, the plan, when something is said, the note, the calendar file, the data file."""

import tomllib
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.domain.catalogue import load
from bot.domain.competencies import Competency
from bot.domain.interviews.calendar import calendar_file
from bot.domain.interviews.notes import draft, points_in
from bot.domain.interviews.places import companies, place_of, track_for
from bot.domain.interviews.plan import Maker, Weak, plan, weak_in
from bot.domain.interviews.timing import after_at, checklist_at, days_left, luck_at, nudge_at, slots
from bot.domain.interviews.values import After, Do, Interview, PlanStep, instant_at, wall_at
from bot.domain.interviews.words import InterviewWords
from bot.domain.tracks import StageKind
from bot.domain.turns import Turn, TurnStatus
from bot.settings import ROOT
from tests.domain.values import ALICE, GUILD, PARENT, SNOWFLAKE, START, make_question, make_round

CATALOGUE = load(ROOT / "data")
WORDS = CATALOGUE.interviews
RAW = tomllib.loads((ROOT / "data" / "interviews.toml").read_text(encoding="utf-8"))
UPWORK = CATALOGUE.tracks["upwork-product-analyst"]
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Kiritimati", "UTC"]


def make_interview(**changes: Any) -> Interview:
    """Alice talks to a recruiter in a week."""
    starts_at = changes.pop("starts_at", datetime(2026, 3, 10, 13, 30, tzinfo=UTC))
    zone = changes.pop("zone", "Europe/Berlin")
    values: dict[str, Any] = {
        "source_id": SNOWFLAKE + 7000,
        "guild_id": GUILD,
        "user_id": ALICE,
        "channel_id": PARENT,
        "company": "Shop",
        "role": "Analyst",
        "stage": "Screen",
        "kind": StageKind.SCREEN,
        "minutes": 30,
        "zone": zone,
        "wall": wall_at(starts_at, zone),
        "starts_at": starts_at,
        "created_at": START,
    }
    return Interview(**(values | changes))


# ---------------------------------------------------------------------- what a stage is


@pytest.mark.parametrize(
    ("stage", "kind"),
    [
        ("Recruiter screen", "screen"),
        ("phone", "screen"),
        ("HR call", "screen"),
        ("Intro call with talent partner", "screen"),
        ("Technical screen", "task"),
        ("SQL", "task"),
        ("SQL/case", "task"),
        ("Case study", "task"),
        ("take-home", "task"),
        ("Take home assignment", "task"),
        ("Hiring manager", "manager"),
        ("Hiring-manager screen?", "manager"),
        ("2nd interview", "manager"),
        ("meet the team", "team"),
        ("Onsite loop", "team"),
        ("Panel with peers", "team"),
        ("VP of Data", "executive"),
        ("Final round", "executive"),
        ("Founder chat", "executive"),
        ("Offer call", "offer"),
        ("salary talk", "offer"),
        ("Gespräch", "manager"),
        ("???", "manager"),
        ("telephones", "manager"),
        ("", "manager"),
    ],
)
def test_words_of_a_stage_tell_its_kind(stage: str, kind: str) -> None:
    assert WORDS.kind_of(stage) == kind


def test_a_track_is_found_by_its_company_and_a_stage_by_title_id_or_kind() -> None:
    assert companies(CATALOGUE.tracks) == ["TikTok", "Upwork"]
    track = track_for(CATALOGUE.tracks, "  upWORK ", "whatever")
    assert track is UPWORK
    assert track_for(CATALOGUE.tracks, "Upwork Inc", "") is None
    for typed in ("technical-task", "Technical task and defence", "TECHNICAL  TASK and defence"):
        assert place_of(WORDS, track, typed).title == "Technical task and defence"
    like = place_of(WORDS, track, "my SQL test")
    assert (like.title, like.stage and like.stage.id, like.minutes) == ("my SQL test", "technical-task", 60)
    nowhere = place_of(WORDS, None, "phone call")
    assert (nowhere.stage, nowhere.kind, nowhere.minutes) == (None, StageKind.SCREEN, 30)
    assert place_of(WORDS, track, "Offer call").stage is None, "this track has no such stage"


# ---------------------------------------------------------------------- the plan

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def _plan(days: float, zone: str = "Europe/Berlin", **changes: Any) -> tuple[PlanStep, ...]:
    maker = Maker(WORDS, place_of(WORDS, UPWORK, "recruiter-screen"))._replace(**changes)
    return plan(maker, NOW + timedelta(days=days), zone, NOW)


@pytest.mark.parametrize(
    ("days", "today", "later"),
    [(0.2, 3, 0), (1, 3, 0), (2, 2, 0), (3, 2, 0), (5, 1, 1), (14, 1, 5), (60, 1, 9), (400, 1, 9)],
)
def test_a_plan_fits_the_days_left(days: float, today: int, later: int) -> None:
    steps = _plan(days)
    assert [step.sent for step in steps] == [False] * today + [True] * later
    assert len({step.text for step in steps}) == len(steps) or days > 30
    assert steps[-1].do is Do.PRACTISE
    assert all(step.at == NOW for step in steps if not step.sent)


def test_weak_competencies_come_first_with_a_tip_and_what_was_done_does_not_come_again() -> None:
    weak = (Weak(Competency.SQL, "SQL", 1.5),)
    first, *rest = _plan(14, weak=weak)
    assert (first.do, first.competency) == (Do.COMPETENCY, Competency.SQL)
    assert "1.5 of 4" in first.text
    assert "Rehearse SQL aloud" in first.text
    assert not any(step.text in first.text for step in rest)
    tips = {step.text for step in _plan(14) if step.do is not Do.PRACTISE}
    assert not tips & {step.text for step in _plan(14, known=tips)}


def test_a_company_without_a_track_has_a_plan_without_practice() -> None:
    for kind in StageKind:
        place = place_of(WORDS, None, WORDS.kinds[kind].words[0])
        steps = plan(Maker(WORDS, place), NOW + timedelta(days=60), "UTC", NOW)
        assert len(steps) == 10
        assert {step.do for step in steps} == {Do.TIP}


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)),
    st.floats(0.05, 120),
)
def test_messages_are_few_in_the_evening_and_never_on_two_days_in_a_row(zone: str, now: datetime, days: float) -> None:
    at = now.replace(tzinfo=UTC)
    starts_at = at + timedelta(days=days)
    tz = ZoneInfo(zone)
    found = [*slots(starts_at, zone, at), checklist_at(starts_at, zone)]
    assert len(found) <= 10
    local = [one.astimezone(tz) for one in found]
    assert all(one.time() == time(18) for one in local)
    gaps = [(b.date() - a.date()).days for a, b in pairwise(local)]
    assert all(gap >= 2 for gap in gaps)
    assert gaps == sorted(gaps, reverse=True), "denser towards the end"
    assert all(one > at for one in found[:-1])


def test_weak_is_what_was_rated_low_or_skipped_and_the_stage_is_about() -> None:
    def turn(position: int, competency: Competency, **more: Any) -> Turn:
        question = make_question(position, competency=competency)
        values = {"position": position, "question": question, "status": TurnStatus.ANSWERED} | more
        return Turn(**values)

    turns = (
        turn(0, Competency.SQL, rating=1),
        turn(1, Competency.SQL, rating=4),
        turn(2, Competency.STRATEGY, rating=4),
        turn(3, Competency.COMMUNICATION, status=TurnStatus.SKIPPED),
        turn(4, Competency.BACKGROUND),
        turn(5, Competency.NEGOTIATION, rating=2),
    )
    found = weak_in([make_round(1, turns=turns)], [Competency.NEGOTIATION], lambda one: one.value)
    assert [(one.competency, one.level) for one in found] == [
        (Competency.NEGOTIATION, 2.0),
        (Competency.COMMUNICATION, 1.0),
        (Competency.SQL, 2.5),
    ]


# ---------------------------------------------------------------------- when


def _local(text: str, zone: str) -> datetime:
    return instant_at(datetime.fromisoformat(text), zone)


@pytest.mark.parametrize(
    ("zone", "ends", "asked"),
    [
        ("Europe/Berlin", "2026-03-10T15:00", "2026-03-10T17:30"),
        ("Europe/Berlin", "2026-03-10T19:45", "2026-03-10T21:45"),
        ("Europe/Berlin", "2026-03-10T20:00", "2026-03-11T09:00"),
        ("Europe/Berlin", "2026-03-10T23:30", "2026-03-11T09:00"),
        ("Europe/Berlin", "2026-03-10T03:00", "2026-03-10T09:00"),
        ("Europe/Berlin", "2026-03-10T05:15", "2026-03-10T08:15"),
        ("Europe/Berlin", "2026-03-28T23:00", "2026-03-29T09:00"),
        ("America/New_York", "2026-11-01T00:30", "2026-11-01T09:00"),
        ("Asia/Kathmandu", "2026-03-10T12:00", "2026-03-10T14:30"),
    ],
)
def test_how_it_went_is_asked_the_same_day_or_in_the_morning(zone: str, ends: str, asked: str) -> None:
    assert after_at(_local(ends, zone), zone) == _local(asked, zone)


@given(st.sampled_from(ZONES), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)))
def test_how_it_went_is_asked_by_day_and_within_a_day(zone: str, ends: datetime) -> None:
    end = ends.replace(tzinfo=UTC)
    at = after_at(end, zone)
    assert timedelta(hours=2) <= at - end <= timedelta(hours=24)
    assert time(8) <= at.astimezone(ZoneInfo(zone)).time() < time(22)


def test_the_clock_holds_over_daylight_saving() -> None:
    starts = _local("2026-03-31T10:00", "Europe/Berlin")
    now = _local("2026-03-20T10:00", "Europe/Berlin")
    assert checklist_at(starts, "Europe/Berlin") == datetime(2026, 3, 30, 16, tzinfo=UTC)
    assert [one.hour for one in slots(starts, "Europe/Berlin", now)] == [17, 17, 17, 17], "summer time from the 29th on"
    assert luck_at(starts) == datetime(2026, 3, 31, 7, tzinfo=UTC)
    assert days_left(starts, "Europe/Berlin", now) == 11
    assert instant_at(datetime(2026, 3, 29, 2, 30), "Europe/Berlin") == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_the_company_is_asked_after_when_its_days_are_over() -> None:
    one = make_interview()
    now = one.ends_at + timedelta(hours=3)
    zone = "Europe/Berlin"
    assert nudge_at(one, zone, now) == _local("2026-03-18T10:00", zone), "seven days if nothing was said"
    assert nudge_at(one, zone, now, 3) == _local("2026-03-14T10:00", zone)
    told = one.model_copy(update={"after": After(days=14)})
    assert nudge_at(told, zone, now) == _local("2026-03-25T10:00", zone)
    assert nudge_at(one, zone, now + timedelta(days=20), 3) == _local("2026-03-31T10:00", zone), "never in the past"
    once = one.model_copy(update={"after": After(nudges=1, days=3)})
    assert nudge_at(once, zone, now) == _local("2026-03-15T10:00", zone)
    assert nudge_at(once, zone, now, 3) == _local("2026-03-14T10:00", zone)


# ---------------------------------------------------------------------- the note


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("- one\n- two", ("one", "two")),
        ("1. first\n2) second\n\n•  third", ("first", "second", "third")),
        ("They test a lot. The team is small.", ("They test a lot.", "The team is small.")),
        ("tests; the team; a dog", ("tests", "the team", "a dog")),
        ("\n ... \n--\n", ()),
        ("", ()),
        ("\n".join(f"point {number}" for number in range(9)), tuple(f"point {number}" for number in range(5))),
        ("3.5 million users", ("3.5 million users",)),
    ],
)
def test_points_are_lines_or_sentences(text: str, points: tuple[str, ...]) -> None:
    assert points_in(text) == points


@pytest.mark.parametrize("tone", list(WORDS.tones))
@pytest.mark.parametrize("kind", list(StageKind))
@pytest.mark.parametrize("points", ["the new matching", "the new matching\nhow you test"])
def test_a_note_is_made_of_what_was_noted(tone: str, kind: StageKind, points: str) -> None:
    after = After(points=points, interviewer="Maya {x}", tone=tone)
    text = draft(WORDS, make_interview(kind=kind, after=after, company="Shop {company}"))
    assert "Maya {x}," in text
    assert all(point in text for point in points.splitlines())
    assert text.count("\n- ") == (2 if "\n" in points else 0)
    assert "Shop {company}" in text
    assert len(text) < 1200
    assert "{role}" not in text
    nameless = draft(WORDS, make_interview(kind=kind, after=after.model_copy(update={"interviewer": ""})))
    assert nameless.startswith(WORDS.tones[tone].nameless)


# ---------------------------------------------------------------------- the calendar


def test_the_calendar_file_holds_what_a_calendar_needs() -> None:
    one = make_interview(company="Shop; Söhne, Co\n", version=3)
    data = calendar_file(one, ["A pen", "Two, questions"], NOW)
    calendar: Any = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    assert "METHOD" not in calendar
    assert (event["UID"], event["SEQUENCE"]) == (f"interview-{one.source_id}@greenroom", 2)
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (one.starts_at, one.ends_at)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert "Shop; Söhne, Co" in event["SUMMARY"]
    assert "Two, questions" in event["DESCRIPTION"]
    assert [alarm["TRIGGER"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-1), timedelta(hours=-1)]
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_an_interview_survives_the_store_s_text() -> None:
    steps = _plan(14)
    one = make_interview(plan=steps, after=After(points="x", level=3))
    back = Interview.model_validate(one.model_dump(mode="json"))
    assert back == one


# ---------------------------------------------------------------------- the data file


def _with(path: str, value: object) -> dict[str, Any]:
    raw: dict[str, Any] = tomllib.loads((ROOT / "data" / "interviews.toml").read_text(encoding="utf-8"))
    *parents, name = path.split(".")
    place = raw
    for parent in parents:
        place = place[parent]
    if value is None:
        del place[name]
    else:
        place[name] = value
    return raw


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("kinds.offer", None, "kinds has nothing for: offer"),
        ("went.3", None, "went has nothing for: 3"),
        ("outcomes.next", None, "outcomes has nothing for: next"),
        ("luck", ["Good luck!"], "luck needs at least three"),
        ("weak", "Work on {this}.", "a place for this"),
        ("tones.warm.greeting", "Hi {you},", "a place for you"),
        ("kinds.task.thanks", "Thanks for {x}.", "a place for x"),
        ("kinds.task.words", ["SQL", "case", "code"], "pattern"),
        ("kinds.task.checklist", ["One thing."], "at least 3"),
        ("surprise", 1, "not permitted"),
    ],
)
def test_mistakes_in_the_data_file_are_found(path: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        InterviewWords.model_validate(_with(path, value))


def test_no_word_belongs_to_two_kinds_and_no_line_comes_twice() -> None:
    words = [word for kind in WORDS.kinds.values() for word in kind.words]
    assert len(words) == len(set(words))
    lines = [*WORDS.everywhere, *WORDS.luck, *WORDS.practise, *(tip.text for tip in WORDS.prepare)]
    for kind in WORDS.kinds.values():
        lines += [*kind.checklist, *(tip.text for tip in kind.prepare), kind.thanks]
        assert {one for tip in kind.prepare for one in tip.competencies}, "tips say what they are for"
    assert len(lines) == len(set(lines))
    assert all(line.endswith((".", "?", "!")) for line in lines)
