"""How an interviewer of each kind of stage sounds and looks. Each stage's cog brings its own."""

from dataclasses import dataclass

import discord

from bot.domain.rounds import Turn


@dataclass(frozen=True)
class Voice:
    """An interviewer's manner.

    ``lead_ins`` introduce questions in turn, ``last_lead_in`` the last one; ``close`` is said over the summary.
    """

    colour: discord.Colour
    emoji: str
    greeting: str
    lead_ins: tuple[str, ...]
    last_lead_in: str
    close: str

    def lead_in(self, turn: Turn, count: int) -> str:
        """What is said before a question; the same one for the same question, however often it is shown."""
        if turn.position == 0:
            return self.lead_ins[0]
        if turn.position == count - 1:
            return self.last_lead_in
        return self.lead_ins[1 + (turn.position - 1) % (len(self.lead_ins) - 1)]
