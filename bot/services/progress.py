"""How far a piece of long work has come, and the wish to stop it."""

from bot.domain.errors import Reason, Refused


class Progress:
    """Told by the work, in whatever thread it runs; read by whoever shows it."""

    def __init__(self) -> None:
        self.doing = ""
        self.done = 0
        self.total = 0
        self._stopped = False

    def begin(self, doing: str, total: int = 0) -> None:
        """The next part of the work: ``doing`` in words, ``total`` steps of it (0: nobody knows).

        :raises Refused: if it was stopped.
        """
        self.doing, self.done, self.total = doing, 0, total
        self.check()

    def tick(self, steps: int = 1) -> None:
        """So many steps more are done. :raises Refused: if the work was stopped."""
        self.done += steps
        self.check()

    def check(self) -> None:
        """:raises Refused: if the work was stopped."""
        if self._stopped:
            raise Refused(Reason.WORK_STOPPED)

    def stop(self) -> None:
        """Have the work end at its next step; nothing of it is saved."""
        self._stopped = True
