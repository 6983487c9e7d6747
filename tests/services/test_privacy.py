"""The files of an export, and how long things are kept."""

import json
import random
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.privacy.catalogue import IDLE_KEPT_FOR, LEFT_KEPT_FOR, SERVER_KEPT_FOR
from bot.services.bank_files import KEPT_FOR as FILES
from bot.services.kept import KEPT_FOR as FORMS
from bot.services.privacy_files import Archive
from bot.services.privacy_words import EXPORTED, readme
from bot.services.retention import _ASK_AFTER, _ASKED_A_NIGHT, Retention
from bot.settings import ROOT
from bot.ui.text import person
from tests.domain.values import GUILD
from tests.services.house import House

KIB = 1024


def noise(count: int, seed: int) -> str:
    """Text that hardly gets smaller."""
    return random.Random(seed).randbytes(count // 2).hex()


def read(paths: list[Path]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in paths:
        with zipfile.ZipFile(path) as one:
            assert one.testzip() is None
            assert not set(one.namelist()) & set(found)
            found |= {name: one.read(name).decode() for name in one.namelist()}
    return found


def test_what_is_too_large_goes_on_in_further_files(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "data", 600 * KIB)
    texts = [noise(40 * KIB, seed) for seed in range(60)]
    for text in texts[:30]:
        archive.text("answers", text)
    archive.rows("parts", [{"id": at, "text": text} for at, text in enumerate(texts)])
    archive.close()
    assert len(archive.paths) > 3
    assert max(path.stat().st_size for path in archive.paths) <= 600 * KIB
    found = read(archive.paths)
    assert list(found) == archive.names
    assert "".join(text for name, text in found.items() if name.endswith(".md")) == "".join(texts[:30])
    rows = [row for name, text in found.items() if name.endswith(".json") for row in json.loads(text)]
    assert rows == [{"id": at, "text": text} for at, text in enumerate(texts)]


def test_values_of_all_kinds_are_json(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "data", 10**6)
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    archive.rows("rounds", [{"at": at, "day": date(2026, 3, 2), "data": b"\x00\xff", "text": "日本 \ud800"}])
    with pytest.raises(TypeError):
        archive.rows("rounds", [{"what": object()}])
    archive.close()
    with zipfile.ZipFile(archive.paths[0]) as one:
        (row,) = json.loads(one.read("rounds.json").decode("utf-8", "surrogatepass"))
    assert row == {"at": at.isoformat(), "day": "2026-03-02", "data": "AP8=", "text": "日本 \ud800"}


def test_the_readme_explains_every_file() -> None:
    names = [f"{one.table}.json" for one in EXPORTED] + [
        "parts-2.json",
        "answers.md",
        "answers-3.md",
        "daily-answers.md",
    ]
    rows = {
        line.split("|")[1].strip(): line for line in readme(names, "everywhere").splitlines() if line.startswith("| `")
    }
    for name in names:
        assert len(rows[f"`{name}`"].split("|")[2].strip()) > 10, name


async def _nobody_can_tell(_guild_id: int, _user_id: int) -> bool | None:
    return None


async def _never(_user_id: int, _guild_id: int) -> None:
    raise AssertionError("nobody is due")


async def test_nothing_is_erased_while_the_bot_does_not_know_where_it_is(house: House) -> None:
    here: list[int] | None = None
    retention = Retention(house.store, house.clock, lambda: here, _nobody_can_tell, _never)
    await retention.left(GUILD)
    house.clock.move(days=SERVER_KEPT_FOR.days + 1)
    await retention.run()
    due = await house.store.read(lambda unit: unit.privacy.gone_servers(house.clock()))
    assert due == [GUILD], "before a connection nobody can tell"
    here = [GUILD]
    await retention.run()
    assert await house.store.read(lambda unit: unit.privacy.gone_servers(house.clock())) == [], "it is there again"
    await retention.left(GUILD)
    await retention.came_back(GUILD)
    assert await house.store.read(lambda unit: unit.privacy.gone_servers(house.clock())) == []


def test_the_page_says_the_times_that_hold() -> None:
    page = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    assert f"{SERVER_KEPT_FOR.days} days later everything of that server is erased" in page
    assert f"{LEFT_KEPT_FOR.days} days after Greenroom found that out" in page
    assert f"{LEFT_KEPT_FOR.days} days after you left the server" in page
    assert f"at most {_ASKED_A_NIGHT:,} a night" in page
    assert (_ASK_AFTER.days, "not seen for three days" in " ".join(page.split())) == (3, True)
    assert IDLE_KEPT_FOR.days == 2 * 365
    assert "nothing in a server for two years" in page
    assert (FORMS.days, FILES.days) == (7, 1)
    assert "stays a week, a file before its import a day" in page


@pytest.mark.parametrize(("user_id", "shown"), [(5, "<@5>"), (0, "someone who left"), (-77, "someone who left")])
def test_nobody_has_no_mention(user_id: int, shown: str) -> None:
    assert person(user_id) == shown
