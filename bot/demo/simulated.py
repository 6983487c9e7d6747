"""The simulated Discord that the demo runs on. The only module of ours that uses what is private in simcord.

simcord is made for tests, where nobody else acts and time stands still. What a demo needs besides is here:

* one gate for everything that happens, since simcord refuses two operations at once;
* a clock that follows the machine's, so that reminders come and countdowns count;
* many channel pages at once, each drawn anew when something changed there without its reader's doing.
"""

# ruff: noqa: SLF001 - see above: here it is allowed, and nowhere else

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from typing import Any, ClassVar

import discord
import simcord
from aiohttp import BodyPartReader, web
from simcord._dpy_internals import real_monotonic
from simcord.backend.access import channel_accessible
from simcord.backend.errors import BackendError, SetupError
from simcord.backend.models import Channel, Message
from simcord.enums import ChannelType, MessageType
from simcord.preview import Preview
from simcord.preview._pages import _Page
from simcord.preview._server import PreviewServer

_MISSING = [name for name in ("linkify_it", "markdown_it", "PIL", "regex") if find_spec(name) is None]
if _MISSING:
    # simcord itself finds out only when its page is opened.
    raise ImportError(f"simcord's page needs {', '.join(_MISSING)}")

_LONG = 1.0
"""Seconds. Timers of the bot that are longer wait for our clock, so that nobody's click waits for them."""

_LONGEST_STEP = 600.0
"""Seconds that the clock makes up for at once after the machine slept."""

Person = simcord.MemberActor | simcord.UserHandle
Beside = Callable[[str, Mapping[str, str]], tuple[str, str]]
"""What a channel's page gets from us: from one of ``BESIDE`` and its query to (content type, text)."""

BESIDE = ("/demo/channel.css", "/demo/channel.js", "/demo/icon.svg", "/demo/places")
FILES_HEADER = "X-Demo-Files"
"""Marks a message with files. Being a header of ours, it also keeps pages of others out: they would have to ask."""

_AHEAD_HEADER = "X-Demo-Ahead"
_MOST_FILES = 10
_MOST_BYTES = 10 * 1024 * 1024
_MOST_CHARACTERS = 2000
_CHUNK = 64 * 1024

_TAGS = (
    '<link rel="icon" href="/demo/icon.svg"><link rel="stylesheet" href="/demo/channel.css">'
    '<script type="module" src="/demo/channel.js"></script>'
)


class Simulated:
    """A bot on a simulated Discord, with a page for each channel and person."""

    def __init__(self, client: discord.Client, bot_name: str) -> None:
        self.client = client
        self.env = simcord.Env(client, check_errors=False, settle_timeout=20)
        self.env.backend.clock._epoch = datetime.now(UTC)  # noqa: TID251 - the machine's clock is meant
        self.env.backend.bot_user.name = bot_name
        self._keep_private_threads_quiet()
        self.timezone = "UTC"
        self.ahead = timedelta()
        self.gate = asyncio.Lock()
        self._pages: dict[tuple[int, int], _ChannelPage] = {}
        self._call_at: Callable[..., asyncio.TimerHandle] | None = None

    async def start(self) -> None:
        """Connect the bot."""
        await self.env.start()
        self._take_over_timers()

    async def close(self) -> None:
        """Close the pages, then the bot, then the simulated Discord."""
        async with self.gate:
            for page in self._pages.values():
                await page.close()
            # simcord never closes a bot, and the thread of its database would keep the process alive.
            await self.client.close()
            if self._call_at is not None and self.env._runtime is not None:
                self.env._runtime.call_at = self._call_at
            await self.env.shutdown()

    async def tick(self) -> None:
        """Let the time pass that has passed, and draw what changed."""
        async with self.gate:
            behind = self._behind()
            if behind > 0:
                await self.env.advance_time(min(behind, _LONGEST_STEP))
            for page in self._pages.values():
                await page.keep_up()

    async def skip(self, span: timedelta) -> None:
        """Let time pass faster than it does; from then on this clock is ahead of the machine's."""
        self.ahead += span
        while self._behind() > 1:
            await self.tick()

    def can_see(self, channel_id: int, person_id: int) -> bool:
        """Whether a person may read a channel, by Discord's rules."""
        return channel_accessible(self.env.backend, channel_id, person_id, history=True)

    def channels(self) -> list[Channel]:
        """All channels, threads and direct messages, in the order in which they were made."""
        return list(self.env.backend.channels.values())

    def messages(self, channel_id: int, person_id: int) -> list[Message]:
        """What a person sees in a channel, oldest first."""
        if not self.can_see(channel_id, person_id):
            return []
        found = self.env.backend.messages.get(channel_id, {}).values()
        return sorted((one for one in found if one.visible_to(person_id)), key=lambda one: one.id)

    def name_of(self, message: Message) -> str:
        """Who wrote it, as people see them."""
        user = self.env.backend.users.get(message.author_id)
        return message.author_name or (user.global_name or user.name if user else "somebody")

    def reading(self) -> set[tuple[int, int]]:
        """Who has which channel on the screen: pairs of channel and person."""
        return {pair for page in self._pages.values() for pair in page.reading()}

    async def page(self, handle: simcord.ChannelHandle, viewers: list[Person], beside: Beside) -> str:
        """The address of a channel's page as the first of these people sees it; the others can be switched to.

        :raises PermissionError: if the first may not see that channel.
        """
        if not self.can_see(handle.id, viewers[0].id):
            raise PermissionError(handle.id)
        admitted = tuple(one for one in viewers if self.can_see(handle.id, one.id))
        key = (handle.id, admitted[0].id)
        async with self.gate:
            page = self._pages.get(key)
            if page is None or page._closed:
                page = _ChannelPage(self, handle, admitted, beside)
                self.env._preview = None
                await page.__aenter__()
                self._pages[key] = page
            page.viewers = admitted
            page.timezone = self.timezone
            return page.url

    def _behind(self) -> float:
        """Seconds that have passed and are not lived through yet."""
        now = datetime.now(UTC) + self.ahead  # noqa: TID251 - the machine's clock is meant
        return (now - self.env.now()).total_seconds()

    def _keep_private_threads_quiet(self) -> None:
        """Discord announces public threads in their channel; simcord announces private ones too."""
        backend = self.env.backend
        announce = backend.create_system_message

        def create(channel_id: int, kind: MessageType, author_id: int, **details: Any) -> Message | None:
            about = backend.channels.get(details.get("target_channel_id") or 0)
            if kind is MessageType.THREAD_CREATED and about is not None and about.type == ChannelType.PRIVATE_THREAD:
                return None
            return announce(channel_id, kind, author_id, **details)

        backend.create_system_message = create  # type: ignore[method-assign, assignment]

    def _take_over_timers(self) -> None:
        """Let long timers of the bot be driven by ``tick`` alone: simcord would wait for those that are near."""
        runtime = self.env._runtime
        assert runtime is not None
        self._call_at = runtime.call_at

        def call_at(when: float, *args: Any, **kwargs: Any) -> asyncio.TimerHandle:
            assert self._call_at is not None
            handle = self._call_at(when, *args, **kwargs)
            # Not the loop's own time: among the bot's tasks that is the simulated one.
            if when - real_monotonic() > _LONG:
                handle.cancel()
            return handle

        runtime.call_at = call_at
        for record in self.env._work.callbacks:
            if record.real_handle is not None:
                record.real_handle.cancel()


class _ChannelPage(Preview):
    """simcord's page of one channel, with our channel list beside it."""

    def __init__(
        self, simulated: Simulated, handle: simcord.ChannelHandle, viewers: tuple[Person, ...], beside: Beside
    ) -> None:
        super().__init__(
            simulated.env,
            handle,
            viewers,
            layout="channel",
            display="responsive",
            width=960,
            height=720,
            locale="en-US",
            timezone=simulated.timezone,
            presentation_time=None,
            assets=None,
            port=0,
        )
        self._simulated = simulated
        self._server = _ChannelServer(self, beside)
        self._happened = len(self.env.backend.transcript)
        self._drawn = self._state()

    def reading(self) -> set[tuple[int, int]]:
        """The people who have this page on the screen, with its channel."""
        return {(page.channel_id, page.viewer.id) for page in self._pages.values() if page is not self._python}

    @property
    def ahead(self) -> timedelta:
        """How far the time here is ahead of the machine's."""
        return self._simulated.ahead

    async def keep_up(self) -> None:
        """Draw anew if something changed; without need it would only get in people's way."""
        happened = len(self.env.backend.transcript)
        if self._closed or happened == self._happened:
            return
        self._happened = happened
        state = self._state()
        if state != self._drawn:
            self.env._preview = self
            await self.refresh()
            self._drawn = state

    async def _action(self, context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with self._simulated.gate:
            self.env._preview = self
            page = self._pages.get(context_id or "")
            if page is not None and "published_revision" in body:
                # What was drawn since the click is no reason to refuse it: whether it still makes sense is checked.
                body = {**body, "published_revision": page.revision}
            return await super()._action(context_id, body)

    async def send(self, person_id: int, text: str, files: list[tuple[str, bytes]]) -> None:
        """Send a message with files as one of the people here.

        :raises PermissionError: if that person does not look at this page.
        """
        async with self._simulated.gate:
            person = next((one for one in self.viewers if one.id == person_id), None)
            if person is None:
                raise PermissionError(person_id)
            self.env._preview = self
            if isinstance(person, simcord.MemberActor):
                await person.send(self.channel, text, attachments=files)
            else:
                await person.send_dm(text, attachments=files)
            await self.keep_up()

    def _open_page(self, viewer_id: Any = None, target_id: Any = None) -> _Page:
        if self._python is not None:
            # A page opens at the newest message, and follows.
            viewer = self.viewers[0] if viewer_id is None else self._viewer(viewer_id)
            newest = self._simulated.messages(self.channel.id, viewer.id)[-1:]
            self._python.target_id = newest[0].id if newest else None
            self._python.window_end_id = None
        return super()._open_page(viewer_id, target_id)

    def _state(self) -> str:
        backend = self.env.backend
        found = (backend.channels.get(self.channel.id), backend.messages.get(self.channel.id))
        return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest()


class _ChannelServer(PreviewServer):
    """Serves simcord's page with our style and script, and what they ask for."""

    _STATIC_FILES: ClassVar[dict[str, str]] = PreviewServer._STATIC_FILES | dict.fromkeys(BESIDE, "")

    def __init__(self, page: _ChannelPage, beside: Beside) -> None:
        super().__init__(page, 0)
        self._page = page
        self._beside = beside

    async def _action(self, request: web.Request) -> web.Response:
        if FILES_HEADER not in request.headers:
            answer: web.Response = await super()._action(request)
            return answer
        if request.headers.get("Host", "") not in self._allowed_hosts():
            raise web.HTTPForbidden
        person_id = int(request.query.get("as", "0"))
        text, files = await _read_message(request)
        try:
            await self._page.send(person_id, text, files)
        except (PermissionError, SetupError, BackendError) as error:
            raise web.HTTPForbidden from error
        return web.Response(status=204, headers=self._SECURITY_HEADERS)

    async def _static(self, request: web.Request) -> web.Response:
        if request.path in BESIDE:
            if request.headers.get("Host", "") not in self._allowed_hosts():
                raise web.HTTPForbidden
            kind, text = self._beside(request.path, request.query)
            ahead = {_AHEAD_HEADER: str(self._page.ahead.total_seconds())}
            return web.Response(text=text, content_type=kind, headers=self._SECURITY_HEADERS | ahead)
        response: web.Response = await super()._static(request)
        if request.path == "/" and response.text is not None:
            text = response.text.replace("<html", f'<html data-channel="{self.preview.channel.id}"')
            response.text = text.replace("</head>", f"{_TAGS}</head>")
        return response


async def _read_message(request: web.Request) -> tuple[str, list[tuple[str, bytes]]]:
    """The text and the files of a message, within Discord's limits."""
    text, files = "", []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise web.HTTPBadRequest
        found = bytearray()
        while chunk := await part.read_chunk(_CHUNK):
            found += chunk
            if len(found) > _MOST_BYTES:
                raise web.HTTPRequestEntityTooLarge(_MOST_BYTES, len(found))
        if part.name == "text":
            text = found.decode("utf-8", "replace")
        else:
            files.append((part.filename or "file", bytes(found)))
        if len(files) > _MOST_FILES or len(text) > _MOST_CHARACTERS:
            raise web.HTTPBadRequest
    return text, files
