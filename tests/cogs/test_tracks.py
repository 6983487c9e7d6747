"""`/track`: a server's own tracks in, out and away; what is wrong with a file; rights and places."""

from typing import Any

import discord
import pytest
import tomli_w

from bot.domain.bank.track_files import MAX_TRACK_BYTES, MOST_TRACKS, id_from, read_track, write_track
from bot.domain.guilds import Setting
from bot.domain.mistakes import ContentError
from bot.domain.tracks import Track
from tests.cogs import beyond
from tests.cogs.bank_steps import last, now, shipped
from tests.cogs.plain import plain, refusal, told
from tests.domain.values import make_question, make_track
from tests.world import TRACK, World, labels_of, text_of

OWN = make_track(2)
FILE = ("Shop Analyst.toml", write_track(OWN))


async def bring(world: World, file: tuple[str, bytes] = FILE, **options: Any) -> discord.Message:
    """The moderator sends a track; returns what they see."""
    return now(world, last(await world.mod.slash(world.channel, "track import", file=file, **options)))


async def own_tracks(world: World) -> list[str]:
    """The ids of this server's own tracks."""
    return sorted(await world.client.store.read(lambda unit: unit.banks.track_ids(world.guild.id)))


def changed(**changes: Any) -> bytes:
    """The file with other values at its top; those of one stage with ``stages``."""
    values = OWN.model_dump(mode="json", exclude={"id"}) | changes
    return tomli_w.dumps(values).encode()


def stage(**changes: Any) -> bytes:
    """The file with one stage, which has other values."""
    return changed(stages=[OWN.stages[0].model_dump(mode="json") | changes])


def question(**changes: Any) -> bytes:
    """The file with one question, which has other values."""
    return stage(questions=[make_question(1).model_dump(mode="json") | changes])


# ---------------------------------------------------------------------- in, out, away


async def test_a_track_comes_in_is_played_and_exported_the_same(world: World) -> None:
    shown = await bring(world)
    assert "2 stages and 4 questions" in text_of(shown)
    assert await own_tracks(world) == ["shop-analyst"]
    exported = now(world, last(await world.mod.slash(world.channel, "track export", track="shop-analyst")))
    assert exported.attachments[0].filename == "shop-analyst.toml"
    assert read_track(beyond.file_of(world, exported), "x.toml", "shop-analyst", {}) == OWN
    thread = await world.start(track="shop-analyst", stage="screen")
    assert "Question number" in text_of(world.panel(thread))


@pytest.mark.parametrize("named", ["upwork-product-analyst", "tiktok-product-analyst"])
def test_what_ships_goes_out_and_comes_back(world_tracks: dict[str, Track], named: str) -> None:
    track = world_tracks[named]
    assert read_track(write_track(track), "x.toml", track.id, {}) == track


@pytest.fixture
def world_tracks() -> dict[str, Track]:
    """The tracks that ship."""
    from bot.domain.catalogue import load  # noqa: PLC0415
    from bot.settings import ROOT  # noqa: PLC0415

    return load(ROOT / "data").tracks


async def test_list_and_view_are_for_everybody(world: World) -> None:
    await bring(world)
    listed = text_of(last(await world.alice.slash(world.channel, "track list")))
    assert "`upwork-product-analyst`): 5 stages" in listed
    assert "This server's own:" in listed
    assert "`shop-analyst`): 2 stages, 4 questions" in listed
    viewed = text_of(last(await world.alice.slash(world.channel, "track view", track="shop-analyst")))
    assert "2. **\u2068Offer\u2069**: offer, 30 min, 2 questions in use" in viewed
    names = [
        one["value"] for one in await world.alice.autocomplete(world.channel, "track view", "track", "analyst shop")
    ]
    assert names == ["shop-analyst"]
    offered = await world.mod.autocomplete(world.channel, "track remove", "track", "")
    assert [one["value"] for one in offered] == ["shop-analyst"]


async def test_a_track_goes_after_a_question_and_open_rounds_end_well(world: World) -> None:
    await bring(world)
    thread = await world.start(track="shop-analyst", stage="screen", questions=1)
    asked = last(await world.mod.slash(world.channel, "track remove", track="shop-analyst"))
    assert "1 round of it is open" in text_of(asked)
    assert await own_tracks(world) == ["shop-analyst"]
    await world.restart()
    await world.mod.click(asked, label="Remove track")
    assert "is removed" in text_of(now(world, asked))
    assert labels_of(now(world, asked)) == []
    assert await own_tracks(world) == []
    await world.answer(thread, "I counted the visitors, and sales rose from 12 to 15 a day.")
    assert await world.client.rounds.open_of(world.guild.id, world.alice.id) == []
    again = await beyond.press(world, world.mod, asked, "gr:track_remove:shop-analyst")
    assert "do not know that track" in text_of(told(again)[-1].message)


async def test_a_track_is_replaced_only_on_purpose(world: World) -> None:
    await bring(world)
    changes = ("shop-analyst.toml", changed(title="Shop · Senior"))
    assert "option `replace`" in plain(text_of(await bring(world, changes)).strip())
    assert "Senior" in text_of(await bring(world, changes, replace=True))
    assert "2 stages" in text_of(await bring(world, ("shop-analyst.toml", changed(title="Again")), replace=True))
    assert await own_tracks(world) == ["shop-analyst"]


async def test_the_audit_log_is_told(world: World) -> None:
    log = world.guild.create_text_channel("audit")
    await world.client.guild_settings.change(world.guild.id, Setting.AUDIT, log.id)
    await bring(world)
    asked = last(await world.mod.slash(world.channel, "track remove", track="shop-analyst"))
    await world.mod.click(asked, label="Remove track")
    imported, removed = map(text_of, log.history())
    assert "imported the track" in imported
    assert "removed the track" in removed


# ---------------------------------------------------------------------- rights and places


async def test_only_moderators_change_tracks_also_by_old_buttons(world: World) -> None:
    await bring(world)
    asked = last(await world.mod.slash(world.channel, "track remove", track="shop-analyst"))
    await beyond.set_roles(world, world.mod)
    late = await beyond.press(world, world.mod, asked, "gr:track_remove:shop-analyst")
    assert "Manage Server" in text_of(told(late)[-1].message)
    commands: dict[str, dict[str, Any]] = {
        "import": {"file": FILE},
        "export": {"track": TRACK},
        "remove": {"track": TRACK},
    }
    for name, options in commands.items():
        assert "Manage Server" in refusal(await world.alice.slash(world.channel, f"track {name}", **options)), name
    assert await own_tracks(world) == ["shop-analyst"]


async def test_another_servers_track_does_not_exist(world: World) -> None:
    await bring(world)
    elsewhere = world.env.create_guild("Elsewhere")
    channel = elsewhere.create_text_channel("general")
    role = elsewhere.create_role("Mods", permissions=discord.Permissions(manage_guild=True))
    there = elsewhere.add_member(world.mod.user, roles=[role])
    for name in ("view", "export", "remove"):
        told = refusal(await there.slash(channel, f"track {name}", track="shop-analyst"))
        assert "do not know that track" in told, name
    assert "shop-analyst" not in text_of(last(await there.slash(channel, "track list")))


async def test_built_in_tracks_stay(world: World) -> None:
    assert "built in and stays" in refusal(await world.mod.slash(world.channel, "track remove", track=TRACK))
    assert "everybody has" in plain(text_of(await bring(world, id=TRACK, replace=True)).strip())
    exported = now(world, last(await world.mod.slash(world.channel, "track export", track=TRACK)))
    copy = text_of(await bring(world, ("mine.toml", beyond.file_of(world, exported))))
    assert "to mend" in copy
    assert "this id is used by a question of upwork-product-analyst" in copy
    assert await own_tracks(world) == []


async def test_twenty_tracks_are_the_most(world: World) -> None:
    async def fill(unit: Any) -> None:
        for number in range(MOST_TRACKS):
            track = OWN.model_copy(update={"id": f"t-{number}"})
            await unit.banks.put_track(world.guild.id, track, world.mod.id, world.clock())

    await world.client.store.write(fill)
    assert "20 tracks of its own" in plain(text_of(await bring(world)).strip())
    assert len(await own_tracks(world)) == MOST_TRACKS


async def test_a_questions_id_belongs_to_one_track(world: World) -> None:
    await bring(world)
    shown = text_of(await bring(world, ("another.toml", FILE[1])))
    assert "this id is used by a question of shop-analyst" in shown
    theirs = question(id=shipped(world).id, competency="background")
    assert "used by a question of upwork-product-analyst" in text_of(await bring(world, ("third.toml", theirs)))
    assert await own_tracks(world) == ["shop-analyst"]


# ---------------------------------------------------------------------- nonsense

BAD_FILES: dict[str, tuple[str, bytes, str]] = {
    "no TOML": ("t.csv", b"a,b", "ends in `.toml`"),
    "nothing": ("t.toml", b"", "empty"),
    "blanks": ("t.toml", b" \n", "empty"),
    "a byte over": ("t.toml", b"#" * (MAX_TRACK_BYTES + 1), "larger than 256 KB"),
    "a ZIP": ("t.toml", b"PK\x03\x04\xff\xfe", "not saved as UTF-8"),
    "UTF-16": ("t.toml", "title = 'x'".encode("utf-16"), "not saved as UTF-8"),
    "Latin": ("t.toml", "title = 'ü'".encode("latin-1"), "not saved as UTF-8"),
    "half a line": ("t.toml", b'title = "x', "not valid TOML"),
    "a key twice": ("t.toml", b"title = 'x'\ntitle = 'y'", "not valid TOML"),
    "nested lists": ("t.toml", b"a = " + b"[" * 200_000, "nested too deep"),
    "nested tables": ("t.toml", b"a = " + b"{a=" * 80_000, "nested too deep"),
    "a deep key": ("t.toml", b"a." * 120_000 + b"a = 1", "20 parts"),
    "a deep header": ("t.toml", b"[" + b"'a b'." * 40_000 + b"a]", "20 parts"),
    "a huge number": ("t.toml", b"a = " + b"9" * 200_000, "not valid TOML"),
    "a name that is no id": ("?!.toml", FILE[1], "cannot be a track's id"),
    "a name over by one": ("x" * 41 + ".toml", FILE[1], "cannot be a track's id"),
    "a name that shouts": ("@everyone **.toml", b"x", "not valid TOML"),
    "an empty table": ("t.toml", b"# nothing", "`title`: \u2068this key is missing"),
    "a title that is a number": ("t.toml", changed(title=7), "must be text"),
    "a title over by one": ("t.toml", changed(title="x" * 81), "at most 80"),
    "a key that is none": ("t.toml", changed(titel="x"), "no such key"),
    "no stages": ("t.toml", changed(stages=[]), "1 or more"),
    "stages as text": ("t.toml", changed(stages="x"), "must be"),
    "a stage too many": ("t.toml", changed(stages=[OWN.stages[0].model_dump(mode="json")] * 26), "at most 25"),
    "a stage twice": ("t.toml", changed(stages=[OWN.stages[0].model_dump(mode="json")] * 2), "used twice"),
    "a kind that is none": ("t.toml", stage(kind="party"), "must be one of"),
    "no minutes": ("t.toml", stage(minutes=4), "5 or more"),
    "a short briefing": ("t.toml", stage(briefing="Talk."), "at least 40"),
    "no questions": ("t.toml", stage(questions=[]), "1 or more"),
    "an unmeasured competency": ("t.toml", stage(competencies=["sql", "background"]), "no question measures"),
    "half a question": ("t.toml", stage(questions=[{"id": "a", "prompt": "What did you do there?"}]), "is missing"),
    "a prompt over by one": ("t.toml", question(prompt="x" * 701), "at most 700"),
    "an id with capitals": ("t.toml", question(id="Why"), "lower-case"),
    "a control character": ("t.toml", question(assesses="Whether they say \x07 it."), "control character"),
    "a bell in a title": ("t.toml", changed(title="Shop \x00 Analyst"), "control character"),
    "a homeless question": ("t.toml", changed(questions=[{"id": "q", "stage": "none"}]), "id of a stage"),
}


async def test_files_that_are_no_tracks_are_named_and_nothing_is_saved(world: World) -> None:
    for case, (name, data, words) in BAD_FILES.items():
        text = text_of(await bring(world, (name, data)))
        assert words in text, (case, text)
        assert "@everyone" not in text, case
    assert await own_tracks(world) == []


async def test_options_that_are_none(world: World) -> None:
    for wanted in ("Shop", "two words", "-x", "x" * 41, "a--b", "`x`"):
        assert "cannot be a track's id" in plain(text_of(await bring(world, id=wanted)).strip())
    for name in ("view", "export", "remove"):
        for track in ("nowhere", "**", "x" * 4000):
            told = refusal(await world.mod.slash(world.channel, f"track {name}", track=track))
            assert "do not know that track" in told
    for custom_id in ("gr:track_remove", "gr:track_remove:a:b", f"gr:track_remove:{TRACK}"):
        shown = last(await world.mod.slash(world.channel, "track list"))
        assert told_plainly(await beyond.press(world, world.mod, shown, custom_id))


def told_plainly(result: Any) -> str:
    """The sentence below a message that stays as it is."""
    return plain(text_of(told(result)[-1].message).strip())


async def test_many_mistakes_come_as_a_file_too(world: World) -> None:
    stages = [OWN.stages[0].model_dump(mode="json") | {"id": f"s-{n}", "minutes": 1} for n in range(20)]
    shown = await bring(world, ("t.toml", changed(stages=stages)))
    assert "20 things to mend" in text_of(shown)
    assert "… and 12 more, in the file." in text_of(shown)
    report = beyond.file_of(world, shown).decode()
    assert report.count("this must be 5 or more") == 20
    assert "stages[s-19].minutes: this must be 5 or more" in report


def test_ids_come_from_names() -> None:
    assert id_from("Shop Analyst.TOML") == "shop-analyst"
    assert id_from("__a.b__.toml") == "a-b"
    assert id_from("ü.toml") == ""


def test_a_file_brings_no_id_of_its_own() -> None:
    assert read_track(b'id = "other"\n' + FILE[1], "x.toml", "mine", {}).id == "mine"
    with pytest.raises(ContentError):
        read_track(FILE[1], "x.toml", "Mine", {})
