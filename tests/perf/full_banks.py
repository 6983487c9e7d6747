"""Servers with many questions of their own, put there in one go."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.bank.overlay import plain
from bot.domain.catalogue import Catalogue
from bot.domain.tracks import Question, Stage
from bot.storage.tables import bank_revisions, server_questions

LARGE, LARGE_COUNT = 10, 65_536
SMALL, SMALL_SERVERS, SMALL_COUNT = 1000, 1500, 200
"""Ids of the small servers begin at ``SMALL``."""

_CHANGED_AT = datetime(2026, 1, 1, tzinfo=UTC)
_AT_ONCE = 5000
_OPENERS = ("Tell me about a time when you", "How would you", "Walk me through how you", "Why would you ever")
_VERBS = ("defend", "rebuild", "measure", "forecast", "retire", "automate", "explain", "audit", "launch", "price")
_ROOMS = ("north", "east", "south", "west", "upper", "lower", "inner", "outer", "early", "late", "quiet", "narrow")
_THINGS = ("metric", "funnel", "dashboard", "survey", "cohort", "forecast", "pipeline", "dataset", "ledger", "roadmap")


class Maker:
    """Questions as wordy as those that ship, each of its own."""

    def __init__(self, catalogue: Catalogue, seed: int = 7) -> None:
        self._chance = random.Random(seed)
        self.track = catalogue.tracks["upwork-product-analyst"]
        self._companions = [question for stage in self.track.stages for question in stage.questions]
        ends = ("", "n", "k", "ris", "ta")
        middles = ("ar", "el", "in", "or", "um")
        self._names = [f"{a}{b}{c}{d}" for a in "bdfgklmnprst" for b in middles for c in "aeiou" for d in ends]
        self._dumped: dict[str, dict[str, object]] = {}

    def prompt(self) -> str:
        """A prompt of some 20 words."""
        pick = self._chance.choice
        return (
            f"{pick(_OPENERS)} {pick(_VERBS)} the {pick(_ROOMS)} {pick(_THINGS)} of {pick(self._names).title()} for "
            f"{pick(self._names).title()}, although the {pick(_ROOMS)} {pick(_THINGS)} in {pick(self._names)} "
            f"had shown {self._chance.randrange(100, 10_000)} cases of {pick(self._names)}?"
        )

    def question(self, name: str) -> tuple[Stage, Question]:
        """A question and its stage."""
        stage = self._chance.choice(self.track.stages)
        changes = {"id": name, "prompt": self.prompt(), "competency": self._chance.choice(stage.competencies)}
        return stage, self._chance.choice(self._companions).model_copy(update=changes)

    def dump(self, question: Question) -> dict[str, object]:
        """The question as JSON; what many share is turned into it once."""
        if question.sample_answer not in self._dumped:
            self._dumped[question.sample_answer] = question.model_dump(mode="json")
        own = {"id": question.id, "prompt": question.prompt, "competency": question.competency.value}
        return self._dumped[question.sample_answer] | own


async def fill(engine: AsyncEngine, maker: Maker) -> None:
    """Store all servers' questions, those of the large one spread among the others."""
    waiting: list[dict[str, object]] = []
    async with engine.begin() as connection:
        for guild_id, number in _places():
            waiting.append(_row(maker, guild_id, number))
            if len(waiting) == _AT_ONCE:
                await connection.execute(insert(server_questions), waiting)
                waiting = []
        await connection.execute(insert(server_questions), waiting)
        servers = (LARGE, *range(SMALL, SMALL + SMALL_SERVERS))
        await connection.execute(insert(bank_revisions), [{"guild_id": one, "revision": 1} for one in servers])


def _places() -> Iterator[tuple[int, int]]:
    for server in range(SMALL_SERVERS):
        yield from ((SMALL + server, number) for number in range(SMALL_COUNT))
        first, last = (LARGE_COUNT * at // SMALL_SERVERS for at in (server, server + 1))
        yield from ((LARGE, number) for number in range(first, last))


def _row(maker: Maker, guild_id: int, number: int) -> dict[str, object]:
    stage, question = maker.question(f"own-{number * 7919 % 99_991:05}-{guild_id}")
    return {
        "guild_id": guild_id,
        "question_id": question.id,
        "track_id": maker.track.id,
        "stage_id": stage.id,
        "builtin": False,
        "retired": number % 50 == 0,
        "competency": question.competency.value,
        "difficulty": question.difficulty.value,
        "plain": plain(question),
        "question": maker.dump(question),
        "shuffle": number * 1_000_003 * 2_011 % (2**31 - 1),
        "version": 1,
        "revision": 1,
        "changed_at": _CHANGED_AT,
    }
