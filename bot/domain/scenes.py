"""What the stages stage beside the questions of a track: the shape of ``data/scenes.toml``.

A scene is the part of a conversation that every track of a kind has: the presentation, the candidate's own questions,
the negotiation. It is written like a question, so that its debrief has a sample and levels as any other.
"""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.domain.tracks import Panelist, Question, Shipped, StageKind
from bot.domain.turns import Form


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scene(_Value):
    """One scene, for the stages of ``kinds`` (all of them where none is named)."""

    form: Form
    kinds: tuple[StageKind, ...] = ()
    question: Shipped


class Scenes(_Value):
    """All scenes, and the interviewers of a team stage that names none."""

    scenes: tuple[Scene, ...] = ()
    panel: tuple[Panelist, ...] = Field(default=(), max_length=5)

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        ids = [scene.question.id for scene in self.scenes]
        if twice := sorted({one for one in ids if ids.count(one) > 1}):
            raise ValueError(f"question id used twice: {', '.join(twice)}")
        return self

    def of(self, form: Form, kind: StageKind) -> Question:
        """The scene of a form in a stage of a kind.

        :raises KeyError: if the file has none.
        """
        for scene in self.scenes:
            if scene.form is form and (not scene.kinds or kind in scene.kinds):
                return scene.question
        raise KeyError(form, kind)
