"""What a success matrix keeps between its moves: the case, what was filled in so far, and how it was defended."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.matrix import Exercise, Ranking, Scores, Turn, rank, read_weights, turns_of
from bot.domain.turns import Turn as RoundTurn

WEIGHTS = "weights"
"""The form of the weights; the forms of scores go by the names of the projects."""


class Heard(BaseModel):
    """What a defence has in it. ``words``: whether there is one; ``unbacked``: criteria that carry the result and are
    not spoken of."""

    model_config = ConfigDict(frozen=True)

    words: bool
    turn: bool
    why: bool
    change: bool
    unbacked: tuple[str, ...] = ()


class MatrixState(BaseModel):
    """``weights`` as they were typed, ``scores`` by project and criterion.

    ``typed``: what a form held that could not be read, so that it is not to be typed once more. ``figures``: the parts
    that hold figures; all others are the defence. ``early``: a defence came before the figures.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    exercise: Exercise
    weights: Mapping[str, str] = Field(default_factory=dict)
    scores: Mapping[str, Mapping[str, int]] = Field(default_factory=dict)
    typed: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    figures: tuple[int, ...] = ()
    early: bool = False
    heard: Heard | None = None

    @classmethod
    def of(cls, turn: RoundTurn) -> "MatrixState":
        """The matrix of a turn."""
        return cls.model_validate(turn.data)

    def dump(self) -> dict[str, Any]:
        """The same as JSON."""
        return self.model_dump(mode="json")

    def put(self, **changes: object) -> "MatrixState":
        """The same matrix with changes."""
        return self.model_copy(update=changes)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Names of the criteria, in their order."""
        return tuple(one.name for one in self.exercise.criteria)

    @property
    def projects(self) -> tuple[str, str]:
        """Names of the two projects, in their order."""
        first, second = self.exercise.projects
        return first.name, second.name

    @property
    def forms(self) -> tuple[str, ...]:
        """The three forms that make a matrix."""
        return (WEIGHTS, *self.projects)

    @property
    def missing(self) -> tuple[str, ...]:
        """Forms that are not filled in yet."""
        return tuple(form for form in self.forms if not (self.weights if form == WEIGHTS else self.scores.get(form)))

    @property
    def ranking(self) -> Ranking | None:
        """What the matrix says, once it is filled in."""
        if self.missing:
            return None
        # Not every database keeps the order of what it stores.
        weights = read_weights({name: self.weights[name] for name in self.criteria})
        scores = {one: {name: self.scores[one][name] for name in self.criteria} for one in self.projects}
        return rank(weights, Scores(of=scores))

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Where the ranking turns, by criterion; nothing before it is filled in."""
        ranking = self.ranking
        return turns_of(ranking) if ranking else ()

    def held(self, form: str) -> Mapping[str, str]:
        """What a form holds when it is opened: what was typed last, by criterion."""
        if form in self.typed:
            return self.typed[form]
        if form == WEIGHTS:
            return self.weights
        return {name: str(score) for name, score in self.scores.get(form, {}).items()}
