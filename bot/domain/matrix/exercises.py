"""Ready-made cases for a matrix: the shape of ``data/matrix.toml``."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from bot.domain.content import read_content
from bot.domain.matrix.inputs import CRITERIA, Value
from bot.domain.mistakes import ContentError, Mistake
from bot.domain.tracks import SampleAnswer

_CASE_AT_MOST = 2500
"""Characters of a whole case: it shares one message (4,000) with the question, the figures and the clock."""

Gap = Annotated[str, StringConstraints(strip_whitespace=True, min_length=10, max_length=140)]


class Criterion(Value):
    """What is weighed, and what a high score on it means."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=32)]
    meaning: Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=200)]


class Project(Value):
    """A project that goes on or ends, described with evidence for and against.

    ``gaps``: criteria for which the story holds little, with what is missing; a clause that a sentence can end in.
    """

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=32)]
    story: Annotated[str, StringConstraints(strip_whitespace=True, min_length=200, max_length=900)]
    gaps: Mapping[str, Gap] = Field(default_factory=dict)


class Exercise(Value):
    """A ready-made case: a situation, the criteria and the two projects.

    ``sample_answer``: how one of them could be defended.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]
    situation: Annotated[str, StringConstraints(strip_whitespace=True, min_length=40, max_length=600)]
    criteria: tuple[Criterion, ...] = Field(min_length=CRITERIA[0], max_length=CRITERIA[1])
    projects: tuple[Project, Project]
    sample_answer: SampleAnswer | None = None

    @model_validator(mode="after")
    def _told_apart(self) -> Self:
        for names in ([one.name for one in self.criteria], [one.name for one in self.projects]):
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"name used twice: {', '.join(twice)}")
        return self

    @model_validator(mode="after")
    def _gaps_of_own_criteria(self) -> Self:
        names = {one.name for one in self.criteria}
        if foreign := sorted({gap for project in self.projects for gap in project.gaps} - names):
            raise ValueError(f"gaps name what is no criterion: {', '.join(foreign)}")
        return self

    @model_validator(mode="after")
    def _short_enough(self) -> Self:
        texts = [self.title, self.situation]
        texts += [text for one in self.criteria for text in (one.name, one.meaning)]
        texts += [text for one in self.projects for text in (one.name, one.story)]
        if (length := sum(map(len, texts))) > _CASE_AT_MOST:
            raise ValueError(f"the case has {length} characters and may have {_CASE_AT_MOST} in all")
        return self


class _Exercises(Value):
    exercises: tuple[Exercise, ...] = Field(min_length=1)


def load_exercises(folder: Path) -> dict[str, Exercise]:
    """Read ``matrix.toml`` below ``folder``; exercises by id.

    :raises ContentError: with every mistake of the file.
    """
    mistakes: list[Mistake] = []
    content = read_content(folder / "matrix.toml", _Exercises, mistakes)
    if content is not None:
        ids = [exercise.id for exercise in content.exercises]
        mistakes += [Mistake("matrix.toml", one, "this id is used twice") for one in ids if ids.count(one) > 1]
    if content is None or mistakes:
        raise ContentError(mistakes)
    return {exercise.id: exercise for exercise in content.exercises}
