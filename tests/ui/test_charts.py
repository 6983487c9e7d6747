"""The pictures: PNG of the right size, the same bytes from any thread, what they draw, and their words."""

import struct
import sys
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from bot.domain.matrix import Ranking, Scores, Weights, rank, turns_of
from bot.domain.offer import Issue, Package, Review, accept, counter, review, walk_away
from bot.ui.charts import (
    Levels,
    canvas,
    frontier_alt,
    frontier_png,
    sensitivity_alt,
    sensitivity_png,
    spread_alt,
    spread_png,
)
from tests.domain.offer_values import FIRST, HIGH, begin, finish, make_employer, make_wishes

MOST_BYTES = 120_000


def a_review(**changes: object) -> Review:
    """A deal after five counters that came halfway."""
    state = begin(**changes)

    def step_by_step(one):  # type: ignore[no-untyped-def]
        share = 0.06 * len(one.counters)
        wanted = Package.of({issue: HIGH[issue] + share * (FIRST[issue] - HIGH[issue]) for issue in Issue})
        return counter(one, wanted).state

    end = finish(state, step_by_step)
    return review(end if end.is_over else accept(end).state)


def a_ranking(first: tuple[int, ...] = (4, 2, 5, 3), second: tuple[int, ...] = (3, 4, 2, 4)) -> Ranking:
    """Two projects on four criteria; some names would be broken mathematics if they were read as such."""
    names = ("Reach $\\nope$", "Earns $\\nope$", "Evidence $\\nope$", "Cost $\\nope$")
    scores = {
        "Talent Pools": dict(zip(names, first, strict=True)),
        "Invoice $\\nope$": dict(zip(names, second, strict=True)),
    }
    return rank(Weights(of=dict(zip(names, (40, 30, 20, 10), strict=True))), Scores(of=scores))


def check(png: bytes) -> Image.Image:
    """The picture, if it is one that Discord and a phone can use."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (canvas.WIDTH, canvas.HEIGHT)
    assert len(png) <= MOST_BYTES
    picture = Image.open(BytesIO(png)).convert("RGBA")
    assert picture.getchannel("A").getextrema() == (255, 255), "the ground must not let a theme through"
    return picture


def colours(picture: Image.Image) -> set[str]:
    """Colours that fill more than a few pixels."""
    counted = picture.convert("RGB").getcolors(maxcolors=2**20) or []
    found = set()
    for count, colour in counted:
        assert isinstance(colour, tuple)
        if count > 60:
            found.add("#" + "".join(f"{part:02x}" for part in colour[:3]))
    return found


def test_a_deal_shows_both_paths_the_frontier_and_the_star() -> None:
    assert {canvas.BLUE, canvas.ORANGE, canvas.GREEN, canvas.INK} <= colours(check(frontier_png(a_review())))


def test_without_a_counter_or_a_deal_there_is_no_path_and_no_star() -> None:
    seen = review(walk_away(begin()).state)
    assert canvas.GREEN not in colours(check(frontier_png(seen)))
    assert "No deal: you walked away" in frontier_alt(seen)
    assert "0 counters." in frontier_alt(seen)


@pytest.mark.parametrize("walk_away_at", [0.05, 0.99])
def test_a_line_far_up_or_down_is_still_in_the_picture(walk_away_at: float) -> None:
    check(frontier_png(a_review(wishes=make_wishes(walk_away=walk_away_at))))


def test_the_longest_and_wildest_negotiation_still_fits() -> None:
    state = begin(employer=make_employer(moves=10))
    for number in range(10):
        wild = HIGH.having({Issue.BASE: 180000 if number % 2 else 30000, Issue.EQUITY: 9000 * number})
        state = counter(state, wild).state
        if state.is_over:
            break
    check(frontier_png(review(state if state.is_over else walk_away(state).state)))


def test_the_words_of_a_negotiation_carry_its_figures() -> None:
    seen = a_review()
    text = frontier_alt(seen)
    assert seen.share is not None
    assert f"You won {round(seen.share * 100)} % of what there was to win" in text
    assert "walk-away line is 40 points" in text
    assert f"most there was {round(seen.most * 100)} points" in text
    assert len(text) <= 1024, "Discord's limit for the description of a file"


def test_a_matrix_shows_both_lines_and_where_they_cross() -> None:
    ranking = a_ranking()
    picture = check(sensitivity_png(ranking, turns_of(ranking)))
    assert {canvas.BLUE, canvas.ORANGE, canvas.INK} <= colours(picture)


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ((3, 4, 2, 4), "The ranking turns at"),
        ((3, 1, 2, 1), "No weight of"),
        ((4, 2, 5, 3), "It is a tie. Both score 3.50; this weight changes nothing"),
        ((5, 2, 3, 3), "It is a tie. Both score 3.50; this weight tips it"),
    ],
)
def test_any_ranking_has_a_picture_and_words(second: tuple[int, ...], words: str) -> None:
    ranking = a_ranking(second=second)
    turns = turns_of(ranking)
    text = sensitivity_alt(ranking, turns)
    assert words in text
    assert f"Talent Pools scores {ranking.totals[0]:.2f}" in text
    assert len(text) <= 1024
    check(sensitivity_png(ranking, turns))
    for turn in turns:
        assert turn.criterion in sensitivity_alt(ranking, turns, turn.criterion)


def test_each_criterion_has_a_picture_of_its_own() -> None:
    ranking = a_ranking()
    turns = turns_of(ranking)
    pictures = {sensitivity_png(ranking, turns, turn.criterion) for turn in turns}
    assert len(pictures) == len(turns)


def test_pictures_are_the_same_from_many_threads_at_once() -> None:
    seen, ranking = a_review(), a_ranking()
    turns = turns_of(ranking)
    expected = [frontier_png(seen), sensitivity_png(ranking, turns)] * 4
    with ThreadPoolExecutor(8) as pool:
        jobs = [
            pool.submit(frontier_png, seen) if number % 2 == 0 else pool.submit(sensitivity_png, ranking, turns)
            for number in range(8)
        ]
    assert [job.result() for job in jobs] == expected


def test_no_global_state_of_pyplot_is_used() -> None:
    frontier_png(a_review())
    assert "matplotlib.pyplot" not in sys.modules


SPREAD = (
    Levels("SQL $\\nope$", (2, 4, 4), 4),
    Levels("Communication and storytelling", (3, 3, 3), None),
    Levels("Data quality", (), 3),
)


@pytest.mark.parametrize("found", [SPREAD, SPREAD[1:2], [Levels("SQL", (2,), None)], SPREAD * 5], ids=len)
def test_a_tables_levels_are_drawn(found: tuple[Levels, ...]) -> None:
    check(spread_png(found))
    assert len(spread_alt(found)) <= 1024


def test_the_words_for_a_tables_levels_say_what_is_drawn() -> None:
    words = spread_alt(SPREAD)
    assert "Widest apart on SQL $\\nope$" in words
    assert "SQL $\\nope$: 2, 4, 4, own 4" in words
    assert "Data quality: not rated, own 3" in words
    assert "agree on every level" in spread_alt(SPREAD[1:])
    assert "and the candidate's" in spread_alt([Levels("SQL", (2,), 3)])
