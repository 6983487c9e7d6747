"""What goes by itself: servers that the bot left, people who left a server, and people who stayed away."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from functools import partial

from bot.domain.privacy.catalogue import IDLE_KEPT_FOR, LEFT_KEPT_FOR, SERVER_KEPT_FOR
from bot.domain.privacy.members import Asked, Member
from bot.services.giving_way import gives_way
from bot.services.ports import Now, Store, Unit

_log = logging.getLogger(__name__)

_MOST_A_NIGHT = 500
"""People who stayed away; should more be due, the rest goes the next nights."""

_ASKED_A_NIGHT = 1000
"""People; should there be more, each is asked about less often."""

_ASK_AFTER = timedelta(days=3)
"""Nobody is asked about who was there so shortly ago."""

_PAGE = 50

Ask = Callable[[int, int], Awaitable[bool | None]]
"""Whether a person (second) is in a server (first); ``None``: nobody can tell now."""

LetGo = Callable[[int, int], Awaitable[None]]
"""Erases a person (first) in a server (second)."""


class Retention:
    """Keeps nobody's data longer than docs/privacy.md says.

    :param present: the servers that the bot is in; ``None`` while it does not know.
    """

    def __init__(
        self, store: Store, now: Now, present: Callable[[], Iterable[int] | None], ask: Ask, let_go: LetGo
    ) -> None:
        self._store = store
        self._now = now
        self._present = present
        self._ask = ask
        self._let_go = let_go

    async def left(self, guild_id: int) -> None:
        """The bot was removed from a server: its clock starts."""
        now = self._now()
        await self._store.write(lambda unit: unit.privacy.left(guild_id, now))

    async def came_back(self, guild_id: int) -> None:
        """The bot is in a server again: its clock stops."""
        await self._store.write(lambda unit: unit.privacy.came_back(guild_id))

    async def run(self) -> None:
        """A night's work; to do it twice is to do it once."""
        present = self._present()
        if present is not None:
            await self._forget_servers(frozenset(present))
            # Its requests to Discord wait until nobody else has any.
            token = gives_way.set(True)
            try:
                await self._ask_about_people()
            finally:
                gives_way.reset(token)
        count = await self._forget_idle()
        if count:
            _log.info("erased what was stored about %s people who stayed away", count)
        # Also for what was erased by day while somebody read from the journal.
        await self._store.compact()

    async def _forget_servers(self, present: frozenset[int]) -> None:
        now = self._now()

        async def work(unit: Unit) -> list[int]:
            await unit.privacy.note_servers(present, now)
            return await unit.privacy.gone_servers(now - SERVER_KEPT_FOR)

        for guild_id in await self._store.write(work):
            await self._store.write(partial(_erase_server, guild_id))
            _log.info("erased a server that the bot left %s days ago: %s", SERVER_KEPT_FOR.days, guild_id)

    async def _ask_about_people(self) -> None:
        """Find out who left; who did so long enough ago, and is still gone, is erased."""
        now = self._now()
        over = now - LEFT_KEPT_FOR

        async def work(unit: Unit) -> list[Member]:
            due = await unit.members.gone(over, _ASKED_A_NIGHT)
            others = await unit.members.unchecked(now - _ASK_AFTER, _ASKED_A_NIGHT)
            known = {one[:2] for one in due}
            return (due + [one for one in others if one[:2] not in known])[:_ASKED_A_NIGHT]

        queue, count = await self._store.read(work), 0
        while queue and self._present() is not None:
            page, queue = queue[:_PAGE], queue[_PAGE:]
            answers = [Asked(*one[:2], there=await self._ask(*one[:2])) for one in page]
            await self._store.write(partial(_note_answers, answers, self._now()))
            for one, answer in zip(page, answers, strict=True):
                if answer.there is False and one.left_at is not None and one.left_at <= over:
                    await self._let_go(one.user_id, one.guild_id)
                    count += 1
        if count:
            _log.info("erased what was stored about %s people who left %s days ago", count, LEFT_KEPT_FOR.days)

    async def _forget_idle(self) -> int:
        before, count = self._now() - IDLE_KEPT_FOR, 0
        after: Member | None = None
        while count < _MOST_A_NIGHT:
            found: list[Member] = await self._store.read(partial(_unseen, before, after))
            if not found:
                break
            after = found[-1]
            for one in found:
                if not await self._store.read(partial(_is_active, one, before)):
                    await self._let_go(one.user_id, one.guild_id)
                    count += 1
        return count


async def _erase_server(guild_id: int, unit: Unit) -> None:
    await unit.privacy.erase_server(guild_id)


async def _note_answers(answers: list[Asked], now: datetime, unit: Unit) -> None:
    await unit.members.asked(answers, now)


async def _unseen(before: datetime, after: Member | None, unit: Unit) -> list[Member]:
    return await unit.members.unseen(before, after, _PAGE)


async def _is_active(one: Member, since: datetime, unit: Unit) -> bool:
    return await unit.privacy.is_active(one.guild_id, one.user_id, since)
