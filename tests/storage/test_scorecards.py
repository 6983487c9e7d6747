"""Scorecards on both databases: what is stored, whose it is, and people who hand in at the same moment."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.domain.deliveries import Delivery
from bot.domain.errors import Refusal
from bot.domain.sessions.score_refusals import CardRefused, NoCard
from bot.domain.sessions.scoring import CLOSES_AFTER, Scorecard, Scoring, begun
from bot.services.scorecards import COPY, CRAFT, DEBRIEF, OwnCard, Scorecards, excuse, open_cards
from bot.storage.store import Store
from tests.domain.score_values import CANDIDATE, INTERVIEWER, OBSERVER, SECOND, cards_of, form_of, make_sat
from tests.domain.values import ELSEWHERE, GUILD, SNOWFLAKE, START, later


class House:
    """A sitting's cards on a store, and a clock."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = START
        self.cards = Scorecards(store, lambda: self.at)
        self.sat = make_sat(observer_ids=(OBSERVER, SECOND))
        self.number = SNOWFLAKE

    async def begin(self) -> Scoring:
        await self.store.write(lambda unit: open_cards(unit, self.sat, START))
        found = await self.cards.standing(GUILD, 1)
        assert found is not None
        return found[0]

    async def fill(self, who: int, levels: dict[str, int], part: int = 0, text: str = "") -> OwnCard:
        self.number += 1
        return await self.cards.fill(GUILD, 1, who, part, form_of(self.sat, who, part, levels, text), self.number)

    async def all_of(self, who: int, levels: dict[str, int], text: str = "") -> OwnCard:
        if who == CANDIDATE:
            await self.fill(who, levels, 0, text)
            return await self.fill(who, levels, 1, text)
        return await self.fill(who, levels, 0, text)

    async def owed(self, kind: str, *, to: int | None = None) -> Delivery | None:
        key = f"{kind}:1" + (f":{to}" if to else "")
        return await self.store.read(lambda unit: unit.deliveries.by_key(GUILD, key))


@pytest.fixture
def house(store: Store) -> House:
    return House(store)


async def test_cards_come_back_as_they_were(store: Store) -> None:
    sat = make_sat()
    scoring, is_new = await store.write(lambda unit: unit.scorecards.begin(begun(sat, START)))
    assert is_new
    assert scoring == begun(sat, START).model_copy(update={"id": scoring.id})
    assert await store.write(lambda unit: unit.scorecards.begin(begun(sat, later(days=1)))) == (scoring, False)
    (card,) = cards_of(scoring, OBSERVER, {"sql": 4}, "“Words” — 为什么 🎯")
    await store.write(lambda unit: unit.scorecards.put(card))
    changed = card.model_copy(update={"levels": {"sql": 1}, "raised": "", "changed_at": later(hours=1)})
    for expected in (card, changed):
        await store.write(lambda unit, expected=expected: unit.scorecards.put(expected))  # type: ignore[misc]
        (stored,) = await store.read(lambda unit: unit.scorecards.cards(GUILD, scoring.id))
        assert stored == expected.model_copy(update={"id": stored.id})
    after = scoring.model_copy(update={"excused": (SECOND,), "opened_at": later(hours=2), "message_id": SNOWFLAKE})
    await store.write(lambda unit: unit.scorecards.save(after))
    assert await store.read(lambda unit: unit.scorecards.get(GUILD, scoring.id)) == after
    assert await store.write(lambda unit: unit.scorecards.waiting(GUILD, sat.table_id)) == []


async def test_another_server_sees_and_changes_none_of_it(house: House) -> None:
    scoring = await house.begin()
    await house.fill(OBSERVER, {"sql": 4})

    async def steal(unit: object) -> tuple[Scoring | None, list[Scorecard], list[Scoring]]:
        rows = unit.scorecards  # type: ignore[attr-defined]
        sat = scoring.sat.model_copy(update={"guild_id": ELSEWHERE})
        await rows.save(scoring.model_copy(update={"sat": sat, "opened_at": START}))
        found = await rows.get(ELSEWHERE, 1, lock=True)
        return found, await rows.cards(ELSEWHERE, 1), await rows.waiting(ELSEWHERE, scoring.sat.table_id)

    assert await house.store.write(steal) == (None, [], [])
    assert await house.cards.standing(GUILD, 1) == (scoring, (1, 4))
    for refused in (house.cards.own(ELSEWHERE, 1, OBSERVER), house.cards.own(GUILD, 2, OBSERVER)):
        with pytest.raises(CardRefused) as error:
            await refused
        assert error.value.reason is NoCard.GONE


async def test_all_who_hand_in_last_at_the_same_moment_open_the_cards_once(house: House) -> None:
    await house.begin()
    await asyncio.gather(
        house.all_of(CANDIDATE, {"sql": 4, "clarity": 2}),
        *(house.fill(who, {"sql": number}) for number, who in enumerate((INTERVIEWER, OBSERVER, SECOND), start=1)),
    )
    found = await house.cards.found(GUILD, 1)
    assert found is not None
    assert found[0].opened_at == START
    assert found[1].received == 4
    assert found[1].spreads[0].levels == {INTERVIEWER: 1, OBSERVER: 2, SECOND: 3}
    assert await house.owed(DEBRIEF) is not None
    assert await house.owed(COPY, to=CANDIDATE) is not None
    assert await house.owed(CRAFT, to=INTERVIEWER) is not None
    assert {skill.value: told for skill, told in (await house.cards.craft_so_far(GUILD, INTERVIEWER)).items()} == {
        "clarity": (2, 1)
    }
    assert await house.cards.craft_so_far(GUILD, CANDIDATE) == {}
    assert await house.cards.craft_so_far(ELSEWHERE, INTERVIEWER) == {}


async def test_the_time_is_over_while_somebody_hands_in(house: House) -> None:
    await house.begin()
    await house.fill(OBSERVER, {"sql": 4})
    house.at = START + CLOSES_AFTER
    outcomes = await asyncio.gather(
        house.cards.close(GUILD, 1), house.fill(SECOND, {"sql": 1}), house.cards.close(GUILD, 1), return_exceptions=True
    )
    late = outcomes[1]
    assert isinstance(late, CardRefused)
    assert late.reason in {NoCard.LATE, NoCard.OPENED}
    found = await house.cards.found(GUILD, 1)
    assert found is not None
    assert (found[1].received, found[1].expected, found[1].raters) == (1, 4, 1)
    assert await house.owed(CRAFT, to=INTERVIEWER) is None, "the candidate said nothing"


async def test_nobody_waits_for_those_who_left(house: House) -> None:
    await house.begin()
    for who in (CANDIDATE, OBSERVER):
        await house.all_of(who, {"sql": 3})

    async def leave(who: int, at: datetime = START) -> None:
        await house.store.write(lambda unit: excuse(unit, GUILD, house.sat.table_id, who, at))

    await leave(OBSERVER)
    await leave(SECOND)
    await leave(SECOND)
    assert await house.owed(DEBRIEF) is None
    with pytest.raises(CardRefused) as left:
        await house.fill(SECOND, {"sql": 1})
    assert left.value.reason is NoCard.LEFT
    await leave(INTERVIEWER, later(minutes=1))
    found = await house.cards.found(GUILD, 1)
    assert found is not None
    assert (found[0].opened_at, found[1].received, found[1].expected) == (later(minutes=1), 2, 2)
    await leave(CANDIDATE, later(minutes=2))
    assert await house.cards.found(GUILD, 1) == found, "opened is opened"


async def test_the_same_form_twice_and_an_older_one_after_it(house: House) -> None:
    await house.begin()
    await house.fill(OBSERVER, {"sql": 4})
    second = await house.fill(OBSERVER, {"sql": 2})
    house.number -= 2
    assert (await house.fill(OBSERVER, {"sql": 4})).cards == second.cards
    assert (await house.fill(OBSERVER, {"sql": 3})).cards == second.cards
    house.at += timedelta(days=2)
    house.number -= 1
    assert (await house.fill(OBSERVER, {"sql": 3})).cards == second.cards, "a replay is no late card"
    with pytest.raises(Refusal):
        await house.fill(OBSERVER, {"sql": 3})
