"""Interactions: sent to the bot, answered through the callback route, followed up through their webhook."""

import secrets
import time

from . import render
from .components import ShownModal
from .errors import ApiError, invalid, unknown
from .gateway import Gateway
from .handle import InteractionHandle
from .http_call import Body, Call
from .ids import Json
from .limits import check_choices, check_modal
from .model import FLAG_EPHEMERAL, FLAG_LOADING, MENU, SLASH, Channel, Message, User
from .posts import Posts, numbered
from .world import World

COMMAND, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5
PONG, ANSWER, THINKING, ACKNOWLEDGED, UPDATE, CHOICES, MODAL = 1, 4, 5, 6, 7, 8, 9

_ALLOWED = {
    COMMAND: {ANSWER, THINKING, MODAL},
    COMPONENT: {ANSWER, THINKING, ACKNOWLEDGED, UPDATE, MODAL},
    AUTOCOMPLETE: {CHOICES},
    SUBMIT: {ANSWER, THINKING, ACKNOWLEDGED, UPDATE},
}


class Interactions:
    def __init__(self, world: World, gateway: Gateway, posts: Posts, ack_window: float, token_life: float) -> None:
        self.world, self.gateway, self.posts = world, gateway, posts
        self.ack_window = ack_window
        self.token_life = token_life
        self.all: dict[int, InteractionHandle] = {}
        self.modals: dict[tuple[int, str], ShownModal] = {}
        self._by_token: dict[str, InteractionHandle] = {}

    def send(self, handle: InteractionHandle) -> InteractionHandle:
        self.all[handle.id] = self._by_token[handle.token] = handle
        self.gateway.dispatch("INTERACTION_CREATE", handle.channel.guild_id, self._event(handle))
        return handle

    def create(
        self, kind: int, user: User, channel: Channel, data: Json, source: Message | None = None
    ) -> InteractionHandle:
        return InteractionHandle(self.world.ids.next(), secrets.token_urlsafe(48), kind, user, channel, data, source)

    def _event(self, handle: InteractionHandle) -> Json:
        body: Json = {
            "id": str(handle.id), "application_id": str(self.world.application_id), "type": handle.kind,
            "token": handle.token, "version": 1, "data": handle.data, "entitlements": [],
            "attachment_size_limit": 10 * 1024 * 1024,
        } | render.interaction_place(self.world, handle.channel, handle.user)  # fmt: skip
        if handle.source is not None:
            # The message is the bot's own, so its content is there whatever the intents are.
            body["message"] = render.message(self.world, handle.source, self.world.rest_intents)
        return body

    # --- the callback --------------------------------------------------------------------------------------

    def callback(self, call: Call) -> Body:
        handle = self.all.get(call.id("webhook_id"))
        too_late = handle is not None and handle.response is None and self._age(handle) > self.ack_window
        if handle is None or handle.token != call.params["webhook_token"] or too_late:
            raise unknown("interaction")
        if handle.response is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        kind = int(call.body["type"])
        if kind not in _ALLOWED[handle.kind]:
            raise invalid("type", f"Callback type {kind} is not allowed for interaction type {handle.kind}.")
        self._take_effect(handle, kind, call)
        handle.response, handle.ack_seconds = call.body, self._age(handle)
        handle.shown = kind in (ANSWER, UPDATE)
        handle.changed.set()
        return self._callback_answer(handle, kind) if call.query.get("with_response") in ("1", "true") else None

    def _age(self, handle: InteractionHandle) -> float:
        return time.monotonic() - handle.sent_at

    def _take_effect(self, handle: InteractionHandle, kind: int, call: Call) -> None:
        inner = self._data_call(call)
        if kind == ANSWER:
            handle.message = self._publish(handle, inner)
        elif kind == THINKING:
            handle.message = self._think(handle, int(inner.body.get("flags") or 0))
        elif kind == ACKNOWLEDGED:
            handle.message = handle.source
        elif kind == UPDATE:
            if handle.source is None:
                raise invalid("type", "There is no message to update.")
            self.posts.edit(handle.source, inner)
            handle.message = handle.source
        elif kind == CHOICES:
            check_choices(inner.body.get("choices") or [])
        elif kind == MODAL:
            self._show_modal(handle, inner.body)

    def _data_call(self, call: Call) -> Call:
        """The callback's `data` with its files, in the form the message functions take."""
        inner = Call(call.method, call.path, call.route, call.params, call.query, call.body.get("data") or {})
        inner.uploads = call.uploads
        return inner

    def _publish(self, handle: InteractionHandle, call: Call) -> Message:
        kind = {COMMAND: SLASH if handle.data.get("type", 1) == 1 else MENU}.get(handle.kind, 0)
        message = self.posts.compose(call, handle.channel, kind=kind)
        return self._place(handle, message)

    def _think(self, handle: InteractionHandle, flags: int) -> Message:
        here = handle.channel
        message = Message(self.world.ids.next(), here.id, self.world.bot.id, "", SLASH, here.guild_id)
        message.flags = FLAG_LOADING | flags & FLAG_EPHEMERAL
        return self._place(handle, message)

    def _place(self, handle: InteractionHandle, message: Message) -> Message:
        message.webhook_id = self.world.application_id
        message.interaction = {
            "id": str(handle.id), "type": handle.kind, "user": render.user(handle.user),
            "authorizing_integration_owners": {"0": str(handle.channel.guild_id or 0)},
        }  # fmt: skip
        if message.flags & FLAG_EPHEMERAL:
            message.ephemeral_for = handle.user.id
            self.world.ephemeral[message.id] = message
        else:
            self.posts.post(message)
        return message

    def _show_modal(self, handle: InteractionHandle, data: Json) -> None:
        check_modal(data)
        source_id = handle.source.id if handle.source else None
        handle.modal = ShownModal(
            data["custom_id"], data["title"], numbered(data["components"]), handle.user.id, handle.channel.id, source_id
        )
        self.modals[handle.user.id, handle.modal.custom_id] = handle.modal

    def _callback_answer(self, handle: InteractionHandle, kind: int) -> Json:
        about: Json = {"id": str(handle.id), "type": handle.kind, "channel_id": str(handle.channel.id)}
        if handle.message is not None:
            about |= {
                "response_message_id": str(handle.message.id),
                "response_message_loading": handle.message.loading,
                "response_message_ephemeral": handle.message.ephemeral,
            }
        answer: Json = {"interaction": about}
        if kind in (ANSWER, UPDATE) and handle.message is not None:
            shown = render.message(self.world, handle.message, self.world.rest_intents)
            answer["resource"] = {"type": kind, "message": shown}
        return answer

    # --- the webhook ---------------------------------------------------------------------------------------

    def by_token(self, call: Call) -> InteractionHandle:
        handle = self._by_token.get(call.params["webhook_token"])
        if handle is None or handle.response is None or call.id("webhook_id") != self.world.application_id:
            raise unknown("Webhook")
        if self._age(handle) > self.token_life:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return handle

    def follow_up(self, call: Call) -> Message:
        """After a deferral the first followup fills the waiting message, and its ephemeral flag is ignored."""
        handle = self.by_token(call)
        if handle.message is not None and handle.message.loading:
            self._fill(handle.message, call)
            made, handle.shown = handle.message, True
        else:
            made = self._place(handle, self.posts.compose(call, handle.channel))
            handle.followups.append(made)
        handle.changed.set()
        return made

    def target(self, call: Call) -> Message:
        """The message a webhook route names: `@original`, or one of the followups."""
        handle = self.by_token(call)
        if call.params["message_id"] == "@original":
            found = handle.message
        else:
            own = [*handle.followups, *([handle.message] if handle.message else [])]
            found = next((one for one in own if one.id == call.id("message_id")), None)
        if found is None or self.world.find_message(found.channel_id, found.id) is None:
            raise unknown("Message")
        return found

    def edit(self, call: Call) -> Message:
        handle = self.by_token(call)
        message = self.target(call)
        if message.loading:
            self._fill(message, call)
        else:
            self.posts.edit(message, call)
        handle.shown = handle.shown or message is handle.message
        handle.changed.set()
        return message

    def _fill(self, message: Message, call: Call) -> None:
        message.flags &= ~FLAG_LOADING
        self.posts.edit(message, call)
