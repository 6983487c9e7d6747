"""Saving what a moderator wrote into the form of a question."""

from bot.domain.bank.drafting import Draft
from bot.domain.bank.overlay import ChangeKind, ServerQuestion, plain
from bot.domain.competencies import Competency
from bot.domain.errors import Reason, Refused
from bot.services.banks import Banks, LookAlike

_MOST_ALIKE = 3


class Editing:
    """From a filled form to a question of the server. Whoever calls has checked the actor's rights."""

    def __init__(self, banks: Banks) -> None:
        self._banks = banks

    async def save(self, guild_id: int, actor_id: int, draft: Draft, *, anyway: bool = False) -> ServerQuestion:
        """Add the question, or change the one that the draft is for.

        :raises bot.domain.bank.drafting.UnfitText: if the texts make no question.
        :raises LookAlike: if others are much like it, unless ``anyway``.
        :raises bot.domain.bank.overlay.EditConflict: if it was changed since.
        :raises Refused: for an unknown place or question, or if nothing was changed.
        """
        if draft.question:
            return await self._edit(guild_id, actor_id, draft, anyway)
        proposal = draft.proposal()
        _, stage = await self._banks.place(guild_id, draft.track, draft.stage)
        new = ServerQuestion(
            guild_id=guild_id,
            track_id=draft.track,
            stage_id=draft.stage,
            question=proposal.as_question("new", stage.competencies[0]),
        )
        return await self._banks.add(new, actor_id, kind=ChangeKind.ADDED, anyway=anyway)

    async def _edit(self, guild_id: int, actor_id: int, draft: Draft, anyway: bool) -> ServerQuestion:
        now = await self._banks.get(guild_id, draft.question)
        after = draft.over(now.question)
        if now.version == draft.base:
            if after == now.question:
                raise Refused(Reason.NOTHING_CHANGED)
            if not anyway and plain(after) != plain(now.question):
                found = await self._banks.alike(guild_id, after, _MOST_ALIKE + 1)
                if others := [match for match in found if match[0].id != now.id][:_MOST_ALIKE]:
                    raise LookAlike(others)
        return await self._banks.edit(guild_id, draft.question, after, actor_id, base=draft.base)


def competency_of(typed: str) -> Competency:
    """:raises Refused: if there is no such competency."""
    name = "_".join(typed.casefold().replace("-", " ").replace("_", " ").split())
    try:
        return Competency(name)
    except ValueError:
        raise Refused(Reason.UNKNOWN_COMPETENCY) from None
