"""Discord's limits on commands and on what autocomplete offers."""

import re
from collections.abc import Iterator
from typing import Any

from tests.payloads.lengths import count, needed, unique

_NAME = re.compile(r"[-_'\w]{1,32}")
_MOST_IN_COMMAND = 8000
_MOST_CHOICES = 25
_CHAT_INPUT = 1
_TOTALLED = ("name", "description", "value")


def commands(given: list[dict[str, Any]]) -> Iterator[str]:
    """All commands of the application at once."""
    for number, command in enumerate(given):
        yield from one_command(command, f"[{number}]")


def one_command(command: dict[str, Any], place: str = "$") -> Iterator[str]:
    """A slash command or a menu entry, with everything below it."""
    if command.get("type", _CHAT_INPUT) == _CHAT_INPUT:
        yield from _named(command, place)
    else:
        yield from needed(f"{place}.name", command.get("name"), 32)
        if command.get("description"):
            yield f"{place}.description: a menu entry has none"
    total = _size(command)
    if total > _MOST_IN_COMMAND:
        yield f"{place}: {total} characters in all, at most {_MOST_IN_COMMAND} are allowed"


def choices(given: list[dict[str, Any]], place: str = "choices") -> Iterator[str]:
    """What is offered to choose from."""
    yield from count(place, given, _MOST_CHOICES)
    for number, choice in enumerate(given):
        yield from needed(f"{place}[{number}].name", choice.get("name"), 100)
        if isinstance(choice.get("value"), str):
            yield from needed(f"{place}[{number}].value", choice["value"], 100)


def _named(one: dict[str, Any], place: str) -> Iterator[str]:
    name = one.get("name") or ""
    if not _NAME.fullmatch(name) or name != name.lower():
        yield f"{place}.name: {name!r} is not a name that Discord takes"
    yield from needed(f"{place}.description", one.get("description"), 100)
    inner = one.get("options") or []
    yield from count(f"{place}.options", inner, 25)
    yield from unique(f"{place}.options: name", [option.get("name") for option in inner])
    required = [bool(option.get("required")) for option in inner]
    if required != sorted(required, reverse=True):
        yield f"{place}.options: a required one stands behind an optional one"
    for number, option in enumerate(inner):
        yield from _named(option, f"{place}.options[{number}]")
        yield from choices(option.get("choices") or [], f"{place}.options[{number}].choices")


def _size(one: dict[str, Any]) -> int:
    own = sum(len(one[key]) for key in _TOTALLED if isinstance(one.get(key), str))
    return own + sum(map(_size, [*(one.get("options") or []), *(one.get("choices") or [])]))
