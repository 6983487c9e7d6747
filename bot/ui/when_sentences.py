"""What people read about a time they wrote: why it cannot be taken, and what was taken for granted."""

from bot.domain.when import MOST_YEARS, Assumed, Reading, WhenError, WhenReason
from bot.domain.zones import place_of
from bot.ui.text import moment

EXAMPLES = "`tomorrow 9am`, `in 2 hours` or `next Tuesday 18:00`"
_PLAIN = {
    WhenReason.EMPTY: f"There was no time in that: write one like {EXAMPLES}.",
    WhenReason.TOO_LONG: f"That is too long for a time: write one like {EXAMPLES}.",
    WhenReason.UNREADABLE: f"I cannot read a time in that: write one like {EXAMPLES}.",
    WhenReason.PAST: f"That time has passed already: write one that is ahead, like {EXAMPLES}.",
    WhenReason.TOO_FAR: f"That is more than {MOST_YEARS} years away: choose a time before that.",
    WhenReason.AMBIGUOUS: "That may mean more than one time: write it with the day first and a 24-hour clock, like "
    "`12 March 14:30`.",
    WhenReason.NO_TIME: "That needs a time of day: write it like `today 18:30`.",
    WhenReason.NO_DAY: "That needs a day: write it like `12 March` or `next Tuesday`.",
    WhenReason.NO_SUCH_DAY: "There is no such day in the calendar: check the number of the day and the month.",
    WhenReason.NO_SUCH_TIME: "There is no such time on the clock: write it like `14:30` or `2:30 pm`.",
    WhenReason.WRONG_WEEKDAY: "That date is another weekday: leave out the weekday or the date.",
    WhenReason.UNKNOWN_ZONE: "I do not know the place whose time that is: leave it out, or name a large city.",
}
_ASSUMED = {
    Assumed.DEFAULT_TIME: "No time was given, so I took 9:00.",
    Assumed.FIRST_DAY: "No day was given, so I took the first one.",
    Assumed.SKIPPED: "Clocks are put forward over that time, so I took the first moment after it.",
    Assumed.DOUBLED: "Clocks show that time twice on that day, so I took the first.",
}


def when_sentence(error: WhenError) -> str:
    """Why a time cannot be taken, and how to write it."""
    match error:
        case WhenError(reason=WhenReason.PAST, read_as=Reading() as read):
            return (
                f"I read that as {moment(read.at, 'F')}, which has passed: write a time that is ahead, like {EXAMPLES}."
            )
        case WhenError(reason=WhenReason.AMBIGUOUS, times=times) if times:
            may_be = " or ".join(f"`{one:%H:%M}`" for one in times)
            return f"That may be {may_be}: write it in one of these ways."
        case WhenError(reason=WhenReason.UNKNOWN_ZONE, zones=zones) if zones:
            near = ", ".join(f"`{zone}`" for zone in zones[:3])
            return f"I am not sure which place that is: write one of {near} instead."
        case _:
            return _PLAIN[error.reason]


def assumptions(reading: Reading) -> list[str]:
    """What the reader filled in, one sentence each."""
    return [_assumed(one, reading) for one in reading.assumed]


def _assumed(one: Assumed, reading: Reading) -> str:
    wall = f"{reading.wall:%H:%M}"
    match one:
        case Assumed.PART_OF_DAY:
            return f"I took {wall} for that part of the day."
        case Assumed.HALF_OF_DAY:
            half = "morning" if reading.wall.hour < 12 else "afternoon or evening"  # noqa: PLR2004 - noon
            return f"I took that hour as {wall}, in the {half}."
        case Assumed.ZONE:
            return f"I took that as the time in {place_of(reading.zone)}."
        case _:
            return _ASSUMED[one]
