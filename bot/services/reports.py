"""Members report bad questions; moderators edit, retire or dismiss."""

from typing import NamedTuple

from bot.domain.bank.overlay import ServerQuestion
from bot.domain.bank.suggestions import Report
from bot.domain.errors import Reason, Refused
from bot.domain.rounds import Round
from bot.domain.turns import Form, Turn
from bot.services import audit
from bot.services.banks import Banks
from bot.services.ports import Now, Store, Unit
from bot.services.suggestions import checked_reason


class Reported(NamedTuple):
    """A reported question with what members say about it, the oldest report first."""

    question: ServerQuestion
    reports: tuple[Report, ...]


class Reports:
    """Reports of all servers. Whoever lets somebody settle one has checked their rights."""

    def __init__(self, store: Store, banks: Banks, now: Now) -> None:
        self._store = store
        self._banks = banks
        self._now = now

    async def reportable(self, state: Round) -> tuple[Turn, ...]:
        """The questions of a round that are in the server's bank and were asked.

        :raises Refused: if there are none.
        """
        asked = [turn for turn in state.turns if turn.asked and turn.form is not Form.PROBE]
        known = await self._banks.known(state.guild_id, [turn.question.id for turn in asked])
        found = tuple(turn for turn in asked if turn.question.id in known)
        if not found:
            raise Refused(Reason.NOTHING_TO_REPORT)
        return found

    async def report(self, state: Round, position: int, member_id: int, reason: str) -> None:
        """Store what is wrong with a question of a round, once a member and text of a question.

        :raises Refused: if it was reported before, is not in the bank, or the reason is empty or too long.
        """
        turn = next((one for one in await self.reportable(state) if one.position == position), None)
        if turn is None:
            raise Refused(Reason.UNKNOWN_QUESTION)
        report = Report(
            guild_id=state.guild_id,
            question_id=turn.question.id,
            member_id=member_id,
            reason=checked_reason(reason),
            created_at=self._now(),
        )
        now = await self._banks.get(state.guild_id, turn.question.id)
        changed_at = None if now.retired else now.changed_at
        if not await self._store.write(lambda unit: unit.reports.add(report, changed_at)):
            raise Refused(Reason.REPORTED_ALREADY)

    async def about(self, guild_id: int, question_id: str) -> Reported:
        """A reported question.

        :raises Refused: if nothing about it waits, or this server has no such question.
        """
        question = await self._banks.get(guild_id, question_id)
        found = await self._store.read(lambda unit: unit.reports.about(guild_id, question_id))
        if not found:
            raise Refused(Reason.REPORT_SETTLED)
        return Reported(question, tuple(found))

    async def dismiss(self, guild_id: int, question_id: str, actor_id: int) -> int:
        """Put the reports of a question aside; returns how many.

        :raises Refused: if none waits.
        """
        now = self._now()

        async def work(unit: Unit) -> int:
            times = await unit.reports.settle(guild_id, question_id, now)
            if not times:
                raise Refused(Reason.REPORT_SETTLED)
            await audit.dismissed(unit, guild_id, (question_id, times), actor_id, now)
            return times

        return await self._store.write(work)

    async def retire(self, guild_id: int, question_id: str, actor_id: int) -> ServerQuestion:
        """Ask a reported question no more; its reports are settled with that."""
        await self.about(guild_id, question_id)
        return await self._banks.retire(guild_id, question_id, actor_id)
