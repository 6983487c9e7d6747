"""What each sitting of a table is about: questions that its candidate has not had, and in an offer stage the deal."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from bot.domain.chance import chance
from bot.domain.dealing import deal
from bot.domain.errors import Reason, Refused
from bot.domain.offer.negotiation import Negotiation, open_negotiation
from bot.domain.policies import POLICIES
from bot.domain.sessions.sittings import BREAK, Sitting
from bot.domain.sessions.tables import Deal
from bot.domain.tracks import Question, Stage, StageKind
from bot.services.banks import Banks
from bot.services.ports import Unit

_FEWEST_MINUTES = 10
BREAK_MINUTES = int(BREAK.total_seconds() // 60)
_HEARD_HERE = 3
"""What somebody asked at the same table a moment ago counts as heard so often."""


class Place(NamedTuple):
    """Where questions come from."""

    guild_id: int
    track_id: str
    stage_id: str


def minutes_each(session_minutes: int, candidates: int, stage_minutes: int) -> int:
    """How long each candidate has, with a break between two for the scorecards; at most as long as in life."""
    candidates = max(candidates, 1)
    talking = session_minutes - BREAK_MINUTES * (candidates - 1)
    return max(_FEWEST_MINUTES, min(stage_minutes, talking // candidates))


class TableDealing:
    """Deals for tables."""

    def __init__(self, banks: Banks) -> None:
        self._banks = banks

    async def stage_minutes(self, unit: Unit, place: Place) -> int:
        """How long such a conversation takes in life.

        :raises Refused: if this server has no such track or stage any more.
        """
        content = await self._banks.content(unit, place.guild_id)
        track = content.tracks.get(place.track_id)
        stage = track.stage(place.stage_id) if track else None
        if stage is None:
            raise Refused(Reason.UNKNOWN_STAGE)
        return stage.minutes

    async def deal(
        self,
        unit: Unit,
        place: Place,
        candidate_id: int,
        minutes: int,
        others: Iterable[Sitting] = (),
        candidates: int = 1,
    ) -> Deal:
        """Questions for one candidate that fill ``minutes``; ``others``: sittings of the same table. Where the stage
        has few, each of its ``candidates`` gets a share of them, so that nobody hears their own asked before.

        :raises Refused: if this server has no such track or stage any more.
        """
        seed = secrets.randbits(62)
        where = (place.track_id, place.stage_id)
        _, stage = await self._banks.pool(unit, place.guild_id, candidate_id, where, seed)
        seen = dict(await unit.rounds.seen(place.guild_id, candidate_id, [one.id for one in stage.questions]))
        for question_id, times in (await unit.session_tables.heard(place.guild_id, candidate_id)).items():
            seen[question_id] = seen.get(question_id, 0) + times
        for question in (question for sitting in others for question in sitting.questions):
            seen[question.id] = seen.get(question.id, 0) + _HEARD_HERE
        policy = POLICIES[stage.kind]
        count = min(policy.questions, max(len(stage.questions) // candidates, 1))
        dealt = deal(stage.questions, seen=seen, count=count, seed=seed, order=policy.order)
        return Deal(_fitting(dealt, minutes), self._game(stage, seed))

    def _game(self, stage: Stage, seed: int) -> Negotiation | None:
        employers = self._banks.catalogue.employers
        if stage.kind is not StageKind.OFFER or not employers:
            return None
        profile = employers[chance(f"profile:{seed}").choice(sorted(employers))]
        return open_negotiation(profile, seed).state


def _fitting(dealt: tuple[Question, ...], minutes: int) -> tuple[Question, ...]:
    """As many from the front as there is time for; one at least."""
    left, kept = minutes, list[Question]()
    for question in dealt:
        if kept and question.minutes > left:
            break
        kept.append(question)
        left -= question.minutes
    return tuple(kept)
