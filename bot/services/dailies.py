"""Daily questions: pick one, ask it, take the answer, tell what there is to learn from it."""

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from bot.domain.bank.suggestions import titles
from bot.domain.competencies import LEVELS, Competency
from bot.domain.daily.notices import Aside, DailyAsked, DailyFeedback
from bot.domain.daily.picking import in_order
from bot.domain.daily.questions import (
    DailyAnswer,
    DailyQuestion,
    DailyStatus,
    Scope,
    checked_answer,
    stands_alone,
)
from bot.domain.daily.streaks import Streak
from bot.domain.debrief import entry
from bot.domain.drafts import Part, Source
from bot.domain.errors import Reason, Refused
from bot.domain.reviews import Review
from bot.domain.tracks import Question, StageKind, Track
from bot.domain.turns import Turn, TurnStatus
from bot.services import practice, reviews
from bot.services.banks import Banks
from bot.services.locks import KeyedLocks
from bot.services.ports import Now, Store, Unit

FEEDBACK = "daily_feedback"
"""Kind of the delivery that follows an answer where the question stands in a place of the person's own."""

MOST_A_DAY = 50
_DAY = timedelta(days=1)


class Wish(NamedTuple):
    """What is asked for: by a person, or (``user_id`` is ``None``) for a server. ``key``: asked for once."""

    guild_id: int
    user_id: int | None
    scope: Scope
    key: str
    track_id: str | None = None
    competency: Competency | None = None


class Picked(NamedTuple):
    """A question of the bank with its place; ``again``: it is a review."""

    track_id: str
    stage_id: str
    question: Question
    again: reviews.Due | None = None


class Looked(NamedTuple):
    """What a question is picked by: the server's tracks, when the person had each question last, and what is due."""

    tracks: Mapping[str, Track]
    seen: Mapping[str, datetime]
    due: Mapping[str, reviews.Due] = {}


class Dailies:
    """Daily questions of all servers."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now
        self._locks = KeyedLocks()

    # ------------------------------------------------------------------ asking

    async def ask(self, wish: Wish, day: date | None = None) -> DailyQuestion:
        """Ask a question that is new to whoever asks, once for each key; ``day``: today, if nothing is said.

        :raises Refused: if nothing fits, or somebody had very many within a day.
        """
        async with self._locks.holding((wish.guild_id, wish.user_id)):
            known, looked = await self._store.read(lambda unit: self._look(unit, wish))
            if known is not None:
                return known
            picked = await self._pick(wish, looked)
            return await self._store.write(lambda unit: self._add(unit, wish, picked, day))

    async def another(self, before: DailyQuestion, wish: Wish) -> DailyQuestion:
        """Ask another question in place of one that is open; it counts as had.

        :raises Refused: if it was answered, or nothing else fits.
        """
        after = await self.ask(wish)

        async def work(unit: Unit) -> None:
            stored = await unit.dailies.get(before.guild_id, before.id, lock=True)
            if stored is not None and stored.is_open:
                await unit.dailies.save(stored.put(status=DailyStatus.PASSED, closed_at=self._now()))

        await self._store.write(work)
        return after

    # ------------------------------------------------------------------ looking up

    async def mine(self, user_id: int, daily_id: int, guild_id: int | None) -> DailyQuestion:
        """A person's own question. ``guild_id``: where they are, ``None`` in direct messages.

        :raises Refused: if they have no such question, or not there.
        """
        found: DailyQuestion | None = await self._store.read(lambda unit: unit.dailies.mine(user_id, daily_id))
        if found is None or guild_id not in (None, found.guild_id):
            raise Refused(Reason.DAILY_GONE)
        return found

    async def owner_of(self, guild_id: int, daily_id: int) -> int | None:
        """Whose question it is, if it is one of this server."""
        found = await self._store.read(lambda unit: unit.dailies.get(guild_id, daily_id))
        return found.user_id if found else None

    async def by_message(self, user_id: int, message_id: int) -> DailyQuestion | None:
        """A person's own question by the message in which it stands."""
        return await self._store.read(lambda unit: unit.dailies.by_message(user_id, message_id))

    async def in_direct(self, user_id: int) -> DailyQuestion | None:
        """A person's newest open question in direct messages."""
        return await self._store.read(lambda unit: unit.dailies.in_direct(user_id))

    async def in_thread(self, guild_id: int, thread_id: int, user_id: int) -> DailyQuestion | None:
        """A person's open question that is answered in a thread."""
        return await self._store.read(lambda unit: unit.dailies.in_thread(guild_id, thread_id, user_id))

    async def asked(self, daily: DailyQuestion, asides: Iterable[Aside] = (), to: int | None = None) -> DailyAsked:
        """A question as it is shown; ``to``: whom to mention."""

        async def read(unit: Unit) -> tuple[str, int | None]:
            tracks = (await self._banks.content(unit, daily.guild_id)).tracks
            row = await unit.banks.get(daily.guild_id, daily.question_id)
            return titles(tracks, daily.track_id, daily.stage_id), row.credit_id if row else None

        place, credit_id = await self._store.read(read)
        return DailyAsked(daily=daily, place=place, asides=tuple(asides), to=to, credit_id=credit_id)

    async def streak(self, guild_id: int, user_id: int) -> Streak:
        """How a person's streak stands."""
        return await self._store.read(lambda unit: practice.streak(unit, guild_id, user_id, self._now()))

    # ------------------------------------------------------------------ answering

    async def answer(self, daily: DailyQuestion, source_id: int, text: str) -> DailyAnswer:
        """Take a person's answer to their own question; what there is to learn from it is owed where they alone read.

        :raises Refused: if the text is empty or too long, or the question takes no answer any more.
        """
        text = checked_answer(text)
        return await self._store.write(lambda unit: self._answer(unit, daily, source_id, text))

    async def move(self, daily: DailyQuestion, thread_id: int) -> DailyQuestion:
        """It is answered in this thread from now on."""

        async def work(unit: Unit) -> DailyQuestion:
            stored = await unit.dailies.get(daily.guild_id, daily.id, lock=True)
            if stored is None or not stored.is_open:
                raise Refused(Reason.DAILY_OVER)
            after = stored.put(thread_id=thread_id, message_id=None)
            await unit.dailies.save(after)
            return after

        return await self._store.write(work)

    async def shown(self, daily: DailyQuestion, message_id: int) -> None:
        """The message in which a question stands in its thread."""
        await self._store.write(lambda unit: unit.dailies.save(daily.put(message_id=message_id)))

    async def rate(self, daily: DailyQuestion, level: int) -> DailyAnswer:
        """Keep the level that a person gives their own answer; the last one counts, and says when the question comes
        back.

        :raises Refused: if it is no level, or there is no answer.
        """
        if level not in LEVELS:
            raise Refused(Reason.BAD_LEVEL)

        async def work(unit: Unit) -> DailyAnswer:
            after = (await self._answer_to(unit, daily)).model_copy(update={"rating": level})
            await unit.dailies.save_answer(after)
            entry = Review(source=f"daily:{daily.id}", at=after.answered_at, rating=level)
            await reviews.note(unit, after.guild_id, after.user_id, daily.question_id, entry)
            return after

        return await self._store.write(work)

    async def reviews(self, guild_id: int, user_id: int) -> reviews.Today:
        """How many of a person's questions are due for review today, and how many of them may come."""
        now = self._now()

        async def read(unit: Unit) -> reviews.Today:
            seen = await unit.dailies.seen(guild_id, user_id)
            return await reviews.today(unit, guild_id, user_id, seen, now)

        return await self._store.read(read)

    async def comes_back(self, guild_id: int, user_id: int, question_id: str) -> datetime | None:
        """When a question that a person rated their answer to is due again; rated in a round or here."""
        return await self._store.read(lambda unit: reviews.due_at(unit, guild_id, user_id, question_id))

    async def feedback(self, daily: DailyQuestion) -> DailyFeedback:
        """What there is to learn from the answer.

        :raises Refused: if there is none.
        """

        async def read(unit: Unit) -> tuple[DailyAnswer, Streak]:
            answer = await self._answer_to(unit, daily)
            return answer, await practice.streak(unit, daily.guild_id, answer.user_id, self._now())

        answer, streak = await self._store.read(read)
        # A long answer takes some 10 ms to read: not on the event loop.
        found = await asyncio.to_thread(
            entry, Turn(position=0, question=daily.question, status=TurnStatus.ANSWERED), [_part(answer)]
        )
        track = (await self._banks.tracks(daily.guild_id)).get(daily.track_id)
        stage = track.stage(daily.stage_id) if track else None
        return DailyFeedback(
            daily=daily,
            answer=answer,
            entry=found,
            rubric=self._banks.catalogue.rubrics.of(daily.question.competency),
            kind=stage.kind if stage else StageKind.SCREEN,
            streak=streak,
        )

    # ------------------------------------------------------------------ inside

    async def _look(self, unit: Unit, wish: Wish) -> tuple[DailyQuestion | None, Looked]:
        """What was asked for this already; else what it takes to pick a question."""
        known = await unit.dailies.by_key(wish.guild_id, wish.key)
        if known is None and wish.scope is Scope.NOW and wish.user_id is not None:
            since = self._now() - _DAY
            if await unit.dailies.count_since(wish.guild_id, wish.user_id, since) >= MOST_A_DAY:
                raise Refused(Reason.DAILY_ENOUGH, most=MOST_A_DAY)
        if known is not None:
            return known, Looked({}, {})
        tracks = (await self._banks.content(unit, wish.guild_id)).tracks
        seen = await unit.dailies.seen(wish.guild_id, wish.user_id)
        if wish.user_id is None:
            return None, Looked(tracks, seen)
        found = await reviews.today(unit, wish.guild_id, wish.user_id, seen, self._now())
        return None, Looked(tracks, seen, {one.question_id: one for one in found.due} if found.left else {})

    async def _pick(self, wish: Wish, looked: Looked) -> Picked:
        """The question to ask: one that is due, else one never had, else the one had longest ago. A track that is gone
        is not insisted on.

        :raises Refused: if no question fits.
        """
        tracks, seen, due = looked
        for filters in self._filters(wish, known=wish.track_id in tracks):
            for one in in_order(await self._banks.ids(wish.guild_id, filters), seen, wish.key, due):
                found = await self._banks.get(wish.guild_id, one)
                track = tracks.get(found.track_id)
                if track is not None and track.stage(found.stage_id) and stands_alone(found.question):
                    return Picked(found.track_id, found.stage_id, found.question, due.get(one))
        track = tracks.get(wish.track_id or "")
        raise Refused(Reason.DAILY_NO_QUESTION, wanted=_wanted(track.title if track else "", wish.competency))

    async def _add(self, unit: Unit, wish: Wish, picked: Picked, day: date | None) -> DailyQuestion:
        if day is None:
            day = await practice.today(unit, wish.guild_id, wish.user_id or 0, self._now())
        new = DailyQuestion(
            guild_id=wish.guild_id,
            user_id=wish.user_id,
            scope=wish.scope,
            key=wish.key,
            day=day,
            track_id=picked.track_id,
            stage_id=picked.stage_id,
            question_id=picked.question.id,
            question=picked.question,
            asked_at=self._now(),
            last_at=picked.again.rated_at if picked.again else None,
            last_rating=picked.again.rating if picked.again else None,
        )
        return await unit.dailies.add(new)

    def _filters(self, wish: Wish, *, known: bool) -> list[dict[str, object]]:
        """What to look for, one after the other: never a retired question while there is another one."""
        wanted: dict[str, object] = {"retired": False}
        if wish.competency is not None:
            wanted["competency"] = wish.competency.value
        if wish.track_id is not None and known:
            wanted["track_id"] = wish.track_id
            if wish.scope is Scope.NOW:
                return [wanted]
        rest = {name: value for name, value in wanted.items() if name != "track_id"}
        if wish.competency is not None:
            return [wanted, rest]
        # A server that retired everything asks the built-in questions: none at all would help nobody.
        return [wanted, rest, {"builtin": True}]

    async def _answer(self, unit: Unit, daily: DailyQuestion, source_id: int, text: str) -> DailyAnswer:
        stored = await unit.dailies.get(daily.guild_id, daily.id, lock=True)
        if stored is None or stored.user_id is None:
            raise Refused(Reason.DAILY_GONE)
        if (again := await unit.dailies.answer_by_source(daily.guild_id, source_id)) is not None:
            return again
        if not stored.is_open:
            raise Refused(Reason.DAILY_DONE if stored.status is DailyStatus.ANSWERED else Reason.DAILY_OVER)
        now = self._now()
        answer = await unit.dailies.answer(
            DailyAnswer(
                source_id=source_id,
                guild_id=stored.guild_id,
                daily_id=stored.id,
                user_id=stored.user_id,
                text=text,
                answered_at=now,
            )
        )
        await unit.dailies.save(stored.put(status=DailyStatus.ANSWERED, closed_at=now))
        await practice.note(unit, stored.guild_id, stored.user_id, now)
        if stored.is_private:
            await unit.deliveries.owe([self._feedback_row(stored)])
        return answer

    def _feedback_row(self, daily: DailyQuestion) -> dict[str, object]:
        return {
            "guild_id": daily.guild_id,
            "channel_id": daily.thread_id,
            "user_id": daily.user_id,
            "kind": FEEDBACK,
            "key": f"{FEEDBACK}:{daily.id}",
            "subject": f"daily:{daily.id}",
            "payload": {"daily": daily.id},
            "due_at": self._now(),
        }

    async def _answer_to(self, unit: Unit, daily: DailyQuestion) -> DailyAnswer:
        found = await unit.dailies.answer_of(daily.guild_id, daily.id, daily.user_id or 0)
        if found is None:
            raise Refused(Reason.DAILY_GONE)
        return found


def _part(answer: DailyAnswer) -> Part:
    return Part(source_id=answer.source_id, source=Source.MODAL, content=answer.text, created_at=answer.answered_at)


def _wanted(track: str, competency: Competency | None) -> str:
    parts = [f"**{competency.value.replace('_', ' ')}**"] if competency else []
    parts += [f"**{track}**"] if track else []
    return " in ".join(parts) or "that"
