"""The recruiter's screen as a candidate lives it: the salary first, their own questions last."""

from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import simcord

from bot.domain.errors import StoreFull
from bot.domain.notices import Prompt
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.stages.reverse.recruiter import Source
from bot.domain.stages.reverse.rules import MOST_QUESTIONS, Conversation, Exchange, conversation_of
from bot.domain.stages.salary.rules import understood
from bot.domain.turns import Form, Turn
from bot.ui.forms import look_of
from cogs.screen import Screen
from tests.cogs import beyond
from tests.cogs.plain import refusal, told
from tests.domain.values import START, later, make_open, make_question
from tests.world import World, labels_of, text_of

SALARY = {
    "text": "That is what surveys for this role show.",
    "figure": "60-65k",
    "currency": "EUR",
    "handling": "range",
}
ASKED = "How does the success matrix work?\nWhat are the next steps?"
PLAIN = "I rebuilt the funnel and conversion rose from 12 % to 15 %."


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def start(world: World) -> simcord.ChannelHandle:
    """A whole screen: questions left out."""
    before = {thread.id for thread in world.channel.threads}
    await world.alice.slash(world.channel, "mock start", track="upwork-product-analyst", stage="recruiter-screen")
    return next(thread for thread in world.channel.threads if thread.id not in before)


async def fill(world: World, thread: simcord.ChannelHandle, fields: dict[str, Any]) -> Any:
    """Alice fills the form of the open turn."""
    shown = await world.alice.click(world.panel(thread), label="Answer")
    return await world.alice.submit_modal(shown, fields)


async def at_the_end(world: World) -> simcord.ChannelHandle:
    """A whole screen up to the candidate's own questions."""
    thread = await start(world)
    state = await state_of(world, thread)
    for _ in state.turns[:-1]:
        await world.alice.click(world.panel(thread), label="Skip")
    return thread


@dataclass
class Script:
    """A whole screen, by all the ways in which something may be given."""

    world: World
    thread: simcord.ChannelHandle = field(init=False)

    async def start(self) -> None:
        self.thread = await start(self.world)

    async def salary(self) -> None:
        await fill(self.world, self.thread, SALARY)

    async def questions(self) -> None:
        for _ in range(5):
            await self.world.answer(self.thread, PLAIN)

    async def type_question(self) -> None:
        await self.world.alice.send(self.thread, "How big is the team?")

    async def submit_question(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def ask_by_form(self) -> None:
        await fill(self.world, self.thread, {"text": ASKED})

    async def ask_by_menu(self) -> None:
        message = await self.world.alice.send(self.thread, "Do you work with freelancers?")
        await self.world.alice.context_menu(self.thread, "Submit as answer", message)

    async def finish(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Finish")


STEPS = (
    "start", "salary", "questions", "type_question", "submit_question", "ask_by_form", "ask_by_menu", "finish",
)  # fmt: skip


async def check_complete(world: World, thread: simcord.ChannelHandle) -> None:
    """The round as it must end, however often the bot was restarted on the way."""
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert [turn.form for turn in state.turns] == [Form.SALARY, *[Form.QUESTION] * 5, Form.REVERSE]
    assert {turn.status for turn in state.turns} == {TurnStatus.ANSWERED}
    read = understood(state.turns[0])
    assert read is not None
    assert read.amount == "€60,000 to €65,000 a year"
    talk = conversation_of(state.turns[-1])
    assert [one.batch for one in talk.exchanges] == [1, 2, 2, 3]
    said = [text_of(message) for message in thread.history() if message.author.bot]
    assert sum("Noted: €60,000 to €65,000 a year." in text for text in said) == 1
    assert sum("Whether a project goes on or ends is reportedly read off" in text for text in said) == 1
    assert sum("**Finish** ends our conversation" in text for text in said) == 0, "no panel is left open"
    assert sum("A sample answer" in text for text in said) == 7
    assert sum("The one thing to work on" in text for text in said) == 1
    # The briefing, a panel for each turn and for each batch of questions, the debrief with its summary.
    assert len(said) == 1 + 7 + 3 + 7 + 1


async def test_a_whole_screen(world: World) -> None:
    script = Script(world)
    await script.start()
    thread = script.thread
    first = world.panel(thread)
    assert "Question 1 of 7" in text_of(first)
    assert "what are your salary expectations?" in text_of(first)
    assert labels_of(first) == ["Answer", "Submit", "Hint", "Skip", "Finish"]
    await script.salary()
    assert "Noted: €60,000 to €65,000 a year." in text_of(first_panel(thread, "Question 1 of 7"))
    second = text_of(world.panel(thread))
    assert "Question 2 of 7" in second
    assert "Thank you, €60,000 to €65,000 a year is in my notes. Now to you." in second
    assert "3 min" in second
    await script.questions()
    panels = [text_of(one) for one in thread.history() if "Question 6 of 7" in text_of(one)]
    assert len(panels) == 1
    invitation = text_of(world.panel(thread))
    assert "What would you like to know from me?" in invitation
    assert "One message may hold several questions." in invitation
    await script.type_question()
    await script.submit_question()
    one = text_of(world.panel(thread))
    assert "**\u2068How big is the team?\u2069**" in one
    assert "That was one question. Ask at least one more" in one
    await script.ask_by_form()
    three = text_of(world.panel(thread))
    assert "*Success matrix.* Whether a project goes on" in three
    assert "Next comes “Technical task and defence”" in three
    assert "How big is the team?" not in three
    assert "You have asked 3 questions, so **Finish** ends our conversation." in three
    await script.ask_by_menu()
    await script.finish()
    await check_complete(world, thread)
    debriefs = [text_of(one) for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"]]
    assert "Figure: 60-65k\nCurrency: EUR\nChosen: A range" in debriefs[0]
    assert "You spoke of the base alone." in debriefs[0]
    assert "“Do you work with freelancers?” can be answered with yes or no" in debriefs[-1]
    summary = thread.history()[-1]
    transcript = (await summary.attachments[0].read()).decode()
    assert "### Notes" in transcript
    assert SALARY["text"] in transcript


def first_panel(thread: simcord.ChannelHandle, heading: str) -> discord.Message:
    return next(message for message in thread.history() if heading in text_of(message))


@pytest.mark.parametrize("after", ["salary", "type_question", "submit_question", "ask_by_form"])
async def test_a_restart_after_a_step_changes_nothing(world: World, after: str) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        if step == after:
            await world.restart()
            await world.run_due()
    await check_complete(world, script.thread)


async def test_a_restart_after_every_step_changes_nothing(world: World) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        await world.restart()
    await check_complete(world, script.thread)


async def test_forms_opened_before_a_restart_are_taken_after_it(world: World) -> None:
    thread = await start(world)
    shown = await world.alice.click(world.panel(thread), label="Answer")
    await world.restart()
    await world.alice.submit_modal(shown, SALARY)
    read = understood((await state_of(world, thread)).turns[0])
    assert read is not None
    assert read.amount == "€60,000 to €65,000 a year"


async def test_an_answer_to_own_questions_that_did_not_get_through_comes_later(world: World) -> None:
    thread = await at_the_end(world)
    world.env.inject_error("POST", f"/channels/{thread.id}/messages", status=503, times=1)
    await fill(world, thread, {"text": ASKED})
    await world.restart()
    world.clock.move(seconds=31)
    await world.run_due()
    panels = [text_of(one) for one in thread.history() if "You have asked 2 questions" in text_of(one)]
    assert len(panels) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "🦊" * 4000, "figure": "nonsense", "currency": "moon dust"},
        {"text": "@everyone <@1> `x", "figure": "-9" * 30, "currency": "\u202e£"},
        {"text": "‎", "figure": "9" * 60, "currency": "EUR", "handling": "figure"},
        {"text": "70k-60k"},
    ],
)
async def test_no_salary_answer_is_refused(world: World, fields: dict[str, str]) -> None:
    thread = await start(world)
    await fill(world, thread, fields)
    state = await state_of(world, thread)
    assert state.turns[0].status is TurnStatus.ANSWERED
    await world.alice.click(world.panel(thread), label="Finish")
    entry = next(one for one in thread.history() if labels_of(one) == ["1", "2", "3", "4"])
    assert "•" in text_of(entry)


async def test_only_the_words_of_the_salary_answer_are_needed_and_fields_have_bounds(world: World) -> None:
    thread = await start(world)
    shown = await world.alice.click(world.panel(thread), label="Answer")
    for wrong in ({"figure": "62k"}, {"text": "x", "figure": "6" * 61}, {"text": "x", "currency": "e" * 21}):
        with pytest.raises(simcord.SetupError):
            await world.alice.submit_modal(shown, wrong)
    with pytest.raises(simcord.SetupError):
        await world.alice.submit_modal(shown, {"text": "x", "handling": "both"})
    result = await world.alice.submit_modal(shown, {"text": " "})
    assert refusal(result).startswith("That answer was empty")
    await fill(world, thread, {"text": "It depends."})
    assert "we come back to the money later" in text_of(world.panel(thread))


async def test_typed_words_do_the_same_as_the_form(world: World) -> None:
    thread = await start(world)
    await world.alice.send(thread, "I am looking for 60 to 65k")
    await world.alice.send(thread, "euros, going by surveys.")
    await world.alice.click(world.panel(thread), label="Submit")
    assert "Thank you, €60,000 to €65,000 a year is in my notes." in text_of(world.panel(thread))


async def test_a_form_of_another_version_is_read_as_far_as_it_goes(world: World) -> None:
    thread = await start(world)
    await beyond.send_form(world, world.alice, thread, "gr:form:1:0", "I want 62k.")
    read = understood((await state_of(world, thread)).turns[0])
    assert read is not None
    assert read.low == 62_000


async def test_own_questions_with_nothing_new_or_no_question(world: World) -> None:
    thread = await at_the_end(world)
    result = await world.alice.click(world.panel(thread), label="Submit")
    assert refusal(result).startswith("There is nothing to submit yet")
    await fill(world, thread, {"text": "Nice to meet you."})
    assert "I did not find a question in that." in text_of(world.panel(thread))
    result = await world.alice.click(world.panel(thread), label="Submit")
    assert refusal(result).startswith("There is nothing to submit yet")
    stranger = await world.mod.click(world.panel(thread), label="Answer")
    assert "round" in refusal(stranger)
    await fill(world, thread, {"text": "@everyone **how** is `it`? " + "how " * 900 + "?"})
    assert "@\u200beveryone" in text_of(world.panel(thread))
    await world.alice.click(world.panel(thread), label="Skip")
    assert (await state_of(world, thread)).status is RoundStatus.FINISHED


async def test_a_stale_panel_still_leads_to_an_answer_and_a_settled_one_does_not(world: World) -> None:
    thread = await at_the_end(world)
    old = world.panel(thread)
    shown = await world.alice.click(old, label="Answer")
    await fill(world, thread, {"text": "How big is the team?"})
    await world.alice.submit_modal(shown, {"text": "What are the next steps?"})
    assert "You have asked 2 questions" in text_of(world.panel(thread))
    assert labels_of(first_panel(thread, "Question 7 of 7")) == []
    await world.alice.click(world.panel(thread), label="Finish")
    result = await beyond.press(world, world.alice, world.panel(thread), "gr:answer:1:6")
    assert refusal(result).startswith("That round is over")


async def test_eight_questions_are_enough(world: World) -> None:
    thread = await at_the_end(world)
    await fill(world, thread, {"text": "How big is the team?"})
    topics = [
        "matching",
        "sprints",
        "A/B tests",
        "the mission",
        "headline metrics",
        "the role",
        "diversity",
        "pay",
        "visas",
    ]
    await fill(world, thread, {"text": "\n".join(f"What about {one}?" for one in topics)})
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert state.turns[-1].status is TurnStatus.ANSWERED
    last = text_of(next(one for one in thread.history() if "That was our time for questions" in text_of(one)))
    assert "2 questions had to stay open" in last
    assert "What about diversity?" in last
    assert "How big is the team?" in last


async def test_an_archived_thread_takes_the_answers_and_a_deleted_one_is_told_of(world: World) -> None:
    thread = await at_the_end(world)
    await beyond.change_thread(world, thread, archived=True)
    await fill(world, thread, {"text": ASKED})
    assert "You have asked 2 questions" in text_of(world.panel(thread))
    await beyond.delete(world, thread)
    await world.run_due()
    await world.alice.slash(world.channel, "mock resume")
    (opened,) = world.channel.threads
    assert "You have asked 2 questions" in text_of(world.panel(opened))


async def test_a_full_store_gives_what_was_filled_in_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = await start(world)
    shown = await world.alice.click(world.panel(thread), label="Answer")

    async def full(*args: object, **kwargs: object) -> None:
        raise StoreFull

    with monkeypatch.context() as patch:
        patch.setattr(world.client.store, "write", full)
        result = await world.alice.submit_modal(shown, SALARY)
    (message,) = told(result)
    kept = (await message.message.attachments[0].read()).decode()
    assert SALARY["text"] in kept
    assert "60-65k" in kept
    assert not await world.client.rounds.parts(await state_of(world, thread))
    await fill(world, thread, SALARY)
    answered = (await state_of(world, thread)).turns[0]
    assert answered.data["salary"]["low"] == 60_000


@pytest.mark.parametrize("batches", [1, 2])
async def test_the_longest_conversation_fits_its_panel(batches: int) -> None:
    longest = {"question": "*a" * 150, "reply": "w" * 40 + " w" * 400, "topic": "t" * 80, "source": Source.DOSSIER}
    exchanges = tuple(Exchange(batch=1 + at % batches, **longest) for at in range(MOST_QUESTIONS))
    kept = Conversation(batches=batches, exchanges=exchanges, waiting=9)
    question = make_question(1, prompt="p" * 700)
    for status in (TurnStatus.OPEN, TurnStatus.ANSWERED):
        turn = Turn(position=0, question=question, form=Form.REVERSE, status=status, data=kept.model_dump(mode="json"))
        turn = turn.put(prompted_at=START, settled_at=later(minutes=5), hints=2)
        state = make_open(1, turns=(turn,))
        look = look_of(Form.REVERSE)
        shown = await look.panel(Prompt(round=state, turn=turn, ends_at=later()), Screen.voice, reads_messages=False)
        for payload in (shown, look.settled(state, 0)):
            flat = list(payload["view"].walk_children())
            assert len(flat) <= 40
            assert sum(len(one.content) for one in flat if isinstance(one, discord.ui.TextDisplay)) <= 4000
