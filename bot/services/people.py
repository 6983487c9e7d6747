"""What people chose for themselves: their zone, their quiet hours."""

from bot.domain.errors import Reason, Refused
from bot.domain.guilds import DEFAULT_ZONE
from bot.domain.people import Person, ZoneGuess
from bot.domain.reviews import HIGHEST_LIMIT
from bot.domain.zones import is_zone
from bot.services.ports import Now, Store, Unit


class People:
    """The choices of all people."""

    def __init__(self, store: Store, now: Now) -> None:
        self._store = store
        self._now = now

    async def get(self, user_id: int) -> Person:
        """What a person chose."""
        return await self._store.read(lambda unit: unit.people.get(user_id))

    async def zone(self, guild_id: int, user_id: int) -> ZoneGuess:
        """The person's own zone; where they chose none, that of the server, and UTC where that chose none either."""

        async def work(unit: Unit) -> ZoneGuess:
            own = (await unit.people.get(user_id)).zone
            if own is not None:
                return ZoneGuess(own, sure=True)
            return ZoneGuess((await unit.guilds.get(guild_id)).zone or DEFAULT_ZONE, sure=False)

        return await self._store.read(work)

    async def set_zone(self, user_id: int, zone: str) -> None:
        """Keep a person's zone.

        :raises ValueError: for a zone that does not exist.
        """
        if not is_zone(zone):
            raise ValueError("there is no such zone")
        now = self._now()
        await self._store.write(lambda unit: unit.people.set_zone(user_id, zone, now))

    async def set_reviews(self, user_id: int, limit: int) -> None:
        """Keep how many reviews a day a person wants at most.

        :raises Refused: for a number that cannot be chosen; no button offers it.
        """
        if not 0 <= limit <= HIGHEST_LIMIT:
            raise Refused(Reason.UNKNOWN_BUTTON)
        now = self._now()
        await self._store.write(lambda unit: unit.people.set_reviews(user_id, limit, now))

    async def set_quiet(self, user_id: int, hours: tuple[str, str] | None) -> None:
        """Keep a person's quiet hours as ``HH:MM``, or take them back with ``None``."""
        now = self._now()
        await self._store.write(lambda unit: unit.people.set_quiet(user_id, hours, now))
