"""A crowd at one sign-up post: the real process keeps Discord's limits and nobody gets a place too many."""

from pathlib import Path

from tests.perf.bench_signups import burst

PEOPLE, PLACES = 40, 15


async def test_a_crowd_at_one_post(tmp_path: Path) -> None:
    found = await burst(tmp_path, PEOPLE, 1.0, PLACES)
    assert sum("You are in" in one for one in found.said) == PLACES
    assert sum("on the waiting list" in one for one in found.said) == PEOPLE - PLACES
    assert f"All {PLACES} places are taken" in found.post
    # One at once, one for those who pressed meanwhile; a slow machine may need one more.
    assert found.edits <= 4
    assert found.limited == 0
