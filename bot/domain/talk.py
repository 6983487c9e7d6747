"""What interviewers say between questions: the shape of ``data/talk.toml``.

Follow-ups are worded here for what an answer can lack, and so are the sentences with which a panel passes the word.
"""

import string
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from bot.domain.competencies import Competency
from bot.domain.tracks import Step, Tag


class Lack(StrEnum):
    """What an interviewer asks on about. The values stand in the data file and in the database."""

    OFF_TOPIC = "off_topic"
    """Nothing to go on: another question was answered, or next to nothing was said."""
    FILES_ONLY = "files_only"
    NO_STORY = "no_story"
    """One real occasion was asked for, and the answer speaks in general."""
    NO_RESULT = "no_result"
    NO_NUMBER = "no_number"
    OWN_PART = "own_part"
    VAGUE_METRIC = "vague_metric"
    MISSED_POINT = "missed_point"
    NO_TRADE_OFF = "no_trade_off"
    STRETCH = "stretch"
    """Nothing was missing: how far does it reach?"""


WORDED = frozenset(Lack) - {Lack.MISSED_POINT}
"""Those that have wordings in the file; a missed point is asked for in the question's own words."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=300)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=80)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def listed(words: Sequence[str]) -> str:
    """``a, b and c``."""
    *head, last = words or ("",)
    return f"{', '.join(head)} and {last}" if head else last


def _check_places(lines: Sequence[str], allowed: frozenset[str]) -> None:
    """:raises ValueError: if a line has a place to fill in that nothing fills."""
    for line in lines:
        names = {name for _, name, _, _ in string.Formatter().parse(line) if name is not None}
        if unknown := sorted(names - allowed):
            places = ", ".join("{" + name + "}" for name in sorted(allowed)) or "nothing"
            raise ValueError(f"“{line}” has a place for {', '.join(unknown)}; only {places} can be filled in")


class Wordings(_Value):
    """Ways to ask for one thing that lacks.

    ``{quote}`` stands for words of the answer, ``{question}`` for the question that was asked; a line with a place
    that cannot be filled is not used. ``story_lines`` are for answers that tell a story, where the others would not
    fit. ``approach`` are the hints.
    """

    lines: tuple[Line, ...] = Field(min_length=4)
    story_lines: tuple[Line, ...] = ()
    bridges: tuple[Line, ...] = ()
    approach: tuple[Step, ...] = Field(min_length=2, max_length=6)
    minutes: int = Field(default=2, ge=1, le=5)

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        _check_places((*self.lines, *self.story_lines), frozenset({"quote", "question"}))
        _check_places(self.bridges, frozenset())
        return self


class Deeper(_Value):
    """How a second round of the same kind begins: ``after`` one that is remembered, ``fresh`` where none is.

    ``{topics}`` are the topics that it goes on to, ``{well}`` those that went well before.
    """

    after: tuple[Line, ...] = ()
    after_all: tuple[Line, ...] = ()
    """Nothing went so well that it is left for the end."""
    fresh: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        _check_places(self.after, frozenset({"topics", "well"}))
        _check_places((*self.after_all, *self.fresh), frozenset({"topics"}))
        return self


class Panel(_Value):
    """How several interviewers take turns.

    ``{name}`` is who spoke before, ``{asked}`` what they asked about, ``{topic}`` what the speaker asks about;
    in an opening ``{me}`` is the first speaker and ``{others}`` all others, with their roles.
    """

    opening: tuple[Line, ...] = ()
    alone: tuple[Line, ...] = ()
    """The opening of a speaker who has no others beside them."""
    handover: tuple[Line, ...] = ()
    same_topic: tuple[Line, ...] = ()
    """Both ask about the same."""
    once_more: tuple[Line, ...] = ()
    """The same speaker again."""
    last: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        _check_places((*self.opening, *self.alone), frozenset({"me", "others"}))
        _check_places((*self.handover, *self.last), frozenset({"name", "asked", "topic"}))
        _check_places(self.same_topic, frozenset({"name", "asked"}))
        _check_places(self.once_more, frozenset({"topic"}))
        return self


class Topics(_Value):
    """What a question is about, in words that continue “I would like to hear …”, by its tags, else by its competency;
    ``names``: the same as a noun."""

    tags: Mapping[Tag, Phrase] = Field(default_factory=dict)
    competencies: Mapping[Competency, Phrase] = Field(default_factory=dict)
    names: Mapping[Competency, Phrase] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _all_competencies(self) -> Self:
        for key in ("competencies", "names"):
            table: Mapping[Competency, str] = getattr(self, key)
            if table and (missing := [one for one in Competency if one not in table]):
                raise ValueError(f"{key} has nothing for: {', '.join(missing)}")
        return self

    def of(self, competency: Competency, tags: Sequence[str]) -> str:
        """The phrase for a question; that of its first tag that has one."""
        own = next((self.tags[tag] for tag in tags if tag in self.tags), None)
        return own or self.competencies.get(competency) or f"about {self.name_of(competency)}"

    def name_of(self, competency: Competency) -> str:
        """The noun for a competency."""
        return self.names.get(competency) or competency.value.replace("_", " ")


class Talk(_Value):
    """The whole of ``data/talk.toml``. ``bridges`` lead to a follow-up, ``second_bridges`` to one after another."""

    bridges: tuple[Line, ...] = ()
    second_bridges: tuple[Line, ...] = ()
    lacks: Mapping[Lack, Wordings] = Field(default_factory=dict)
    deeper: Deeper = Field(default_factory=Deeper)
    panel: Panel = Field(default_factory=Panel)
    topics: Topics = Field(default_factory=Topics)

    @model_validator(mode="after")
    def _whole_or_nothing(self) -> Self:
        if self.lacks and (missing := sorted(WORDED - self.lacks.keys())):
            raise ValueError(f"lacks has no wordings for: {', '.join(missing)}")
        if needless := sorted(self.lacks.keys() - WORDED):
            raise ValueError(f"lacks needs no wordings for: {', '.join(needless)}")
        _check_places((*self.bridges, *self.second_bridges), frozenset())
        return self
