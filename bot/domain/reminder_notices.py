"""What is said of reminders at their time, as values."""

from bot.domain.notices import Notice
from bot.domain.reminders import Held, Reminder


class ReminderNotice(Notice):
    """What somebody wanted to be reminded of. ``delivery_id`` tells its buttons apart from those of others."""

    delivery_id: int


class DueReminder(ReminderNotice):
    """One reminder. ``missed``: how many older occurrences of the series could not be brought."""

    reminder: Reminder
    missed: int = 0


class ReminderDigest(ReminderNotice):
    """All that fell due in quiet hours. ``ends``: which quiet hours, by the second of their end (Unix time)."""

    guild_id: int
    ends: int
    held: tuple[Held, ...]
