"""The database locked, full or gone in the middle of a round: one plain sentence, and nothing is lost."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.domain.errors import StoreUnavailable
from bot.domain.rounds import TurnStatus
from tests.world import STAGE, TRACK, World, text_of


@contextmanager
def locked(database: Path, seconds: float) -> Iterator[None]:
    """Another process holds the write lock for a while, and lets go by itself."""
    taken = threading.Event()

    def hold() -> None:
        other = sqlite3.connect(database, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        taken.set()
        time.sleep(seconds)
        other.execute("ROLLBACK")
        other.close()

    thread = threading.Thread(target=hold)
    thread.start()
    taken.wait(5)
    yield
    thread.join()


@contextmanager
def full(world: World) -> Iterator[None]:
    """The database may not grow by a single page, as on a disk without room."""
    assert world.database.exists()
    engine = world.client.store._writer.sync_engine  # type: ignore[attr-defined]

    def stop_growing(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count={pages}")
        cursor.close()

    def grow(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count=1073741823")

    event.listen(engine, "checkout", stop_growing)
    yield
    event.remove(engine, "checkout", stop_growing)
    event.listen(engine, "checkout", grow)


@pytest.mark.simulator(settle_timeout=25.0)
async def test_ten_seconds_of_lock_are_waited_out(world: World) -> None:
    thread = await world.start()
    shown = await world.alice.click(world.panel(thread), label="Answer")
    with locked(world.database, 10):
        result = await world.alice.submit_modal(shown, {"text": "Patience."})
    assert result.acknowledged
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert state.turns[0].status is TurnStatus.ANSWERED
    assert "Question 2" in text_of(world.panel(thread))


@pytest.mark.simulator(settle_timeout=25.0)
async def test_typing_while_the_database_is_locked_is_kept(world: World) -> None:
    thread = await world.start()
    with locked(world.database, 4):
        await world.alice.send(thread, "Typed during the lock.")
    await world.alice.click(world.panel(thread), label="Submit")
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert (await world.client.rounds.parts(state))[0][0].content == "Typed during the lock."


async def test_a_full_disk_gives_the_typed_answer_back(world: World) -> None:
    thread = await world.start()
    shown = await world.alice.click(world.panel(thread), label="Answer")
    text = "🎯" * 4000
    with full(world):
        result = await world.alice.submit_modal(shown, {"text": text})
    told = [one for one in (result.response, *result.followups) if one and one.ephemeral]
    assert "storage is full" in told[-1].content
    assert told[-1].attachments[0].filename == "your-answer.txt"
    await world.answer(thread, text)
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert state.turns[0].status is TurnStatus.ANSWERED


async def test_what_was_typed_while_the_disk_was_full_is_read_from_the_thread(world: World) -> None:
    thread = await world.start()
    text = "🎯" * 1900
    with full(world):
        await world.alice.send(thread, text)
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    assert not await world.client.rounds.parts(state)
    await world.alice.click(world.panel(thread), label="Submit")
    assert (await world.client.rounds.parts(state))[0][0].content == text


async def test_starting_a_round_on_a_full_disk_leaves_no_thread_behind(world: World) -> None:
    with full(world):
        result = await world.alice.slash(
            world.channel, "mock start", track="upwork-product-analyst", stage="team", questions=15
        )
    assert result.response is not None
    assert "storage is full" in result.response.content
    assert not world.channel.threads


async def test_a_stage_is_found_by_its_words_while_the_store_is_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(work: object) -> None:
        raise StoreUnavailable("gone")

    monkeypatch.setattr(world.client.store, "read", away)
    found = await world.alice.autocomplete(world.channel, "mock start", "stage", "recruiter", track=TRACK)
    assert [choice["value"] for choice in found] == [STAGE]
