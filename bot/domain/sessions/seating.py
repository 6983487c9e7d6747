"""People sit down at tables by matchings."""

from collections.abc import Sequence

from bot.domain.sessions.fit import Fit
from bot.domain.sessions.matching import FULL_UP_TO, best_pairs, best_seats

SMALLEST, LARGEST = 2, 6
"""People of a table who take part. Observers come on top, as an audience of one interview may be large."""


class Seating:
    """Seats people at tables by matchings."""

    def __init__(self, fit: Fit, full_up_to: int = FULL_UP_TO) -> None:
        self._fit = fit
        self._full_up_to = full_up_to

    def pairs(self, people: Sequence[int]) -> list[tuple[int, int]]:
        """The best pairs, the best first."""
        found = best_pairs(people, self._fit.couple, self._fit.wish, full_up_to=self._full_up_to)
        return sorted(found, key=lambda two: self._fit.couple(*two), reverse=True)

    def of(self, people: Sequence[int], size: int) -> list[list[int]]:
        """Tables of people who take part. The best pairs are tables, the others join them whole while there is room,
        then one by one."""
        if len(people) < SMALLEST:
            return [list(people)]
        pairs = self.pairs(people)
        good = [two for two in pairs if self._fit.runs(two)] or pairs
        count = len(people) // 2 if size == SMALLEST else -(-len(people) // size)
        tables = [list(two) for two in good[:count]]
        self.join(tables, good[count:], size)
        paired = {person for table in tables for person in table}
        alone = self.join(tables, [(person,) for person in people if person not in paired], LARGEST)
        over = [person for (person,) in alone]
        if len(over) == 1:
            # Nobody stays alone: one of a full panel comes along.
            over.append(max(tables, key=len).pop())
        return tables + (self.of(over, size) if over else [])

    def join(
        self, tables: list[list[int]], units: Sequence[tuple[int, ...]], most: int | None
    ) -> list[tuple[int, ...]]:
        """Let units sit down where they fit best, one a table in each turn, the smallest tables first.

        :param most: how many people who take part a table may have then; ``None``: any number.
        :returns: the units for which there is no room.
        """
        left = list(units)
        while left:
            room = [table for table in tables if self._room(table, most) >= len(left[0])]
            smallest = min(map(len, room), default=0)
            open_now = [table for table in room if len(table) == smallest]
            if not open_now:
                break
            seats = self._seats(left, open_now)
            for unit, table in seats:
                open_now[table].extend(left[unit])
            taken = {unit for unit, _ in seats}
            left = [unit for number, unit in enumerate(left) if number not in taken]
        return left

    def _room(self, table: Sequence[int], most: int | None) -> int:
        return LARGEST if most is None else most - len(self._fit.taking_part(table))

    def _seats(self, units: Sequence[tuple[int, ...]], tables: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
        return best_seats(
            len(units),
            len(tables),
            lambda unit, table: self._fit.gain(tables[table], units[unit]),
            full_up_to=self._full_up_to,
        )
