"""What Discord refuses for its size or shape: the limits a bot can run into, not every rule there is."""

from collections.abc import Iterator

from .errors import ApiError, invalid
from .ids import Json
from .model import FLAG_COMPONENTS_V2

ARCHIVE_MINUTES = (60, 1440, 4320, 10080)
MAX_ACTIVE_THREADS = 1000
MAX_FILE_BYTES = 10 * 1024 * 1024


def check_message(body: Json, file_sizes: list[int], *, fresh: bool = True) -> None:
    """`fresh`: a new message must say something; an edit may leave things out."""
    content = str(body.get("content") or "")
    embeds, components = body.get("embeds") or [], body.get("components") or []
    check_length("content", content, 0, 2000)
    _check_embeds(embeds)
    _check_files(file_sizes)
    check_components(components, v2=bool(int(body.get("flags") or 0) & FLAG_COMPONENTS_V2))
    if int(body.get("flags") or 0) & FLAG_COMPONENTS_V2 and (content or embeds):
        raise invalid("content", "The 'content' field cannot be used with MessageFlags.IS_COMPONENTS_V2")
    if fresh and not (
        content.strip() or embeds or components or file_sizes or body.get("sticker_ids") or body.get("poll")
    ):
        raise ApiError(400, 50006, "Cannot send an empty message")
    check_length("nonce", str(body.get("nonce") or ""), 0, 25)


def check_length(field: str, text: str, least: int, most: int) -> None:
    if not least <= len(text) <= most:
        raise invalid(field, f"Must be between {least} and {most} in length.")


def check_thread(body: Json) -> None:
    if "name" in body:
        check_length("name", str(body["name"]), 1, 100)
    if (body.get("auto_archive_duration") or 1440) not in ARCHIVE_MINUTES:
        raise invalid("auto_archive_duration", f"Value must be one of {ARCHIVE_MINUTES}.")
    if not 0 <= int(body.get("rate_limit_per_user") or 0) <= 21_600:
        raise invalid("rate_limit_per_user", "int value should be between 0 and 21600.")


def check_choices(choices: list[Json]) -> None:
    if len(choices) > 25:
        raise invalid("choices", "Must be 25 or fewer in length.")
    for choice in choices:
        check_length("choices.name", str(choice["name"]), 1, 100)
        check_length("choices.value", str(choice["value"]), 1, 100)


def check_modal(data: Json) -> None:
    check_length("title", str(data.get("title") or ""), 1, 45)
    check_length("custom_id", str(data.get("custom_id") or ""), 1, 100)
    if not 1 <= len(data.get("components") or []) <= 5:
        raise invalid("components", "Must be between 1 and 5 in length.")
    for component in walk(data["components"]):
        if component["type"] == 4 and component.get("value"):
            check_length("value", component["value"], 0, int(component.get("max_length") or 4000))


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, however deep: rows, containers, sections with their accessory, labels."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        for inner in ("component", "accessory"):
            if isinstance(component.get(inner), dict):
                yield from walk([component[inner]])


def check_components(components: list[Json], *, v2: bool) -> None:
    found = list(walk(components))
    if not v2 and len(components) > 5:
        raise invalid("components", "Must be 5 or fewer in length.")
    if len(found) > 40:
        raise invalid("components", "The total number of components cannot exceed 40.")
    ids = [str(one["custom_id"]) for one in found if one.get("custom_id")]
    if len(ids) != len(set(ids)):
        raise invalid("components", "Component custom id cannot be duplicated")
    for one in found:
        check_length("custom_id", str(one.get("custom_id") or ""), 0, 100)
        check_length("label", str(one.get("label") or ""), 0, 80)
        if one["type"] == 2 and one.get("style") != 6 and not (one.get("label") or one.get("emoji")):
            raise invalid("components", "A button must have a label or an emoji.")
        if one["type"] == 3 and len(one.get("options") or []) > 25:
            raise invalid("options", "Must be 25 or fewer in length.")


def _check_embeds(embeds: list[Json]) -> None:
    if len(embeds) > 10:
        raise invalid("embeds", "Must be 10 or fewer in length.")
    if sum(_embed_length(embed) for embed in embeds) > 6000:
        raise invalid("embeds", "Embed size exceeds maximum size of 6000")


def _embed_length(embed: Json) -> int:
    check_length("embeds.title", str(embed.get("title") or ""), 0, 256)
    check_length("embeds.description", str(embed.get("description") or ""), 0, 4096)
    fields: list[Json] = embed.get("fields") or []
    if len(fields) > 25:
        raise invalid("embeds.fields", "Must be 25 or fewer in length.")
    total = len(embed.get("title") or "") + len(embed.get("description") or "")
    for field in fields:
        check_length("embeds.fields.name", str(field["name"]), 1, 256)
        check_length("embeds.fields.value", str(field["value"]), 1, 1024)
        total += len(field["name"]) + len(field["value"])
    footer: Json = embed.get("footer") or {}
    author: Json = embed.get("author") or {}
    return total + len(footer.get("text") or "") + len(author.get("name") or "")


def _check_files(sizes: list[int]) -> None:
    if len(sizes) > 10:
        raise invalid("files", "Must be 10 or fewer in length.")
    if any(size > MAX_FILE_BYTES for size in sizes):
        raise ApiError(413, 40005, "Request entity too large")
