"""What somebody lets the members of a server see of their progress: nothing, until they say so."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Shared(StrEnum):
    """What can be shared, by its field of :class:`Sharing`."""

    PROGRESS = "shows_progress"
    LEADERBOARD = "on_leaderboard"


class Sharing(BaseModel):
    """A person's choices in one server.

    ``shows_progress``: members may look at their ``/progress show``. ``on_leaderboard``: they stand on the leaderboard.
    """

    model_config = ConfigDict(frozen=True)

    guild_id: int
    user_id: int
    shows_progress: bool = False
    on_leaderboard: bool = False
