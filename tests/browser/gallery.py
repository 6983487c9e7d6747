"""A small bot that shows on one page everything which the demo's page must be able to show and to take."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord
from discord import app_commands, ui
from discord.ext import commands
from PIL import Image

from bot.demo.run import Demo, open_pages
from bot.demo.simulated import Simulated

FRUIT = ("Apple", "Banana", "Cherry")
Interaction = discord.Interaction[Any]


def picture(colour: str, size: tuple[int, int] = (640, 360)) -> io.BytesIO:
    """A picture of one colour."""
    held = io.BytesIO()
    Image.new("RGB", size, colour).save(held, "PNG")
    held.seek(0)
    return held


class FullForm(ui.Modal, title="Every kind of field"):
    """One field of each kind; says afterwards what it was given."""

    words: ui.Label[Any] = ui.Label(
        text="Your answer", description="In your own words.",
        component=ui.TextInput(custom_id="words", style=discord.TextStyle.paragraph),
    )  # fmt: skip
    currency: ui.Label[Any] = ui.Label(
        text="Currency",
        component=ui.RadioGroup(
            custom_id="currency",
            options=[
                discord.RadioGroupOption(label="Euro", value="EUR", description="A year, gross"),
                discord.RadioGroupOption(label="Dollar", value="USD"),
            ],
        ),
    )
    fruit: ui.Label[Any] = ui.Label(
        text="Fruit",
        component=ui.Select(
            custom_id="fruit", max_values=2, options=[discord.SelectOption(label=one) for one in FRUIT], required=True
        ),
    )
    sheets: ui.Label[Any] = ui.Label(
        text="Your slides", component=ui.FileUpload(custom_id="sheets", max_values=3, required=False)
    )

    async def on_submit(self, interaction: Interaction) -> None:
        """Say what was given."""
        given = [component.component for component in (self.words, self.currency, self.fruit)]
        files = ", ".join(file.filename for file in self.sheets.component.values)  # type: ignore[attr-defined]
        words, currency, fruit = given
        said = f"{words.value} / {currency.value} / {', '.join(fruit.values)} / {files}"  # type: ignore[attr-defined]
        await interaction.response.send_message(f"Taken: {said}", ephemeral=True)


class Counter(ui.View):
    """A message that only one person sees, and that changes when they press."""

    def __init__(self, count: int = 0) -> None:
        super().__init__(timeout=None)
        self.count = count

    @ui.button(label="Count", style=discord.ButtonStyle.primary)
    async def press(self, interaction: Interaction, _: ui.Button[Any]) -> None:
        """One more."""
        self.count += 1
        await interaction.response.edit_message(content=f"Counted to {self.count}.", view=self)

    @ui.select(placeholder="Pick fruit", options=[discord.SelectOption(label=one, emoji="🍎") for one in FRUIT])
    async def pick(self, interaction: Interaction, select: ui.Select[Any]) -> None:
        """Say which."""
        await interaction.response.edit_message(content=f"You like {select.values[0]}.", view=self)


class Panel(ui.LayoutView):
    """A card with pictures, texts, a select and buttons."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        gallery: ui.MediaGallery[Any] = ui.MediaGallery()
        gallery.add_item(media="attachment://frontier.png", description="The frontier: your deal lies on it.")
        gallery.add_item(media="attachment://matrix.png", description="The matrix.")
        row: ui.ActionRow[Any] = ui.ActionRow(self._button("Form"), self._button("Private"))
        picks: ui.ActionRow[Any] = ui.ActionRow(
            ui.Select(
                custom_id="weights", placeholder="Pick two", min_values=2, max_values=2,
                options=[discord.SelectOption(label=one, description="A fruit") for one in FRUIT],
            )
        )  # fmt: skip
        self.add_item(
            ui.Container(
                ui.TextDisplay("## A card\nWith a list:\n- one\n- two\n```sql\nselect count(*) from users\n```"),
                ui.Separator(), gallery, ui.File("attachment://schema.txt"), picks, row, accent_colour=0x4FB286,
            )
        )  # fmt: skip

    def _button(self, label: str) -> ui.Button[Any]:
        button: ui.Button[Any] = ui.Button(label=label, custom_id=label.lower(), style=discord.ButtonStyle.primary)
        return button


class GalleryBot(commands.Bot):
    """Says everything once."""

    def __init__(self) -> None:
        super().__init__(command_prefix="!", intents=discord.Intents.default())

    async def setup_hook(self) -> None:
        """Commands of every kind."""
        self.tree.add_command(_show)
        self.tree.add_command(_taste)
        await self.tree.sync()

    async def on_interaction(self, interaction: Interaction) -> None:
        """The card's buttons and its select."""
        data: dict[str, Any] = dict(interaction.data or {})
        match data.get("custom_id"):
            case "form":
                await interaction.response.send_modal(FullForm())
            case "private":
                await interaction.response.send_message("Counted to 0.", view=Counter(), ephemeral=True)
            case "weights":
                await interaction.response.send_message(f"Picked {' and '.join(data['values'])}.")


@app_commands.command(name="show", description="Show everything")
async def _show(interaction: Interaction) -> None:
    embed = discord.Embed(title="An embed", description="With an author, fields and a picture.", colour=0x0072B2)
    embed.set_author(name="Mira Chen, Staff Analyst").set_image(url="attachment://chart.png")
    embed.add_field(name="Base", value="€72,000").add_field(name="Remote", value="3 days")
    embed.set_footer(text="A footer.")
    chart = discord.File(picture("teal"), "chart.png", description="A chart: everything is teal.")
    table = discord.File(io.BytesIO(b"country,users\nDE,12\n"), "result.csv", description="The whole result")
    await interaction.response.send_message(embed=embed, files=[chart, table])
    files = [
        discord.File(picture("navy"), "frontier.png", description="The frontier: your deal lies on it."),
        discord.File(picture("olive"), "matrix.png"),
        discord.File(io.BytesIO(b"users: one row a person"), "schema.txt"),
    ]
    await interaction.followup.send(view=Panel(), files=files)


@app_commands.command(name="taste", description="Taste a fruit")
async def _taste(interaction: Interaction, fruit: str, note: discord.Attachment | None = None) -> None:
    read = (await note.read()).decode() if note else "nothing"
    await interaction.response.send_message(f"{fruit} with {read}.", ephemeral=True)


@_taste.autocomplete("fruit")
async def _fruits(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one, value=one.lower()) for one in FRUIT if typed.lower() in one.lower()]


@asynccontextmanager
async def open_gallery(_: Path) -> AsyncIterator[Demo]:
    """The gallery's bot in place of ours."""
    simulated = Simulated(GalleryBot(), "Gallery")
    await simulated.start()
    try:
        async with open_pages(simulated, 0) as demo:
            yield demo
    finally:
        await simulated.close()
