"""Hours in which a person wants to be left alone."""

from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from bot.domain.schedule import instant_of


class QuietHours(BaseModel):
    """From ``start`` until just before ``end``, on the clock of the person's zone; past midnight if ``end`` is earlier.

    Where the clocks are put forward over an edge, it lies at the first instant after the gap; where they are put back
    over it, its first showing counts.
    """

    model_config = ConfigDict(frozen=True)

    start: time
    end: time

    @field_validator("start", "end")
    @classmethod
    def _on_the_clock(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("a time on the clock carries no time zone")
        return value

    @model_validator(mode="after")
    def _some_hours(self) -> Self:
        if self.start == self.end:
            raise ValueError("quiet hours must not start and end at the same time")
        return self

    def until(self, zone: str, at: datetime) -> datetime | None:
        """When the quiet hours that hold at ``at`` end, aware, UTC; ``None`` outside of them.

        :param zone: IANA name.
        :param at: aware.
        :raises ValueError: for a naive ``at``.
        :raises zoneinfo.ZoneInfoNotFoundError: for an unknown zone.
        """
        if at.tzinfo is None:
            raise ValueError("at must carry a time zone")
        tz = ZoneInfo(zone)
        today = at.astimezone(tz).date()
        over: datetime | None = None
        # Where a zone leaps over a whole day, hours that began the day before yesterday may still hold, and those of
        # the skipped day begin as they end.
        for day in (today + timedelta(days=offset) for offset in range(-2, 2)):
            begin, end = self._of(day, tz)
            if begin <= (over or at) < end:
                over = end
        return over

    def _of(self, day: date, tz: ZoneInfo) -> tuple[datetime, datetime]:
        last = day if self.start < self.end else day + timedelta(days=1)
        return instant_of(day, self.start, tz), instant_of(last, self.end, tz)
