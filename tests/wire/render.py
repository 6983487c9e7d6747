"""Records as the JSON that Discord would send for them."""

from collections.abc import Mapping
from urllib.parse import quote

from . import permissions
from .ids import Json, iso_of
from .intents import GUILD_MEMBERS, may_read
from .model import Attachment, Channel, Guild, Member, Message, Role, User
from .world import World


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def user(record: User) -> Json:
    return {
        "id": str(record.id), "username": record.name, "global_name": record.name, "discriminator": "0",
        "avatar": None, "bot": record.bot, "system": False, "public_flags": 0, "flags": 0,
        "primary_guild": None,
    }  # fmt: skip


def member(record: Member, *, with_user: bool = True) -> Json:
    body: Json = {
        "roles": [str(role) for role in record.role_ids], "nick": record.nick, "avatar": None, "banner": None,
        "flags": 0, "joined_at": record.joined_at, "premium_since": None, "deaf": False, "mute": False,
        "pending": False, "communication_disabled_until": None,
    }  # fmt: skip
    if with_user:
        body["user"] = user(record.user)
    return body


def role(record: Role) -> Json:
    return {
        "id": str(record.id), "name": record.name, "permissions": str(record.permissions),
        "position": record.position, "color": 0, "hoist": False, "icon": None, "unicode_emoji": None,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "managed": record.managed, "mentionable": False, "flags": 0,
    }  # fmt: skip


def channel(world: World, record: Channel) -> Json:
    if record.thread is not None:
        return _thread(world, record)
    body: Json = {
        "id": str(record.id),
        "type": record.type,
        "last_message_id": _text(record.last_message_id),
        "flags": 0,
    }
    if record.recipient_id is not None:
        return body | {"recipients": [user(world.users[record.recipient_id])]}
    return body | {
        "guild_id": _text(record.guild_id), "name": record.name, "topic": record.topic, "nsfw": False,
        "position": record.position, "permission_overwrites": record.overwrites,
        "parent_id": _text(record.parent_id), "rate_limit_per_user": record.slow_mode,
    }  # fmt: skip


def _thread(world: World, record: Channel) -> Json:
    state = record.thread
    assert state is not None
    body: Json = {
        "id": str(record.id), "guild_id": _text(record.guild_id), "parent_id": _text(record.parent_id),
        "owner_id": str(state.owner_id), "type": record.type, "name": record.name, "flags": 0,
        "last_message_id": _text(record.last_message_id), "rate_limit_per_user": record.slow_mode,
        "message_count": state.messages_sent, "total_message_sent": state.messages_sent,
        "member_count": min(len(state.members), 50),
        "thread_metadata": {
            "archived": state.archived, "auto_archive_duration": state.auto_archive_minutes,
            "archive_timestamp": state.archive_changed_at, "locked": state.locked,
            "invitable": state.invitable, "create_timestamp": state.created_at,
        },
    }  # fmt: skip
    if world.bot.id in state.members:
        body["member"] = thread_member(record, world.bot.id)
    return body


def thread_member(record: Channel, user_id: int) -> Json:
    assert record.thread is not None
    return {
        "id": str(record.id),
        "user_id": str(user_id),
        "join_timestamp": record.thread.members[user_id],
        "flags": 0,
    }


def guild(world: World, record: Guild) -> Json:
    """The part that both the REST answer and GUILD_CREATE have."""
    return {
        "id": str(record.id), "name": record.name, "icon": None, "splash": None, "discovery_splash": None,
        "owner_id": str(record.owner_id), "afk_channel_id": None, "afk_timeout": 300, "verification_level": 0,
        "default_message_notifications": 1, "explicit_content_filter": 0, "features": [], "mfa_level": 0,
        "application_id": None, "system_channel_id": None, "system_channel_flags": 0, "rules_channel_id": None,
        "vanity_url_code": None, "description": None, "banner": None, "premium_tier": 0,
        "preferred_locale": record.locale, "public_updates_channel_id": None, "nsfw_level": 0, "emojis": [],
        "stickers": [], "premium_progress_bar_enabled": False, "safety_alerts_channel_id": None,
        "roles": [role(entry) for entry in record.roles.values()],
    }  # fmt: skip


def guild_create(world: World, record: Guild, intents: int) -> Json:
    """Without the members intent only the bot itself is listed, as on Discord."""
    everyone = record.members.values()
    shown = everyone if intents & GUILD_MEMBERS else [record.members[world.bot.id]]
    return guild(world, record) | {
        "joined_at": record.joined_at, "large": len(record.members) > 250, "unavailable": False,
        "member_count": len(record.members), "members": [member(entry) for entry in shown],
        "channels": [channel(world, entry) for entry in world.guild_channels(record.id)],
        "threads": [channel(world, entry) for entry in world.active_threads(record.id)],
        "presences": [], "voice_states": [], "stage_instances": [], "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }  # fmt: skip


def attachment(world: World, record: Attachment, channel_id: int) -> Json:
    url = f"{world.base_url}/cdn/attachments/{channel_id}/{record.id}/{quote(record.filename)}"
    body: Json = {
        "id": str(record.id), "filename": record.filename, "size": len(record.data), "url": url, "proxy_url": url,
        "content_type": record.content_type,
    }  # fmt: skip
    return body if record.description is None else body | {"description": record.description}


def message(world: World, record: Message, intents: int, *, nested: bool = False) -> Json:
    """`intents` decides whether text, embeds, files and components are shown or left empty."""
    readable = may_read(record, world.bot.id, intents)
    body: Json = {
        "id": str(record.id), "channel_id": str(record.channel_id), "type": record.type,
        "author": user(world.users[record.author_id]), "timestamp": iso_of(record.id),
        "edited_timestamp": record.edited_at, "tts": record.tts, "pinned": record.pinned, "flags": record.flags,
        "content": record.content if readable else "",
        "embeds": record.embeds if readable else [],
        "components": record.components if readable else [],
        "attachments": [attachment(world, a, record.channel_id) for a in record.attachments] if readable else [],
        "mentions": [user(world.users[one]) for one in record.mention_ids],
        "mention_roles": [str(one) for one in record.mention_role_ids],
        "mention_everyone": record.mention_everyone,
    }  # fmt: skip
    if record.reactions:
        body["reactions"] = [_reaction(world, emoji, who) for emoji, who in record.reactions.items()]
    if record.reference is not None:
        body["message_reference"] = record.reference
    if record.replied_to is not None and not nested:
        target = world.find_message(record.channel_id, record.replied_to)
        body["referenced_message"] = message(world, target, intents, nested=True) if target else None
    return body | _message_extras(world, record)


def _message_extras(world: World, record: Message) -> Json:
    extras: Json = {}
    if record.nonce is not None:
        extras["nonce"] = record.nonce
    if record.webhook_id is not None:
        extras |= {"webhook_id": str(record.webhook_id), "application_id": str(world.application_id)}
    if record.interaction is not None:
        extras["interaction_metadata"] = record.interaction
    if record.thread_id is not None and record.thread_id in world.channels:
        extras["thread"] = channel(world, world.channels[record.thread_id])
    return extras


def _reaction(world: World, emoji: str, who: list[int]) -> Json:
    return {
        "count": len(who), "me": world.bot.id in who, "me_burst": False, "burst_colors": [],
        "count_details": {"burst": 0, "normal": len(who)}, "emoji": partial_emoji(emoji),
    }  # fmt: skip


def partial_emoji(emoji: str) -> Json:
    """`name:id` is a server's own emoji, anything else is Unicode."""
    name, _, emoji_id = emoji.partition(":")
    return {"id": emoji_id or None, "name": name}


def message_event(world: World, record: Message, intents: int) -> Json:
    """MESSAGE_CREATE and MESSAGE_UPDATE also name the server and the author's membership."""
    body = message(world, record, intents)
    if record.guild_id is None:
        return body
    body["guild_id"] = str(record.guild_id)
    author = world.guilds[record.guild_id].members.get(record.author_id)
    if author is not None and record.webhook_id is None:
        body["member"] = member(author, with_user=False)
    return body


def interaction_place(world: World, place: Channel, who: User) -> Json:
    """The parts of an interaction that say where it happened and what may be done there."""
    rights = world.rights(who.id, place)
    body: Json = {
        "channel_id": str(place.id), "channel": channel(world, place) | {"permissions": str(rights)},
        "app_permissions": str(world.rights(world.bot.id, place)), "locale": who.locale,
    }  # fmt: skip
    if place.guild_id is None:
        owners: Mapping[str, str] = {"0": "0"}
        return body | {"user": user(who), "context": 1, "authorizing_integration_owners": owners}
    home = world.guild(place.guild_id)
    return body | {
        "guild_id": str(home.id), "guild_locale": home.locale, "context": 0,
        "guild": {"id": str(home.id), "locale": home.locale, "features": []},
        "member": member(home.members[who.id]) | {"permissions": str(rights or permissions.in_guild(home, who.id))},
        "authorizing_integration_owners": {"0": str(home.id)},
    }  # fmt: skip
