"""The pictures of a track: they can be posted, read on a phone and listened to."""

import struct
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.pipeline import Pipeline, Standing
from bot.domain.process import Leg, Process
from bot.domain.tracks import StageKind
from bot.ui.charts import pipeline_alt, pipeline_png, process_alt, process_png
from bot.ui.charts.pipeline import GOLD, LINE, NIGHT
from tests.domain.values import START, later

MOST_BYTES = 400_000


def _standing(number: int, level: float | None, *, done: bool = True) -> Standing:
    title = ("Hiring manager", "A $\\broken$ title that is far too long to fit on any line of it")[number % 2]
    return Standing(
        stage_id=f"stage-{number}", title=title, kind=StageKind.TEAM, rounds=int(done), answered=int(done) * 5,
        level=level if done else None, last_at=later(days=number) if done else None,
    )  # fmt: skip


def _track(count: int, done: int, level: float | None = 2.5) -> Pipeline:
    standings = tuple(_standing(number, level, done=number < done) for number in range(count))
    return Pipeline(track_id="shop", title="Shop · Analyst $\\nope$", standings=standings)


def _whole(count: int, level: float | None) -> Process:
    found = _track(count, count, level)
    legs = tuple(Leg(standing=one, answered=5, used=timedelta(minutes=70)) for one in found.standings)
    return Process(
        pipeline=found, legs=legs, began_at=START, ended_at=START, strongest=None, weakest=None, advice="Sleep."
    )


def _colours(png: bytes) -> set[str]:
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1000
    assert height <= 3000
    assert len(png) <= MOST_BYTES
    picture = Image.open(BytesIO(png)).convert("RGBA")
    assert picture.getchannel("A").getextrema() == (255, 255), "the ground must not let a theme through"
    counted = picture.convert("RGB").getcolors(maxcolors=2**20) or []
    many = [colour for count, colour in counted if count > 60 and isinstance(colour, tuple)]
    return {"#" + "".join(f"{part:02x}" for part in colour[:3]) for colour in many}


def _light(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [GOLD, LINE, "#f6f4ec", "#a9bfb4"])
def test_everything_written_stands_out_from_its_ground(colour: str) -> None:
    assert (_light(colour) + 0.05) / (_light(NIGHT) + 0.05) >= 4.5


@pytest.mark.parametrize(("count", "done"), [(1, 0), (5, 0), (5, 2), (25, 7)])
def test_a_track_of_any_length_has_a_picture(count: int, done: int) -> None:
    found = _colours(pipeline_png(_track(count, done)))
    assert NIGHT in found
    assert (GOLD in found) == bool(done)


def test_the_whole_process_shows_its_levels() -> None:
    assert {NIGHT, GOLD, LINE} <= _colours(process_png(_whole(5, 3.5)))
    assert process_png(_whole(5, 3.5)) == process_png(_whole(5, 3.5))


def test_words_say_what_the_pictures_show() -> None:
    assert pipeline_alt(_track(2, 1)).startswith("Shop · Analyst $\\nope$: 1 of 2 stages done. Next: A $")
    assert pipeline_alt(_track(1, 1)).endswith("The whole process is done.")
    assert process_alt(_whole(1, None)) == (
        "Shop · Analyst $\\nope$: the whole process, practised. Hiring manager, not rated yet."
    )
    assert len(process_alt(_whole(25, 1.0))) <= 1024
