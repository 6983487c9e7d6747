"""`/progress` and `/privacy` when something is missing: the store, a right, the server, the owner of a button."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from simcord.results import InteractionResult

from bot.domain.errors import StoreUnavailable
from tests.cogs import beyond
from tests.cogs.plain import plain, refusal, told
from tests.world import World, labels_of, text_of

COMMANDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("progress show", {}),
    ("progress history", {}),
    ("progress export", {}),
    ("progress leaderboard", {}),
    ("progress group", {}),
    ("progress goal", {}),
    ("progress goal", {"rounds": 3}),
    ("privacy settings", {}),
    ("daily reviews", {}),
    ("daily reviews", {"limit": 3}),
)
PRESSES = (
    "prg_text:{alice}",
    "prg_share:1",
    "prg_ask:sql",
    "prg_page:0",
    "prg_turn:1",
    "prg_older:1",
    "prg_open:r:1",
    "prg_open:d:1",
    "prg_board:month",
    "prg_board_join:1:week",
    "prg_board_on:0",
    "prg_goal:{here}:{alice}:0",
    "prg_goal_set:{here}:{alice}:3",
    "drev:3",
    "prv_share:shows_progress:1",
    "prv_export:here",
    "prv_export:all",
)
FORMS = (
    ("prg_zone_form:{here}:{alice}", {"city": "Tokyo"}),
    ("prv_delete_form:here", {"word": "DELETE"}),
    ("prv_delete_form:all", {"word": "DELETE"}),
)


@contextmanager
def no_store(world: World) -> Iterator[None]:
    """The database does not answer."""

    async def gone(*_: object) -> None:
        raise StoreUnavailable("gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(world.client.store, "read", gone)
        patch.setattr(world.client.store, "write", gone)
        yield


def filled(world: World, template: str) -> str:
    return "gr:" + template.format(here=world.guild.id, alice=world.alice.id)


def sentence(result: InteractionResult) -> str:
    """The newest thing that a person was told, where their press had changed a message before."""
    assert result.acknowledged
    return plain(text_of(told(result)[-1].message).strip())


def stored(world: World) -> list[list[tuple[Any, ...]]]:
    """All that these commands could change."""
    found = world.all_rows()
    return [found[name] for name in ("sharing", "goals", "people", "rounds", "guilds")]


async def test_without_the_store_each_of_them_ends_in_a_sentence_and_changes_nothing(world: World) -> None:
    await world.finish_round()
    panel = told(await world.alice.slash(world.channel, "progress goal"))[-1].message
    before = stored(world)
    with no_store(world):
        for name, options in COMMANDS:
            assert "storage" in refusal(await world.alice.slash(world.channel, name, **options)), name
        assert "storage" in refusal(await world.bob.context_menu(world.channel, "Show progress", world.alice))
        for template in PRESSES:
            who = world.mod if template.startswith("prg_board_on") else world.alice
            assert "storage" in sentence(await beyond.press(world, who, panel, filled(world, template))), template
        for template, fields in FORMS:
            result = await beyond.send_fields(world, world.alice, world.channel, filled(world, template), fields)
            assert "storage" in sentence(result), template
    assert stored(world) == before


async def test_in_direct_messages_buttons_of_a_server_say_so(world: World) -> None:
    await world.finish_round()
    panel = told(await world.alice.user.slash("privacy settings"))[-1].message
    before = stored(world)
    for template in PRESSES:
        if template.startswith(("prg_goal", "prv_export:all")):
            continue
        result = await beyond.press(world, world.alice.user, panel, filled(world, template))
        assert "server" in sentence(result), template
    form = filled(world, "prv_delete_form:here")
    result = await beyond.send_fields(world, world.alice.user, world.alice.user.dm_channel, form, {"word": "DELETE"})
    assert "server" in refusal(result)
    assert stored(world) == before


async def test_the_buttons_of_another_person_do_nothing_for_a_stranger(world: World) -> None:
    await world.finish_round()
    panel = told(await world.alice.slash(world.channel, "progress history"))[-1].message
    before = stored(world)
    owned = ("prg_text:{alice}", "prg_open:r:1", "prg_goal:{here}:{alice}:0", "prg_goal_set:{here}:{alice}:3")
    for template in (*owned, "prg_zone:{here}:{alice}"):
        said = refusal(await beyond.press(world, world.bob, panel, filled(world, template)))
        assert "conversion" not in said
    for word in ("delete me", "", "DELETE" * 50):
        result = await beyond.send_fields(world, world.alice, world.channel, "gr:prv_delete_form:here", {"word": word})
        assert labels_of(told(result)[-1].message) == ["Type it again"]
    for limit in ("21", "-1", "all"):
        refusal(await beyond.press(world, world.alice, panel, f"gr:drev:{limit}"))
    assert stored(world) == before


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [(403, 50013, "/setup"), (413, 40005, "larger than Discord takes"), (500, 0, "Discord did not do its part")],
)
async def test_files_that_discord_does_not_take_end_in_a_sentence(
    world: World, status: int, code: int, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    await world.finish_round()
    panel = told(await world.alice.slash(world.channel, "progress history"))[-1].message
    ((item,),) = world.rows("SELECT id FROM rounds")
    for press in (None, "prv_export:here", f"prg_open:r:{item}"):
        world.env.inject_error("PATCH", "/webhooks/*/*/messages/@original", status=status, code=code, times=1)
        if press is None:
            result = await world.alice.slash(world.channel, "progress export")
        else:
            result = await beyond.press(world, world.alice, panel, f"gr:{press}")
        assert words in refusal(result), press
    assert list(tmp_path.glob("greenroom-export-*")) == [], "no file stays behind"
