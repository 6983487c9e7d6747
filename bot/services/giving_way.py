"""Whether what runs now gives way to people."""

from contextvars import ContextVar

gives_way: ContextVar[bool] = ContextVar("gives_way", default=False)
"""Set in whatever brings deliveries because their time has come. What a person's press brings never waits for it."""
