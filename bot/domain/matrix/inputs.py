"""What a candidate puts into a matrix: weights and scores, checked, each refusal with its reason."""

import math
import re
from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from bot.domain.matrix.refusal import MatrixReason, MatrixRefused

CRITERIA = (4, 6)
"""Fewest and most criteria of a matrix."""
SCORES = range(1, 6)
_SPELLED = ("one", "two", "three", "four", "five")
MOST_WEIGHT = 1000.0
PROJECTS = 2


class Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Weights(Value):
    """How much each criterion counts, in any unit; only proportions matter."""

    of: dict[str, float]

    @model_validator(mode="after")
    def _usable(self) -> Self:
        _check_count(len(self.of))
        for name, weight in self.of.items():
            if not math.isfinite(weight):
                raise _error(MatrixReason.NOT_A_NUMBER, name)
            if weight < 0:
                raise _error(MatrixReason.NEGATIVE, name)
            if weight > MOST_WEIGHT:
                raise _error(MatrixReason.TOO_LARGE, name)
        if not any(self.of.values()):
            raise _error(MatrixReason.ALL_ZERO)
        return self

    @property
    def normalised(self) -> dict[str, float]:
        """The same weights, adding up to 1."""
        largest = max(self.of.values())
        # Dividing by the largest first keeps the proportion of weights that are too small to add up.
        shares = {name: weight / largest for name, weight in self.of.items()}
        total = sum(shares.values())
        return {name: share / total for name, share in shares.items()}


class Scores(Value):
    """1 to 5 for each of two projects on each criterion, the projects in their order."""

    of: dict[str, dict[str, int]]

    @model_validator(mode="after")
    def _usable(self) -> Self:
        if len(self.of) != PROJECTS:
            raise _error(MatrixReason.NOT_TWO_PROJECTS)
        first, second = self.of.values()
        if set(first) != set(second):
            raise _error(MatrixReason.OTHER_CRITERIA, *sorted(set(first) ^ set(second)))
        _check_count(len(first))
        for scores in (first, second):
            for name, score in scores.items():
                if score not in SCORES:
                    raise _error(MatrixReason.NOT_A_SCORE, name)
        return self


def read_weight(criterion: str, text: str) -> float:
    """A weight as people write it: ``30``, ``30 %``, ``0,3``.

    :raises MatrixRefused: if there is no usable number.
    """
    plain = re.sub(r"\s|%", "", text).replace(",", ".").replace("\u2212", "-")
    if not re.fullmatch(r"[+-]?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9})", plain, re.ASCII):
        raise MatrixRefused(MatrixReason.NOT_A_NUMBER, criterion, text)
    weight = float(plain)
    if weight < 0:
        raise MatrixRefused(MatrixReason.NEGATIVE, criterion, text)
    if weight > MOST_WEIGHT:
        raise MatrixRefused(MatrixReason.TOO_LARGE, criterion, text)
    return weight


def read_score(criterion: str, text: str) -> int:
    """A score as people write it: ``4``, ``4/5``, ``4 of 5``, ``four``.

    :raises MatrixRefused: if it is none of 1 to 5.
    """
    plain = " ".join(text.casefold().split()).rstrip(".")
    if (found := re.fullmatch(r"([1-5])(?:[.,]0)?(?: ?(?:/|of|out of) ?5)?", plain, re.ASCII)) is not None:
        return int(found[1])
    if plain in _SPELLED:
        return _SPELLED.index(plain) + 1
    raise MatrixRefused(MatrixReason.NOT_A_SCORE, criterion, text)


def read_weights(texts: Mapping[str, str]) -> Weights:
    """The weights of all criteria, from what was typed for each.

    :raises MatrixRefused: for the first that cannot be used, or if all are nothing.
    """
    weights = {criterion: read_weight(criterion, text) for criterion, text in texts.items()}
    if not any(weights.values()):
        raise MatrixRefused(MatrixReason.ALL_ZERO)
    return Weights(of=weights)


def _check_count(count: int) -> None:
    if count < CRITERIA[0]:
        raise _error(MatrixReason.TOO_FEW)
    if count > CRITERIA[1]:
        raise _error(MatrixReason.TOO_MANY)


def _error(reason: MatrixReason, *names: str) -> PydanticCustomError:
    where = "".join(f"{name}: " for name in names)
    return PydanticCustomError(reason.value, "{where}{reason}", {"where": where, "reason": reason.value})
