"""How each message around an interview is made when it is due."""

from datetime import datetime, timedelta

from bot.domain.chance import chance
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.errors import Refusal
from bot.domain.interviews.notices import InterviewNotice
from bot.domain.interviews.values import Interview, Say
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.interviews import Interviews
from bot.services.ports import Now, Unit

_LATE = {Say.LUCK: timedelta(minutes=10)}
_LATE_ELSE = timedelta(hours=1)
_BEFORE = (Say.PREP, Say.CHECKLIST, Say.LUCK)
"""These make no sense once the conversation has begun."""


class InterviewDeliveries:
    """Plans each message from the interview as it stands when it is due."""

    def __init__(self, interviews: Interviews, now: Now) -> None:
        self._interviews = interviews
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that interviews owe."""
        for say in Say:
            late = _LATE.get(say, _LATE_ELSE)
            deliveries.handle(say.value, Handler(self._plan, closed=self._closed, tells_late=late))

    async def notice(self, one: Interview, say: Say, step: int = 0) -> InterviewNotice:
        """What is said of an interview."""
        can_practise = await self._interviews.stage_like(one) is not None
        lines = self._lines(one, say, step)
        return InterviewNotice(interview=one, say=say, lines=lines, step=step, can_practise=can_practise)

    async def _plan(self, delivery: Delivery) -> Plan:
        say, given = Say(delivery.kind), delivery.payload
        try:
            one = await self._interviews.get(delivery.guild_id, delivery.user_id, given["interview"])
        except Refusal:
            return Plan()
        step = given.get("step", 0)
        if one.version != given["version"] or (say is Say.PREP and step >= len(one.plan)):
            return Plan()
        if say in _BEFORE and one.starts_at <= self._now():
            return Plan()
        if say is Say.NUDGE and not one.is_planned:
            return Plan()
        return Plan(await self.notice(one, say, step))

    async def _closed(self, unit: Unit, delivery: Delivery, closing: Closing, _now: datetime) -> None:
        """Keep that it was said, and owe what follows; also where it could not be brought."""
        if closing.message_id is None and closing.status is not DeliveryStatus.DEAD:
            return
        given = delivery.payload
        one = await unit.interviews.get(delivery.guild_id, delivery.user_id, given["interview"], lock=True)
        if one is not None and one.version == given["version"]:
            await self._interviews.said(unit, one, Say(delivery.kind))

    def _lines(self, one: Interview, say: Say, step: int) -> tuple[str, ...]:
        words = self._interviews.words
        match say:
            case Say.PREP:
                return (one.plan[step].text,) if step < len(one.plan) else ()
            case Say.CHECKLIST:
                return words.checklist(one.kind)
            case Say.LUCK:
                line = chance(one.source_id).choice(words.luck)
                return (line.format(company=one.company, role=one.role, stage=one.stage),)
            case _:
                return ()
