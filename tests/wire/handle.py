"""One interaction as a test holds it: what was sent, and all that the bot did about it so far."""

import asyncio
import time
from dataclasses import dataclass, field

from .components import ShownModal
from .ids import Json
from .model import Attachment, Channel, Message, User


@dataclass
class InteractionHandle:
    """One interaction, and all that the bot did about it so far."""

    id: int
    token: str
    kind: int
    user: User
    channel: Channel
    data: Json
    source: Message | None = None  # the message whose component was used
    sent_at: float = field(default_factory=time.monotonic)
    response: Json | None = None  # the callback's body as the bot sent it
    ack_seconds: float | None = None  # from the event to the callback
    message: Message | None = None  # what `@original` means
    shown: bool = False  # whether that message already says what the bot has to say
    modal: ShownModal | None = None
    followups: list[Message] = field(default_factory=list)
    files: dict[int, Attachment] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def response_type(self) -> int | None:
        return None if self.response is None else int(self.response["type"])

    @property
    def choices(self) -> list[tuple[str, str | int | float]]:
        """What autocomplete offered."""
        data = (self.response or {}).get("data") or {}
        return [(one["name"], one["value"]) for one in data.get("choices") or []]

    @property
    def messages(self) -> list[Message]:
        """What the person now reads because of this: the answer and the followups, without "thinking"."""
        own = [self.message] if self.message is not None and self.shown else []
        return own + self.followups

    async def acknowledged(self, timeout: float) -> "InteractionHandle":
        return await self._until("response", timeout)

    async def answered(self, timeout: float = 5.0) -> Message:
        """The first message the person can read; after a deferral, that is the edit or the followup."""
        await self._until("messages", timeout)
        return self.messages[0]

    async def _until(self, attribute: str, timeout: float) -> "InteractionHandle":
        deadline = time.monotonic() + timeout
        while not getattr(self, attribute):
            left = deadline - time.monotonic()
            self.changed.clear()
            try:
                await asyncio.wait_for(self.changed.wait(), max(left, 0))
            except TimeoutError:
                raise TimeoutError(f"no {attribute} for interaction {self.data} within {timeout} s") from None
        return self
