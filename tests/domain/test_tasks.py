"""Reading task folders: every mistake is named, and a task answers what the bot asks of it."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.catalogue import ContentError
from bot.domain.competencies import Competency
from bot.domain.tasks import DefenceQuestion, Task, load_tasks, task_of

DATA = Path(__file__).parents[2] / "data" / "tasks"

PROBLEM = """
[[problems]]
id = "count-birds"
title = "How many birds"
prompt = "Return `birds`: the number of rows of the table, as one row."
difficulty = "easy"
competency = "sql"
hints = ["One aggregate is enough here.", "COUNT counts rows when given a star."]
reference = "SELECT COUNT(*) AS birds FROM birds"
tables = ["birds"]
minutes = 3
"""

DEFENCE = """
[[defence]]
id = "why-count"
prompt = "Why did you count rows and not different birds?"
when = ["count"]
assesses = "Whether the grain of the table was considered."
approach = ["Say what one row stands for.", "Say what would be counted otherwise."]
sample_answer = "One row stands for one bird, which I checked by counting the different ids beside the rows."
probes = ["What if a bird came twice?", "How would you notice?"]
key_points = [{ point = "Names the grain of the table" }, { point = "Checked that it holds", signs = ["checked"] }]
competency = "sql"

[[defence]]
id = "what-next"
prompt = "What would you count next, and why that?"
assesses = "Whether the candidate sees what is missing."
approach = ["Name one thing.", "Say what it would decide."]
sample_answer = "I would count the nests, because a number of birds says little about the next year."
probes = ["Why not eggs?", "Where would you get it?"]
key_points = [{ point = "Names a next step" }, { point = "Says what it would decide" }]
competency = "data_analysis"
"""

TASK = f"""
title = "Birds"
company = "Nestwork"
tracks = ["bird-analyst"]
brief = "{"Count the birds and say what you found. " * 6}"
default_hours = 24
presents = ["How many birds are there?", "Which of them matter most?", "What is wrong with the data?"]

[[tables]]
name = "birds"
description = "Birds that were seen."
grain = "one row per bird"
columns = [
  {{ name = "bird_id", type = "INTEGER", meaning = "id of the bird" }},
  {{ name = "seen_at", type = "TIMESTAMP", meaning = "moment at which it was seen" }},
]
{PROBLEM}{DEFENCE}"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Make a folder of tasks; each keyword is a task's id with its TOML text."""

    def make(header: str = "bird_id,seen_at", **texts: str) -> Path:
        for name, text in texts.items():
            (tmp_path / name).mkdir()
            (tmp_path / name / "task.toml").write_text(text, encoding="utf-8")
            (tmp_path / name / "birds.csv.gz").write_bytes(gzip.compress(f"{header}\n1,2025-06-01\n".encode()))
        return tmp_path

    return make


def mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as raised:
        load_tasks(folder)
    return [str(mistake) for mistake in raised.value.mistakes]


def test_a_task_is_read_with_its_folder_as_id(folder: Folder) -> None:
    task = load_tasks(folder(birds=TASK))["birds"]
    assert task.company == "Nestwork"
    assert task.table("birds") is not None
    assert task.table("nests") is None
    assert task.tables[0].file_name == "birds.csv.gz"
    assert task.tables[0].header == ("bird_id", "seen_at")
    assert task.problem("count-birds") is task.problems[0]
    assert task.problem("count-nests") is None


def test_a_track_finds_its_task(folder: Folder) -> None:
    tasks = load_tasks(folder(birds=TASK))
    assert task_of(tasks, "bird-analyst") is tasks["birds"]
    assert task_of(tasks, "fish-analyst") is None


def test_shipped_tasks_belong_to_shipped_tracks() -> None:
    tasks = load_tasks(DATA)
    tracks = {file.stem for file in (DATA.parent / "tracks").glob("*.toml")}
    assert {track: task.id for task in tasks.values() for track in task.tracks} == {
        "upwork-product-analyst": "freelance-marketplace",
        "tiktok-product-analyst": "short-video",
    }
    assert {track for task in tasks.values() for track in task.tracks} <= tracks


def test_every_mistake_is_named_at_once(folder: Folder) -> None:
    bad = TASK.replace("default_hours = 24", "default_hours = 0").replace('competency = "sql"\nhints', "hints")
    found = mistakes(folder(birds=bad, fish="title = "))
    assert found[0].startswith("birds/task.toml: default_hours: ")
    assert found[1] == "birds/task.toml: problems[count-birds].competency: this key is missing"
    assert found[2].startswith("fish/task.toml: -: this is not valid TOML")
    assert len(found) == 3


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('reference = "SELECT', 'reference = "DELETE', "the reference must begin with SELECT or WITH"),
        ("birds FROM birds", "birds FROM birds; SELECT 1", "one statement without a semicolon"),
        ('tables = ["birds"]', 'tables = ["birds", "nests"]', "the reference does not use: nests"),
        ("birds FROM birds", "birds FROM birds, nests", ""),
        ('tables = ["birds"]', 'tables = ["birds"]\norder = false\nties = ["birds"]', "only where the order counts"),
        ('hints = ["One aggregate is enough here.", ', "hints = [", "problems[count-birds].hints"),
        ('name = "seen_at"', 'name = "bird_id"', "column used twice: bird_id"),
        ('type = "INTEGER"', 'type = "HUGEINT"', "SMALLINT"),
        ('id = "what-next"', 'id = "why-count"', "defence id used twice: why-count"),
        ('"How many birds are there?", ', "", "task.toml: presents"),
    ],
)
def test_a_mistake_is_explained(folder: Folder, old: str, new: str, reason: str) -> None:
    assert old in TASK
    if not reason:
        load_tasks(folder(birds=TASK.replace(old, new)))
        return
    found = mistakes(folder(birds=TASK.replace(old, new)))
    assert any(reason in line for line in found), found


def test_a_problem_may_only_use_tables_of_its_task(folder: Folder) -> None:
    text = TASK.replace('tables = ["birds"]', 'tables = ["nests"]').replace("birds FROM birds", "birds FROM nests")
    assert mistakes(folder(birds=text)) == [
        "birds/task.toml: -: problem 'count-birds' names tables that the task lacks: nests"
    ]


def test_table_files_must_agree_with_the_dictionary(folder: Folder) -> None:
    home = folder("bird_id,seen_on", birds=TASK)
    (home / "birds" / "nests.csv.gz").write_bytes(gzip.compress(b"nest_id\n"))
    assert mistakes(home) == [
        "birds/birds.csv.gz: header: the file has 'bird_id,seen_on', the dictionary 'bird_id,seen_at'",
        "birds/nests.csv.gz: -: task.toml does not describe this table",
    ]


def test_a_table_file_must_be_there_and_readable(folder: Folder) -> None:
    home = folder(birds=TASK)
    file = home / "birds" / "birds.csv.gz"
    file.write_bytes(b"bird_id,seen_at\n")
    assert mistakes(home) == ["birds/birds.csv.gz: -: the file is not UTF-8 text packed with gzip"]
    file.unlink()
    assert mistakes(home) == ["birds/birds.csv.gz: -: the file is missing"]


def test_two_tasks_share_neither_tracks_nor_ids(folder: Folder) -> None:
    assert mistakes(folder(birds=TASK, more=TASK)) == [
        "more/task.toml: tracks: 'bird-analyst' also stands in birds/task.toml",
        "more/task.toml: problems: 'count-birds' also stands in birds/task.toml",
        "more/task.toml: defence: 'why-count' also stands in birds/task.toml",
        "more/task.toml: defence: 'what-next' also stands in birds/task.toml",
    ]


def test_a_folder_without_tasks_is_a_mistake(tmp_path: Path) -> None:
    assert mistakes(tmp_path) == ["tasks/: -: there is no task folder; at least one is needed"]
    (tmp_path / "empty").mkdir()
    assert mistakes(tmp_path) == ["empty/task.toml: -: the file is missing"]


@pytest.mark.parametrize(
    ("submitted", "asked"),
    [
        ("SELECT COUNT(*) FROM birds", ["why-count", "what-next"]),
        ("select discount from birds", ["what-next"]),
        ("The count was surprising.", ["why-count", "what-next"]),
        ("", ["what-next"]),
    ],
)
def test_questions_follow_what_was_submitted(folder: Folder, submitted: str, asked: list[str]) -> None:
    task = load_tasks(folder(birds=TASK))["birds"]
    assert [question.id for question in task.questions_for(submitted)] == asked


def test_a_question_that_always_fits_comes_last_even_if_it_is_written_first(folder: Folder) -> None:
    first, second = DEFENCE.split("[[defence]]")[1:]
    turned = TASK.replace(DEFENCE, f"\n[[defence]]{second}\n[[defence]]{first}")
    task = load_tasks(folder(birds=turned))["birds"]
    assert [question.id for question in task.defence] == ["what-next", "why-count"]
    assert [question.id for question in task.questions_for("count")] == ["why-count", "what-next"]


def _shipped() -> list[tuple[Task, DefenceQuestion]]:
    return [(task, question) for task in load_tasks(DATA).values() for question in task.defence]


@pytest.mark.parametrize(("task", "defence"), [pytest.param(*pair, id=pair[1].id) for pair in _shipped()])
def test_shipped_defence_questions_become_questions_with_all_they_had(task: Task, defence: DefenceQuestion) -> None:
    question = defence.as_question()
    kept = defence.model_dump(exclude={"when"})
    assert question.model_dump(include=set(kept)) == kept
    assert question.tags == ("defence",)
    assert not question.behavioural
    for point in question.key_points:
        assert any(sign in question.sample_answer.casefold() for sign in point.signs), point.point


def test_shipped_tasks_hold_what_a_take_home_needs() -> None:
    for task in load_tasks(DATA).values():
        assert 120 <= len(task.brief.split()) <= 250
        assert len(task.problems) >= 14
        assert len(task.defence) >= 10
        assert {"easy", "medium", "hard"} == {problem.difficulty for problem in task.problems}
        asked = {problem.competency for problem in task.problems}
        assert asked >= {
            Competency.SQL,
            Competency.DATA_QUALITY,
            Competency.EXPERIMENTATION,
            Competency.PRODUCT_METRICS,
        }
        assert [question for question in task.defence if not question.when], "something to ask about an empty hand-in"


def test_hints_do_not_hold_the_solution() -> None:
    for task in load_tasks(DATA).values():
        for problem in task.problems:
            lines = {line.strip().rstrip(",") for line in problem.reference.splitlines() if len(line.strip()) > 25}
            assert not [hint for hint in problem.hints for line in lines if line in hint], problem.id


def test_every_defence_question_can_come_up() -> None:
    for task in load_tasks(DATA).values():
        for question in task.defence:
            called = [problem.id for problem in task.problems if question.fits(problem.reference)]
            assert called, f"no query of the task gives a reason to ask {question.id}"
