"""Rounds and their turns, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.pipeline import Held
from bot.domain.rounds import Round, RoundStatus, TurnStatus, Visibility, Waiting
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Speaker, Turn, numbered
from bot.storage.rounds import LostUpdateError
from bot.storage.store import Store, Unit
from tests.domain.values import (
    ALICE,
    BOB,
    ELSEWHERE,
    GUILD,
    SNOWFLAKE,
    THREAD,
    later,
    make_open,
    make_question,
    make_round,
)


async def _add(store: Store, planned: Round) -> Round:
    return await store.write(lambda unit: unit.rounds.add(planned))


async def _get(store: Store, state: Round) -> Round | None:
    return await store.read(lambda unit: unit.rounds.get(state.guild_id, state.id))


async def _save(store: Store, before: Round, after: Round) -> Round:
    return await store.write(lambda unit: unit.rounds.save(before, after))


async def test_a_round_comes_back_as_it_was_stored(store: Store) -> None:
    planned = make_round(5, kind=StageKind.OFFER, visibility=Visibility.PUBLIC, seed=2**62 - 1)
    stored = await _add(store, planned)
    assert stored == planned.model_copy(update={"id": stored.id})
    assert await _get(store, stored) == stored


async def test_every_field_that_a_step_may_change_is_saved(store: Store) -> None:
    before = await _add(store, make_open())
    turns = [turn.model_copy() for turn in before.turns]
    turns[0] = turns[0].model_copy(
        update={
            "status": TurnStatus.ANSWERED,
            "prompted_at": later(seconds=1),
            "settled_at": later(minutes=4),
            "panel_id": SNOWFLAKE + 77,
            "hints": 2,
            "rating": 3,
        }
    )
    turns[1] = turns[1].model_copy(update={"status": TurnStatus.OPEN})
    after = before.model_copy(
        update={
            "parent_id": SNOWFLAKE + 50,
            "thread_id": SNOWFLAKE + 51,
            "status": RoundStatus.FINISHED,
            "active_at": later(minutes=5),
            "finished_at": later(minutes=6),
            "prompts": 4,
            "turns": tuple(turns),
        }
    )
    saved = await _save(store, before, after)
    assert saved == after.model_copy(update={"version": before.version + 1})
    assert await _get(store, saved) == saved


async def test_saving_without_a_change_writes_nothing(store: Store) -> None:
    before = await _add(store, make_open())
    assert await _save(store, before, before) == before
    assert await _get(store, before) == before


async def test_a_lost_update_is_noticed_and_nothing_of_it_is_kept(store: Store) -> None:
    before = await _add(store, make_open())
    hinted = await _save(store, before, before.hinted(0, later(minutes=1)))
    with pytest.raises(LostUpdateError):
        await _save(store, before, before.skipped(0, later(minutes=2)).round)
    assert await _get(store, before) == hinted


async def test_another_server_can_neither_see_nor_change_a_round(store: Store) -> None:
    before = await _add(store, make_open())
    foreign = before.model_copy(update={"guild_id": ELSEWHERE})
    assert await _get(store, foreign) is None
    assert await store.read(lambda unit: unit.rounds.in_thread(ELSEWHERE, THREAD)) is None
    assert await store.read(lambda unit: unit.rounds.open_of(ELSEWHERE, ALICE)) == []
    assert await store.read(lambda unit: unit.rounds.count_open_of(ELSEWHERE, ALICE)) == 0
    assert await store.read(lambda unit: unit.rounds.seen(ELSEWHERE, ALICE, ["q-1"])) == {}
    with pytest.raises(LostUpdateError):
        await _save(store, foreign, foreign.hinted(0, later()))
    assert await _get(store, before) == before


async def test_a_round_is_found_by_its_thread_whatever_its_status(store: Store) -> None:
    finished = make_open().finished(later(hours=1), has_draft=True).round
    stored = await _add(store, finished)
    assert await store.read(lambda unit: unit.rounds.in_thread(GUILD, THREAD)) == stored
    assert await store.read(lambda unit: unit.rounds.in_thread(GUILD, THREAD + 1)) is None


async def test_a_thread_belongs_to_one_round(store: Store) -> None:
    await _add(store, make_open())
    with pytest.raises(IntegrityError):
        await _add(store, make_open())
    assert await store.read(lambda unit: unit.rounds.count_open_of(GUILD, ALICE)) == 1


async def test_open_rounds_of_a_person_the_one_used_last_first(store: Store) -> None:
    oldest = await _add(store, make_open(thread_id=1))
    newest = await _add(store, make_open(thread_id=2, active_at=later(hours=2)))
    opening = await _add(store, make_round(active_at=later(hours=1)))
    twin = await _add(store, make_round(active_at=later(hours=1)))
    await _add(store, make_open(thread_id=3, candidate_id=BOB))
    await _add(store, make_open(thread_id=4, guild_id=ELSEWHERE))
    for number, status in enumerate((RoundStatus.FINISHED, RoundStatus.EXPIRED)):
        await _add(store, make_open(thread_id=10 + number, status=status))
    assert await store.read(lambda unit: unit.rounds.open_of(GUILD, ALICE)) == [newest, twin, opening, oldest]
    assert await store.read(lambda unit: unit.rounds.count_open_of(GUILD, ALICE)) == 4
    assert await store.read(lambda unit: unit.rounds.open_of(GUILD, SNOWFLAKE)) == []


async def test_waiting_names_the_open_questions_that_stand_in_their_threads(store: Store) -> None:
    here = await _add(store, make_open(thread_id=1).prompted(0, SNOWFLAKE + 71, later()).round)
    second = make_open(2, thread_id=2, guild_id=ELSEWHERE, candidate_id=BOB).submitted(0, later()).round
    there = await _add(store, second.prompted(1, SNOWFLAKE + 72, later()).round)
    await _add(store, make_open(thread_id=3))  # owed, and not said yet
    await _add(store, make_round())
    await _add(store, make_open(thread_id=4).prompted(0, 73, later()).round.finished(later(), has_draft=True).round)
    assert await store.read(lambda unit: unit.rounds.waiting()) == [
        Waiting(GUILD, here.id, 1, SNOWFLAKE + 71),
        Waiting(ELSEWHERE, there.id, 2, SNOWFLAKE + 72),
    ]


async def test_seen_counts_what_was_asked_and_what_an_open_round_will_ask(store: Store) -> None:
    asked_one = make_open(2, thread_id=1).finished(later(hours=1), has_draft=False).round
    await _add(store, asked_one)  # q-1 asked, q-2 never
    await _add(store, make_open(1, thread_id=2))  # q-1 open
    await _add(store, make_round(3))  # q-1, q-2 and q-3 dealt in a round that is being opened
    await _add(store, make_open(3, thread_id=3, candidate_id=BOB))
    wanted = ["q-1", "q-2", "q-4"]
    assert await store.read(lambda unit: unit.rounds.seen(GUILD, ALICE, wanted)) == {"q-1": 3, "q-2": 1}
    assert await store.read(lambda unit: unit.rounds.seen(GUILD, ALICE, [])) == {}


async def test_a_question_is_kept_as_it_was_asked(store: Store) -> None:
    awkward = make_question(1, prompt='Was heißt "Umsatz"? \u202e👩‍💻 — ’%s’', tags=("behavioural",), minutes=60)
    state = make_open(1)
    turn = state.turns[0].model_copy(update={"question": awkward})
    stored = await _add(store, state.model_copy(update={"turns": (turn,)}))
    found = await _get(store, stored)
    assert found is not None
    assert found.turns[0].question == awkward


async def test_reading_with_the_lock_keeps_others_from_saving_in_between(store: Store) -> None:
    state = await _add(store, make_open())

    async def ask_again(unit: Unit) -> Round:
        before = await unit.rounds.get(GUILD, state.id, lock=True)
        assert before is not None
        return await unit.rounds.save(before, before.model_copy(update={"prompts": before.prompts + 1}))

    await asyncio.gather(*(store.write(ask_again) for _ in range(5)))
    found = await _get(store, state)
    assert found is not None
    assert (found.version, found.prompts) == (state.version + 5, 5)


async def test_an_id_is_never_given_twice(store: Store, engine: AsyncEngine) -> None:
    first = await _add(store, make_round())
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM rounds"))
        left = (await connection.execute(text("SELECT count(*) FROM turns"))).scalar_one()
    assert left == 0, "turns go with their round"
    assert (await _add(store, make_round())).id > first.id


@pytest.mark.parametrize(
    "zone", [UTC, timezone(timedelta(hours=14)), timezone(-timedelta(hours=9, minutes=30))], ids=str
)
async def test_times_are_instants_in_utc_both_ways(store: Store, zone: timezone) -> None:
    moment = later(hours=7).astimezone(zone)
    stored = await _add(store, make_round(started_at=moment, active_at=moment))
    found = await _get(store, stored)
    assert found is not None
    assert found.started_at == moment
    assert found.started_at.tzinfo is UTC
    assert found.started_at.microsecond == moment.microsecond


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = datetime(2026, 3, 2, 9, 30)
    with pytest.raises(Exception, match="an instant needs a time zone"):
        await _add(store, make_round(started_at=naive))
    assert await store.read(lambda unit: unit.rounds.count_open_of(GUILD, ALICE)) == 0


async def test_held_rounds_are_a_persons_own_of_one_server_and_track(store: Store) -> None:
    """Only closed rounds with an answer count, each with the mean of its ratings."""
    opened = await _add(store, make_open())
    asked = opened.turns[0]
    rated = asked.model_copy(update={"status": TurnStatus.ANSWERED, "rating": 3})
    closed = opened.model_copy(
        update={"status": RoundStatus.FINISHED, "finished_at": later(minutes=9), "turns": (rated, *opened.turns[1:])}
    )

    async def held(guild: int, person: int, track: str) -> list[Held]:
        return await store.read(lambda unit: unit.rounds.held(guild, person, track))

    assert await held(GUILD, opened.candidate_id, opened.track_id) == []
    await _save(store, opened, closed)
    assert await held(GUILD, opened.candidate_id, opened.track_id) == [Held(opened.stage_id, later(minutes=9), 1, 3.0)]
    assert await held(ELSEWHERE, opened.candidate_id, opened.track_id) == []
    assert await held(GUILD, BOB if opened.candidate_id != BOB else ALICE, opened.track_id) == []
    assert await held(GUILD, opened.candidate_id, "another-track") == []


async def test_the_latest_track_is_the_one_used_last(store: Store) -> None:
    first = await _add(store, make_round())

    async def latest(guild: int) -> str | None:
        return await store.read(lambda unit: unit.rounds.latest_track(guild, first.candidate_id))

    assert await latest(GUILD) == first.track_id
    other = first.model_copy(update={"thread_id": None, "track_id": "another-track", "active_at": later(minutes=5)})
    await _add(store, other)
    assert await latest(GUILD) == "another-track"
    assert await latest(ELSEWHERE) is None


async def test_form_speaker_and_data_of_a_turn_come_back(store: Store) -> None:
    speaker = Speaker(name="Maya Lindqvist", role="Senior product analyst")
    turn = Turn(position=0, question=make_question(), form=Form.MATRIX, speaker=speaker, data={"weights": [1, 0.5]})
    stored = await _add(store, make_round(turns=(turn,)))
    found = await _get(store, stored)
    assert found is not None
    assert found.turns == (turn,)
    changed = stored.model_copy(update={"turns": (turn.put(data={"weights": [3], "نص": "✓"}),)})
    saved = await _save(store, stored, changed)
    assert await _get(store, stored) == saved


async def test_turns_that_are_put_in_between_renumber_those_that_wait(store: Store) -> None:
    before = await _add(store, make_open(4))
    done, *waiting = before.turns
    probes = [Turn(position=0, question=make_question(70 + n), form=Form.PROBE) for n in range(2)]
    first = probes[0].put(status=TurnStatus.OPEN)
    turns = numbered((done.put(status=TurnStatus.ANSWERED), first, probes[1], *waiting))
    saved = await _save(store, before, before.model_copy(update={"turns": turns}))
    assert [turn.question.id for turn in saved.turns] == ["q-1", "q-70", "q-71", "q-2", "q-3", "q-4"]
    assert await _get(store, before) == saved
    last = tuple(turn.put(status=TurnStatus.ANSWERED) for turn in saved.turns)
    end = (*last, Turn(position=6, question=make_question(80), form=Form.PROBE, status=TurnStatus.OPEN))
    again = await _save(store, saved, saved.model_copy(update={"turns": end}))
    assert await _get(store, before) == again


async def test_the_newest_closed_round_of_a_stage_says_what_was_asked_there(store: Store) -> None:
    def closed(**changes: object) -> Round:
        state = make_open(2, status=RoundStatus.FINISHED, **changes)
        asked = state.turns[0].put(status=TurnStatus.ANSWERED, rating=changes.get("seed", 1), data={"lacks": []})
        return state.model_copy(update={"turns": (asked, state.turns[1])})

    for round_ in (
        closed(seed=2, finished_at=later(hours=2), thread_id=1),
        closed(seed=3, finished_at=later(hours=3), thread_id=2),
        closed(seed=4, finished_at=later(hours=4), thread_id=3, candidate_id=BOB),
        closed(seed=1, finished_at=later(hours=5), thread_id=4, guild_id=ELSEWHERE),
        make_open(2, thread_id=5),
    ):
        await _add(store, round_)

    async def latest(stage: str) -> tuple[Turn, ...]:
        return await store.read(lambda unit: unit.rounds.latest_turns(GUILD, ALICE, "shop-analyst", stage))

    found = await latest("screen")
    assert [(turn.position, turn.rating, turn.data) for turn in found] == [(0, 3, {"lacks": []})]
    assert await latest("offer") == ()
