"""Moments as whole seconds since the first day of a data set, and their written forms."""

from datetime import date, timedelta

DAY = 86_400
HOUR = 3_600
SATURDAY = 5


class Calendar:
    """Turns days and seconds since ``first`` into the text that stands in the files."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first
        self.days = (last - first).days + 1
        self._written: dict[int, str] = {}

    def number(self, day: date) -> int:
        """The number of a day; the first is 0."""
        return (day - self.first).days

    def date(self, day: int) -> date:
        """The day of this number."""
        return self.first + timedelta(days=day)

    def day(self, day: int) -> str:
        """A day as ``2025-06-30``."""
        if day not in self._written:
            self._written[day] = self.date(day).isoformat()
        return self._written[day]

    def moment(self, second: int) -> str:
        """A moment as ``2025-06-30 09:15:00``."""
        day, rest = divmod(second, DAY)
        hour, rest = divmod(rest, HOUR)
        return f"{self.day(day)} {hour:02}:{rest // 60:02}:{rest % 60:02}"

    def month(self, second: int) -> str:
        """The month of a moment as ``2025-06``."""
        return self.day(second // DAY)[:7]
