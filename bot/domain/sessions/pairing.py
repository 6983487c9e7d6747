"""Who sits with whom: tables for those who are there, and tables made whole again when somebody is gone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.domain.sessions.fit import NOBODY_MET, Attendee, Fit, Past, recency
from bot.domain.sessions.matching import FULL_UP_TO
from bot.domain.sessions.seating import LARGEST, SMALLEST, Seating

__all__ = ["LARGEST", "Attendee", "Past", "Repaired", "pair", "recency", "repair"]

Tables = tuple[tuple[int, ...], ...]


def pair(
    attendees: Sequence[Attendee],
    past: Past = NOBODY_MET,
    *,
    table_size: int = SMALLEST,
    seed: int = 0,
    full_up_to: int = FULL_UP_TO,
) -> Tables:
    """Tables of at most ``table_size`` people who take part (an odd number makes one pair a three), and observers with
    them; everyone is at exactly one. Nobody or one person alone: no table.

    Interviewers who are too many sit down as a panel; when all panels are full, the others sit together.
    The same seed seats the same people alike. Takes up to a second with 200 people: call it in a thread.

    :param full_up_to: with more people the graph is thinned.
    :raises ValueError: for a size outside of 2 to 6.
    """
    if not SMALLEST <= table_size <= LARGEST:
        raise ValueError(f"a table has {SMALLEST} to {LARGEST} people, not {table_size}")
    fit = Fit(attendees, past, seed)
    if len(fit.order) < SMALLEST:
        return ()
    # Where all want to watch they sit together all the same: somebody may change their mind.
    taking = fit.taking_part(fit.order) or fit.order
    seating = Seating(fit, full_up_to)
    tables = seating.of(taking, table_size)
    seating.join(tables, [(person,) for person in fit.order if person not in set(taking)], None)
    place = {person: number for number, person in enumerate(fit.order)}
    return tuple(sorted((tuple(sorted(table, key=place.__getitem__)) for table in tables), key=lambda t: place[t[0]]))


@dataclass(frozen=True)
class Repaired:
    """Tables after somebody came or went, each at its place (one that was given up is empty, new ones are at the
    end), and who sits at another table than before."""

    tables: Tables
    moved: tuple[int, ...]


def repair(
    tables: Sequence[Sequence[int]], present: Collection[Attendee], past: Past = NOBODY_MET, *, seed: int = 0
) -> Repaired:
    """Take away who is not ``present`` and give everyone who is left without a partner, or came late, a place.

    Two who are alone become a table where one of them sat; who is alone otherwise joins the table that they fit best.
    Tables that can go on stay as they are. Somebody who is all alone stays where they are.
    """
    fit = Fit(present, past, seed)
    home: dict[int, int] = {}
    for number, table in enumerate(tables):
        for person in table:
            if person in fit:
                home.setdefault(person, number)
    here = [[person for person in dict.fromkeys(table) if home.get(person) == n] for n, table in enumerate(tables)]
    loose = [person for person in fit.order if person not in home]
    for before, table in zip(tables, here, strict=True):
        if _stranded(fit, table, lost=len(table) < len(before)):
            loose += table
            table.clear()
    _settle(fit, here, loose, home)
    return Repaired(
        tuple(map(tuple, here)),
        tuple(person for number, table in enumerate(here) for person in table if home.get(person) != number),
    )


def _stranded(fit: Fit, table: Sequence[int], *, lost: bool) -> bool:
    return len(table) == 1 or len(fit.taking_part(table)) == 1 or (lost and not fit.runs(table))


def _settle(fit: Fit, tables: list[list[int]], loose: Sequence[int], home: dict[int, int]) -> None:
    """Seat the loose ones: pairs of their own first, then with others, then those who watch."""
    seating = Seating(fit)
    taking = fit.taking_part(loose)
    pairs = seating.pairs(taking) if len(taking) > 1 else []
    others = any(fit.runs(table) for table in tables) or any(fit.runs(two) for two in pairs)
    for two in pairs:
        if fit.runs(two) or not others:
            _place(tables, two, home)
    left = _unseated(taking, tables)
    full = seating.join(_where_most_happens(fit, tables), [(one,) for one in left], LARGEST)
    for (one,) in full:
        _place(tables, (one, *_partner_of(fit, one, tables)), home)
    watching = _unseated(loose, tables)
    for person in watching:
        if person in home and tables[home[person]]:
            tables[home[person]].append(person)
    watching = _unseated(watching, tables)
    if open_tables := _where_most_happens(fit, tables):
        seating.join(open_tables, [(one,) for one in watching], None)
    elif watching:
        _place(tables, tuple(watching), home)


def _where_most_happens(fit: Fit, tables: Sequence[list[int]]) -> list[list[int]]:
    """Tables with people who take part; if there are none, those of people who watch."""
    return [table for table in tables if fit.taking_part(table)] or [table for table in tables if table]


def _unseated(people: Sequence[int], tables: Sequence[Sequence[int]]) -> list[int]:
    seated = {person for table in tables for person in table}
    return [person for person in people if person not in seated]


def _place(tables: list[list[int]], people: Sequence[int], home: dict[int, int]) -> None:
    """At a table of one of them that was cleared, where most are at home; or else at a new one."""
    free = sorted(home[person] for person in people if person in home and not tables[home[person]])
    if free:
        at_home = list(home.values())
        tables[max(free, key=at_home.count)].extend(people)
    else:
        tables.append(list(people))


def _partner_of(fit: Fit, one: int, tables: Sequence[list[int]]) -> list[int]:
    """Take the best partner for somebody away from a table that runs without them too; nobody, if there is none."""
    free = [
        (fit.couple(one, other), other, table)
        for table in tables
        for other in fit.taking_part(table)
        if fit.runs([person for person in table if person != other])
    ]
    if not free:
        return []
    _, other, table = max(free, key=lambda found: found[:2])
    table.remove(other)
    return [other]
