"""The shape of the code: who imports whom, what imports need, what every table carries."""

import importlib
import json
import pkgutil
import subprocess
import sys

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports
from sqlalchemy import BigInteger

import bot
import cogs
from bot.client import COGS
from bot.domain.tracks import StageKind
from bot.settings import ROOT
from bot.storage.tables import metadata
from bot.ui.stage import StageCog

_OF_NO_SERVER = {"meta", "people", "direct_channels"}
"""Tables about this installation as a whole, and what belongs to a person in all servers."""


_OWN_IDS = {"round_id", "track_id", "stage_id", "question_id", "daily_id", "answer_id"}


def _modules() -> list[str]:
    found = [("bot", bot.__path__), ("cogs", cogs.__path__)]
    below = (one.name for name, path in found for one in pkgutil.walk_packages(path, f"{name}."))
    return [*(name for name, _ in found), *below]


def test_imports_point_downwards(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # It sets up logging for itself, which switches off the loggers of ours: later tests would see no error any more.
    monkeypatch.setattr("logging.config.dictConfig", lambda _: None)
    ended = lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)
    assert ended == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_module_is_imported_without_an_environment() -> None:
    """Settings are read when the bot starts and never before: nothing may need them, or a folder, to be imported."""
    names = _modules()
    assert {"bot.app", "bot.__main__", "bot.storage.rounds", "cogs.answers"} <= set(names)
    code = f"import importlib\nfor name in {json.dumps(names)}: importlib.import_module(name)\nprint('all')"
    ended = subprocess.run(
        [sys.executable, "-W", "error::ImportWarning", "-c", code],
        env={"PYTHONPATH": str(ROOT)},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, "all\n"), ended.stderr


@pytest.mark.parametrize("table", sorted(set(metadata.tables) - _OF_NO_SERVER))
def test_each_table_that_belongs_to_a_server_says_so(table: str) -> None:
    column = metadata.tables[table].c.guild_id
    assert isinstance(column.type, BigInteger)
    assert not column.nullable


def test_ids_of_discord_have_64_bits() -> None:
    for table in metadata.tables.values():
        for column in table.c:
            if column.name.endswith("_id") and column.name not in _OWN_IDS:
                assert isinstance(column.type, BigInteger), column


def test_each_kind_of_stage_has_its_own_cog() -> None:
    for kind in StageKind:
        module = importlib.import_module(f"cogs.{kind}")
        own = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, StageCog)]
        kinds = [one.kind for one in own if one is not StageCog]
        assert kinds == [kind]
        assert f"cogs.{kind}" in COGS


def test_every_cog_is_loaded() -> None:
    found = {f"cogs.{one.name}" for one in pkgutil.iter_modules(cogs.__path__)}
    assert found == set(COGS)
