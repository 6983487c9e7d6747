"""The aiohttp side: every REST request is recorded, limited, possibly spoiled, and handed to its route function."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from .errors import ApiError, invalid
from .faults import Cut, Fault, Faults
from .gateway import Gateway
from .http_call import Call, Handler, Reply, Routes, read_body
from .model import Attachment
from .ratelimits import RateLimits
from .world import World

API = "/api/v10"
TOKENLESS = ("/interactions/", "/webhooks/")  # they carry the interaction's own token in the path


class Server:
    def __init__(
        self, world: World, gateway: Gateway, routes: Routes, limits: RateLimits, faults: Faults,
        token: str, files: Callable[[int, int], Attachment | None], on_change: Callable[[], None],
    ) -> None:  # fmt: skip
        self.world, self.gateway, self.routes = world, gateway, routes
        self.limits, self.faults, self.token = limits, faults, token
        self.requests: list[Call] = []
        self.unknown_routes: list[str] = []
        self.port = 0
        self._files, self._on_change = files, on_change
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> None:
        app = web.Application(client_max_size=128 * 1024 * 1024)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/cdn/attachments/{channel_id}/{attachment_id}/{filename}", self._file)
        # Fixed words before patterns, so that `@me` and `pins` are not taken for ids.
        for method, path in sorted(self.routes, key=lambda key: [part.startswith("{") for part in key[1].split("/")]):
            app.router.add_route(method, API + path, self._endpoint(path, self.routes[method, path]))
        app.router.add_route("*", "/{anything:.*}", self._unknown)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=False)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.world.base_url = f"http://127.0.0.1:{self.port}"
        self.gateway.url = f"ws://127.0.0.1:{self.port}/gateway/"

    async def stop(self) -> None:
        self.gateway.stop()
        if self._runner is not None:
            await self._runner.cleanup()

    def _endpoint(self, route: str, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def endpoint(request: web.Request) -> web.StreamResponse:
            call = Call(
                request.method, request.path.removeprefix(API), route, dict(request.match_info), dict(request.query)
            )
            call.authorized = request.headers.get("Authorization") == f"Bot {self.token}"
            self.requests.append(call)
            answer = await self._serve(request, call, handler)
            call.status = None if isinstance(answer, _Aborted) else answer.status
            self._on_change()
            return answer

        return endpoint

    async def _serve(self, request: web.Request, call: Call, handler: Handler) -> web.StreamResponse:
        await _read_quietly(request, call)
        if not call.authorized and not call.path.startswith(TOKENLESS):
            return Reply(401, {"message": "401: Unauthorized", "code": 0}).to_web({})
        headers, refusal = self.limits.check(call.method, call.route, call.params)
        if refusal is not None:
            return refusal.to_web(headers)
        fault = await self.faults.meet(call.method, call.path, before_effect=True)
        if fault is not None:
            return await _spoil(request, fault, Reply(200, {}), headers)
        reply = _run(handler, call)
        fault = await self.faults.meet(call.method, call.path, before_effect=False)
        if fault is not None:
            return await _spoil(request, fault, reply, headers)
        return reply.to_web(headers)

    async def _unknown(self, request: web.Request) -> web.StreamResponse:
        self.unknown_routes.append(f"{request.method} {request.path}")
        self._on_change()
        return Reply(404, {"message": "404: Not Found", "code": 0}).to_web({})

    async def _file(self, request: web.Request) -> web.StreamResponse:
        found = self._files(int(request.match_info["channel_id"]), int(request.match_info["attachment_id"]))
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found.data, content_type=found.content_type)


def _run(handler: Handler, call: Call) -> Reply:
    try:
        body = handler(call)
    except ApiError as error:
        return Reply(error.status, error.body)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        # A field that is missing or of the wrong kind. Saying which makes a fault of the peer's own easy to see.
        return Reply(400, invalid("body", f"{type(error).__name__}: {error}").body)
    return Reply(204) if body is None else Reply(200, body)


async def _read_quietly(request: web.Request, call: Call) -> None:
    """A body that cannot be read is the route function's to refuse: it finds nothing in it."""
    try:
        await read_body(request, call)
    except (ApiError, ValueError):
        call.json = None


class _Aborted(web.Response):
    """Stands for an answer that never left."""


async def _spoil(request: web.Request, fault: Fault, reply: Reply, headers: dict[str, str]) -> web.StreamResponse:
    if fault.cut is Cut.NONE:
        return (fault.reply() or reply).to_web(headers)
    if fault.cut is Cut.MID_ANSWER:
        await _send_half(request, reply, headers)
    if request.transport is not None:
        request.transport.abort()
    return _Aborted()


async def _send_half(request: web.Request, reply: Reply, headers: dict[str, str]) -> None:
    whole = reply.to_web(headers)
    body = whole.body if isinstance(whole.body, bytes) and whole.body else b"{}"
    half = web.StreamResponse(status=200, headers=whole.headers)
    half.content_length = len(body) + 64  # promises more than will come
    await half.prepare(request)
    await half.write(body[: len(body) // 2])
