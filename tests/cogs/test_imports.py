"""`/question import` and `/question export`: previews, presses, restarts, lost rights, nonsense."""

import json
from typing import Any

import discord
import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.bank.overlay import ChangeKind
from bot.domain.bank.sheets import MAX_BYTES
from bot.domain.guilds import Setting
from tests.cogs import beyond
from tests.cogs.bank_steps import last, now, own
from tests.cogs.plain import plain, refusal, told
from tests.cogs.test_storage_trouble import full
from tests.world import STAGE, TRACK, World, labels_of, text_of

HEAD = "prompt,stage,track\n"
GOOD = f"Which report would you delete first?,{STAGE},{TRACK}\n"
OTHER = f"Explain a median to a florist.,{STAGE},{TRACK}\n"
GONE = (
    "That file does not wait here any more, it was imported or is older than a day: send it again with "
    "`/question import`."
)


def csv(*lines: str) -> tuple[str, bytes]:
    """A file with these lines under the usual header."""
    return "questions.csv", (HEAD + "".join(lines)).encode()


async def send(world: World, *lines: str, **options: Any) -> discord.Message:
    """The moderator sends a file; returns what they see."""
    result = await world.mod.slash(world.channel, "question import", **({"file": csv(*lines)} | options))
    assert result.ephemeral
    return now(world, last(result))


async def press(world: World, message: discord.Message, label: str) -> discord.Message:
    """The moderator presses a button of a preview; returns the message as it is then."""
    await world.mod.click(message, label=label)
    return now(world, message)


def refused(result: InteractionResult) -> str:
    """The sentence below a message that stays as it is."""
    assert result.acknowledged
    return plain(text_of(told(result)[-1].message).strip())


# ---------------------------------------------------------------------- preview and press


async def test_a_preview_saves_nothing_and_its_button_goes_on_after_a_restart(world: World) -> None:
    shown = await send(world, GOOD, OTHER)
    assert "2 new questions" in text_of(shown)
    assert "Nothing is saved yet." in text_of(shown)
    assert labels_of(shown) == ["Import 2 questions"]
    assert await own(world) == []
    await world.restart()
    after = await press(world, shown, "Import 2 questions")
    assert "2 questions** added" in text_of(after)
    assert labels_of(after) == []
    found = await own(world)
    assert len(found) == 2
    (change,) = await world.client.banks.history(world.guild.id, found[0].id)
    assert (change.kind, change.actor_id) == (ChangeKind.IMPORTED, world.mod.id)


async def test_two_presses_import_once(world: World) -> None:
    shown = await send(world, GOOD)
    await world.mod.click(shown, label="Import 1 question")
    assert refused(await beyond.press(world, world.mod, shown, "gr:import_all:1")) == GONE
    assert len(await own(world)) == 1


async def test_at_once_without_a_preview(world: World) -> None:
    done = await send(world, GOOD, OTHER, dry_run=False)
    assert "2 questions** added" in text_of(done)
    assert len(await own(world)) == 2
    again = await send(world, GOOD, dry_run=False)
    assert labels_of(again) == ["Import all"], "it is there already: a choice, not a copy"
    assert len(await own(world)) == 2


async def test_copies_are_named_and_a_choice(world: World) -> None:
    shown = await send(world, GOOD, GOOD, OTHER)
    assert "1 likely duplicate" in text_of(shown)
    assert "row 3: 100 % like row 2" in text_of(shown)
    assert labels_of(shown) == ["Import without duplicates", "Import all"]
    report = beyond.file_of(world, shown).decode()
    assert "row 3: 100 % like row 2: Which report would you delete first?" in report
    after = await press(world, shown, "Import without duplicates")
    assert "1 likely duplicate left out" in text_of(after)
    assert len(await own(world)) == 2
    both = await send(world, GOOD, OTHER)
    assert labels_of(both) == ["Import all"], "without duplicates nothing would be left"
    await press(world, both, "Import all")
    assert len(await own(world)) == 4


async def test_what_changed_since_the_preview_is_shown_before_anything_is_saved(world: World) -> None:
    shown = await send(world, GOOD, OTHER)
    await send(world, OTHER, dry_run=False)
    after = await press(world, shown, "Import 2 questions")
    assert "Your bank has changed since" in text_of(after)
    assert labels_of(after) == ["Import without duplicates", "Import all"]
    assert len(await own(world)) == 1
    assert "1 question** added" in text_of(await press(world, after, "Import without duplicates"))


async def test_a_changed_question_is_named_with_its_fields(world: World) -> None:
    result = await world.mod.slash(world.channel, "question export", format="json", what="all")
    rows = json.loads(beyond.file_of(world, now(world, last(result))))
    rows[0]["minutes"] = 59
    shown = await send(world, file=("all.json", json.dumps(rows).encode()), dry_run=False)
    assert "1 question of your bank changed" in text_of(shown)
    assert f"question 1, {rows[0]['id']}: minutes" in beyond.file_of(world, shown).decode()
    assert await own(world) == [], "what overwrites something is shown first, always"
    await press(world, shown, "Import 1 question")
    assert [(one.id, one.question.minutes) for one in await own(world)] == [(rows[0]["id"], 59)]


async def test_the_audit_log_has_one_entry(world: World) -> None:
    log = world.guild.create_text_channel("audit")
    await world.client.guild_settings.change(world.guild.id, Setting.AUDIT, log.id)
    await send(world, GOOD, OTHER, dry_run=False)
    (entry,) = log.history()
    assert "> imported **\u20682 questions\u2069**" in text_of(entry)


# ---------------------------------------------------------------------- rights and places


async def test_rights_are_asked_for_on_every_press(world: World) -> None:
    shown = await send(world, GOOD)
    await beyond.set_roles(world, world.mod)
    for custom_id in ("gr:import_all:1", "gr:import_new:1", "gr:import_example"):
        assert "Manage Server" in refused(await beyond.press(world, world.mod, shown, custom_id))
    assert "Manage Server" in refusal(await world.mod.slash(world.channel, "question import", file=csv(GOOD)))
    assert "Manage Server" in refusal(await world.alice.slash(world.channel, "question export"))
    assert await own(world) == []


async def test_the_moderator_role_is_enough_and_no_other_moderators_file_exists(world: World) -> None:
    shown = await send(world, GOOD)
    helpers = world.guild.create_role("Helpers")
    await world.client.guild_settings.change(world.guild.id, Setting.ROLE, helpers.id)
    await beyond.set_roles(world, world.bob, helpers)
    assert refused(await beyond.press(world, world.bob, shown, "gr:import_all:1")) == GONE
    for custom_id in ("gr:import_all:99", "gr:import_all:x", "gr:import_all", f"gr:import_all:{2**70}"):
        refused(await beyond.press(world, world.bob, shown, custom_id))
    assert await own(world) == []


async def test_a_file_of_another_server_does_not_exist(world: World) -> None:
    await send(world, GOOD)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    role = elsewhere.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    there = elsewhere.add_member(world.mod.user, roles=[role])
    seen = await there.slash(channel, "question import", file=csv(OTHER))
    assert refused(await beyond.press(world, there, now(world, last(seen)), "gr:import_all:1")) == GONE
    assert (await world.client.banks.search(elsewhere.id, filters={"builtin": False})).questions == ()
    assert await own(world) == []


# ---------------------------------------------------------------------- nonsense

FILES: dict[str, tuple[str, bytes, str]] = {
    "a ZIP": ("q.csv", b"PK\x03\x04" + bytes(200), "workbook or a ZIP"),
    "a workbook": ("q.xlsx", b"PK\x03\x04", "save it as CSV"),
    "nothing": ("q.csv", b"", "the file is empty"),
    "a picture": ("q.png", b"\x89PNG", "must end in .csv or .json"),
    "UTF-16 without a mark": ("q.csv", (HEAD + GOOD).encode("utf-16-le"), "UTF-16"),
    "nested": ("q.json", b"[" * 10_000, "nested"),
    "half": ("q.json", b'[{"prompt": ', "cannot be read"),
    "a million rows": ("q.csv", HEAD.encode() + b"a,b,c\n" * 1_000_000, "more than 10,000 rows"),
    "a name that shouts": ("@everyone **`x`.exe", b"x", "must end in"),
    "a name without end": ("x" * 250 + ".csv", b" ", "the file is empty"),
}


async def test_files_that_cannot_be_read_get_one_sentence(world: World) -> None:
    for case, (name, data, words) in FILES.items():
        result = await world.mod.slash(world.channel, "question import", file=(name, data), dry_run=False)
        text = plain(text_of(now(world, last(result))).strip().replace("\u2026", ""))
        assert words in text, (case, text)
        assert "@everyone" not in text
        assert labels_of(now(world, last(result))) == ["Example file"], case
    assert await own(world) == []


async def test_a_file_that_is_too_large_or_gone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    large = ("q.csv", b"x" * (MAX_BYTES + 1))
    assert "larger than 10.0 MB" in refusal(await world.mod.slash(world.channel, "question import", file=large))
    read = discord.Attachment.read

    async def gone(self: discord.Attachment, **_: Any) -> bytes:
        world.env.backend.cdn._blobs.clear()
        return await read(self)

    async def cut_off(self: discord.Attachment, **_: Any) -> bytes:
        raise ConnectionResetError

    for failing in (gone, cut_off):
        monkeypatch.setattr(discord.Attachment, "read", failing)
        sentence = refusal(await world.mod.slash(world.channel, "question import", file=csv(GOOD)))
        assert "attach it once more" in sentence
    assert await own(world) == []


async def test_problems_have_their_place_and_a_file_to_start_from(world: World) -> None:
    bad = [f"Short,{STAGE},{TRACK}\n", f"{'x' * 701},{STAGE},{TRACK}\n", f"<@&1> @here ** would you?,nowhere,{TRACK}\n"]
    shown = await send(world, GOOD, *(bad * 4), dry_run=False)
    assert "12 problems to mend" in text_of(shown)
    assert "… and 6 more, in the file." in text_of(shown)
    report = beyond.file_of(world, shown).decode()
    assert "row 3, prompt: has 5 characters and needs at least 10" in report
    assert "row 14, stage: there is no stage" in report
    assert await own(world) == []
    assert labels_of(shown) == ["Example file"]
    example = last(await world.mod.click(shown, label="Example file"))
    assert labels_of(await send(world, file=("e.csv", beyond.file_of(world, example)))) == ["Import 2 questions"]


async def test_options_that_are_none(world: World) -> None:
    assert "do not know that track" in refusal(
        await world.mod.slash(world.channel, "question import", file=csv(GOOD), track="nowhere")
    )
    for options in ({"format": "exe"}, {"what": "everything"}):
        with pytest.raises(simcord.OptionError):
            await world.mod.slash(world.channel, "question export", **options)


async def test_without_room_nothing_is_saved_and_the_file_still_waits(world: World) -> None:
    shown = await send(
        world, *(f"Tell us of project {number} of {number * 7}.,{STAGE},{TRACK}\n" for number in range(150))
    )
    with full(world):
        assert "nothing was saved" in refused(await world.mod.click(shown, label="Import all"))
    assert await own(world) == []
    await press(world, shown, "Import all")
    assert len(await own(world)) == 150


# ---------------------------------------------------------------------- long work


async def test_what_is_stopped_saves_nothing_and_can_be_begun_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = await send(world, GOOD, OTHER)
    cog: Any = world.client.get_cog("Imports")
    save = cog.files.save

    async def stopped(*args: Any, **kwargs: Any) -> Any:
        (work,) = cog.works._running.values()
        work.progress.stop()
        return await save(*args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(cog.files, "save", stopped)
        assert refused(await world.mod.click(shown, label="Import 2 questions")) == "Stopped: nothing was saved."
        assert "nothing was saved" in refusal(
            await world.mod.slash(world.channel, "question import", file=csv(GOOD), dry_run=False)
        )
    assert await own(world) == []
    await press(world, shown, "Import 2 questions")
    assert len(await own(world)) == 2


async def test_one_file_of_a_server_at_a_time_and_only_its_sender_stops_it(world: World) -> None:
    shown = await send(world, GOOD)
    cog: Any = world.client.get_cog("Imports")
    interaction: Any = type("Begun", (), {"id": 7, "guild_id": world.guild.id, "user": world.mod})()
    async with cog.works.showing(interaction, {}) as progress:
        assert "wait until it is done" in refused(await world.mod.click(shown, label="Import 1 question"))
        assert "wait until it is done" in refusal(await world.mod.slash(world.channel, "question export"))
        assert "nothing left to stop" in refused(await beyond.press(world, world.bob, shown, "gr:stop_work:7"))
        progress.check()
        await beyond.press(world, world.mod, shown, "gr:stop_work:7")
        with pytest.raises(Exception, match="work_stopped"):
            progress.check()
    assert "nothing left to stop" in refused(await beyond.press(world, world.mod, shown, "gr:stop_work:7"))


# ---------------------------------------------------------------------- export


@pytest.mark.parametrize("form", ["csv", "json"])
async def test_an_export_comes_back_the_same(world: World, form: str) -> None:
    empty = await world.mod.slash(world.channel, "question export", format=form)
    assert "nothing to export" in plain(text_of(now(world, last(empty))).strip())
    await send(world, GOOD, f"=cmd|' /C calc'!A0 is what?,{STAGE},{TRACK}\n", dry_run=False)
    result = now(world, last(await world.mod.slash(world.channel, "question export", format=form)))
    assert text_of(result).startswith("2 questions;")
    data = beyond.file_of(world, result)
    assert form == "json" or b"'=cmd|" in data
    shown = await send(world, file=(f"q.{form}", data))
    assert "2 rows with nothing new" in text_of(shown)
    assert "all of it is here already" in text_of(shown)
    assert labels_of(shown) == []


async def test_the_example_is_for_this_server(world: World) -> None:
    result = await world.mod.slash(world.channel, "question export", what="example")
    shown = await send(world, file=("example.csv", beyond.file_of(world, now(world, last(result)))))
    assert labels_of(shown) == ["Import 2 questions"]
