"""Days of practice as a calendar: a few weeks in rows for whoever has just begun, half a year in columns later."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from bot.domain.progress.overview import CALENDAR_WEEKS, Overview, first_of_calendar
from bot.ui.charts.canvas import WIDTH
from bot.ui.charts.pen import SMALL, Pen
from bot.ui.charts.pipeline import GOLD, LINE, MUTED, NIGHT, QUIET
from bot.ui.text import plural

_LEFT, _RIGHT = 56.0, WIDTH - 56.0
_MARGIN = 74.0
_WEEK = 7
_ROWS = 4
_SEASON = 13
_CELL_HEIGHT, _ROW_HEIGHT = 34.0, 62.0
_GAP = 6.0
_CUT = 5.0
_FAINT = 0.44
_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NAMED_ROWS = (0, 2, 4, 6)
_COMPARED = 28
_MONTH_ROOM = 72.0


class Span(NamedTuple):
    """The weeks that are shown, from a Monday on; the last ones may be yet to come."""

    first: date
    weeks: int

    @property
    def in_rows(self) -> bool:
        """Whether a week is a row, with the dates in it, rather than a column."""
        return self.weeks <= _ROWS

    @property
    def height(self) -> float:
        """Pixels of the calendar with its names."""
        return 56 + _ROW_HEIGHT * self.weeks if self.in_rows else 46 + _CELL_HEIGHT * _WEEK

    def days(self) -> Iterator[tuple[int, int, date]]:
        """Week, weekday and date of each day."""
        for number in range(self.weeks * _WEEK):
            yield number // _WEEK, number % _WEEK, self.first + timedelta(days=number)


class _Box(NamedTuple):
    left: float
    top: float
    wide: float
    high: float

    def smaller(self) -> "_Box":
        """For days without practice: smaller as well as darker, so that nobody has to tell two greens apart."""
        off = (1 - _FAINT) / 2
        return _Box(self.left + self.wide * off, self.top + self.high * off, self.wide * _FAINT, self.high * _FAINT)


def span_of(found: Overview) -> Span:
    """Half a year, unless the whole history is shorter: then it begins with the week of the first day."""
    whole = Span(first_of_calendar(found.today), CALENDAR_WEEKS)
    if not found.practised:
        return Span(found.today - timedelta(days=found.today.weekday()), _ROWS)
    if len(found.practised) < found.totals.days:
        return whole
    first = min(found.practised)
    first -= timedelta(days=first.weekday())
    weeks = (found.today - first).days // _WEEK + 1
    if weeks <= _ROWS:
        return Span(first, _ROWS)
    if weeks <= _SEASON:
        return Span(found.today - timedelta(days=found.today.weekday(), weeks=_SEASON - 1), _SEASON)
    return whole


def compared(found: Overview) -> str:
    """The last four weeks, and those before if anything was done then or earlier; no zeros after a long rest."""
    ago = [(found.today - day).days for day in found.practised]
    recent, before = sum(0 <= days < _COMPARED for days in ago), sum(_COMPARED <= days < 2 * _COMPARED for days in ago)
    if not recent + before:
        return "Your next answer lights up its day" if found.totals.days else "Your first answer lights up its day"
    words = f"{plural(recent, 'day')} in the last 4 weeks"
    return f"{words}, {before} in the 4 before" if found.totals.days > recent else words


def paint_calendar(pen: Pen, top: float, found: Overview) -> None:
    """The squares: practised days are filled, others outlined or small, today is framed."""
    span, done = span_of(found), set(found.practised)
    if span.in_rows:
        _paint_rows(pen, top, span, done, found.today)
    else:
        _paint_columns(pen, top, span, done, found.today)


def _paint_rows(pen: Pen, top: float, span: Span, done: set[date], today: date) -> None:
    step = (_RIGHT - _LEFT) / _WEEK
    for number, name in enumerate(_NAMES):
        pen.write(_LEFT + step * (number + 0.5), top + 16, name, SMALL, MUTED, side="center")
    boxes: dict[date, _Box] = {}
    for week, weekday, day in span.days():
        left, upper = _LEFT + step * weekday, top + 46 + _ROW_HEIGHT * week
        boxes[day] = _Box(left + _GAP, upper + _GAP / 2, step - 2 * _GAP, _ROW_HEIGHT - _GAP)
        label = f"{day.day} {day:%b}" if day.day == 1 else str(day.day)
        is_done = day in done
        pen.write(left + step / 2, upper + _ROW_HEIGHT / 2, label, SMALL, NIGHT if is_done else MUTED, bold=is_done,
                  side="center")  # fmt: skip
    _squares(pen, (box for day, box in boxes.items() if day in done), facecolor=LINE, linewidth=0)
    _squares(pen, (box for day, box in boxes.items() if day not in done), fill=False, edgecolor=QUIET, linewidth=1.5)
    _squares(pen, [boxes[today]], fill=False, edgecolor=GOLD, linewidth=3.5)


def _paint_columns(pen: Pen, top: float, span: Span, done: set[date], today: date) -> None:
    left = _LEFT + _MARGIN
    step = (_RIGHT - left) / span.weeks
    for number in _NAMED_ROWS:
        pen.write(_LEFT, top + _CELL_HEIGHT * (number + 0.5), _NAMES[number], SMALL, MUTED)
    boxes = {
        day: _Box(left + step * week + 1, top + _CELL_HEIGHT * weekday + 2, step - _GAP, _CELL_HEIGHT - _GAP)
        for week, weekday, day in span.days()
        if day <= today
    }
    _squares(pen, (box for day, box in boxes.items() if day in done), facecolor=LINE, linewidth=0)
    _squares(pen, (box.smaller() for day, box in boxes.items() if day not in done), facecolor=QUIET, linewidth=0)
    _squares(pen, [boxes[today]], fill=False, edgecolor=GOLD, linewidth=3.5)
    _month_names(pen, top + _CELL_HEIGHT * _WEEK + 24, left, step, span)


def _month_names(pen: Pen, down: float, left: float, step: float, span: Span) -> None:
    """Each below the week in which it begins, where there is room for it."""
    shown = span.first.month
    for week in range(1, span.weeks):
        monday = span.first + timedelta(weeks=week)
        if monday.month != shown:
            shown = monday.month
            if left + step * week + _MONTH_ROOM <= _RIGHT:
                pen.write(left + step * week, down, f"{monday:%b}", SMALL, MUTED)


def _squares(pen: Pen, boxes: Iterable[_Box], **look: Any) -> None:
    """All squares of one look as one path: a patch for each would take longer than all the rest."""
    from matplotlib.patches import PathPatch  # noqa: PLC0415 - loaded when something is drawn
    from matplotlib.path import Path  # noqa: PLC0415 - as above

    paths = [Path(_corners(box), closed=True) for box in boxes]
    if paths:
        pen.axes.add_patch(PathPatch(Path.make_compound_path(*paths), zorder=3, **look))


def _corners(box: _Box) -> list[tuple[float, float]]:
    """A rectangle with its corners cut, and the point that closes it."""
    cut = min(_CUT, box.wide / 4, box.high / 4)
    left, top, right, bottom = box.left, box.top, box.left + box.wide, box.top + box.high
    return [
        (left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut), (right - cut, bottom),
        (left + cut, bottom), (left, bottom - cut), (left, top + cut), (left + cut, top),
    ]  # fmt: skip
