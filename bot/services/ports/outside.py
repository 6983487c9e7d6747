"""What the services need besides a store: a clock, a messenger, somebody who runs queries."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.domain.deliveries import Delivery
from bot.domain.notices import Notice
from bot.domain.rounds import Round
from bot.domain.sql_results import RunResult

Now = Callable[[], datetime]


class QueryRunner(Protocol):
    """Runs people's SQL on the tables of a task."""

    def warm(self) -> None:
        """Get ready, if it is not, without making anybody wait."""

    async def run(self, task: str, sql: str) -> RunResult:
        """Run one query. :raises bot.domain.errors.Refused: if none can be run at the moment."""


class UnreachableError(Exception):
    """This place will not take the message, now or later: it is gone, closed or forbidden."""


class LaterError(Exception):
    """The message did not go through this time. ``until``: it was not even tried, and this is when to."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.until = until


class AwayError(Exception):
    """The bot is not in that server at the moment; what it owes there waits."""


class Messenger(Protocol):
    """Brings what is to be said to Discord."""

    async def send(self, delivery: Delivery, notice: Notice) -> int:
        """Say it in the delivery's channel, else to the person; returns the message's id.

        :raises UnreachableError: for good; :raises LaterError: for now; :raises AwayError: until the bot is back.
        """

    async def open_thread(self, state: Round) -> int:
        """Open the thread of a round and add its candidate; returns the thread's id. Raises as :meth:`send` does."""
