"""How a server's sessions go, in numbers and without names."""

from typing import NamedTuple

from bot.domain.sessions.signups import MISSED_FOR

LOOK_BACK = MISSED_FOR


class SessionStats(NamedTuple):
    """``held``: sessions that took place; ``came`` and ``missed``: people in them, counted each time; ``people``: those
    who came, counted once; ``rounds``: turns as candidate; ``ahead``: sessions planned, with ``signed_up`` places taken
    and ``waiting`` people on waiting lists."""

    held: int
    cancelled: int
    came: int
    missed: int
    people: int
    ahead: int
    signed_up: int
    waiting: int
    rounds: int = 0

    @property
    def attendance(self) -> float | None:
        """The part of those with a place who came, 0 to 1; nothing if nobody had one."""
        expected = self.came + self.missed
        return self.came / expected if expected else None
