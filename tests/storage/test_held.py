"""Rounds that were held, on both databases: what counts, and which is the newest of each stage."""

from bot.domain.pipeline import Held
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.turns import Form
from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, THREAD, later, make_open


async def _hold(store: Store, number: int, stage: str = "screen", *, answered: int = 1, probes: int = 0) -> Round:
    """A round that ended ``number`` minutes after the start, with its first turns answered, the last ones probes."""
    opened = make_open(thread_id=THREAD + number, stage_id=stage)
    turns = tuple(
        turn.put(
            status=TurnStatus.ANSWERED if turn.position < answered + probes else TurnStatus.SKIPPED,
            form=Form.PROBE if answered <= turn.position < answered + probes else Form.QUESTION,
            rating=2 if turn.position < answered else None,
        )
        for turn in opened.turns
    )
    changes = {"turns": turns, "status": RoundStatus.FINISHED, "finished_at": later(minutes=number)}
    planned = opened.model_copy(update=changes)
    return await store.write(lambda unit: unit.rounds.add(planned))


async def test_follow_ups_are_no_questions_of_their_own(store: Store) -> None:
    await _hold(store, 1, answered=1, probes=2)
    await _hold(store, 2, answered=0)
    found = await store.read(lambda unit: unit.rounds.held(GUILD, ALICE, "shop-analyst"))
    assert found == [Held("screen", later(minutes=1), 1, 2.0)]


async def test_of_each_stage_the_newest_round_with_an_answer_is_found_with_all_its_turns(store: Store) -> None:
    await _hold(store, 1)
    newest = await _hold(store, 5, answered=2, probes=1)
    await _hold(store, 9, answered=0)
    other = await _hold(store, 3, "offer")
    await store.write(lambda unit: unit.rounds.add(make_open(thread_id=THREAD + 99)))

    async def found(guild: int, person: int, track: str) -> list[Round]:
        return await store.read(lambda unit: unit.rounds.newest_held(guild, person, track))

    assert await found(GUILD, ALICE, "shop-analyst") == [other, newest]
    assert await found(ELSEWHERE, ALICE, "shop-analyst") == []
    assert await found(GUILD, BOB, "shop-analyst") == []
    assert await found(GUILD, ALICE, "another-track") == []
