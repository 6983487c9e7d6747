"""The services on a real store, with a clock and a Discord that tests control."""

import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from bot.domain.catalogue import Catalogue
from bot.domain.deliveries import Delivery
from bot.domain.notices import Notice
from bot.domain.rounds import Round
from bot.services.banks import Banks
from bot.services.clockwork import Clockwork
from bot.services.deliveries import Deliveries
from bot.services.planning import Wish
from bot.services.round_deliveries import RoundDeliveries
from bot.services.rounds import Rounds
from bot.storage.store import Store
from tests.domain.values import ALICE, GUILD, PARENT, SNOWFLAKE, START, THREAD


class Killed(BaseException):
    """The process dies here: nothing after this point runs, and nobody tidies up."""


@dataclass
class Clock:
    """Stands still until it is moved."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def move(self, **span: float) -> None:
        """Let time pass: ``clock.move(minutes=5)``."""
        self.at += timedelta(**span)


class Said(NamedTuple):
    """One message as a reader sees it."""

    place: int
    notice: Notice
    nonce: str
    id: int

    @property
    def name(self) -> str:
        """What kind of notice it is."""
        return type(self.notice).__name__


@dataclass
class Discord:
    """Takes messages, drops the second copy of a nonce, and fails as it is told to.

    ``fails`` holds for each place the errors of the next sends; ``after`` those that strike once a message is there.
    """

    said: list[Said] = field(default_factory=list)
    sends: list[str] = field(default_factory=list)
    fails: dict[int, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, list[BaseException]] = field(default_factory=lambda: defaultdict(list))
    threads: list[int] = field(default_factory=list)
    no_threads: list[Exception] = field(default_factory=list)
    watch: Callable[[Delivery], Awaitable[None]] | None = None
    ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(SNOWFLAKE + 5000))

    async def send(self, delivery: Delivery, notice: Notice) -> int:
        """As :class:`bot.services.ports.Messenger` has it."""
        self.sends.append(delivery.nonce)
        if self.watch:
            await self.watch(delivery)
        if self.fails[delivery.place]:
            raise self.fails[delivery.place].pop(0)
        there = next((one.id for one in self.said if one.nonce == delivery.nonce), None)
        if there is None:
            there = next(self.ids)
            self.said.append(Said(delivery.place, notice, delivery.nonce, there))
        if self.after[delivery.place]:
            raise self.after[delivery.place].pop(0)
        return there

    async def open_thread(self, state: Round) -> int:
        """As :class:`bot.services.ports.Messenger` has it."""
        if self.no_threads:
            raise self.no_threads.pop(0)
        self.threads.append(THREAD + 500 + len(self.threads))
        return self.threads[-1]

    def names(self, place: int | None = None) -> list[str]:
        """What was said, in order, at one place or everywhere."""
        return [one.name for one in self.said if place in (None, one.place)]


@dataclass
class House:
    """One process of the bot without its Discord side."""

    store: Store
    catalogue: Catalogue
    clock: Clock = field(default_factory=Clock)
    discord: Discord = field(default_factory=Discord)
    owner: str = "one"
    rounds: Rounds = field(init=False)
    deliveries: Deliveries = field(init=False)
    clockwork: Clockwork = field(init=False)

    def __post_init__(self) -> None:
        self.rounds = Rounds(self.store, Banks(self.store, self.catalogue, self.clock), self.clock)
        self.deliveries = Deliveries(self.store, self.discord, self.clock, self.owner)
        self.clockwork = Clockwork(self.deliveries, self.clock)
        RoundDeliveries(self.rounds, self.catalogue, self.discord, self.clock).register(self.deliveries)

    def another(self, owner: str = "two") -> "House":
        """Another process on the same database, in the same Discord, at the same time."""
        return House(self.store, self.catalogue, self.clock, self.discord, owner)

    async def run(self) -> list[str]:
        """Bring what is due; what was said by it."""
        before = len(self.discord.said)
        await self.deliveries.run_due()
        return [one.name for one in self.discord.said[before:]]

    async def row(self, key: str) -> Delivery:
        """The delivery with this key."""
        found = await self.store.read(lambda unit: unit.deliveries.by_key(GUILD, key))
        assert found is not None, key
        return found

    async def plan(self, questions: int = 2, **changes: Any) -> Round:
        """Alice wants a round."""
        return await self.rounds.plan(wish(questions=questions)._replace(**changes))

    async def start(self, questions: int = 2, thread: int = THREAD) -> Round:
        """Alice's round in its thread, with its first question asked."""
        planned = await self.plan(questions)
        await self.rounds.opened(GUILD, planned.id, thread)
        await self.deliveries.serve(thread)
        return await self.rounds.get(GUILD, planned.id)


def wish(**changes: Any) -> Wish:
    """Alice wants the screen."""
    return Wish(GUILD, PARENT, ALICE, "shop-analyst", "screen")._replace(**changes)
