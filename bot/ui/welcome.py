"""The greeting to whoever owns a server that the bot is new in."""

from bot.domain.notices import Welcome
from bot.ui.text import cut, inert

_NAME_ROOM = 100


def words(notice: Welcome) -> str:
    """Three things to do, the first for the reader alone."""
    server = inert(cut(notice.server, _NAME_ROOM))
    return (
        f"Thank you for bringing me to **{server}**. Three commands get you going there:\n"
        "- `/setup`: choose a practice channel and a moderator role, and see whether I have the permissions I need.\n"
        "- `/help`: what I can do, for candidates, study groups and moderators.\n"
        "- `/mock start`: a mock interview, for anybody, right away.\n"
        "-# This is the only message that I send you unasked."
    )
