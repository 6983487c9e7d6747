"""What is said around daily questions: the streak, the days, where they come."""

from datetime import date

from bot.domain.daily.notices import Aside
from bot.domain.daily.streaks import DAYS_FOR_A_REST, MOST_RESTS, Streak
from bot.domain.daily.subscriptions import Place, Subscription
from bot.domain.when import WhenError, WhenReason
from bot.domain.zones import place_of
from bot.ui.text import plural

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SETS = {frozenset(range(5)): "on weekdays", frozenset({5, 6}): "at weekends"}

ASIDES = {
    Aside.CLOSED_TO_ME: (
        "Your direct messages are closed to me, so this one came here. `/daily settings` changes where it comes."
    ),
    Aside.PLACE_GONE: (
        "I cannot write where your question came before, so from now on it comes here. `/daily settings` changes that."
    ),
    Aside.STRAYED: "The track you chose has no questions here any more, so this one is from another.",
}

_TIMES = {
    WhenReason.EMPTY: "I need a time of day: write it like `9:00` or `6:30 pm`.",
    WhenReason.NO_SUCH_TIME: "No clock shows that time: write it like `9:00` or `6:30 pm`.",
}
_DAYS = {
    WhenReason.PAST: "That day is not ahead of us any more: give a later one, such as `next Monday`.",
    WhenReason.TOO_FAR: "A pause can be a year long at most: give an earlier day, or run `/daily unsubscribe`.",
    WhenReason.NO_SUCH_DAY: "There is no such day: write it like `12 March` or `next Monday`.",
    WhenReason.WRONG_WEEKDAY: "That date is another weekday: leave one of the two out.",
    WhenReason.AMBIGUOUS: "That may be one of two days: write the month as a word, such as `3 April`.",
    WhenReason.EMPTY: "I need a day: write it like `12 March` or `next Monday`.",
}


def streak_line(streak: Streak) -> str:
    """How the streak stands, and what a rest day did or will do."""
    if not streak.length:
        best = f" Your best so far: {plural(streak.best, 'day')}." if streak.best else ""
        return f"🌱 Your next answer is day 1 of a streak.{best}"
    day = f"🔥 **Day {streak.length}.**" if streak.today else f"🔥 **Day {streak.length}** so far."
    return f"{day} {_rests(streak)}"


def _rests(streak: Streak) -> str:
    if not streak.today:
        return f"You hold {plural(streak.rests, 'rest day')}." if streak.rests else _to_go(streak)
    if streak.covered:
        missed = "the day you missed was" if streak.covered == 1 else f"the {streak.covered} days you missed were"
        left = f"{plural(streak.rests, 'rest day')} left" if streak.rests else "none is left"
        return f"A rest day helped: {missed} covered, {left}."
    if streak.earned:
        held = " You hold two now, the most there can be." if streak.rests == MOST_RESTS else ""
        return f"You earned a rest day: if you miss a day, it is used by itself.{held}"
    if streak.length == 1:
        best = f" Your best so far: {plural(streak.best, 'day')}." if streak.best > 1 else ""
        return f"A streak begins.{best} Every {DAYS_FOR_A_REST} days earn a rest day."
    if streak.rests:
        return f"You hold {plural(streak.rests, 'rest day')}, used by itself if you miss a day."
    return _to_go(streak)


def _to_go(streak: Streak) -> str:
    left = DAYS_FOR_A_REST - streak.length % DAYS_FOR_A_REST
    return f"{plural(left, 'more day')} to a rest day."


def day_line(day: date) -> str:
    """``Monday, 3 March 2027``."""
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def days_line(days: frozenset[int] | None) -> str:
    """``every day``, ``on weekdays``, ``on Monday, Wednesday and Friday``."""
    if days is None:
        return "every day"
    if days in _SETS:
        return _SETS[days]
    *first, last = (_NAMES[day] for day in sorted(days))
    return f"on {', '.join(first)} and {last}" if first else f"every {last}"


def days_typed(days: frozenset[int] | None) -> str:
    """The same as somebody would write it into a form."""
    known = {None: "Every day", frozenset(range(5)): "Weekdays", frozenset({5, 6}): "Weekends"}
    return known.get(days) or " ".join(_NAMES[day][:3] for day in sorted(days or ()))


def where_line(state: Subscription) -> str:
    """Where it comes."""
    if state.place is Place.DIRECT:
        return "in your direct messages"
    if state.place is Place.THREAD:
        return f"in your thread <#{state.thread_id}>"
    return f"in <#{state.channel_id}>, with your name"


def city(zone: str) -> str:
    """What a zone is called."""
    return place_of(zone)


def time_refused(error: WhenError) -> str:
    """Why a time of day was not taken."""
    return _TIMES.get(error.reason, "I cannot read that as a time of day: write it like `9:00` or `6:30 pm`.")


def weekdays_refused(_: WhenError) -> str:
    """Why weekdays were not taken."""
    return "I cannot read those days: write `weekdays`, `every day`, or names such as `Mon Wed Fri`."


def day_refused(error: WhenError) -> str:
    """Why a day was not taken."""
    return _DAYS.get(error.reason, "I cannot read that as a day: write it like `12 March` or `next Monday`.")
