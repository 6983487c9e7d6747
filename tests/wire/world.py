"""The one container of the simulated Discord's state. It outlives the bot's process."""

from . import permissions
from .errors import forbidden, missing_access, unknown
from .ids import Json, Snowflakes, shard_of
from .intents import GRANT_FLAGS, MESSAGE_CONTENT, PRIVILEGED
from .model import DM, TEXT, Channel, Guild, Member, Message, Role, ThreadState, User

UserRef = User | int
ChannelRef = Channel | int


class World:
    def __init__(self, shard_count: int, granted: frozenset[str]) -> None:
        self.ids = Snowflakes()
        self.shard_count = shard_count
        self.granted = granted
        self.base_url = ""
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.ephemeral: dict[int, Message] = {}
        self.owner = self.add_user("owner")
        self.bot = self.add_user("greenroom", bot=True)

    # --- who and where -------------------------------------------------------------------------------------

    @property
    def application_id(self) -> int:
        return self.bot.id

    @property
    def application_flags(self) -> int:
        return sum(GRANT_FLAGS[name] for name in self.granted)

    @property
    def granted_intents(self) -> int:
        return sum(PRIVILEGED[name] for name in self.granted)

    @property
    def rest_intents(self) -> int:
        """REST answers hide message content from applications that were not granted it, like the gateway does."""
        return self.granted_intents & MESSAGE_CONTENT

    def user(self, ref: UserRef) -> User:
        found = self.users.get(ref.id if isinstance(ref, User) else ref)
        if found is None:
            raise unknown("User")
        return found

    def channel(self, ref: ChannelRef) -> Channel:
        found = self.channels.get(ref.id if isinstance(ref, Channel) else ref)
        if found is None:
            raise unknown("Channel")
        return found

    def guild(self, guild_id: int) -> Guild:
        found = self.guilds.get(guild_id)
        if found is None:
            raise unknown("Guild")
        return found

    def message(self, channel_id: int, message_id: int) -> Message:
        found = self.channel(channel_id).messages.get(message_id)
        if found is None:
            raise unknown("Message")
        return found

    def find_message(self, channel_id: int, message_id: int | None) -> Message | None:
        """Like `message`, but also finds ephemeral ones, and finds nothing without an error."""
        if message_id is None:
            return None
        channel = self.channels.get(channel_id)
        return (channel.messages.get(message_id) if channel else None) or self.ephemeral.get(message_id)

    def shard_for(self, guild_id: int | None) -> int:
        return 0 if guild_id is None else shard_of(guild_id, self.shard_count)

    # --- rights --------------------------------------------------------------------------------------------

    def rights(self, user_id: int, channel: Channel) -> int:
        if channel.guild_id is None:
            return permissions.ALL if user_id in (channel.recipient_id, self.bot.id) else 0
        parent = self.channels.get(channel.parent_id) if channel.thread and channel.parent_id else None
        return permissions.in_channel(self.guild(channel.guild_id), user_id, channel, parent)

    def seen_by_bot(self, ref: ChannelRef) -> Channel:
        channel = self.channel(ref)
        if not self.rights(self.bot.id, channel) & permissions.VIEW_CHANNEL:
            raise missing_access()
        return channel

    def bot_needs(self, channel: Channel, permission: int) -> None:
        self.seen_by_bot(channel)
        if not self.rights(self.bot.id, channel) & permission:
            raise forbidden()

    # --- building the scene --------------------------------------------------------------------------------

    def add_user(self, name: str, *, bot: bool = False, locale: str = "en-US") -> User:
        user = User(self.ids.next(), name, bot=bot, locale=locale)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, shard: int | None = None, bot_permissions: int = permissions.BOT) -> Guild:
        guild_id = self.ids.next() if shard is None else self.ids.next_on_shard(shard, self.shard_count)
        guild = Guild(guild_id, name, self.owner.id)
        guild.roles[guild_id] = Role(guild_id, "@everyone", permissions.EVERYONE)
        bot_role = Role(self.ids.next(), self.bot.name, bot_permissions, position=1, managed=True)
        guild.roles[bot_role.id] = bot_role
        guild.members[self.owner.id] = Member(self.owner)
        guild.members[self.bot.id] = Member(self.bot, [bot_role.id])
        self.guilds[guild_id] = guild
        return guild

    def add_role(self, guild: Guild, name: str, granted: int = 0) -> Role:
        role = Role(self.ids.next(), name, granted, position=len(guild.roles))
        guild.roles[role.id] = role
        return role

    def add_channel(
        self, guild: Guild, name: str, *, kind: int = TEXT, overwrites: list[Json] | None = None
    ) -> Channel:
        position = sum(1 for channel in self.channels.values() if channel.guild_id == guild.id)
        channel = Channel(self.ids.next(), kind, name, guild.id, position=position, overwrites=overwrites or [])
        self.channels[channel.id] = channel
        return channel

    def add_thread(self, parent: Channel, name: str, kind: int, state: ThreadState, thread_id: int | None) -> Channel:
        thread = Channel(thread_id or self.ids.next(), kind, name, parent.guild_id, parent.id, thread=state)
        self.channels[thread.id] = thread
        return thread

    def dm_with(self, user: User) -> Channel:
        for channel in self.channels.values():
            if channel.recipient_id == user.id:
                return channel
        channel = Channel(self.ids.next(), DM, recipient_id=user.id)
        self.channels[channel.id] = channel
        return channel

    def guild_channels(self, guild_id: int) -> list[Channel]:
        return [c for c in self.channels.values() if c.guild_id == guild_id and c.thread is None]

    def threads(self, guild_id: int, parent_id: int | None = None) -> list[Channel]:
        return [
            c
            for c in self.channels.values()
            if c.thread is not None and c.guild_id == guild_id and parent_id in (None, c.parent_id)
        ]

    def active_threads(self, guild_id: int) -> list[Channel]:
        """The open threads the bot can see: what GUILD_CREATE and the active-threads route list."""
        return [
            c
            for c in self.threads(guild_id)
            if c.thread and not c.thread.archived and self.rights(self.bot.id, c) & permissions.VIEW_CHANNEL
        ]
