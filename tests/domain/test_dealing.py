"""Which questions a round gets: unseen first, competencies evenly, the same from the same seed."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.competencies import Competency
from bot.domain.dealing import deal
from bot.domain.policies import Order
from bot.domain.tracks import Difficulty, Question
from tests.domain.values import make_question

_SOME = (Competency.SQL, Competency.BACKGROUND, Competency.STRATEGY, Competency.NEGOTIATION)


@st.composite
def pools(draw: st.DrawFn) -> tuple[Question, ...]:
    """Up to fourteen questions of up to four competencies."""
    kinds = draw(st.lists(st.tuples(st.sampled_from(_SOME), st.sampled_from(Difficulty)), min_size=1, max_size=14))
    return tuple(make_question(number, competency=c, difficulty=d) for number, (c, d) in enumerate(kinds, start=1))


seeds = st.integers(0, 2**62 - 1)
seens = st.dictionaries(st.integers(1, 14).map("q-{}".format), st.integers(1, 3))


@given(pool=pools(), seen=seens, count=st.integers(0, 20), seed=seeds, order=st.sampled_from(Order))
def test_as_many_as_wanted_and_none_twice_and_the_same_from_the_same_seed(
    pool: tuple[Question, ...], seen: dict[str, int], count: int, seed: int, order: Order
) -> None:
    dealt = deal(pool, seen=seen, count=count, seed=seed, order=order)
    assert len(dealt) == min(count, len(pool))
    assert len({question.id for question in dealt}) == len(dealt)
    assert set(dealt) <= set(pool)
    assert deal(pool, seen=dict(reversed(seen.items())), count=count, seed=seed, order=order) == dealt


@given(pool=pools(), seen=seens, count=st.integers(1, 14), seed=seeds)
def test_nothing_is_dealt_while_something_seen_less_often_is_left(
    pool: tuple[Question, ...], seen: dict[str, int], count: int, seed: int
) -> None:
    dealt = deal(pool, seen=seen, count=count, seed=seed)
    left = set(pool) - set(dealt)
    most_dealt = max(seen.get(question.id, 0) for question in dealt)
    assert all(seen.get(question.id, 0) >= most_dealt for question in left)


@given(pool=pools(), count=st.integers(1, 14), seed=seeds)
def test_within_a_round_competencies_differ_by_one_as_far_as_the_pool_allows(
    pool: tuple[Question, ...], count: int, seed: int
) -> None:
    dealt = Counter(question.competency for question in deal(pool, seen={}, count=count, seed=seed))
    there = Counter(question.competency for question in pool)
    for few in there:
        for many in there:
            assert dealt[many] - dealt[few] <= 1 or dealt[few] == there[few]


@given(each=st.integers(2, 4), count=st.integers(1, 5), seed=seeds)
@settings(max_examples=60)
def test_over_rounds_competencies_differ_by_one_and_all_is_asked_before_anything_returns(
    each: int, count: int, seed: int
) -> None:
    pool = tuple(
        make_question(1 + place * each + number, competency=c)
        for place, c in enumerate(_SOME)
        for number in range(each)
    )
    seen: Counter[str] = Counter()
    asked: Counter[Competency] = Counter(dict.fromkeys(_SOME, 0))
    while len(seen) + count <= len(pool):
        dealt = deal(pool, seen=seen, count=count, seed=seed + len(seen))
        assert not set(seen) & {question.id for question in dealt}
        seen.update(question.id for question in dealt)
        asked.update(question.competency for question in dealt)
        assert max(asked.values()) - min(asked.values()) <= 1


def test_another_seed_deals_other_questions() -> None:
    pool = tuple(make_question(number) for number in range(1, 15))
    assert len({deal(pool, seen={}, count=4, seed=seed) for seed in range(40)}) > 30


def test_every_question_comes_up() -> None:
    pool = tuple(make_question(number) for number in range(1, 9))
    firsts = Counter(deal(pool, seen={}, count=1, seed=seed)[0].id for seed in range(800))
    assert set(firsts) == {question.id for question in pool}
    assert min(firsts.values()) > 50


@given(pool=pools(), count=st.integers(1, 14), seed=seeds)
def test_orders(pool: tuple[Question, ...], count: int, seed: int) -> None:
    by_order = {order: deal(pool, seen={}, count=count, seed=seed, order=order) for order in Order}
    assert len({frozenset(dealt) for dealt in by_order.values()}) == 1, "an order changes nothing but the order"
    ranks = [list(Difficulty).index(question.difficulty) for question in by_order[Order.RISING]]
    assert ranks == sorted(ranks)
    places = [pool.index(question) for question in by_order[Order.BANK]]
    assert places == sorted(places)
