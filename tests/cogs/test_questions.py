"""`/question`: writing, looking, retiring, restoring; what is refused is kept; rights and places on every press."""

import asyncio
from typing import Any

import discord
import pytest
import simcord

from bot.domain.bank.drafting import Draft
from bot.domain.bank.overlay import ChangeKind
from bot.domain.competencies import Competency
from bot.domain.tracks import Difficulty
from bot.ui.actions import actions_of
from tests.cogs import beyond
from tests.cogs.bank_steps import PROMPT, TEXTS, add, fields_of, kept_rows, last, now, open_add, own, shipped
from tests.cogs.plain import plain, refusal
from tests.cogs.test_storage_trouble import full
from tests.world import STAGE, TRACK, World, labels_of, text_of

UNKNOWN = "This server has no such question: start typing its words and pick one from the list."
NOT_KEPT = "Nothing of yours waits behind that button any more: run the command again."
INTEGER, STRING = 4, 3


# ---------------------------------------------------------------------- writing


async def test_a_question_is_added_where_and_as_it_was_said(world: World) -> None:
    shown = await open_add(world, stage="team", competency="Data analysis", difficulty="hard")
    result = await world.mod.submit_modal(shown, TEXTS)
    assert text_of(last(result)).startswith("Added to this server's bank.")
    (one,) = await own(world)
    assert (one.track_id, one.stage_id, one.version, one.builtin) == (TRACK, "team", 1, False)
    assert (one.question.competency, one.question.difficulty) == (Competency.DATA_ANALYSIS, Difficulty.HARD)
    assert one.question.approach == ("Ask who reads it", "Say what reading it changes")
    assert one.question.probes == ("Who would complain first?",)
    (change,) = await world.client.banks.history(world.guild.id, one.id)
    assert (change.kind, change.actor_id) == (ChangeKind.ADDED, world.mod.id)


async def test_a_prompt_alone_is_a_question(world: World) -> None:
    await world.mod.submit_modal(await open_add(world), {"prompt": PROMPT})
    (one,) = await own(world)
    stage = world.client.catalogue.stage(TRACK, STAGE)
    assert stage is not None
    assert (one.question.competency, one.question.difficulty) == (stage.competencies[0], Difficulty.MEDIUM)
    assert (one.question.sample_answer, one.question.approach) == ("", ())


async def test_edit_shows_the_text_that_is_there_and_changes_it(world: World) -> None:
    question = shipped(world)
    shown = await world.mod.slash(world.channel, "question edit", question=question.id, difficulty="hard")
    texts = fields_of(shown)
    assert (texts["prompt"], texts["probes"]) == (question.prompt, "\n".join(question.probes))
    result = await world.mod.submit_modal(shown, texts | {"assesses": "Whether they are brief."})
    assert text_of(last(result)).startswith("Saved")
    one = await world.client.banks.get(world.guild.id, question.id)
    wanted = question.model_copy(update={"assesses": "Whether they are brief.", "difficulty": Difficulty.HARD})
    assert (one.question, one.version) == (wanted, 1)


async def test_sending_the_form_unchanged_is_no_change(world: World) -> None:
    shown = await world.mod.slash(world.channel, "question edit", question=shipped(world).id)
    result = await world.mod.submit_modal(shown, fields_of(shown))
    assert text_of(last(result)).startswith("That is how the question stands already")
    assert await own(world) == []


UNFIT = [
    ("prompt", "", "**Question** is missing"),
    ("prompt", " \n\t ", "**Question** is missing"),
    ("prompt", "Why? Why?", "**Question** has 9 characters and needs at least 10"),
    ("prompt", "x" * 701, "**Question** has 701 characters and may have at most 700"),
    ("prompt", "Which report\x00 goes first?", "**Question** holds a control character (U+0000); delete it"),
    ("prompt", "Which report\x07 goes first?", "**Question** holds a control character (U+0007); delete it"),
    ("prompt", "?!?!?!?!?!?!", "**Question** has no letter or digit"),
    ("assesses", "x" * 9, "**What it assesses** has 9 characters and needs at least 10"),
    ("assesses", "x" * 301, "**What it assesses** has 301 characters and may have at most 300"),
    ("assesses", "Whether they\x1b[0m care.", "**What it assesses** holds a control character (U+001B); delete it"),
    ("approach", "Ask.", "**Approach**: step 1 has 4 characters and needs at least 5"),
    ("approach", "Ask why\n" + "x" * 221, "**Approach**: step 2 has 221 characters and may have at most 220"),
    ("approach", "\n".join(["Ask why"] * 7), "**Approach** has 7 entries and may have at most 6"),
    ("approach", "Ask why\x0b", "**Approach**: step 1 holds a control character (U+000B); delete it"),
    ("sample_answer", "x" * 39, "**Sample answer** has 39 characters and needs at least 40"),
    ("sample_answer", "x" * 1701, "**Sample answer** has 1701 characters and may have at most 1700"),
    ("sample_answer", "x" * 50 + "\x7f", "**Sample answer** holds a control character (U+007F); delete it"),
    ("probes", "And why", "**Follow-ups**: probe 1 has 7 characters and needs at least 8"),
    ("probes", "x" * 221, "**Follow-ups**: probe 1 has 221 characters and may have at most 220"),
    ("probes", "\n".join(["And why so?"] * 7), "**Follow-ups** has 7 entries and may have at most 6"),
    ("probes", "And \x85why so?", "**Follow-ups**: probe 1 holds a control character (U+0085); delete it"),
]


async def test_each_text_that_does_not_fit_is_told_in_a_sentence_and_kept(world: World) -> None:
    custom_id = f"gr:qadd:{TRACK}:{STAGE}:backgrou:m"
    for field, text, reason in UNFIT:
        texts = TEXTS | {field: text}
        result = await beyond.send_fields(world, world.mod, world.channel, custom_id, texts)
        said = last(result)
        assert plain(said.content) == f"Not saved yet: {reason}. What you wrote is kept: **Edit again** opens it."
        assert labels_of(said) == ["Edit again", "Discard"]
        again = fields_of(await world.mod.click(said, label="Edit again"))
        clean = "".join(letter for letter in text if letter in "\n\t" or (letter.isprintable()))
        assert again == TEXTS | {field: clean}, field
    assert await own(world) == []
    assert kept_rows(world) == len(UNFIT)


async def test_several_mistakes_are_told_at_once(world: World) -> None:
    texts = {"prompt": "Why?", "assesses": "x", "approach": "x", "sample_answer": "x", "probes": "x"}
    result = await world.mod.submit_modal(await open_add(world), texts)
    said = plain(last(result).content)
    assert "**Question** has 4" in said
    assert "3 more things to mend" in said


async def test_what_was_refused_is_mended_and_saved_in_place(world: World) -> None:
    refused = last(await world.mod.submit_modal(await open_add(world, difficulty="easy"), TEXTS | {"probes": "Why?"}))
    shown = await world.mod.click(refused, label="Edit again")
    await world.mod.submit_modal(shown, TEXTS | {"probes": "Still"})
    shown = await world.mod.click(now(world, refused), label="Edit again")
    assert fields_of(shown)["probes"] == "Still"
    await world.mod.submit_modal(shown, fields_of(shown) | {"probes": "And what then?"})
    (one,) = await own(world)
    assert (one.question.probes, one.question.difficulty) == (("And what then?",), Difficulty.EASY)
    assert text_of(now(world, refused)).startswith("Added to this server's bank.")
    assert kept_rows(world) == 0
    again = await beyond.send_fields(world, world.mod, world.channel, "gr:qkept:2", fields_of(shown))
    assert text_of(last(again)).startswith(NOT_KEPT)
    assert last(again).attachments, "what was written a second time comes back as a file"
    assert len(await own(world)) == 1


async def test_what_is_discarded_is_gone(world: World) -> None:
    refused = last(await world.mod.submit_modal(await open_add(world), {"prompt": "Why?"}))
    await world.mod.click(refused, label="Discard")
    assert now(world, refused).content == "Discarded; nothing was changed."
    assert labels_of(now(world, refused)) == []
    assert kept_rows(world) == 0


async def test_a_question_like_another_is_named_first(world: World) -> None:
    first = await add(world)
    result = await world.mod.submit_modal(await open_add(world), {"prompt": PROMPT.replace(" and", "... and")})
    said = last(result)
    assert "**100 %**" in text_of(said)
    assert first.id in text_of(said)
    assert labels_of(said) == ["Save anyway", "Edit again", "Discard"]
    assert len(await own(world)) == 1
    await world.restart()
    await world.mod.click(said, label="Save anyway")
    assert len(await own(world)) == 2
    assert refusal(await beyond.press(world, world.mod, said, "gr:qanyway:1")) == NOT_KEPT
    assert len(await own(world)) == 2


async def test_two_presses_at_once_save_once(world: World) -> None:
    await add(world)
    said = last(await world.mod.submit_modal(await open_add(world), {"prompt": PROMPT}))
    form: Any = world.client.get_cog("QuestionForms")
    key = (world.guild.id, world.mod.id, 1, "question")

    async def use() -> bool:
        async with form.kept.using(*key) as kept:
            await form.editing.save(world.guild.id, world.mod.id, Draft.of_fields(kept), anyway=True)
            return bool(await form.kept.drop(*key[:3]))

    found = await asyncio.gather(use(), use(), use(), return_exceptions=True)
    assert [one for one in found if one is True] == [True]
    assert len(await own(world)) == 2
    assert refusal(await beyond.press(world, world.mod, said, "gr:qanyway:1")) == NOT_KEPT


async def test_an_edit_that_makes_a_question_like_another_is_named_too(world: World) -> None:
    first, other = await add(world), shipped(world)
    shown = await world.mod.slash(world.channel, "question edit", question=other.id)
    said = last(await world.mod.submit_modal(shown, fields_of(shown) | {"prompt": PROMPT}))
    assert first.id in text_of(said)
    await world.mod.click(said, label="Save anyway")
    assert (await world.client.banks.get(world.guild.id, other.id)).question.prompt == PROMPT
    # Its own words are not held against it.
    shown = await world.mod.slash(world.channel, "question edit", question=other.id)
    await world.client.banks.retire(world.guild.id, first.id, world.mod.id)
    await world.mod.submit_modal(shown, fields_of(shown) | {"prompt": PROMPT.replace("delete", "remove")})
    assert (await world.client.banks.get(world.guild.id, other.id)).version == 2


async def test_a_full_store_gives_the_text_back(world: World) -> None:
    shown = await open_add(world)
    texts = TEXTS | {"sample_answer": "🎯a" * 850, "probes": "\n".join(["🎯a" * 100] * 6), "prompt": "🎯a" * 300}
    with full(world):
        result = await world.mod.submit_modal(shown, texts)
    said = last(result)
    assert "storage is full" in said.content
    given = beyond.file_of(world, said).decode()
    assert all(text in given for text in texts.values())
    assert await own(world) == []
    await world.mod.submit_modal(await open_add(world), texts)
    assert len(await own(world)) == 1


# ---------------------------------------------------------------------- restarts and rights


async def test_a_form_opened_before_a_restart_is_taken_after_it(world: World) -> None:
    shown = await open_add(world)
    await world.restart()
    await world.mod.submit_modal(shown, TEXTS)
    (one,) = await own(world)
    shown = await world.mod.slash(world.channel, "question edit", question=one.id)
    await world.restart()
    refused = last(await world.mod.submit_modal(shown, TEXTS | {"prompt": "Why?"}))
    await world.restart()
    shown = await world.mod.click(refused, label="Edit again")
    await world.restart()
    await world.mod.submit_modal(shown, TEXTS | {"assesses": "Whether they are brave."})
    (one,) = await own(world)
    assert (one.version, one.question.assesses) == (2, "Whether they are brave.")


async def test_rights_lost_while_writing_lose_no_text(world: World) -> None:
    shown = await open_add(world)
    roles = [role for role in world.guild.roles.values() if role.name == "Mods"]
    await beyond.set_roles(world, world.mod)
    said = last(await world.mod.submit_modal(shown, TEXTS))
    assert said.content.startswith("That is for moderators")
    assert await own(world) == []
    assert refusal(await world.mod.click(said, label="Edit again")).startswith("That is for moderators")
    await beyond.set_roles(world, world.mod, *roles)
    shown = await world.mod.click(said, label="Edit again")
    assert fields_of(shown) == TEXTS
    await world.mod.submit_modal(shown, TEXTS)
    assert len(await own(world)) == 1


async def test_members_may_look_and_nothing_else(world: World) -> None:
    one, page = await add(world), await world.alice.send(world.channel, "Hello")
    commands: list[tuple[str, list[tuple[str, int, Any]]]] = [
        ("add", [("track", STRING, TRACK), ("stage", STRING, STAGE)]),
        *((name, [("question", STRING, one.id)]) for name in ("edit", "retire", "restore", "history")),
        ("restore", [("question", STRING, one.id), ("version", INTEGER, 1)]),
        *(("list", [("state", STRING, state)]) for state in ("retired", "edited")),
    ]
    for name, options in commands:
        result = await beyond.command(world, world.alice, world.channel, f"question {name}", *options)
        assert refusal(result).startswith("That is for moderators"), name
    for action in ("qform", "qhistory", "qretire", "qrestore", "qpast:0", "qback:1"):
        result = await beyond.press(world, world.alice, page, f"gr:{action}:{one.id}")
        assert refusal(result).startswith("That is for moderators"), action
    for custom_id in (f"gr:qadd:{TRACK}:{STAGE}:sql:m", f"gr:qedit:1:{one.id}:-:-"):
        result = await beyond.send_fields(world, world.alice, world.channel, custom_id, TEXTS | {"prompt": "x" * 20})
        assert last(result).content.startswith("That is for moderators"), custom_id
    assert await own(world) == [one]


OPEN_TO_ALL = {"qlist", "qanyway", "qkept", "qdrop", "stop_work"}
"""Pages of one's own list, what one wrote oneself and one's own work; whatever it saves asks for the right first."""


async def test_every_other_action_of_the_bank_asks_for_the_right(world: World) -> None:
    one, page = await add(world), await world.alice.send(world.channel, "Hello")
    cogs = [world.client.get_cog(name) for name in ("Questions", "QuestionForms", "Review", "Imports", "Tracks")]
    found = {name: action for cog in cogs if cog is not None for name, action in actions_of(cog).items()}
    assert found.keys() > OPEN_TO_ALL | {"qretire", "qform", "approve", "import_all", "track_remove"}
    forms: dict[str, list[object]] = {"qadd": [TRACK, STAGE, "-", "-"], "qedit": [1, one.id, "-", "-"]}
    for name, action in found.items():
        args = forms.get(name) or [1 if kind is int else one.id for kind in action.types]
        result = await beyond.press(world, world.alice, page, ":".join(("gr", name, *map(str, args))))
        if name not in OPEN_TO_ALL:
            assert text_of(last(result)).startswith("That is for moderators"), name
    assert await own(world) == [one]


async def test_what_one_moderator_wrote_is_nobody_elses(world: World) -> None:
    role = world.guild.create_role("Second", permissions=discord.Permissions(manage_guild=True))
    second = world.guild.add_member(world.env.create_user("mia"), roles=[role])
    await world.mod.submit_modal(await open_add(world), {"prompt": "Why?"})
    await world.mod.slash(world.channel, "question list")
    page = await second.send(world.channel, "Hello")
    for custom_id in ("gr:qagain:1", "gr:qanyway:1", "gr:qlist:2:1", "gr:qlist:1:0", "gr:qagain:2", "gr:qagain:99"):
        assert refusal(await beyond.press(world, second, page, custom_id)) == NOT_KEPT, custom_id
    await beyond.press(world, second, page, "gr:qdrop:1")
    sent = await beyond.send_fields(world, second, world.channel, "gr:qkept:1", TEXTS)
    assert text_of(last(sent)).startswith(NOT_KEPT)
    assert kept_rows(world) == 2
    assert await own(world) == []


# ---------------------------------------------------------------------- two editors


@pytest.fixture
def second(world: World) -> simcord.MemberActor:
    """Another moderator."""
    role = world.guild.create_role("Second", permissions=discord.Permissions(manage_guild=True))
    return world.guild.add_member(world.env.create_user("mia"), roles=[role])


async def test_the_second_editor_is_shown_what_changed_and_writes_on_top(
    world: World, second: simcord.MemberActor
) -> None:
    one = await add(world)
    theirs = await second.slash(world.channel, "question edit", question=one.id)
    mine = await world.mod.slash(world.channel, "question edit", question=one.id)
    await second.submit_modal(theirs, TEXTS | {"assesses": "Whether they dare.", "probes": "Who would cheer first?"})
    said = last(await world.mod.submit_modal(mine, TEXTS | {"probes": "Who would miss it at all?"}))
    text = text_of(said)
    assert f"<@{second.id}> made it version 2" in text
    before, after = "Whether they know what reports cost.", "Whether they dare."
    assert f"What it assesses\n**Before:** \u2068{before}\u2069\n**Now:** \u2068{after}\u2069" in text
    assert "Who would cheer first?" in text
    assert labels_of(said) == ["Edit again on top", "Discard"]
    assert (await own(world))[0].question.probes == ("Who would cheer first?",)
    await world.restart()
    shown = await world.mod.click(said, label="Edit again on top")
    wanted = TEXTS | {"assesses": "Whether they dare.", "probes": "Who would miss it at all?"}
    assert fields_of(shown) == wanted, "one's own text, and theirs where only they changed something"
    await world.mod.submit_modal(shown, fields_of(shown))
    (now_,) = await own(world)
    assert (now_.version, now_.question.assesses) == (3, "Whether they dare.")
    assert now_.question.probes == ("Who would miss it at all?",)


async def test_a_third_change_is_shown_as_well_and_nothing_is_overwritten(
    world: World, second: simcord.MemberActor
) -> None:
    one, banks = await add(world), world.client.banks
    mine = await world.mod.slash(world.channel, "question edit", question=one.id)
    await banks.edit(world.guild.id, one.id, one.question.model_copy(update={"minutes": 9}), second.id, base=1)
    said = last(await world.mod.submit_modal(mine, TEXTS | {"assesses": "Whether they dare."}))
    shown = await world.mod.click(said, label="Edit again on top")
    await banks.retire(world.guild.id, one.id, second.id)
    await world.mod.submit_modal(shown, fields_of(shown))
    text = text_of(now(world, said))
    assert "version 3 (retired" in text
    assert "is the same as before" in text
    await world.mod.click(now(world, said), label="Discard")
    (left,) = await own(world)
    assert (left.version, left.question.assesses, left.question.minutes) == (3, one.question.assesses, 9)


# ---------------------------------------------------------------------- ids and options that lead nowhere


async def test_ids_that_are_not_this_servers_do_not_exist(world: World) -> None:
    one = await add(world)
    elsewhere = one.model_copy(update={"guild_id": world.guild.id + 1})
    other = await world.client.banks.add(elsewhere, 1, kind=ChangeKind.ADDED, anyway=True)
    page = await world.mod.send(world.channel, "Hello")
    for guess in (
        other.id,
        "nonsense",
        "",
        " ",
        "x" * 6000,
        "'; drop table server_questions; --",
        "\x00",
        "\ud800",
        "%",
    ):
        for name in ("view", "edit", "retire", "restore", "history"):
            result = await beyond.command(
                world, world.mod, world.channel, f"question {name}", ("question", STRING, guess)
            )
            assert refusal(result) == UNKNOWN, (name, guess)
    for action in ("qform", "qhistory", "qretire", "qrestore", "qpast:0", "qback:1"):
        assert refusal(await beyond.press(world, world.mod, page, f"gr:{action}:{other.id}")) == UNKNOWN, action
    sent = await beyond.send_fields(world, world.mod, world.channel, f"gr:qedit:1:{other.id}:-:-", TEXTS)
    assert text_of(last(sent)).startswith(UNKNOWN)
    assert await world.client.banks.get(world.guild.id + 1, other.id) == other


async def test_places_and_competencies_that_do_not_exist(world: World) -> None:
    for track, stage, competency, said in (
        ("nonsense", STAGE, "", "I do not know that track"),
        ("\x00", STAGE, "", "I do not know that track"),
        (TRACK, "nonsense", "", "Upwork · Product Analyst has no such stage"),
        (TRACK, STAGE, "juggling", "I do not know that competency"),
    ):
        result = await open_add(world, track=track, stage=stage, competency=competency)
        assert refusal(result).startswith(said)
    result = await world.mod.slash(world.channel, "question list", stage="nonsense")
    assert refusal(result).startswith("This server has no such stage")
    sent = await beyond.send_fields(world, world.mod, world.channel, "gr:qadd:nonsense:nowhere:sql:m", TEXTS)
    assert "I do not know that track" in last(sent).content
    assert labels_of(last(sent)) == ["Edit again", "Discard"]
    for custom_id in ("gr:qadd:a:b:nonsense:m", "gr:qadd:a:b:sql:z", "gr:qedit:x:y:-:-", "gr:qkept:x", "gr:qadd:a"):
        sent = await beyond.send_fields(world, world.mod, world.channel, custom_id, TEXTS)
        assert text_of(last(sent)).startswith("That button is from an older version"), custom_id


async def test_what_is_retired_and_what_has_no_such_version(world: World) -> None:
    one = await add(world)
    said = last(await world.mod.slash(world.channel, "question retire", question=one.id))
    assert PROMPT in said.content
    again = await world.mod.slash(world.channel, "question retire", question=one.id)
    assert refusal(again).startswith("That question is retired already")
    for version in (0, 7, 1_000_000):
        result = await world.mod.slash(world.channel, "question restore", question=one.id, version=version)
        assert refusal(result).startswith("That question has no such version"), version
    await world.mod.click(said, label="Undo")
    assert not (await own(world))[0].retired
    pressed = await beyond.press(world, world.mod, said, f"gr:qrestore:{one.id}")
    assert refusal(pressed).startswith("That question is in use as it is")
    result = await world.mod.slash(world.channel, "question restore", question=one.id)
    assert refusal(result).startswith("That question is in use as it is")
    result = await world.mod.slash(world.channel, "question restore", question=one.id, version=1)
    assert refusal(result).startswith("That question is in use as it is")


# ---------------------------------------------------------------------- looking


async def test_members_see_what_may_be_seen_before_answering(world: World) -> None:
    one = await add(world)
    for who, whole in ((world.mod, True), (world.alice, False)):
        said = last(await who.slash(world.channel, "question view", question=one.id))
        text = text_of(said)
        assert PROMPT in text
        assert "Recruiter screen" in text
        for name in ("assesses", "approach", "sample_answer", "probes"):
            assert (TEXTS[name].split("\n")[0] in text) == whole, name
        assert bool(labels_of(said)) == whole
    await world.client.banks.retire(world.guild.id, one.id, world.mod.id)
    assert refusal(await world.alice.slash(world.channel, "question view", question=one.id)) == UNKNOWN
    said = last(await world.mod.slash(world.channel, "question view", question=one.id))
    assert labels_of(said) == ["Edit", "Restore", "History"]
    await world.mod.click(said, label="Restore")
    assert labels_of(now(world, said)) == ["Edit", "Retire", "History"]


async def test_the_longest_question_fits_with_the_rest_in_a_file(world: World) -> None:
    one = await add(
        world,
        prompt="@everyone " + "*" * 690,
        assesses="`" * 299 + "x",
        approach="\n".join(["x" * 220] * 6),
        sample_answer="y" * 1700,
        probes="\n".join(["z" * 220] * 6),
    )
    said = last(await world.mod.slash(world.channel, "question view", question=one.id))
    assert "y" * 1700 in beyond.file_of(world, said).decode()
    assert not said.mention_everyone
    last(await world.mod.slash(world.channel, "question history", question=one.id))
    last(await world.mod.slash(world.channel, "question search", text="everyone"))


async def test_pages_of_a_list_go_on_after_a_restart(world: World) -> None:
    said = last(await world.alice.slash(world.channel, "question list", track=TRACK))
    first = text_of(said)
    await world.restart()
    await world.alice.click(said, label="Next")
    second = text_of(now(world, said))
    assert first.count("\n`") == second.count("\n`") == 10
    assert not set(first.split("`")[1::2]) & set(second.split("`")[1::2])
    await world.alice.click(now(world, said), label="Back")
    assert text_of(now(world, said)) == first
    beyond_the_end = await beyond.press(world, world.alice, said, "gr:qlist:1:99999999")
    assert beyond_the_end.acknowledged
    assert "nothing on this page" in text_of(now(world, said))


async def test_search_finds_by_words_and_by_id_and_takes_anything(world: World) -> None:
    one = await add(world)
    for text in ("REPORTS delete", one.id, "wHy? reports"):
        assert one.id in text_of(last(await world.alice.slash(world.channel, "question search", text=text))), text
    for text in ("\x00", "%", "_" * 100, "\u202e", "'; --", "{0}", "\\", "x" * 6000, "\ud800"):
        given = [("text", STRING, text)]
        said = last(await beyond.command(world, world.alice, world.channel, "question search", *given))
        assert "Questions" in text_of(said)


async def test_lists_are_filtered(world: World) -> None:
    one, changed, gone = await add(world), shipped(world), world.client.catalogue.tracks[TRACK].stages[0].questions[1]
    banks, guild_id = world.client.banks, world.guild.id
    await banks.edit(guild_id, changed.id, changed.model_copy(update={"minutes": 9}), 1, base=0)
    await banks.retire(guild_id, gone.id, 1)

    async def ids(**options: str) -> set[str]:
        said = last(await world.mod.slash(world.channel, "question list", **options))
        return set(text_of(said).split("`")[1::2])

    assert await ids(state="own") == {one.id}
    assert await ids(state="edited") == {changed.id}
    assert await ids(state="retired") == {gone.id}
    assert gone.id not in await ids(track=TRACK, stage=STAGE)
    assert one.id in await ids(track=TRACK, state="own", stage=STAGE, difficulty="medium")
    assert await ids(state="own", difficulty="hard") == set()
    assert await ids(state="own", competency="sql") == set()
    said = last(await world.alice.slash(world.channel, "question list", state="own"))
    assert one.id in text_of(said)


# ---------------------------------------------------------------------- history


async def test_history_tells_who_and_what_and_brings_a_version_back(world: World) -> None:
    question, guild_id = shipped(world), world.guild.id
    shown = await world.mod.slash(world.channel, "question edit", question=question.id)
    await world.mod.submit_modal(shown, fields_of(shown) | {"prompt": "What did you do first, and what came of it?"})
    await world.mod.slash(world.channel, "question retire", question=question.id)
    said = last(await world.mod.slash(world.channel, "question history", question=question.id))
    text = text_of(said)
    assert f"**Version 2** · retired by <@{world.mod.id}> <t:" in text
    assert "- Question: \u2068" in text
    assert "→ \u2068What did you do first, and what came of it?\u2069" in text
    assert "**Version 0** · as it came" in text
    await world.restart()
    await beyond.press(world, world.mod, said, f"gr:qback:0:{question.id}")
    one = await world.client.banks.get(guild_id, question.id)
    assert (one.question, one.retired, one.version) == (question, False, 3)
    pressed = await beyond.press(world, world.mod, said, f"gr:qback:0:{question.id}")
    assert refusal(pressed).startswith("That question is in use as it is")
    await world.mod.slash(world.channel, "question restore", question=question.id, version=1)
    assert (await world.client.banks.get(guild_id, question.id)).question.prompt.startswith("What did you do first")
    said = last(await world.mod.slash(world.channel, "question history", question=question.id))
    assert labels_of(said)[-2:] == ["Newer", "Older"]
    await world.mod.click(said, label="Older")
    assert "**Version 0**" in text_of(now(world, said))
    assert "**Version 4**" not in text_of(now(world, said))


# ---------------------------------------------------------------------- autocomplete


async def test_questions_are_offered_by_words_and_by_id(world: World) -> None:
    one = await add(world, prompt="Which of our reports would you delete first? " + "And why? " * 50)
    for name in ("view", "edit", "retire", "history"):
        for typed in ("REPORTS delete", one.id[:30]):
            (choice,) = await world.mod.autocomplete(world.channel, f"question {name}", "question", typed)
            assert choice["value"] == one.id
            assert len(choice["name"]) <= 100
        assert len(await world.mod.autocomplete(world.channel, f"question {name}", "question", "")) == 25
        for typed in ("\x00", "\ud800", "x" * 6000, "%", "\\"):
            await world.mod.autocomplete(world.channel, f"question {name}", "question", typed)
    assert await world.mod.autocomplete(world.channel, "question restore", "question", "reports delete") == []
    await world.client.banks.retire(world.guild.id, one.id, world.mod.id)
    (choice,) = await world.mod.autocomplete(world.channel, "question restore", "question", "reports delete")
    assert choice["name"].startswith("Retired: ")
    for name in ("view", "edit", "retire", "restore", "history"):
        assert await world.alice.autocomplete(world.channel, f"question {name}", "question", "reports delete") == []
    versions = await world.mod.autocomplete(world.channel, "question restore", "version", "", question=one.id)
    assert [choice["value"] for choice in versions] == [2, 1]
    assert await world.mod.autocomplete(world.channel, "question restore", "version", "", question="nonsense") == []


async def test_places_and_competencies_are_offered(world: World) -> None:
    tracks = await world.mod.autocomplete(world.channel, "question add", "track", "upwork")
    assert [choice["value"] for choice in tracks] == [TRACK]
    stages = await world.mod.autocomplete(world.channel, "question add", "stage", "recruiter", track=TRACK)
    assert [choice["value"] for choice in stages] == [STAGE]
    offered = await world.mod.autocomplete(
        world.channel, "question add", "competency", "", track=TRACK, stage="technical-task"
    )
    stage = world.client.catalogue.stage(TRACK, "technical-task")
    assert stage is not None
    first = [choice["value"] for choice in offered][: len(stage.competencies)]
    assert (first, len(offered)) == ([one.value for one in stage.competencies], len(Competency))
