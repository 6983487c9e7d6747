"""Messages come to be, change and go: the same for the bot's requests and for people."""

import re
import time
from collections.abc import Container

from . import permissions, render
from .errors import ApiError
from .gateway import Gateway
from .http_call import Call, attachments_of
from .ids import Json, now_iso
from .limits import check_message, walk
from .model import FLAG_COMPONENTS_V2, FLAG_EPHEMERAL, REPLY, Attachment, Channel, Message
from .world import World

USER_MENTION = re.compile(r"<@!?(\d+)>")
ROLE_MENTION = re.compile(r"<@&(\d+)>")


class Posts:
    def __init__(self, world: World, gateway: Gateway, nonce_window: float = 180.0) -> None:
        self.world = world
        self.gateway = gateway
        self.nonce_window = nonce_window
        self.nonce_hits = 0
        self._nonces: dict[tuple[int, int, str], tuple[float, int]] = {}

    # --- making --------------------------------------------------------------------------------------------

    def compose(self, call: Call, place: Channel, *, kind: int = 0) -> Message:
        """A message of the bot's from a request body, not yet posted."""
        body = call.body
        check_message(body, [len(upload.data) for upload in call.uploads])
        message = Message(
            self.world.ids.next(), place.id, self.world.bot.id, str(body.get("content") or ""), kind, place.guild_id,
            embeds=_typed_embeds(body), components=numbered(body.get("components") or []),
            attachments=attachments_of(call, self.world.ids.next, body.get("attachments")),
            flags=int(body.get("flags") or 0), nonce=body.get("nonce"), tts=bool(body.get("tts")),
        )  # fmt: skip
        self.read_mentions(message, body.get("allowed_mentions"))
        return message

    def post_for_bot(self, call: Call, place: Channel) -> Message:
        """The create-message route, with its nonce rule: the second copy is the first one again."""
        body = call.body
        known = self._posted_before(place, body)
        if known is not None:
            return known
        message = self.compose(call, place)
        if body.get("message_reference"):
            self._answer_to(message, body["message_reference"], body.get("allowed_mentions"))
        self.post(message)
        if body.get("nonce") and body.get("enforce_nonce"):
            self._nonces[place.id, self.world.bot.id, str(body["nonce"])] = (time.monotonic(), message.id)
        return message

    def _posted_before(self, place: Channel, body: Json) -> Message | None:
        if not (body.get("nonce") and body.get("enforce_nonce")):
            return None
        made_at, message_id = self._nonces.get((place.id, self.world.bot.id, str(body["nonce"])), (0.0, 0))
        found = place.messages.get(message_id)
        if found is None or time.monotonic() - made_at > self.nonce_window:
            return None
        self.nonce_hits += 1
        return found

    def _answer_to(self, message: Message, reference: Json, allowed: Json | None) -> None:
        target_id = int(reference["message_id"])
        target = self.world.channel(message.channel_id).messages.get(target_id)
        if target is None:
            if reference.get("fail_if_not_exists", True):
                raise ApiError(400, 50035, "Invalid Form Body", {"message_reference": {"_errors": []}})
            return
        self.reply_to(message, target, ping=bool((allowed or {"replied_user": True}).get("replied_user")))

    def reply_to(self, message: Message, target: Message, *, ping: bool) -> None:
        message.type, message.replied_to = REPLY, target.id
        message.reference = {"type": 0, "channel_id": str(target.channel_id), "message_id": str(target.id)}
        if target.guild_id is not None:
            message.reference["guild_id"] = str(target.guild_id)
        if ping and target.author_id not in message.mention_ids:
            message.mention_ids.append(target.author_id)

    def post(self, message: Message) -> None:
        place = self.world.channel(message.channel_id)
        place.messages[message.id] = message
        place.last_message_id = message.id
        if place.thread is not None:
            place.thread.messages_sent += 1
        self.announce("MESSAGE_CREATE", message)

    def announce(self, event: str, message: Message) -> None:
        """Ephemeral messages live in one person's client: no gateway event tells of them."""
        if not message.ephemeral:
            self.gateway.dispatch(
                event, message.guild_id, lambda intents: render.message_event(self.world, message, intents)
            )

    # --- changing ------------------------------------------------------------------------------------------

    def edit(self, message: Message, call: Call) -> None:
        body = call.body
        flags = int(body["flags"]) if body.get("flags") is not None else message.flags & FLAG_COMPONENTS_V2
        check_message(body | {"flags": flags}, [len(upload.data) for upload in call.uploads], fresh=False)
        new_files = attachments_of(call, self.world.ids.next, body.get("attachments"))
        self.apply(message, body, new_files)
        message.edited_at = now_iso()
        self.announce("MESSAGE_UPDATE", message)

    def apply(self, message: Message, body: Json, new_files: list[Attachment]) -> None:
        """Set what the body names and leave the rest; null empties."""
        if "content" in body:
            message.content = str(body["content"] or "")
            self.read_mentions(message, body.get("allowed_mentions"))
        if "embeds" in body:
            message.embeds = _typed_embeds(body)
        if "components" in body:
            message.components = numbered(body["components"] or [])
        if body.get("flags") is not None:
            message.flags = message.flags & (FLAG_EPHEMERAL | 1 << 5) | int(body["flags"]) & ~FLAG_EPHEMERAL
        if "attachments" in body:
            kept = {str(entry.get("id")) for entry in body["attachments"] or []}
            message.attachments = [one for one in message.attachments if str(one.id) in kept]
        message.attachments += new_files

    def delete(self, message: Message) -> None:
        if message.ephemeral:
            self.world.ephemeral.pop(message.id, None)
            return
        self.world.channel(message.channel_id).messages.pop(message.id, None)
        body: Json = {"id": str(message.id), "channel_id": str(message.channel_id)}
        if message.guild_id is not None:
            body["guild_id"] = str(message.guild_id)
        self.gateway.dispatch("MESSAGE_DELETE", message.guild_id, body)

    def react(self, message: Message, emoji: str, user_id: int, *, add: bool) -> None:
        who = message.reactions.setdefault(emoji, [])
        if add is (user_id in who):
            return
        if add:
            who.append(user_id)
        else:
            who.remove(user_id)
        if not who:
            del message.reactions[emoji]
        self._announce_reaction(message, emoji, user_id, add=add)

    def _announce_reaction(self, message: Message, emoji: str, user_id: int, *, add: bool) -> None:
        body: Json = {
            "user_id": str(user_id), "channel_id": str(message.channel_id), "message_id": str(message.id),
            "emoji": render.partial_emoji(emoji), "burst": False, "type": 0,
        }  # fmt: skip
        if message.guild_id is not None:
            body["guild_id"] = str(message.guild_id)
            if add:
                body["member"] = render.member(self.world.guild(message.guild_id).members[user_id])
        if add:
            body["message_author_id"] = str(message.author_id)
        self.gateway.dispatch(f"MESSAGE_REACTION_{'ADD' if add else 'REMOVE'}", message.guild_id, body)

    # --- mentions ------------------------------------------------------------------------------------------

    def read_mentions(self, message: Message, allowed: Json | None) -> None:
        """Who is pinged: all that the text names, or only what `allowed_mentions` lets through."""
        users = _unique(USER_MENTION.findall(message.content), self.world.users)
        roles = _unique(ROLE_MENTION.findall(message.content), self._roles_of(message))
        everyone = "@everyone" in message.content or "@here" in message.content
        if allowed is not None:
            parse = allowed.get("parse") or []
            users = [one for one in users if "users" in parse or str(one) in map(str, allowed.get("users") or [])]
            roles = [one for one in roles if "roles" in parse or str(one) in map(str, allowed.get("roles") or [])]
            everyone = everyone and "everyone" in parse
        message.mention_ids, message.mention_role_ids = users, roles
        message.mention_everyone = everyone and self._may_ping_everyone(message)

    def _roles_of(self, message: Message) -> Container[int]:
        return () if message.guild_id is None else self.world.guild(message.guild_id).roles

    def _may_ping_everyone(self, message: Message) -> bool:
        if message.guild_id is None:
            return False
        return bool(permissions.in_guild(self.world.guild(message.guild_id), message.author_id) & 1 << 17)


def numbered(components: list[Json]) -> list[Json]:
    """Discord gives every component an id of its own within the message when the bot names none."""
    for number, component in enumerate(walk(components), start=1):
        component.setdefault("id", number)
    return components


def _typed_embeds(body: Json) -> list[Json]:
    return [{"type": "rich", **embed} for embed in body.get("embeds") or []]


def _unique(found: list[str], known: Container[int]) -> list[int]:
    return list(dict.fromkeys(int(one) for one in found if int(one) in known))
