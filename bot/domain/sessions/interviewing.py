"""How well somebody interviewed: the skills, and the shape of ``data/interviewing.toml``."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

from bot.domain.competencies import LEVELS, Level


class Skill(StrEnum):
    """What a candidate can say about an interviewer. The values stand in the database."""

    LISTENING = "listening"
    FOLLOW_UPS = "follow_ups"
    CLARITY = "clarity"


class SkillRubric(BaseModel):
    """Four levels of one skill, lowest first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    skill: Skill
    title: Annotated[str, StringConstraints(min_length=2, max_length=45)]
    levels: tuple[Level, ...]

    @model_validator(mode="after")
    def _four_levels_in_order(self) -> Self:
        if tuple(level.level for level in self.levels) != LEVELS:
            raise ValueError("levels must be 1, 2, 3 and 4, in that order")
        return self


class Interviewing(BaseModel):
    """The whole of the file: one rubric for each skill."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rubrics: tuple[SkillRubric, ...] = ()

    def of(self, skill: Skill) -> SkillRubric:
        """The rubric of ``skill``; the shipped file has one for each."""
        return next(rubric for rubric in self.rubrics if rubric.skill is skill)


class ShippedInterviewing(Interviewing):
    """The file as it has to be: with every skill once."""

    @model_validator(mode="after")
    def _each_skill_once(self) -> Self:
        named = [rubric.skill for rubric in self.rubrics]
        if sorted(named) != sorted(Skill):
            raise ValueError(f"there must be one rubric for each of: {', '.join(Skill)}")
        return self
