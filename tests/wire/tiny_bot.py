"""A tiny real bot for the peer's own tests; run as a script. It says on standard output what it heard."""

import asyncio
import io
import logging
import os
import re
from typing import Any, Self

import aiohttp
import discord
import yarl
from discord import app_commands
from discord.ext import commands
from discord.gateway import DiscordWebSocket

discord.http.Route.BASE = os.environ["DISCORD_API_BASE"]

Interaction = discord.Interaction[Any]


def heard(*words: object) -> None:
    print("HEARD", *words, flush=True)


class Counter(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"count:(?P<n>\d+)"):
    """A button whose state is its custom id, so it works after a restart."""

    def __init__(self, n: int) -> None:
        super().__init__(discord.ui.Button(label=f"Count {n}", custom_id=f"count:{n}"))
        self.n = n

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Any, match: re.Match[str], /) -> Self:
        return cls(int(match["n"]))

    async def callback(self, interaction: Interaction) -> None:
        view = discord.ui.View(timeout=None).add_item(Counter(self.n + 1))
        await interaction.response.edit_message(content=f"count is {self.n + 1}", view=view)


class Ask(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"ask"):
    def __init__(self) -> None:
        super().__init__(discord.ui.Button(label="Answer", custom_id="ask"))

    @classmethod
    async def from_custom_id(cls, interaction: Interaction, item: Any, match: re.Match[str], /) -> Self:
        return cls()

    async def callback(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(AnswerModal())


class AnswerModal(discord.ui.Modal, title="Your answer"):
    def __init__(self) -> None:
        super().__init__(custom_id="answer")
        self.text = discord.ui.TextInput[Any](style=discord.TextStyle.paragraph, custom_id="text")
        self.level = discord.ui.RadioGroup[Any](custom_id="level", required=False)
        self.level.add_option(label="Junior", value="junior")
        self.level.add_option(label="Senior", value="senior")
        self.add_item(discord.ui.Label(text="Text", component=self.text))
        self.add_item(discord.ui.Label(text="Level", component=self.level))

    async def on_submit(self, interaction: Interaction, /) -> None:
        said = f"{interaction.user.display_name} answered {self.text.value} as {self.level.value}"
        await interaction.response.send_message(said, ephemeral=True)


class OldModal(discord.ui.Modal, title="Old style"):
    text = discord.ui.TextInput[Any](label="Text", custom_id="text", default="prefilled")

    async def on_submit(self, interaction: Interaction, /) -> None:
        await interaction.response.send_message(f"old modal: {self.text.value}")


class TinyBot(commands.AutoShardedBot):
    def __init__(self) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, guild_reactions=True)
        intents.message_content = "content" in os.environ.get("TINY_INTENTS", "")
        intents.members = "members" in os.environ.get("TINY_INTENTS", "")
        super().__init__(
            "!",
            intents=intents,
            guild_ready_timeout=0.05,
            heartbeat_timeout=float(os.environ.get("TINY_HEARTBEAT_TIMEOUT", "60")),
            allowed_mentions=discord.AllowedMentions.none(),
        )

    async def setup_hook(self) -> None:
        # discord.py falls back to its own gateway address whenever it cannot resume: point that here as well.
        _, url, _ = await self.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        self.add_dynamic_items(Counter, Ask)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The peer counts no identifies: skip discord.py's five seconds between them."""

    async def on_ready(self) -> None:
        heard("ready", len(self.guilds))

    async def on_resumed(self) -> None:
        heard("resumed")

    async def on_message(self, message: discord.Message, /) -> None:
        if message.author != self.user:
            heard("message", repr(message.content))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        heard("edit", payload.message_id, repr(payload.data["content"]))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        heard("delete", payload.message_id)

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        heard("reaction", payload.emoji, payload.user_id)

    async def on_thread_create(self, thread: discord.Thread) -> None:
        heard("thread", thread.name)


bot = TinyBot()
mock = app_commands.Group(name="mock", description="Mock interviews")


async def tracks(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one.title(), value=one) for one in ("backend", "data") if current in one]


@mock.command(name="start", description="Start")
@app_commands.autocomplete(track=tracks)
async def start(interaction: Interaction, track: str, who: discord.Member | None = None) -> None:
    await interaction.response.send_message(f"started {track} with {who.display_name if who else 'nobody'}")


@mock.command(name="slow", description="Defer first")
async def slow(interaction: Interaction, private: bool = False) -> None:
    await interaction.response.defer(ephemeral=private)
    await interaction.followup.send("first")
    await interaction.followup.send("second")


@mock.command(name="forms", description="Buttons and modals")
async def forms(interaction: Interaction) -> None:
    view = discord.ui.View(timeout=None).add_item(Counter(0)).add_item(Ask())
    await interaction.response.send_message("forms", view=view)


@mock.command(name="old", description="A modal with action rows")
async def old(interaction: Interaction) -> None:
    await interaction.response.send_modal(OldModal())


@mock.command(name="room", description="Open threads")
async def room(interaction: Interaction, private: bool) -> None:
    assert isinstance(interaction.channel, discord.TextChannel)
    assert isinstance(interaction.user, discord.Member)
    kind = discord.ChannelType.private_thread if private else discord.ChannelType.public_thread
    thread = await interaction.channel.create_thread(name="Room", type=kind, auto_archive_duration=1440)
    await thread.add_user(interaction.user)
    await thread.send("welcome")
    await interaction.response.send_message(thread.mention, ephemeral=True)


@mock.command(name="send", description="Send some messages")
async def send(interaction: Interaction, text: str, times: int = 1, nonce: str | None = None) -> None:
    await interaction.response.defer(ephemeral=True)
    assert isinstance(interaction.channel, discord.TextChannel)
    try:
        once: dict[str, Any] = {} if nonce is None else {"nonce": nonce}
        sent = [await interaction.channel.send(text, **once) for _ in range(times)]
        await interaction.followup.send(f"sent {len({one.id for one in sent})}")
    except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
        await interaction.followup.send(f"{type(error).__name__}: {error}")


@mock.command(name="burst", description="Send in parallel to many channels")
async def burst(interaction: Interaction, each: int) -> None:
    await interaction.response.defer(ephemeral=True)
    assert interaction.guild is not None
    rooms = [one for one in interaction.guild.text_channels if one.name.startswith("burst")]
    await asyncio.gather(*(one.send("burst") for one in rooms for _ in range(each)))
    await interaction.followup.send("burst done")


@mock.command(name="file", description="Read a file and send it back")
async def file(interaction: Interaction, upload: discord.Attachment) -> None:
    data = await upload.read()
    back = discord.File(io.BytesIO(data[::-1]), "back.txt", description="reversed")
    await interaction.response.send_message(f"{len(data)} bytes", file=back)


@mock.command(name="members", description="Ask the gateway for members")
async def members(interaction: Interaction, prefix: str) -> None:
    assert interaction.guild is not None
    found = await interaction.guild.query_members(prefix, limit=5)
    await interaction.response.send_message(", ".join(sorted(one.name for one in found)))


@mock.command(name="dm", description="Write a direct message")
async def dm(interaction: Interaction) -> None:
    await interaction.user.send("psst")
    await interaction.response.send_message("sent", ephemeral=True)


@mock.command(name="history", description="Read the channel")
async def history(interaction: Interaction) -> None:
    assert isinstance(interaction.channel, discord.TextChannel)
    assert bot.user is not None
    lines = [
        one.content.removeprefix(f"{bot.user.mention} ")
        async for one in interaction.channel.history(limit=120, oldest_first=True)
    ]
    await interaction.response.send_message("|".join(lines) or "nothing")


@bot.tree.context_menu(name="Submit as answer")
async def submit_as_answer(interaction: Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"submitted: {message.content}", ephemeral=True)


bot.tree.add_command(mock)

if __name__ == "__main__":
    bot.run(os.environ["DISCORD_TOKEN"], log_level=logging.INFO)
