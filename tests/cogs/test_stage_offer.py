"""The offer stage as a candidate lives it: a talk with moves on both sides, its end, and whatever goes wrong."""

import asyncio

import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.offer import (
    Issue,
    MoveKind,
    Negotiation,
    OfferReason,
    OfferRefused,
    Status,
    load_employers,
)
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.stages.negotiation.reading import as_typed
from bot.domain.stages.negotiation.rules import bargain_of
from bot.domain.turns import Form
from bot.ui.offer_sentences import offer_sentence
from tests.cogs import beyond
from tests.cogs.plain import plain, refusal, told
from tests.cogs.test_storage_trouble import full
from tests.domain.offer_values import DATA
from tests.world import World, labels_of, text_of

ROUND = {"track": "tiktok-product-analyst", "stage": "offer", "questions": 2}
OPENING = "Surveys say 62,000 to 74,000 for this role; which band do you have?"
TALKING = ["Counter", "Ask", "Accept", "Walk away", "My sheet", "Answer", "Submit", "Hint", "Skip", "Finish"]
STALE = "The talk has gone on since you opened that: go on from the newest offer below."
Thread = simcord.ChannelHandle


@pytest.fixture(autouse=True)
def always_the_same_deal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The employer, its limits and the sheet of this seed."""
    monkeypatch.setattr("bot.services.planning.secrets.randbits", lambda bits: 12)


async def negotiate(world: World, **options: str) -> Thread:
    """A round up to the first offer."""
    thread = await world.start(**ROUND, **options)
    await world.answer(thread, OPENING)
    return thread


async def state_of(world: World, thread: Thread) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def game_of(world: World, thread: Thread) -> Negotiation:
    return bargain_of((await state_of(world, thread)).turns[1]).game


async def press(world: World, thread: Thread, label: str) -> InteractionResult:
    return await world.alice.click(world.panel(thread), label=label)


async def ask(world: World, thread: Thread, text: str) -> InteractionResult:
    return await world.alice.submit_modal(await press(world, thread, "Ask"), {"text": text})


async def counter(world: World, thread: Thread, figures: str, why: str = "") -> InteractionResult:
    return await world.alice.submit_modal(await press(world, thread, "Counter"), {"figures": figures, "text": why})


async def confirm(world: World, thread: Thread, label: str, yes: str) -> InteractionResult:
    shown = await press(world, thread, label)
    return await world.alice.click(told(shown)[0].message, label=yes)


async def higher(world: World, thread: Thread, share: float) -> str:
    """A base so much above what is on the table, as one would type it."""
    game = await game_of(world, thread)
    return f"base: {as_typed(Issue.BASE, round(game.standing.base * (1 + share), -2), game.employer.currency)}"


# ---------------------------------------------------------------------- the whole talk

STEPS = ("opening", "question", "counter", "typed", "by_answer", "accepted", "reverse")


class Script:
    """A whole round, by all the ways in which a move can be made."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.thread: Thread = None  # type: ignore[assignment]

    async def opening(self) -> None:
        self.thread = await negotiate(self.world)

    async def question(self) -> None:
        await ask(self.world, self.thread, "Which parts are flexible for you?")

    async def counter(self) -> None:
        figures = await higher(self.world, self.thread, 0.2)
        await counter(self.world, self.thread, f"{figures}\nremote: 4 days", "The market survey says 70,000.")

    async def typed(self) -> None:
        await self.world.alice.send(self.thread, f"{await higher(self.world, self.thread, 0.12)}, and remote 3 days.")
        await self.world.alice.send(self.thread, "I raised revenue by 12 % last year.")
        await press(self.world, self.thread, "Submit")

    async def by_answer(self) -> None:
        await self.world.answer(self.thread, "Who decides about this?")

    async def accepted(self) -> None:
        await confirm(self.world, self.thread, "Accept", "Yes, I accept")

    async def reverse(self) -> None:
        """How that part goes is told in its own tests."""
        await press(self.world, self.thread, "Finish")


async def check_complete(world: World, thread: Thread) -> None:
    """The round as it must end, however often the bot was restarted on the way."""
    state = await state_of(world, thread)
    game = await game_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert [turn.form for turn in state.turns[:2]] == [Form.QUESTION, Form.NEGOTIATION]
    assert all(turn.status is TurnStatus.ANSWERED for turn in state.turns[:2])
    kinds = [MoveKind.QUESTION, MoveKind.COUNTER, MoveKind.COUNTER, MoveKind.QUESTION, MoveKind.ACCEPT]
    assert [move.kind for move in game.moves] == kinds
    assert game.deal == game.standing
    assert game.counters[1].remote == 3
    assert game.moves[2].points, "what was typed beside the figures is the argument"
    parts = (await world.client.rounds.parts(state))[1]
    assert parts[0].content == "Which parts are flexible for you?"
    assert parts[1].content.startswith("Counter: base ")
    assert parts[1].content.endswith("; remote 4 days a week.\nThe market survey says 70,000.")
    assert parts[-1].content.startswith("Accepted: base ")
    assert len(parts) == 6
    transcript = beyond.file_of(world, thread.history()[-1]).decode()
    assert all(part.content in transcript for part in parts)
    assert f"- {game.employer.title}: {game.said}" in transcript
    assert "- Move 5, you accepted. They:" in transcript
    said = [text_of(message) for message in thread.history() if message.author.bot]
    assert sum("Goes on below" in text for text in said) == 4
    assert sum("🤝 You have a deal" in text for text in said) == 1
    assert sum("How far they would have gone" in text for text in said) == 1


@pytest.mark.parametrize("after", ["none", *STEPS[:-1], "every"])
async def test_a_whole_round_with_a_restart_after_any_step(world: World, after: str) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        if after in {step, "every"}:
            await world.restart()
            await world.run_due()
    await check_complete(world, script.thread)


async def test_the_panel_shows_the_offer_and_hides_the_limits(world: World) -> None:
    thread = await negotiate(world)
    first, game = world.panel(thread), await game_of(world, thread)
    assert labels_of(first) == TALKING
    text = text_of(first)
    assert game.employer.title in text
    assert all(name in text for name in ("Base salary:", "Bonus:", "Equity:", "Signing bonus:", "Remote work:"))
    assert "**First day:** <t:" in text
    assert "a year, before tax" in text
    await counter(world, thread, f"{await higher(world, thread, 0.3)}\nremote: 5 days")
    game, text = await game_of(world, thread), text_of(world.panel(thread))
    assert game.moves[0].said.splitlines()[0] in text
    changed = [issue for issue in Issue if game.offers[0][issue] != game.offers[1][issue]]
    assert text.count(" was ") == len(changed) > 0
    assert "you asked for" in text
    everything = "\n".join(text_of(message) for message in thread.history())
    limit = as_typed(Issue.BASE, game.employer.terms[Issue.BASE].limit, "XXX").removeprefix("XXX ")
    assert limit not in everything
    assert "walk-away" not in everything


async def test_my_sheet_is_for_the_candidates_eyes_only(world: World) -> None:
    thread = await negotiate(world, visibility="public")
    (sheet,) = told(await press(world, thread, "My sheet"))
    assert "Walk away below" in text_of(sheet.message)
    assert "'s round" in refusal(await world.bob.click(world.panel(thread), label="My sheet"))


async def test_the_form_for_a_counter_is_filled_in_with_what_was_asked_for_last(world: World) -> None:
    thread = await negotiate(world)
    await counter(world, thread, f"{await higher(world, thread, 0.5)}\nremote: 5 days")
    await press(world, thread, "Counter")
    (modal,) = [one for one in world.env.http_requests[-1:] if "modal" in str(one) or "figures" in str(one)]
    assert "remote: 5 days a week" in str(modal)
    assert "Filled in with your last request" in str(modal)
    assert "On the table" in str(modal)


async def test_a_figure_in_a_question_is_told_to_be_a_question(world: World) -> None:
    thread = await negotiate(world)
    await world.answer(thread, "Could you do a base of 99,000?")
    assert "I took that as a question" in text_of(world.panel(thread))
    assert (await game_of(world, thread)).moves[0].kind is MoveKind.QUESTION


async def test_the_last_offer_leaves_a_yes_or_a_no(world: World) -> None:
    thread = await negotiate(world)
    figures = f"{await higher(world, thread, 0.6)}\nremote: 5 days"
    while (await game_of(world, thread)).status is Status.OPEN:
        await counter(world, thread, figures)
    assert labels_of(world.panel(thread)) == ["Accept", "Walk away", "My sheet", "Finish"]
    assert "Our last offer" in text_of(world.panel(thread))
    await world.alice.send(thread, "base 99,000")
    pressed = await beyond.press(world, world.alice, world.panel(thread), "gr:submit:1:1")
    assert refusal(pressed) == "Their last offer is on the table: press **Accept** or **Walk away**."
    moves = len((await game_of(world, thread)).moves)
    again = await beyond.press(world, world.alice, world.panel(thread), f"gr:offer_counter:1:1:{moves}")
    shown = await world.alice.submit_modal(again, {"figures": figures, "text": "Please."})
    assert refusal(shown).startswith("Their last offer is on the table")
    await confirm(world, thread, "Walk away", "Yes, walk away")
    assert (await game_of(world, thread)).status is Status.WALKED_AWAY
    assert "🚪 No deal" in "\n".join(text_of(message) for message in thread.history())
    assert "Question 3 of 3" in text_of(world.panel(thread))


# ---------------------------------------------------------------------- the end


@pytest.mark.parametrize(("label", "words"), [("Skip", "you passed"), ("Finish", "left open")])
async def test_an_open_talk_that_is_ended_is_looked_back_at(world: World, label: str, words: str) -> None:
    thread = await negotiate(world)
    await counter(world, thread, await higher(world, thread, 0.2), "A survey says so.")
    await press(world, thread, label)
    if label == "Skip":
        assert "in a negotiation that is walking away" in "\n".join(text_of(one) for one in thread.history())
        await press(world, thread, "Finish")
    entries = [one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"]]
    (debrief,) = [one for one in entries if "How far they would have gone" in text_of(one)]
    assert words in text_of(debrief)
    assert debrief.attachments[0].filename == "negotiation.png"
    assert beyond.file_of(world, debrief).startswith(b"\x89PNG")
    assert "Chart of the negotiation" in str(debrief.attachments[0].description or "Chart of the negotiation")


async def test_the_debrief_stays_within_the_limits_for_the_longest_talk(world: World) -> None:
    """The payload check of the fixture counts the characters of every message."""
    thread = await negotiate(world)
    for number in range(8):
        await ask(world, thread, f"**{number}** @everyone `what` about the bonus? " + "🦊 why? " * 300)
    assert "Ask" in labels_of(world.panel(thread))
    moves = len((await game_of(world, thread)).moves)
    late = await beyond.press(world, world.alice, world.panel(thread), f"gr:offer_ask:1:1:{moves}")
    shown = await world.alice.submit_modal(late, {"text": "One more?"})
    assert refusal(shown).startswith("They have answered all the questions they will")
    figures = f"{await higher(world, thread, 0.6)}\nremote: 5 days\nbonus: 30 %\nsigning bonus: 20,000"
    while (await game_of(world, thread)).status is Status.OPEN:
        await counter(world, thread, figures, "The market pays more, or I walk away. " * 70)
    await press(world, thread, "Finish")
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert sum("How far they would have gone" in text_of(one) for one in thread.history()) == 1


# ---------------------------------------------------------------------- what is written wrongly

BAD_FIGURES = [
    "base: lots",
    "base: -5000",
    "base: 60-65k",
    "base: 5,000 a month",
    "base: ₹900000",
    "base: 7",
    "base: 999999999999",
    "bonus: huge",
    "bonus: 300 %",
    "equity: some",
    "signing bonus: -1",
    "start: next spring",
    "start: 400 days",
    "start: 1 January 2020",
    "remote: 9",
    "remote: 2 or 3",
    "free lunch",
    "base:",
    "base: {0} \u202eolleh @everyone `x`",
    "base: " + "9" * 900,
]


async def test_bad_figures_are_named_and_nothing_is_lost(world: World) -> None:
    thread = await negotiate(world)
    before = await state_of(world, thread)
    for figures in BAD_FIGURES:
        result = await counter(world, thread, figures, "Because of the market.")
        (said,) = told(result)
        sentence, kept, _ = text_of(said.message).strip().partition(" What you wrote is in the file")
        plain(sentence.replace("\u2068", "").replace("\u2069", "").replace("{", "(").replace("}", ")"))
        assert kept, figures
        assert beyond.file_of(world, said.message).decode() == f"{figures}\n\nBecause of the market."
        if "base" in figures and figures != "base:":
            assert "base" in sentence
    assert await state_of(world, thread) == before


@pytest.mark.parametrize("text", ["hello there", "64,000", "base lots", "I accept", "base 5k more", "base 70-80k"])
async def test_typed_words_that_ask_for_nothing_stay_in_the_draft(world: World, text: str) -> None:
    thread = await negotiate(world)
    await world.alice.send(thread, text)
    plain(refusal(await press(world, thread, "Submit")).replace("\u2068", "").replace("\u2069", ""))
    state = await state_of(world, thread)
    assert [part.content for part in (await world.client.rounds.parts(state))[1]] == [text]
    assert not (await game_of(world, thread)).moves
    await world.alice.send(thread, "Which parts are flexible?")
    await press(world, thread, "Submit")


async def test_empty_questions_and_nothing_to_submit(world: World) -> None:
    thread = await negotiate(world)
    assert refusal(await ask(world, thread, "\u200b \u200b")).startswith("That question was empty")
    assert refusal(await press(world, thread, "Submit")).startswith("There is nothing to submit")
    message = await world.alice.send(thread, "What matters most to you?")
    await world.alice.context_menu(thread, "Submit as answer", message)
    assert refusal(await press(world, thread, "Submit")).startswith("There is nothing to submit")
    again = await world.alice.context_menu(thread, "Submit as answer", message)
    assert "already" in refusal(again)
    assert len((await game_of(world, thread)).moves) == 1


async def test_a_full_disk_gives_figures_and_reason_back(world: World) -> None:
    thread = await negotiate(world)
    shown = await press(world, thread, "Counter")
    figures, why = await higher(world, thread, 0.1), "🎯" * 2900
    with full(world):
        result = await world.alice.submit_modal(shown, {"figures": figures, "text": why})
    (said,) = told(result)
    assert "storage is full" in said.content
    assert beyond.file_of(world, said.message).decode() == f"{figures}\n\n{why}"
    assert not (await game_of(world, thread)).moves
    await counter(world, thread, figures, why)
    assert (await game_of(world, thread)).moves


# ---------------------------------------------------------------------- presses


ACTIONS = ("offer_counter", "offer_ask", "offer_accept", "offer_leave", "offer_taken", "offer_left")


async def test_strangers_and_stale_buttons_change_nothing(world: World) -> None:
    thread = await negotiate(world, visibility="public")
    panel = world.panel(thread)
    for action in ACTIONS:
        pressed = await beyond.press(world, world.bob, panel, f"gr:{action}:1:1:0")
        assert "'s round" in refusal(pressed)
        early = await beyond.press(world, world.alice, panel, f"gr:{action}:1:0:0")
        assert refusal(early).startswith("That question is settled already")
        late = await beyond.press(world, world.alice, panel, f"gr:{action}:1:1:3")
        assert refusal(late) == STALE
        odd = await beyond.press(world, world.alice, panel, f"gr:{action}:1:1:-1")
        assert refusal(odd) == STALE
    other = await beyond.press(world, world.alice, panel, "gr:offer_sheet:1:0")
    assert refusal(other).startswith("That button is from an older version")
    await ask(world, thread, "Which parts are flexible?")
    for action in ACTIONS:
        assert refusal(await beyond.press(world, world.alice, panel, f"gr:{action}:1:1:0")) == STALE
    assert len((await game_of(world, thread)).moves) == 1


async def test_a_form_from_before_another_move_is_given_back(world: World) -> None:
    thread = await negotiate(world)
    shown = await press(world, thread, "Counter")
    await ask(world, thread, "Which parts are flexible?")
    result = await world.alice.submit_modal(shown, {"figures": "remote: 5 days", "text": "I live far away."})
    assert refusal(result).startswith(STALE)
    assert beyond.file_of(world, told(result)[0].message) == b"remote: 5 days\n\nI live far away."


async def test_accepting_twice_at_once_is_accepting_once(world: World) -> None:
    thread = await negotiate(world)
    panel = world.panel(thread)
    answers = await asyncio.gather(
        *(beyond.press(world, world.alice, panel, "gr:offer_taken:1:1:0") for _ in range(2)), return_exceptions=True
    )
    assert not [one for one in answers if isinstance(one, BaseException)]
    game = await game_of(world, thread)
    assert [move.kind for move in game.moves] == [MoveKind.ACCEPT]
    assert sum("Question 3 of 3" in text_of(one) for one in thread.history()) == 1


async def test_two_confirmations_that_are_both_pressed(world: World) -> None:
    thread = await negotiate(world)
    yes, no = [told(await press(world, thread, label))[0].message for label in ("Accept", "Walk away")]
    await world.alice.click(yes, label="Yes, I accept")
    assert refusal(await world.alice.click(no, label="Yes, walk away")).startswith("That question is settled already")
    assert (await game_of(world, thread)).status is Status.AGREED


async def test_a_panel_shown_anew_goes_on_with_the_same_offer(world: World) -> None:
    thread = await negotiate(world)
    await counter(world, thread, await higher(world, thread, 0.2))
    offer = (await game_of(world, thread)).standing
    await beyond.change_thread(world, thread, archived=True)
    await world.alice.slash(world.channel, "mock resume")
    await world.run_due()
    assert labels_of(world.panel(thread)) == TALKING
    await confirm(world, thread, "Accept", "Yes, I accept")
    assert (await game_of(world, thread)).deal == offer


async def test_a_deleted_thread_and_the_talk_goes_on_in_a_new_one(world: World) -> None:
    thread = await negotiate(world)
    await ask(world, thread, "Which parts are flexible?")
    await beyond.delete(world, thread)
    await world.alice.slash(world.channel, "mock resume")
    await world.run_due()
    (anew,) = world.channel.threads
    assert "Which parts are flexible?" in text_of(world.panel(anew))
    await confirm(world, anew, "Accept", "Yes, I accept")
    assert (await game_of(world, anew)).status is Status.AGREED


async def test_an_offer_that_does_not_get_through_comes_by_itself(world: World) -> None:
    thread = await negotiate(world)
    shown = await press(world, thread, "Counter")
    figures = await higher(world, thread, 0.2)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503, times=1)
    result = await world.alice.submit_modal(shown, {"figures": figures, "text": ""})
    assert result.acknowledged
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    game = await game_of(world, thread)
    assert len(game.moves) == 1
    assert game.moves[0].said.splitlines()[0] in text_of(world.panel(thread))


@pytest.mark.parametrize("reason", OfferReason)
def test_every_refusal_has_a_plain_sentence(reason: OfferReason) -> None:
    for issue in Issue:
        sentence = offer_sentence(OfferRefused(reason, issue, "60 to 65 thousand " * 20))
        plain(sentence.replace("\u2068", "").replace("\u2069", ""))
    plain(offer_sentence(OfferRefused(reason)))


async def test_the_employers_of_the_data_file_are_the_bots(world: World) -> None:
    assert set(world.client.catalogue.employers) == set(load_employers(DATA))
