"""Which events a connection is sent, and how much of a message it may read."""

from .model import Message

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_REACTIONS = 1 << 10
GUILD_TYPING = 1 << 11
DIRECT_MESSAGES = 1 << 12
DIRECT_REACTIONS = 1 << 13
DIRECT_TYPING = 1 << 14
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = {"members": GUILD_MEMBERS, "presences": PRESENCES, "message_content": MESSAGE_CONTENT}
# The application flags by which an unverified bot's owner grants them in the developer portal.
GRANT_FLAGS = {"presences": 1 << 13, "members": 1 << 15, "message_content": 1 << 19}

_BY_PREFIX = (
    ("MESSAGE_REACTION", GUILD_REACTIONS, DIRECT_REACTIONS),
    ("MESSAGE", GUILD_MESSAGES, DIRECT_MESSAGES),
    ("TYPING", GUILD_TYPING, DIRECT_TYPING),
    ("GUILD_MEMBER_", GUILD_MEMBERS, GUILD_MEMBERS),
    ("GUILD", GUILDS, GUILDS),
    ("CHANNEL", GUILDS, GUILDS),
    ("THREAD", GUILDS, GUILDS),
)


def wants(event: str, guild_id: int | None, intents: int) -> bool:
    """Interactions, answers to requests and READY need no intent; the rest needs the one of its family."""
    if event == "GUILD_MEMBERS_CHUNK":
        return True
    for prefix, in_guild, in_dm in _BY_PREFIX:
        if event.startswith(prefix):
            return bool(intents & (in_dm if guild_id is None else in_guild))
    return True


def may_read(message: Message, bot_id: int, intents: int) -> bool:
    """Without the message-content intent: only its own messages, direct messages and those that mention it."""
    if intents & MESSAGE_CONTENT or message.guild_id is None:
        return True
    return message.author_id == bot_id or bot_id in message.mention_ids
