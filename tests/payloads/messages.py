"""Discord's limits on messages, beyond what its description says."""

from collections.abc import Iterator
from typing import Any

from tests.payloads.components import components
from tests.payloads.lengths import count, needed, optional, text

V2 = 1 << 15
_V2_COMPONENTS = {9, 10, 11, 12, 13, 14, 17}
_MOST_CONTENT = 2000  # the description allows the 4,000 of paying people, which no bot has
_MOST_IN_EMBEDS = 6000
_MOST_IN_V2 = 4000
_MOST_V2_COMPONENTS = 40
_MOST_ROWS = 5
_MOST_NONCE = 25
_SUBSTANCE = ("content", "embeds", "components", "attachments", "poll", "sticker_ids")


def message(data: dict[str, Any], *, new: bool) -> Iterator[str]:
    """A message that is sent or, with ``new`` false, changed."""
    yield from text("content", data.get("content"), _MOST_CONTENT)
    yield from text("nonce", data.get("nonce"), _MOST_NONCE)
    yield from count("attachments", data.get("attachments"), 10)
    if new and not any(_is_something(data.get(part)) for part in _SUBSTANCE):
        yield "the message is empty"
    yield from _embeds(data.get("embeds") or [])
    yield from components(data.get("components") or [])
    yield from _layout(data, new=new)


def _is_something(value: Any) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def _layout(data: dict[str, Any], *, new: bool) -> Iterator[str]:
    parts = list(walk(data.get("components") or []))
    if int(data.get("flags") or 0) & V2:
        other = [name for name in ("content", "embeds", "poll", "sticker_ids") if _is_something(data.get(name))]
        if other:
            yield f"a V2 message must not have {', '.join(other)}"
        yield from count("components", parts, _MOST_V2_COMPONENTS)
        yield from text("components", "".join(_texts(parts)), _MOST_IN_V2)
    elif new and any(part.get("type") in _V2_COMPONENTS for part in parts):
        yield "components of V2 without the flag of V2"
    elif new:
        yield from count("components", data.get("components"), _MOST_ROWS)


def _texts(parts: list[dict[str, Any]]) -> Iterator[str]:
    return (str(part.get("content", "")) for part in parts if part.get("type") == 10)


def walk(parts: Any) -> Iterator[dict[str, Any]]:
    """Every component, the nested ones too."""
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict):
            yield part
            for key in ("components", "component", "accessory"):
                yield from walk(part.get(key))


def _embeds(embeds: list[dict[str, Any]]) -> Iterator[str]:
    total = 0
    for number, embed in enumerate(embeds):
        place = f"embeds[{number}]"
        yield from text(f"{place}.title", embed.get("title"), 256)
        yield from text(f"{place}.description", embed.get("description"), 4096)
        footer, author = embed.get("footer") or {}, embed.get("author") or {}
        yield from optional(f"{place}.footer.text", footer.get("text"), 2048)
        yield from optional(f"{place}.author.name", author.get("name"), 256)
        yield from count(f"{place}.fields", embed.get("fields"), 25)
        texts = [embed.get("title"), embed.get("description"), footer.get("text"), author.get("name")]
        for at, field in enumerate(embed.get("fields") or []):
            yield from needed(f"{place}.fields[{at}].name", field.get("name"), 256)
            yield from needed(f"{place}.fields[{at}].value", field.get("value"), 1024)
            texts += [field.get("name"), field.get("value")]
        if not any(texts) and not any(embed.get(part) for part in ("image", "thumbnail", "video", "url")):
            yield f"{place}: is empty"
        total += sum(len(one.strip()) for one in texts if isinstance(one, str))
    if total > _MOST_IN_EMBEDS:
        yield f"embeds: {total} characters in all, at most {_MOST_IN_EMBEDS} are allowed"
