"""Parts of answers, on both databases."""

import pytest

from bot.domain.drafts import Attachment, Part, Source
from bot.domain.rounds import Round
from bot.storage.store import Store
from tests.domain.values import (
    ALICE,
    BOB,
    ELSEWHERE,
    GUILD,
    SNOWFLAKE,
    THREAD,
    later,
    make_open,
    make_part,
    make_round,
)

AWKWARD = "```\n@everyone <@1> \u202eabc\u200b\u200f 👩‍👩‍👧 'quoted' \\ %s :name \t\n\n end "


@pytest.fixture
async def opened(store: Store) -> Round:
    """A round whose first question is open."""
    return await store.write(lambda unit: unit.rounds.add(make_open()))


async def _add(store: Store, part: Part, *, guild: int = GUILD, thread: int = THREAD, author: int = ALICE) -> object:
    return await store.write(lambda unit: unit.parts.add_typed(guild, thread, author, part))


async def _parts(store: Store, state: Round) -> dict[int, list[Part]]:
    return await store.read(lambda unit: unit.parts.by_position(state.guild_id, state.id))


async def _submit(store: Store, state: Round) -> Round:
    """Settle the open question, so that the next one is open."""
    assert state.current is not None
    after = state.submitted(state.current.position, later(minutes=9)).round
    return await store.write(lambda unit: unit.rounds.save(state, after))


async def test_a_typed_message_lands_under_the_open_question(store: Store, opened: Round) -> None:
    assert await _add(store, make_part(1)) == (opened.id, 0)
    second = await _submit(store, opened)
    assert await _add(store, make_part(2)) == (opened.id, 1)
    assert await _parts(store, second) == {0: [make_part(1)], 1: [make_part(2)]}


@pytest.mark.parametrize(
    "place", [{"guild": ELSEWHERE}, {"thread": THREAD + 1}, {"author": BOB}], ids=["server", "thread", "author"]
)
async def test_only_the_candidate_in_the_thread_of_that_server_adds(
    store: Store, opened: Round, place: dict[str, int]
) -> None:
    assert await _add(store, make_part(), **place) is None
    assert await _parts(store, opened) == {}


@pytest.mark.parametrize(
    "planned",
    [make_round(thread_id=THREAD), make_open().finished(later(hours=1), has_draft=False).round],
    ids=["opening", "finished"],
)
async def test_a_round_that_is_not_open_takes_no_message(store: Store, planned: Round) -> None:
    stored = await store.write(lambda unit: unit.rounds.add(planned))
    assert await _add(store, make_part()) is None
    assert await _parts(store, stored) == {}


async def test_a_replayed_message_changes_nothing(store: Store, opened: Round) -> None:
    await _add(store, make_part(1, "as first said"))
    assert await _add(store, make_part(1, "said again")) is None
    after = await _submit(store, opened)
    assert await _add(store, make_part(1, "said once more")) is None
    await store.write(lambda unit: unit.parts.add(GUILD, opened.id, 1, make_part(1, "and by another way")))
    assert await _parts(store, after) == {0: [make_part(1, "as first said")]}


async def test_everything_of_a_part_comes_back_unchanged(store: Store, opened: Round) -> None:
    files = (
        Attachment(name="données ✓.csv", size=2**40),
        Attachment(name="voice.ogg", size=9, seconds=12.5),
    )
    whole = make_part(1, AWKWARD * 40, attachments=files, source=Source.MENU, created_at=later(microseconds=1))
    await store.write(lambda unit: unit.parts.add(GUILD, opened.id, 2, whole))
    typed = make_part(2, AWKWARD, attachments=files)
    await _add(store, typed)
    assert await _parts(store, opened) == {2: [whole], 0: [typed]}


async def test_parts_come_in_the_order_in_which_they_were_sent(store: Store, opened: Round) -> None:
    for number in (3, 1, 2):
        await _add(store, make_part(number))
    modal = make_part(9, source=Source.MODAL, source_id=SNOWFLAKE)
    await store.write(lambda unit: unit.parts.add(GUILD, opened.id, 0, modal))
    assert await _parts(store, opened) == {0: [modal, *(make_part(number) for number in (1, 2, 3))]}


async def test_another_server_sees_no_parts(store: Store, opened: Round) -> None:
    await _add(store, make_part())
    assert await store.read(lambda unit: unit.parts.by_position(ELSEWHERE, opened.id)) == {}


async def test_a_draft_is_edited(store: Store, opened: Round) -> None:
    await _add(store, make_part(1, "before"))
    await _add(store, make_part(2, "untouched"))
    changed = make_part(1, "after", attachments=(Attachment(name="a.png", size=3),))
    assert await store.write(lambda unit: unit.parts.edit(GUILD, THREAD, changed))
    assert await _parts(store, opened) == {0: [changed, make_part(2, "untouched")]}


@pytest.mark.parametrize(
    ("guild", "thread", "number"),
    [(ELSEWHERE, THREAD, 1), (GUILD, THREAD + 1, 1), (GUILD, THREAD, 7)],
    ids=["server", "thread", "unknown"],
)
async def test_what_is_no_draft_there_is_neither_edited_nor_removed(
    store: Store, opened: Round, guild: int, thread: int, number: int
) -> None:
    await _add(store, make_part(1))
    changed = make_part(number, "changed")
    assert not await store.write(lambda unit: unit.parts.edit(guild, thread, changed))
    assert await store.write(lambda unit: unit.parts.remove(guild, thread, [changed.source_id])) == 0
    assert await _parts(store, opened) == {0: [make_part(1)]}


async def test_an_answer_that_was_given_stays(store: Store, opened: Round) -> None:
    await _add(store, make_part(1))
    after = await _submit(store, opened)
    assert not await store.write(lambda unit: unit.parts.edit(GUILD, THREAD, make_part(1, "changed")))
    assert await store.write(lambda unit: unit.parts.remove(GUILD, THREAD, [make_part(1).source_id])) == 0
    assert await _parts(store, after) == {0: [make_part(1)]}


async def test_messages_are_removed_from_a_draft_and_modal_texts_stay(store: Store, opened: Round) -> None:
    for number in (1, 2, 3):
        await _add(store, make_part(number))
    modal = make_part(4, source=Source.MODAL)
    await store.write(lambda unit: unit.parts.add(GUILD, opened.id, 0, modal))
    gone = [make_part(number).source_id for number in (1, 3, 4, 8)]
    assert await store.write(lambda unit: unit.parts.remove(GUILD, THREAD, gone)) == 2
    assert await store.write(lambda unit: unit.parts.remove(GUILD, THREAD, [])) == 0
    assert await _parts(store, opened) == {0: [make_part(2), modal]}
