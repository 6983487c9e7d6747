"""What is read for people's eyes: whose it is, pages that are not there, files no larger than they may be."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.domain.progress.refusals import No, ProgressRefused
from bot.domain.progress.sharing import Shared
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.services.banks import Banks
from bot.services.levels import Levels
from bot.services.progress_export import ProgressExport, Volume
from bot.services.progress_pages import ProgressPages
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START, later, make_part, make_round, make_turns
from tests.services.house import House


@pytest.fixture
def pages(house: House) -> ProgressPages:
    banks = Banks(house.store, house.catalogue, house.clock)
    return ProgressPages(house.store, banks, Levels(house.store, house.clock), house.clock)


async def _closed(house: House, number: int = 0, **changes: object) -> Round:
    turns = tuple(turn.put(status=TurnStatus.ANSWERED, rating=1, settled_at=START) for turn in make_turns(1))
    values: dict[str, Any] = {"turns": turns, "status": RoundStatus.FINISHED, "finished_at": later(hours=number)}
    made = await house.store.write(lambda unit: unit.rounds.add(make_round(**values | changes)))
    part = make_part(10_000 + number, f"Answer {number}. " * 50)
    await house.store.write(lambda unit: unit.parts.add(made.guild_id, made.id, 0, part))
    return made


async def test_progress_is_ones_own_until_it_is_shared(house: House, pages: ProgressPages) -> None:
    await _closed(house)
    house.clock.move(hours=1)
    own = await pages.shown_to(GUILD, ALICE, ALICE)
    assert own.totals.rounds == 1
    assert own.levels[0].level == 1.0
    assert own.steps[0].place is not None
    with pytest.raises(ProgressRefused) as refused:
        await pages.shown_to(GUILD, ALICE, BOB)
    assert refused.value.reason is No.NOT_SHARED
    await pages.share(GUILD, ALICE, Shared.PROGRESS, on=True)
    assert await pages.shown_to(GUILD, ALICE, BOB) == own
    with pytest.raises(ProgressRefused):
        await pages.shown_to(ELSEWHERE, ALICE, BOB)
    await pages.share(GUILD, ALICE, Shared.PROGRESS, on=False)
    with pytest.raises(ProgressRefused):
        await pages.shown_to(GUILD, ALICE, BOB)


@pytest.mark.parametrize(("asked", "got"), [(-3, 0), (0, 0), (1, 1), (2, 1), (2**62, 1)])
async def test_a_page_beyond_the_end_is_the_last_one(house: House, pages: ProgressPages, asked: int, got: int) -> None:
    for number in range(11):
        await _closed(house, number)
    found = await pages.history(GUILD, ALICE, asked)
    assert (found.number, found.pages, len(found.items)) == (got, 2, 1 if got else 10)


async def test_a_round_opens_for_its_candidate_in_its_server_alone(house: House, pages: ProgressPages) -> None:
    made = await _closed(house)
    opened = await pages.round(GUILD, ALICE, made.id)
    assert "Answer 0. Answer 0." in opened.transcript
    still_open = await _closed(house, 1, status=RoundStatus.OPEN)
    for guild_id, user_id, round_id in (
        (GUILD, BOB, made.id), (ELSEWHERE, ALICE, made.id), (GUILD, ALICE, 999), (GUILD, ALICE, still_open.id),
    ):  # fmt: skip
        with pytest.raises(ProgressRefused) as refused:
            await pages.round(guild_id, user_id, round_id)
        assert refused.value.reason is No.GONE


async def _read(volumes: AsyncIterator[Volume]) -> list[tuple[str, str]]:
    return [(one.markdown.read_text("utf-8"), one.csv.read_text("utf-8")) async for one in volumes]


@pytest.mark.parametrize(("most", "pairs"), [(10**6, 1), (9000, 2), (1, 9)])
async def test_an_export_comes_in_files_no_larger_than_asked_for(house: House, most: int, pairs: int) -> None:
    for number in range(9):
        await _closed(house, number)
    await _closed(house, 50, candidate_id=BOB)
    await _closed(house, 51, guild_id=ELSEWHERE)
    async with ProgressExport(house.store).volumes(GUILD, ALICE, most) as volumes:
        found = await _read(volumes)
    assert len(found) == pairs
    if most > 1:
        assert all(len(markdown.encode()) + len(csv.encode()) <= most for markdown, csv in found)
    for kind in (0, 1):
        whole = "".join(pair[kind] for pair in found)
        assert [f"Answer {number}. " in whole for number in (*range(9), 50, 51)] == [True] * 9 + [False] * 2


async def test_nothing_is_nothing_to_export(house: House) -> None:
    with pytest.raises(ProgressRefused) as refused:
        async with ProgressExport(house.store).volumes(GUILD, ALICE, 10**6) as volumes:
            await _read(volumes)
    assert refused.value.reason is No.NOTHING
