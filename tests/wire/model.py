"""What the simulated Discord remembers: plain records, no behaviour beyond reading themselves."""

from dataclasses import dataclass, field

from .ids import Json, now_iso

TEXT, DM, VOICE, CATEGORY, NEWS = 0, 1, 2, 4, 5
NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREAD_TYPES = frozenset({NEWS_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})

DEFAULT, PIN_ADDED, THREAD_CREATED, REPLY, SLASH, THREAD_STARTER, MENU = 0, 6, 18, 19, 20, 21, 23

FLAG_HAS_THREAD = 1 << 5
FLAG_EPHEMERAL = 1 << 6
FLAG_LOADING = 1 << 7
FLAG_COMPONENTS_V2 = 1 << 15


@dataclass
class User:
    id: int
    name: str
    bot: bool = False
    locale: str = "en-US"
    dms_open: bool = True  # False: a direct message to them is refused with 403 / 50007


@dataclass
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 0
    managed: bool = False


@dataclass
class Member:
    user: User
    role_ids: list[int] = field(default_factory=list)
    nick: str | None = None
    joined_at: str = "2026-01-01T00:00:00+00:00"  # long ago, so that the bot greets nobody as new


@dataclass
class Guild:
    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    joined_at: str = field(default_factory=now_iso)


@dataclass
class ThreadState:
    owner_id: int
    auto_archive_minutes: int = 1440
    archived: bool = False
    locked: bool = False
    invitable: bool = True
    archive_changed_at: str = field(default_factory=now_iso)
    created_at: str = field(default_factory=now_iso)
    members: dict[int, str] = field(default_factory=dict)  # user id -> when they joined
    messages_sent: int = 0


@dataclass
class Channel:
    id: int
    type: int
    name: str = ""
    guild_id: int | None = None
    parent_id: int | None = None
    topic: str | None = None
    position: int = 0
    slow_mode: int = 0
    overwrites: list[Json] = field(default_factory=list)
    recipient_id: int | None = None  # the person, in a direct message
    thread: ThreadState | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)  # oldest first; ephemeral ones are not here
    last_message_id: int | None = None


@dataclass
class Attachment:
    id: int
    filename: str
    data: bytes
    content_type: str = "application/octet-stream"
    description: str | None = None


@dataclass
class Message:
    id: int
    channel_id: int
    author_id: int
    content: str = ""
    type: int = DEFAULT
    guild_id: int | None = None
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    mention_ids: list[int] = field(default_factory=list)
    mention_role_ids: list[int] = field(default_factory=list)
    mention_everyone: bool = False
    flags: int = 0
    nonce: str | None = None
    tts: bool = False
    pinned: bool = False
    edited_at: str | None = None
    reference: Json | None = None
    replied_to: int | None = None
    reactions: dict[str, list[int]] = field(default_factory=dict)  # emoji -> who reacted, in order
    webhook_id: int | None = None
    interaction: Json | None = None
    ephemeral_for: int | None = None
    thread_id: int | None = None

    @property
    def ephemeral(self) -> bool:
        return self.ephemeral_for is not None

    @property
    def loading(self) -> bool:
        """True while all a person sees is "the bot is thinking"."""
        return bool(self.flags & FLAG_LOADING)
