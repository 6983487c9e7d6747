"""Folders of exports that nobody waits for any more."""

import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.services import export_folders as folders


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def _made(folder: Path, *, at: datetime) -> Path:
    folder.mkdir()
    (folder / "greenroom-data.zip").write_text("words")
    os.utime(folder, (at.timestamp(), at.timestamp()))
    return folder


def test_what_a_killed_process_left_goes_and_the_rest_stays(tmp_path: Path) -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    parent = os.getppid()
    here = folders._HERE
    dead = _made(tmp_path / f"{folders.PREFIX}{here}-{ended.pid}-abc", at=now)
    before_us = _made(tmp_path / f"{folders.PREFIX}{here}-{os.getpid()}-abc", at=now)
    others = _made(tmp_path / f"{folders.PREFIX}{here}-{parent}-abc", at=now - timedelta(days=1))
    elsewhere = _made(tmp_path / f"{folders.PREFIX}00000000-1-abc", at=now - timedelta(minutes=50))
    older = _made(tmp_path / f"{folders.PREFIX}xyz", at=now - timedelta(minutes=61))
    stranger = _made(tmp_path / "greenroom-other", at=now - timedelta(days=9))
    mine = folders.make()
    (mine / "greenroom-data.zip").write_text("words")
    assert folders.remove_forgotten(now) == 3
    assert [one.exists() for one in (dead, before_us, older)] == [False, False, False]
    assert [one.exists() for one in (others, elsewhere, stranger, mine)] == [True, True, True, True]
    folders.remove(mine)
    folders.remove(mine)
    assert not mine.exists()
    assert folders.remove_forgotten(now) == 0
