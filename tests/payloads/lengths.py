"""The two things that can be wrong with a text: too much of it, or nothing."""

from collections.abc import Iterator
from typing import Any


def text(place: str, value: Any, most: int) -> Iterator[str]:
    """A text that may be absent, but not too long."""
    if isinstance(value, str) and len(value.strip()) > most:
        yield f"{place}: {len(value.strip())} characters, at most {most} are allowed"


def needed(place: str, value: Any, most: int) -> Iterator[str]:
    """A text that has to be there: Discord trims it, and what is left must not be empty."""
    if not isinstance(value, str) or not value.strip():
        yield f"{place}: must not be empty"
    yield from text(place, value, most)


def optional(place: str, value: Any, most: int) -> Iterator[str]:
    """A text that may be left out, but is not empty where it is given."""
    if value is not None:
        yield from needed(place, value, most)


def count(place: str, values: Any, most: int) -> Iterator[str]:
    """A list that is not too long."""
    if isinstance(values, list) and len(values) > most:
        yield f"{place}: {len(values)} items, at most {most} are allowed"


def unique(place: str, values: list[Any]) -> Iterator[str]:
    """A list in which nothing is there twice."""
    twice = sorted({str(value) for value in values if values.count(value) > 1})
    if twice:
        yield f"{place}: not unique: {', '.join(twice)}"
