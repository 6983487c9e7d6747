"""The take-home in its thread: opened, worked on, handed in, defended."""

import asyncio
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

import discord
import pytest
import simcord

from bot.domain.attempts import RIGHT
from bot.domain.errors import Reason, Refused
from bot.domain.notices import Prompt
from bot.domain.rounds import Round, RoundStatus, TurnStatus
from bot.domain.sql_results import ErrorKind, RunError, RunResult
from bot.domain.stages.take_home.rules import TakeHome
from bot.domain.turns import Form
from bot.services.tasks import Query
from bot.ui.forms import look_of
from tests.cogs import beyond
from tests.cogs.plain import refusal, told
from tests.cogs.test_storage_trouble import full
from tests.domain.values import later
from tests.world import World, labels_of, text_of

FIRST, SECOND = "mp-top-categories", "mp-job-outcomes"
ROWS = (("web development", 1531), ("design", 1034))
WRONG, SOUND, BROKEN = "SELECT wrong", "SELECT sound", "SELECT ```broken @everyone"
WIDE = "SELECT wide"
WRITE_UP = "I recommend to release Team Room to all enterprise accounts: bookings rose by 8 %."


@dataclass
class Scripted:
    """Gives known results in place of the sandbox."""

    down: bool = False
    ran: list[str] = field(default_factory=list)

    def warm(self) -> None:
        """Nothing to get ready."""

    async def run(self, task: str, sql: str) -> RunResult:
        assert task == "freelance-marketplace"
        if self.down:
            raise Refused(Reason.NO_SANDBOX)
        self.ran.append(sql)
        columns, types = ("category", "contracts"), ("VARCHAR", "BIGINT")
        if sql == WRONG:
            return RunResult(columns, types, ROWS[::-1], seconds=0.01)
        if sql == BROKEN:
            error = RunError(ErrorKind.SYNTAX, "syntax error at @everyone", "LINE 1: ```broken @everyone\n        ^")
            return RunResult(error=error)
        if sql == WIDE:
            row = tuple("```|" * 20 for _ in range(60))
            return RunResult(tuple(f"c{number}" for number in range(60)), ("VARCHAR",) * 60, (row,) * 500)
        return RunResult(columns, types, ROWS, seconds=0.01)

    async def close(self) -> None:
        """Nothing to end."""


@pytest.fixture(autouse=True)
def runner(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Scripted:
    """No test but one needs the sandbox itself."""
    scripted = Scripted()
    if "sandbox" not in request.fixturenames:
        monkeypatch.setattr("bot.app.LazyRunner", lambda make: scripted)
    return scripted


@pytest.fixture
def sandbox() -> None:
    """This test runs SQL for real."""


async def dealt(world: World, **options: Any) -> simcord.ChannelHandle:
    """Alice starts a whole round of the technical task; returns its thread."""
    before = {thread.id for thread in world.channel.threads}
    options = {"track": "upwork-product-analyst", "stage": "technical-task"} | options
    await world.alice.slash(world.channel, "mock start", **options)
    return next(thread for thread in world.channel.threads if thread.id not in before)


async def opened(world: World, time: str = "2 days", **options: Any) -> simcord.ChannelHandle:
    """The same, with the task open."""
    thread = await dealt(world, **options)
    await world.alice.slash(thread, "task open", time=time)
    return thread


async def run(world: World, thread: simcord.ChannelHandle, sql: str, problem: str | None = FIRST) -> str:
    """Alice runs a query by the form; what she is told."""
    options = {"problem": problem} if problem else {}
    shown = await world.alice.slash(thread, "task sql", **options)
    result = await world.alice.submit_modal(shown, {"sql": sql})
    return told(result)[-1].content


async def state_of(world: World, thread: simcord.ChannelHandle) -> Round:
    state = await world.client.rounds.in_thread(world.guild.id, thread.id)
    assert state is not None
    return state


async def kept(world: World, thread: simcord.ChannelHandle) -> TakeHome:
    return TakeHome.of((await state_of(world, thread)).turns[0])


def said(thread: simcord.ChannelHandle, text: str) -> int:
    return sum(text in text_of(message) for message in thread.history())


# ---------------------------------------------------------------------- the whole way


class Script:
    """A whole take-home, step by step."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def start(self) -> None:
        self.thread = await dealt(self.world)

    async def open(self) -> None:
        shown = await self.world.alice.click(self.world.panel(self.thread), label="Open")
        await self.world.alice.submit_modal(shown, {"time": ["2 days"]})

    async def look(self) -> None:
        shown = await self.world.alice.select(self.world.panel(self.thread), [FIRST])
        self.card = told(shown)[0]

    async def wrong(self) -> None:
        shown = await self.world.alice.click(self.card, label="SQL")
        self.form = await self.world.alice.submit_modal(shown, {"sql": WRONG})

    async def hint(self) -> None:
        await self.world.alice.click(told(self.form)[0], label="Hint")

    async def right(self) -> None:
        shown = await self.world.alice.click(self.world.panel(self.thread), label="SQL")
        await self.world.alice.submit_modal(shown, {"sql": SOUND, "problem": [FIRST]})

    async def draft(self) -> None:
        await self.world.alice.send(self.thread, WRITE_UP)

    async def submit(self) -> None:
        await self.world.alice.click(self.world.panel(self.thread), label="Submit")

    async def defend(self) -> None:
        await self.world.answer(self.thread, "I kept the row loaded last, because a later load is a correction.")

    async def end(self) -> None:
        await self.world.alice.slash(self.thread, "mock end")


STEPS = ("start", "open", "look", "wrong", "hint", "right", "draft", "submit", "defend", "end")


@pytest.mark.parametrize("restarts", [False, True])
async def test_a_take_home_from_start_to_debrief(world: World, runner: Scripted, restarts: bool) -> None:
    script = Script(world)
    for step in STEPS:
        await getattr(script, step)()
        if restarts:
            await world.restart()
            await world.run_due()
    thread = script.thread
    state = await state_of(world, thread)
    assert state.status is RoundStatus.FINISHED
    assert [turn.form for turn in state.turns if turn.form is not Form.PROBE][:4] == [Form.TASK] + [Form.DEFENCE] * 3
    assert [turn.form for turn in state.turns][-2:] == [Form.QUESTION] * 2
    take_home = TakeHome.of(state.turns[0])
    assert (take_home.solved, take_home.tries, take_home.hints) == ((FIRST,), {FIRST: 2}, {FIRST: 1})
    assert not take_home.is_late
    attempts = await world.client.rounds.attempts(state, 0)
    assert [(one.query, one.verdict) for one in attempts] == [(WRONG, "order"), (SOUND, RIGHT)]
    assert (await world.client.rounds.parts(state))[0][0].content == WRITE_UP
    assert said(thread, "Handed in on time") == 2, "once on the panel, once in the debrief"
    assert said(thread, "📦 The tables") == 1
    debrief = next(one for one in thread.history() if "You solved 1 of 22 problems, with 2 queries." in text_of(one))
    files = {one.filename: world.env.backend.cdn.get(one.url) or b"" for one in debrief.attachments}
    assert SOUND.encode() in files["queries.sql"]
    assert b"GROUP BY j.category" in files["reference.sql"]
    assert labels_of(debrief) == ["1", "2", "3", "4"]


async def test_queries_really_run(world: World, sandbox: None) -> None:
    thread = await opened(world)
    # Loading the tables may take longer than the simulator waits for an answer.
    await world.client.tasks._runner.run("freelance-marketplace", "SELECT 1")
    by_category = "SELECT category, COUNT(*) AS contracts FROM contracts JOIN jobs USING (job_id) GROUP BY category"
    wrong = await run(world, thread, f"{by_category} ORDER BY 1")
    assert wrong.startswith("🔸 **The ten categories with the most contracts**")
    assert "more rows than asked for" in wrong
    right = await run(world, thread, f"{by_category} ORDER BY contracts DESC, category LIMIT 10")
    assert "That's right." in right
    assert "web development          1531" in right
    broken = await run(world, thread, "SELECT *\nFROM contract")
    assert broken.startswith("⚠️")
    assert "LINE 2: FROM contract" in broken
    assert (await kept(world, thread)).tries == {FIRST: 3}
    assert "**1 of 22 problems solved, 3 queries tried**" in text_of(world.panel(thread))


# ---------------------------------------------------------------------- opening


async def test_opening_brings_the_brief_the_files_and_the_deadline(world: World) -> None:
    thread = await dealt(world)
    assert labels_of(world.panel(thread)) == ["Open", "Skip", "Finish"]
    result = await world.alice.slash(thread, "task open", time="6 hours")
    due = int(((await state_of(world, thread)).turns[0].due_at or later()).timestamp())
    assert f"due <t:{due}:F>" in told(result)[-1].content
    *_, files, panel = thread.history()
    names = {one.filename: world.env.backend.cdn.get(one.url) or b"" for one in files.attachments}
    assert set(names) == {"tables.zip", "dictionary.md", "problems.md"}
    with zipfile.ZipFile(io.BytesIO(names["tables.zip"])) as packed:
        assert packed.read("clients.csv").startswith(b"client_id,")
        assert len(packed.namelist()) == 10
    assert f"Due <t:{due}:F>" in text_of(panel)
    assert "Quillbridge is a marketplace" in text_of(panel)
    assert labels_of(panel) == ["SQL", "Tables", "Hint", "Answer", "Submit", "Skip", "Finish"]
    assert labels_of(next(one for one in thread.history() if "Goes on below" in text_of(one))) == []


async def test_the_usual_time_and_opening_twice(world: World) -> None:
    thread = await dealt(world)
    before = world.panel(thread)
    await world.alice.slash(thread, "task open")
    take_home = await kept(world, thread)
    assert take_home.due_at is not None
    assert take_home.opened_at is not None
    assert (take_home.due_at - take_home.opened_at) == take_home.default_time
    assert "its deadline stays" in refusal(await world.alice.slash(thread, "task open", time="1 day"))
    round_id = (await state_of(world, thread)).id
    for stale in (f"gr:task_open:{round_id}:0", f"gr:task_time:{round_id}:0"):
        assert "its deadline stays" in refusal(await beyond.press(world, world.alice, before, stale))
    assert await kept(world, thread) == take_home


async def test_a_time_that_is_none(world: World) -> None:
    thread = await dealt(world)
    for time in ("soon", "30 minutes", "15 days", "🕐" * 50):
        assert "between 1 hour and 14 days" in refusal(await world.alice.slash(thread, "task open", time=time))
    assert (await kept(world, thread)).opened_at is None


async def test_what_is_offered_while_typing(world: World) -> None:
    thread = await opened(world)
    await run(world, thread, SOUND)

    async def offered(command: str, option: str, typed: str, where: Any = thread) -> list[str]:
        return [one["name"] for one in await world.alice.autocomplete(where, command, option, typed)]

    assert await offered("task open", "time", "") == [
        "2 hours", "6 hours", "1 day", "2 days", "3 days", "7 days", "14 days"
    ]  # fmt: skip
    assert await offered("task open", "time", "36h") == ["1 day 12 hours"]
    assert await offered("task open", "time", "later") == []
    problems = await offered("task sql", "problem", "")
    assert len(problems) == 22
    assert problems[0] == "✅ The ten categories with the most contracts (easy)"
    assert await offered("task sql", "problem", "TEN contracts") == problems[:1]
    assert [one.split(" ")[0] for one in await offered("task schema", "table", "exchange")] == ["exchange_rates"]
    for command, option in (("task sql", "problem"), ("task schema", "table")):
        assert await offered(command, option, "", world.channel) == []
    assert len(await offered("task open", "time", "", world.channel)) == 7


# ---------------------------------------------------------------------- queries


async def test_a_query_and_its_replay_count_once(world: World, runner: Scripted) -> None:
    thread = await opened(world)
    state = await state_of(world, thread)
    work = await world.client.tasks.of_round(world.guild.id, state.id, world.alice.id)
    query = Query(12345, FIRST, WRONG, later())
    for _ in range(2):
        await world.client.tasks.attempt(work, world.alice.id, query)
    assert (await kept(world, thread)).tries == {FIRST: 1}
    assert len(await world.client.rounds.attempts(state, 0)) == 1


async def test_the_answer_to_a_query_is_for_its_author_and_the_panel_counts(world: World) -> None:
    thread = await opened(world)
    count = len(thread.history())
    wrong = await run(world, thread, WRONG)
    assert "their order isn't" in wrong
    assert "design" in wrong
    assert "**0 of 22 problems solved, 1 query tried**" in text_of(world.panel(thread))
    assert "1 of 22 problems solved, 2 queries tried" in await run(world, thread, SOUND)
    assert len(thread.history()) == count, "the thread stays readable"


async def test_looking_around_is_not_judged(world: World) -> None:
    thread = await opened(world)
    assert (await run(world, thread, "FROM jobs", None)).startswith("🔎 Here is your result.")
    assert (await kept(world, thread)).tries == {}
    attempts = await world.client.rounds.attempts(await state_of(world, thread), 0)
    assert [(one.problem, one.verdict) for one in attempts] == [("", "shown")]


async def test_the_last_query_stands_in_the_form(world: World) -> None:
    thread = await opened(world)
    await run(world, thread, WRONG)
    shown = await world.alice.slash(thread, "task sql", problem=FIRST)
    assert shown.modal is not None
    fields = [one.get("component", {}) for one in shown.modal["components"]]
    assert [one["value"] for one in fields if one.get("custom_id") == "sql"] == [WRONG]
    assert "Which ten categories of work" in str(shown.modal["components"])


@pytest.mark.parametrize("sql", [BROKEN, WIDE])
async def test_nothing_in_a_result_breaks_out_of_its_block(world: World, sql: str) -> None:
    thread = await opened(world)
    text = await run(world, thread, sql, None)
    assert len(text) <= 2000
    assert text.count("```") == 2
    assert text.endswith("```")
    outside = text.split("```")[0]
    assert "@everyone" not in outside


async def test_hints_on_a_problem_grow(world: World) -> None:
    thread = await opened(world)
    shown = told(await world.alice.select(world.panel(thread), [SECOND]))[0]
    texts = [told(await world.alice.click(shown, label="Hint"))[0].content for _ in range(3)]
    assert ["hint 1 of 2" in texts[0], "hint 2 of 2" in texts[1], texts[1] == texts[2]] == [True] * 3
    assert texts[0].count("\n") == 1
    assert texts[1].count("\n") == 2


FILES = {
    "notes.txt": (b"SELECT 1", "whose name ends in `.sql`"),
    "empty.sql": (b" \n", "is empty"),
    "latin.sql": ("SELECT 'ü'".encode("latin-1"), "not plain text in UTF-8"),
    "binary.sql": (b"\x00\x01SELECT", "not plain text in UTF-8"),
    "huge.sql": (b"-" * (100 * 1024 + 1), "larger than 100 KB"),
    "@every`one`.sql": (b"", "is empty"),
}


async def test_a_file_that_is_no_query(world: World, runner: Scripted) -> None:
    thread = await opened(world)
    for name, (data, reason) in FILES.items():
        assert reason in refusal(await world.alice.slash(thread, "task sql", file=(name, data))), name
    assert runner.ran == []


async def test_a_file_runs_as_it_is(world: World, runner: Scripted) -> None:
    thread = await opened(world)
    long = "\ufeffSELECT sound -- " + "ü" * 20_000
    result = await world.alice.slash(thread, "task sql", problem=FIRST, file=("Query.SQL", long.encode()))
    assert "That's right." in told(result)[-1].content
    assert runner.ran[0] == long[1:]


async def test_what_is_not_there_is_said_in_one_sentence(world: World) -> None:
    thread = await opened(world)
    assert "no such problem" in refusal(await world.alice.slash(thread, "task sql", problem="nonsense"))
    assert "no such table" in refusal(await world.alice.slash(thread, "task schema", table="nonsense"))
    shown = await world.alice.slash(thread, "task sql", problem=FIRST)
    assert "no query in that" in refusal(await world.alice.submit_modal(shown, {"sql": " \n\u200b"}))
    round_id = (await state_of(world, thread)).id
    for press in ("sql:{}:0:nonsense", "hint:{}:0:-", "run:{}:0", "sql:{}:x:-", "problem:{}:0", "time:{}:7"):
        refusal(await beyond.press(world, world.alice, world.panel(thread), f"gr:task_{press.format(round_id)}"))


async def test_without_the_sandbox_the_query_comes_back(world: World, runner: Scripted) -> None:
    thread = await opened(world)
    runner.down = True
    shown = await world.alice.slash(thread, "task sql", problem=FIRST)
    result = await world.alice.submit_modal(shown, {"sql": SOUND})
    assert "I cannot run SQL at the moment" in refusal(result)
    assert beyond.file_of(world, told(result)[0].message) == SOUND.encode()
    runner.down = False
    assert "That's right." in await run(world, thread, SOUND)


async def test_a_query_that_cannot_be_stored_comes_back(world: World) -> None:
    thread = await opened(world)
    sql = "SELECT '" + "🎯" * 3900 + "'"
    shown = await world.alice.slash(thread, "task sql", problem=FIRST)
    with full(world):
        result = await world.alice.submit_modal(shown, {"sql": sql})
    assert "storage is full" in told(result)[-1].content
    assert beyond.file_of(world, told(result)[-1].message) == sql.encode()
    assert (await kept(world, thread)).tries == {}


# ---------------------------------------------------------------------- who and where

COMMANDS: dict[str, dict[str, Any]] = {
    "open": {},
    "schema": {},
    "sql": {},
    "submit": {"text": "Mine."},
}


async def test_elsewhere_and_for_others(world: World) -> None:
    drill = await world.start()
    thread = await opened(world, visibility="public")
    before = await state_of(world, thread)
    for name, options in COMMANDS.items():
        command = f"task {name}"
        assert "no take-home in this thread" in refusal(await world.alice.slash(world.channel, command, **options))
        assert "no take-home in this thread" in refusal(await world.alice.slash(drill, command, **options))
        assert f"<@{world.alice.id}>'s round" in refusal(await world.bob.slash(thread, command, **options))
    assert await state_of(world, thread) == before


async def test_a_stranger_presses(world: World) -> None:
    thread = await opened(world, visibility="public")
    panel = world.panel(thread)
    for label in ("SQL", "Tables", "Submit", "Answer"):
        assert f"<@{world.alice.id}>'s round" in refusal(await world.bob.click(panel, label=label)), label
    assert f"<@{world.alice.id}>'s round" in refusal(await world.bob.select(panel, [FIRST]))


async def test_before_it_is_open_and_after_it_is_in(world: World) -> None:
    thread = await dealt(world)

    async def refused(sentence: str) -> None:
        for name in ("sql", "submit"):
            assert sentence in refusal(await world.alice.slash(thread, f"task {name}", **COMMANDS[name]))

    await refused("is still closed")
    await world.alice.slash(thread, "task open")
    panel = world.panel(thread)
    await world.alice.slash(thread, "task submit", text=WRITE_UP)
    await refused("handed in already")
    stale = f"gr:task_sql:{(await state_of(world, thread)).id}:0:-"
    assert "handed in already" in refusal(await beyond.press(world, world.alice, panel, stale))
    await world.alice.slash(thread, "mock end")
    await refused("round is over")
    assert told(await world.alice.slash(thread, "task schema"))[0].message.embeds


# ---------------------------------------------------------------------- handing in


async def test_files_are_handed_in_with_what_was_typed(world: World) -> None:
    thread = await opened(world)
    await world.alice.send(thread, "Typed first.")
    result = await world.alice.slash(
        thread,
        "task submit",
        text="Then this.",
        file1=("query.sql", b"SELECT week_no FROM test_weeks"),
        file2=("chart.png", b"\x89PNG" + b"x" * 500),
        file3=("long.md", b"word " * 2000),
    )
    assert told(result)[-1].content == "Handed in. Now let us talk about it."
    first, second = (await world.client.rounds.parts(await state_of(world, thread)))[0]
    assert first.content == "Typed first."
    assert second.content.startswith("Then this.\n\n--- query.sql ---\nSELECT week_no FROM test_weeks\n\n--- long.md")
    assert "5,999 more characters are in the file." in second.content
    assert [one.name for one in second.attachments] == ["query.sql", "chart.png", "long.md"]
    assert labels_of(world.panel(thread)) == ["Answer", "Submit", "Hint", "Skip", "Finish"]
    assert "Let us talk about your choices" in text_of(world.panel(thread))


async def test_a_bad_file_hands_nothing_in_and_the_text_comes_back(world: World) -> None:
    thread = await opened(world)
    result = await world.alice.slash(thread, "task submit", text=WRITE_UP, file1=("a.md", b"\xff\xfe\x00"))
    assert "not plain text in UTF-8" in refusal(result)
    assert beyond.file_of(world, told(result)[0].message) == WRITE_UP.encode()
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.OPEN


async def test_nothing_at_all_is_not_handed_in(world: World) -> None:
    thread = await opened(world)
    assert "nothing to submit yet" in refusal(await world.alice.slash(thread, "task submit"))
    shown = await world.alice.click(world.panel(thread), label="Submit")
    result = await beyond.send_form(world, world.alice, thread, str(shown.modal and shown.modal["custom_id"]), " ")
    assert "nothing to submit yet" in refusal(result)


async def test_queries_alone_may_be_handed_in(world: World) -> None:
    thread = await opened(world)
    await run(world, thread, SOUND)
    shown = await world.alice.click(world.panel(thread), label="Submit")
    await world.alice.submit_modal(shown, {"text": ""})
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.ANSWERED
    await world.alice.slash(thread, "mock end")
    assert said(thread, "There is no write-up")


async def test_answer_takes_a_write_up_as_everywhere(world: World) -> None:
    thread = await opened(world)
    await world.answer(thread, WRITE_UP)
    assert (await state_of(world, thread)).turns[0].status is TurnStatus.ANSWERED
    assert "Let us talk about your choices" in text_of(world.panel(thread))


async def test_two_at_once_hand_in_once(world: World) -> None:
    thread = await opened(world)
    await world.alice.send(thread, WRITE_UP)
    state = await state_of(world, thread)
    both = (world.client.rounds.submit(world.guild.id, state.id, world.alice.id, 0) for _ in range(2))
    results = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(type(one).__name__ for one in results) == ["Refused", "Round"]
    assert sum(turn.form is Form.DEFENCE for turn in (await state_of(world, thread)).turns) == 3


# ---------------------------------------------------------------------- deadlines


async def test_reminders_come_once_each(world: World) -> None:
    thread = await opened(world, "4 days")
    for hours, word in ((49, "Half of your time is over"), (24, "One day is left"), (22.5, "One hour is left")):
        assert said(thread, word) == 0
        world.clock.move(hours=hours)
        await world.run_due()
        await world.run_due()
        assert said(thread, word) == 1
    await world.restart()
    await world.run_due()
    assert said(thread, "the task is due") == 3


async def test_after_an_outage_only_the_newest_reminder_is_of_use(world: World) -> None:
    thread = await opened(world, "4 days")
    world.clock.move(hours=95.5)
    await world.run_due()
    assert said(thread, "the task is due") == said(thread, "One hour is left") == 1


async def test_late_is_marked_not_refused(world: World) -> None:
    thread = await opened(world, "6 hours")
    world.clock.move(hours=8)
    await world.run_due()
    assert said(thread, "the task is due") == 0, "nothing is said of a time that is over"
    assert "That's right." in await run(world, thread, SOUND)
    await world.answer(thread, WRITE_UP)
    assert said(thread, "Handed in, 2 hours late") == 1
    await world.alice.slash(thread, "mock end")
    assert said(thread, "Handed in late, 2 hours after the deadline.") == 1


async def test_who_has_handed_in_is_not_reminded(world: World) -> None:
    thread = await opened(world, "4 days")
    await world.answer(thread, WRITE_UP)
    world.clock.move(hours=95)
    await world.run_due()
    assert said(thread, "the task is due") == 0


async def test_a_far_deadline_keeps_the_round_open(world: World) -> None:
    thread = await opened(world, "14 days")
    for days, status in ((8, RoundStatus.OPEN), (6.5, RoundStatus.OPEN), (1, RoundStatus.EXPIRED)):
        world.clock.move(days=days)
        await world.run_due()
        assert (await state_of(world, thread)).status is status


# ---------------------------------------------------------------------- looks


async def test_every_task_fits_its_panel(world: World) -> None:
    state = await state_of(world, await opened(world))
    for task in world.client.catalogue.tasks.values():
        data = TakeHome.set_from(task).kept(opened_at=later(), due_at=later(days=14))
        turn = state.turns[0].put(data=data)
        notice = Prompt(round=state, turn=turn, ends_at=None)
        voice = world.client.voice(state.kind)
        payload = await look_of(turn.form).panel(notice, voice, reads_messages=True)
        view = payload["view"]
        assert isinstance(view, discord.ui.LayoutView)
        assert view.content_length() <= 4000
        assert view.total_children_count <= 40
