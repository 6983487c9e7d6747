"""Which project is ahead, and at which weights that turns.

Each project's score is the weighted mean of its scores on the criteria. As the weight of one criterion goes from 0 to
1 and the others share the rest in their old proportion, both scores move on straight lines, so the weight at which
the ranking turns is where the two lines cross.
"""

from collections.abc import Sequence
from typing import NamedTuple

from bot.domain.matrix.inputs import PROJECTS, SCORES, Scores, Value, Weights
from bot.domain.matrix.refusal import MatrixReason, MatrixRefused

_SAME = 1e-9


class Row(Value):
    """One criterion of a matrix: its share of the weight, and the score of either project."""

    criterion: str
    weight: float
    scores: tuple[int, int]


class Ranking(Value):
    """What the matrix says.

    ``dominant`` is a project that is nowhere worse and somewhere better: no weights could put the other one ahead.
    """

    projects: tuple[str, str]
    rows: tuple[Row, ...]
    totals: tuple[float, float]
    winner: str | None
    margin: float
    dominant: str | None
    identical: bool

    @property
    def loser(self) -> str | None:
        """The other project, unless it is a tie."""
        if self.winner is None:
            return None
        return self.projects[1] if self.winner == self.projects[0] else self.projects[0]

    def totals_at(self, criterion: str, weight: float) -> tuple[float, float]:
        """Both totals if this criterion had ``weight`` and the others kept their proportion."""
        first, second = _ends(self, criterion)
        return first.at(weight), second.at(weight)


class Turn(Value):
    """The weight ``at`` which the ranking turns, one criterion moved; None if no weight of it turns it."""

    criterion: str
    weight: float
    at: float | None

    @property
    def shift(self) -> float | None:
        """How far the weight has to move, up or down."""
        return None if self.at is None else self.at - self.weight


class _Line(NamedTuple):
    """A project's score with all weight on one criterion, and with none."""

    alone: float
    rest: float

    def at(self, weight: float) -> float:
        """The score with so much weight on the criterion."""
        return weight * self.alone + (1 - weight) * self.rest


def rank(weights: Weights, scores: Scores) -> Ranking:
    """Weigh the scores.

    :raises MatrixRefused: if weights and scores are not about the same criteria.
    """
    (first, ours), (second, theirs) = scores.of.items()
    if set(weights.of) != set(ours):
        raise MatrixRefused(MatrixReason.OTHER_CRITERIA, ", ".join(sorted(set(weights.of) ^ set(ours))))
    shares = weights.normalised
    rows = tuple(Row(criterion=one, weight=shares[one], scores=(ours[one], theirs[one])) for one in weights.of)
    left, right = (sum(row.weight * row.scores[place] for row in rows) for place in range(PROJECTS))
    ahead = None if abs(left - right) < _SAME else first if left > right else second
    return Ranking(
        projects=(first, second),
        rows=rows,
        totals=(left, right),
        winner=ahead,
        margin=0.0 if ahead is None else abs(left - right),
        dominant=_dominant(rows, (first, second)),
        identical=all(row.scores[0] == row.scores[1] for row in rows),
    )


def sensitivity(weights: Weights, scores: Scores) -> tuple[Turn, ...]:
    """For each criterion, the weight at which the ranking turns when the others keep their proportion.

    Where one criterion has all the weight, the others are taken to share the rest evenly.
    """
    return turns_of(rank(weights, scores))


def turns_of(ranking: Ranking) -> tuple[Turn, ...]:
    """The same from a ranking that is at hand."""
    return tuple(Turn(criterion=row.criterion, weight=row.weight, at=_crossing(ranking, row)) for row in ranking.rows)


def most_fragile(turns: Sequence[Turn]) -> Turn | None:
    """The criterion whose weight has to move least to turn the ranking; None if none turns it."""
    turning = [turn for turn in turns if turn.shift is not None]
    return min(turning, key=lambda turn: abs(turn.shift or 0.0), default=None)


def thinnest_score(ranking: Ranking) -> Row | None:
    """The criterion with most weight on which one point less for the winner would turn or tie the ranking."""
    if ranking.winner is None:
        return None
    place = ranking.projects.index(ranking.winner)
    enough = [r for r in ranking.rows if r.weight >= ranking.margin - _SAME and r.scores[place] > SCORES[0]]
    return max(enough, key=lambda row: row.weight, default=None)


def _crossing(ranking: Ranking, row: Row) -> float | None:
    first, second = _ends(ranking, row.criterion)
    alone, rest = first.alone - second.alone, first.rest - second.rest
    if alone * rest >= 0 or min(abs(alone), abs(rest)) < _SAME:
        return None
    return rest / (rest - alone)


def _ends(ranking: Ranking, criterion: str) -> tuple[_Line, _Line]:
    one = next(row for row in ranking.rows if row.criterion == criterion)
    others = [row for row in ranking.rows if row is not one]
    total = sum(row.weight for row in others)
    shares = [row.weight / total if total > _SAME else 1 / len(others) for row in others]

    def line(place: int) -> _Line:
        rest = sum(share * row.scores[place] for share, row in zip(shares, others, strict=True))
        return _Line(one.scores[place], rest)

    return line(0), line(1)


def _dominant(rows: Sequence[Row], projects: tuple[str, str]) -> str | None:
    gaps = [row.scores[0] - row.scores[1] for row in rows]
    if not any(gaps) or min(gaps) < 0 < max(gaps):
        return None
    return projects[0] if max(gaps) > 0 else projects[1]
