"""What can happen on Discord and the simulator's people cannot do: tampered presses, and changes to places.

Everything that reaches into the simulator for that stands here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import discord
import simcord
from simcord import interactions
from simcord.actors import _dispatch_actor_interaction
from simcord.backend import serializers
from simcord.backend.models import MessageSticker, Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import ChannelType, InteractionType, OverwriteType
from simcord.results import InteractionResult

from tests.world import World

Anyone = simcord.MemberActor | simcord.UserHandle
_BUTTON, _SLASH = 2, 1


async def press(world: World, who: Anyone, message: discord.Message, custom_id: str) -> InteractionResult:
    """Press a button with this custom id, as if it were the only one on the message."""
    backend = world.env.backend
    stored = backend.get_message(message.channel.id, message.id)
    button = {"type": _BUTTON, "style": 2, "label": "Tampered", "custom_id": custom_id}
    shown = dict(serializers.message_payload(backend, stored)) | {"components": [{"type": 1, "components": [button]}]}
    place = ChannelHandle(world.env, getattr(who, "guild", None), backend.get_channel(message.channel.id))
    return await _dispatch_actor_interaction(
        who,
        InteractionType.MESSAGE_COMPONENT,
        place,
        {"custom_id": custom_id, "component_type": _BUTTON},
        extra={"message": shown},
        source_message_id=message.id,
    )


async def press_together(
    world: World, message: discord.Message, presses: Iterable[tuple[simcord.MemberActor, str]]
) -> list[InteractionResult]:
    """Many people press buttons of a message at the same moment: all presses reach the bot before it answers one."""
    backend = world.env.backend
    shown = dict(serializers.message_payload(backend, backend.get_message(message.channel.id, message.id)))
    records = []
    for who, custom_id in presses:
        record, payload = interactions.base_payload(
            backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=message.channel.id,
            guild_id=who.guild.id,
            user_id=who.id,
            data={"custom_id": custom_id, "component_type": _BUTTON},
        )
        button = {"type": _BUTTON, "style": 2, "label": "Pressed", "custom_id": custom_id}
        payload.update({"message": shown | {"components": [{"type": 1, "components": [button]}]}})
        record.source_message_id = message.id
        world.env._notify_dispatch_observers(record)
        backend.emit("INTERACTION_CREATE", payload)
        records.append(record)
    await world.env.settle()
    return [InteractionResult(world.env, record) for record in records]


async def send_form(
    world: World, who: Anyone, channel: simcord.ChannelHandle, custom_id: str, text: Any
) -> InteractionResult:
    """Send the form behind ``Answer`` with any custom id and any content."""
    return await send_fields(world, who, channel, custom_id, {"text": text})


async def send_fields(
    world: World, who: Anyone, channel: simcord.ChannelHandle, custom_id: str, texts: Mapping[str, Any]
) -> InteractionResult:
    """Send a form with any fields, past the limits that Discord's own form keeps."""
    fields = [{"type": 4, "custom_id": name, "value": text} for name, text in texts.items()]
    data = {"custom_id": custom_id, "components": [{"type": 18, "component": field} for field in fields]}
    return await _dispatch_actor_interaction(who, InteractionType.MODAL_SUBMIT, channel, data)


async def command(
    world: World, who: Anyone, channel: simcord.ChannelHandle, path: str, *options: tuple[str, int, Any]
) -> InteractionResult:
    """Run a slash command with raw options (name, type, value), past what the picker would let through."""
    name, inner = path.split()
    root = world.env.backend.find_command(name, None, type=_SLASH)
    assert root is not None
    given = [{"name": option, "type": kind, "value": value} for option, kind, value in options]
    data = {
        "id": root["id"],
        "name": name,
        "type": _SLASH,
        "options": [{"type": 1, "name": inner, "options": given}],
    }
    return await _dispatch_actor_interaction(who, InteractionType.APPLICATION_COMMAND, channel, data)


async def command_alone(
    world: World, who: Anyone, channel: simcord.ChannelHandle, name: str, *options: tuple[str, int, Any]
) -> InteractionResult:
    """As :func:`command`, for a command that stands in no group."""
    root = world.env.backend.find_command(name, None, type=_SLASH)
    assert root is not None
    given = [{"name": option, "type": kind, "value": value} for option, kind, value in options]
    data = {"id": root["id"], "name": name, "type": _SLASH, "options": given}
    return await _dispatch_actor_interaction(who, InteractionType.APPLICATION_COMMAND, channel, data)


async def dispatch_command(who: Anyone, channel: simcord.ChannelHandle, data: Mapping[str, Any]) -> InteractionResult:
    """Run a slash command from the whole data of its interaction."""
    return await _dispatch_actor_interaction(who, InteractionType.APPLICATION_COMMAND, channel, dict(data))


async def deny(world: World, channel: simcord.ChannelHandle, *permissions: str) -> None:
    """Take permissions from the bot in a channel."""
    denied = discord.Permissions(**dict.fromkeys(permissions, True)).value
    overwrite = Overwrite(world.env.backend.bot_user.id, OverwriteType.MEMBER, deny=denied)
    world.env.backend.set_overwrite(channel.id, overwrite)
    await world.env.settle()


async def allow_again(world: World, channel: simcord.ChannelHandle) -> None:
    """Give the bot back what was denied."""
    world.env.backend.delete_overwrite(channel.id, world.env.backend.bot_user.id)
    await world.env.settle()


async def change_thread(world: World, thread: simcord.ChannelHandle, **changes: bool) -> None:
    """Archive or lock a thread, or undo it."""
    world.env.backend.edit_channel(thread.id, {}, thread_metadata=changes)
    await world.env.settle()


async def delete(world: World, channel: simcord.ChannelHandle) -> None:
    """Delete a channel, with the threads in it, or a thread."""
    for thread in [] if channel.is_thread else channel.threads:
        # Discord says nothing of the threads of a deleted channel.
        world.env.backend.channels.pop(thread.id)
        world.env.backend.messages.pop(thread.id)
        world.env.backend.guilds[world.guild.id].thread_ids.remove(thread.id)
    world.env.backend.delete_channel(channel.id)
    await world.env.settle()


async def remove_bot(world: World) -> Any:
    """Remove the bot from the server; returns what :func:`add_bot` needs."""
    backend = world.env.backend
    member = backend.guilds[world.guild.id].members.pop(backend.bot_user.id)
    backend.emit("GUILD_DELETE", {"id": str(world.guild.id)})
    await world.env.settle()
    return member


async def add_bot(world: World, member: Any) -> None:
    """Invite the bot again."""
    backend = world.env.backend
    guild = backend.guilds[world.guild.id]
    guild.members[backend.bot_user.id] = member
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, guild))
    await world.env.settle()


async def join(world: World, name: str) -> simcord.GuildHandle:
    """Somebody invites the bot into a new server; the simulator's own way looks like the end of an outage."""
    guild = world.env.create_guild(name)
    await world.env.settle()
    payload = dict(serializers.guild_create_payload(world.env.backend, guild._guild))
    del payload["unavailable"]
    world.env.backend.emit("GUILD_CREATE", payload)
    await world.env.settle()
    return guild


async def delete_messages(world: World, channel: simcord.ChannelHandle, *messages: discord.Message) -> None:
    """A moderator deletes many messages at once."""
    world.env.backend.bulk_delete_messages(channel.id, [message.id for message in messages])
    await world.env.settle()


async def send_voice(world: World, who: simcord.MemberActor, channel: simcord.ChannelHandle, seconds: float) -> None:
    """Send a voice message."""
    backend = world.env.backend
    (sound,) = backend.store_attachments(channel.id, [("voice-message.ogg", b"x" * 5000)])
    backend.create_message(channel.id, who.id, "", attachments=[sound | {"duration_secs": seconds, "waveform": "AA=="}])
    await world.env.settle()


async def send_sticker(world: World, who: simcord.MemberActor, channel: simcord.ChannelHandle) -> discord.Message:
    """Send a sticker and nothing else."""
    sticker = world.guild.create_sticker("wave")
    shown = MessageSticker(sticker.id, sticker.name, sticker.format_type, world.guild.id)
    stored = world.env.backend.create_message(channel.id, who.id, "", stickers=[shown])
    await world.env.settle()
    return next(message for message in channel.history() if message.id == stored.id)


def open_threads(world: World, count: int) -> None:
    """Fill a server with active threads."""
    backend = world.env.backend
    for number in range(count):
        thread = backend.create_thread(
            world.channel.id, f"t{number}", world.mod.id, type=ChannelType.PUBLIC_THREAD, broadcast=False
        )
        backend.announce_thread_create(thread)


def file_of(world: World, message: discord.Message) -> bytes:
    """The bytes of a message's only file."""
    (attachment,) = message.attachments
    data = world.env.backend.cdn.get(attachment.url)
    assert data is not None
    return data


async def choose(
    world: World, who: Anyone, message: discord.Message, custom_id: str, *values: str
) -> InteractionResult:
    """Choose any values in a menu of a message, past what the picker would let through."""
    backend = world.env.backend
    stored = backend.get_message(message.channel.id, message.id)
    place = ChannelHandle(world.env, getattr(who, "guild", None), backend.get_channel(message.channel.id))
    return await _dispatch_actor_interaction(
        who,
        InteractionType.MESSAGE_COMPONENT,
        place,
        {"custom_id": custom_id, "component_type": _type_of(stored.components, custom_id), "values": list(values)},
        extra={"message": dict(serializers.message_payload(backend, stored))},
        source_message_id=message.id,
    )


def _type_of(components: Any, custom_id: str) -> int:
    for one in components:
        if one.get("custom_id") == custom_id:
            return int(one["type"])
        if found := _type_of(one.get("components", []), custom_id):
            return found
    return 0


def show_command_to_all(world: World, name: str) -> None:
    """An administrator of the server makes a command visible to everyone."""
    root = world.env.backend.find_command(name, None, type=_SLASH)
    assert root is not None
    world.guild.set_command_permissions(int(root["id"]), {world.guild.default_role: True})


async def set_roles(world: World, who: simcord.MemberActor, *roles: simcord.RoleHandle) -> None:
    """Give a member these roles and no others."""
    world.env.backend.edit_member(world.guild.id, who.id, {"role_ids": [role.id for role in roles]})
    await world.env.settle()


async def delete_role(world: World, role: simcord.RoleHandle) -> None:
    """Delete a role."""
    world.env.backend.delete_role(world.guild.id, role.id)
    await world.env.settle()


async def set_server_rights(world: World, **changes: bool) -> None:
    """Change what everybody and the bot's own role may do in the whole server."""
    backend = world.env.backend
    for role in list(backend.guilds[world.guild.id].roles.values()):
        if role.managed or role.id == world.guild.id:
            held = discord.Permissions(role.permissions)
            held.update(**changes)
            backend.edit_role(world.guild.id, role.id, {"permissions": held.value})
    await world.env.settle()
