"""Settings: from the environment or ``.env``; frozen, with the token kept out of every print."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ROOT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = f"sqlite+aiosqlite:///{ROOT / 'data' / 'bot.db'}"
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg"}


def with_async_driver(url: str) -> str:
    """The URL with the driver we use, so that ``postgresql://…`` as hosts hand it out works too.

    :raises ValueError: if it is no URL, or of another database.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise ValueError("this is not a database URL; use sqlite+aiosqlite:///FILE or postgresql://…") from None
    if parsed.drivername in _DRIVERS:
        parsed = parsed.set(drivername=_DRIVERS[parsed.drivername])
    if parsed.drivername not in _DRIVERS.values():
        raise ValueError(f"{parsed.drivername} is not supported; use sqlite+aiosqlite or postgresql+asyncpg")
    return parsed.render_as_string(hide_password=False)


class Settings(BaseSettings):
    """Everything that can be set. The environment's names are the fields' in capitals."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", env_file_encoding="utf-8", extra="ignore", frozen=True)

    discord_token: SecretStr = Field(min_length=1, description="the bot's token, from Discord's developer portal")
    database_url: str = Field(default=DEFAULT_DATABASE, repr=False, description="where everything is stored")
    message_content: bool = Field(default=False, description="read plainly typed answers (a privileged intent)")
    discord_api_base: str = Field(default="", description="another address of Discord's REST API, such as a proxy's")
    shard_count: int = Field(default=1, ge=1, le=1024, description="connections to Discord; one for 2,000 servers")
    backups: int = Field(default=7, ge=0, le=365, description="nightly copies of a SQLite database to keep; 0 for none")
    log_level: str = Field(default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="how much is logged")

    @field_validator("discord_token")
    @classmethod
    def _token_has_no_spaces(cls, value: SecretStr) -> SecretStr:
        token = value.get_secret_value().strip()
        if not token or any(character.isspace() for character in token):
            raise ValueError("the token must be one word; copy it again from the developer portal")
        return SecretStr(token)

    @field_validator("database_url")
    @classmethod
    def _database_is_supported(cls, value: str) -> str:
        return with_async_driver(value)

    @field_validator("discord_api_base")
    @classmethod
    def _base_is_http(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("this must begin with http:// or https://")
        return value.rstrip("/")


class _DatabaseOnly(BaseSettings):
    model_config = Settings.model_config

    database_url: str = DEFAULT_DATABASE


def database_url() -> str:
    """The database alone, for what needs no token."""
    return with_async_driver(_DatabaseOnly().database_url)


def explain(error: ValidationError) -> list[str]:
    """One sentence for each setting that is wrong."""
    sentences = []
    for detail in error.errors(include_url=False, include_input=False):
        name = str(detail["loc"][0]).upper() if detail["loc"] else "SETTINGS"
        if detail["type"] in {"missing", "too_short"} and name == "DISCORD_TOKEN":
            sentences.append(
                "DISCORD_TOKEN is not set: create a bot in Discord's developer portal "
                "(discord.com/developers/applications), copy its token, and put DISCORD_TOKEN=… into a file named .env."
            )
            continue
        reason = detail["msg"].removeprefix("Value error, ")
        sentences.append(f"{name} is not valid: {reason[:1].lower()}{reason[1:]}.")
    return sentences
