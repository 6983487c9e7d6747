"""Routes about threads and their members."""

from . import permissions, render
from .errors import forbidden, missing_access, unknown
from .http_call import Body, Call, Routes
from .model import PRIVATE_THREAD, Channel
from .threads import Threads
from .world import World


class ThreadRoutes:
    def __init__(self, world: World, threads: Threads) -> None:
        self.world, self.threads = world, threads

    def table(self) -> Routes:
        channel = "/channels/{channel_id}"
        return {
            ("POST", channel + "/threads"): self.open,
            ("POST", channel + "/messages/{message_id}/threads"): self.open_from,
            ("GET", channel + "/threads/archived/public"): self.archived_public,
            ("GET", channel + "/threads/archived/private"): self.archived_private,
            ("GET", channel + "/users/@me/threads/archived/private"): self.archived_joined,
            ("GET", channel + "/thread-members"): self.members,
            ("GET", channel + "/thread-members/{user_id}"): self.member,
            ("PUT", channel + "/thread-members/@me"): self.join,
            ("PUT", channel + "/thread-members/{user_id}"): self.add,
            ("DELETE", channel + "/thread-members/@me"): self.leave,
            ("DELETE", channel + "/thread-members/{user_id}"): self.remove,
        }

    def _channel(self, call: Call) -> Channel:
        return self.world.seen_by_bot(call.id("channel_id"))

    def open(self, call: Call) -> Body:
        made = self.threads.open(self._channel(call), call.body, self.world.bot.id)
        return render.channel(self.world, made)

    def open_from(self, call: Call) -> Body:
        message = self.world.message(self._channel(call).id, call.id("message_id"))
        return render.channel(self.world, self.threads.open_from(message, call.body, self.world.bot.id))

    # --- archived ------------------------------------------------------------------------------------------

    def archived_public(self, call: Call) -> Body:
        return self._archived(call, private=False)

    def archived_private(self, call: Call) -> Body:
        self.world.bot_needs(self._channel(call), permissions.MANAGE_THREADS)
        return self._archived(call, private=True)

    def archived_joined(self, call: Call) -> Body:
        return self._archived(call, private=True, joined_only=True)

    def _archived(self, call: Call, *, private: bool, joined_only: bool = False) -> Body:
        parent, bot_id = self._channel(call), self.world.bot.id
        assert parent.guild_id is not None
        states = [(one, one.thread) for one in self.world.threads(parent.guild_id, parent.id) if one.thread]
        found = [
            (one, state)
            for one, state in states
            if state.archived
            and (one.type == PRIVATE_THREAD) is private
            and (bot_id in state.members or not joined_only)
        ]
        # Newest archived first; the joined list is ordered and paged by id instead.
        found.sort(key=lambda pair: str(pair[0].id) if joined_only else pair[1].archive_changed_at, reverse=True)
        before, limit = call.query.get("before"), int(call.query.get("limit") or 50)
        if before is not None and joined_only:
            found = [pair for pair in found if pair[0].id < int(before)]
        elif before is not None:
            found = [pair for pair in found if pair[1].archive_changed_at < before]
        return {
            "threads": [render.channel(self.world, one) for one, _ in found[:limit]],
            "members": [render.thread_member(one, bot_id) for one, s in found[:limit] if bot_id in s.members],
            "has_more": len(found) > limit,
        }

    # --- members -------------------------------------------------------------------------------------------

    def members(self, call: Call) -> Body:
        thread = self._channel(call)
        return [render.thread_member(thread, one) for one in (thread.thread.members if thread.thread else ())]

    def member(self, call: Call) -> Body:
        thread, user_id = self._channel(call), call.id("user_id")
        if thread.thread is None or user_id not in thread.thread.members:
            raise unknown("Thread Member")
        return render.thread_member(thread, user_id)

    def join(self, call: Call) -> Body:
        self.threads.add_member(self._channel(call), self.world.bot.id)
        return None

    def leave(self, call: Call) -> Body:
        self.threads.remove_member(self._channel(call), self.world.bot.id)
        return None

    def add(self, call: Call) -> Body:
        """Anyone in the thread who may write there adds others, unless a private one is not `invitable`."""
        thread = self._channel(call)
        rights = self.world.rights(self.world.bot.id, thread)
        if not rights & permissions.SEND_IN_THREADS:
            raise missing_access()
        state = thread.thread
        closed = state is not None and not state.invitable and state.owner_id != self.world.bot.id
        if closed and not rights & permissions.MANAGE_THREADS:
            raise forbidden()
        self.threads.add_member(thread, call.id("user_id"))
        return None

    def remove(self, call: Call) -> Body:
        thread = self._channel(call)
        own = thread.type == PRIVATE_THREAD and thread.thread is not None
        if not (own and thread.thread and thread.thread.owner_id == self.world.bot.id):
            self.world.bot_needs(thread, permissions.MANAGE_THREADS)
        self.threads.remove_member(thread, call.id("user_id"))
        return None
