"""Servers' own tracks, read and checked once for each revision of a bank instead of at every key press."""

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.bank.overlay import plain
from bot.domain.bank.shelf import Kind, Shelved
from bot.domain.tracks import Question, Track
from bot.services.heavy import no_collection
from bot.services.ports import Unit

MOST_TEXT = 8_000_000
"""Characters of JSON whose tracks are kept over all servers, at some five bytes each; one server's may be more."""

_EMPTY_COSTS = 500
"""What a server without tracks of its own counts, in the same characters."""

Listed = tuple[str, str, Question]
"""Track, stage and question."""


@dataclass(frozen=True)
class OwnContent:
    """A server's own tracks, by title; its questions by id, and as they are searched."""

    revision: int = 0
    tracks: Mapping[str, Track] = field(default_factory=dict)
    questions: Mapping[str, Listed] = field(default_factory=dict)
    shelved: Sequence[Shelved] = ()
    by_text: Mapping[bytes, Track] = field(default_factory=dict)
    """Digests of the stored texts, so that a change of one track, or of a question, reads no other one anew."""
    size: int = _EMPTY_COSTS


class OwnContents:
    """What was read last, by server. The revision in the database says whether it still holds, whoever changed it."""

    def __init__(self) -> None:
        self._kept: OrderedDict[int, OwnContent] = OrderedDict()

    async def of(self, unit: Unit, guild_id: int) -> OwnContent:
        """The server's own tracks as this unit sees them."""
        # The revision first: tracks that are newer than it says are read once more, older ones would stay.
        revision = await unit.banks.revision(guild_id)
        known = self._kept.get(guild_id) or OwnContent()
        if known.revision != revision:
            texts = await unit.banks.track_texts(guild_id)
            with no_collection():
                known = await asyncio.to_thread(_read, revision, texts, known.by_text)
        if not unit.banks.changed(guild_id):
            # What this unit wrote itself may never be saved, and another one can make a revision of that number.
            self._keep(guild_id, known)
        return known

    def _keep(self, guild_id: int, content: OwnContent) -> None:
        self._kept[guild_id] = content
        self._kept.move_to_end(guild_id)
        size = sum(one.size for one in self._kept.values())
        while size > MOST_TEXT and len(self._kept) > 1:
            size -= self._kept.popitem(last=False)[1].size


def by_id(tracks: Iterable[Track]) -> dict[str, Listed]:
    """Questions of content files."""
    return {
        question.id: (track.id, stage.id, question)
        for track in tracks
        for stage in track.stages
        for question in stage.questions
    }


def shelved(tracks: Iterable[Track]) -> list[Shelved]:
    """Questions of content files as they are searched."""
    return [
        Shelved(
            question.id,
            plain(question),
            Kind(track.id, stage.id, question.competency.value, question.difficulty.value, retired=False, builtin=True),
        )
        for track in tracks
        for stage in track.stages
        for question in stage.questions
    ]


def _read(revision: int, texts: Sequence[str], known: Mapping[bytes, Track]) -> OwnContent:
    by_text: dict[bytes, Track] = {}
    for text in texts:
        digest = hashlib.blake2b(text.encode(), digest_size=16).digest()
        by_text[digest] = known.get(digest) or Track.model_validate_json(text)
    own = sorted(by_text.values(), key=lambda track: track.title)
    size = _EMPTY_COSTS + sum(map(len, texts))
    return OwnContent(revision, {one.id: one for one in own}, by_id(own), shelved(own), by_text, size)
