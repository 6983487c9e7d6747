"""Where discord.py differs from Discord's published description, and Discord takes it all the same.

Each entry names the place as narrowly as it can, and says why it is let through. Anything else that differs is a
problem: add an entry here only after a look into Discord's documentation.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

_GONE = object()


class Tolerated(NamedTuple):
    """Values at ``place`` for which ``holds`` are made what the description wants before it is asked.

    ``place`` is a path into the body; ``*`` stands for every item of a list. ``operation`` limits it to one operation.
    """

    place: tuple[str, ...]
    holds: Callable[[Any], bool]
    instead: Callable[[Any], Any]
    why: str
    operation: str | None = None


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63


def _gone(_: Any) -> Any:
    return _GONE


_IDS = "discord.py sends ids as integers here; Discord reads both, its own clients' strings and integers."

_OF_MESSAGES = (
    Tolerated(
        ("embeds", "*", "flags"),
        lambda value: value == 0,
        _gone,
        "Embed.to_dict writes its (received) flags; a property that Discord does not know is dropped unread, and a "
        "zero says nothing anyway.",
    ),
    Tolerated(
        ("attachments", "*", "id"),
        _is_id,
        str,
        "the number of the file within the form; Discord's own examples of uploads write it as an integer.",
    ),
    Tolerated(("allowed_mentions", "users", "*"), _is_id, str, _IDS),
    Tolerated(("allowed_mentions", "roles", "*"), _is_id, str, _IDS),
    Tolerated(("message_reference", "message_id"), _is_id, str, _IDS),
    Tolerated(("message_reference", "channel_id"), _is_id, str, _IDS),
    Tolerated(("message_reference", "guild_id"), _is_id, str, _IDS),
    Tolerated(
        ("tts",),
        lambda value: value is False,
        _gone,
        "handle_message_parameters writes it into every webhook message, edits included, which know no speech; false "
        "is what would be without it.",
    ),
)

TOLERATED = (
    *_OF_MESSAGES,
    *(one._replace(place=("data", *one.place)) for one in _OF_MESSAGES),
    Tolerated(("permission_overwrites", "*", "id"), _is_id, str, _IDS),
    Tolerated(("recipient_id",), _is_id, str, _IDS, operation="POST /users/@me/channels"),
    Tolerated(
        ("*", "nsfw"),
        lambda value: isinstance(value, bool),
        _gone,
        "documented for commands (an age-restricted one), and left out of the published description.",
        operation="PUT /applications/{application_id}/commands",
    ),
)


def tolerate(operation: str, body: Any) -> Any:
    """The body without its tolerated differences; the one that was given stays as it is."""
    plain = copy.deepcopy(body)
    for one in TOLERATED:
        if one.operation in {None, operation}:
            for holder, key in list(_at(plain, one.place)):
                if one.holds(holder[key]):
                    _replace(holder, key, one.instead(holder[key]))
    return plain


def _at(body: Any, place: tuple[str, ...]) -> Iterator[tuple[Any, Any]]:
    """Each value at a place, as what holds it and its key there."""
    first, *rest = place
    if first == "*":
        keys: list[Any] = list(range(len(body))) if isinstance(body, list) else []
    else:
        keys = [first] if isinstance(body, dict) and first in body else []
    for key in keys:
        if rest:
            yield from _at(body[key], tuple(rest))
        else:
            yield body, key


def _replace(holder: Any, key: Any, value: Any) -> None:
    if value is _GONE:
        del holder[key]
    else:
        holder[key] = value
