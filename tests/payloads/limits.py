"""Discord's documented limits, for each request that has a body; they need no published description.

Some of them the description states too. They are checked here all the same, so that a clone without it is not
without them.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.payloads.commands import choices, commands, one_command
from tests.payloads.components import components
from tests.payloads.lengths import count, needed
from tests.payloads.messages import message
from tests.payloads.uploads import Upload

_ARCHIVE_MINUTES = {60, 1440, 4320, 10080}
_MOST_SLOW_MODE = 21_600
_MOST_FILES = 10
_MOST_BYTES = 10 * 1024 * 1024
_MOST_IN_MODAL = 5

_ID = r"\d+"
_CALLBACK = re.compile(rf"POST /interactions/{_ID}/[^/]+/callback")
_NEW_MESSAGE = re.compile(rf"POST /(channels/{_ID}/messages|webhooks/{_ID}/[^/]+)")
_CHANGED_MESSAGE = re.compile(rf"PATCH /(channels|webhooks)/{_ID}(/[^/]+)?/messages/[^/]+")
_THREAD = re.compile(
    rf"(POST /channels/{_ID}(/messages/{_ID})?/threads|PATCH /channels/{_ID}|POST /guilds/{_ID}/channels)"
)
_COMMANDS = re.compile(rf"(PUT|POST|PATCH) /applications/{_ID}(/guilds/{_ID})?/commands(/{_ID})?")


def limits(method: str, path: str, body: Any) -> Iterator[str]:
    """Every limit that a request exceeds."""
    request = f"{method} {path}"
    if _CALLBACK.fullmatch(request):
        yield from _callback(body)
    elif _NEW_MESSAGE.fullmatch(request):
        yield from message(body, new=True)
    elif _CHANGED_MESSAGE.fullmatch(request):
        yield from message(body, new=False)
    elif _THREAD.fullmatch(request):
        yield from _thread(body, new=method == "POST")
    elif _COMMANDS.fullmatch(request):
        yield from commands(body) if isinstance(body, list) else one_command(body)


def files(upload: Upload) -> Iterator[str]:
    """What is wrong with the files of a request."""
    if len(upload.sizes) > _MOST_FILES:
        yield f"{len(upload.sizes)} files, at most {_MOST_FILES} are allowed"
    for number, size in enumerate(upload.sizes):
        if size > _MOST_BYTES:
            yield f"file {number}: {size} bytes, at most {_MOST_BYTES} are allowed"


def _callback(body: dict[str, Any]) -> Iterator[str]:
    data = body.get("data") or {}
    match body.get("type"):
        case 4:  # a message
            yield from message(data, new=True)
        case 7:  # the message with the button, changed
            yield from message(data, new=False)
        case 8:  # what autocomplete offers
            yield from choices(data.get("choices") or [])
        case 9:  # a form
            yield from _modal(data)


def _modal(data: dict[str, Any]) -> Iterator[str]:
    yield from needed("title", data.get("title"), 45)
    yield from needed("custom_id", data.get("custom_id"), 100)
    parts = data.get("components") or []
    if not parts:
        yield "components: must not be empty"
    yield from count("components", parts, _MOST_IN_MODAL)
    yield from components(parts)


def _thread(body: dict[str, Any], *, new: bool) -> Iterator[str]:
    if new or body.get("name") is not None:
        yield from needed("name", body.get("name"), 100)
    for key in ("auto_archive_duration", "default_auto_archive_duration"):
        if body.get(key) is not None and body[key] not in _ARCHIVE_MINUTES:
            yield f"{key}: {body[key]} is none of {sorted(_ARCHIVE_MINUTES)}"
    for key in ("rate_limit_per_user", "default_thread_rate_limit_per_user"):
        if body.get(key) is not None and not 0 <= body[key] <= _MOST_SLOW_MODE:
            yield f"{key}: {body[key]} is not between 0 and {_MOST_SLOW_MODE}"
    if isinstance(body.get("message"), dict):
        yield from message(body["message"], new=True)
