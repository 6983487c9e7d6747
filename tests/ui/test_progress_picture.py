"""The picture of one's progress: it can be posted, read on a phone and listened to; and the card around it."""

import struct
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.domain.competencies import Competency
from bot.domain.progress.goals import GoalNotice, Week
from bot.domain.progress.overview import Level, Month, Next, Overview, Place, Totals, Way
from bot.domain.progress.sharing import Sharing
from bot.ui.charts.pipeline import GOLD, LINE, NIGHT
from bot.ui.charts.progress import progress_alt, progress_png
from bot.ui.progress import cards, goal_cards
from bot.ui.progress.pictures import MOST_KEPT, Pictures
from tests.world import _labels, _texts

TODAY = date(2026, 3, 4)
LONG = "A $\\broken$ title that is far too long to fit on any line of it, by any measure"
MOST_BYTES = 400_000


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


@pytest.mark.parametrize(
    ("changes", "tall"),
    [
        ({}, 2400),
        ({"levels": (), "months": (), "ways": ()}, 1000),
        ({"ways": (Way(title="x", done=(True,) * 40),)}, 2400),
    ],
)
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


def test_in_words_it_fits_what_discord_takes() -> None:
    words = progress_alt(overview())
    assert len(words) <= 1024
    assert "1826 days of practice, 940 rounds, 1700 daily answers; streak 33 days, best 365." in words
    assert "No levels yet." in progress_alt(overview(levels=()))


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
