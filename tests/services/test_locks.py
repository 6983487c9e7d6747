"""Locks by key."""

import asyncio

import pytest

from bot.services.locks import KeyedLocks


async def test_who_comes_later_waits_in_order() -> None:
    locks, order = KeyedLocks(), []

    async def work(name: str) -> None:
        async with locks.holding("key"):
            order.append(f"{name} in")
            await asyncio.sleep(0)
            order.append(f"{name} out")

    await asyncio.gather(*(work(name) for name in "abc"))
    assert order == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_other_keys_do_not_wait() -> None:
    locks = KeyedLocks()
    async with locks.holding(("round", 1)), locks.holding(("round", 2)):
        assert len(locks) == 2


async def test_nothing_is_kept_when_nobody_holds_it() -> None:
    locks = KeyedLocks()
    with pytest.raises(RuntimeError):
        async with locks.holding("key"):
            raise RuntimeError
    async with locks.holding("key"):
        waiting = asyncio.ensure_future(_hold(locks))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting])
        assert len(locks) == 1
    assert len(locks) == 0


async def _hold(locks: KeyedLocks) -> None:
    async with locks.holding("key"):
        pass
