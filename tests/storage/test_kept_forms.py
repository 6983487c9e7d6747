"""Kept forms, on both databases: each person's own, in the server where they wrote, for seven days."""

from datetime import datetime, timedelta

import pytest

from bot.domain.errors import Reason, Refused
from bot.services.kept import KEPT_FOR, Kept
from bot.storage.store import Store
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, START

FIELDS = {"prompt": "Why\x00 not? 你好 \ud800\n'; --", "probes": ""}


class Hands:
    """A clock that a test turns."""

    now = START

    def __call__(self) -> datetime:
        return self.now


async def _refused(kept: Kept, guild_id: int, user_id: int, row_id: int, form: str) -> bool:
    try:
        await kept.get(guild_id, user_id, row_id, form)
    except Refused as refused:
        return refused.reason is Reason.NOT_KEPT
    return False


async def test_a_form_comes_back_letter_for_letter_to_its_writer_only(store: Store) -> None:
    kept = Kept(store, Hands())
    row = await kept.keep(GUILD, ALICE, "question", FIELDS)
    assert await kept.get(GUILD, ALICE, row, "question") == FIELDS
    for key in ((GUILD, BOB, row, "question"), (ELSEWHERE, ALICE, row, "question"), (GUILD, ALICE, row, "search")):
        assert await _refused(kept, *key), key
    assert not await kept.drop(GUILD, BOB, row)
    assert not await kept.drop(ELSEWHERE, ALICE, row)
    assert await kept.drop(GUILD, ALICE, row)
    assert not await kept.drop(GUILD, ALICE, row)
    assert await _refused(kept, GUILD, ALICE, row, "question")


async def test_what_is_kept_anew_takes_the_place_of_the_old(store: Store) -> None:
    kept = Kept(store, Hands())
    first = await kept.keep(GUILD, ALICE, "question", FIELDS)
    second = await kept.keep(GUILD, ALICE, "question", {"prompt": "Why?"}, instead_of=first)
    assert await _refused(kept, GUILD, ALICE, first, "question")
    assert await kept.get(GUILD, ALICE, second, "question") == {"prompt": "Why?"}


@pytest.mark.parametrize(("later", "there"), [(timedelta(0), True), (timedelta(seconds=1), False)])
async def test_old_forms_go_when_the_next_one_is_kept(store: Store, later: timedelta, there: bool) -> None:
    clock = Hands()
    kept = Kept(store, clock)
    old = await kept.keep(GUILD, ALICE, "question", FIELDS)
    clock.now = START + KEPT_FOR + later
    await kept.keep(ELSEWHERE, BOB, "question", FIELDS)
    assert await _refused(kept, GUILD, ALICE, old, "question") != there
