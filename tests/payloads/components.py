"""Discord's limits on buttons, menus and fields."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.payloads.lengths import count, needed, optional, text, unique

_LINK, _PREMIUM = 5, 6
_MOST_CHOICES = 25
_MOST_IN_FIELD = 4000


def components(parts: list[Any], place: str = "components") -> Iterator[str]:
    """All components of a message or a modal."""
    custom_ids: list[Any] = []
    yield from _all(parts, place, custom_ids)
    yield from unique(f"{place}: custom_id", custom_ids)


def _all(parts: list[Any], place: str, custom_ids: list[Any]) -> Iterator[str]:
    for number, part in enumerate(parts):
        yield from _one(part, f"{place}[{number}]", custom_ids)


def _one(part: dict[str, Any], place: str, custom_ids: list[Any]) -> Iterator[str]:
    if "custom_id" in part:
        custom_ids.append(part["custom_id"])
        yield from needed(f"{place}.custom_id", part["custom_id"], 100)
    check = _CHECKS.get(part.get("type", 0))
    if check is not None:
        yield from check(part, place)
    yield from _all(part.get("components") or [], f"{place}.components", custom_ids)
    for key in ("component", "accessory"):
        if isinstance(part.get(key), dict):
            yield from _one(part[key], f"{place}.{key}", custom_ids)


def _row(part: dict[str, Any], place: str) -> Iterator[str]:
    inside = part.get("components") or []
    if not inside:
        yield f"{place}: is empty"
    yield from count(place, inside, 5)
    if len(inside) > 1 and any(one.get("type") != _BUTTON for one in inside):
        yield f"{place}: only buttons share a row"


def _button(part: dict[str, Any], place: str) -> Iterator[str]:
    yield from text(f"{place}.label", part.get("label"), 80)
    style = part.get("style")
    if style != _PREMIUM and not (part.get("label") or "").strip() and not part.get("emoji"):
        yield f"{place}: a button needs a label or an emoji"
    if style not in {_LINK, _PREMIUM} and "custom_id" not in part:
        yield f"{place}: a button needs a custom_id"
    if style == _LINK and not part.get("url"):
        yield f"{place}: a link needs an address"


def _choice(part: dict[str, Any], place: str) -> Iterator[str]:
    """A menu, a group of radio buttons or of check boxes."""
    yield from text(f"{place}.placeholder", part.get("placeholder"), 150)
    options = part.get("options")
    if options is None:
        return  # a menu of people, roles or channels
    if not options:
        yield f"{place}.options: must not be empty"
    yield from count(f"{place}.options", options, _MOST_CHOICES)
    for number, option in enumerate(options):
        at = f"{place}.options[{number}]"
        yield from needed(f"{at}.label", option.get("label"), 100)
        yield from needed(f"{at}.value", option.get("value"), 100)
        yield from optional(f"{at}.description", option.get("description"), 100)
    yield from unique(f"{place}.options: value", [option.get("value") for option in options])
    most = part.get("max_values") or 1
    if most > len(options) > 0 and "max_values" in part:
        yield f"{place}: max_values is more than there are options"
    if sum(bool(option.get("default")) for option in options) > most:
        yield f"{place}: more defaults than may be chosen"


def _field(part: dict[str, Any], place: str) -> Iterator[str]:
    most = part.get("max_length") or _MOST_IN_FIELD
    value = part.get("value") or ""
    if len(value) > most:
        yield f"{place}.value: a default of {len(value)} characters, at most {most} are allowed"
    if (part.get("min_length") or 0) > most:
        yield f"{place}: min_length is more than max_length"
    yield from text(f"{place}.placeholder", part.get("placeholder"), 100)
    yield from optional(f"{place}.label", part.get("label"), 45)


def _label(part: dict[str, Any], place: str) -> Iterator[str]:
    yield from needed(f"{place}.label", part.get("label"), 45)
    yield from optional(f"{place}.description", part.get("description"), 100)


def _display(part: dict[str, Any], place: str) -> Iterator[str]:
    yield from needed(f"{place}.content", part.get("content"), 4000)


_BUTTON = 2
_CHECKS: dict[int, Callable[[dict[str, Any], str], Iterator[str]]] = {
    1: _row,
    _BUTTON: _button,
    3: _choice,
    4: _field,
    5: _choice,
    6: _choice,
    7: _choice,
    8: _choice,
    10: _display,
    18: _label,
    21: _choice,
    22: _choice,
}
