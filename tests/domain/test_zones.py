"""Zones by what people call them."""

from zoneinfo import ZoneInfo

import pytest

from bot.domain import zones
from bot.domain.zones import MOST_FOUND, is_zone, place_of, search


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("  europe/BERLIN ", "Europe/Berlin"),
        ("Munich", "Europe/Berlin"),
        ("são paulo", "America/Sao_Paulo"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("San Francisco", "America/Los_Angeles"),
        ("Kraków", "Europe/Warsaw"),
        ("Bengaluru", "Asia/Kolkata"),
        ("India", "Asia/Kolkata"),
        ("UK", "Europe/London"),
        ("utc", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Port-au-Prince", "America/Port-au-Prince"),
    ],
)
def test_one_place_is_meant(typed: str, zone: str) -> None:
    assert search(typed).sure == zone


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berln", "Europe/Berlin"),
        ("München", "Europe/Berlin"),
        ("new yrok", "America/New_York"),
        ("Kiev", "Europe/Kyiv"),
        ("Germany", "Europe/Berlin"),
        ("EST", "America/New_York"),
        ("cet", "Europe/Berlin"),
        ("Pacific", "America/Los_Angeles"),
        ("USA", "America/New_York"),
        ("aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_what_may_be_meant_is_offered_and_not_taken(typed: str, first: str) -> None:
    found = search(typed)
    assert found.sure is None
    assert found.near[0] == first
    assert len(found.near) == len(set(found.near)) <= MOST_FOUND


@pytest.mark.parametrize(
    "typed",
    ["", " ", "a", "qq", "xyzzy", "asdfgh", "🦊", "\x00", "UTC+2", "GMT -3", "x" * 10_000, "../../etc/passwd", "12345",
     "'; drop table guilds; --", "{0}", "\u202enilreB", "null", "Etc/GMT+5"],
)  # fmt: skip
def test_nonsense_finds_nothing(typed: str) -> None:
    assert search(typed) == (None, ())


def test_every_zone_that_is_offered_exists_and_fits_its_column() -> None:
    offered = {zone for several in [*zones._places().values(), *zones._many().values()] for zone in several}
    assert len(offered) > 400
    for zone in offered:
        assert is_zone(zone)
        assert ZoneInfo(zone).key == zone
        assert len(zone) <= 64
        assert place_of(zone)


@pytest.mark.parametrize("name", ["EST", "CET", "Etc/GMT+5", "europe/berlin", "Berlin", "", "../UTC", "Factory"])
def test_what_is_no_zone_of_a_place_is_none(name: str) -> None:
    assert not is_zone(name)
