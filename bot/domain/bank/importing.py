"""What importing a file would do to a server's bank: computed first, told, and only then done.

A row without an id, or with one that the server does not know, is a new question. A row whose id the server knows
is that question as it shall be from then on, all of it: an empty cell is an empty field.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from bot.domain.bank.likeness import Index
from bot.domain.bank.overlay import ServerQuestion, differences
from bot.domain.bank.sheet import Problem, Row, Sheet
from bot.domain.competencies import Competency
from bot.domain.tracks import Question, Track

_ROW = "row "


class Does(StrEnum):
    """What a row does."""

    ADDS = "adds"
    CHANGES = "changes"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Like:
    """Another question that a row is much like: of the bank (``question_id``) or of the same file (``row``)."""

    likeness: int
    question_id: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One row and what it does. ``before``: the question as it is; ``like``: what else it may be a copy of."""

    row: int
    does: Does
    before: ServerQuestion | None
    after: ServerQuestion
    like: Like | None = None

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that change, by name."""
        if self.before is None:
            return ()
        names = [one.field for one in differences(self.before.question, self.after.question)]
        if self.before.question.key_points != self.after.question.key_points and "key_points" not in names:
            names.append("signs")
        if (self.before.track_id, self.before.stage_id) != (self.after.track_id, self.after.stage_id):
            names.append("stage")
        if self.before.retired != self.after.retired:
            names.append("retired" if self.after.retired else "in use again")
        return tuple(names)


@dataclass(frozen=True)
class Plan:
    """What a whole file does. Only one without ``problems`` can be done.

    ``offer``: how many questions would be saved without copies, and with them. ``digest`` tells whether the same file
    would still do what it was shown to do. ``sheet`` comes without its rows, which are in ``steps``.
    """

    sheet: Sheet
    steps: list[Step]
    problems: tuple[Problem, ...]
    offer: tuple[int, int]
    digest: str

    def of(self, does: Does) -> list[Step]:
        """The steps that do this."""
        return [step for step in self.steps if step.does is does]

    @property
    def doing(self) -> list[Step]:
        """The steps that do anything."""
        return [step for step in self.steps if step.does is not Does.NOTHING]

    @property
    def copies(self) -> list[Step]:
        """The steps that would put a question beside one that is much like it."""
        return [step for step in self.doing if step.like]


class KeptFile(BaseModel):
    """A file that waits to be imported. ``data`` is compressed; ``offer``: see :attr:`Plan.offer`."""

    model_config = ConfigDict(frozen=True)

    id: int = 0
    guild_id: int
    user_id: int
    name: str
    track_id: str | None
    data: bytes
    digest: str
    offer: tuple[int, int]
    created_at: datetime


@dataclass(frozen=True)
class Bank:
    """What a file is compared with: a server's tracks, its rows for the ids in the file, and its prompts in use."""

    guild_id: int
    tracks: Mapping[str, Track]
    rows: Mapping[str, ServerQuestion]
    prompts: Sequence[tuple[str, str]]
    touched: frozenset[str]
    """Ids of questions of content files that the server has rows for."""


@dataclass
class _Planner:
    bank: Bank
    new_id: Callable[[Question], str]
    listed: dict[str, ServerQuestion] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listed = {one.id: one for one in shipped(self.bank.guild_id, self.bank.tracks.values())}

    def step(self, row: Row) -> Step | None:
        """What a row does, or nothing where it has a problem."""
        proposal = row.proposal
        before = None
        if proposal.id is not None:
            before = self.bank.rows.get(proposal.id) or self.listed.get(proposal.id)
        question = proposal.as_question(proposal.id or "new", self._competency(row, before))
        if proposal.id is None:
            question = question.model_copy(update={"id": self.new_id(question)})
        where = (str(proposal.track), proposal.stage)
        if before is None:
            after = ServerQuestion(
                guild_id=self.bank.guild_id,
                track_id=where[0],
                stage_id=where[1],
                question=question,
                retired=proposal.retired,
                version=1,
            )
            return Step(row.number, Does.ADDS, None, after)
        if before.builtin and where != (before.track_id, before.stage_id):
            reason = (
                f"this question came with {before.track_id}, {before.stage_id} and stays there; clear its id to copy"
            )
            self.problems.append(Problem(row.number, "stage", reason))
            return None
        after = before.model_copy(
            update={"track_id": where[0], "stage_id": where[1], "question": question, "retired": proposal.retired}
        )
        if after == before:
            return Step(row.number, Does.NOTHING, before, after)
        return Step(row.number, Does.CHANGES, before, after.model_copy(update={"version": before.version + 1}))

    def _competency(self, row: Row, before: ServerQuestion | None) -> Competency:
        if before is not None:
            return before.question.competency
        stage = self.bank.tracks[str(row.proposal.track)].stage(row.proposal.stage)
        assert stage is not None, "the reading has checked it"
        return stage.competencies[0]


def plan(sheet: Sheet, bank: Bank, new_id: Callable[[Question], str], tick: Callable[[], None]) -> Plan:
    """What importing ``sheet`` would do; ``tick`` is called after each row."""
    planner = _Planner(bank, new_id)
    steps = [step for row in sheet.rows if (step := planner.step(row)) is not None]
    likes = _Likes(bank, planner.listed.values(), {step.after.id for step in steps if _rewords(step)})
    compared = []
    for step in steps:
        compared.append(likes.compare(step))
        tick()
    problems = (*sheet.problems, *planner.problems)
    doing = [step for step in compared if step.does is not Does.NOTHING]
    offer = (sum(not step.like for step in doing), len(doing))
    return Plan(replace(sheet, rows=()), compared, problems, offer, _digest(compared, problems))


def _digest(steps: Iterable[Step], problems: Iterable[Problem]) -> str:
    told = hashlib.sha256()
    for step in steps:
        before = step.before and (step.before.id, step.before.version)
        like = step.like and (step.like.question_id, step.like.row)
        told.update(repr((step.row, step.does.value, before, like)).encode())
    for problem in problems:
        told.update(repr(problem).encode())
    return told.hexdigest()


class _Likes:
    """Finds copies: in the bank as it will be, and in the rows before."""

    def __init__(self, bank: Bank, listed: Iterable[ServerQuestion], coming: set[str]) -> None:
        self._index = Index((name, text) for name, text in bank.prompts if name not in coming)
        for one in listed:
            if one.id not in coming and one.id not in bank.touched:
                self._index.add(one.id, one.question.prompt)

    def compare(self, step: Step) -> Step:
        prompt = step.after.question.prompt
        like = None
        # What stays as it is, or leaves the bank, needs no warning.
        if _rewords(step) and not step.after.retired:
            like = next((_like(one.id, one.likeness) for one in self._index.nearest(prompt, most=1)), None)
            self._index.add(f"{_ROW}{step.row}", prompt)
        return Step(step.row, step.does, step.before, step.after, like) if like else step


def _rewords(step: Step) -> bool:
    """Whether the step brings a prompt that is not in use yet, or takes one out of use."""
    before = step.before
    if before is None or step.before == step.after:
        return before is None
    return (before.question.prompt, before.retired) != (step.after.question.prompt, step.after.retired)


def _like(name: str, likeness: int) -> Like:
    if name.startswith(_ROW):
        return Like(likeness, row=int(name.removeprefix(_ROW)))
    return Like(likeness, question_id=name)


def shipped(guild_id: int, tracks: Iterable[Track]) -> Iterable[ServerQuestion]:
    """The questions of content files, as a server has them that never touched them."""
    for track in tracks:
        for stage in track.stages:
            for question in stage.questions:
                yield ServerQuestion(
                    guild_id=guild_id, track_id=track.id, stage_id=stage.id, question=question, builtin=True
                )
