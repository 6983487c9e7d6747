"""What somebody proposes as a question, before it is one: no id is needed, nor a competency."""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, Strict
from pydantic_core import PydanticCustomError

from bot.domain.competencies import Competency
from bot.domain.tracks import (
    Assesses,
    Difficulty,
    KeyPoint,
    Probe,
    Prompt,
    Question,
    QuestionId,
    SampleAnswer,
    Slug,
    Step,
    Tag,
)

_NEWLINE = re.compile(r"\r\n?")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_READABLE = re.compile(r"[^\W_]")
_FAR_TOO_LONG = 20_000
"""Characters; no text here may have a tenth of it, so its length alone is reason enough."""


def _clean(value: object) -> object:
    """Bring line ends to one form; refuse what PostgreSQL or UTF-8 cannot hold, and what nobody can read."""
    if not isinstance(value, str) or len(value) > _FAR_TOO_LONG:
        return value
    text = _NEWLINE.sub("\n", value) if "\r" in value else value
    bad = _UNPRINTABLE.search(text)
    if bad:
        raise PydanticCustomError("unprintable", "{code}", {"code": f"U+{ord(bad[0]):04X}"})
    if text and not _READABLE.search(text):
        raise PydanticCustomError("unreadable", "no letter or digit")
    return text


def _clean_point(value: object) -> object:
    if isinstance(value, str):
        return {"point": _clean(value)}
    if not isinstance(value, dict):
        return value
    cleaned = {key: _clean(one) for key, one in value.items()}
    signs = cleaned.get("signs")
    return cleaned | {"signs": tuple(map(_clean, signs))} if isinstance(signs, list | tuple) else cleaned


_CLEAN = BeforeValidator(_clean)


class Proposal(BaseModel):
    """A question as a file or a form gives it; limits are those of :class:`Question`.

    ``track`` None is the command's. ``model_fields_set`` tells what was given from what was left to the defaults.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: Annotated[Prompt, _CLEAN]
    stage: Slug
    track: Slug | None = None
    id: QuestionId | None = None
    assesses: Annotated[Assesses, _CLEAN] | Literal[""] = ""
    approach: tuple[Annotated[Step, _CLEAN], ...] = Field(default=(), max_length=6)
    sample_answer: Annotated[SampleAnswer, _CLEAN] | Literal[""] = ""
    probes: tuple[Annotated[Probe, _CLEAN], ...] = Field(default=(), max_length=6)
    key_points: tuple[Annotated[KeyPoint, BeforeValidator(_clean_point)], ...] = Field(default=(), max_length=7)
    competency: Competency | None = None
    difficulty: Difficulty = Difficulty.MEDIUM
    tags: tuple[Tag, ...] = Field(default=(), max_length=8)
    minutes: Annotated[int, Strict()] = Field(default=5, ge=1, le=60)
    retired: Annotated[bool, Strict()] = False

    @classmethod
    def of(cls, question: Question, *, stage: str, track: str | None, retired: bool = False) -> Self:
        """The proposal that makes ``question`` again.

        ValidationError: the question holds control characters, which no proposal and no content file brings in.
        """
        return cls.model_validate(question.model_dump() | {"stage": stage, "track": track, "retired": retired})

    def as_question(self, question_id: str, competency: Competency) -> Question:
        """The question under its id; ``competency`` is for a proposal that names none."""
        values = self.model_dump(exclude={"id", "stage", "track", "competency", "retired"})
        return Question.model_validate(values | {"id": question_id, "competency": self.competency or competency})
