"""The picture of one's progress: it can be posted, read on a phone and listened to; and the card around it."""

import struct
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text
from PIL import Image

from bot.domain.competencies import Competency
from bot.domain.progress.goals import GoalNotice, Week
from bot.domain.progress.overview import Level, Month, Next, Overview, Place, Totals, Way
from bot.domain.progress.sharing import Sharing
from bot.ui.charts import canvas
from bot.ui.charts.calendar import compared, span_of
from bot.ui.charts.pipeline import GOLD, LINE, NIGHT
from bot.ui.charts.progress import progress_alt, progress_png
from bot.ui.progress import cards, goal_cards
from bot.ui.progress.pictures import MOST_KEPT, Pictures
from tests.domain.values import read_rubrics
from tests.world import _labels, _texts

TODAY = date(2026, 3, 4)
LONG = "A $\\broken$ title that is far too long to fit on any line of it, by any measure"
MOST_BYTES = 160_000
PHONE = 350
"""CSS pixels that a phone has for a picture."""


def overview(**changes: Any) -> Overview:
    values: dict[str, Any] = {
        "today": TODAY, "totals": Totals(1826, 940, 1700), "streak": 33, "best": 365,
        "practised": tuple(TODAY - timedelta(days=days) for days in range(0, 180, 2)),
        "levels": tuple(
            Level(
                title=LONG[:45], level=1 + number % 4 * 0.9, spread=0.7, sure=("guess", "fair", "firm")[number % 3],
                trend=("up", "down", "steady", "unknown")[number % 4], count=number + 1,
            )
            for number in range(13)
        ),
        "months": tuple(Month(date(2025, month, 1), month / 4 + 1) for month in range(4, 13)),
        "ways": tuple(Way(title=LONG, done=(True,) * number + (False,) * 3) for number in range(3)),
        "steps": (),
    }  # fmt: skip
    return Overview(**values | changes)


NEWCOMER: dict[str, Any] = {
    "totals": Totals(1, 0, 1), "streak": 1, "best": 1, "practised": (TODAY,), "levels": (), "months": (),
    "ways": (Way(title="Upwork · Product Analyst", done=(True, False)),),
}  # fmt: skip
OTHER_SCRIPTS: dict[str, Any] = {
    "ways": tuple(
        Way(title=title, done=(True,) * 40)
        for title in (
            "Международная компания · Ведущий аналитик данных и исследователь продукта",
            "شركة التقنية · محلل بيانات",
            "アップワーク · 分析",
        )
    )
}
NAMES: dict[str, Any] = {
    "levels": tuple(
        Level(title=rubric.title, level=2.5, spread=0.8, sure="fair", trend="down", count=3)
        for rubric in map(read_rubrics(Path(__file__).resolve().parents[2] / "data").of, Competency)
    )
}
SHOWN: list[dict[str, Any]] = [{}, NEWCOMER, OTHER_SCRIPTS, NAMES, {"practised": (), "streak": 0}]


@pytest.mark.parametrize(("changes", "tall"), [({}, 3400), (NEWCOMER, 1400), (NAMES, 3400)])
def test_it_has_its_own_ground_and_is_small_enough(changes: dict[str, Any], tall: int) -> None:
    png = progress_png(overview(**changes))
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1000
    assert height <= tall
    assert len(png) <= MOST_BYTES
    picture = Image.open(BytesIO(png)).convert("RGBA")
    assert picture.getchannel("A").getextrema() == (255, 255), "the ground must not let a theme through"
    counted = picture.convert("RGB").getcolors(maxcolors=2**20) or []
    many = {"#" + "".join(f"{part:02x}" for part in rgb[:3]) for count, rgb in counted if count > 60}  # type: ignore[index]
    assert {NIGHT, LINE, GOLD} <= many


@pytest.mark.parametrize("changes", SHOWN)
def test_a_phone_shows_every_word_of_it(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    words = _drawn(overview(**changes), monkeypatch)
    assert len(words) > 20
    for one in words:
        pixels = float(one.get_fontsize()) * canvas.DPI / 72 * PHONE / canvas.WIDTH
        assert pixels >= 11, f"{one.get_text()} is {pixels:.1f} pixels high"
        ground = LINE if one.get_color() == NIGHT else NIGHT
        assert _contrast(str(one.get_color()), ground) >= 4.5, one.get_text()
    boxes = [(one.get_text(), one.get_window_extent()) for one in words]
    for number, (text, box) in enumerate(boxes):
        assert box.x0 >= 50, text
        assert box.x1 <= canvas.WIDTH - 50, text
        assert not [other for other, its in boxes[number + 1 :] if its.overlaps(box)], text


def test_our_own_names_are_never_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = " ".join(one.get_text() for one in _drawn(overview(**NAMES, ways=()), monkeypatch))
    assert "\u2026" not in shown
    assert "Communication and storytelling" in shown


def test_names_that_the_font_cannot_write_are_told_beside_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    found = overview(**OTHER_SCRIPTS)
    shown = [one.get_text() for one in _drawn(found, monkeypatch)]
    assert "Track 3" in shown
    assert any(text.startswith("Международная") for text in shown)
    view: Any = cards.show(found, cards.Whose(1), b"png")["view"]
    assert "-# Track 3 in the picture is \u2068アップワーク · 分析\u2069." in _texts(view.to_components())


@pytest.mark.parametrize(
    ("practised", "days", "first", "weeks"),
    [
        ((0,), 1, date(2026, 3, 2), 4),
        ((20, 0), 2, date(2026, 2, 9), 4),
        ((40, 0), 2, date(2025, 12, 8), 13),
        ((100, 0), 2, date(2025, 9, 8), 26),
        ((0,), 2, date(2025, 9, 8), 26),
        ((), 900, date(2026, 3, 2), 4),
    ],
)
def test_a_short_history_has_a_short_calendar(practised: tuple[int, ...], days: int, first: date, weeks: int) -> None:
    found = overview(practised=tuple(TODAY - timedelta(days=one) for one in practised), totals=Totals(days, 0, days))
    span = span_of(found)
    assert (span.first, span.weeks) == (first, weeks)
    assert any(day == TODAY for _, _, day in span.days())


@pytest.mark.parametrize(
    ("ago", "days", "words"),
    [
        ((0,), 1, "1 day in the last 4 weeks"),
        ((0, 27, 28, 55, 56), 5, "2 days in the last 4 weeks, 2 in the 4 before"),
        ((), 900, "Your next answer lights up its day"),
        ((), 0, "Your first answer lights up its day"),
    ],
)
def test_four_weeks_are_compared_with_the_four_before(ago: tuple[int, ...], days: int, words: str) -> None:
    found = overview(practised=tuple(TODAY - timedelta(days=one) for one in ago), totals=Totals(days, 0, days))
    assert compared(found) == words
    assert words in progress_alt(found)
    text: Any = cards.as_text(found, cards.Whose(1))
    assert words in "\n".join(_texts(text.to_components()))


def test_in_words_it_fits_what_discord_takes() -> None:
    words = progress_alt(overview())
    assert len(words) <= 1024
    assert "1826 days of practice, 940 rounds, 1700 daily answers. Streak 33 days, best 365." in words
    assert "No levels yet." in progress_alt(overview(levels=()))
    ours = progress_alt(overview(**NAMES))
    assert len(ours) < 1024
    assert ours.count(" 2.5 falling") == len(Competency)
    assert "Mean of all levels: Dec 4.0, 0.2 up on Nov." in ours


def _drawn(found: Overview, monkeypatch: pytest.MonkeyPatch) -> list[Text]:
    """All words of the picture, as they were laid out."""
    kept: list[Text] = []

    def keep(paint: Callable[[Any], None], height: int, colours: Sequence[str] = ()) -> bytes:
        def painted(axes: Any) -> None:
            paint(axes)
            kept.extend(one for one in axes.texts if one.get_text())

        return canvas.draw_poster(painted, height, colours)

    monkeypatch.setattr("bot.ui.charts.progress.draw_poster", keep)
    progress_png(found)
    return kept


def _contrast(first: str, second: str) -> float:
    """Of two colours, as the Web Content Accessibility Guidelines reckon it."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [part / 255 for part in bytes.fromhex(colour[1:])]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


async def test_pictures_are_drawn_once_and_not_kept_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ui.progress.pictures.progress_png", lambda found: str(found.streak).encode())
    pictures = Pictures()
    for streak in [*range(MOST_KEPT + 1), MOST_KEPT, 1]:
        assert await pictures.of(overview(streak=streak)) == str(streak).encode()
    assert pictures.drawn == MOST_KEPT + 1
    await pictures.of(overview(streak=0))
    assert pictures.drawn == MOST_KEPT + 2, "the oldest one had gone"


def _step(competency: Competency) -> Next:
    place = Place("a-track", "a-stage")
    return Next(competency=competency, title=LONG, level=1.5, place=place, stage_title=LONG)


def test_the_card_starts_a_stage_once_even_if_two_weak_areas_lead_there() -> None:
    found = overview(steps=(_step(Competency.SQL), _step(Competency.STRATEGY)))
    shown = cards.show(found, cards.Whose(1, Sharing(guild_id=1, user_id=1)), b"png")["view"]
    labels: list[str] = []
    _labels(shown.to_components(), labels)
    assert sum(label.startswith("Start: ") for label in labels) == 1
    assert all(len(label) <= 80 for label in labels)
    words: Any = cards.as_text(found, cards.Whose(1))
    text = "\n".join(_texts(words.to_components()))
    assert len(text) <= 4000, "Discord takes no more in one message"
    assert text.count("give or take") == 13


@pytest.mark.parametrize(
    ("week", "words"),
    [
        (Week(3, 4), "it is met"),
        (Week(4, 4), "it is met"),
        (Week(1, 1), "1 round of 3"),
        (Week(0, 2), "practice on 2 days"),
        (Week(0, 0), "weeks differ"),
    ],
)
def test_a_week_is_told_without_a_word_of_blame(week: Week, words: str) -> None:
    notice = GoalNotice(guild_id=1, user_id=2, goal=3, week=week, delivery_id=4, zone="UTC", sure=True)
    shown: Any = goal_cards.summary(notice, None)["view"]
    text = "\n".join(_texts(shown.to_components()))
    assert words in text
    assert not {"missed", "failed", "only", "should"} & set(text.casefold().split())
