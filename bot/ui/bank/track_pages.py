"""Tracks as moderators and members see them."""

import io
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import discord

from bot.domain.mistakes import Mistake
from bot.domain.tracks import Track
from bot.ui.actions import ActionButton
from bot.ui.bank.uploads import shortened, shown_name
from bot.ui.text import plural

REMOVE = "track_remove"
_COLOUR = discord.Colour.from_rgb(88, 140, 126)
_TITLE_ROOM = 80
_MOST_MISTAKES = 8
_MISTAKE_ROOM = 300
_TALE_ROOM = 60

Stock = Mapping[tuple[str, str], int]


def tracks_page(tracks: Mapping[str, Track], built_in: Collection[str], stock: Stock) -> discord.Embed:
    """All tracks of a server."""

    def line(track: Track) -> str:
        asked = sum(stock.get((track.id, stage.id), 0) for stage in track.stages)
        stages = plural(len(track.stages), "stage")
        return f"• **{shortened(track.title, _TITLE_ROOM)}** (`{track.id}`): {stages}, {plural(asked, 'question')}"

    own = [line(track) for track in tracks.values() if track.id not in built_in]
    lines = [line(track) for track in tracks.values() if track.id in built_in]
    lines += ["", "This server's own:", *own] if own else ["", "This server has no tracks of its own yet."]
    return discord.Embed(title="Tracks", description="\n".join(lines), colour=_COLOUR)


def track_page(track: Track, stock: Stock, *, own: bool) -> discord.Embed:
    """One track, with its stages and how many questions each has in use."""
    lines = [f"`{track.id}`, {'this server’s own' if own else 'built in'}", ""]
    for number, stage in enumerate(track.stages, start=1):
        count = plural(stock.get((track.id, stage.id), 0), "question")
        title = shortened(stage.title, _TITLE_ROOM)
        lines.append(f"{number}. **{title}**: {stage.kind.value}, {stage.minutes} min, {count} in use")
    title = shortened(track.title, _TITLE_ROOM)
    return discord.Embed(title=title, description="\n".join(lines), colour=_COLOUR)


def imported(track: Track) -> str:
    """A track is in."""
    questions = sum(len(stage.questions) for stage in track.stages)
    title = shortened(track.title, _TITLE_ROOM)
    stages = plural(len(track.stages), "stage")
    return f"**{title}** is in, with {stages} and {plural(questions, 'question')}: `/mock start` offers it."


def mistakes_message(name: str, mistakes: Sequence[Mistake]) -> dict[str, Any]:
    """What is wrong with a file; where it is much, all of it as a file too."""
    if len(mistakes) == 1 and mistakes[0].key == "-":
        return {"text": f"I cannot take {shown_name(name)}: {shortened(mistakes[0].reason, _MISTAKE_ROOM)}."}
    lines = [f"• `{_key(one)}`: {shortened(one.reason, _MISTAKE_ROOM)}" for one in mistakes[:_MOST_MISTAKES]]
    more = len(mistakes) - _MOST_MISTAKES
    lines += [f"… and {more:,} more, in the file."] * (more > 0)
    embed = discord.Embed(
        title=f"{plural(len(mistakes), 'thing')} to mend in {shown_name(name)}",
        description="\n".join(lines),
        colour=_COLOUR,
    )
    shown: dict[str, Any] = {"text": "Nothing was saved.", "embed": embed}
    if more > 0:
        report = "\n".join(f"{one.key}: {one.reason}" for one in mistakes) + "\n"
        shown["file"] = discord.File(io.BytesIO(report.encode("utf-8", "replace")), filename="track-report.txt")
    return shown


def remove_question(track: Track, open_rounds: int) -> dict[str, Any]:
    """Asks whether a track shall go."""
    text = (
        f"Remove **{shortened(track.title, _TITLE_ROOM)}** from this server? Nobody can start it then; questions that "
        "this server added to it stay stored and come back with a track of the same id. Export it first if you may "
        "want it again."
    )
    if open_rounds:
        text += f" {plural(open_rounds, 'round')} of it {'is' if open_rounds == 1 else 'are'} open and can be finished."
    view = discord.ui.View(timeout=None)
    view.add_item(ActionButton("Remove track", REMOVE, track.id, style=discord.ButtonStyle.danger))
    return {"text": text, "view": view}


def removed(track: Track) -> dict[str, Any]:
    """A track is gone."""
    title = shortened(track.title, _TITLE_ROOM)
    return {"content": f"**{title}** is removed. Its questions stay stored.", "view": None}


def _key(mistake: Mistake) -> str:
    """The place, which holds ids that somebody wrote, for a span of code."""
    plain = " ".join(mistake.key.replace("`", "'").split())
    return plain if len(plain) <= _MISTAKE_ROOM else "…" + plain[-_MISTAKE_ROOM:]
