"""Reading content files: every mistake at once, by file, key and reason, and what may be written shorter."""

import shutil
from pathlib import Path

import pytest

from bot.domain.catalogue import ContentError, Mistake, load, uncovered
from bot.domain.competencies import Competency
from bot.settings import ROOT

HEAD = """
title = "Shop · Analyst"
company = "Shop"
role = "Analyst"
"""
STAGE = """
[[stages]]
id = "screen"
kind = "screen"
title = "Screen"
conductor = "Recruiter"
minutes = 30
briefing = "You talk to a recruiter for half an hour, about your work and your reasons."
competencies = ["background"]
"""
QUESTION = """
id = "why-us"
prompt = "Why would you like to work here?"
assesses = "Whether the reason is specific."
approach = ["Say what you noticed.", "Say what you would do."]
sample_answer = "I have used the shop for three years and counted what I would change first."
probes = ["What else did you see?", "What would you not change?"]
key_points = ["Names something specific", "Says what to do"]
competency = "background"
"""
WHOLE = HEAD + STAGE + "[[stages.questions]]" + QUESTION
_NO_STAGE = "this must be the id of a stage of this track"
LOOSE = HEAD + STAGE + "[[questions]]\nstage = 'screen'" + QUESTION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A content folder with everything that ships but the tracks."""
    for shipped in (ROOT / "data").glob("*.toml"):
        shutil.copy(shipped, tmp_path)
    (tmp_path / "tasks").symlink_to(ROOT / "data" / "tasks", target_is_directory=True)
    (tmp_path / "tracks").mkdir()
    return tmp_path


def _write(folder: Path, text: str, name: str = "shop-analyst.toml") -> None:
    (folder / "tracks" / name).write_text(text, encoding="utf-8")


def _mistakes(folder: Path) -> list[str]:
    with pytest.raises(ContentError) as caught:
        load(folder)
    assert str(caught.value) == "\n".join(map(str, caught.value.mistakes))
    return [str(mistake) for mistake in caught.value.mistakes]


def test_a_small_track(folder: Path) -> None:
    _write(folder, WHOLE)
    catalogue = load(folder)
    stage = catalogue.stage("shop-analyst", "screen")
    assert stage is not None
    (question,) = stage.questions
    assert (question.id, question.difficulty, question.minutes) == ("why-us", "medium", 5)
    assert [point.point for point in question.key_points] == ["Names something specific", "Says what to do"]
    assert catalogue.stage("shop-analyst", "none") is None
    assert catalogue.stage("none", "screen") is None
    assert uncovered(catalogue) == frozenset(Competency) - {Competency.BACKGROUND}


def test_questions_may_stand_beside_their_stage(folder: Path) -> None:
    _write(folder, WHOLE)
    under = load(folder)
    _write(folder, LOOSE)
    assert load(folder) == under


def test_questions_under_a_stage_and_beside_it_come_together(folder: Path) -> None:
    _write(folder, WHOLE + "\n[[questions]]\nstage = 'screen'" + QUESTION.replace("why-us", "why-now"))
    stage = load(folder).stage("shop-analyst", "screen")
    assert stage is not None
    assert [question.id for question in stage.questions] == ["why-us", "why-now"]


def test_plain_text_stands_for_a_table(folder: Path) -> None:
    _write(
        folder, HEAD + 'tips = "Sleep well before the day."\ndossier = ["A shop. It sells tea."]\n' + WHOLE[len(HEAD) :]
    )
    track = load(folder).tracks["shop-analyst"]
    assert [tip.text for tip in track.tips] == ["Sleep well before the day."]
    assert [(fact.topic, fact.text) for fact in track.dossier] == [("A shop", "A shop. It sells tea.")]


def test_a_file_saved_by_a_windows_editor(folder: Path) -> None:
    (folder / "tracks" / "shop-analyst.toml").write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load(folder).tracks["shop-analyst"].title == "Shop · Analyst"


def test_tracks_stand_in_the_order_of_their_titles(folder: Path) -> None:
    _write(folder, WHOLE.replace("Shop · Analyst", "Zoo · Analyst"), "a.toml")
    _write(folder, WHOLE.replace("why-us", "why-them"), "b.toml")
    assert list(load(folder).tracks) == ["b", "a"]


def test_every_mistake_of_every_file_at_once(folder: Path) -> None:
    (folder / "rubrics.toml").unlink()
    _write(folder, "title = ", "broken.toml")
    _write(
        folder,
        LOOSE.replace('prompt = "Why would you like to work here?"', 'prompt = "Why?"\npromt = "typo"')
        .replace("minutes = 30", 'minutes = "thirty"')
        .replace('kind = "screen"', 'kind = "coffee"')
        .replace('competency = "background"', 'competency = "charm"')
        .replace('company = "Shop"\n', ""),
    )
    (folder / "tracks" / "folder.toml").mkdir()
    (folder / "tracks" / "latin.toml").write_bytes("title = 'Käse'".encode("latin-1"))
    found = _mistakes(folder)
    kinds = "'screen', 'task', 'manager', 'team', 'executive' or 'offer'"
    place = "shop-analyst.toml: stages[screen]"
    assert found[0] == "rubrics.toml: -: the file is missing"
    assert found[1].startswith("broken.toml: -: this is not valid TOML: ")
    assert found[2] == "folder.toml: -: the file cannot be read: Is a directory"
    assert found[3] == "latin.toml: -: the file is not saved as UTF-8 text"
    assert sorted(found[4:]) == sorted(
        [
            "shop-analyst.toml: company: this key is missing",
            f"{place}.kind: this must be one of {kinds}",
            f"{place}.minutes: this must be a whole number without quotation marks",
            f"{place}.questions[why-us].prompt: this must have at least 10 characters, and has 4",
            f"{place}.questions[why-us].promt: there is no such key; check its spelling",
            f"{place}.questions[why-us].competency: this must be one of "
            + ", ".join(f"'{one}'" for one in list(Competency)[:-1])
            + " or 'negotiation'",
        ]
    )


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('probes = ["What else did you see?", ', "probes = [", ".probes: this needs 2 or more entries, and has 1"),
        (
            '"Say what you noticed."',
            '"' + "x" * 221 + '"',
            ".approach[1]: this may have at most 220 characters, and has 221",
        ),
        (
            'id = "why-us"',
            'id = "Why us?"',
            ".id: this may hold only lower-case letters, digits, and single hyphens between them",
        ),
        ("approach = [", "approach = 'x'\nx = [", ".approach: this must be a list in square brackets"),
        (
            'assesses = "Whether the reason is specific."',
            "assesses = 7",
            ".assesses: this must be text in quotation marks",
        ),
        ('competency = "background"', 'competency = "background"\nminutes = 0', ".minutes: this must be 1 or more"),
        ('competency = "background"', 'competency = "background"\nminutes = 61', ".minutes: this must be 60 or less"),
        (
            'key_points = ["Names something specific"',
            "key_points = [5",
            ".key_points[1]: this must be a table with keys of its own",
        ),
        (
            "approach = [",
            'tags = ["a","b","c","d","e","f","g","h","i"]\napproach = [',
            ".tags: this may have at most 8 entries, and has 9",
        ),
    ],
)
def test_reasons_say_what_is_expected(folder: Path, old: str, new: str, expected: str) -> None:
    text = WHOLE.replace(old, new)
    assert text != WHOLE
    _write(folder, text)
    found = [one for one in _mistakes(folder) if not one.endswith(".x: there is no such key; check its spelling")]
    assert len(found) == 1
    assert found[0].startswith("shop-analyst.toml: stages[screen].questions[")
    assert found[0].endswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LOOSE.replace("stage = 'screen'", "stage = 'sreen'"), f"questions[why-us].stage: {_NO_STAGE}"),
        (LOOSE.replace("stage = 'screen'", "stage = ['screen']"), f"questions[why-us].stage: {_NO_STAGE}"),
        (LOOSE.replace("stage = 'screen'", ""), f"questions[why-us].stage: {_NO_STAGE}"),
        (HEAD + "questions = [1]\n" + STAGE, f"questions[1].stage: {_NO_STAGE}"),
        (HEAD + "questions = 'why'\n" + STAGE, "questions: each question must begin with a line [[questions]]"),
        (HEAD + "stages = 5\n", "stages: this must be a list in square brackets"),
        (HEAD + "stages = [5]\n", "stages[1]: this must be a table with keys of its own"),
        (HEAD + "stages = []\n", "stages: this needs 1 or more entries, and has 0"),
        (HEAD + "questions = [{id='a', stage='b'}]\n[[stages]]\nid = ['a']\n", f"questions[a].stage: {_NO_STAGE}"),
        (WHOLE.replace('["background"]', '["background", "sql"]'), "stages[screen]: no question measures: sql"),
        (WHOLE.replace('["background"]', '["sql"]'), "stages[screen]: no question measures: sql"),
        (WHOLE + "[[stages.questions]]" + QUESTION, "-: question id used twice: why-us"),
        (WHOLE + WHOLE[len(HEAD) :], "-: stage id used twice: screen; question id used twice: why-us"),
    ],
)
def test_mistakes_in_how_stages_and_questions_belong_together(folder: Path, text: str, expected: str) -> None:
    _write(folder, text)
    assert f"shop-analyst.toml: {expected}" in _mistakes(folder)


def test_a_question_id_in_two_tracks(folder: Path) -> None:
    _write(folder, WHOLE, "first.toml")
    _write(folder, WHOLE, "second.toml")
    assert _mistakes(folder) == [
        "second.toml: why-us: this question id is also used in first.toml; give it another one"
    ]


def test_a_file_name_that_is_no_id(folder: Path) -> None:
    _write(folder, WHOLE, "My Track.toml")
    assert _mistakes(folder) == [
        "My Track.toml: file name: this may hold only lower-case letters, digits, and single hyphens between them"
    ]


def test_no_track_at_all(folder: Path) -> None:
    assert _mistakes(folder) == ["tracks/: -: there is no track file; at least one is needed"]


def test_rubrics_need_each_competency_once_with_four_levels(folder: Path) -> None:
    _write(folder, WHOLE)
    file = folder / "rubrics.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('competency = "sql"', 'competency = "strategy"'), encoding="utf-8")
    assert _mistakes(folder) == ["rubrics.toml: -: more than one rubric for: strategy"]
    file.write_text(text.replace("{ level = 1, line", "{ level = 2, line", 1), encoding="utf-8")
    assert _mistakes(folder) == ["rubrics.toml: rubrics[1]: levels must be 1, 2, 3 and 4, in that order"]


def test_how_a_mistake_reads() -> None:
    assert str(Mistake("a.toml", "title", "this key is missing")) == "a.toml: title: this key is missing"
