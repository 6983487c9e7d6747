"""Time zones by what people call them: a city, a country, an abbreviation, or the IANA name itself.

Names and countries are those of the ``tzdata`` package (``zones``, ``zone.tab``, ``iso3166.tab``).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz import fuzz, process

MOST_FOUND = 25
_NEAR = 74
"""Likeness (0 to 100) from which a name is offered; below it, random letters begin to find something."""

_LONGEST = 60
_SHORTEST = 3
_OFFSET = re.compile(r"[+\-−]\s*\d")
"""``UTC+2`` says what the clocks show today, not by which rules they change."""

_GAPS = re.compile(r"[\W_]+")

# Big cities that the tables do not name, each after the one that stands for its zone.
_CITIES = {
    "America/Los_Angeles": "San Francisco, San Diego, Seattle, Portland, Las Vegas, California",
    "America/Denver": "Salt Lake City, Colorado",
    "America/Chicago": "Houston, Dallas, Austin, San Antonio, Minneapolis, Texas",
    "America/New_York": "Boston, Washington, Philadelphia, Atlanta, Miami, Pittsburgh, NYC, Florida",
    "America/Toronto": "Ottawa, Montreal, Quebec",
    "America/Edmonton": "Calgary",
    "America/Sao_Paulo": "Rio de Janeiro, Brasilia",
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Cambridge, Oxford, UK, England, Scotland, Wales",
    "Europe/Berlin": "Munich, Hamburg, Frankfurt, Cologne, Stuttgart, Deutschland",
    "Europe/Madrid": "Barcelona, Valencia, Seville",
    "Europe/Rome": "Milan, Naples, Turin",
    "Europe/Paris": "Lyon, Marseille, Toulouse",
    "Europe/Zurich": "Geneva, Basel, Bern, Lausanne",
    "Europe/Amsterdam": "Rotterdam, The Hague, Utrecht, Eindhoven, Holland",
    "Europe/Warsaw": "Krakow, Wroclaw, Gdansk, Poznan",
    "Europe/Lisbon": "Porto",
    "Europe/Stockholm": "Gothenburg, Malmo",
    "Europe/Kyiv": "Lviv, Kharkiv, Odesa",
    "Europe/Moscow": "Saint Petersburg",
    "Europe/Istanbul": "Ankara, Izmir",
    "Asia/Kolkata": "Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Hyderabad, Chennai, Pune",
    "Asia/Karachi": "Lahore, Islamabad",
    "Asia/Shanghai": "Beijing, Shenzhen, Guangzhou, Hangzhou",
    "Asia/Tokyo": "Osaka, Kyoto",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon",
    "Asia/Dubai": "Abu Dhabi",
    "Asia/Jerusalem": "Tel Aviv, Haifa",
    "Africa/Johannesburg": "Cape Town, Pretoria",
    "Africa/Lagos": "Abuja",
    "Australia/Sydney": "Canberra",
    "Pacific/Auckland": "Wellington",
}
# What stands for many places, or for summer or winter only: these are offered, never taken.
_MANY = {
    "pst pdt pt pacific": ("America/Los_Angeles",),
    "mst mdt mountain": ("America/Denver", "America/Phoenix"),
    "cst cdt central": ("America/Chicago", "Asia/Shanghai"),
    "est edt et eastern": ("America/New_York", "America/Toronto"),
    "us usa america united_states": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "gmt": ("Europe/London", "Africa/Accra", "UTC"),
    "bst": ("Europe/London", "Asia/Dhaka"),
    "wet west": ("Europe/Lisbon",),
    "cet cest met": ("Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Warsaw"),
    "eet eest": ("Europe/Athens", "Europe/Kyiv", "Europe/Helsinki", "Africa/Cairo"),
    "msk": ("Europe/Moscow",),
    "ist": ("Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"),
    "jst": ("Asia/Tokyo",),
    "sgt": ("Asia/Singapore",),
    "aest aedt": ("Australia/Sydney", "Australia/Brisbane"),
    "ukraine": ("Europe/Kyiv",),
}


class Found(NamedTuple):
    """Zones for what was typed. ``sure``: the one that it names; ``near``: what may be meant, best first."""

    sure: str | None
    near: tuple[str, ...]


def is_zone(name: str) -> bool:
    """Whether this is the exact name of a zone with the rules of a place, or UTC."""
    return name in _exact().values()


def search(typed: str) -> Found:
    """What may be meant by a city, a country, an abbreviation or an IANA name; at most :data:`MOST_FOUND` zones."""
    named = _exact().get(typed.strip().casefold())
    if named is not None:
        return Found(named, (named,))
    wanted = _plain(typed[:_LONGEST])
    if wanted in _many():
        return Found(None, _many()[wanted])
    places = _places()
    exact = places.get(wanted, ())
    if len(exact) == 1:
        return Found(exact[0], exact)
    if len(wanted) < _SHORTEST or _OFFSET.search(typed):
        return Found(None, exact)
    began = [zone for name, zones in places.items() if name.startswith(wanted) for zone in zones]
    inside = [zone for name, zones in places.items() if f" {wanted}" in name for zone in zones]
    alike = process.extract(wanted, places.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=MOST_FOUND)
    near = [zone for name, _, _ in alike for zone in places[name]]
    return Found(None, tuple(dict.fromkeys([*exact, *began, *inside, *near]))[:MOST_FOUND])


def place_of(zone: str) -> str:
    """``America/Los_Angeles`` as people say it: ``Los Angeles``."""
    return zone.rpartition("/")[2].replace("_", " ")


@cache
def _exact() -> dict[str, str]:
    """Every zone by its name in small letters. Without the old ones such as ``EST``, which know no summer time."""
    names = files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()
    return {name.casefold(): name for name in names if "/" in name and not name.startswith("Etc/")} | {"utc": "UTC"}


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """What zones are called, in plain letters: cities, countries, what the table says of a zone."""
    found: dict[str, list[str]] = {}
    for name, zone in _named():
        zones = found.setdefault(_plain(name), [])
        if zone not in zones:
            zones.append(zone)
    return {name: tuple(zones) for name, zones in found.items() if name}


def _named() -> Iterator[tuple[str, str]]:
    countries = dict(row[:2] for row in _table("iso3166.tab"))
    rows = [(row[0], row[2], row[3] if len(row) > 3 else "") for row in _table("zone.tab")]  # noqa: PLR2004
    for _, zone, _ in rows:
        yield place_of(zone), zone
    for zone, cities in _CITIES.items():
        for city in cities.split(", "):
            yield city, zone
    for code, zone, remark in rows:
        yield countries[code], zone
        if remark:
            yield f"{countries[code]} {remark}", zone


@cache
def _many() -> dict[str, tuple[str, ...]]:
    return {one.replace("_", " "): zones for several, zones in _MANY.items() for one in several.split()}


def _table(name: str) -> Iterator[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
    return (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))


def _plain(text: str) -> str:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return _GAPS.sub(" ", bare.casefold().replace("ł", "l")).strip()
