"""What is said around real interviews: the shape of ``data/interviews.toml``."""

import re
import string
from collections.abc import Iterable, Mapping
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from bot.domain.interviews.values import Outcome
from bot.domain.tracks import StageKind, Tip

_KINDS = tuple(StageKind)
_LEVELS = ("1", "2", "3", "4")
ANY_KIND = StageKind.MANAGER
"""What a stage is taken for whose name tells nothing: a conversation about one's work."""

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=5, max_length=240)]
Salutation = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=60)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z0-9/]+([ -][a-z0-9/]+)*$", max_length=40)]


def _tip(value: object) -> object:
    return {"text": value} if isinstance(value, str) else value


Todo = Annotated[Tip, BeforeValidator(_tip)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _check_places(lines: Iterable[str], *allowed: str) -> None:
    """:raises ValueError: if a line has a place to fill in that nothing fills."""
    for line in lines:
        names = {name for _, name, _, _ in string.Formatter().parse(line) if name is not None}
        if unknown := sorted(names - set(allowed)):
            places = ", ".join("{" + name + "}" for name in allowed) or "nothing"
            raise ValueError(f"“{line}” has a place for {', '.join(unknown)}; only {places} can be filled in")


class KindWords(_Value):
    """One kind of conversation. ``words``: what stages of this kind are called; ``thanks``: one sentence of a
    thank-you note."""

    words: tuple[Word, ...] = Field(min_length=3)
    minutes: int = Field(ge=5, le=240)
    checklist: tuple[Line, ...] = Field(min_length=3, max_length=6)
    prepare: tuple[Todo, ...] = Field(min_length=5)
    thanks: Line

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        _check_places([self.thanks], "company", "role")
        _check_places([*self.checklist, *(one.text for one in self.prepare)])
        return self


class Tone(_Value):
    """How a thank-you note sounds. ``greeting`` needs a ``{name}``, ``nameless`` has none; ``one`` and ``many`` lead to
    the points that the person noted."""

    title: Annotated[str, StringConstraints(min_length=3, max_length=40)]
    greeting: Salutation
    nameless: Salutation
    opening: Line
    one: Line
    many: Line
    closing: Line
    farewell: Salutation

    @model_validator(mode="after")
    def _known_places(self) -> Self:
        _check_places([self.greeting], "name")
        _check_places([self.opening, self.closing], "company", "role")
        _check_places([self.nameless, self.one, self.many, self.farewell])
        return self


class InterviewWords(_Value):
    """The whole of ``data/interviews.toml``.

    ``everywhere`` stands on every checklist; ``luck``: one line an hour before; ``went``: by the level that a person
    gave, 1 to 4; ``outcomes``: by what the company said.
    """

    kinds: Mapping[StageKind, KindWords] = Field(default_factory=dict)
    everywhere: tuple[Line, ...] = Field(default=(), max_length=4)
    prepare: tuple[Todo, ...] = ()
    luck: tuple[Line, ...] = ()
    weak: Line = "Work on {competency}."
    read: Line = "{topic}: {text}"
    practise: tuple[Line, ...] = ()
    tones: Mapping[str, Tone] = Field(default_factory=dict, max_length=5)
    went: Mapping[str, Line] = Field(default_factory=dict)
    outcomes: Mapping[Outcome, Line] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _whole_or_nothing(self) -> Self:
        for name, table, keys in (
            ("kinds", self.kinds, _KINDS),
            ("went", self.went, _LEVELS),
            ("outcomes", self.outcomes, tuple(Outcome)),
        ):
            missing = [one for one in keys if one not in table]
            if self.kinds and missing:
                raise ValueError(f"{name} has nothing for: {', '.join(missing)}")
        if self.kinds and (len(self.luck) < 3 or len(self.practise) < 1 or len(self.tones) < 2):  # noqa: PLR2004
            raise ValueError("luck needs at least three lines, practise one, tones two")
        _check_places([*self.luck, *self.practise], "company", "role", "stage")
        _check_places([self.weak], "competency", "level")
        _check_places([self.read], "topic", "text")
        _check_places([*self.went.values(), *self.outcomes.values()], "company", "role")
        return self

    def kind_of(self, stage: str) -> StageKind:
        """The kind that a stage's name tells: by the longest of all known words in it."""
        text = " ".join(re.findall(r"[a-z0-9/]+(?:-[a-z0-9/]+)*", stage.casefold()))
        found = [
            (len(word), kind)
            for kind, words in self.kinds.items()
            for word in words.words
            if re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text)
        ]
        return max(found, key=lambda one: one[0], default=(0, ANY_KIND))[1]

    def checklist(self, kind: StageKind) -> tuple[str, ...]:
        """What to have ready the day before."""
        return (*self.kinds[kind].checklist, *self.everywhere)
