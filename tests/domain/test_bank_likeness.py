"""Likeness of questions: what is named as a duplicate, on pairs labelled by hand."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.domain.bank.likeness import Index, Match, nearest, normal_form
from bot.domain.catalogue import load
from tests.domain import likeness_pairs as labelled

Pairs = Sequence[tuple[str, str]]


def _found(pairs: Pairs) -> int:
    return sum(bool(nearest(one, [("other", other)])) for one, other in pairs)


@pytest.mark.parametrize(
    ("alike", "unlike", "precision", "recall"),
    [
        pytest.param(labelled.ALIKE, labelled.UNLIKE, 0.87, 0.87, id="pairs it was chosen on"),
        pytest.param(labelled.HELD_OUT_ALIKE, labelled.HELD_OUT_UNLIKE, 0.80, 0.70, id="pairs held out"),
    ],
)
def test_duplicates_are_told_from_neighbours(alike: Pairs, unlike: Pairs, precision: float, recall: float) -> None:
    right, wrong = _found(alike), _found(unlike)
    assert right / (right + wrong) >= precision
    assert right / len(alike) >= recall


def test_quite_different_questions_are_never_named() -> None:
    assert _found(labelled.DIFFERENT) == 0


def test_built_in_questions_are_not_duplicates_of_each_other() -> None:
    tracks = load(Path("data")).tracks.values()
    prompts = [(q.id, q.prompt) for track in tracks for stage in track.stages for q in stage.questions]
    index = Index(prompts)
    assert len(index) == len(prompts) >= 80
    for name, prompt in prompts:
        assert index.nearest(prompt) == (Match(name, 100),)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Why TikTok?", "  WHY    tiktok "),
        ("Résumé or CV?", "resume or cv"),
        ("What’s new?", "what's NEW ?!"),
        ("Straße", "STRASSE"),
        ("ﬁnd it", "find it"),
        ("Что такое медиана?", "что такое медиана"),
        ("Tell me about yourself", "tell me, about yourself!"),
        ("Who are you?", "who are YOU"),
    ],
)
def test_what_does_not_count(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other) != ""
    assert nearest(one, [("x", other)]) == (Match("x", 100),)


@pytest.mark.parametrize("text", ["", " \n", "?!…", "\u200b", "___", "🙂", "\ud800"])
def test_text_without_words_is_like_nothing(text: str) -> None:
    assert nearest(text, [("empty", ""), ("same", text), ("other", "Why us?")], at_least=0) == ()
    assert Index([("same", text)]).nearest(text) == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("How do you de-bug: carefully?", "carefully how do you de bug"),
        ("Describe a time you disagreed with a manager", "Tell me about a time when you disagreed with your manager"),
        ("How would you measure the success of search?", "How do you measure the success of search?"),
    ],
)
def test_only_the_same_words_in_the_same_order_are_wholly_alike(one: str, other: str) -> None:
    assert normal_form(one) == normal_form(other)
    bank = [("other", other), ("same", f"  {one.upper()} ")]
    matches = (Match("same", 100), Match("other", 99))
    assert nearest(one, bank) == Index(bank).nearest(one) == matches


def test_likest_come_first_and_no_more_than_asked_for() -> None:
    bank = [
        ("far", "Which salary do you expect?"),
        ("near", "How would you measure the success of search ads?"),
        ("same", "How do you measure the success of search?"),
        ("again", "How would you measure success of the search"),
    ]
    asked = "How would you measure the success of search?"
    found = nearest(asked, bank, at_least=60)
    assert [match.id for match in found] == ["same", "again", "near"]
    assert [match.likeness for match in found][:2] == [99, 99]
    assert 60 <= found[2].likeness < 99
    assert [match.id for match in nearest(asked, bank, at_least=100)] == ["same", "again"]
    assert nearest(asked, bank, most=1) == found[:1]
    assert nearest(asked, bank, most=0) == ()
    assert nearest(asked, []) == ()
    assert nearest(asked, iter(bank), at_least=60) == found
    assert Index(bank).nearest(asked, at_least=60) == found


def test_an_index_finds_what_comparing_with_everything_finds() -> None:
    everything = (*labelled.ALIKE, *labelled.UNLIKE, *labelled.HELD_OUT_ALIKE, *labelled.HELD_OUT_UNLIKE)
    bank = [(str(number), other) for number, (_, other) in enumerate(everything)]
    index = Index(bank[:50])
    for name, text in bank[50:]:
        index.add(name, text)
    for asked, _ in everything:
        assert index.nearest(asked) == nearest(asked, bank)


def test_a_text_without_end_costs_no_more_than_a_long_one() -> None:
    endless = "word " * 2_000_000
    assert normal_form(endless) == normal_form(endless[:2_000])
