"""A server's own track as a TOML file like those in ``data/tracks``: read with everything wrong named, and written."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import tomli_w
from pydantic import ValidationError

from bot.domain.mistakes import ContentError, Mistake, explain
from bot.domain.tracks import Track

MAX_TRACK_BYTES = 256 * 1024
MOST_TRACKS = 20
"""Of its own that one server may have."""

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_DEEP_KEY = re.compile(r"""(?<![\w-])(?:(?:[\w-]+|"[^"\n]{0,80}"|'[^'\n]{0,80}')[ \t]*\.[ \t]*){20}""")
"""The standard parser takes time by the square of a key's parts."""

_SUFFIX = re.compile(r"\.toml$", re.IGNORECASE)
_NOT_ID = re.compile(r"[^a-z0-9]+")
_ORDER = ("title", "company", "role", "tips", "dossier", "stages")


def id_from(filename: str) -> str:
    """The track's id that a file's name stands for; it may be no valid one."""
    return _NOT_ID.sub("-", _SUFFIX.sub("", filename).casefold()).strip("-")


def read_track(data: bytes, name: str, track_id: str, taken: Mapping[str, str]) -> Track:
    """The track in a file. ``taken``: ids of questions that stand elsewhere already, with where.

    :raises ContentError: with everything that is wrong.
    """
    raw = _parse(data, name)
    raw.pop("id", None)
    try:
        track = Track.model_validate(raw | {"id": track_id})
    except ValidationError as error:
        raise ContentError(explain(name, raw | {"id": track_id}, error)) from None
    mistakes = [*_unprintable(name, track), *_taken(name, track, taken)]
    if mistakes:
        raise ContentError(mistakes)
    return track


def write_track(track: Track) -> bytes:
    """A file that :func:`read_track` reads back to the same track, with its id from the file's name."""
    values = track.model_dump(mode="json", exclude={"id"}, exclude_defaults=True)
    ordered = {key: values[key] for key in _ORDER if key in values}
    return tomli_w.dumps(ordered, indent=2).encode()


def _parse(data: bytes, name: str) -> dict[str, Any]:
    def wrong(reason: str) -> ContentError:
        return ContentError([Mistake(name, "-", reason)])

    if len(data) > MAX_TRACK_BYTES:
        raise wrong(f"the file is larger than {MAX_TRACK_BYTES // 1024} KB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise wrong("the file is not saved as UTF-8 text") from None
    if not text.strip():
        raise wrong("the file is empty")
    if _DEEP_KEY.search(text):
        raise wrong("a key has 20 parts or more; write its tables out")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise wrong(f"this is not valid TOML: {error}") from None
    except ValueError:
        raise wrong("this is not valid TOML: it holds a number or a date that is none") from None
    except RecursionError:
        raise wrong("brackets are nested too deep for a track") from None


def _unprintable(name: str, track: Track) -> Iterator[Mistake]:
    for key, text in _texts(track.model_dump(mode="json"), ""):
        bad = _UNPRINTABLE.search(text)
        if bad:
            yield Mistake(name, key, f"this holds a control character (U+{ord(bad[0]):04X}); delete it")


def _texts(value: Any, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from _texts(one, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for at, one in enumerate(value, start=1):
            title = one.get("id", at) if isinstance(one, dict) else at
            yield from _texts(one, f"{key}[{title}]")


def _taken(name: str, track: Track, taken: Mapping[str, str]) -> Iterable[Mistake]:
    for stage in track.stages:
        for question in stage.questions:
            if question.id in taken:
                reason = f"this id is used by a question of {taken[question.id]}; give it another one"
                yield Mistake(name, f"stages[{stage.id}].questions[{question.id}].id", reason)
