"""The command line: ``python -m bot run | demo | upgrade | check | backup | export-user | erase-user``."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import aiohttp
import discord
import typer
from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from bot.allocator import return_large_blocks
from bot.app import build, privacy_for
from bot.check import check_everything
from bot.domain.catalogue import ContentError
from bot.domain.errors import StoreUnavailable
from bot.logs import set_up_logging
from bot.services.privacy import Privacy
from bot.settings import Settings, database_url, explain
from bot.storage.backup import back_up
from bot.storage.engine import make_engine, probe, reason_of, sqlite_file
from bot.storage.upgrade import SchemaBehindError, check_current, upgrade
from bot.ui.charts.canvas import warm_up

T = TypeVar("T")

_ONE_FILE = 2**31
_LARGEST_ID = 2**63 - 1
USAGE_ERROR = 2
FAILED = 1
_WARM_AFTER_SECONDS = 20.0
"""After the start drawing is made ready, so that the first who wants a picture need not wait; a process that is there
for a moment only is spared it."""

_INTENT_REFUSED = (
    "Discord refused the message content intent: switch on “Message Content Intent” on the Bot page of the developer "
    "portal, or set MESSAGE_CONTENT=false; the bot works without it too."
)

cli = typer.Typer(
    name="bot",
    help="Greenroom: mock interviews in Discord.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """The entry point."""
    cli(prog_name="python -m bot")


@cli.command()
def run() -> None:
    """Run the bot on Discord. Needs DISCORD_TOKEN."""
    settings = _settings()
    set_up_logging(settings.log_level)
    try:
        asyncio.run(_run(settings))
    except KeyboardInterrupt:
        typer.echo("Stopped.")


@cli.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 for any free one.")] = 8910,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
) -> None:
    """Run the bot on a simulated Discord, with a page in the browser. Needs no token."""
    try:
        from bot.demo import serve  # noqa: PLC0415 - its packages are an extra that a hosted bot does without
    except ImportError:
        _fail(["The demo needs a few more packages: install them with `make install`, then try again."])
    try:
        asyncio.run(serve(port, open_browser=open_browser))
    except KeyboardInterrupt:
        typer.echo("Stopped.")


@cli.command(name="upgrade")
def upgrade_command() -> None:
    """Bring the database's tables up to date. SQLite does this by itself at each start."""
    url = _database_url()

    async def work() -> bool:
        probe(url)
        engine = make_engine(url)
        try:
            return await upgrade(engine)
        finally:
            await engine.dispose()

    typer.echo("Upgraded." if _with_database(work) else "Already up to date.")


@cli.command()
def check() -> None:
    """Check settings, content files and database; with a token also the bot's permissions."""
    mistakes = asyncio.run(check_everything(typer.echo))
    if mistakes:
        _fail(mistakes, code=FAILED)
    typer.echo("Everything is in order.")


@cli.command()
def backup(file: Annotated[Path, typer.Argument(help="Where the copy goes; must not exist yet.")]) -> None:
    """Copy a SQLite database to FILE while the bot runs. For PostgreSQL use pg_dump."""
    source = sqlite_file(_database_url())
    if source is None:
        _fail(["Only a SQLite database is backed up here: use pg_dump for PostgreSQL."])
    if not source.exists():
        _fail([f"There is no database at {source} yet: start the bot once."])
    if file.exists():
        _fail([f"{file} exists already: choose another name, or remove it first."])
    try:
        back_up(source, file)
    except OSError as error:
        _fail([f"{file} cannot be written: {error.strerror}."], code=FAILED)
    typer.echo(f"Copied to {file}.")


@cli.command(name="export-user")
def export_user(
    user: Annotated[int, typer.Argument(help="The person's Discord id.", min=1, max=_LARGEST_ID)],
    to: Annotated[Path, typer.Option(help="The folder for the files.")] = Path(),
) -> None:
    """Write everything stored about a person into ZIP files."""

    async def work(privacy: Privacy) -> list[Path]:
        return await privacy.export(user, None, to, _ONE_FILE)

    if not to.is_dir():
        _fail([f"{to} is not a folder: name one that is there."])
    files = _with_privacy(work)
    typer.echo("\n".join(f"Written to {file}." for file in files))


@cli.command(name="erase-user")
def erase_user(
    user: Annotated[int, typer.Argument(help="The person's Discord id.", min=1, max=_LARGEST_ID)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase everything stored about a person, in all servers. It cannot be taken back."""
    if not yes and not typer.confirm(f"Erase everything stored about {user}, in all servers?"):
        _fail(["Nothing was erased."], code=FAILED)
    _with_privacy(lambda privacy: privacy.erase(user, None))
    typer.echo("Erased.")


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        _fail(explain(error))


def _database_url() -> str:
    try:
        return database_url()
    except (ValidationError, ValueError) as error:
        _fail([f"DATABASE_URL is not valid: {error}."])


async def _run(settings: Settings) -> None:
    return_large_blocks()
    try:
        client = build(settings)
    except ContentError as error:
        _fail([str(mistake) for mistake in error.mistakes])
    # What is loaded by now stays to the end: without this, each full collection walks it and holds up the event loop
    # for some 100 ms.
    gc.collect()
    gc.freeze()
    loop = asyncio.get_running_loop()
    warming = loop.call_later(_WARM_AFTER_SECONDS, loop.run_in_executor, None, warm_up)
    try:
        async with client:
            _close_when_told(client)
            await client.start(settings.discord_token.get_secret_value())
    except discord.LoginFailure:
        _fail(["Discord does not accept DISCORD_TOKEN: copy the token again from the developer portal."])
    except discord.PrivilegedIntentsRequired:
        _fail([_INTENT_REFUSED])
    except SchemaBehindError as error:
        _fail([f"The database is not up to date ({error}): run `python -m bot upgrade` first."])
    except (aiohttp.ClientError, discord.HTTPException) as error:
        _fail([f"Discord could not be reached: {error}."], code=FAILED)
    except (DBAPIError, OSError) as error:
        _fail([f"The database cannot be used: {reason_of(error)}."], code=FAILED)
    finally:
        warming.cancel()


def _close_when_told(client: discord.Client) -> None:
    """A host stops a service with SIGTERM: leave Discord in good order then too."""
    loop = asyncio.get_running_loop()
    closing: list[asyncio.Task[None]] = []
    with contextlib.suppress(NotImplementedError):  # Windows has no such signals
        loop.add_signal_handler(
            signal.SIGTERM, lambda: closing.append(loop.create_task(client.close(), name="close on SIGTERM"))
        )


def _with_database(work: Callable[[], Coroutine[Any, Any, bool]]) -> bool:
    try:
        return asyncio.run(work())
    except (DBAPIError, OSError) as error:
        _fail([f"The database cannot be used: {reason_of(error)}."], code=FAILED)


def _with_privacy(work: Callable[[Privacy], Coroutine[Any, Any, T]]) -> T:
    """What ``work`` returns, on the database of the settings."""
    url = _database_url()

    async def on_database() -> T:
        probe(url)
        engine = make_engine(url)
        try:
            await check_current(engine)
            return await work(privacy_for(engine, url))
        finally:
            await engine.dispose()

    try:
        return asyncio.run(on_database())
    except SchemaBehindError as error:
        _fail([f"The database is not up to date ({error}): run `python -m bot upgrade` first."])
    except (DBAPIError, OSError) as error:
        _fail([f"The database cannot be used: {reason_of(error)}."], code=FAILED)
    except StoreUnavailable as error:
        _fail([f"The database cannot be used: {error}."], code=FAILED)


def _fail(sentences: Iterable[str], *, code: int = USAGE_ERROR) -> NoReturn:
    for sentence in sentences:
        typer.echo(sentence, err=True)
    raise typer.Exit(code)


if __name__ == "__main__":
    main()
