"""Servers: what they chose in ``/setup``, how the bot's work there goes, and the greeting when it comes."""

from datetime import timedelta
from typing import NamedTuple

from bot.domain.deliveries import Delivery, DeliveryStatus, Failed
from bot.domain.guilds import WELCOME, GuildSettings, Setting
from bot.domain.notices import Welcome
from bot.domain.zones import is_zone
from bot.services.deliveries import Deliveries, Handler, Plan
from bot.services.ports import Now, Store, Unit

LOOK_BACK = timedelta(days=30)
"""How far back what could not be brought is told."""


_MOST_TOLD = 5


class Owed(NamedTuple):
    """What the bot owes in a server: so many wait, so many could not be brought within :data:`LOOK_BACK`; the last of
    these."""

    waiting: int
    dead: int
    failed: tuple[Failed, ...] = ()


class Guilds:
    """The settings of all servers."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def get(self, guild_id: int) -> GuildSettings:
        """What a server chose."""
        return await self._store.read(lambda unit: unit.guilds.get(guild_id))

    async def change(self, guild_id: int, setting: Setting, value: int | str | None) -> GuildSettings:
        """Make one choice, or take it back with ``None``; returns all of them as they are then.

        :raises ValueError: for a zone that does not exist.
        """
        if setting is Setting.ZONE and value is not None and not is_zone(str(value)):
            raise ValueError("there is no such zone")
        now = self._now()

        async def work(unit: Unit) -> GuildSettings:
            await unit.guilds.change(guild_id, setting, value, now)
            return await unit.guilds.get(guild_id)

        return await self._store.write(work)

    async def owed(self, guild_id: int) -> Owed:
        """How much waits to be said in a server, and how much could not be. Its greeting is not counted."""
        since = self._now() - LOOK_BACK

        async def work(unit: Unit) -> Owed:
            counts = await unit.deliveries.count_of(guild_id, since, [WELCOME])
            failed = await unit.deliveries.failed(guild_id, since, [WELCOME], _MOST_TOLD)
            return Owed(counts.get(DeliveryStatus.PENDING, 0), counts.get(DeliveryStatus.DEAD, 0), tuple(failed))

        return await self._store.read(work)

    async def try_again(self, guild_id: int) -> int:
        """Owe anew all that :meth:`owed` counts as dead, to be tried at once; returns how many these are."""
        now = self._now()
        since = now - LOOK_BACK
        return await self._store.write(lambda unit: unit.deliveries.revive(guild_id, since, [WELCOME], now))

    async def joined(self, guild_id: int, owner_id: int, server: str) -> bool:
        """The bot came to a server: greet its owner, once, however often it leaves and comes back.

        Returns whether the greeting is still to be brought.
        """
        key = f"{WELCOME}:{guild_id}"
        row = {
            "guild_id": guild_id,
            "channel_id": None,
            "user_id": owner_id,
            "kind": WELCOME,
            "key": key,
            "subject": f"guild:{guild_id}",
            "payload": {"server": server},
            "due_at": self._now(),
        }

        async def work(unit: Unit) -> bool:
            await unit.deliveries.owe([row])
            owed = await unit.deliveries.by_key(guild_id, key)
            return owed is not None and owed.status is DeliveryStatus.PENDING

        return await self._store.write(work)

    def register(self, deliveries: Deliveries) -> None:
        """Take over the greeting."""
        deliveries.handle(WELCOME, Handler(self._welcome))

    async def _welcome(self, delivery: Delivery) -> Plan:
        return Plan(Welcome(server=delivery.payload["server"]))
