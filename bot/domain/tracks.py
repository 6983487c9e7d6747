"""Tracks, their stages and their questions: the shapes of ``data/tracks/*.toml``.

The length limits are Discord's (https://discord.com/developers/docs/resources/message#embed-object-embed-limits),
divided among the texts that have to share one message: a debrief shows prompt, answer, guidance, sample and
rubric of one question within 6,000 characters.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bot.domain.competencies import Competency

WORDS_PER_MINUTE = (25, 90)
"""Fewest and most written words an answer needs per minute of a question's time box.

Speech runs at about 130 words a minute (National Center for Voice and Speech: 150 in conversation); a written
answer takes thinking and typing out of the same time box, so a good one has at most two thirds of that.
"""


def _text(shortest: int, longest: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, min_length=shortest, max_length=longest)


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""Id of a track or a stage; two of them stand in one button's custom id (100 characters)."""

QuestionId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]

Title = Annotated[str, _text(2, 80)]
Prompt = Annotated[str, _text(10, 700)]
Assesses = Annotated[str, _text(10, 300)]
Step = Annotated[str, _text(5, 220)]
SampleAnswer = Annotated[str, _text(40, 1700)]
Probe = Annotated[str, _text(8, 220)]
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=30)]


class StageKind(StrEnum):
    """The six kinds of conversation."""

    SCREEN = "screen"
    TASK = "task"
    MANAGER = "manager"
    TEAM = "team"
    EXECUTIVE = "executive"
    OFFER = "offer"


class Difficulty(StrEnum):
    """How much a question asks of a candidate."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyPoint(_Value):
    """One thing a good answer makes clear.

    ``signs`` are words or phrases of which one is enough to recognise the point in an answer; without them
    the words of the point itself are looked for.
    """

    point: Annotated[str, _text(5, 140)]
    signs: tuple[Annotated[str, _text(2, 60)], ...] = ()


class Fact(_Value):
    """One entry of a company's dossier. ``keywords`` lead a candidate's own question to it."""

    topic: Annotated[str, _text(2, 80)]
    text: Annotated[str, _text(10, 700)]
    keywords: tuple[Annotated[str, _text(2, 40)], ...] = ()


class Tip(_Value):
    """One thing to do before the interview; later an item of a preparation plan."""

    text: Annotated[str, _text(10, 400)]
    competencies: tuple[Competency, ...] = ()


def _wrap(key: str) -> BeforeValidator:
    """Let a plain string stand for a table whose only key is ``key``."""

    def wrap(value: object) -> object:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(wrap)


def _fact(value: object) -> object:
    if not isinstance(value, str):
        return value
    return {"topic": value.split(".")[0].strip()[:80], "text": value}


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


class Question(_Value):
    """A prompt with its companions: what it assesses, how to approach it, a sample answer, probes.

    A question that a server adds may have a prompt only; those that ship have everything (:class:`WholeQuestion`).
    """

    id: QuestionId
    prompt: Prompt
    assesses: Assesses | Literal[""] = ""
    approach: tuple[Step, ...] = Field(default=(), max_length=6)
    sample_answer: SampleAnswer | Literal[""] = ""
    probes: tuple[Probe, ...] = Field(default=(), max_length=6)
    key_points: tuple[Annotated[KeyPoint, _wrap("point")], ...] = Field(default=(), max_length=7)
    competency: Competency
    difficulty: Difficulty = Difficulty.MEDIUM
    tags: tuple[Tag, ...] = Field(default=(), max_length=8)
    minutes: int = Field(default=5, ge=1, le=60)

    @property
    def behavioural(self) -> bool:
        """Whether the question asks for a story, and so for Situation, Task, Action and Result."""
        return "behavioural" in self.tags

    @property
    def word_range(self) -> tuple[int, int]:
        """Fewest and most words of a written answer that fits the time box."""
        fewest, most = WORDS_PER_MINUTE
        return fewest * self.minutes, most * self.minutes


class WholeQuestion(Question):
    """A question with all its companions, as content files have to give them."""

    assesses: Assesses
    approach: tuple[Step, ...] = Field(min_length=2, max_length=6)
    sample_answer: SampleAnswer
    probes: tuple[Probe, ...] = Field(min_length=2, max_length=6)
    key_points: tuple[Annotated[KeyPoint, _wrap("point")], ...] = Field(min_length=2, max_length=7)


class Panelist(_Value):
    """One of several interviewers: ``focus`` are the competencies that they ask about."""

    name: Annotated[str, _text(2, 40)]
    role: Annotated[str, _text(2, 80)]
    focus: tuple[Competency, ...] = Field(min_length=1)


def _as_question(whole: WholeQuestion) -> Question:
    """Once it is known to be whole it is a question like any other; what is stored and read back equals it."""
    return Question.model_construct(**dict(whole))


if TYPE_CHECKING:
    Shipped = Question
else:
    Shipped = Annotated[WholeQuestion, AfterValidator(_as_question)]


class Stage(_Value):
    """One interview of a track: who conducts it, how long it is, what it is like, and its questions.

    ``panel``: the interviewers, where there are several.
    """

    id: Slug
    kind: StageKind
    title: Title
    conductor: Annotated[str, _text(2, 80)]
    minutes: int = Field(ge=5, le=240)
    briefing: Annotated[str, _text(40, 1500)]
    competencies: tuple[Competency, ...] = Field(min_length=1)
    panel: tuple[Panelist, ...] = Field(default=(), max_length=5)
    questions: tuple[Shipped, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _competencies_and_questions_agree(self) -> Self:
        asked = {question.competency for question in self.questions}
        unasked = [c for c in self.competencies if c not in asked]
        if unasked:
            raise ValueError(f"no question measures: {', '.join(unasked)}")
        foreign = sorted(asked - set(self.competencies))
        if foreign:
            raise ValueError(f"questions measure what the stage does not list: {', '.join(foreign)}")
        return self


def seat_loose_questions(data: Any) -> Any:
    """Move each top-level ``[[questions]]`` entry under the stage that it names; one that names none stays."""
    if not isinstance(data, Mapping) or not all(isinstance(data.get(key), list) for key in ("stages", "questions")):
        return data
    stages = [dict(stage) if isinstance(stage, Mapping) else stage for stage in data["stages"]]
    seats = {str(stage.get("id")): stage for stage in stages if isinstance(stage, dict)}
    homeless = []
    for loose in data["questions"]:
        stage = seats.get(str(loose.get("stage"))) if isinstance(loose, Mapping) else None
        seated = stage.get("questions", []) if stage is not None else None
        if stage is None or not isinstance(seated, list):
            homeless.append(loose)
            continue
        stage["questions"] = [*seated, {key: value for key, value in loose.items() if key != "stage"}]
    rest = {key: value for key, value in data.items() if key != "questions"}
    return rest | {"stages": stages} | ({"questions": homeless} if homeless else {})


class Track(_Value):
    """One company and one role, with the stages of its interview process in order."""

    id: Slug
    title: Title
    company: Annotated[str, _text(1, 60)]
    role: Annotated[str, _text(2, 60)]
    dossier: Annotated[tuple[Annotated[Fact, BeforeValidator(_fact)], ...], BeforeValidator(_one_or_more)] = ()
    tips: Annotated[tuple[Annotated[Tip, _wrap("text")], ...], BeforeValidator(_one_or_more)] = ()
    stages: tuple[Stage, ...] = Field(min_length=1, max_length=25)

    @model_validator(mode="before")
    @classmethod
    def _seat_loose_questions(cls, data: Any) -> Any:
        return seat_loose_questions(data)

    @model_validator(mode="after")
    def _unique_ids(self) -> Self:
        found = []
        for what, ids in (
            ("stage", [stage.id for stage in self.stages]),
            ("question", [question.id for stage in self.stages for question in stage.questions]),
        ):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            found += [f"{what} id used twice: {', '.join(twice)}"] if twice else []
        if found:
            raise ValueError("; ".join(found))
        return self

    def stage(self, stage_id: str) -> Stage | None:
        """The stage with this id, if the track has it."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def stage_after(self, stage_id: str) -> Stage | None:
        """The stage that follows, if there is one."""
        ids = [stage.id for stage in self.stages]
        if stage_id not in ids[:-1]:
            return None
        return self.stages[ids.index(stage_id) + 1]
