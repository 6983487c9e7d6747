"""A coach's remarks on how the salary question was handled; each says what to do."""

from collections.abc import Callable
from typing import NamedTuple

from bot.domain.stages.salary.money import YEARLY, Period, say
from bot.domain.stages.salary.reading import Handling, Salary

MOST_REMARKS = 3

_WIDE = 0.25
"""A range wider than this share of its lower end says little; bands of one level are rarely wider than that."""
_NARROW = 0.15
_LEAST_A_YEAR = 1_000
_MOST_A_YEAR = 5_000_000
_MOST_ANYWHERE = 100_000_000_000
"""Bounds of what anybody means by a year's pay: in currencies of about a dollar's worth, and in any."""
_STRONG = frozenset({"USD", "EUR", "GBP", "CHF", "CAD", "AUD", "SGD"})


class _Remark(NamedTuple):
    holds: Callable[[Salary], bool]
    text: Callable[[Salary], str]


def remarks(read: Salary) -> tuple[str, ...]:
    """At most three, the most useful first; praise where there is nothing to better."""
    found = [remark.text(read) for remark in _REMARKS if remark.holds(read)]
    return tuple(found[:MOST_REMARKS]) or (_praise(read),)


def is_absurd(read: Salary) -> bool:
    """Whether nobody can mean it: an amount out of all bounds."""
    if read.low is None:
        return False
    if read.negative or read.low == 0:
        return True
    times = YEARLY[read.period] if read.period else YEARLY[Period.MONTH]
    most = _MOST_A_YEAR if read.currency in _STRONG else _MOST_ANYWHERE
    return read.low * times < _LEAST_A_YEAR or (read.high or read.low) * times > most


def _does(*handlings: Handling | None) -> Callable[[Salary], bool]:
    return lambda read: read.handling in handlings


def _names(read: Salary) -> bool:
    """Whether there is a figure on the table, of a size that can be meant."""
    return read.handling in {Handling.FIGURE, Handling.RANGE} and not is_absurd(read)


def _width(read: Salary) -> float:
    return (read.high - read.low) / read.low if read.high is not None and read.low else 0.0


def _nothing(read: Salary) -> str:
    wanted = {Handling.FIGURE: "You chose to name a figure", Handling.RANGE: "You chose to give a range"}
    if read.chosen in wanted:
        return f"{wanted[read.chosen]}, but there is none in your answer. Say it in digits, with currency and period."
    return (
        "There is neither a figure in this nor a reason to put it off, so the recruiter has to ask again. Give a range "
        "with its basis, or say what you need to know first."
    )


def _bounds(read: Salary) -> str:
    if read.negative:
        return "A minus stands before your figure. Write it as you would say it: “68,000 euros a year”."
    return f"I read {read.amount}, which no one would pay. Check the zeros, and say whether it is a year or a month."


def _swapped(read: Salary) -> str:
    return (
        f"Your larger figure came first; I read {read.amount}. Say the lower end first, calmly: a range told backwards "
        "sounds like a discount."
    )


def _both(read: Salary) -> str:
    return (
        f"You put it off and named {read.amount} all the same: only the figure will be remembered. Do one of the two."
    )


def _evasive(read: Salary) -> str:
    return (
        "Putting it off without a reason sounds like dodging. Give one in half a sentence: “before I know the level "
        "and the team, any figure would be a guess”."
    )


def _no_band(read: Salary) -> str:
    return (
        "When you put it off, hand the question back in the same breath: “Which band have you set for the role?” "
        "Otherwise they simply ask once more."
    )


def _ready(read: Salary) -> str:
    return (
        "You put it off with a reason and asked for their band: well done. Many ask a second time, so have a range "
        "ready whose lower end you would sign."
    )


def _too_wide(read: Salary) -> str:
    return (
        f"From {say(read.low or 0, read.currency)} to {say(read.high or 0, read.currency)} is a spread of "
        f"{_width(read):.0%}: they hear the lower end, and that you are not sure. Keep to about ten per cent."
    )


def _unfounded(read: Salary) -> str:
    return (
        "Nothing says where the figure comes from. Put its basis first: “in surveys and published bands for this role "
        "and region I see …”; then it is a finding, not a wish."
    )


def _single(read: Salary) -> str:
    if read.chosen is Handling.RANGE:
        start = f"You chose a range and gave one figure, {read.amount}"
    else:
        start = f"One figure, {read.amount}, can only be bargained down"
    return f"{start}. Make it the lower end of a range about ten per cent wide."


def _short(read: Salary) -> str:
    return (
        f"I took your bare number for {read.amount}. Say the thousands and the currency: a listener should not guess."
    )


def _unclear(read: Salary) -> str:
    unclear = [
        *([] if read.currency else ["the currency"]),
        *([] if read.period else ["whether it is for a year, a month or an hour"]),
    ]
    return f"Your answer leaves open {' and '.join(unclear)}. Add it, with gross or net where that is not plain."


def _only_base(read: Salary) -> str:
    return (
        "You spoke of the base alone. One clause keeps the rest open: “bonus, equity and learning budget can move me "
        "within that range”."
    )


def _lower_end(read: Salary) -> str:
    return (
        f"What they will note is your lower end, {say(read.low or 0, read.currency)}. Begin the range only where you "
        "would sign with a good feeling."
    )


def _ask_back(read: Salary) -> str:
    return "End with a question of your own: “Which band have you set for the role?” It costs nothing at this point."


def _praise(read: Salary) -> str:
    if read.handling is Handling.DEFER:
        return _ready(read)
    return (
        f"{read.amount}, with its basis, room for the package and a question back: this is how it is done. "
        "Say it aloud twice, and then stop talking."
    )


_REMARKS = (
    _Remark(_does(None), _nothing),
    _Remark(is_absurd, _bounds),
    _Remark(lambda read: read.handling is Handling.DEFER and read.low is not None, _both),
    _Remark(lambda read: read.handling is Handling.DEFER and not read.reason, _evasive),
    _Remark(lambda read: read.handling is Handling.DEFER and not read.asks_band, _no_band),
    _Remark(lambda read: read.turned and not is_absurd(read), _swapped),
    _Remark(lambda read: _names(read) and _width(read) > _WIDE, _too_wide),
    _Remark(lambda read: _names(read) and not read.basis, _unfounded),
    _Remark(lambda read: _names(read) and read.handling is Handling.FIGURE, _single),
    _Remark(lambda read: _names(read) and read.shortened, _short),
    _Remark(lambda read: _names(read) and not read.shortened and not (read.currency and read.period), _unclear),
    _Remark(lambda read: _names(read) and not read.package, _only_base),
    _Remark(lambda read: _names(read) and not read.asks_band, _ask_back),
    _Remark(lambda read: _names(read) and _NARROW < _width(read) <= _WIDE, _lower_end),
)
