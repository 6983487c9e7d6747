"""Answers to a server's daily question: given, changed, read, found useful, shared."""

import asyncio
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.domain.daily.channels import ANSWER_ROOM, DayAnswer
from bot.domain.daily.questions import DailyAnswer, DailyQuestion, Scope
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.drafts import is_blank
from bot.domain.errors import Reason, Refusal, Refused
from bot.domain.feedback import Feedback, analyse
from bot.services import practice
from bot.services.daily_channels import COUNT
from bot.services.ports import Now, Store, Unit

_COUNT_EVERY = 15
"""Seconds in which a question shows a new count once at once, and once more at the end if others answered."""

_PAUSE = timedelta(seconds=5)
"""At least so long after one change comes the next."""


class Given(NamedTuple):
    """An answer that was kept, with what a coach says about it. ``changed``: it stands in place of an earlier one."""

    question: DailyQuestion
    answer: DailyAnswer
    feedback: Feedback
    changed: bool


class DayOver(Refusal):
    """Answering has ended. The question, so that its sample can be shown."""

    def __init__(self, question: DailyQuestion) -> None:
        self.question = question
        super().__init__("answering has ended")


class DayAnswers:
    """The answers of all servers' days. Ids of other servers do not exist."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def question(self, guild_id: int, daily_id: int) -> DailyQuestion:
        """:raises Refused: if this server was never asked that; :raises DayOver: if answering has ended."""
        return await self._store.read(lambda unit: self._open(unit, guild_id, daily_id))

    async def own(self, guild_id: int, daily_id: int, user_id: int) -> tuple[DailyQuestion, DailyAnswer | None]:
        """A question that is open, and what somebody has answered so far. Raises as :meth:`question` does."""

        async def work(unit: Unit) -> tuple[DailyQuestion, DailyAnswer | None]:
            question = await self._open(unit, guild_id, daily_id)
            return question, await unit.dailies.answer_of(guild_id, daily_id, user_id)

        return await self._store.read(work)

    async def answer(self, guild_id: int, daily_id: int, user_id: int, source_id: int, text: str) -> Given:
        """Keep an answer, in place of an earlier one. Raises as :meth:`question` does.

        :raises Refused: if it is empty or too long.
        """
        if is_blank(text):
            raise Refused(Reason.DAILY_EMPTY)
        if len(text) > ANSWER_ROOM:
            raise Refused(Reason.DAILY_TOO_LONG, length=len(text), most=ANSWER_ROOM)

        async def work(unit: Unit) -> tuple[DailyQuestion, DailyAnswer, bool]:
            question = await self._open(unit, guild_id, daily_id, lock=True)
            before = await unit.dailies.answer_of(guild_id, daily_id, user_id)
            new = DailyAnswer(
                source_id=source_id,
                guild_id=guild_id,
                daily_id=daily_id,
                user_id=user_id,
                text=text,
                answered_at=self._now(),
            )
            await unit.daily_channels.answer(new)
            await practice.note(unit, guild_id, user_id, self._now())
            if before is None:
                await owe_count(unit, question, self._now())
            stored = await unit.dailies.answer_of(guild_id, daily_id, user_id)
            assert stored is not None, "it was stored just now"
            return question, stored, before is not None

        question, stored, changed = await self._store.write(work)
        # Off the event loop: a long text takes some 10 ms.
        feedback = await asyncio.to_thread(analyse, stored.text, question.question)
        return Given(question, stored, feedback, changed)

    async def share(self, guild_id: int, daily_id: int, user_id: int, *, agreed: bool) -> None:
        """Whether one's own answer may be shown in the wrap-up. Raises as :meth:`question` does.

        :raises Refused: if they gave none.
        """

        async def work(unit: Unit) -> None:
            await self._open(unit, guild_id, daily_id, lock=True)
            if not await unit.daily_channels.share(guild_id, daily_id, user_id, agreed=agreed):
                raise Refused(Reason.DAY_ANSWER_FIRST)

        await self._store.write(work)

    async def read(self, guild_id: int, daily_id: int, user_id: int) -> list[DayAnswer]:
        """All answers, for somebody who has answered too.

        :raises Refused: if they have not, or this server was never asked that.
        """

        async def work(unit: Unit) -> list[DayAnswer]:
            question = await self._get(unit, guild_id, daily_id)
            await self._check_answered(unit, question, user_id)
            return await unit.daily_channels.answers(guild_id, daily_id, user_id)

        return await self._store.read(work)

    async def vote(self, guild_id: int, answer_id: int, voter_id: int, *, useful: bool) -> int:
        """Somebody finds an answer useful, or no longer; returns the id of its question.

        :raises Refused: for one's own answer, for one that is not there, and before one has answered oneself.
        :raises DayOver: if answering has ended.
        """

        async def work(unit: Unit) -> int:
            found = await unit.daily_channels.by_id(guild_id, answer_id)
            if found is None:
                raise Refused(Reason.DAILY_GONE)
            question = await self._open(unit, guild_id, found.daily_id, lock=True)
            if found.user_id == voter_id:
                raise Refused(Reason.DAY_OWN_ANSWER)
            await self._check_answered(unit, question, voter_id)
            await unit.daily_channels.vote(guild_id, answer_id, voter_id, useful=useful)
            return question.id

        return await self._store.write(work)

    # ------------------------------------------------------------------ inside

    async def _get(self, unit: Unit, guild_id: int, daily_id: int, *, lock: bool = False) -> DailyQuestion:
        found = await unit.dailies.get(guild_id, daily_id, lock=lock)
        if found is None or found.scope is not Scope.CHANNEL:
            raise Refused(Reason.DAILY_GONE)
        return found

    async def _open(self, unit: Unit, guild_id: int, daily_id: int, *, lock: bool = False) -> DailyQuestion:
        found = await self._get(unit, guild_id, daily_id, lock=lock)
        if not found.is_open:
            raise DayOver(found)
        return found

    async def _check_answered(self, unit: Unit, question: DailyQuestion, user_id: int) -> None:
        if await unit.dailies.answer_of(question.guild_id, question.id, user_id) is None:
            raise Refused(Reason.DAY_ANSWER_FIRST if question.is_open else Reason.DAY_HIDDEN)


async def owe_count(unit: Unit, question: DailyQuestion, now: datetime) -> None:
    """Owe a new count on a question: at once, or in a while if there was one just now."""
    step = int(now.timestamp()) // _COUNT_EVERY
    before = await _count_of(unit, question, step - 1)
    if (before is None or now - before.due_at > _PAUSE) and await _count_of(unit, question, step) is None:
        await unit.deliveries.owe([count_row(question, str(step), now)])
        return
    while True:
        known = await _count_of(unit, question, step)
        if known is None:
            await unit.deliveries.owe([count_row(question, str(step), now + timedelta(seconds=_COUNT_EVERY))])
        if known is None or known.status is DeliveryStatus.PENDING:
            return
        step += 1


async def _count_of(unit: Unit, question: DailyQuestion, step: int) -> Delivery | None:
    return await unit.deliveries.by_key(question.guild_id, f"{COUNT}:{question.id}:{step}")


def count_row(question: DailyQuestion, name: str, due_at: datetime) -> dict[str, object]:
    """The delivery that brings a posted question up to date."""
    return {
        "guild_id": question.guild_id,
        "channel_id": question.place_id,
        "user_id": 0,
        "kind": COUNT,
        "key": f"{COUNT}:{question.id}:{name}",
        "subject": f"{COUNT}:{question.id}",
        "payload": {"daily": question.id},
        "due_at": due_at,
    }
