"""The command line: plain sentences, exit codes, and never a traceback."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import cli
from bot.settings import ROOT, Settings
from bot.storage.upgrade import head

COMMANDS = ["run", "demo", "upgrade", "check", "backup", "export-user", "erase-user"]


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No token, no `.env`, and a database of the test's own."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'bot.db'}")


@pytest.fixture
def database(template_database: Path, tmp_path: Path) -> Path:
    """An upgraded, empty database where the settings say."""
    return Path(shutil.copy(template_database, tmp_path / "bot.db"))


def _run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args), prog_name="python -m bot", catch_exceptions=False)


def _lines(result: Result) -> list[str]:
    return result.stderr.splitlines()


def _process(*args: str, **settings: str) -> "subprocess.Popen[str]":
    """The real thing. An empty setting in the environment hides one in a `.env` file."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *args],
        cwd=ROOT,
        env=dict(os.environ) | {"DISCORD_TOKEN": ""} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_bad_settings_end_the_real_process_with_sentences_and_code_2() -> None:
    without = _process("run")
    numbers = {"SHARD_COUNT": "none", "MESSAGE_CONTENT": "?", "LOG_LEVEL": "loud"}
    bad = _process("run", DISCORD_TOKEN="two words", DATABASE_URL="mysql://x", **numbers)
    database = _process("upgrade", DATABASE_URL="nonsense")
    away = _process("run", DISCORD_TOKEN="token", DISCORD_API_BASE="http://127.0.0.1:9", LOG_LEVEL="ERROR")
    processes = (without, bad, database, away)
    ends = [(*process.communicate(timeout=60), process.returncode) for process in processes]
    assert [code for *_, code in ends] == [2, 2, 2, 1]
    assert [out for out, *_ in ends] == [""] * 4
    errors = [error.splitlines() for _, error, _ in ends]
    assert [len(lines) for lines in errors] == [1, 5, 1, 1]
    assert errors[0][0].startswith("DISCORD_TOKEN is not set: ")
    assert {line.split()[0] for line in errors[1]} == {
        "DISCORD_TOKEN",
        "DATABASE_URL",
        "MESSAGE_CONTENT",
        "SHARD_COUNT",
        "LOG_LEVEL",
    }
    assert errors[2][0].startswith("DATABASE_URL is not valid: this is not a database URL")
    assert errors[3][0].startswith("Discord could not be reached: ")
    assert "Traceback" not in "".join(error for _, error, _ in ends)


def test_help_names_every_command() -> None:
    result = _run("--help")
    assert result.exit_code == 0
    assert [name for name in COMMANDS if name not in result.stdout] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_has_help(command: str) -> None:
    result = _run(command, "--help")
    assert result.exit_code == 0
    assert f"python -m bot {command}" in result.stdout


def test_no_command_and_an_unknown_one() -> None:
    assert _run().exit_code == 2
    assert _run("fly").exit_code == 2


def test_run_without_a_token() -> None:
    result = _run("run")
    assert result.exit_code == 2
    (line,) = _lines(result)
    assert line.startswith("DISCORD_TOKEN is not set: ")


PERSON = 4611686018427387924


def _remember(database: Path, zone: str) -> None:
    with closing(sqlite3.connect(database)) as stored, stored:
        stored.execute(
            "INSERT INTO people (user_id, zone, changed_at) VALUES (?, ?, '2026-03-02 09:00:00.000000')", (PERSON, zone)
        )


def test_a_person_is_exported_and_erased(database: Path, tmp_path: Path) -> None:
    _remember(database, "Europe/Berlin")
    (tmp_path / "backups").mkdir()
    copy, broken = tmp_path / "backups" / "bot-2026-03-02.db", tmp_path / "backups" / "bot-2026-03-01.db"
    shutil.copy(database, copy)
    broken.write_text("no database " * 500)
    result = _run("export-user", str(PERSON), "--to", str(tmp_path))
    file = tmp_path / "greenroom-data.zip"
    assert (result.exit_code, result.stdout) == (0, f"Written to {file}.\n")
    with zipfile.ZipFile(file) as found:
        assert sorted(found.namelist()) == ["README.md", "people.json"]
        assert "Europe/Berlin" in found.read("people.json").decode()
    result = _run("erase-user", str(PERSON), "--yes")
    assert (result.exit_code, result.stdout) == (0, "Erased.\n")
    for one in (database, copy):
        with closing(sqlite3.connect(one)) as stored:
            assert stored.execute("SELECT * FROM people").fetchall() == [], one
        assert b"Europe/Berlin" not in one.read_bytes(), one
    assert not broken.exists(), "nobody can be erased in it"


def test_erasing_asks_first(database: Path) -> None:
    _remember(database, "Europe/Berlin")
    result = CliRunner().invoke(cli, ["erase-user", str(PERSON)], input="n\n")
    assert result.exit_code == 1
    assert "Nothing was erased." in result.stderr
    with closing(sqlite3.connect(database)) as stored:
        assert len(stored.execute("SELECT * FROM people").fetchall()) == 1


@pytest.mark.parametrize("command", ["export-user", "erase-user"])
@pytest.mark.parametrize("user", ["alice", "0", "9223372036854775808"])
def test_what_is_no_id(command: str, user: str) -> None:
    assert _run(command, user).exit_code == 2


def test_export_and_erase_where_nothing_can_be_read_or_written(tmp_path: Path) -> None:
    assert _lines(_run("export-user", "1", "--to", str(tmp_path / "no"))) == [
        f"{tmp_path / 'no'} is not a folder: name one that is there."
    ]
    behind = _run("erase-user", "1", "--yes")
    assert (behind.exit_code, len(_lines(behind))) == (2, 1)
    assert "run `python -m bot upgrade` first" in behind.stderr


def test_upgrade_says_what_it_did(tmp_path: Path) -> None:
    first, second = _run("upgrade"), _run("upgrade")
    assert (first.exit_code, first.stdout) == (0, "Upgraded.\n")
    assert (second.exit_code, second.stdout) == (0, "Already up to date.\n")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as found:
        assert found.execute("SELECT version_num FROM alembic_version").fetchall() == [(head(),)]


def test_upgrade_of_a_database_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////no/such/folder/bot.db")
    result = _run("upgrade")
    assert result.exit_code == 1
    assert _lines(result) == ["The database cannot be used: unable to open database file."]


def test_check_of_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "bot.db").write_text("notes, and long enough to look like the first page of something " * 100)
    result = _run("check")
    assert (result.exit_code, _lines(result)) == (1, ["The database cannot be used: file is not a database."])


def test_check_of_all_that_is_there(database: Path) -> None:
    result = _run("check")
    assert (result.exit_code, result.stderr) == (0, "")
    *found, last = result.stdout.splitlines()
    assert re.fullmatch(r"Content: 2 tracks, \d+ questions\.", found[0])
    assert found[1].startswith("Also there: ")
    assert found[2:] == ["Database: up to date.", "Discord: not looked at, as there is no DISCORD_TOKEN."]
    assert last == "Everything is in order."


def test_check_before_the_first_start() -> None:
    assert "Database: none yet; the first start makes it." in _run("check").stdout


def test_check_names_every_mistake_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data", ignore=shutil.ignore_patterns("*.db*"))
    file = tmp_path / "data" / "tracks" / "tiktok-product-analyst.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('difficulty = "easy"', 'difficulty = "simple"', 1).replace('company = "TikTok"', "", 1),
        encoding="utf-8",
    )
    (tmp_path / "data" / "rubrics.toml").write_text("rubrics = 3", encoding="utf-8")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'older'")
        connection.commit()
    monkeypatch.setattr("bot.check.ROOT", tmp_path)
    monkeypatch.setenv("SHARD_COUNT", "0")
    result = _run("check")
    assert result.exit_code == 1
    question = "stages[hr-screen].questions[tiktok-hr-your-story]"
    behind = f"the database is at older, this version needs {head()}"
    content, (token, shards, store) = _lines(result)[:3], _lines(result)[3:]
    assert content == [
        "rubrics.toml: rubrics: this must be a list in square brackets",
        "tiktok-product-analyst.toml: company: this key is missing",
        f"tiktok-product-analyst.toml: {question}.difficulty: this must be one of 'easy', 'medium' or 'hard'",
    ]
    assert token.startswith("DISCORD_TOKEN is not set: ")
    assert shards == "SHARD_COUNT is not valid: input should be greater than or equal to 1."
    assert store == f"The database is not up to date ({behind}): run `python -m bot upgrade`."
    assert "Everything is in order." not in result.stdout


def test_backup(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    result = _run("backup", str(copy))
    assert (result.exit_code, result.stdout) == (0, f"Copied to {copy}.\n")
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("SELECT version_num FROM alembic_version").fetchall() == [(head(),)]
    again = _run("backup", str(copy))
    assert again.exit_code == 2
    assert _lines(again) == [f"{copy} exists already: choose another name, or remove it first."]


def test_backup_that_cannot_be_made(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = tmp_path / "none" / "copy.db"
    result = _run("backup", str(nowhere))
    assert (result.exit_code, _lines(result)) == (1, [f"{nowhere} cannot be written: No such file or directory."])
    database.unlink()
    missing = _run("backup", str(tmp_path / "copy.db"))
    assert (missing.exit_code, _lines(missing)) == (2, [f"There is no database at {database} yet: start the bot once."])
    monkeypatch.setenv("DATABASE_URL", "postgresql://host/bot")
    other = _run("backup", str(tmp_path / "copy.db"))
    assert other.exit_code == 2
    assert _lines(other) == ["Only a SQLite database is backed up here: use pg_dump for PostgreSQL."]
    assert _run("backup").exit_code == 2
