"""One way to answer an interaction: in time, in one sentence when it fails, and never twice."""

import asyncio
import io
import logging
import secrets
from types import TracebackType
from typing import Any, Self

import discord

from bot.domain.errors import Reason, Refusal, Refused, StoreUnavailable
from bot.ui.sentences import DISCORD_FAILED, DISCORD_FORBIDS, DISCORD_TOO_LARGE, UNEXPECTED, sentence

_log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.2
"""Discord wants an acknowledgement within 3 s of the press, and the way there and back takes some of it."""

_UNKNOWN_INTERACTION = 10062
_ALREADY_ACKNOWLEDGED = 40060
_DISCORDS_FAULT = 500
_DISCORDS_NO = {50001: DISCORD_FORBIDS, 50013: DISCORD_FORBIDS, 40005: DISCORD_TOO_LARGE}


class Reply:
    """The answer to one interaction, as an ``async with`` block around the work.

    Work that is done quickly is answered at once. When it takes longer, the interaction is acknowledged meanwhile.
    What is refused ends as one sentence that only the person sees; what is unexpected as a reference id whose trace
    is in the log.

    :param slow: acknowledge first, for work that is known to take its time.
    :param update: the answer changes the message with the button; otherwise it is a message of its own.
    """

    def __init__(self, interaction: discord.Interaction[Any], *, slow: bool = False, update: bool = False) -> None:
        self._interaction = interaction
        self._slow = slow
        self._update = update
        self._timer: asyncio.Task[None] | None = None
        self._acknowledging = asyncio.Lock()
        self._thinking = False
        self.keepsake: str | None = None
        """What the person typed: given back to them if it could not be saved."""

    async def __aenter__(self) -> Self:
        if self._slow:
            await self._acknowledge()
        else:
            self._timer = asyncio.create_task(self._acknowledge_later())  # noqa: TID251 - cancelled on leaving
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if self._timer is not None:
            self._timer.cancel()
        if error is None or not isinstance(error, Exception):
            return False
        await self._explain(error)
        return True

    async def say(
        self, text: str | None = None, *, view: discord.ui.View | discord.ui.LayoutView | None = None, **kwargs: Any
    ) -> None:
        """Tell the person something that nobody else sees."""
        if view is not None:
            kwargs["view"] = view
        async with self._acknowledging:
            if not self._interaction.response.is_done():
                await self._interaction.response.send_message(text, ephemeral=True, **kwargs)
                return
        if self._thinking:
            # The message that says "thinking" becomes the answer.
            self._thinking = False
            if "file" in kwargs:
                kwargs["attachments"] = [kwargs.pop("file")]
            if "files" in kwargs:
                kwargs["attachments"] = kwargs.pop("files")
            await self._interaction.edit_original_response(content=text, **kwargs)
            return
        if text is not None:
            kwargs["content"] = text
        await self._interaction.followup.send(ephemeral=True, **kwargs)

    async def update(self, **kwargs: Any) -> None:
        """Change the message with the button that was pressed."""
        async with self._acknowledging:
            if not self._interaction.response.is_done():
                await self._interaction.response.edit_message(**kwargs)
                return
        await self._interaction.edit_original_response(**kwargs)

    async def modal(self, modal: discord.ui.Modal) -> None:
        """Open a form.

        :raises Refused: if it took so long to prepare that the press was acknowledged meanwhile: Discord opens a form
            only as the first answer to a press.
        """
        async with self._acknowledging:
            if self._interaction.response.is_done():
                raise Refused(Reason.PRESS_AGAIN)
            await self._interaction.response.send_modal(modal)

    async def done(self) -> None:
        """Nothing to say: only make sure that the interaction is acknowledged."""
        await self._acknowledge()

    async def _acknowledge_later(self) -> None:
        await asyncio.sleep(PATIENCE_SECONDS)
        try:
            await self._acknowledge()
        except discord.HTTPException as error:
            _log.warning("an interaction could not be acknowledged: %s", error.code)

    async def _acknowledge(self) -> None:
        async with self._acknowledging:
            if self._interaction.response.is_done():
                return
            if self._update and self._interaction.type is not discord.InteractionType.application_command:
                await self._interaction.response.defer()
            else:
                await self._interaction.response.defer(ephemeral=True, thinking=True)
                self._thinking = True

    async def _explain(self, error: Exception) -> None:
        error = getattr(error, "original", error)
        if isinstance(error, Refusal | StoreUnavailable):
            text = sentence(error)
            if isinstance(error, StoreUnavailable):
                _log.warning("a request failed for the store: %s", error)
        elif isinstance(error, discord.HTTPException) and error.code in {_UNKNOWN_INTERACTION, _ALREADY_ACKNOWLEDGED}:
            # The interaction is over: there is nobody to tell, and what was done is stored.
            _log.info("an interaction was over before it was answered: %s", error.code)
            return
        elif isinstance(error, discord.HTTPException) and error.status >= _DISCORDS_FAULT:
            _log.warning("Discord failed in the middle of a request: %s %s", error.status, error.code)
            text = DISCORD_FAILED
        elif isinstance(error, discord.HTTPException) and error.code in _DISCORDS_NO:
            _log.warning("Discord refused an answer: %s %s", error.status, error.code)
            text = _DISCORDS_NO[error.code]
        else:
            reference = secrets.token_hex(4)
            _log.error("unexpected error, reference %s", reference, exc_info=error)
            text = UNEXPECTED.format(reference=reference)
        await self._tell(text)

    async def _tell(self, text: str) -> None:
        kwargs: dict[str, Any] = {}
        if self.keepsake and self.keepsake.strip():
            text += " What you wrote is in the file, so that it is not lost."
            kwargs["file"] = keepsake_file(self.keepsake)
        try:
            await self.say(text, **kwargs)
        except discord.HTTPException as error:
            _log.warning("a person could not be told about an error: %s", error.code)


def keepsake_file(text: str) -> discord.File:
    """Typed text as a file, unchanged."""
    return discord.File(io.BytesIO(text.encode("utf-8", "surrogatepass")), filename="your-answer.txt")
