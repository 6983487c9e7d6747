"""README and docs name only what exists, and the page for authors of tracks is right to the letter."""

import re
import shutil
import tomllib
from functools import reduce
from pathlib import Path
from typing import Any

import discord
import pytest
import typer

from bot.__main__ import cli
from bot.domain.bank.columns import COLUMNS
from bot.domain.bank.sheets import Known, read_csv
from bot.domain.catalogue import ContentError, load
from bot.domain.competencies import Competency
from bot.domain.tracks import Track
from bot.settings import ROOT, Settings
from bot.ui.permissions import INVITE_PERMISSIONS, titles
from tests.world import World

_NAMED = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
PAGES = [page for page in _NAMED if page.exists()]
TRACK_PAGE = ROOT / "docs" / "adding-a-track.md"
pages = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
_NO_SETTINGS = {"TEST_DATABASE", "DISCORD_OPENAPI", "DEBUG", "INFO", "WARNING", "ERROR"}
"""Other names in capitals: where the tests find Discord's description, and how much is logged."""
_MADE = {"data/bot.db"}


def _code(page: Path) -> list[str]:
    """Everything on a page that is set as code."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```(?:sh|ini)?\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    rest = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    return [*blocks, *re.findall(r"`([^`\n]+)`", rest)]


def _found(page: Path, pattern: str) -> set[str]:
    return {match for code in _code(page) for match in re.findall(pattern, code)}


def test_the_pages_are_there() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}
    assert {"README.md", "docs/self-hosting.md", "docs/adding-a-track.md", "docs/architecture.md"} <= names


@pages
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not link.startswith("https://") and not (page.parent / link).exists()]
    assert broken == []


@pages
def test_make_targets_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert _found(page, r"\bmake ([a-z][\w-]*)") <= targets


@pages
def test_commands_of_the_command_line_exist(page: Path) -> None:
    group = typer.main.get_command(cli)
    assert isinstance(group, typer.core.TyperGroup)
    assert _found(page, r"python -m bot ([a-z][\w-]*)") <= set(group.commands)


@pages
def test_settings_exist(page: Path) -> None:
    known = {name.upper() for name in Settings.model_fields} | _NO_SETTINGS
    assert _found(page, r"^([A-Z][A-Z0-9_]{3,})(?:=.*)?$") <= known


@pages
def test_files_exist(page: Path) -> None:
    named = _found(page, r"^((?:bot|cogs|data|docs|migrations|tests|tools)/[\w./-]*)$") - _MADE
    named -= {"data/tracks/acme-data-engineer.toml"}  # the page's own example
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


async def test_slash_commands_and_menus_exist(world: World) -> None:
    tree = world.client.tree
    known = {f"/{command.qualified_name}" for command in tree.walk_commands()}
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    menus = {menu.name for kind in kinds for menu in tree.get_commands(type=kind)}
    for page in PAGES:
        named = _found(page, r"^(/[a-z]+(?: [a-z]+)?)$")
        assert named <= known, page
        shown = re.findall(r"\*\*Apps → ([^*]+)\*\*", page.read_text(encoding="utf-8"))
        assert set(shown) <= menus, page


def test_the_page_for_hosts_has_every_setting_and_every_permission() -> None:
    page = ROOT / "docs" / "self-hosting.md"
    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE))
    assert rows == {name.upper() for name in Settings.model_fields}
    table = re.findall(r"^\| ([A-Z][A-Za-z ]+) \|", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name.lower() for name in table} == _permissions()


def test_the_readme_has_exactly_the_permissions_that_are_needed() -> None:
    text = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    listed = re.search(r"the permissions ([^.]+)\.", text)
    assert listed is not None
    assert {name.strip().lower() for name in re.split(r",| and ", listed[1])} == _permissions()


def _permissions() -> set[str]:
    return {title.lower() for title in titles(INVITE_PERMISSIONS)}


# ---------------------------------------------------------------- the page for moderators

BANK_PAGE = ROOT / "docs" / "question-bank.md"


def test_the_example_of_a_file_of_questions_can_be_imported() -> None:
    (example,) = re.findall(r"^```csv\n(.*?)^```$", BANK_PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    stages = {track.id: [stage.id for stage in track.stages] for track in load(ROOT / "data").tracks.values()}
    sheet = read_csv(example.encode(), Known(stages))
    assert [sheet.explain(problem) for problem in sheet.problems] == []
    first, second = (row.proposal for row in sheet.rows)
    assert first.approach == ("Say who read it", "Say what they took from it")
    assert (second.difficulty, second.minutes, second.approach) == ("medium", 5, ())


def test_the_page_names_every_column_in_its_order() -> None:
    named = re.findall(r"^\| `([a-z_]+)` \|", BANK_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert tuple(named) == COLUMNS


def test_the_history_of_changes_names_every_command_of_the_bank(world: World) -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    known = {command.qualified_name for command in world.client.tree.walk_commands()}
    bank = {name for name in known if name.startswith(("question ", "track "))}
    assert {name for name in bank if f"`/{name}`" not in text} == set()


# ---------------------------------------------------------------- the page for authors of tracks

_TOO_LONG = ".prompt: this may have at most 700 characters, and has 812"
_UNASKED = "stages[phone-screen]: no question measures: data_quality"


def _example() -> str:
    blocks = re.findall(r"^```toml\n(.*?)^```$", TRACK_PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    assert len(blocks) == 1
    return str(blocks[0])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped content, in a folder that a test may change."""
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.db*"))
    return tmp_path / "data"


def _mistakes(folder: Path, text: str) -> list[str]:
    (folder / "tracks" / "acme-data-engineer.toml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except ContentError as error:
        return [str(mistake) for mistake in error.mistakes]
    return []


def test_the_example_is_a_track(folder: Path) -> None:
    assert _mistakes(folder, _example()) == []
    track = load(folder).tracks["acme-data-engineer"]
    assert [fact.topic for fact in track.dossier] == ["Two warehouses"]
    assert [question.difficulty for question in track.stages[0].questions] == ["easy", "medium"]
    assert [question.minutes for question in track.stages[0].questions] == [3, 5]


def test_the_page_names_every_competency() -> None:
    page = TRACK_PAGE.read_text(encoding="utf-8")
    assert [one for one in Competency if f"`{one}`" not in page] == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('role = "Data Engineer"\n', "", "acme-data-engineer.toml: role: this key is missing"),
        (
            "prompt = ",
            "promt = ",
            "stages[phone-screen].questions[acme-screen-last-project].promt: there is no such key; check its spelling",
        ),
        ('  "What did the check miss?",\n', "", ".probes: this needs 2 or more entries, and has 1"),
        ("Which data pipeline", "x" * 729 + "Which data pipeline", _TOO_LONG),
        ('"easy"', '"simple"', ".difficulty: this must be one of 'easy', 'medium' or 'hard'"),
        ("minutes = 3 ", 'minutes = "three" ', ".minutes: this must be a whole number without quotation marks"),
        ('"data_quality"]', '"data_quality", "sql"]', "stages[phone-screen]: no question measures: sql"),
        ('competency = "data_quality"', 'competency = "sql"', _UNASKED),
        ("acme-screen-last-project", "tiktok-hr-tools", "tiktok-hr-tools: this question id is also used in "),
        ('company = "Acme"', 'company = "Acme', "this is not valid TOML: "),
    ],
)  # fmt: skip
def test_the_messages_that_the_page_explains_are_what_the_check_says(
    folder: Path, old: str, new: str, says: str
) -> None:
    example = _example()
    assert old in example
    found = _mistakes(folder, example.replace(old, new, 1))
    assert any(says in mistake for mistake in found), found
    page = re.sub(r"\s+", " ", TRACK_PAGE.read_text(encoding="utf-8"))
    reason = says.replace("tiktok-hr-tools", "acme-screen-last-project").replace(": data_quality", ": sql")
    assert reason in page


def _limits() -> list[tuple[str, int, int]]:
    rows = re.findall(r"^\| (`.+?`) \| (\d+) \| (\d+) \|$", TRACK_PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return [(key, int(fewest), int(most)) for keys, fewest, most in rows for key in re.findall(r"`([^`]+)`", keys)]


def test_the_table_of_lengths_is_whole() -> None:
    assert len(_limits()) == 14


@pytest.mark.parametrize(("key", "fewest", "most"), _limits())
def test_the_table_of_lengths_is_right(folder: Path, key: str, fewest: int, most: int) -> None:
    def fits(length: int) -> bool:
        data: Any = tomllib.loads(_example()) | {"id": "acme-data-engineer"}
        place = {"stages": data["stages"][0], "questions": data["stages"][0]["questions"][0]}
        *where, name = key.split(".")
        table = reduce(lambda _, part: place[part], where, data)
        text = "x" * length
        table[name] = [text, *table[name][1:]] if isinstance(table[name], list) else text
        try:
            Track.model_validate(data)
        except ValueError:
            return False
        return True

    assert [fits(length) for length in (fewest - 1, fewest, most, most + 1)] == [False, True, True, False]
