"""Reviews on a real store: what is due comes first, and never more of it than a person can take."""

from datetime import timedelta
from typing import Any

import pytest

from bot.domain.competencies import Competency
from bot.domain.daily.questions import DailyQuestion, Scope
from bot.domain.errors import Reason, Refused
from bot.domain.progress.levels import Source
from bot.domain.reviews import HIGHEST_LIMIT, REST, USUAL_LIMIT, ReviewCard
from bot.domain.rounds import RETRY_AFTER
from bot.services import reviews
from bot.services.banks import Banks
from bot.services.dailies import Dailies, Wish
from bot.services.levels import Levels
from bot.services.people import People
from bot.services.ports import Unit
from tests.domain.values import ALICE, BOB, GUILD, START, make_part
from tests.services.house import House


class Home:
    """A house in which Alice asks for questions, answers and rates herself."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.dailies = Dailies(house.store, Banks(house.store, house.catalogue, house.clock), house.clock)
        self.levels = Levels(house.store, house.clock)
        self.number = 0

    async def ask(self, user_id: int = ALICE, scope: Scope = Scope.NOW, **changes: Any) -> DailyQuestion:
        self.number += 1
        key = f"{scope}:{user_id}:{self.number}"
        return await self.dailies.ask(Wish(GUILD, user_id, scope, key)._replace(**changes))

    async def answer(self, daily: DailyQuestion, rating: int | None) -> None:
        self.number += 1
        await self.dailies.answer(daily, self.number, "I counted the visitors.")
        if rating is not None:
            await self.dailies.rate(daily, rating)

    async def had(self, *ratings: int | None) -> list[DailyQuestion]:
        """Questions that Alice answers now, and rates so."""
        found = []
        for rating in ratings:
            found.append(await self.ask())
            await self.answer(found[-1], rating)
        return found

    async def today(self) -> reviews.Today:
        async def read(unit: Unit) -> reviews.Today:
            seen = await unit.dailies.seen(GUILD, ALICE)
            return await reviews.today(unit, GUILD, ALICE, seen, self.house.clock())

        return await self.house.store.read(read)

    async def card(self, question_id: str, user_id: int = ALICE) -> ReviewCard | None:
        return await self.house.store.read(lambda unit: unit.reviews.get(GUILD, user_id, question_id))


@pytest.fixture
def home(house: House) -> Home:
    return Home(house)


async def test_what_is_due_comes_first_and_says_what_it_was(home: Home) -> None:
    low, good, unrated = await home.had(1, 3, None)
    assert (await home.ask()).last_at is None, "nothing is due today"
    home.house.clock.move(days=1)
    again = await home.ask(scope=Scope.OWN)
    assert (again.question_id, again.last_rating, again.last_at) == (low.question_id, 1, START)
    await home.answer(again, 4)
    assert (await home.ask()).last_at is None, "not twice, and the other one is due a day later"
    home.house.clock.move(days=1)
    assert (await home.ask()).question_id == good.question_id
    assert await home.card(unrated.question_id) is None
    assert (await home.ask(BOB)).last_at is None


async def test_a_rating_that_is_changed_moves_the_card(home: Home) -> None:
    (daily,) = await home.had(4)
    far = await home.card(daily.question_id)
    home.house.clock.move(hours=2)
    await home.dailies.rate(daily, 1)
    near = await home.card(daily.question_id)
    assert far is not None
    assert near is not None
    assert (near.rating, near.reviewed_at) == (1, START)
    assert near.due_at == START + timedelta(days=1) < far.due_at


async def test_rating_and_card_are_stored_together_or_not_at_all(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (daily,) = await home.had(2)
    before = await home.card(daily.question_id)

    async def fails(*_: object) -> None:
        raise KeyError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr("bot.storage.reviews.ReviewRows.save", fails)
        with pytest.raises(KeyError):
            await home.dailies.rate(daily, 4)
    stored = await home.house.store.read(lambda unit: unit.dailies.answer_of(GUILD, daily.id, ALICE))
    assert stored is not None
    assert stored.rating == 2
    assert await home.card(daily.question_id) == before
    with pytest.raises(Refused) as refused:
        await home.dailies.rate(daily, 5)
    assert refused.value.reason is Reason.BAD_LEVEL


async def test_a_few_reviews_come_a_day_and_then_new_ones(home: Home) -> None:
    had = {one.question_id for one in await home.had(*[1] * (USUAL_LIMIT + 1))}
    home.house.clock.move(days=1)
    assert (await home.today())[1:] == (USUAL_LIMIT, USUAL_LIMIT)
    found = [await home.ask() for _ in range(USUAL_LIMIT + 1)]
    assert {one.question_id for one in found[:-1]} < had
    assert [one.last_rating for one in found] == [1] * USUAL_LIMIT + [None]
    assert (await home.ask(scope=Scope.OWN)).last_rating is None, "the subscribed question is one of the day's, too"
    assert len((await home.today()).due) == 1, "it waits"
    home.house.clock.move(days=1)
    assert (await home.ask()).last_rating == 1
    assert (await home.ask()).last_at is None, "those that were asked and not answered are left alone"
    home.house.clock.move(days=REST.days)
    assert (await home.ask()).last_rating == 1


@pytest.mark.parametrize("limit", [0, 2])
async def test_a_person_chooses_how_many_come_a_day_from_wherever(home: Home, limit: int) -> None:
    track_id, stage_id = ((await home.had(*[1] * 4))[0].track_id, "screen")
    people = People(home.house.store, home.house.clock)
    await people.set_reviews(ALICE, limit)
    home.house.clock.move(days=1)
    dealt = await home.house.plan(4, reviews=True, track_id=track_id, stage_id=stage_id)
    assert (await home.today()).left == 0
    assert (await home.ask()).last_rating is None, "what a round dealt counts"
    assert (await home.ask(scope=Scope.OWN)).last_rating is None
    assert len(dealt.turns) == 4
    with pytest.raises(Refused) as refused:
        await people.set_reviews(ALICE, HIGHEST_LIMIT + 1)
    assert refused.value.reason is Reason.UNKNOWN_BUTTON
    home.house.clock.move(days=REST.days + 1)
    await people.set_reviews(ALICE, 1)
    assert (await home.ask()).last_rating == 1
    assert (await home.ask()).last_rating is None


async def test_a_review_fits_what_is_asked_for(home: Home) -> None:
    await home.had(1)
    home.house.clock.move(days=1)
    assert (await home.ask(track_id="shop-analyst")).last_rating == 1
    await home.had(1)
    home.house.clock.move(days=1)
    with pytest.raises(Refused) as refused:
        await home.ask(track_id="shop-analyst", competency=Competency.SQL)
    assert refused.value.reason is Reason.DAILY_NO_QUESTION


async def test_a_round_takes_in_what_is_due(home: Home) -> None:
    daily = (await home.had(1))[0]
    home.house.clock.move(days=1)
    where = {"track_id": daily.track_id, "stage_id": daily.stage_id}
    for questions in (1, 2):
        dealt = await home.house.plan(questions, reviews=True, **where)
        found = [turn.question.id for turn in dealt.turns]
        assert (daily.question_id in found) is (questions == 1), "once it is dealt it is not due any more"
    home.house.clock.move(days=REST.days, seconds=1)
    later = await home.house.plan(1, reviews=True, **where)
    assert [turn.question.id for turn in later.turns] == [daily.question_id]


async def test_what_was_rated_in_a_round_comes_back(home: Home) -> None:
    rounds, clock = home.house.rounds, home.house.clock
    state = await home.house.start(2)
    low, good = (turn.question.id for turn in state.turns)
    for position in range(2):
        await rounds.answer(GUILD, state.id, ALICE, position, make_part(position))
        await home.house.deliveries.run_due()
    state = await rounds.get(GUILD, state.id)
    assert not state.is_open
    clock.move(hours=3)
    await rounds.rate(GUILD, state.id, ALICE, 0, 2)
    await rounds.rate(GUILD, state.id, ALICE, 1, 4)
    first = await home.card(low)
    assert first is not None
    assert first.reviewed_at == state.turns[0].settled_at, "when it was answered, not when it was rated"
    at = await rounds.retry_later(GUILD, state.id, ALICE)
    second, other = await home.card(low), await home.card(good)
    assert second is not None
    assert other is not None
    assert second.due_at == at == clock() + RETRY_AFTER
    assert other.due_at > at
    clock.move(days=2)
    assert (await home.ask()).last_at is None
    clock.move(days=1)
    assert (await home.ask()).question_id == low
    standing = await home.levels.of(GUILD, ALICE)
    assert [one.evidence_count for one in standing.levels] == [2]
    evidence = await home.levels.evidence(GUILD, ALICE, START - timedelta(days=1))
    assert {one.source for one in evidence} == {Source.SELF}
    assert (await home.levels.of(GUILD, BOB)).levels == ()
