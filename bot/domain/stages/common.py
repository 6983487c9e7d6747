"""What the rules of all stages work with."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.domain.attempts import Attempt
from bot.domain.catalogue import Catalogue
from bot.domain.dealing import deal
from bot.domain.drafts import Part, join
from bot.domain.policies import MOST_QUESTIONS, POLICIES
from bot.domain.rounds import Round
from bot.domain.tracks import Question, Stage, Track
from bot.domain.turns import Form, Turn, numbered


@dataclass(frozen=True)
class Dealing:
    """A round that is about to begin.

    ``count``: how many questions the candidate asked for, if they said so. ``seen``: how often they have had each
    question of the stage. ``past``: what they were asked when they last held the stages of the same kind that come
    before this one in the track. ``due``: questions that are due for review, to come before all others.
    """

    content: Catalogue
    track: Track
    stage: Stage
    seed: int
    count: int | None = None
    seen: Mapping[str, int] = field(default_factory=dict)
    past: Sequence[Turn] = ()
    due: Collection[str] = ()

    @property
    def is_drill(self) -> bool:
        """Whether fewer questions were asked for than make the whole conversation: then only questions are asked."""
        return self.count is not None and self.count < POLICIES[self.stage.kind].least

    @property
    def size(self) -> int:
        """How many questions of the stage to deal."""
        return max(1, min(self.count or POLICIES[self.stage.kind].questions, MOST_QUESTIONS))

    def bank(
        self,
        pool: Sequence[Question] | None = None,
        count: int | None = None,
        rank: Callable[[Question], int] | None = None,
    ) -> tuple[Turn, ...]:
        """Questions of the stage (or of ``pool``) as turns, dealt by the stage's policy, lower ``rank`` first."""
        dealt = deal(
            self.stage.questions if pool is None else pool,
            # As if they were had less than never: so they are dealt first.
            seen={**self.seen, **dict.fromkeys(self.due, -1)},
            count=self.size if count is None else count,
            seed=self.seed,
            order=POLICIES[self.stage.kind].order,
            rank=rank,
        )
        return numbered(tuple(Turn(position=0, question=question) for question in dealt))

    def scene(self, form: Form, data: Mapping[str, Any] | None = None) -> Turn:
        """A scene of this kind of stage as a turn."""
        question = self.content.scenes.of(form, self.stage.kind)
        return Turn(position=0, question=question, form=form, data=data or {})


@dataclass(frozen=True)
class Given:
    """What a candidate submits for the open turn.

    ``parts``: all that was given for the turn, in order, what is submitted now included. ``fields``: what the other
    fields of the turn's own form hold, by custom id, as they were typed or chosen. ``before``: what was given for the
    turns before, by position. ``attempts``: the queries that are handed in with it, one for each problem tried.
    """

    content: Catalogue
    state: Round
    turn: Turn
    now: datetime
    parts: tuple[Part, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[int, Sequence[Part]] = field(default_factory=dict)
    attempts: Sequence[Attempt] = ()

    @property
    def text(self) -> str:
        """The whole text."""
        return join(self.parts)

    @property
    def track(self) -> Track | None:
        """The round's track, if it is still there."""
        return self.content.tracks.get(self.state.track_id)
