"""Pictures of progress, kept for as long as what they show stays the same."""

import asyncio
from collections import OrderedDict

from bot.domain.progress.overview import Overview
from bot.services.locks import KeyedLocks
from bot.ui.charts.progress import progress_png

MOST_KEPT = 64
"""At some 150 KB each."""


class Pictures:
    """Draws off the event loop, and each picture once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._locks = KeyedLocks()
        self.drawn = 0
        """How many were drawn since the start."""

    async def of(self, found: Overview) -> bytes:
        """The picture of an overview, as PNG."""
        digest = found.digest
        async with self._locks.holding(digest):
            if digest not in self._kept:
                self._kept[digest] = await asyncio.to_thread(progress_png, found)
                self.drawn += 1
            self._kept.move_to_end(digest)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[digest]
