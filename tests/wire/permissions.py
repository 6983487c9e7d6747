"""Permission bits and Discord's published way to compute them for one member in one channel."""

from .ids import Json
from .model import PRIVATE_THREAD, Channel, Guild

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_HISTORY = 1 << 16
MANAGE_ROLES = 1 << 28
USE_COMMANDS = 1 << 31
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_IN_THREADS = 1 << 38

ALL = (1 << 53) - 1

EVERYONE = (
    ADD_REACTIONS | VIEW_CHANNEL | SEND_MESSAGES | EMBED_LINKS | ATTACH_FILES | READ_HISTORY | USE_COMMANDS
    | CREATE_PUBLIC_THREADS | CREATE_PRIVATE_THREADS | SEND_IN_THREADS
)  # fmt: skip
BOT = EVERYONE | MANAGE_MESSAGES | MANAGE_THREADS


def in_guild(guild: Guild, user_id: int) -> int:
    if guild.owner_id == user_id:
        return ALL
    member = guild.members.get(user_id)
    if member is None:
        return 0
    total = guild.roles[guild.id].permissions
    for role_id in member.role_ids:
        total |= guild.roles[role_id].permissions
    return ALL if total & ADMINISTRATOR else total


def in_channel(guild: Guild, user_id: int, channel: Channel, parent: Channel | None = None) -> int:
    """Permissions after overwrites; a thread takes its parent's, and a private one is shut to outsiders."""
    base = in_guild(guild, user_id)
    if base == ALL or user_id not in guild.members:
        return base
    total = _overwritten(base, (parent or channel).overwrites, guild, user_id)
    outsider = channel.thread is not None and user_id not in channel.thread.members
    if channel.type == PRIVATE_THREAD and outsider and not total & MANAGE_THREADS:
        return 0
    return total if total & VIEW_CHANNEL else 0


def _overwritten(base: int, overwrites: list[Json], guild: Guild, user_id: int) -> int:
    by_id = {int(entry["id"]): entry for entry in overwrites}
    total = base
    if guild.id in by_id:
        total = _applied(total, [by_id[guild.id]])
    total = _applied(total, [by_id[role] for role in guild.members[user_id].role_ids if role in by_id])
    return _applied(total, [by_id[user_id]] if user_id in by_id else [])


def _applied(base: int, entries: list[Json]) -> int:
    deny = allow = 0
    for entry in entries:
        deny |= int(entry.get("deny", 0))
        allow |= int(entry.get("allow", 0))
    return base & ~deny | allow
