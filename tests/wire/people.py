"""What people do: typing, using commands, pressing buttons, filling in modals."""

from collections.abc import Sequence

from . import permissions
from .commands import MESSAGE_MENU, USER_MENU, Commands, Options, resolve_user
from .components import BUTTON, ModalFiller, ModalValues, ShownModal, find_component
from .handle import InteractionHandle
from .http_call import Call
from .ids import Json
from .interactions import AUTOCOMPLETE, COMMAND, COMPONENT, SUBMIT, Interactions
from .model import Attachment, Channel, Message, User
from .posts import Posts
from .render import message as render_message
from .threads import Threads
from .world import ChannelRef, UserRef, World


class People:
    """The acting half of the peer. Every act first asks whether Discord's client would offer it to this person."""

    world: World
    posts: Posts
    thread_service: Threads
    commands: Commands
    interactions: Interactions
    ack_window: float

    # --- messages ------------------------------------------------------------------------------------------

    def say(
        self, user: UserRef, channel: ChannelRef, content: str, *, reply_to: Message | None = None, ping: bool = True,
        mention_bot: bool = False, attachments: Sequence[tuple[str, bytes]] = (),
    ) -> Message:  # fmt: skip
        """Post as a person. A reply pings by default, as Discord's client does."""
        who, place = self._present(user, channel)
        self.thread_service.wake(place, who.id)
        if place.thread is not None and who.id not in place.thread.members:
            self.thread_service.add_member(place, who.id)
        text = f"<@{self.world.bot.id}> {content}" if mention_bot else content
        message = Message(self.world.ids.next(), place.id, who.id, text, guild_id=place.guild_id)
        message.attachments = [Attachment(self.world.ids.next(), name, data) for name, data in attachments]
        self.posts.read_mentions(message, None)
        if reply_to is not None:
            self.posts.reply_to(message, reply_to, ping=ping)
        self.posts.post(message)
        return message

    def edit(self, user: UserRef, message: Message, content: str) -> None:
        if message.author_id != self.world.user(user).id:
            raise PermissionError("only the author edits a message")
        self.posts.edit(message, Call("PATCH", "", "", {}, {}, {"content": content}))

    def delete(self, user: UserRef, message: Message) -> None:
        who, place = self._present(user, message.channel_id)
        if message.author_id != who.id and not self.world.rights(who.id, place) & permissions.MANAGE_MESSAGES:
            raise PermissionError("only the author or a moderator deletes a message")
        self.posts.delete(message)

    def react(self, user: UserRef, message: Message, emoji: str, *, add: bool = True) -> None:
        who, _ = self._present(user, message.channel_id)
        self.posts.react(message, emoji, who.id, add=add)

    # --- commands ------------------------------------------------------------------------------------------

    async def slash(
        self, user: UserRef, channel: ChannelRef, command: str, options: Options | None = None, *,
        wait: bool = True, timeout: float | None = None,
    ) -> InteractionHandle:  # fmt: skip
        """Use `/command`; returns when the bot has acknowledged it, or raises TimeoutError as Discord gives up."""
        who, place = self._present(user, channel, permissions.USE_COMMANDS)
        data, files = self.commands.slash_data(command, options or {}, place)
        self.commands.check_allowed(self.commands.find(command.split(maxsplit=1)[0], 1, place.guild_id), who, place)
        handle = self.interactions.create(COMMAND, who, place, data)
        handle.files = files
        return await self._sent(handle, wait, timeout)

    async def autocomplete(
        self, user: UserRef, channel: ChannelRef, command: str, option: str, typed: str, options: Options | None = None,
        *, timeout: float | None = None,
    ) -> list[tuple[str, str | int | float]]:  # fmt: skip
        """What the bot offers while `typed` stands in `option`, as (name, value) pairs."""
        who, place = self._present(user, channel, permissions.USE_COMMANDS)
        data, _ = self.commands.slash_data(command, {**(options or {}), option: typed}, place, focused=option)
        handle = await self._sent(self.interactions.create(AUTOCOMPLETE, who, place, data), True, timeout)
        return handle.choices

    async def context_menu(
        self, user: UserRef, channel: ChannelRef, name: str, message: Message | User, *,
        wait: bool = True, timeout: float | None = None,
    ) -> InteractionHandle:  # fmt: skip
        """Use an app from a message's menu, or a person's. The bot reads a chosen message in full."""
        who, place = self._present(user, channel, permissions.USE_COMMANDS)
        kind = MESSAGE_MENU if isinstance(message, Message) else USER_MENU
        command = self.commands.find(name, kind, place.guild_id)
        self.commands.check_allowed(command, who, place)
        resolved: Json = {}
        if isinstance(message, Message):
            resolved["messages"] = {str(message.id): render_message(self.world, message, 1 << 15)}
        else:
            resolve_user(self.world, place, message, resolved)
        data: Json = {
            "id": command["id"], "name": name, "type": kind, "target_id": str(message.id), "resolved": resolved,
        }  # fmt: skip
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        return await self._sent(self.interactions.create(COMMAND, who, place, data), wait, timeout)

    # --- components and modals -----------------------------------------------------------------------------

    async def click(
        self, user: UserRef, message: Message, *, custom_id: str | None = None, label: str | None = None,
        wait: bool = True, timeout: float | None = None,
    ) -> InteractionHandle:  # fmt: skip
        component = find_component(message, custom_id, label)
        data: Json = {"custom_id": component["custom_id"], "component_type": BUTTON, "id": component["id"]}
        return await self._use(user, message, data, wait, timeout)

    async def select(
        self, user: UserRef, message: Message, values: Sequence[str], *, custom_id: str,
        wait: bool = True, timeout: float | None = None,
    ) -> InteractionHandle:  # fmt: skip
        """Choose from a select menu with options of its own."""
        component = find_component(message, custom_id, None)
        offered = [one["value"] for one in component.get("options") or []]
        if not set(values) <= set(offered):
            raise ValueError(f"{custom_id} offers {offered}")
        data: Json = {
            "custom_id": custom_id, "component_type": component["type"], "id": component["id"], "values": list(values),
        }  # fmt: skip
        return await self._use(user, message, data, wait, timeout)

    async def _use(
        self, user: UserRef, message: Message, data: Json, wait: bool, timeout: float | None
    ) -> InteractionHandle:
        who, place = self._present(user, message.channel_id)
        if message.ephemeral and message.ephemeral_for != who.id:
            raise PermissionError(f"{who.name} does not see this ephemeral message")
        if self.world.find_message(message.channel_id, message.id) is None:
            raise LookupError("the message is deleted")
        return await self._sent(self.interactions.create(COMPONENT, who, place, data, message), wait, timeout)

    async def submit_modal(
        self, user: UserRef, modal: ShownModal | str, values: ModalValues, *,
        wait: bool = True, timeout: float | None = None,
    ) -> InteractionHandle:  # fmt: skip
        """Fill in and send the modal this person was last shown; `values` goes by the inputs' custom ids."""
        who = self.world.user(user)
        name = modal.custom_id if isinstance(modal, ShownModal) else modal
        shown = self.interactions.modals.get((who.id, name))
        if shown is None:
            raise LookupError(f"{who.name} was not shown a modal {name!r}")
        place = self.world.channel(shown.channel_id)
        filler = ModalFiller(self.world, place, values)
        data: Json = {"custom_id": name, "components": filler.fill(shown)}
        if filler.resolved:
            data["resolved"] = filler.resolved
        source = self.world.find_message(shown.channel_id, shown.message_id)
        handle = self.interactions.create(SUBMIT, who, place, data, source)
        handle.files = filler.files
        return await self._sent(handle, wait, timeout)

    # --- shared --------------------------------------------------------------------------------------------

    def _present(
        self, user: UserRef, channel: ChannelRef, needed: int = permissions.VIEW_CHANNEL
    ) -> tuple[User, Channel]:
        who, place = self.world.user(user), self.world.channel(channel)
        if not self.world.rights(who.id, place) & needed:
            raise PermissionError(f"{who.name} cannot do this in {place.name or 'this direct message'!r}")
        return who, place

    async def _sent(self, handle: InteractionHandle, wait: bool, timeout: float | None) -> InteractionHandle:
        self.interactions.send(handle)
        return await handle.acknowledged(self.ack_window if timeout is None else timeout) if wait else handle

    def ephemeral(self, user: UserRef) -> list[Message]:
        """The messages that only this person sees, oldest first."""
        who = self.world.user(user)
        return [one for one in self.world.ephemeral.values() if one.ephemeral_for == who.id]
