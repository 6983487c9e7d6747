"""How each message around scorecards is made when it is due."""

from datetime import datetime, timedelta

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.errors import Refusal
from bot.domain.sessions.score_notices import CardNudge, CardsOpened, CardsWanted, CraftNotice
from bot.services.deliveries import Closing, Deliveries, Handler, Plan
from bot.services.ports import Now, Unit
from bot.services.scorecards import CARD, CLOSE, COPY, CRAFT, DEBRIEF, LINE, NUDGE, Scorecards, private_rows

_NOTHING = Plan()
_LATE = timedelta(hours=1)


class ScorecardDeliveries:
    """Plans each message from the cards as they stand when it is due."""

    def __init__(self, scorecards: Scorecards, now: Now) -> None:
        self._scorecards = scorecards
        self._now = now

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that scorecards owe."""
        deliveries.handle(CARD, Handler(self._card, self._card_stands, closed=self._gone))
        deliveries.handle(LINE, Handler(self._line))
        deliveries.handle(NUDGE, Handler(self._nudge))
        deliveries.handle(CLOSE, Handler(self._close))
        deliveries.handle(DEBRIEF, Handler(self._debrief, closed=self._gone, tells_late=_LATE))
        deliveries.handle(COPY, Handler(self._copy, tells_late=_LATE))
        deliveries.handle(CRAFT, Handler(self._craft, tells_late=_LATE))

    async def _card(self, delivery: Delivery) -> Plan:
        standing = await self._scorecards.standing(delivery.guild_id, delivery.payload["scoring"])
        if standing is None or standing[0].is_open:
            return _NOTHING
        return Plan(CardsWanted(scoring=standing[0], progress=standing[1]))

    async def _card_stands(self, unit: Unit, delivery: Delivery, message_id: int, _now: datetime) -> None:
        """Keep where the count stands; in the thread only: private copies are not counted on."""
        if delivery.channel_id is None:
            return
        scoring = await unit.scorecards.get(delivery.guild_id, delivery.payload["scoring"], lock=True)
        if scoring is not None:
            await unit.scorecards.save(scoring.model_copy(update={"message_id": message_id}))

    async def _line(self, delivery: Delivery) -> Plan:
        standing = await self._scorecards.standing(delivery.guild_id, delivery.payload["scoring"])
        if standing is None or standing[0].message_id is None:
            return _NOTHING
        scoring, progress = standing
        return Plan(CardsWanted(scoring=scoring, progress=progress, edits=scoring.message_id))

    async def _nudge(self, delivery: Delivery) -> Plan:
        """Only while there is something to do, and time to do it."""
        number, user_id = delivery.payload["number"], delivery.user_id
        try:
            own = await self._scorecards.own(delivery.guild_id, delivery.payload["scoring"], user_id)
            own.scoring.check(user_id, self._now())
        except Refusal:
            return _NOTHING
        if not own.missing:
            return _NOTHING
        return Plan(CardNudge(scoring=own.scoring, last=number > 1, begun=bool(own.cards)))

    async def _close(self, delivery: Delivery) -> Plan:
        await self._scorecards.close(delivery.guild_id, delivery.payload["scoring"])
        return _NOTHING

    async def _debrief(self, delivery: Delivery) -> Plan:
        found = await self._scorecards.found(delivery.guild_id, delivery.payload["scoring"])
        if found is None:
            return _NOTHING
        return Plan(CardsOpened(scoring=found[0], found=found[1], since=found[0].message_id))

    async def _copy(self, delivery: Delivery) -> Plan:
        found = await self._scorecards.found(delivery.guild_id, delivery.payload["scoring"])
        return Plan(CardsOpened(scoring=found[0], found=found[1], own=True)) if found else _NOTHING

    async def _craft(self, delivery: Delivery) -> Plan:
        found = await self._scorecards.found(delivery.guild_id, delivery.payload["scoring"])
        if found is None or found[2] is None:
            return _NOTHING
        return Plan(CraftNotice(scoring=found[0], found=found[2]))

    async def _gone(self, unit: Unit, delivery: Delivery, closing: Closing, now: datetime) -> None:
        """The table's thread is gone or closed: each gets it in private; the candidate has a copy already."""
        if closing.status is not DeliveryStatus.DEAD or delivery.channel_id is None:
            return
        scoring = await unit.scorecards.get(delivery.guild_id, delivery.payload["scoring"])
        if scoring is not None:
            await unit.deliveries.owe(private_rows(scoring, delivery.kind, now))
