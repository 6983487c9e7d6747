"""Who sits with whom: tables for those who are there."""

from collections.abc import Sequence

from bot.domain.sessions.fit import NOBODY_MET, Attendee, Fit, Past, recency
from bot.domain.sessions.matching import FULL_UP_TO
from bot.domain.sessions.seating import LARGEST, SMALLEST, Seating

__all__ = ["LARGEST", "Attendee", "Past", "pair", "recency"]

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
