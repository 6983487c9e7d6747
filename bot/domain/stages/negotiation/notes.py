"""A negotiation in words, once it is over: what came of it, what the employer kept to itself, who said what."""

from collections.abc import Iterator

from bot.domain.offer import NAMES, Issue, MoveKind, Negotiation, Package, Review, figure, review
from bot.domain.offer.package import SATURATING

SHORT = NAMES | {Issue.START: "start", Issue.REMOTE: "remote"}
"""Names to which a figure can be added without saying a word twice."""
_SEEN = 0.005
"""Less than this rounds to no point."""
_PORTIONS = (
    (0.85, "nearly all of it"),
    (0.6, "the larger part"),
    (0.4, "about half"),
    (0.15, "the smaller part"),
    (0.0, "hardly any of it"),
)


def notes_of(game: Negotiation, ending: str) -> tuple[str, ...]:
    """All notes on a game that is over."""
    found = review(game)
    deal = (f"The deal: {in_words(game.deal, game)}.",) if game.deal else ()
    remarks = (f"{'Helped' if one.helped else 'Cost'}: {one.text}" for one in found.remarks)
    kept = f"How far they would have gone, and how much each part weighed for them (of 100): {'; '.join(limits(game))}."
    return (ending, *deal, *outcome(found), *remarks, kept, *_dialogue(game))


def outcome(found: Review) -> tuple[str, ...]:
    """What share of the possible was won, and how far from the efficient frontier the deal lies."""
    line, most = points(found.walk_away), points(found.most)
    if found.deal is None or found.candidate_utility is None:
        return (f"Your line was at {line}, and up to {most} could be had from this employer.",)
    won = points(found.candidate_utility)
    if found.share is None:
        share = f"The deal is worth {won} to you; between your line ({line}) and their limit there was no room."
    elif found.share < 0:
        share = f"The deal is worth {won} to you, below your own line of {line}; up to {most} could be had."
    else:
        part = next(word for least, word in _PORTIONS if found.share >= least)
        share = (
            f"You won {found.share * 100:.0f}\u00a0% of what there was to win, {part}: the deal is worth {won} to "
            f"you, your line was at {line}, and up to {most} could be had."
        )
    return (share, _distance(found.gap or 0))


def limits(game: Negotiation) -> Iterator[str]:
    """How far the employer would have gone on each part, and how much each weighed."""
    employer = game.employer
    for issue in employer.by_weight():
        term = employer.terms[issue]
        most = figure(issue, term.limit, employer.currency)
        yield f"{SHORT[issue]} {'' if issue in SATURATING else 'up to '}{most}, weight {term.weight}"


def in_words(package: Package, game: Negotiation, among: tuple[Issue, ...] = tuple(Issue)) -> str:
    """Parts of a package in one line: ``base €62,000; remote 2 days a week``."""
    return "; ".join(f"{SHORT[issue]} {figure(issue, package[issue], game.employer.currency)}" for issue in among)


def changed(before: Package, after: Package) -> tuple[Issue, ...]:
    """The parts in which two packages differ."""
    return tuple(issue for issue in Issue if before[issue] != after[issue])


def points(utility: float) -> str:
    """A worth in points of 100."""
    number = round(utility * 100)
    return f"{number}\u00a0point{'' if abs(number) == 1 else 's'}"


def _distance(gap: float) -> str:
    if gap < _SEEN:
        return "The deal lies on the efficient frontier: nothing better for you was to be had at the same cost to them."
    return (
        f"The deal lies {points(gap)} below the efficient frontier: so much more for you would have cost them nothing, "
        "had parts been traded."
    )


def _dialogue(game: Negotiation) -> Iterator[str]:
    """What both sides said and put on the table, in turn."""
    yield f"{game.employer.title}: {game.said} [Offer: {in_words(game.opening, game)}]"
    standing = game.opening
    for number, move in enumerate(game.moves, start=1):
        reply = " ".join(move.said.split())
        if move.kind is MoveKind.COUNTER and move.package is not None:
            parts = in_words(move.package, game, changed(standing, move.package))
            yield f"Move {number}, you asked for: {parts}. They: {reply}"
        elif move.kind is MoveKind.QUESTION:
            yield f"Move {number}, you asked: {' '.join(move.text.split())} They: {reply}"
        else:
            yield f"Move {number}, you {'accepted' if move.kind is MoveKind.ACCEPT else 'walked away'}. They: {reply}"
        standing = move.offer or standing
