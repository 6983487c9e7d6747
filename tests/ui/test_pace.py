"""The pace of requests: deliveries wait for their turn, people never do."""

import asyncio
import itertools
from types import SimpleNamespace
from typing import Any, cast

import aiohttp
import discord
import pytest
import yarl
from hypothesis import given
from hypothesis import strategies as st

from bot.services.giving_way import gives_way
from bot.ui.pace import PER_SECOND, Pace


class Time:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def _take_all(pace: Pace, time: Time, until: float, *, jitter: float = 0.0) -> list[float]:
    """What somebody who always wants another turn gets, waking late by ``jitter`` now and then."""
    taken: list[float] = []
    while time.at < until:
        wait = pace.wait()
        if wait > 0:
            time.at += wait + (jitter if len(taken) % 50 == 7 else 0)
            continue
        pace._take(time.at)
        taken.append(time.at)
    return taken


def _most_within_a_second(moments: list[float]) -> int:
    return max(sum(begin <= one < begin + 1 for one in moments) for begin in moments)


@pytest.mark.parametrize("jitter", [0, 0.001, 0.03, 0.08])
def test_turns_fill_what_is_allowed_and_never_exceed_it(jitter: float) -> None:
    time = Time()
    taken = _take_all(Pace(time), time, 1020.0, jitter=jitter)
    assert _most_within_a_second(taken) <= 49
    assert len(taken) >= 20 * 50 * 0.95


def test_turns_are_spread_over_the_second() -> None:
    time = Time()
    taken = _take_all(Pace(time), time, 1002.0)
    gaps = [later - earlier for earlier, later in itertools.pairwise(taken[6:])]
    assert min(gaps) == pytest.approx(1 / PER_SECOND)


@given(st.lists(st.floats(0, 3), max_size=40))
def test_with_people_about_the_sum_stays_within_what_is_allowed(moments: list[float]) -> None:
    time, people = Time(), sorted(1000 + one for one in moments)
    pace, everything = Pace(time), list[float]()
    for moment in [*people, 1004.0]:
        everything += _take_all(pace, time, moment)
        pace.at_once()
        everything.append(time.at)
    busiest = _most_within_a_second(everything)
    assert busiest <= 49 + max(
        sum(begin <= one < begin + 1 for one in [*people, 1004.0]) for begin in [*people, 1004.0]
    )


def test_where_people_are_steadily_at_work_room_is_kept_for_as_many_again() -> None:
    time = Time()
    pace, everything = Pace(time), list[float]()
    for number in range(40):
        everything += _take_all(pace, time, 1000 + number / 8)
        pace.at_once()
        everything.append(time.at)
    late = [one for one in everything if one > 1002]
    assert _most_within_a_second(late) <= 42


async def _start(config: aiohttp.TraceConfig, url: str) -> None:
    """Begin a request, as aiohttp tells of it."""
    params = SimpleNamespace(url=yarl.URL(url))
    (on_start,) = config.on_request_start
    await on_start(cast(Any, None), SimpleNamespace(), cast(Any, params))


async def test_only_what_gives_way_waits_and_only_what_discord_counts_is_counted() -> None:
    pace = Pace()
    config, base = pace.trace(), discord.http.Route.BASE
    for path in ("/interactions/1/t/callback", "/webhooks/1/t/messages/@original"):
        await _start(config, base + path)
    await _start(config, "https://cdn.discordapp.com/attachments/1/2/a.txt")
    assert len(pace._taken) == 0
    for _ in range(60):
        await _start(config, base + "/channels/1/messages")
    assert len(pace._taken) == 60, "people took more than there was, and did not wait"
    gives_way.set(True)
    waiting = asyncio.ensure_future(_start(config, base + "/channels/1/messages"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


async def test_who_gives_way_is_served_in_order() -> None:
    pace, order = Pace(), list[int]()

    async def take(number: int) -> None:
        await pace.turn()
        order.append(number)

    await asyncio.gather(*(take(number) for number in range(8)))
    assert order == list(range(8))


def test_requests_that_were_held_up_on_their_way_count_later() -> None:
    """A burst that a stall brings to Discord late leaves less room in the second after it."""
    time = Time()
    pace, requests = Pace(time), list[Any]()
    while len(requests) < 40:
        if (wait := pace.wait()) > 0:
            time.at += wait
        requests.append(pace._take(time.at))
        if len(requests) <= 20:
            time.at += 0.005
            pace.answered(requests[-1])
    time.at += 0.4
    for one in requests[20:]:
        pace.answered(one)
    early, late = requests[:20], requests[20:]
    assert all(one.at == one.left_at for one in early)
    assert all(one.at > one.left_at + 0.1 for one in late)
    begin = time.at
    taken = _take_all(pace, time, begin + 0.7)
    assert len(taken) + len([one for one in late if one.at > begin - 0.3]) <= 49


def test_nothing_is_kept_of_what_is_long_past() -> None:
    time = Time()
    pace = Pace(time)
    for _ in range(1000):
        pace.at_once()
        time.at += 0.5
    assert len(pace._taken) + len(pace._by_people) < 10
