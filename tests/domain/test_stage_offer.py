"""The offer stage: what a round is made of, how a game goes through submissions and moves, what is read and noted."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.catalogue import Catalogue, load
from bot.domain.drafts import Part, Source
from bot.domain.errors import Reason, Refused
from bot.domain.offer import Issue, MoveKind, Negotiation, OfferReason, OfferRefused, Package, Status, counter
from bot.domain.rounds import Play, Round, RoundStatus
from bot.domain.stages import Dealing, Given, deal_turns, notes_on, submitted
from bot.domain.stages.negotiation import rules as negotiation
from bot.domain.stages.negotiation.dates import dates_as_days
from bot.domain.stages.negotiation.reading import as_typed, is_question, read_lines, read_sentences
from bot.domain.stages.negotiation.rules import Bargain, accepting, asking, bargain_of, countering, game_at, leaving
from bot.domain.tracks import StageKind
from bot.domain.turns import Form, Turn, TurnStatus
from tests.domain.offer_values import HIGH, begin, make_employer, packages
from tests.domain.values import START, make_open, make_part

CONTENT = load(Path(__file__).parents[2] / "data")
TODAY = date(2026, 1, 15)
SEEDS = st.integers(0, 2**62)


def dealing(count: int | None = None, seed: int = 7, content: Catalogue = CONTENT) -> Dealing:
    track = content.tracks["tiktok-product-analyst"]
    stage = track.stage("offer")
    assert stage is not None
    return Dealing(content=content, track=track, stage=stage, seed=seed, count=count)


def open_round(seed: int = 7, game: Negotiation | None = None) -> Round:
    """A round whose only turn is an open negotiation."""
    turn = next(turn for turn in deal_turns(dealing(seed=seed)) if turn.form is Form.NEGOTIATION)
    if game is not None:
        turn = turn.put(data=Bargain(game=game).model_dump(mode="json"))
    return make_open(1, turns=(turn.put(position=0, status=TurnStatus.OPEN),), status=RoundStatus.OPEN)


def given_for(state: Round, *parts: Part) -> Given:
    return Given(CONTENT, state, state.turns[0], START, parts)


def stored(state: Round, play: Play) -> Round:
    """The round after a play, as it comes back from a database."""
    assert play.data is not None
    turn = state.turns[0].put(data=json.loads(json.dumps(dict(play.data))))
    return state.model_copy(update={"turns": (turn,)})


def said(state: Round, number: int, text: str, *before: Part) -> Play:
    return submitted(given_for(state, *before, make_part(number, text)))


def game_of(state: Round) -> Negotiation:
    return bargain_of(state.turns[0]).game


# ---------------------------------------------------------------------- what a round is made of


@pytest.mark.parametrize(("count", "opening"), [(None, 1), (2, 1), (3, 1), (4, 2), (5, 2), (15, 2)])
def test_a_whole_round_opens_negotiates_and_ends_with_the_candidates_questions(count: int | None, opening: int) -> None:
    turns = deal_turns(dealing(count))
    assert [turn.form for turn in turns] == [Form.QUESTION] * opening + [Form.NEGOTIATION, Form.REVERSE]
    assert turns[0].question.id == "tiktok-offer-expectation"
    assert all("candidate-questions" not in turn.question.tags for turn in turns[:opening])
    assert [turn.position for turn in turns] == list(range(opening + 2))
    assert len({turn.question.id for turn in turns}) == len(turns)


def test_a_drill_has_questions_only() -> None:
    (turn,) = deal_turns(dealing(1))
    assert turn.form is Form.QUESTION


def test_a_track_without_a_question_on_expectation_opens_with_another() -> None:
    whole = dealing()
    stage = whole.stage.model_copy(update={"questions": whole.stage.questions[1:]})
    turns = deal_turns(Dealing(content=CONTENT, track=whole.track, stage=stage, seed=3))
    assert [turn.form for turn in turns] == [Form.QUESTION, Form.NEGOTIATION, Form.REVERSE]


def test_without_employers_there_are_questions_only() -> None:
    bare = Catalogue(CONTENT.tracks, CONTENT.rubrics, CONTENT.scenes)
    assert {turn.form for turn in deal_turns(dealing(content=bare))} == {Form.QUESTION}


def test_the_seed_deals_the_employer_and_every_employer_comes() -> None:
    found = Counter(game_of(open_round(seed)).employer.id for seed in range(60))
    assert set(found) == set(CONTENT.employers)
    assert open_round(11) == open_round(11)


# ---------------------------------------------------------------------- whole games


@st.composite
def scripts(draw: st.DrawFn) -> tuple[int, list[tuple[str, str, Package]]]:
    seed = draw(SEEDS)
    employer = game_of(open_round(seed)).employer
    kinds = st.sampled_from(["counter"] * 5 + ["line", "ask", "type", "accept", "leave"])
    words = st.sampled_from(["The market survey says more.", "", "Which parts are flexible?", "Or I walk away."])
    return seed, draw(st.lists(st.tuples(kinds, words, packages(employer)), min_size=1, max_size=25))


def move(state: Round, number: int, step: tuple[str, str, Package]) -> Play:
    """One step of a script through the functions that the bot calls."""
    kind, words, package = step
    game, at = game_of(state), len(game_of(state).moves)
    part = make_part(number, words, source=Source.MODAL)
    if kind == "type":
        return said(state, number, "What matters most to you?")
    if kind == "line":
        return said(state, number, f"base {as_typed(Issue.BASE, package.base, game.employer.currency)}. {words}")
    moves = {"ask": asking(at, words), "accept": accepting(at), "leave": leaving(at)}
    return moves.get(kind, countering(at, package, words))(given_for(state, part))


@settings(max_examples=60, deadline=None)
@given(scripts())
def test_every_game_keeps_the_rules_whatever_is_tried(script: tuple[int, list[tuple[str, str, Package]]]) -> None:
    seed, steps = script
    state, over = open_round(seed), False
    for number, step in enumerate(steps, start=1):
        before = state
        try:
            play = move(state, number, step)
        except OfferRefused:
            assert state is before
            continue
        state, over = stored(state, play), play.settled
        assert play.again is not over
        if over:
            break
    game = game_of(state)
    worths = [game.employer.utility(offer) for offer in game.offers]
    assert all(game.employer.admits(offer) for offer in game.offers)
    assert worths == sorted(worths, reverse=True)
    assert over is game.is_over
    assert game.deal is None or game.employer.admits(game.deal)
    assert sum(one.kind is MoveKind.COUNTER for one in game.moves) <= game.employer.moves
    assert notes_on(state.turns[0], "")


@settings(max_examples=40, deadline=None)
@given(SEEDS, st.data())
def test_every_game_comes_to_an_end_by_counters_alone(seed: int, data: st.DataObject) -> None:
    state = open_round(seed)
    employer = game_of(state).employer
    for number in range(employer.moves):
        if game_of(state).status is not Status.OPEN:
            break
        package = data.draw(packages(employer))
        move_on = countering(len(game_of(state).moves), package, "")
        state = stored(state, move_on(given_for(state, make_part(number + 1, "Counter", source=Source.MODAL))))
    assert game_of(state).status is not Status.OPEN


def test_a_game_goes_on_from_its_json_as_if_nothing_had_happened() -> None:
    straight = stored_one = open_round(5)
    for number, text in enumerate(["What matters most to you?", "base 70,000, remote 4 days"], start=1):
        play = said(straight, number, text)
        straight = straight.model_copy(update={"turns": (straight.turns[0].put(data=play.data),)})
        stored_one = stored(stored_one, said(stored_one, number, text))
    assert game_of(straight) == game_of(stored_one)


# ---------------------------------------------------------------------- submissions


def test_a_question_is_asked_and_figures_are_a_counter() -> None:
    state = open_round(game=begin())
    state = stored(state, said(state, 1, "Which parts are flexible?"))
    state = stored(state, said(state, 2, "Base 70,000, because surveys say so.", make_part(1, "Which parts …?")))
    asked, countered = game_of(state).moves
    assert asked.kind is MoveKind.QUESTION
    assert countered.package == game_of(state).opening.having({Issue.BASE: 70000})
    assert countered.text == "Base 70,000, because surveys say so."


def test_a_figure_inside_a_question_costs_no_move() -> None:
    state = open_round(game=begin())
    play = said(state, 1, "Could you do a base of 70,000?")
    assert game_of(stored(state, play)).moves[0].kind is MoveKind.QUESTION


def test_parts_that_are_not_named_stay_as_they_were_last_asked_for() -> None:
    state = open_round(game=counter(begin(), HIGH).state)
    play = said(state, 1, f"base {HIGH.base - 2000:.0f}")
    assert game_of(stored(state, play)).counters[-1] == HIGH.having({Issue.BASE: HIGH.base - 2000})


def test_what_was_said_in_an_earlier_move_is_not_said_again() -> None:
    state = open_round(game=begin())
    first = make_part(1, "Which parts are flexible?")
    state = stored(state, submitted(given_for(state, first)))
    with pytest.raises(Refused) as caught:
        submitted(given_for(state, first))
    assert caught.value.reason is Reason.NO_DRAFT
    again = first.model_copy(update={"source": Source.MENU})
    with pytest.raises(Refused) as caught:
        submitted(given_for(state, again))
    assert caught.value.reason is Reason.ALREADY_GIVEN


def test_what_was_typed_before_a_form_belongs_to_its_move() -> None:
    state = open_round(game=begin())
    typed = make_part(1, "The market survey says 72,000.")
    form = make_part(2, "Counter: …", source=Source.MODAL)
    state = stored(state, countering(0, HIGH, "Hence this.")(given_for(state, typed, form)))
    assert game_of(state).moves[0].text == "The market survey says 72,000.\nHence this."
    assert set(bargain_of(state.turns[0]).taken) == {typed.source_id, form.source_id}


def test_a_draft_longer_than_a_move_is_taken_all_the_same() -> None:
    state = open_round(game=begin())
    play = said(state, 1, "base 70,000. " + "I like it here. " * 600)
    assert game_of(stored(state, play)).counters


@pytest.mark.parametrize("text", ["hello there", "I accept", "64,000", "base lots", "", "\u200b"])
def test_words_that_ask_for_nothing_are_refused(text: str) -> None:
    with pytest.raises((OfferRefused, Refused)):
        said(open_round(game=begin()), 1, text)


def test_after_the_last_offer_nothing_more_is_said() -> None:
    state = begin()
    while state.status is Status.OPEN:
        state = counter(state, HIGH).state
    for text in ("base 70,000", "Which parts are flexible?", "hello"):
        with pytest.raises(OfferRefused) as caught:
            said(open_round(game=state), 1, text)
        assert caught.value.reason is OfferReason.FINAL_OFFER


def test_a_move_after_another_one_is_stale() -> None:
    state = open_round(game=counter(begin(), HIGH).state)
    for stale in (countering(0, HIGH, ""), asking(0, "Why?"), accepting(0), leaving(0), accepting(2)):
        with pytest.raises(OfferRefused) as caught:
            stale(given_for(state, make_part()))
        assert caught.value.reason is OfferReason.STALE
    assert game_at(state.turns[0], 1) == game_of(state)


def test_a_turn_of_another_form_is_no_negotiation() -> None:
    with pytest.raises(Refused) as caught:
        bargain_of(make_open().turns[0])
    assert caught.value.reason is Reason.UNKNOWN_BUTTON


# ---------------------------------------------------------------------- reading

SENTENCES: list[tuple[str, dict[str, float]]] = [
    ("base 64,000, remote 3 days, because published bands run from 61,000 to 69,000", {"base": 64000, "remote": 3}),
    ("Which parts are flexible? I would like a base of £64k and 3 remote days.", {"base": 64000, "remote": 3}),
    ("Base 72.5k.\nThe survey says the base is 75,000.", {"base": 72500}),
    ("no signing bonus, base 72k", {"signing": 0, "base": 72000}),
    ("I would give up the bonus for a base of 73,000", {"bonus": 0, "base": 73000}),
    ("signing bonus 5,000 and a bonus of 12 %", {"signing": 5000, "bonus": 12}),
    ("72,000 base 12 % bonus 3 days from home", {"base": 72000, "bonus": 12, "remote": 3}),
    ("start on 1 March, fully remote", {"start": 45, "remote": 5}),
    ("start date 2026-03-01, base 72 thousand pounds a year", {"start": 45, "base": 72000}),
    ("If you can do a base of 72,000 I can start in two weeks", {"base": 72000, "start": 14}),
    ("equity of 9,000, start at once", {"equity": 9000, "start": 0}),
]


@pytest.mark.parametrize(("text", "figures"), SENTENCES)
def test_plain_sentences_are_read(text: str, figures: dict[str, float]) -> None:
    found = read_sentences(text, begin(), TODAY)
    assert {issue.value: found.package[issue] for issue in found.named} == figures


def test_the_sample_answer_can_be_typed_as_it_stands() -> None:
    sample = CONTENT.scenes.of(Form.NEGOTIATION, StageKind.OFFER).sample_answer
    found = read_sentences(sample, begin(), TODAY)
    assert {issue: found.package[issue] for issue in found.named} == {Issue.BASE: 64000, Issue.REMOTE: 3}


def test_from_to_means_the_new_figure_where_the_old_one_is_known() -> None:
    game = begin()
    text = f"Raise the base from {game.standing.base:,.0f} to 72,000."
    assert read_sentences(text, game, TODAY).package.base == 72000


@pytest.mark.parametrize(
    ("text", "reason", "issue"),
    [
        ("base 60-65k", OfferReason.RANGE, Issue.BASE),
        ("base between 60,000 and 65,000", OfferReason.RANGE, Issue.BASE),
        ("base 72,000. Or base 74,000.", OfferReason.RANGE, Issue.BASE),
        ("remote 3 or 4 days", OfferReason.RANGE, Issue.REMOTE),
        ("base 5,000 a month", OfferReason.NOT_YEARLY, Issue.BASE),
        ("base €64,000", OfferReason.WRONG_CURRENCY, Issue.BASE),
        ("base -5000", OfferReason.NEGATIVE, Issue.BASE),
        ("start on 1 January 2020", OfferReason.NEGATIVE, Issue.START),
        ("base 7,000", OfferReason.TOO_LOW, Issue.BASE),
        ("base 7,000,000", OfferReason.TOO_HIGH, Issue.BASE),
        ("remote 9 days", OfferReason.TOO_HIGH, Issue.REMOTE),
        ("base 5k more", OfferReason.RELATIVE, Issue.BASE),
        ("two more remote days", OfferReason.RELATIVE, Issue.REMOTE),
        ("base and equity 70,000", OfferReason.UNCLEAR, None),
        ("base 72,000 because of the market, and remote 3 days", OfferReason.UNCLEAR, None),
        ("my current base is 70,000", OfferReason.NO_FIGURES, None),
        ("they offered me a base of 70,000 elsewhere", OfferReason.NO_FIGURES, None),
        ("I want more money", OfferReason.NO_FIGURES, None),
    ],
)
def test_what_could_be_misread_is_refused(text: str, reason: OfferReason, issue: Issue | None) -> None:
    with pytest.raises(OfferRefused) as caught:
        read_sentences(text, begin(), TODAY)
    assert (caught.value.reason, caught.value.issue) == (reason, issue)


@pytest.mark.parametrize(
    ("text", "reason", "issue"),
    [
        ("base: lots", OfferReason.NOT_A_NUMBER, Issue.BASE),
        ("bonus: a lot", OfferReason.NOT_A_NUMBER, Issue.BONUS),
        ("equity: 1e9", OfferReason.NOT_A_NUMBER, Issue.EQUITY),
        ("signing bonus: -1", OfferReason.NEGATIVE, Issue.SIGNING),
        ("start date: next spring", OfferReason.NOT_A_NUMBER, Issue.START),
        ("remote days: 2 or 3", OfferReason.RANGE, Issue.REMOTE),
        ("base: 70,000\nbase: 71,000", OfferReason.RANGE, Issue.BASE),
        ("base: 70,000\nfree lunch", OfferReason.UNCLEAR, None),
        ("bonus: 300 %", OfferReason.TOO_HIGH, Issue.BONUS),
        ("start: 400 days", OfferReason.TOO_HIGH, Issue.START),
        ("base:", OfferReason.NOTHING_BETTER, None),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, reason: OfferReason, issue: Issue | None) -> None:
    with pytest.raises(OfferRefused) as caught:
        read_lines(text, begin(), TODAY)
    assert (caught.value.reason, caught.value.issue) == (reason, issue)
    if reason is not OfferReason.NOTHING_BETTER:
        assert caught.value.text in text


@settings(deadline=None)
@given(SEEDS, st.data())
def test_figures_can_be_typed_back_as_they_are_shown(seed: int, data: st.DataObject) -> None:
    game = game_of(open_round(seed))
    better = {Issue.BASE: game.standing.base + 5000, Issue.START: float(data.draw(st.integers(0, 90)))}
    package = game.standing.having(better)
    lines = "\n".join(f"{i.value}: {as_typed(i, package[i], game.employer.currency)}" for i in Issue)
    assert read_lines(lines, game, TODAY).package == package


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    for read in (read_sentences, read_lines):
        try:
            found = read(text, begin(employer=make_employer()), TODAY)
        except OfferRefused:
            continue
        assert found.named


def test_asking_for_what_is_there_already_is_no_counter() -> None:
    game = begin()
    worse = f"base {game.standing.base - 2000:.0f}"
    for text in (f"base {game.standing.base:.0f}", worse):
        with pytest.raises(OfferRefused) as caught:
            read_sentences(text, game, TODAY)
        assert caught.value.reason is OfferReason.NOTHING_BETTER


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Which parts can move", True),
        ("Thank you! Could you tell me about the bonus?", True),
        ("Base 70,000.", False),
        ("I like it.", False),
    ],
)
def test_questions_are_told_from_statements(text: str, is_one: bool) -> None:
    assert is_question(text) is is_one


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1 March", 45),
        ("March 1st", 45),
        ("on the 1st of March, 2026", 45),
        ("2 Jan", 352),
        ("2026-01-15", 0),
        ("31 February", None),
        ("3 may do", None),
        ("3 May", 108),
    ],
)
def test_dates_are_days_from_now(text: str, days: int | None) -> None:
    assert dates_as_days(text, TODAY) == (text if days is None else f"{days} days")


# ---------------------------------------------------------------------- afterwards


@pytest.mark.parametrize(
    ("status", "words"),
    [(TurnStatus.SKIPPED, "you passed"), (TurnStatus.LEFT, "left open"), (TurnStatus.ANSWERED, "left open")],
)
def test_a_talk_without_an_end_is_looked_back_at_too(status: TurnStatus, words: str) -> None:
    turn = open_round(game=counter(begin(), HIGH).state).turns[0].put(status=status)
    notes = notes_on(turn, "")
    assert words in notes[0]
    assert any("How far they would have gone" in note and "base up to" in note for note in notes)
    assert not game_is_over(turn)


def game_is_over(turn: Turn) -> bool:
    return bargain_of(turn).game.is_over


def test_the_notes_tell_the_deal_the_share_and_the_whole_talk() -> None:
    state = open_round(game=counter(begin(), HIGH, "The market survey says 72,000.").state)
    state = stored(state, accepting(1)(given_for(state, make_part(1, "Accepted", source=Source.MODAL))))
    notes = notes_on(state.turns[0], "")
    assert notes[0] == "You have a deal: you took their offer."
    assert notes[1].startswith("The deal: base £")
    assert "of what there was to win" in notes[2] or "below your own line" in notes[2]
    assert "efficient frontier" in notes[3]
    assert any(note.startswith("Move 1, you asked for:") for note in notes)
    assert any(note.startswith("Move 2, you accepted.") for note in notes)
    assert all("\n" not in note for note in notes)


def test_walking_away_is_said_to_be_so() -> None:
    state = open_round(game=begin())
    state = stored(state, leaving(0)(given_for(state, make_part())))
    assert negotiation.how_it_ended(state.turns[0]) == "No deal: you walked away."
