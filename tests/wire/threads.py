"""Threads: opened, joined, left, archived, with the events Discord sends for each."""

from . import permissions, render
from .errors import ApiError, forbidden, unknown
from .gateway import Gateway
from .ids import Json, now_iso
from .intents import GUILD_MEMBERS
from .limits import MAX_ACTIVE_THREADS, check_thread
from .model import (
    FLAG_HAS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    Message,
    ThreadState,
)
from .posts import Posts
from .world import World


class Threads:
    def __init__(self, world: World, gateway: Gateway, posts: Posts) -> None:
        self.world = world
        self.gateway = gateway
        self.posts = posts

    def open(self, parent: Channel, body: Json, owner_id: int) -> Channel:
        """A thread without a message; Discord makes it private unless the request says otherwise."""
        thread = self._make(parent, body, owner_id, int(body.get("type") or PRIVATE_THREAD), None)
        if thread.type == PUBLIC_THREAD:
            # The note in the parent channel exists for public threads only.
            note = Message(
                self.world.ids.next(), parent.id, owner_id, thread.name, THREAD_CREATED, parent.guild_id,
                reference={"type": 0, "channel_id": str(thread.id), "guild_id": str(parent.guild_id)},
            )  # fmt: skip
            self.posts.post(note)
        return thread

    def open_from(self, message: Message, body: Json, owner_id: int) -> Channel:
        """A thread under a message shares the message's id."""
        if message.thread_id is not None:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        parent = self.world.channel(message.channel_id)
        thread = self._make(parent, body, owner_id, PUBLIC_THREAD, message.id)
        message.thread_id = thread.id
        message.flags |= FLAG_HAS_THREAD
        self.posts.announce("MESSAGE_UPDATE", message)
        starter = Message(
            self.world.ids.next(), thread.id, message.author_id, "", THREAD_STARTER, parent.guild_id,
            reference={"type": 0, "channel_id": str(parent.id), "message_id": str(message.id)},
        )  # fmt: skip
        self.posts.post(starter)
        return thread

    def _make(self, parent: Channel, body: Json, owner_id: int, kind: int, thread_id: int | None) -> Channel:
        if parent.guild_id is None or parent.thread is not None:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if "name" not in body:
            raise ApiError(400, 50035, "Invalid Form Body", {"name": {"_errors": [{"code": "BASE_TYPE_REQUIRED"}]}})
        check_thread(body)
        self._check_rights(parent, owner_id, kind)
        if len(self.world.active_threads(parent.guild_id)) >= MAX_ACTIVE_THREADS:
            raise ApiError(400, 160006, "Maximum number of active threads reached")
        state = ThreadState(
            owner_id, int(body.get("auto_archive_duration") or 1440), invitable=bool(body.get("invitable", True))
        )
        state.members[owner_id] = now_iso()
        thread = self.world.add_thread(parent, str(body["name"]), kind, state, thread_id)
        thread.slow_mode = int(body.get("rate_limit_per_user") or 0)
        self._tell_bot("THREAD_CREATE", thread, {"newly_created": True})
        return thread

    def _check_rights(self, parent: Channel, owner_id: int, kind: int) -> None:
        needed = permissions.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else permissions.CREATE_PUBLIC_THREADS
        if not self.world.rights(owner_id, parent) & needed:
            raise forbidden()

    def _tell_bot(self, event: str, thread: Channel, extra: Json | None = None) -> None:
        if self.world.rights(self.world.bot.id, thread) & permissions.VIEW_CHANNEL:
            self.gateway.dispatch(event, thread.guild_id, render.channel(self.world, thread) | (extra or {}))

    # --- members -------------------------------------------------------------------------------------------

    def add_member(self, thread: Channel, user_id: int) -> None:
        state = self._open_state(thread)
        assert thread.guild_id is not None
        if user_id not in self.world.guild(thread.guild_id).members:
            raise unknown("Member")
        if user_id in state.members:
            return
        state.members[user_id] = now_iso()
        if user_id == self.world.bot.id:
            self._tell_bot("THREAD_CREATE", thread)
        self._announce_members(thread, added=user_id)

    def remove_member(self, thread: Channel, user_id: int) -> None:
        if self._open_state(thread).members.pop(user_id, None) is not None:
            self._announce_members(thread, removed=user_id)

    def _open_state(self, thread: Channel) -> ThreadState:
        if thread.thread is None:
            raise ApiError(400, 50024, "Cannot execute action on this channel type")
        if thread.thread.archived:
            raise ApiError(400, 50083, "Thread is archived")
        return thread.thread

    def _announce_members(self, thread: Channel, *, added: int | None = None, removed: int | None = None) -> None:
        assert thread.thread is not None
        assert thread.guild_id is not None
        body: Json = {
            "id": str(thread.id), "guild_id": str(thread.guild_id), "member_count": len(thread.thread.members),
        }  # fmt: skip
        if added is not None:
            member = render.member(self.world.guild(thread.guild_id).members[added])
            body["added_members"] = [render.thread_member(thread, added) | {"member": member}]
        if removed is not None:
            body["removed_member_ids"] = [str(removed)]
        about_bot = self.world.bot.id in (added, removed)
        # Without the members intent a bot hears of its own coming and going only.
        for session in list(self.gateway.sessions.values()):
            right_shard = session.shard_id == self.world.shard_for(thread.guild_id)
            if right_shard and (about_bot or session.intents & GUILD_MEMBERS):
                session.dispatch("THREAD_MEMBERS_UPDATE", body)

    # --- changes -------------------------------------------------------------------------------------------

    def update(self, thread: Channel, body: Json) -> None:
        """The modify-channel route for a thread. An archived one can only be opened again."""
        state = thread.thread
        assert state is not None
        if state.archived and body.get("archived") is not False:
            raise ApiError(400, 50083, "Thread is archived")
        check_thread(body)
        self._set_archived(state, bool(body.get("archived", state.archived)))
        state.locked = bool(body.get("locked", state.locked))
        state.invitable = bool(body.get("invitable", state.invitable))
        state.auto_archive_minutes = int(body.get("auto_archive_duration") or state.auto_archive_minutes)
        thread.name = str(body.get("name", thread.name))
        thread.slow_mode = int(body.get("rate_limit_per_user", thread.slow_mode) or 0)
        self._tell_bot("THREAD_UPDATE", thread)

    def archive(self, thread: Channel) -> None:
        """What Discord does by itself after the quiet time."""
        assert thread.thread is not None
        self._set_archived(thread.thread, True)
        self._tell_bot("THREAD_UPDATE", thread)

    def wake(self, thread: Channel, user_id: int) -> None:
        """A message opens an archived thread again, unless it is locked and the writer is no moderator."""
        state = thread.thread
        if state is None or not state.archived:
            return
        if state.locked and not self.world.rights(user_id, thread) & permissions.MANAGE_THREADS:
            raise forbidden()
        self._set_archived(state, False)
        self._tell_bot("THREAD_UPDATE", thread)

    def delete(self, thread: Channel) -> None:
        body: Json = {
            "id": str(thread.id), "guild_id": str(thread.guild_id), "parent_id": str(thread.parent_id),
            "type": thread.type,
        }  # fmt: skip
        del self.world.channels[thread.id]
        self.gateway.dispatch("THREAD_DELETE", thread.guild_id, body)

    def _set_archived(self, state: ThreadState, archived: bool) -> None:
        if state.archived is not archived:
            state.archived, state.archive_changed_at = archived, now_iso()
