"""The closed set of competencies that questions measure, and their rubrics."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

LEVELS = (1, 2, 3, 4)

RadioLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=100)]
"""Fits the label of a radio option in a Discord modal (100 characters)."""

LevelText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=240)]
"""A full sentence; four of them share one embed field (1,024 characters) with their numbers."""


class Competency(StrEnum):
    """What a question measures. The values stand in data files and in the database."""

    BACKGROUND = "background"
    SQL = "sql"
    DATA_ANALYSIS = "data_analysis"
    PRODUCT_METRICS = "product_metrics"
    EXPERIMENTATION = "experimentation"
    DATA_QUALITY = "data_quality"
    USER_RESEARCH = "user_research"
    COMMUNICATION = "communication"
    COLLABORATION = "collaboration"
    STAKEHOLDERS = "stakeholders"
    ADAPTABILITY = "adaptability"
    STRATEGY = "strategy"
    NEGOTIATION = "negotiation"


class Level(BaseModel):
    """One anchored level of a rubric: what an observer would see."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    level: int = Field(ge=1, le=4)
    line: RadioLine
    text: LevelText


class Rubric(BaseModel):
    """Four observable levels for one competency, lowest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    competency: Competency
    title: Annotated[str, StringConstraints(min_length=2, max_length=45)]
    levels: tuple[Level, ...]

    @model_validator(mode="after")
    def _four_levels_in_order(self) -> Self:
        if tuple(level.level for level in self.levels) != LEVELS:
            raise ValueError("levels must be 1, 2, 3 and 4, in that order")
        return self


class Rubrics(BaseModel):
    """The whole of ``data/rubrics.toml``: one rubric for each competency."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rubrics: tuple[Rubric, ...]

    @model_validator(mode="after")
    def _each_competency_once(self) -> Self:
        named = [rubric.competency for rubric in self.rubrics]
        twice = sorted({c for c in named if named.count(c) > 1})
        if twice:
            raise ValueError(f"more than one rubric for: {', '.join(twice)}")
        missing = [c for c in Competency if c not in named]
        if missing:
            raise ValueError(f"no rubric for: {', '.join(missing)}")
        return self

    def of(self, competency: Competency) -> Rubric:
        """The rubric of ``competency``; every competency has one."""
        return next(rubric for rubric in self.rubrics if rubric.competency is competency)
