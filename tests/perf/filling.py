"""Many stored rounds, put there in one go."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from bot.domain.catalogue import load
from bot.domain.rounds import Round, RoundStatus, Turn, TurnStatus, Visibility
from bot.domain.tracks import Question, Stage
from bot.settings import ROOT
from bot.storage.engine import make_engine
from bot.storage.rounds import _position, _turn_values
from bot.storage.tables import deliveries, parts, rounds, turns
from bot.storage.upgrade import upgrade
from tests.perf import rig

_BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
_CHUNK = 1000


async def fill(url: str, count: int, *, still_open: int) -> None:
    """Store ``count`` rounds of six answered questions each; ``still_open`` of them wait at their second question."""
    engine = make_engine(url)
    await upgrade(engine)
    stage = load(ROOT / "data").tracks["upwork-product-analyst"].stages[0]
    questions = stage.questions[:6]
    for first in range(0, count, _CHUNK):
        made = [_round(number, stage, questions, number < still_open) for number in range(first, first + _CHUNK)]
        async with engine.begin() as connection:
            await connection.execute(
                insert(rounds), [one.model_dump(exclude={"turns"}) | {"position": _position(one)} for one in made]
            )
            await connection.execute(insert(turns), [_turn_values(one, turn) for one in made for turn in one.turns])
            await connection.execute(insert(parts), [_part(one, turn) for one in made for turn in one.asked])
            await connection.execute(insert(deliveries), [_expiry(one) for one in made])
    await engine.dispose()


def _round(number: int, stage: Stage, questions: Sequence[Question], is_open: bool) -> Round:
    asked = 2 if is_open else len(questions)
    return Round(
        id=number + 1,
        guild_id=rig.GUILD + number % 50,
        parent_id=rig.CHANNEL,
        thread_id=10**9 + number,
        candidate_id=rig.PERSON + number % 500,
        track_id="upwork-product-analyst",
        stage_id=stage.id,
        kind=stage.kind,
        track_title="Upwork · Product Analyst",
        stage_title=stage.title,
        conductor=stage.conductor,
        stage_minutes=stage.minutes,
        briefing=stage.briefing,
        visibility=Visibility.PRIVATE,
        seed=number,
        status=RoundStatus.OPEN if is_open else RoundStatus.FINISHED,
        started_at=_BEGIN + timedelta(minutes=number),
        active_at=_BEGIN + timedelta(minutes=number + 20),
        turns=tuple(
            Turn(
                position=at,
                question=question,
                status=_status(at, asked, is_open),
                panel_id=10**12 + number * 10 + at if at < asked else None,
                hints=0,
            )
            for at, question in enumerate(questions)
        ),
    )


def _status(at: int, asked: int, is_open: bool) -> TurnStatus:
    if at >= asked:
        return TurnStatus.WAITING
    return TurnStatus.OPEN if is_open and at == asked - 1 else TurnStatus.ANSWERED


def _part(one: Round, turn: Turn) -> dict[str, object]:
    return {
        "source_id": 10**15 + one.id * 10 + turn.position,
        "guild_id": one.guild_id,
        "round_id": one.id,
        "position": turn.position,
        "source": "modal",
        "content": turn.question.sample_answer,
        "attachments": [],
        "created_at": one.started_at,
    }


def _expiry(one: Round) -> dict[str, object]:
    return {
        "guild_id": one.guild_id,
        "channel_id": one.thread_id,
        "user_id": one.candidate_id,
        "place": one.thread_id,
        "kind": "expiry",
        "key": f"round:{one.id}:expiry",
        "subject": f"round:{one.id}",
        "payload": {"round": one.id, "position": None},
        "due_at": datetime(2030, 1, 1, tzinfo=UTC),
        "status": "pending" if one.is_open else "cancelled",
        "attempts": 0,
    }
