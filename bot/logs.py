"""What is logged: our own lines, in which nobody's words stand, and of libraries what went wrong."""

import logging

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_LEAST = {
    "discord": logging.INFO,
    "apscheduler": logging.INFO,
    "asyncio": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "asyncpg": logging.WARNING,
    "aiohttp": logging.WARNING,
    "alembic": logging.WARNING,
    "dateparser": logging.WARNING,
    "tzlocal": logging.WARNING,
    "matplotlib": logging.WARNING,
}
"""More detailed lines hold whole messages, the parameters of statements, and addresses with tokens in them."""


def set_up_logging(level: str | int) -> None:
    """Log from ``level`` on; of libraries never anything more detailed than is harmless, whatever ``level`` is."""
    logging.basicConfig(level=level, format=_FORMAT)
    cap_libraries()


def cap_libraries() -> None:
    """See to it that no library logs what people wrote."""
    level = logging.getLogger().level
    for name, least in _LEAST.items():
        logging.getLogger(name).setLevel(max(level, least))
