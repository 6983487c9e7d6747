"""Imports and exports of a server's questions, on a real store."""

import io
import json
import random
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.bank.importing import Does, KeptFile, Plan
from bot.domain.bank.overlay import ChangeKind, ServerQuestion
from bot.domain.bank.sheets import MAX_ROWS, Proposal, example_csv, read_json, write_csv, write_json
from bot.domain.errors import Reason, Refused
from bot.services.bank_files import BankFiles, File, Format, Imported, What
from bot.services.banks import Banks
from bot.services.progress import Progress
from tests.bank_rows import every
from tests.domain.values import ALICE, BOB, ELSEWHERE, GUILD, make_question
from tests.services.house import House

TRACK, STAGE = "shop-analyst", "screen"
WHERE = (TRACK, STAGE)
HEAD = "prompt,stage,track\n"
GOOD = f"Which report would you delete first?,{STAGE},{TRACK}\n"
OTHER = f"Explain a median to a florist.,{STAGE},{TRACK}\n"


@pytest.fixture
def banks(house: House) -> Banks:
    """The banks of all servers."""
    return Banks(house.store, house.catalogue, house.clock)


@pytest.fixture
def files(house: House, banks: Banks) -> BankFiles:
    """Imports and exports of all servers."""
    return BankFiles(house.store, banks, house.clock)


def csv(*lines: str) -> File:
    """A file with these lines under the usual header."""
    return File("questions.csv", (HEAD + "".join(lines)).encode())


async def bring(files: BankFiles, file: File, guild_id: int = GUILD, *, copies: bool = False) -> Imported:
    """Import a file at once."""
    plan = await files.plan(guild_id, file, Progress())
    assert plan.problems == ()
    return await files.save(guild_id, ALICE, plan, Progress(), copies=copies)


async def wait(files: BankFiles, file: File) -> tuple[KeptFile, Plan]:
    """Show a file and keep it."""
    plan = await files.plan(GUILD, file, Progress())
    return await files.kept(GUILD, ALICE, await files.keep(GUILD, ALICE, file, plan)), plan


async def bank_of(house: House, banks: Banks, guild_id: int = GUILD) -> dict[str, tuple[object, ...]]:
    """All that a server has over the content, and what it asks, without the numbers of versions."""
    rows = await house.store.read(lambda unit: every(unit, guild_id))
    found: dict[str, tuple[object, ...]] = {
        one.id: (one.track_id, one.stage_id, one.question, one.builtin, one.retired) for one in rows
    }
    _, stage = await house.store.read(lambda unit: banks.pool(unit, guild_id, ALICE, WHERE, 7))
    return found | {"asked": tuple(sorted(one.id for one in stage.questions))}


async def untouched(house: House, guild_id: int = GUILD) -> bool:
    """Whether the server has no row and no history of its own."""
    return await house.store.read(lambda unit: unit.banks.count(guild_id)) == 0


# ---------------------------------------------------------------------- nonsense


def _zip() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


def _row(**changes: object) -> bytes:
    row = {"prompt": "Which report would you delete first?", "stage": STAGE, "track": TRACK} | changes
    return json.dumps([row]).encode()


NONSENSE: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a ZIP named .csv": ("q.csv", _zip, "workbook or a ZIP"),
    "an empty ZIP": ("q.csv", lambda: b"PK\x05\x06" + bytes(18), "empty ZIP"),
    "a workbook": ("q.xlsx", _zip, "save it as CSV"),
    "an old workbook": ("q.csv", lambda: b"\xd0\xcf\x11\xe0" + bytes(500), "old Excel"),
    "a PDF": ("q.csv", lambda: b"%PDF-1.7 ...", "PDF"),
    "a picture": ("q.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    "a compressed file": ("q.csv", lambda: b"\x1f\x8b\x08" + bytes(50), "unpack"),
    "a web page": ("q.csv", lambda: b"<!DOCTYPE html><html>", "web page"),
    "no ending": ("questions", GOOD.encode, "must end in"),
    "a script": ("q.sh", GOOD.encode, "must end in"),
    "nothing": ("q.csv", lambda: b"", "empty"),
    "blanks": ("q.csv", lambda: b" \r\n\t \n", "empty"),
    "only a mark": ("q.csv", lambda: b"\xef\xbb\xbf", "empty"),
    "only a header": ("q.csv", HEAD.encode, "no questions"),
    "a byte over": ("q.csv", lambda: HEAD.encode() + b"x" * (10 * 1024 * 1024), "split it"),
    "UTF-16 without a mark": ("q.csv", lambda: (HEAD + GOOD).encode("utf-16-le"), "UTF-16"),
    "noise": ("q.csv", lambda: random.Random(7).randbytes(5000), "not a text file"),
    "zeros": ("q.csv", lambda: bytes(5000), "UTF-16"),
    "a million rows": ("q.csv", lambda: (HEAD + GOOD * 1_000).encode() + b"a,b,c\n" * 1_000_000, "10,000 rows"),
    "a million blank rows": ("q.csv", lambda: HEAD.encode() + b"\n" * 1_000_000 + GOOD.encode(), "blank rows"),
    "a row too many": ("q.csv", (HEAD + GOOD * (MAX_ROWS + 1)).encode, "10,000 rows"),
    "an open quotation mark": ("q.csv", (HEAD + '"' + GOOD * 3000).encode, "quotation mark"),
    "a header of nothing known": ("q.csv", lambda: b"a,b,c\n1,2,3\n", "must name the columns"),
    "a header twice": ("q.csv", lambda: b"prompt,prompt,stage\nx,y,z\n", "more than once"),
    "no column stage": ("q.csv", lambda: b"prompt,track\nx,y\n", "stage: this column is missing"),
    "JSON as .csv": ("q.csv", _row, "looks like JSON"),
    "CSV as .json": ("q.json", (HEAD + GOOD).encode, "JSON"),
    "JSON nested 10,000 deep": ("q.json", lambda: b"[" * 10_000 + b"]" * 10_000, "nested"),
    "objects nested 10,000 deep": ("q.json", lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000, "nested"),
    "half a JSON": ("q.json", lambda: _row()[:-3], "JSON"),
    "a number": ("q.json", lambda: b"17", "list of questions"),
    "null": ("q.json", lambda: b"null", "list of questions"),
    "an empty list": ("q.json", lambda: b"[]", "no questions"),
    "a list of numbers": ("q.json", lambda: b"[1, 2]", "must be an object"),
    "a million objects": ("q.json", lambda: b"[" + b"{}," * 1_000_000 + b"{}]", "10,000"),
    "a short prompt": ("q.json", lambda: _row(prompt="Why?"), "at least 10"),
    "a prompt over by one": ("q.json", lambda: _row(prompt="x" * 701), "at most 700"),
    "a blank prompt": ("q.json", lambda: _row(prompt=" \u200b "), "prompt"),
    "signs only": ("q.json", lambda: _row(prompt="?!?!?!?!?!?!"), "no letter"),
    "a control character": ("q.json", lambda: _row(prompt="Which report \x07 would you?"), "control character"),
    "half a letter": ("q.json", lambda: _row(prompt="Which report \ud83d would you?"), "control character"),
    "a prompt that is a list": ("q.json", lambda: _row(prompt=["Why?"]), "must be text"),
    "no such track": ("q.json", lambda: _row(track="nowhere"), "no track"),
    "no such stage": ("q.json", lambda: _row(stage="nowhere"), "no stage"),
    "no such competency": ("q.json", lambda: _row(competency="charm"), "no competency"),
    "no such difficulty": ("q.json", lambda: _row(difficulty="brutal"), "no difficulty"),
    "an hour and a minute": ("q.json", lambda: _row(minutes=61), "1 to 60"),
    "seven steps": ("q.json", lambda: _row(approach=["Say what you did."] * 7), "at most 6"),
    "an id with blanks": ("q.json", lambda: _row(id="two words"), "small letters"),
    "an id over by one": ("q.json", lambda: _row(id="x" * 65), "at most 64"),
    "an id twice": ("q.csv", lambda: b"id," + HEAD.encode() + b"a," + GOOD.encode() + b"a," + OTHER.encode(), "once"),
    "retired perhaps": ("q.json", lambda: _row(retired="perhaps"), "yes or no"),
    "retired as a list": ("q.json", lambda: _row(retired=[True]), "yes or no"),
    "a built-in question elsewhere": ("q.json", lambda: _row(id="q-1", stage="offer"), "stays there"),
}


@pytest.mark.parametrize("case", NONSENSE)
async def test_nonsense_is_named_and_nothing_is_saved(house: House, files: BankFiles, case: str) -> None:
    name, make, words = NONSENSE[case]
    plan = await files.plan(GUILD, File(name, make()), Progress())
    told = "\n".join(plan.sheet.explain(problem) for problem in plan.problems)
    assert words in told, told[:500]
    assert len(plan.problems) <= 2
    assert await untouched(house)


async def test_one_bad_row_keeps_all_others_out(house: House, files: BankFiles) -> None:
    plan = await files.plan(
        GUILD, csv(GOOD, f"Short,{STAGE},{TRACK}\n", OTHER, f"{'x' * 701},no,{TRACK}\n"), Progress()
    )
    places = [(problem.row, problem.column) for problem in plan.problems]
    assert sorted(places, key=repr) == [(3, "prompt"), (5, "prompt"), (5, "stage")]
    with pytest.raises(AssertionError):
        await files.save(GUILD, ALICE, plan, Progress())
    assert await untouched(house)


async def test_every_problem_of_a_large_file_is_named(files: BankFiles) -> None:
    lines = [f"Short,{STAGE},{TRACK}\n"] * 2_000
    plan = await files.plan(GUILD, csv(*lines), Progress())
    assert [problem.row for problem in plan.problems] == list(range(2, 2_002))


# ---------------------------------------------------------------------- import


async def test_new_questions_come_in_with_history_in_their_server_only(
    house: House, banks: Banks, files: BankFiles
) -> None:
    assert await bring(files, csv(GOOD, OTHER)) == Imported(2, 0, 0, 0)
    found = (await banks.search(GUILD, filters={"builtin": False})).questions
    assert sorted(one.question.prompt for one in found) == [
        "Explain a median to a florist.",
        "Which report would you delete first?",
    ]
    for one in found:
        (change,) = await banks.history(GUILD, one.id)
        assert (change.kind, change.actor_id, change.before, change.after) == (
            ChangeKind.IMPORTED,
            ALICE,
            None,
            one.question,
        )
        assert one.id.startswith("own-")
    assert await untouched(house, ELSEWHERE)


async def test_the_command_names_the_track_of_rows_that_name_none(banks: Banks, files: BankFiles) -> None:
    file = File("example.csv", example_csv("", STAGE).replace(b"hr-screen", STAGE.encode()), TRACK)
    assert (await bring(files, file)).added == 2
    with pytest.raises(Refused) as caught:
        await files.plan(GUILD, file._replace(track_id="nowhere"), Progress())
    assert caught.value.reason is Reason.UNKNOWN_TRACK


async def test_copies_are_named_within_the_file_and_against_the_bank(banks: Banks, files: BankFiles) -> None:
    old = ServerQuestion(
        guild_id=GUILD,
        track_id=TRACK,
        stage_id=STAGE,
        question=make_question(900, prompt="Explain a median to a baker."),
    )
    old = await banks.add(old, BOB, kind=ChangeKind.ADDED)
    twin = f"which report would you DELETE first,{STAGE},{TRACK}\n"
    shipped = f"Question number 1: what did you do?,{STAGE},{TRACK}\n"
    plan = await files.plan(
        GUILD, csv(GOOD, twin, f"Explain a median to a baker!,offer,{TRACK}\n", shipped), Progress()
    )
    likes = {step.row: step.like and (step.like.row or step.like.question_id) for step in plan.steps}
    assert likes == {2: None, 3: 2, 4: old.id, 5: "q-1"}
    assert plan.offer == (1, 4)
    elsewhere = await files.plan(ELSEWHERE, csv(GOOD, f"Explain a median to a baker!,offer,{TRACK}\n"), Progress())
    assert elsewhere.offer == (2, 2), "another server's questions do not exist"


async def test_without_copies_or_with_them(house: House, files: BankFiles) -> None:
    twice = csv(GOOD, GOOD, OTHER)
    assert await bring(files, twice) == Imported(2, 0, 1, 0)
    assert await bring(files, twice, ELSEWHERE, copies=True) == Imported(3, 0, 0, 0)


async def test_a_row_with_a_known_id_is_that_question(banks: Banks, files: BankFiles) -> None:
    before = (await banks.get(GUILD, "q-2")).question
    edited = Proposal.of(before.model_copy(update={"minutes": 9}), stage=STAGE, track=TRACK)
    same = Proposal.of((await banks.get(GUILD, "q-3")).question, stage=STAGE, track=TRACK)
    plan = await files.plan(GUILD, File("q.json", write_json([edited, same])), Progress())
    assert [(step.does, step.changed) for step in plan.steps] == [(Does.CHANGES, ("minutes",)), (Does.NOTHING, ())]
    assert plan.copies == [], "a question is no copy of itself"
    assert await files.save(GUILD, ALICE, plan, Progress()) == Imported(0, 1, 0, 1)
    (change,) = await banks.history(GUILD, "q-2")
    assert (change.kind, change.before, change.after.minutes) == (ChangeKind.IMPORTED, before, 9)
    assert (await banks.restore(GUILD, "q-2", ALICE)).question == before


async def test_a_change_over_a_change_and_a_retirement(banks: Banks, files: BankFiles) -> None:
    await banks.edit(GUILD, "q-1", make_question(1, minutes=7), BOB, base=0)
    again = Proposal.of(make_question(1, minutes=8), stage=STAGE, track=TRACK, retired=True)
    assert await bring(files, File("q.csv", write_csv([again]))) == Imported(0, 1, 0, 0)
    now = await banks.get(GUILD, "q-1")
    assert (now.version, now.retired, now.question.minutes) == (2, True, 8)
    assert [change.version for change in await banks.history(GUILD, "q-1")] == [2, 1]


async def test_a_stop_in_the_middle_saves_nothing(house: House, files: BankFiles) -> None:
    lines = [f"Tell us about project {number} of {number * 7}.,{STAGE},{TRACK}\n" for number in range(350)]
    plan = await files.plan(GUILD, csv(*lines), Progress())

    class Impatient(Progress):
        def tick(self, steps: int = 1) -> None:
            if self.done >= 200:
                self.stop()
            super().tick(steps)

    with pytest.raises(Refused) as caught:
        await files.save(GUILD, ALICE, plan, Impatient(), copies=True)
    assert caught.value.reason is Reason.WORK_STOPPED
    assert await untouched(house)
    assert await house.store.read(lambda unit: unit.banks.history(GUILD, plan.steps[0].after.id)) == []
    assert (await files.save(GUILD, ALICE, plan, Progress(), copies=True)).added == 350


async def test_a_stop_while_it_is_compared(files: BankFiles) -> None:
    progress = Progress()
    progress.stop()
    with pytest.raises(Refused) as caught:
        await files.plan(GUILD, csv(GOOD), progress)
    assert caught.value.reason is Reason.WORK_STOPPED


async def test_a_bank_that_changes_between_plan_and_save_is_left_alone(
    house: House, banks: Banks, files: BankFiles
) -> None:
    edited = Proposal.of(make_question(1, minutes=8), stage=STAGE, track=TRACK)
    plan = await files.plan(GUILD, File("q.csv", write_csv([edited])), Progress())
    await banks.retire(GUILD, "q-1", BOB)
    with pytest.raises(Refused) as caught:
        await files.save(GUILD, ALICE, plan, Progress())
    assert caught.value.reason is Reason.BANK_CHANGED
    assert (await banks.get(GUILD, "q-1")).version == 1


# ---------------------------------------------------------------------- preview, then press


async def test_of_two_presses_one_imports(house: House, banks: Banks, files: BankFiles) -> None:
    kept, _ = await wait(files, csv(GOOD))
    assert await untouched(house)
    assert await files.press(kept, Progress(), copies=True) == Imported(1, 0, 0, 0)
    for copies in (True, False):
        with pytest.raises(Refused) as caught:
            await files.press(kept, Progress(), copies=copies)
        assert caught.value.reason is Reason.IMPORT_GONE
    assert await house.store.read(lambda unit: unit.banks.count(GUILD)) == 1
    with pytest.raises(Refused):
        await files.kept(GUILD, ALICE, kept.id)


async def test_what_would_do_something_else_by_now_is_shown_anew(banks: Banks, files: BankFiles, house: House) -> None:
    kept, _ = await wait(files, csv(GOOD, OTHER))
    await bring(files, csv(GOOD))
    again = await files.press(kept, Progress(), copies=True)
    assert isinstance(again, Plan)
    assert [bool(step.like) for step in again.steps] == [True, False]
    kept = await files.kept(GUILD, ALICE, kept.id)
    assert kept.offer == (1, 2)
    assert await files.press(kept, Progress(), copies=False) == Imported(1, 0, 1, 0)


async def test_a_kept_file_is_its_senders_in_its_server_for_a_day(house: House, files: BankFiles) -> None:
    kept, plan = await wait(files, csv(GOOD))
    for guild_id, user_id, which in ((ELSEWHERE, ALICE, kept.id), (GUILD, BOB, kept.id), (GUILD, ALICE, kept.id + 1)):
        with pytest.raises(Refused) as caught:
            await files.kept(guild_id, user_id, which)
        assert caught.value.reason is Reason.IMPORT_GONE
    house.clock.at += timedelta(days=1, seconds=1)
    later = await files.keep(GUILD, ALICE, csv(OTHER), plan)
    with pytest.raises(Refused):
        await files.kept(GUILD, ALICE, kept.id)
    more = [await files.keep(GUILD, BOB, csv(OTHER), plan) for _ in range(5)]
    with pytest.raises(Refused):
        await files.kept(GUILD, ALICE, later)
    assert [(await files.kept(GUILD, BOB, one)).id for one in more] == more


# ---------------------------------------------------------------------- export


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("to", [GUILD, ELSEWHERE])
async def test_what_is_exported_imports_to_the_same_bank(
    house: House, banks: Banks, files: BankFiles, form: Format, to: int
) -> None:
    await bring(files, csv(GOOD, OTHER, f"=SUM(A1) is what | in a cell\\?,offer,{TRACK}\n"))
    await banks.edit(GUILD, "q-1", make_question(1, minutes=9, sample_answer="", probes=()), ALICE, base=0)
    await banks.retire(GUILD, "q-2", ALICE)
    await banks.retire(GUILD, "q-3", ALICE)
    await banks.restore(GUILD, "q-3", ALICE)
    own = (await banks.search(GUILD, filters={"builtin": False})).questions
    await banks.retire(GUILD, own[0].id, ALICE)
    (data,) = (await files.export(GUILD, What.OWN, form, Progress())).files
    before = await bank_of(house, banks)
    found = await bring(files, File(f"q.{form.value}", data), to, copies=True)
    assert found == (Imported(0, 0, 0, 5) if to == GUILD else Imported(3, 2, 0, 0))
    after = await bank_of(house, banks, to)
    before.pop("q-3")  # touched, and as it came: nothing of it is the server's own
    after.pop("q-3", None)
    assert after == before


async def test_all_in_use_is_what_is_asked(house: House, banks: Banks, files: BankFiles) -> None:
    await bring(files, csv(GOOD))
    await banks.retire(GUILD, "q-2", ALICE)
    found = await files.export(GUILD, What.ALL, Format.JSON, Progress())
    assert (len(found.files), found.questions, found.homeless) == (1, 8, 0)
    names = {one["id"] for one in json.loads(found.files[0]) if one["stage"] == STAGE}
    assert names == set((await bank_of(house, banks))["asked"])
    assert (await bring(files, File("q.json", found.files[0]))) == Imported(0, 0, 0, 8)


async def test_nothing_of_another_server_and_nothing_without_a_place(house: House, files: BankFiles) -> None:
    await bring(files, csv(GOOD))
    assert await files.export(ELSEWHERE, What.OWN, Format.CSV, Progress()) == ((), 0, 0)
    lost = ServerQuestion(
        guild_id=ELSEWHERE,
        track_id="gone",
        stage_id=STAGE,
        question=make_question(7),
        version=1,
        changed_at=house.clock(),
    )
    await house.store.write(lambda unit: unit.banks.put(None, lost))
    assert await files.export(ELSEWHERE, What.OWN, Format.CSV, Progress()) == ((), 0, 1)


async def test_more_than_one_file_holds_goes_into_several(
    house: House, files: BankFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.bank_files.MAX_ROWS", 100)
    lines = [f"Tell us about project {number} of {number * 7}.,{STAGE},{TRACK}\n" for number in range(450)]
    await bring(files, csv(*lines), copies=True)
    found = await files.export(GUILD, What.OWN, Format.JSON, Progress())
    assert [len(json.loads(data)) for data in found.files] == [100, 100, 100, 100, 50]
    assert found.questions == 450
    ids = [one["id"] for data in found.files for one in json.loads(data)]
    assert len(set(ids)) == 450


async def test_an_export_can_be_stopped(files: BankFiles) -> None:
    await bring(files, csv(GOOD))

    class Impatient(Progress):
        def begin(self, doing: str, total: int = 0) -> None:
            super().begin(doing, total)
            if total:
                self.stop()

    with pytest.raises(Refused) as caught:
        await files.export(GUILD, What.OWN, Format.CSV, Impatient())
    assert caught.value.reason is Reason.WORK_STOPPED


def test_only_what_is_retired_says_so_in_json() -> None:
    asked, gone = (Proposal.of(make_question(n), stage=STAGE, track=TRACK, retired=n == 2) for n in (1, 2))
    data = write_json([asked, gone])
    assert [one.get("retired") for one in json.loads(data)] == [None, True]
    assert read_json(b"[]", None).rows == ()  # type: ignore[arg-type]
