"""Where a person stands in a track: what they did of each stage, at which level, and what comes next."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.domain.rounds import Round
from bot.domain.tracks import Stage, StageKind, Track
from bot.domain.turns import TurnStatus


class Held(NamedTuple):
    """One closed round with at least one answer. ``answered`` counts questions, not what followed on them; ``level`` is
    the mean of the candidate's own ratings, if there are any."""

    stage_id: str
    finished_at: datetime
    answered: int
    level: float | None


class Standing(BaseModel):
    """One stage of a track for one person. ``level`` is that of the newest round that was rated, 1 to 4."""

    model_config = ConfigDict(frozen=True)

    stage_id: str
    title: str
    kind: StageKind
    rounds: int
    answered: int
    level: float | None
    last_at: datetime | None

    @property
    def done(self) -> bool:
        """Whether the person has held at least one round of this stage."""
        return self.rounds > 0


class Pipeline(BaseModel):
    """A person's way through a track."""

    model_config = ConfigDict(frozen=True)

    track_id: str
    title: str
    standings: tuple[Standing, ...]

    @property
    def upcoming(self) -> Standing | None:
        """The next step: the first stage not held yet, in order; ``None`` when all are done."""
        return next((standing for standing in self.standings if not standing.done), None)

    @property
    def strongest(self) -> Standing | None:
        """Of all rated stages the one with the highest level, the earlier one of two alike."""
        rated = [standing for standing in self.standings if standing.level is not None]
        return max(rated, key=lambda standing: standing.level or 0, default=None)

    @property
    def weakest(self) -> Standing | None:
        """Of all rated stages the one with the lowest level, the earlier one of two alike."""
        rated = [standing for standing in self.standings if standing.level is not None]
        return min(rated, key=lambda standing: standing.level or 0, default=None)


def pipeline(track: Track, held: Iterable[Held]) -> Pipeline:
    """Put a person's rounds to the stages of a track; rounds of stages that the track no longer has are left out."""
    by_stage: dict[str, list[Held]] = {}
    for one in sorted(held, key=lambda one: one.finished_at):
        by_stage.setdefault(one.stage_id, []).append(one)
    standings = tuple(_standing(stage, by_stage) for stage in track.stages)
    return Pipeline(track_id=track.id, title=track.title, standings=standings)


def completes(found: Pipeline, state: Round) -> bool:
    """Whether a round that is closed now is the last one missing; ``found`` is the way before it."""
    missing = [standing.stage_id for standing in found.standings if not standing.done]
    return missing == [state.stage_id] and any(turn.status is TurnStatus.ANSWERED for turn in state.turns)


def _standing(stage: Stage, by_stage: Mapping[str, list[Held]]) -> Standing:
    rounds = by_stage.get(stage.id, [])
    levels = [one.level for one in rounds if one.level is not None]
    return Standing(
        stage_id=stage.id,
        title=stage.title,
        kind=stage.kind,
        rounds=len(rounds),
        answered=sum(one.answered for one in rounds),
        level=levels[-1] if levels else None,
        last_at=rounds[-1].finished_at if rounds else None,
    )
