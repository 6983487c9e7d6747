"""The page that the demo opens with: the people, where they can go, and how to begin."""

from collections.abc import Mapping
from html import escape
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.demo.server import BOT_NAME, LOBBY, SERVER_NAME, Kind, Member, Place, Server

_STATIC = Path(__file__).with_name("static")
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
_SIGNS = {Kind.CHANNEL: "#", Kind.THREAD: "🧵", Kind.PRIVATE_THREAD: "🔒", Kind.DIRECT: "@"}
_STEPS = (
    f"Open <b>#{LOBBY}</b> as Ada, type <kbd>/mock start</kbd> and choose it from the list.",
    "Pick a track and a stage, then send.",
    "A private thread appears in the list of channels: open it, and the interview begins.",
    "Type your answer in as many messages as you like and press <b>Submit</b>, or write it behind <b>Answer</b>.",
    "<b>Finish</b> ends the round and brings the debrief.",
    "Then try <kbd>/daily now</kbd>, <kbd>/remind me</kbd>, <kbd>/interview add</kbd> and <kbd>/session create</kbd>.",
)


class StartPage:
    """Our small web application, and what it lends to the channels' pages."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.address = ""
        self.app = web.Application(middlewares=[_guarded])
        self.app.router.add_get("/", self._start)
        self.app.router.add_get("/places", self._places)
        self.app.router.add_get(r"/open/{channel:\d+}/{member:\w+}", self._open)
        self.app.router.add_get(r"/static/{name:(start\.css|start\.js|icon\.svg)}", self._file)

    def beside(self, path: str, query: Mapping[str, str]) -> tuple[str, str]:
        """What a channel's page asks for."""
        if path == "/demo/places":
            return "text/html", self._list(self._member(query))
        name = PurePosixPath(path)
        return _KINDS[name.suffix], _read(name.name)

    async def _start(self, request: web.Request) -> web.Response:
        member = self._member(request.query)
        people = "".join(_person(one, chosen=one is member) for one in self.server.members)
        steps = "".join(f"<li>{step}</li>" for step in _STEPS)
        page = _read("start.html").replace("{{bot}}", BOT_NAME)
        page = page.replace("{{server}}", SERVER_NAME).replace("{{people}}", people).replace("{{steps}}", steps)
        return _answer(page.replace("{{places}}", self._list(member)), "text/html")

    async def _places(self, request: web.Request) -> web.Response:
        zone = request.query.get("tz", "")
        if zone:
            self._set_timezone(zone)
        return _answer(self._list(self._member(request.query)), "text/html")

    async def _open(self, request: web.Request) -> web.Response:
        member = self.server.member(request.match_info["member"])
        found = self.server.handle(int(request.match_info["channel"]), member) if member else None
        if member is None or found is None:
            return _answer(_read("gone.html").replace("{{text}}", "There is no such channel."), "text/html", 404)
        handle, viewers = found
        try:
            address = await self.server.simulated.page(handle, viewers, self.beside)
        except PermissionError:
            text = f"{member.name} is not in that thread, so there is nothing to see for them."
            return _answer(_read("gone.html").replace("{{text}}", text), "text/html", 403)
        self.server.saw(handle.id, member.id)
        return web.Response(status=302, headers=_HEADERS | {"Location": address})

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        return _answer(_read(name), _KINDS[PurePosixPath(name).suffix])

    def _member(self, query: Mapping[str, str]) -> Member:
        asked = query.get("as", "")
        found = (one for one in self.server.members if asked in {one.key, str(one.id)})
        return next(found, self.server.members[0])

    def _list(self, member: Member) -> str:
        places = self.server.places(member)
        server = [one for one in places if one.kind is not Kind.DIRECT]
        direct = [one for one in places if one.kind is Kind.DIRECT]
        return self._group("Channels", server, member) + self._group("Direct messages", direct, member)

    def _group(self, title: str, places: list[Place], member: Member) -> str:
        rows = "".join(self._row(one, member) for one in places)
        return f'<section class="group"><h2>{title}</h2><ul>{rows}</ul></section>'

    def _row(self, place: Place, member: Member) -> str:
        name, sign = escape(place.name), _SIGNS[place.kind]
        badge = f'<span class="badge" aria-label="{place.unread} new">{place.unread}</span>' if place.unread else ""
        kind = place.kind.name.lower().replace("_", "-")
        return (
            f'<li class="place {kind}{" new" if place.unread else ""}">'
            f'<a href="{self.address}/open/{place.id}/{member.key}" data-id="{place.id}" data-name="{name}">'
            f'<span class="sign" title="{place.kind}">{sign}</span><span class="name">{name}</span>{badge}'
            f'<span class="newest">{escape(place.newest) or "Nothing here yet."}</span></a></li>'
        )

    def _set_timezone(self, zone: str) -> None:
        try:
            self.server.simulated.timezone = ZoneInfo(zone).key
        except (ValueError, OSError):
            # A zone that this machine does not know: UTC is shown.
            return


@web.middleware
async def _guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Only for pages of ours: a name of someone else that leads here, as in DNS rebinding, gets nothing."""
    address = request.transport.get_extra_info("sockname") if request.transport else None
    port = address[1] if address else 0
    if request.headers.get("Host") not in {f"127.0.0.1:{port}", f"localhost:{port}"}:
        raise web.HTTPForbidden
    return await handler(request)


def _person(member: Member, *, chosen: bool) -> str:
    current = ' aria-current="true"' if chosen else ""
    return (
        f'<a class="person" href="/?as={member.key}" data-key="{member.key}"{current}>'
        f'<span class="face {member.key}" aria-hidden="true">{member.name[0]}</span>'
        f"<span><b>{member.name}</b><small>{member.role}</small></span></a>"
    )


def _read(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _answer(text: str, kind: str, status: int = 200) -> web.Response:
    return web.Response(text=text, content_type=kind, status=status, headers=_HEADERS)
