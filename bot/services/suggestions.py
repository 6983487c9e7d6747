"""Members suggest questions, moderators decide, and the member is told."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from bot.domain.bank.overlay import ChangeKind, ServerQuestion
from bot.domain.bank.suggestions import (
    DAY,
    MOST_A_DAY,
    MOST_WAITING,
    REASON_ROOM,
    STILL_LOW,
    Reported,
    Shortage,
    Suggestion,
    SuggestionStatus,
)
from bot.domain.drafts import is_blank
from bot.domain.errors import Reason, Refused
from bot.domain.tracks import Question
from bot.services import audit
from bot.services.banks import Banks, LookAlike
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit

POST, SHOWN, TOLD = "suggestion_post", "suggestion_shown", "suggestion_told"
"""Kinds of deliveries: to the review channel, to its message there once it is decided, to the member."""

_MOST_QUEUED = 200


class Queue(NamedTuple):
    """What waits for a moderator: suggestions by id, reported questions, stages that ran low."""

    suggestions: tuple[int, ...]
    reports: tuple[Reported, ...]
    shortages: tuple[Shortage, ...]


class Suggestions:
    """Suggestions of all servers. Whoever lets somebody decide has checked their rights."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ members

    async def check_room(self, guild_id: int, member_id: int) -> None:
        """:raises Refused: if this member has suggested enough for now."""
        await self._store.read(lambda unit: self._check_room(unit, guild_id, member_id))

    async def suggest(self, new: Suggestion, kept_id: int | None = None) -> Suggestion:
        """Store a suggestion, once for each interaction. ``kept_id``: the kept form that it was made from.

        :raises Refused: at a limit, for an unknown track or stage, or if the kept form was used before.
        """

        async def work(unit: Unit) -> Suggestion:
            if (known := await unit.suggestions.by_source(new.guild_id, new.source_id)) is not None:
                return known
            await self._check_room(unit, new.guild_id, new.member_id)
            if kept_id is not None and not await unit.kept.drop(new.guild_id, new.member_id, kept_id):
                raise Refused(Reason.NOT_KEPT)
            stored = await unit.suggestions.add(new)
            review_id = (await unit.guilds.get(new.guild_id)).review_id
            if review_id is not None:
                await self._owe(unit, stored, POST, "post", review_id)
            return stored

        await self._banks.place(new.guild_id, new.track_id, new.stage_id)
        async with self._locks.holding((new.guild_id, new.member_id)):
            return await self._store.write(work)

    # ------------------------------------------------------------------ moderators

    async def get(self, guild_id: int, suggestion_id: int) -> Suggestion:
        """:raises Refused: if this server has no such suggestion."""
        return await self._store.read(lambda unit: self._get(unit, guild_id, suggestion_id))

    async def queue(self, guild_id: int) -> Queue:
        """What waits, at most 200 of each."""
        since = self._now() - STILL_LOW

        async def work(unit: Unit) -> Queue:
            return Queue(
                tuple(await unit.suggestions.waiting(guild_id, _MOST_QUEUED)),
                tuple(await unit.reports.waiting(guild_id, _MOST_QUEUED)),
                tuple(await unit.suggestions.shortages(guild_id, since)),
            )

        found = await self._store.read(work)
        # A report outlives the server's own track that its question stood in.
        known = await self._banks.known(guild_id, [one.question_id for one in found.reports])
        return found._replace(reports=tuple(one for one in found.reports if one.question_id in known))

    async def approve(
        self, guild_id: int, suggestion_id: int, actor_id: int, *, seen: int | None = None, text: Question | None = None
    ) -> Suggestion:
        """Add the question to the bank, with credit to the member. ``text``: as a moderator edited it.

        ``seen``: so many look-alikes were shown to the moderator.

        :raises LookAlike: if there are more by now.
        :raises Refused: if it is decided already, or its place is gone.
        """
        state = await self.get(guild_id, suggestion_id)
        state.check_waits()
        wanted = text or state.question
        if seen is not None and len(matches := await self._banks.alike(guild_id, wanted)) > seen:
            raise LookAlike(matches)

        async def decide(unit: Unit, before: Suggestion) -> Suggestion:
            new = ServerQuestion(
                guild_id=guild_id,
                track_id=before.track_id,
                stage_id=before.stage_id,
                question=wanted,
                credit_id=before.member_id,
            )
            added = await self._banks.add_within(unit, new, actor_id, ChangeKind.APPROVED)
            changes = {"status": SuggestionStatus.APPROVED, "question_id": added.id, "question": added.question}
            return before.model_copy(update=changes)

        try:
            return await self._decide(guild_id, suggestion_id, actor_id, decide)
        except Refused as refused:
            if refused.reason in (Reason.UNKNOWN_TRACK, Reason.UNKNOWN_STAGE):
                raise Refused(Reason.PLACE_GONE) from refused
            raise

    async def decline(self, guild_id: int, suggestion_id: int, actor_id: int, reason: str) -> Suggestion:
        """Say no, with the reason that the member is told.

        :raises Refused: if it is decided already, or the reason is empty or too long.
        """
        reason = checked_reason(reason)

        async def decide(unit: Unit, before: Suggestion) -> Suggestion:
            await audit.declined(unit, before, actor_id, self._now())
            return before.model_copy(update={"status": SuggestionStatus.DECLINED, "reason": reason})

        return await self._decide(guild_id, suggestion_id, actor_id, decide)

    async def posted(self, unit: Unit, suggestion_id: int, where: tuple[int, int, int]) -> None:
        """Within the unit that settles its delivery: the message in the review channel (server, channel, message)."""
        guild_id, channel_id, message_id = where
        before = await self._get(unit, guild_id, suggestion_id, lock=True)
        after = before.model_copy(update={"posted_in_id": channel_id, "posted_id": message_id})
        await unit.suggestions.save(after)
        if not after.waits:
            # Decided while the message was on its way.
            await self._owe(unit, after, SHOWN, "shown", channel_id)

    # ------------------------------------------------------------------ inside

    async def _check_room(self, unit: Unit, guild_id: int, member_id: int) -> None:
        lately, waiting = await unit.suggestions.count(guild_id, member_id, self._now() - DAY)
        if len(lately) >= MOST_A_DAY:
            again = int((lately[-MOST_A_DAY] + DAY).timestamp())
            raise Refused(Reason.SUGGESTED_ENOUGH_TODAY, most=MOST_A_DAY, again=again)
        if waiting >= MOST_WAITING:
            raise Refused(Reason.TOO_MANY_SUGGESTIONS_WAIT, most=MOST_WAITING)

    async def _decide(
        self,
        guild_id: int,
        suggestion_id: int,
        actor_id: int,
        decide: Callable[[Unit, Suggestion], Awaitable[Suggestion]],
    ) -> Suggestion:
        async def work(unit: Unit) -> Suggestion:
            before = await self._get(unit, guild_id, suggestion_id, lock=True)
            before.check_waits()
            decided = await decide(unit, before)
            after = decided.model_copy(update={"decided_by": actor_id, "decided_at": self._now()})
            await unit.suggestions.save(after)
            await self._owe(unit, after, TOLD, "told", None)
            if after.posted_in_id is not None:
                await self._owe(unit, after, SHOWN, "shown", after.posted_in_id)
            return after

        return await self._store.write(work)

    async def _get(self, unit: Unit, guild_id: int, suggestion_id: int, *, lock: bool = False) -> Suggestion:
        found = await unit.suggestions.get(guild_id, suggestion_id, lock=lock)
        if found is None:
            raise Refused(Reason.UNKNOWN_SUGGESTION)
        return found

    async def _owe(self, unit: Unit, about: Suggestion, kind: str, key: str, channel_id: int | None) -> None:
        payload: dict[str, object] = {"suggestion": about.id}
        if kind == TOLD:
            # Where direct messages are closed: the channel where it was suggested, else the one to practise in.
            practice_id = (await unit.guilds.get(about.guild_id)).practice_id
            payload["elsewhere"] = list(dict.fromkeys(one for one in (about.channel_id, practice_id) if one))
        await unit.deliveries.owe(
            [
                {
                    "guild_id": about.guild_id,
                    "channel_id": channel_id,
                    "user_id": about.member_id,
                    "kind": kind,
                    "key": f"suggestion:{about.id}:{key}",
                    "subject": f"suggestion:{about.id}",
                    "payload": payload,
                    "due_at": self._now(),
                }
            ]
        )


def checked_reason(typed: str) -> str:
    """A reason without blanks around it.

    :raises Refused: if it is empty or too long.
    """
    if is_blank(typed):
        raise Refused(Reason.BLANK_REASON)
    reason = typed.strip().replace("\x00", "")
    if len(reason) > REASON_ROOM:
        raise Refused(Reason.REASON_TOO_LONG, length=len(reason), most=REASON_ROOM)
    return reason
