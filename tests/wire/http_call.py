"""One REST request as the route functions see it, and its answer, both free of aiohttp's types."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import BodyPartReader, web

from .errors import ApiError
from .ids import Json
from .model import Attachment

Body = Json | list[Json] | None


@dataclass
class Upload:
    """A file of a multipart request; `index` is the n of its `files[n]` part."""

    index: int
    filename: str
    data: bytes
    content_type: str


@dataclass
class Call:
    method: str
    path: str  # below /api/v10
    route: str
    params: dict[str, str]
    query: dict[str, str]
    json: Any = None
    uploads: list[Upload] = field(default_factory=list)
    status: int | None = None  # what was answered; None while under way or when the line was cut
    authorized: bool = False

    def id(self, name: str) -> int:
        """A path parameter as an id; `@me` and words are not ids, and Discord refuses them as such."""
        try:
            return int(self.params[name])
        except ValueError:
            raise ApiError(400, 50035, "Invalid Form Body") from None

    @property
    def body(self) -> Json:
        """The JSON object sent, or an empty one."""
        return self.json if isinstance(self.json, dict) else {}


@dataclass
class Reply:
    status: int
    body: Body = None
    headers: dict[str, str] = field(default_factory=dict)

    def to_web(self, extra: dict[str, str]) -> web.Response:
        # "Via" proves to discord.py that a 429 is Discord's and not Cloudflare's; and it takes a body for JSON only
        # if the content type is exactly this, without a charset.
        headers = {"Via": "1.1 google", **extra, **self.headers}
        if self.body is None:
            return web.Response(status=self.status, headers=headers)
        headers["Content-Type"] = "application/json"
        return web.Response(status=self.status, headers=headers, body=json.dumps(self.body).encode())


Handler = Callable[[Call], Body]
Routes = dict[tuple[str, str], Handler]


async def read_body(request: web.Request, call: Call) -> None:
    if request.content_type == "multipart/form-data":
        await _read_multipart(request, call)
    elif request.can_read_body:
        raw = await request.read()
        try:
            call.json = json.loads(raw) if raw else None
        except ValueError:
            raise ApiError(400, 50109, "The request body contains invalid JSON.") from None


async def _read_multipart(request: web.Request, call: Call) -> None:
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        name, data = part.name or "", bytes(await part.read())
        if name == "payload_json":
            call.json = json.loads(data)
        elif name.startswith("files["):
            kind = part.headers.get("Content-Type", "application/octet-stream")
            call.uploads.append(Upload(int(name[6:-1]), part.filename or "file", data, kind))


def attachments_of(call: Call, new_id: Callable[[], int], listed: list[Json] | None) -> list[Attachment]:
    """The uploaded files, with the descriptions that the `attachments` list gives them by their number."""
    described = {str(entry.get("id")): entry for entry in listed or []}
    made = []
    for upload in call.uploads:
        entry = described.get(str(upload.index), {})
        name = str(entry.get("filename") or upload.filename)
        made.append(Attachment(new_id(), name, upload.data, upload.content_type, entry.get("description")))
    return made
