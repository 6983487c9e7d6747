"""How each thing that is owed around a server's bank is made when it is due."""

from datetime import datetime

from bot.domain.bank.overlay import ChangeKind, differences
from bot.domain.bank.suggestions import titles
from bot.domain.deliveries import Delivery
from bot.domain.errors import Refused
from bot.domain.notices import AuditEntry, LowStock, SuggestionDecided, SuggestionPost
from bot.services.audit import AUDIT
from bot.services.banks import Banks
from bot.services.deliveries import Deliveries, Handler, Plan
from bot.services.ports import Unit, UnreachableError
from bot.services.stock import LOW
from bot.services.suggestions import POST, SHOWN, TOLD, Suggestions

_NOTHING = Plan()
_TRACKS = {"imported": "imported the track", "removed": "removed the track"}


class BankDeliveries:
    """Plans the messages from what is stored at the time they are due."""

    def __init__(self, suggestions: Suggestions, banks: Banks) -> None:
        self._suggestions = suggestions
        self._banks = banks

    def register(self, deliveries: Deliveries) -> None:
        """Take over all kinds that the bank owes."""
        deliveries.handle(POST, Handler(self._post, self._posted))
        deliveries.handle(SHOWN, Handler(self._shown))
        deliveries.handle(TOLD, Handler(self._told))
        deliveries.handle(AUDIT, Handler(self._audit))
        deliveries.handle(LOW, Handler(self._low))

    async def _post(self, delivery: Delivery) -> Plan:
        state = await self._suggestions.get(delivery.guild_id, delivery.payload["suggestion"])
        if not state.waits:
            return _NOTHING
        alike = await self._banks.alike(state.guild_id, state.question)
        tracks = await self._banks.tracks(state.guild_id)
        return Plan(SuggestionPost(suggestion=state, alike=tuple(alike), tracks=tracks))

    async def _posted(self, unit: Unit, delivery: Delivery, message_id: int, now: datetime) -> None:
        place = delivery.channel_id
        assert place is not None, "it goes to a channel"
        where = (delivery.guild_id, place, message_id)
        await self._suggestions.posted(unit, delivery.payload["suggestion"], where)

    async def _shown(self, delivery: Delivery) -> Plan:
        state = await self._suggestions.get(delivery.guild_id, delivery.payload["suggestion"])
        if state.posted_id is None:
            raise UnreachableError("there is no message to change")
        tracks = await self._banks.tracks(state.guild_id)
        return Plan(SuggestionPost(suggestion=state, alike=(), tracks=tracks, edits=state.posted_id))

    async def _told(self, delivery: Delivery) -> Plan:
        state = await self._suggestions.get(delivery.guild_id, delivery.payload["suggestion"])
        tracks = await self._banks.tracks(state.guild_id)
        return Plan(SuggestionDecided(suggestion=state, place=titles(tracks, state.track_id, state.stage_id)))

    async def _audit(self, delivery: Delivery) -> Plan:
        given, actor_id = delivery.payload, delivery.user_id
        match given["did"]:
            case "change":
                return await self._change(delivery)
            case "many":
                did, what, text = ChangeKind(given["kind"]).value, f"{given['count']} questions", ""
            case "track":
                did, what, text = _TRACKS.get(given["how"], "changed the track"), given["title"], ""
            case "declined":
                state = await self._suggestions.get(delivery.guild_id, given["suggestion"])
                did, what = "declined", f"suggestion {state.id}"
                text = f"{state.question.prompt}\nReason: {state.reason}"
            case _:
                count = given["count"]
                did, what, text = "dismissed", f"{count} report{'' if count == 1 else 's'} of {given['question']}", ""
        return Plan(AuditEntry(actor_id=actor_id, did=did, what=what, at=delivery.due_at, text=text))

    async def _change(self, delivery: Delivery) -> Plan:
        given = delivery.payload
        try:
            history = await self._banks.history(delivery.guild_id, given["question"])
        except Refused as gone:
            raise UnreachableError("the question is gone") from gone
        change = next((one for one in history if one.version == given["version"]), None)
        if change is None:
            raise UnreachableError("the change is gone")
        entry = AuditEntry(
            actor_id=change.actor_id,
            did=change.kind.value,
            what=change.question_id,
            at=change.created_at,
            changes=differences(change.before, change.after) if change.before else (),
            text=change.after.prompt,
        )
        return Plan(entry)

    async def _low(self, delivery: Delivery) -> Plan:
        given = delivery.payload
        tracks = await self._banks.tracks(delivery.guild_id)
        place = titles(tracks, given["track_id"], given["stage_id"])
        return Plan(LowStock(place=place, unseen=given["unseen"], needed=given["needed"]))
