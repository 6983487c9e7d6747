"""Settings: from the environment or a file, frozen, and the token in no print."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import DEFAULT_DATABASE, ROOT, Settings, explain, with_async_driver

TOKEN = "MTIz.secret.token"


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of whoever runs the tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def _settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)


def _sentences(**values: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        _settings(**values)
    return explain(caught.value)


def test_only_the_token_has_no_default() -> None:
    settings = _settings(discord_token=TOKEN)
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.model_dump(exclude={"discord_token"}) == {
        "database_url": DEFAULT_DATABASE,
        "message_content": False,
        "discord_api_base": "",
        "shard_count": 1,
        "backups": 7,
        "log_level": "INFO",
    }
    assert str(ROOT / "data" / "bot.db") in DEFAULT_DATABASE


def test_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", f"  {TOKEN} ")
    monkeypatch.setenv("DATABASE_URL", "postgres://bot:pw@host/bot")
    monkeypatch.setenv("MESSAGE_CONTENT", "yes")
    monkeypatch.setenv("DISCORD_API_BASE", "http://127.0.0.1:8080/api/v10/")
    settings = _settings()
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.database_url == "postgresql+asyncpg://bot:pw@host/bot"
    assert settings.message_content is True
    assert settings.discord_api_base == "http://127.0.0.1:8080/api/v10"


def test_from_a_file_and_the_environment_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text(f"# mine\nDISCORD_TOKEN={TOKEN}\nLOG_LEVEL='DEBUG'\nSHARD_COUNT=2\nOTHER=1\n", encoding="utf-8")
    monkeypatch.setenv("SHARD_COUNT", "3")
    settings = Settings(_env_file=file)
    assert (settings.log_level, settings.shard_count) == ("DEBUG", 3)
    assert settings.discord_token.get_secret_value() == TOKEN
    assert Settings.model_config["env_file"] == ROOT / ".env"


def test_frozen() -> None:
    settings = _settings(discord_token=TOKEN)
    with pytest.raises(ValidationError):
        settings.shard_count = 2  # type: ignore[misc]


def test_secrets_are_in_no_print() -> None:
    settings = _settings(discord_token=TOKEN, database_url="postgresql://bot:hush@host/bot")
    for shown in (repr(settings), str(settings), f"{settings.discord_token}", repr(settings.discord_token)):
        assert TOKEN not in shown
        assert "hush" not in shown


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_one_sentence_says_how_to_get_one(token: str | None) -> None:
    (sentence,) = _sentences(**({} if token is None else {"discord_token": token}))
    assert sentence.startswith("DISCORD_TOKEN is not set: create a bot in Discord's developer portal")
    assert sentence.endswith("put DISCORD_TOKEN=… into a file named .env.")


def test_a_bad_token_is_not_repeated() -> None:
    (sentence,) = _sentences(discord_token="Bot secret word")
    assert sentence.startswith("DISCORD_TOKEN is not valid: the token must be one word; ")
    assert "secret" not in sentence


def test_one_sentence_for_each_setting_that_is_wrong() -> None:
    sentences = _sentences(
        discord_token=TOKEN,
        database_url="mysql://host/bot",
        message_content="perhaps",
        discord_api_base="ftp://host",
        shard_count=0,
        log_level="loud",
    )
    names = ["DATABASE_URL", "MESSAGE_CONTENT", "DISCORD_API_BASE", "SHARD_COUNT", "LOG_LEVEL"]
    assert [sentence.split()[0] for sentence in sentences] == names
    assert all(" is not valid: " in sentence and sentence.endswith(".") for sentence in sentences)
    assert sentences[0] == (
        "DATABASE_URL is not valid: mysql is not supported; use sqlite+aiosqlite or postgresql+asyncpg."
    )


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///bot.db", "sqlite+aiosqlite:///bot.db"),
        ("sqlite+aiosqlite:////srv/bot.db", "sqlite+aiosqlite:////srv/bot.db"),
        ("postgres://u:p%40ss@h:5433/d?ssl=require", "postgresql+asyncpg://u:p%40ss@h:5433/d?ssl=require"),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d"),
    ],
)
def test_the_driver_is_added(given: str, used: str) -> None:
    assert with_async_driver(given) == used


@pytest.mark.parametrize("given", ["", "bot.db", "postgresql+psycopg2://h/d", "sqlite+pysqlite:///x"])
def test_what_is_no_database_of_ours(given: str) -> None:
    with pytest.raises(ValueError, match="use sqlite"):
        with_async_driver(given)
