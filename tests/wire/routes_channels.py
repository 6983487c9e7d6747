"""Routes about channels, messages and reactions."""

from . import permissions, render
from .errors import ApiError, forbidden, unknown
from .gateway import Gateway
from .http_call import Body, Call, Routes
from .ids import Json
from .limits import check_length, check_thread
from .model import FLAG_EPHEMERAL, Channel, Message
from .posts import Posts
from .threads import Threads
from .world import World


class ChannelRoutes:
    def __init__(self, world: World, gateway: Gateway, posts: Posts, threads: Threads) -> None:
        self.world, self.gateway, self.posts, self.threads = world, gateway, posts, threads

    def table(self) -> Routes:
        channel = "/channels/{channel_id}"
        message = channel + "/messages/{message_id}"
        reactions = message + "/reactions/{emoji}"
        return {
            ("GET", channel): self.get,
            ("PATCH", channel): self.change,
            ("DELETE", channel): self.remove,
            ("POST", channel + "/typing"): self.typing,
            ("POST", channel + "/messages"): self.post,
            ("GET", channel + "/messages"): self.history,
            ("POST", channel + "/messages/bulk-delete"): self.bulk_delete,
            ("GET", channel + "/messages/pins"): self.pins,
            ("PUT", channel + "/messages/pins/{message_id}"): self.pin,
            ("DELETE", channel + "/messages/pins/{message_id}"): self.unpin,
            ("GET", message): self.message,
            ("PATCH", message): self.edit,
            ("DELETE", message): self.delete,
            ("GET", reactions): self.reactors,
            ("PUT", reactions + "/@me"): self.react,
            ("DELETE", reactions + "/@me"): self.unreact,
            ("DELETE", reactions + "/{user_id}"): self.unreact,
        }

    # --- channels ------------------------------------------------------------------------------------------

    def _channel(self, call: Call) -> Channel:
        return self.world.seen_by_bot(call.id("channel_id"))

    def get(self, call: Call) -> Body:
        return render.channel(self.world, self._channel(call))

    def change(self, call: Call) -> Body:
        channel, body = self._channel(call), call.body
        if channel.thread is not None:
            self._check_thread_change(channel, body)
            self.threads.update(channel, body)
            return render.channel(self.world, channel)
        self.world.bot_needs(channel, permissions.MANAGE_CHANNELS)
        if "name" in body:
            check_length("name", str(body["name"]), 1, 100)
            channel.name = str(body["name"])
        channel.topic = body.get("topic", channel.topic)
        channel.slow_mode = int(body.get("rate_limit_per_user", channel.slow_mode) or 0)
        channel.overwrites = list(body.get("permission_overwrites", channel.overwrites))
        shown = render.channel(self.world, channel)
        self.gateway.dispatch("CHANNEL_UPDATE", channel.guild_id, shown)
        return shown

    def _check_thread_change(self, channel: Channel, body: Json) -> None:
        """The owner may do most; locking, and changing another's thread, takes Manage Threads."""
        check_thread(body)
        assert channel.thread is not None
        moderator = self.world.rights(self.world.bot.id, channel) & permissions.MANAGE_THREADS
        if not moderator and ("locked" in body or channel.thread.owner_id != self.world.bot.id):
            raise forbidden()

    def remove(self, call: Call) -> Body:
        channel = self._channel(call)
        shown = render.channel(self.world, channel)
        if channel.thread is not None:
            self.world.bot_needs(channel, permissions.MANAGE_THREADS)
            self.threads.delete(channel)
        else:
            self.world.bot_needs(channel, permissions.MANAGE_CHANNELS)
            del self.world.channels[channel.id]
            self.gateway.dispatch("CHANNEL_DELETE", channel.guild_id, shown)
        return shown

    def typing(self, call: Call) -> Body:
        self._channel(call)
        return None

    # --- messages ------------------------------------------------------------------------------------------

    def _shown(self, message: Message) -> Json:
        return render.message(self.world, message, self.world.rest_intents)

    def _message(self, call: Call) -> Message:
        return self.world.message(self._channel(call).id, call.id("message_id"))

    def post(self, call: Call) -> Body:
        channel = self._channel(call)
        if channel.recipient_id is not None and not self.world.user(channel.recipient_id).dms_open:
            raise ApiError(403, 50007, "Cannot send messages to this user")
        self.world.bot_needs(
            channel, permissions.SEND_IN_THREADS if channel.thread is not None else permissions.SEND_MESSAGES
        )
        if int(call.body.get("flags") or 0) & FLAG_EPHEMERAL:
            raise ApiError(400, 50035, "Invalid Form Body", {"flags": {"_errors": []}})
        self.threads.wake(channel, self.world.bot.id)
        return self._shown(self.posts.post_for_bot(call, channel))

    def history(self, call: Call) -> Body:
        channel = self._channel(call)
        self.world.bot_needs(channel, permissions.READ_HISTORY)
        limit = int(call.query.get("limit", 50))
        if not 1 <= limit <= 100:
            raise ApiError(400, 50035, "Invalid Form Body", {"limit": {"_errors": []}})
        found = _page(list(channel.messages.values()), call.query, limit)
        return [self._shown(one) for one in reversed(found)]

    def message(self, call: Call) -> Body:
        return self._shown(self._message(call))

    def edit(self, call: Call) -> Body:
        message = self._message(call)
        if message.author_id != self.world.bot.id:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        self._refuse_archived(call)
        self.posts.edit(message, call)
        return self._shown(message)

    def delete(self, call: Call) -> Body:
        message = self._message(call)
        if message.author_id != self.world.bot.id:
            self.world.bot_needs(self._channel(call), permissions.MANAGE_MESSAGES)
        self.posts.delete(message)
        return None

    def bulk_delete(self, call: Call) -> Body:
        channel = self._channel(call)
        self.world.bot_needs(channel, permissions.MANAGE_MESSAGES)
        for message_id in call.body["messages"]:
            message = channel.messages.get(int(message_id))
            if message is not None:
                self.posts.delete(message)
        return None

    def _refuse_archived(self, call: Call) -> None:
        thread = self._channel(call).thread
        if thread is not None and thread.archived:
            raise ApiError(400, 50083, "Thread is archived")

    # --- pins and reactions --------------------------------------------------------------------------------

    def pins(self, call: Call) -> Body:
        found = [one for one in self._channel(call).messages.values() if one.pinned]
        return {
            "items": [{"pinned_at": one.edited_at, "message": self._shown(one)} for one in found],
            "has_more": False,
        }

    def pin(self, call: Call) -> Body:
        self._message(call).pinned = True
        return None

    def unpin(self, call: Call) -> Body:
        self._message(call).pinned = False
        return None

    def react(self, call: Call) -> Body:
        self._refuse_archived(call)
        self.world.bot_needs(self._channel(call), permissions.ADD_REACTIONS)
        self.posts.react(self._message(call), call.params["emoji"], self.world.bot.id, add=True)
        return None

    def unreact(self, call: Call) -> Body:
        user_id = call.id("user_id") if "user_id" in call.params else self.world.bot.id
        if user_id != self.world.bot.id:
            self.world.bot_needs(self._channel(call), permissions.MANAGE_MESSAGES)
        self.posts.react(self._message(call), call.params["emoji"], user_id, add=False)
        return None

    def reactors(self, call: Call) -> Body:
        who = self._message(call).reactions.get(call.params["emoji"])
        if who is None:
            raise unknown("Message")
        return [render.user(self.world.user(one)) for one in who]


def _page(messages: list[Message], query: dict[str, str], limit: int) -> list[Message]:
    """Oldest first. `after` counts from the old end, the others from the new one, as on Discord."""
    if "around" in query:
        middle = int(query["around"])
        older = [one for one in messages if one.id < middle][-(limit // 2) :]
        newer = [one for one in messages if one.id >= middle][: limit - len(older)]
        return older + newer
    if "after" in query:
        return [one for one in messages if one.id > int(query["after"])][:limit]
    if "before" in query:
        messages = [one for one in messages if one.id < int(query["before"])]
    return messages[-limit:]
